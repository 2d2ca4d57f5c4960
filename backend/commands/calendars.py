"""`xinju calendar`: days off and make-up days that were published after the library of holidays."""

import datetime as dt
from typing import Annotated

import typer
from rich.table import Table

from backend.commands.running import console, fail, run
from backend.core import clock
from backend.core.calendar import WorkingCalendar
from tenants.calendar import clear_calendar_day, list_calendar_days, set_calendar_day, working_calendar
from tenants.models import CalendarDay
from tenants.provision import platform_actor
from tenants.scope import open_scope

calendars = typer.Typer(no_args_is_help=True, help="China's working days, and what is decided about single ones.")

Day = Annotated[dt.datetime, typer.Argument(formats=["%Y-%m-%d"], help="The day, such as 2027-02-06.")]
Name = Annotated[str, typer.Argument(help="The holiday, or what is made up for; up to 60 characters.")]


@calendars.command("list")
def list_() -> None:
    """The days that are decided here."""
    table = Table("day", "is", "name")
    for day in run(_decided()):
        table.add_row(day.falls_on.isoformat(), "worked" if day.is_working else "off", day.name)
    console.print(table)


@calendars.command()
def show(year: Annotated[int | None, typer.Argument(min=1950, max=2200, help="This year if left out.")] = None) -> None:
    """The holidays and make-up days of a year, as the product reckons with them."""
    wanted = year or clock.today().year
    calendar = run(_calendar())
    table = Table("day", "is", "name")
    first = dt.date(wanted, 1, 1)
    for number in range((dt.date(wanted + 1, 1, 1) - first).days):
        day = first + dt.timedelta(days=number)
        if (name := calendar.holiday_name(day)) is not None:
            table.add_row(day.isoformat(), "off", name)
        elif calendar.is_made_up(day):
            table.add_row(day.isoformat(), "worked", "")
    console.print(table)


@calendars.command()
def off(day: Day, name: Name) -> None:
    """Nobody works on this day."""
    run(_decide(day.date(), name, is_working=False))
    console.print(f"{day:%Y-%m-%d} is off.")


@calendars.command()
def work(day: Day, name: Name) -> None:
    """This day is worked, as a make-up day at a weekend is."""
    run(_decide(day.date(), name, is_working=True))
    console.print(f"{day:%Y-%m-%d} is worked.")


@calendars.command()
def clear(day: Day) -> None:
    """Leave a day to the library again."""
    if not run(_clear(day.date())):
        fail(f"Nothing is decided about {day:%Y-%m-%d}.")
    console.print(f"{day:%Y-%m-%d} is as the library says.")


async def _decided() -> list[CalendarDay]:
    async with open_scope(platform_actor("cli"), read_only=True) as scope:
        return await list_calendar_days(scope)


async def _calendar() -> WorkingCalendar:
    async with open_scope(platform_actor("cli"), read_only=True) as scope:
        return await working_calendar(scope)


async def _decide(day: dt.date, name: str, *, is_working: bool) -> None:
    async with open_scope(platform_actor("cli")) as scope:
        await set_calendar_day(scope, day, name, is_working=is_working)


async def _clear(day: dt.date) -> bool:
    async with open_scope(platform_actor("cli")) as scope:
        return await clear_calendar_day(scope, day)
