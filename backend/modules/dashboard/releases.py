"""What the platform itself releases: it goes from operator to operator, and keeps their numbers in memory alone."""

import asyncio
import datetime as dt
import secrets

from backend.core import clock
from backend.core.crypto import platform_key, subkey
from backend.core.surfaces import Surface
from backend.core.timers import for_platform
from backend.modules.dashboard.actions.publishing import publish_tables, record_uniques
from backend.modules.dashboard.adding import Row
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.queries.operators import list_own_rows
from backend.modules.dashboard.queries.releases import get_last_release
from backend.modules.dashboard.tabling import places_of, tables_of
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.comparing import marks_of_residents
from tenants.delivery import active_operators
from tenants.scope import Actor, open_scope, system_actor

_DAY = dt.timedelta(days=1)


def releaser() -> Actor:
    """Who writes releases; it reads no operator's rows."""
    return Actor(surface=Surface.CONTROL, system="release", permissions=frozenset({DashboardPermission.RELEASE}))


def week_of(day: dt.date) -> dt.date:
    """The Monday that a day's release is of."""
    return day - day.weekday() * _DAY


async def release_week(day: dt.date | None = None) -> bool:
    """Release the sensitive measures of the week that a day (today, if none is given) is in, as of its eve.

    Whether it had not been released before. True numbers never lie in a table that another login may read: they are
    read under each operator's own pin, added up here, and handed to the rule that hides and rounds.
    """
    released_on = week_of(day or clock.today())
    rows: list[Row] = []
    for operator_id in await active_operators():
        actor = system_actor(operator_id, "release", DashboardPermission.RELEASE)
        async with open_scope(actor, read_only=True) as scope:
            rows += await list_own_rows(scope, released_on - _DAY)
    if not rows:
        return False
    tables, places = await asyncio.to_thread(tables_of, rows), await asyncio.to_thread(places_of, rows)
    async with open_scope(releaser()) as scope:
        return await publish_tables(scope, released_on, tables, places)


def key_of_a_count() -> bytes:
    """Another key each time: what is marked under one compares with nothing that was ever marked before."""
    return subkey(platform_key().indexing, f"unique residents:{secrets.token_hex(32)}")


async def count_uniques(day: dt.date | None = None) -> int:
    """Count how many different people live in the district on a day (today, if none is given).

    Each document is marked under a key made of the platform's and of chance, which nobody keeps; marks stay in memory
    until they are counted. Neither an operator nor whoever reads the database can compare or reverse any.
    """
    counted_on, key = day or clock.today(), key_of_a_count()
    marks: set[bytes] = set()
    registered = 0
    for operator_id in await active_operators():
        async with open_scope(system_actor(operator_id, "release", HousingPermission.COMPARE), read_only=True) as scope:
            found = await marks_of_residents(scope, counted_on, key)
        registered += len(found)
        marks.update(found)
    async with open_scope(releaser()) as scope:
        await record_uniques(scope, counted_on, len(marks), registered)
    return len(marks)


@for_platform(seconds=60)
async def release_what_is_due() -> None:
    """Every minute: the week's release where it is missing, and the count of different people once a day."""
    async with open_scope(releaser(), read_only=True) as scope:
        last = await get_last_release(scope)
    if last.released_on is None or last.released_on < week_of(clock.today()):
        await release_week()
    if last.counted_on is None or last.counted_on < clock.today():
        await count_uniques()
