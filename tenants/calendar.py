"""The calendar as the platform has decided it: days that the library of holidays does not know, or no longer."""

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from backend.core.calendar import DecidedDay, WorkingCalendar
from tenants.models import CalendarDay
from tenants.roles import OPEN, PlatformPermission
from tenants.scope import Scope, action, query


@query(OPEN)
async def working_calendar(scope: Scope) -> WorkingCalendar:
    """China's working days with the platform's decisions over them. A transaction looks once."""
    info = scope.session.info
    if "calendar" not in info:
        columns = (CalendarDay.falls_on, CalendarDay.is_working, CalendarDay.name)
        rows = (await scope.session.execute(select(*columns))).all()
        info["calendar"] = WorkingCalendar({row.falls_on: DecidedDay(row.is_working, row.name) for row in rows})
    calendar: WorkingCalendar = info["calendar"]
    return calendar


@query(PlatformPermission.MANAGE_CALENDAR)
async def list_calendar_days(scope: Scope) -> list[CalendarDay]:
    """Every decided day, in order."""
    return list(await scope.session.scalars(select(CalendarDay).order_by(CalendarDay.falls_on)))


@action(PlatformPermission.MANAGE_CALENDAR)
async def set_calendar_day(scope: Scope, day: dt.date, name: str, *, is_working: bool) -> None:
    """Decide a day, or decide it anew; `name` is that of the holiday, or says why it is worked."""
    decided = insert(CalendarDay).values(falls_on=day, is_working=is_working, name=name)
    changed = {"is_working": decided.excluded.is_working, "name": decided.excluded.name}
    await scope.session.execute(decided.on_conflict_do_update(index_elements=["falls_on"], set_=changed))
    scope.session.info.pop("calendar", None)
    scope.record("set_calendar_day", "CalendarDay", None, day=day.isoformat(), is_working=is_working)


@action(PlatformPermission.MANAGE_CALENDAR)
async def clear_calendar_day(scope: Scope, day: dt.date) -> bool:
    """Leave a day to the library again; False where nothing was decided about it."""
    cleared = delete(CalendarDay).where(CalendarDay.falls_on == day).returning(CalendarDay.falls_on)
    was_decided = await scope.session.scalar(cleared) is not None
    scope.session.info.pop("calendar", None)
    if was_decided:
        scope.record("clear_calendar_day", "CalendarDay", None, day=day.isoformat())
    return was_decided
