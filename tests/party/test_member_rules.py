"""Reports in detail: who gave them and why they ended, to which organisation, and who is offered to report."""

import datetime as dt
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.core.timers import timers
from backend.modules.housing.actions.erasing import erase_resident
from backend.modules.housing.actions.leaving import check_out, check_out_preview
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.contract.words import PartyStatus
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.stays import Stay
from backend.modules.party.actions.carrying import carry_report
from backend.modules.party.actions.members import complete_party_report, report_in, withdraw_report
from backend.modules.party.actions.organisations import end_party_org
from backend.modules.party.actions.transfers import withdraw_party_transfer
from backend.modules.party.actors import carrier
from backend.modules.party.contract.inputs import NewReport, ReportChange
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.contract.refusals import CoverAbsent, HomeRecorded
from backend.modules.party.models.organisations import PartyConsent, PartyMember
from backend.modules.party.models.transfers import TransferPaper
from backend.modules.party.queries.following import get_asked_transfer
from backend.modules.party.queries.members import list_party_reports, list_party_transfers
from backend.modules.party.queries.organisations import org_figures_by_id
from backend.modules.party.words import MemberStage, TransferDirection, WithdrawalCause
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tenants.timing import run_timer
from tests.conftest import acting
from tests.housing.factories import make_home, make_resident, make_stay
from tests.party.factories import LONG_AGO, Covered, cover, delivered, make_org, platform
from tests.party.joining import a_neighbour
from tests.party.members import JOINED, MEMBER, a_member, asked, decided, reports, told_kinds, transfers

TODAY = clock.today()


async def living(manager: Actor, covered: Covered, bed: int = 0, **more: Any) -> UUID:
    """A member who lives in the covered community and has not reported in."""
    async with open_scope(manager) as scope:
        resident = await make_resident(scope, **(MEMBER | more))
        await make_stay(scope, covered.home, bed, resident_id=resident.id)
    return resident.id


async def reported(actor: Actor, **more: Any) -> PartyConsent:
    said: dict[str, Any] = {"resident_id": None, "stage": MemberStage.FORMAL, "has_consented": True}
    async with open_scope(actor) as scope:
        return await report_in(scope, NewReport(**(said | more)))


async def completed(actor: Actor, report_id: UUID, **more: Any) -> None:
    async with open_scope(actor) as scope:
        await complete_party_report(scope, ReportChange(report_id=report_id, **more))


async def test_a_report_says_who_gave_it_and_why_it_ended(covered: Covered, manager: Actor) -> None:
    first = await a_member(covered, manager)
    (own,) = await reports(first)
    async with open_scope(first) as scope:
        await withdraw_report(scope, own.id)
    second = await living(manager, covered, 1)
    await reported(manager, resident_id=second)
    async with open_scope(manager) as scope:
        stay_id = (await scope.session.scalars(select(Stay.id).where(Stay.lead_resident_id == second))).one()
        await check_out(scope, stay_id)
    third = await living(manager, covered, 2)
    await reported(manager, resident_id=third)
    async with open_scope(manager) as scope:
        of_third = (await scope.session.scalars(select(Stay.id).where(Stay.lead_resident_id == third))).one()
        await check_out(scope, of_third)
    async with open_scope(manager, read_only=True) as scope:
        rows = (await scope.session.scalars(select(PartyConsent).order_by(PartyConsent.id))).all()
    assert [(row.given_by, row.withdrawn_because) for row in rows] == [
        (first.name, WithdrawalCause.BY_MEMBER),
        (manager.name, WithdrawalCause.LEFT),
        (manager.name, WithdrawalCause.LEFT),
    ]


