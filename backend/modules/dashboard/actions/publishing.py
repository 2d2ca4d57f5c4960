"""The weekly release of sensitive measures, and the daily count of different people, by the platform's login."""

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.modules.dashboard.actions.releasing import TOPIC
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.disclosing import RULE, Basis, Table, disclose
from backend.modules.dashboard.models.released import DistrictCount, Release, ReleaseBasis, ReleasedTable
from backend.modules.dashboard.overlapping import Place
from tenants.scope import Scope, action

_KEYS: Final = ("grouping", "key", "measure")


@action(DashboardPermission.RELEASE)
async def publish_tables(
    scope: Scope, released_on: dt.date, tables: Sequence[Table], places: Mapping[str, Sequence[Place]]
) -> bool:
    """Release sensitive tables for a week, unless that week was released: False, and nothing is changed.

    What each may show is settled here, against what was shown before: no caller can release a true number.
    """
    claim = insert(Release).values(released_on=released_on, released_at=clock.now(), version=RULE)
    fresh = await scope.session.scalar(claim.on_conflict_do_nothing().returning(Release.released_on))
    if fresh is None:
        return False
    known = {(row.grouping, row.key, row.measure): row for row in await scope.session.scalars(select(ReleaseBasis))}
    for table in tables:
        row = known.get((table.grouping, table.key, table.measure))
        table.basis = None if row is None else Basis(row.cells, row.shown)
    # Beside the event loop: what is on a screen does not wait for the week's arithmetic.
    await asyncio.to_thread(disclose, tables, places)
    for table in tables:
        row = known.get((table.grouping, table.key, table.measure))
        based_on = row.based_on if row is not None and table.is_repeated else released_on
        keys = {name: getattr(table, name) for name in _KEYS}
        scope.session.add(ReleasedTable(released_on=released_on, cells=table.shown, based_on=based_on, **keys))
        if table.is_repeated:
            continue
        told = {"cells": table.cells, "shown": table.shown, "based_on": released_on}
        basis = insert(ReleaseBasis).values(**keys, **told)
        await scope.session.execute(basis.on_conflict_do_update(index_elements=_KEYS, set_=told))
    scope.topics.add(TOPIC)
    return True


@action(DashboardPermission.RELEASE)
async def record_uniques(scope: Scope, counted_on: dt.date, unique: int, registered: int) -> None:
    """Keep how many different people lived in the district on a day, and in how many registrations."""
    told = {"unique_residents": unique, "stays_of_residents": registered, "computed_at": clock.now()}
    count = insert(DistrictCount).values(counted_on=counted_on, **told)
    await scope.session.execute(count.on_conflict_do_update(index_elements=["counted_on"], set_=told))
    scope.topics.add(TOPIC)
