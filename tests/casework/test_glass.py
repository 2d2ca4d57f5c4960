"""The glass: broken for a stated reason, for as long as the operator sets, once at a time, and never in silence."""

import datetime as dt

import pytest

from backend.core import clock
from backend.core.paging import Page
from backend.modules.casework.actions.emergencies import break_glass
from backend.modules.casework.contract.case_refusals import GlassNotNeeded, NotAssigned
from backend.modules.casework.models.cases import Case
from backend.modules.casework.queries.notes import list_case_notes
from backend.modules.housing.contract.refusals import ReasonMissing
from tenants.scope import Actor, open_scope
from tests.casework.factories import Office, casework, open_for, told
from tests.proposals.factories import set_limit

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=clock.SHANGHAI)


async def smash(actor: Actor, case: Case, reason: str = "值班接警，须立即了解情况") -> None:
    async with open_scope(casework(actor)) as scope:
        await break_glass(scope, case.id, reason)


async def read(actor: Actor, case: Case) -> None:
    async with open_scope(casework(actor)) as scope:
        await list_case_notes(scope, Page(), case.id)


async def test_the_glass_is_broken_for_a_reason_of_some_words(office: Office) -> None:
    case = await open_for(office)
    for reason in ("", " 急 ", "急" * 4001):
        with pytest.raises(ReasonMissing):
            await smash(office.workers[1], case, reason)
    with pytest.raises(NotAssigned):
        await read(office.workers[1], case)
    await smash(office.workers[1], case, "急" * 4000)
    await read(office.workers[1], case)


async def test_it_is_open_for_as_long_as_the_operator_sets_and_is_not_broken_twice_meanwhile(office: Office) -> None:
    await set_limit(office.operator, casework__glass_minutes=30)
    colleague = office.workers[1]
    with clock.at(NOON):
        case, other = await open_for(office), await open_for(office, resident_id=office.village.resident_ids[1])
        await smash(colleague, case)
        # Of another case, and for anybody else, nothing is broken.
        with pytest.raises(NotAssigned):
            await read(colleague, other)
    with clock.at(NOON + dt.timedelta(minutes=29)):
        await read(colleague, case)
        with pytest.raises(GlassNotNeeded):
            await smash(colleague, case)
    with clock.at(NOON + dt.timedelta(minutes=30)):
        with pytest.raises(NotAssigned):
            await read(colleague, case)
        await smash(colleague, case)
        await read(colleague, case)


async def test_who_supervises_the_station_is_told_of_it_and_nobody_else_is(office: Office) -> None:
    case = await open_for(office)
    await smash(office.workers[1], case)
    heard = [one["account_id"] for one in await told(office) if one["kind"] == "CASE_GLASS_BROKEN"]
    assert heard == [str(office.supervisor.account_id)]
