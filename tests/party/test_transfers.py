"""Moving a relation of organisation: asked for by consent, decided once, forgotten with the report."""

from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from backend.core.errors import AppError, BadInput, NotFound
from backend.core.paging import Page
from backend.modules.party.actions.members import withdraw_report
from backend.modules.party.actions.papers import accept_party_transfer, refuse_party_transfer
from backend.modules.party.actions.transfers import withdraw_party_transfer
from backend.modules.party.contract.refusals import (
    NotReportedIn,
    RelationElsewhere,
    RelationHere,
    TransferClosed,
    TransferConsentMissing,
    TransferOpen,
    TransferReasonMissing,
)
from backend.modules.party.models.organisations import PartyConsent
from backend.modules.party.models.transfers import PartyTransfer, TransferPaper
from backend.modules.party.queries.roll import list_party_members
from backend.modules.party.words import TransferDirection, TransferState
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.party.factories import Covered, delivered, emitted, make_covered
from tests.party.members import FORMER, JOINED, a_member, asked, decided, outcomes, papers, reports, told, transfers


async def test_the_branch_reads_who_asks_and_takes_the_relation_in(covered: Covered, manager: Actor) -> None:
    actor = await a_member(covered, manager, shares_name=True)
    transfer_id = await asked(actor)
    await delivered(covered.operator)
    (paper,) = await papers(covered)
    assert (paper.name, paper.other_name, paper.joined_on, paper.state) == (
        "上官婉清",
        FORMER,
        JOINED,
        TransferState.REQUESTED,
    )
    await decided(covered, transfer_id)
    (report,), (transfer,) = await reports(actor), await transfers(actor)
    assert (report.home_organisation_id, report.home_name) == (covered.branch.id, None)
    assert (transfer.state, transfer.reason) == (TransferState.ACCEPTED, None)
    assert await told(manager, actor) == ["PARTY_TRANSFER_ACCEPTED"]
    async with open_scope(covered.supervisor, read_only=True) as scope:
        (row,) = (await list_party_members(scope, Page())).rows
        raw = (await scope.session.scalars(text("SELECT t::text FROM shared.transfer_papers t"))).all()
    assert (row.home_organisation_id, row.home_name) == (covered.branch.id, None)
    assert all("上官婉清" not in one and str(actor.resident_id) not in one for one in raw)


async def test_a_relation_that_is_let_go_is_where_it_went(covered: Covered, manager: Actor) -> None:
    actor = await a_member(covered, manager, home_name=None, home_organisation_id=covered.branch.id)
    transfer_id = await asked(actor, direction=TransferDirection.OUT, other_name="浦东新区某医院党总支")
    await decided(covered, transfer_id)
    (report,) = await reports(actor)
    assert (report.home_organisation_id, report.home_name) == (None, "浦东新区某医院党总支")


async def test_a_refusal_says_why_and_the_member_alone_reads_it(covered: Covered, manager: Actor) -> None:
    actor = await a_member(covered, manager)
    transfer_id = await asked(actor)
    await delivered(covered.operator)
    with pytest.raises(TransferReasonMissing):
        async with open_scope(covered.supervisor) as scope:
            await refuse_party_transfer(scope, transfer_id, " ")
    await decided(covered, transfer_id, "介绍信缺少印章，请补齐")
    (transfer,), (seen,), (report,) = await transfers(actor), await transfers(manager), await reports(actor)
    assert (transfer.state, transfer.reason) == (TransferState.REFUSED, "介绍信缺少印章，请补齐")
    assert (seen.state, seen.reason) == (TransferState.REFUSED, None)
    assert report.home_name == FORMER
    assert await told(manager, actor) == ["PARTY_TRANSFER_REFUSED"]
    assert await asked(actor) != transfer_id


@pytest.mark.parametrize(
    ("direction", "is_here", "more", "refusal"),
    [
        (TransferDirection.IN, False, {"has_consented": False}, TransferConsentMissing),
        (TransferDirection.IN, True, {}, RelationHere),
        (TransferDirection.OUT, False, {"other_name": "某支部"}, RelationElsewhere),
        (TransferDirection.OUT, True, {}, BadInput),
        (TransferDirection.IN, False, {"other_name": "某支部", "other_organisation_id": UUID(int=7)}, BadInput),
        (TransferDirection.IN, False, {"other_organisation_id": UUID(int=7)}, NotFound),
    ],
)
async def test_odd_requests_are_refused_and_nobody_hears_of_them(
    covered: Covered,
    manager: Actor,
    direction: TransferDirection,
    is_here: bool,
    more: dict[str, Any],
    refusal: type[AppError],
) -> None:
    home: dict[str, Any] = {"home_name": None, "home_organisation_id": covered.branch.id} if is_here else {}
    actor = await a_member(covered, manager, **home)
    with pytest.raises(refusal):
        await asked(actor, direction=direction, **more)
    assert await transfers(actor) == []
    assert await emitted(manager, "party.TransferRequested") == 0