async def test_what_was_withdrawn_is_not_ended_again_when_they_leave(covered: Covered, manager: Actor) -> None:
    member = await a_member(covered, manager)
    (own,) = await reports(member)
    async with open_scope(member) as scope:
        await withdraw_report(scope, own.id)
    async with open_scope(manager) as scope:
        stay_id = (
            await scope.session.scalars(select(Stay.id).where(Stay.lead_resident_id == member.resident_id))
        ).one()
        assert [one for one in await check_out_preview(scope, stay_id) if one.module == "party"] == []
        await check_out(scope, stay_id)
    (ended,) = await reports(member)
    assert ended.withdrawn_because is WithdrawalCause.BY_MEMBER
    with pytest.raises(NotFound):
        await completed(member, own.id, joined_on=JOINED)


async def test_a_report_of_somebody_erased_ended_for_that(covered: Covered, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        resident = await make_resident(scope, **MEMBER)
        lives = update(Resident).where(Resident.id == resident.id).values(community_id=covered.home.community_id)
        await scope.session.execute(lives)
    await reported(manager, resident_id=resident.id)
    async with open_scope(acting(covered.operator, Role.OPERATOR_ADMIN)) as scope:
        await erase_resident(scope, resident.id, "本人要求")
    await delivered(covered.operator)
    async with open_scope(manager, read_only=True) as scope:
        (row,) = (await scope.session.scalars(select(PartyConsent))).all()
    assert row.withdrawn_because is WithdrawalCause.ERASED


async def test_a_report_is_completed_piece_by_piece(covered: Covered, manager: Actor) -> None:
    member = await a_member(covered, manager, joined_on=None, home_name=None)
    (own,) = await reports(member)
    await completed(member, own.id, joined_on=JOINED)
    await completed(member, own.id, home_organisation_id=covered.branch.id)
    (whole,) = await reports(member)
    assert (whole.joined_on, whole.home_organisation_id) == (JOINED, covered.branch.id)
    with pytest.raises(HomeRecorded):
        await completed(member, own.id, home_name="别的支部")


async def test_a_report_names_an_organisation_that_stands_today(covered: Covered, manager: Actor) -> None:
    coming = await make_org(formed_on=TODAY + dt.timedelta(days=1))
    gone = await make_org()
    async with open_scope(platform()) as scope:
        await end_party_org(scope, gone.id)
    resident_id = await living(manager, covered)
    for organisation in (coming, gone):
        for more in ({"organisation_id": organisation.id}, {"home_organisation_id": organisation.id}):
            with pytest.raises(NotFound):
                await reported(manager, resident_id=resident_id, **more)
    with pytest.raises(BadInput):
        await reported(manager, resident_id=resident_id, home_organisation_id=covered.branch.id, home_name="某支部")


async def test_a_cover_of_another_community_or_another_time_takes_no_report(
    operator: Operator, covered: Covered, manager: Actor
) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope)
        resident = await make_resident(scope, **MEMBER)
        await make_stay(scope, home, resident_id=resident.id)
    await cover(operator, home.community_id, await make_org(), starts_on=LONG_AGO, ends_on=TODAY)
    await cover(operator, home.community_id, await make_org(), starts_on=TODAY + dt.timedelta(days=1))
    with pytest.raises(CoverAbsent):
        await reported(manager, resident_id=resident.id)


async def test_a_report_that_ended_meanwhile_is_put_before_nobody(covered: Covered, manager: Actor) -> None:
    member = await a_member(covered, manager, shares_name=True)
    (own,) = await reports(member)
    async with open_scope(member) as scope:
        ended = await withdraw_report(scope, own.id)
    await delivered(covered.operator)
    actor = carrier(covered.operator.id, [covered.home.community_id], PartyPermission.FOLLOW_MEMBERS)
    async with open_scope(actor) as scope:
        assert await carry_report(scope, new_id(), ended, "上官婉清") is False
        assert await scope.session.scalar(select(func.count()).select_from(PartyMember)) == 0


