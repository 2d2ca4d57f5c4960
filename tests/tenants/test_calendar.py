"""Decided days: set by the platform alone, by whom, and read on every surface."""

import datetime as dt
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from backend.core.errors import Forbidden
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from tenants.calendar import clear_calendar_day, list_calendar_days, set_calendar_day, working_calendar
from tenants.models import Operator, PlatformAuditEntry
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.cli.terminal import xinju
from tests.conftest import acting

# A Saturday and a Monday that are nobody's holiday, and far from what other tests reckon with.
SATURDAY, MONDAY = dt.date(2031, 11, 22), dt.date(2031, 11, 24)
ADMIN = platform_actor("test")


@pytest.fixture(autouse=True)
async def _undecided() -> AsyncIterator[None]:
    """The calendar belongs to all operators: leave it as it was."""
    yield
    async with open_scope(ADMIN) as scope:
        for day in (SATURDAY, MONDAY):
            await clear_calendar_day(scope, day)


async def test_a_decided_day_is_known_on_every_surface(operator: Operator) -> None:
    async with open_scope(ADMIN) as scope:
        await set_calendar_day(scope, SATURDAY, "调休上班", is_working=True)
        await set_calendar_day(scope, MONDAY, "城市纪念日", is_working=False)
    resident = acting(operator, Role.RESIDENT, resident_id=new_id())
    district = Actor(surface=Surface.DISTRICT, account_id=new_id())
    for actor in (acting(operator, Role.FRONT_DESK), resident, district):
        async with open_scope(actor, read_only=True) as scope:
            calendar = await working_calendar(scope)
        assert (calendar.is_working(SATURDAY), calendar.holiday_name(MONDAY)) == (True, "城市纪念日")


async def test_a_day_is_decided_anew_and_left_to_the_library_again() -> None:
    async with open_scope(ADMIN) as scope:
        await set_calendar_day(scope, SATURDAY, "调休上班", is_working=True)
        assert (await working_calendar(scope)).is_working(SATURDAY)
        await set_calendar_day(scope, SATURDAY, "又改为休息", is_working=False)
        assert [one.name for one in await list_calendar_days(scope)] == ["又改为休息"]
        assert await clear_calendar_day(scope, SATURDAY)
        assert not await clear_calendar_day(scope, SATURDAY)
        assert (await working_calendar(scope)).holiday_name(SATURDAY) is None


async def test_nobody_of_an_operator_decides_a_day(operator: Operator) -> None:
    with pytest.raises(Forbidden):
        async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
            await set_calendar_day(scope, SATURDAY, "调休上班", is_working=True)
    async with open_scope(ADMIN, read_only=True) as scope:
        assert await list_calendar_days(scope) == []


async def test_the_terminal_decides_days_and_leaves_a_trace() -> None:
    assert xinju("calendar", "work", SATURDAY.isoformat(), "调休上班").out == "2031-11-22 is worked.\n"
    assert xinju("calendar", "off", MONDAY.isoformat(), "城市纪念日").out == "2031-11-24 is off.\n"
    listed = xinju("calendar", "list").out
    assert "2031-11-22" in listed
    assert "城市纪念日" in xinju("calendar", "show", "2031").out
    assert xinju("calendar", "clear", SATURDAY.isoformat()).code == 0
    assert xinju("calendar", "clear", SATURDAY.isoformat()).err == "Nothing is decided about 2031-11-22.\n"
    async with open_scope(ADMIN, read_only=True) as scope:
        acts = select(PlatformAuditEntry.act).where(PlatformAuditEntry.object_type == "CalendarDay")
        trace = (await scope.session.scalars(acts.order_by(PlatformAuditEntry.id.desc()).limit(3))).all()
    assert trace == ["clear_calendar_day", "set_calendar_day", "set_calendar_day"]
