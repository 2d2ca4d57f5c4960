"""What the branch does is in the trail of the platform, and what comes of it at an operator in that of the operator."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.timers import timers
from tenants.audit import AuditEntry
from tenants.models import PlatformAuditEntry
from tenants.provision import platform_actor
from tenants.scope import Actor, open_scope
from tenants.timing import run_timer
from tests.party.factories import Covered, in_days, issued
from tests.party.members import a_member, asked, decided
from tests.party.stationed import counted, opened, services


async def trail(object_id: UUID) -> list[tuple[str, dict[str, object]]]:
    """What the platform's trail says of an object, oldest first."""
    wanted = select(PlatformAuditEntry.act, PlatformAuditEntry.facts).where(PlatformAuditEntry.object_id == object_id)
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        return [(row.act, row.facts) for row in await scope.session.execute(wanted.order_by(PlatformAuditEntry.id))]


async def test_a_count_of_visits_and_its_correction_are_told_apart(covered: Covered) -> None:
    station = await opened(covered)
    clinic = (await services(covered.supervisor, station.id))["健康义诊"]
    first = await counted(covered.supervisor, station.id, clinic, 40)
    second = await counted(covered.supervisor, station.id, clinic, 34, reason="重复登记")
    on = clock.today().isoformat()
    assert await trail(first.id) == [("record_station_visits", {"day": on, "people": 40})]
    assert await trail(second.id) == [("correct_station_visits", {"day": on, "people": 34})]


async def test_that_a_notice_rose_is_in_the_trail(covered: Covered) -> None:
    notice = await issued(covered)
    with clock.at(in_days(20) + dt.timedelta(minutes=1)):
        assert await run_timer(covered.operator.id, timers["party.let_notices_rise"])
    assert [act for act, _ in await trail(notice.id)] == ["issue_supervision_notice", "raise_overdue_notices"]


async def test_what_a_branch_decided_of_a_transfer_is_in_its_trail_and_in_the_operators(
    covered: Covered, manager: Actor
) -> None:
    transfer_id = await asked(await a_member(covered, manager))
    await decided(covered, transfer_id)
    assert [act for act, _ in await trail(transfer_id)] == ["accept_party_transfer"]
    async with open_scope(manager, read_only=True) as scope:
        own = select(AuditEntry.act, AuditEntry.facts).where(
            AuditEntry.object_id == transfer_id, AuditEntry.object_type == "PartyTransfer"
        )
        rows = (await scope.session.execute(own.order_by(AuditEntry.id))).all()
    assert [(row.act, row.facts) for row in rows] == [
        ("request_party_transfer", {"direction": "IN"}),
        ("settle_transfer", {"state": "ACCEPTED"}),
    ]
