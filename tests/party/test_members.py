"""Members who report in where they live: by consent alone, named only if they wish, and forgotten when they leave."""

import asyncio
import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update

from backend.core import clock
from backend.core.errors import AppError, NotFound
from backend.core.paging import Page
from backend.modules.housing.actions.erasing import erase_resident
from backend.modules.housing.actions.leaving import check_out, check_out_preview
from backend.modules.housing.contract.inputs import CheckOutEffect
from backend.modules.housing.contract.words import PartyStatus
from backend.modules.housing.models.residents import Resident
from backend.modules.messaging.models import Notification
from backend.modules.party.actions.members import report_in, withdraw_report
from backend.modules.party.contract.inputs import NewReport
from backend.modules.party.contract.refusals import (
    AlreadyReportedIn,
    CoverAbsent,
    NotMember,
    ReportConsentMissing,
)
from backend.modules.party.models.organisations import PartyConsent, PartyMember
from backend.modules.party.queries.organisations import org_figures_by_id
from backend.modules.party.queries.roll import list_party_members
from backend.modules.party.words import MemberStage
from tenants.models import Membership, Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.housing.factories import make_home, make_resident, make_stay
from tests.party.factories import Covered, delivered, emitted

MEMBER: dict[str, Any] = {"party_status": PartyStatus.PARTY_MEMBER, "has_consented_to_party_status": True}


async def a_member(covered: Covered, manager: Actor, name: str = "上官婉清", bed: int = 0, **more: Any) -> UUID:
    """A resident of the covered community who stated to be a Party member."""
    async with open_scope(manager) as scope:
        resident = await make_resident(scope, name, **(MEMBER | more))
        await make_stay(scope, covered.home, bed, resident_id=resident.id)
    return resident.id


def as_resident(operator: Operator, resident_id: UUID) -> Actor:
    return acting(operator, Role.RESIDENT, resident_id=resident_id)


def a_report(**more: Any) -> NewReport:
    said: dict[str, Any] = {"resident_id": None, "stage": MemberStage.FORMAL, "has_consented": True}
    return NewReport(**(said | more))


async def reported(actor: Actor, **more: Any) -> PartyConsent:
    async with open_scope(actor) as scope:
        return await report_in(scope, a_report(**more))


async def members(covered: Covered) -> list[str | None]:
    async with open_scope(covered.supervisor, read_only=True) as scope:
        return [row.name for row in (await list_party_members(scope, Page())).rows]


async def test_a_member_is_counted_without_a_name_unless_that_was_consented_to(
    covered: Covered, manager: Actor
) -> None:
    resident_id = await a_member(covered, manager)
    await reported(as_resident(covered.operator, resident_id))
    await delivered(covered.operator)
    assert await members(covered) == [None]
    async with open_scope(covered.supervisor, read_only=True) as scope:
        figures = (await org_figures_by_id(scope, [covered.branch.id]))[covered.branch.id]
    assert (figures.members, figures.formal_members) == (1, 1)


async def test_a_member_who_wishes_so_is_named_and_the_name_is_sealed(covered: Covered, manager: Actor) -> None:
    resident_id = await a_member(covered, manager)
    await reported(manager, resident_id=resident_id, shares_name=True)
    await delivered(covered.operator)
    assert await members(covered) == ["上官婉清"]
    async with open_scope(covered.supervisor, read_only=True) as scope:
        rows = (await scope.session.execute(text("SELECT t::text FROM shared.party_members t"))).scalars().all()
    assert all("上官婉清" not in row and str(resident_id) not in row for row in rows)


async def test_a_withdrawn_report_counts_no_more_however_late_it_is_delivered(covered: Covered, manager: Actor) -> None:
    actor = as_resident(covered.operator, await a_member(covered, manager))
    consent = await reported(actor, shares_name=True)
    async with open_scope(actor) as scope:
        await withdraw_report(scope, consent.id)
    await delivered(covered.operator)
    assert await members(covered) == []
    again = await reported(actor)
    await delivered(covered.operator)
    assert await members(covered) == [None]
    assert again.id != consent.id
    with pytest.raises(NotFound):
        async with open_scope(actor) as scope:
            await withdraw_report(scope, consent.id)