async def test_a_request_that_was_withdrawn_meanwhile_is_put_before_nobody(covered: Covered, manager: Actor) -> None:
    member = await a_member(covered, manager)
    transfer_id = await asked(member)
    follower = system_actor(
        covered.operator.id, "test", PartyPermission.FOLLOW_MEMBERS, HousingPermission.VIEW_RESIDENTS
    )

    async def is_asked() -> bool:
        async with open_scope(follower) as scope:
            return await get_asked_transfer(scope, transfer_id) is not None

    assert await is_asked()
    async with open_scope(member) as scope:
        await withdraw_party_transfer(scope, transfer_id)
    assert not await is_asked()


async def test_only_formal_members_are_counted_as_such_and_for_their_own_branch(
    operator: Operator, covered: Covered, manager: Actor
) -> None:
    await a_member(covered, manager)
    await a_member(covered, manager, "诸葛明", 1, stage=MemberStage.PROBATIONARY)
    await delivered(operator)
    other = await make_org()
    async with open_scope(covered.supervisor, read_only=True) as scope:
        figures = await org_figures_by_id(scope, [covered.branch.id, other.id])
    assert {one: (said.members, said.formal_members) for one, said in figures.items()} == {covered.branch.id: (2, 1)}


async def test_only_members_who_have_not_reported_are_offered_to(covered: Covered, manager: Actor) -> None:
    neighbour = await a_neighbour(covered, manager)
    waiting = await living(manager, covered, 1)
    member = await a_member(covered, manager, "诸葛明", 2)
    late = await living(manager, covered, 3, party_status=PartyStatus.NOT_STATED, has_consented_to_party_status=False)
    await delivered(covered.operator)
    with clock.at(clock.moment(TODAY + dt.timedelta(days=1), 10)):
        await run_timer(covered.operator.id, timers["party.offer_again"])
        await delivered(covered.operator)
    told = {
        one: await told_kinds(manager, acting(covered.operator, Role.RESIDENT, resident_id=one), "PARTY_REPORT")
        for one in (neighbour.resident_id, waiting, late)
        if one is not None
    }
    assert told == {neighbour.resident_id: [], waiting: ["PARTY_REPORT_OFFERED"], late: []}
    assert await told_kinds(manager, member, "PARTY_REPORT") == []


async def test_staff_find_the_reports_and_transfers_of_one_member(covered: Covered, manager: Actor) -> None:
    one, other = await a_member(covered, manager), await a_member(covered, manager, "诸葛明", 1)
    await asked(one)
    await asked(other)
    (own,) = await reports(other)
    async with open_scope(other) as scope:
        await withdraw_report(scope, own.id)
    assert one.resident_id is not None
    async with open_scope(manager, read_only=True) as scope:
        of_one = (await list_party_reports(scope, Page(), resident_id=one.resident_id)).rows
        current = (await list_party_reports(scope, Page(), current_only=True)).rows
        every = (await list_party_reports(scope, Page())).rows
        moved = (await list_party_transfers(scope, Page(), other.resident_id)).rows
    assert [row.id for row in of_one] == [row.id for row in current] == [(await reports(one))[0].id]
    assert (len(every), moved) == (2, [])


async def test_a_relation_goes_from_where_it_is_said_and_never_to_where_it_is(covered: Covered, manager: Actor) -> None:
    member = await a_member(covered, manager)
    with pytest.raises(BadInput):
        await asked(member, other_organisation_id=covered.branch.id)
    await asked(member, other_name="另一家公司党支部")
    assert [one.other_name for one in await transfers(member)] == ["另一家公司党支部"]


async def test_a_relation_that_goes_to_an_organisation_of_the_tree_is_there(covered: Covered, manager: Actor) -> None:
    member = await a_member(covered, manager, home_name=None, home_organisation_id=covered.branch.id)
    there = await make_org()
    transfer_id = await asked(member, direction=TransferDirection.OUT, other_organisation_id=there.id)
    await decided(covered, transfer_id)
    (report,) = await reports(member)
    assert (report.home_organisation_id, report.home_name) == (there.id, None)
    async with open_scope(covered.supervisor, read_only=True) as scope:
        paper = (await scope.session.scalars(select(TransferPaper))).one()
    assert paper.decided_by_id == covered.supervisor.account_id