async def test_nothing_is_asked_for_without_a_report_that_holds(covered: Covered, manager: Actor) -> None:
    actor = await a_member(covered, manager)
    (report,) = await reports(actor)
    async with open_scope(actor) as scope:
        await withdraw_report(scope, report.id)
    with pytest.raises(NotReportedIn):
        await asked(actor)
    with pytest.raises(NotReportedIn):
        await asked(manager, resident_id=actor.resident_id)


async def test_staff_record_what_a_member_asks_for_and_nobody_asks_for_another(
    covered: Covered, manager: Actor
) -> None:
    actor = await a_member(covered, manager)
    other = await a_member(covered, manager, "诸葛明", 1)
    await asked(manager, resident_id=actor.resident_id)
    assert [one.state for one in await transfers(actor)] == [TransferState.REQUESTED]
    assert await transfers(other) == []
    with pytest.raises(NotFound):
        await asked(other, resident_id=actor.resident_id)
    with pytest.raises(NotReportedIn):
        await asked(acting(await new_operator(), Role.FRONT_DESK), resident_id=other.resident_id)


async def test_many_requests_at_once_make_one(covered: Covered, manager: Actor) -> None:
    actor = await a_member(covered, manager)
    found = await outcomes(*[lambda: asked(actor)] * 4, *[lambda: asked(manager, resident_id=actor.resident_id)] * 4)
    assert found == {"done": 1, TransferOpen.code: 7}
    assert len(await transfers(actor)) == 1
    await delivered(covered.operator)
    assert len(await papers(covered)) == 1


async def test_a_transfer_is_decided_once_however_many_decide(covered: Covered, manager: Actor) -> None:
    actor = await a_member(covered, manager)
    transfer_id = await asked(actor)
    await delivered(covered.operator)

    async def accept() -> None:
        async with open_scope(covered.supervisor) as scope:
            await accept_party_transfer(scope, transfer_id)

    async def refuse() -> None:
        async with open_scope(covered.supervisor) as scope:
            await refuse_party_transfer(scope, transfer_id, "材料不齐")

    assert await outcomes(*[accept] * 4, *[refuse] * 4) == {"done": 1, TransferClosed.code: 7}
    await delivered(covered.operator)
    (paper,), (transfer,) = await papers(covered), await transfers(actor)
    assert paper.state is transfer.state
    assert len(await told(manager, actor)) == 1


async def test_what_was_withdrawn_first_is_not_decided_any_more(covered: Covered, manager: Actor) -> None:
    actor = await a_member(covered, manager)
    transfer_id = await asked(actor)
    await delivered(covered.operator)
    async with open_scope(covered.supervisor) as scope:
        await accept_party_transfer(scope, transfer_id)
    async with open_scope(actor) as scope:
        await withdraw_party_transfer(scope, transfer_id)
    await delivered(covered.operator)
    (transfer,), (report,) = await transfers(actor), await reports(actor)
    assert (transfer.state, report.home_name) == (TransferState.WITHDRAWN, FORMER)
    assert await papers(covered) == []
    with pytest.raises(TransferClosed):
        async with open_scope(actor) as scope:
            await withdraw_party_transfer(scope, transfer_id)


@pytest.mark.parametrize("is_delivered", [True, False])
async def test_with_the_report_goes_what_it_allowed(covered: Covered, manager: Actor, is_delivered: bool) -> None:
    actor = await a_member(covered, manager, shares_name=True)
    await decided(covered, await asked(actor), "材料不齐")
    await asked(actor)
    if is_delivered:
        await delivered(covered.operator)
    (report,) = await reports(actor)
    async with open_scope(actor) as scope:
        await withdraw_report(scope, report.id)
    await delivered(covered.operator)
    async with open_scope(manager, read_only=True) as scope:
        (row,) = (await scope.session.scalars(select(PartyConsent))).all()
        assert await scope.session.scalar(select(func.count()).select_from(PartyTransfer)) == 0
    assert (row.joined_on, row.home_organisation_id, row.home_sealed) == (None, None, None)
    async with open_scope(covered.supervisor, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(TransferPaper)) == 0
        assert (await list_party_members(scope, Page())).rows == []


async def test_another_branch_reads_and_decides_none_of_it(covered: Covered, manager: Actor) -> None:
    transfer_id = await asked(await a_member(covered, manager))
    await delivered(covered.operator)
    other = await make_covered(covered.operator, manager)
    assert await papers(other) == []
    with pytest.raises(NotFound):
        async with open_scope(other.supervisor) as scope:
            await accept_party_transfer(scope, transfer_id)
    assert [one.state for one in await papers(covered)] == [TransferState.REQUESTED]
    async with open_scope(other.supervisor, read_only=True) as scope:
        assert await scope.session.scalar(text("SELECT count(*) FROM shared.transfer_papers")) == 0


async def test_withdrawing_a_report_and_asking_at_once_leaves_nothing_behind(covered: Covered, manager: Actor) -> None:
    actor = await a_member(covered, manager)
    (report,) = await reports(actor)

    async def withdraw() -> None:
        async with open_scope(actor) as scope:
            await withdraw_report(scope, report.id)

    found = await outcomes(withdraw, *[lambda: asked(actor)] * 4)
    assert found["done"] in (1, 2)
    await delivered(covered.operator)
    assert await transfers(actor) == []
    assert await papers(covered) == []