async def test_who_leaves_is_counted_no_more(covered: Covered, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        resident = await make_resident(scope, **MEMBER)
        stay = await make_stay(scope, covered.home, resident_id=resident.id)
    await reported(manager, resident_id=resident.id)
    await delivered(covered.operator)
    async with open_scope(manager) as scope:
        preview = await check_out_preview(scope, stay.id)
        assert CheckOutEffect(module="party", act="reports_to_end", count=1) in preview
        await check_out(scope, stay.id)
    await delivered(covered.operator)
    assert await members(covered) == []


async def test_who_is_erased_is_counted_no_more(covered: Covered, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        resident = await make_resident(scope, **MEMBER)
        lives = update(Resident).where(Resident.id == resident.id).values(community_id=covered.home.community_id)
        await scope.session.execute(lives)
    await reported(manager, resident_id=resident.id, shares_name=True)
    await delivered(covered.operator)
    async with open_scope(acting(covered.operator, Role.OPERATOR_ADMIN)) as scope:
        await erase_resident(scope, resident.id, "本人要求")
    await delivered(covered.operator)
    assert await members(covered) == []


@pytest.mark.parametrize(
    ("more", "refusal"),
    [({"has_consented": False}, ReportConsentMissing), ({"organisation_id": UUID(int=7)}, NotFound)],
)
async def test_odd_reports_are_refused_and_nobody_hears_of_them(
    covered: Covered, manager: Actor, more: dict[str, Any], refusal: type[AppError]
) -> None:
    actor = as_resident(covered.operator, await a_member(covered, manager))
    with pytest.raises(refusal):
        await reported(actor, **more)
    assert await emitted(manager, "party.MemberReportedIn") == 0


async def test_only_who_stated_membership_by_consent_reports_in(covered: Covered, manager: Actor) -> None:
    none: dict[str, Any] = {"party_status": PartyStatus.NOT_STATED, "has_consented_to_party_status": False}
    actor = as_resident(covered.operator, await a_member(covered, manager, **none))
    with pytest.raises(NotMember):
        await reported(actor)


async def test_a_resident_reports_for_nobody_else_and_staff_of_others_for_nobody_here(
    covered: Covered, manager: Actor
) -> None:
    resident_id = await a_member(covered, manager)
    other = await a_member(covered, manager, "诸葛明", bed=1)
    with pytest.raises(NotFound):
        await reported(as_resident(covered.operator, resident_id), resident_id=other)
    stranger = acting(await new_operator(), Role.FRONT_DESK)
    with pytest.raises(NotFound):
        await reported(stranger, resident_id=resident_id)


async def test_without_cover_there_is_nobody_to_report_to(operator: Operator, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope)
        resident = await make_resident(scope, **MEMBER)
        await make_stay(scope, home, resident_id=resident.id)
    with pytest.raises(CoverAbsent):
        await reported(manager, resident_id=resident.id)


async def test_a_double_tap_reports_once(covered: Covered, manager: Actor) -> None:
    actor = as_resident(covered.operator, await a_member(covered, manager))

    async def outcome() -> str:
        try:
            await reported(actor)
        except AppError as refusal:
            return refusal.code
        return "reported"

    outcomes = Counter(await asyncio.gather(*(outcome() for _ in range(8))))
    assert outcomes == {"reported": 1, AlreadyReportedIn.code: 7}
    await delivered(covered.operator)
    async with open_scope(covered.supervisor, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(PartyMember)) == 1


async def test_members_who_check_in_are_offered_to_report_once(covered: Covered, manager: Actor) -> None:
    resident_id = await a_member(covered, manager)
    await delivered(covered.operator)
    with clock.at(clock.now() + dt.timedelta(days=1)):
        await delivered(covered.operator)
    async with open_scope(manager, read_only=True) as scope:
        account_id = await scope.session.scalar(
            select(Membership.account_id).where(Membership.resident_id == resident_id, Membership.ended_at.is_(None))
        )
    owner = replace(as_resident(covered.operator, resident_id), account_id=account_id)
    async with open_scope(owner, read_only=True) as scope:
        kinds = (await scope.session.scalars(select(Notification.kind))).all()
    assert kinds == ["PARTY_REPORT_OFFERED"]
