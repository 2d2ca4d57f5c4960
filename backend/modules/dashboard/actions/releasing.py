"""The release of open figures: exact, in the transaction that counted them."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final  # Any: column values
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.counting import Counted, open_cells
from backend.modules.dashboard.models.released import ReleasedCommunity, ReleasedFact, ReleasedOperator
from backend.modules.dashboard.queries.moves import grid_on
from backend.modules.grids.queries import street_grids_by_id
from backend.modules.housing.queries.inventory import communities_by_id, governance_periods_by_id
from tenants.audit import AuditEntry
from tenants.models import Membership, Operator
from tenants.roles import Role
from tenants.scope import Scope, action

TOPIC: Final = "district"
_ROWS_AT_ONCE: Final = 500
_OF_COMMUNITY: Final = ("code", "name", "subdistrict_code", "product_type", "latitude", "longitude", "opened_on")


@action(DashboardPermission.ROLL_UP)
async def release_facts(scope: Scope, counted: Counted, days: Collection[tuple[UUID, dt.date]]) -> bool:
    """Release the open figures of these days of communities; whether the district sees anything new."""
    if not days:
        return False
    community_ids = sorted({community_id for community_id, _ in days})
    is_new = await _write_communities(scope, community_ids)
    modes = await _modes(scope, community_ids)
    grids = await street_grids_by_id(scope, community_ids)
    rows: list[dict[str, Any]] = [
        {
            "operator_id": scope.operator_id,
            "community_id": community_id,
            "counted_on": day,
            "mode": _mode_on(modes.get(community_id, ()), day),
            "grid": grid_on(grids.get(community_id, ()), day),
            "cells": open_cells(counted.get((community_id, day), {})),
            "version": 1,
        }
        for community_id, day in sorted(days)
    ]
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        is_new |= await _write_facts(scope, rows[start : start + _ROWS_AT_ONCE])
    if is_new:
        await _raise_version(scope)
        scope.topics.add(TOPIC)
    return is_new


async def _write_facts(scope: Scope, rows: Sequence[dict[str, Any]]) -> bool:
    written = insert(ReleasedFact).values(rows)
    changed = await scope.session.scalars(
        written.on_conflict_do_update(
            index_elements=["operator_id", "community_id", "counted_on"],
            set_={
                "mode": written.excluded.mode,
                "grid": written.excluded.grid,
                "cells": written.excluded.cells,
                "version": ReleasedFact.version + 1,
            },
            where=or_(
                ReleasedFact.cells != written.excluded.cells,
                ReleasedFact.mode.is_distinct_from(written.excluded.mode),
                ReleasedFact.grid.is_distinct_from(written.excluded.grid),
            ),
        ).returning(ReleasedFact.version)
    )
    return bool(changed.all())


async def _write_communities(scope: Scope, community_ids: Sequence[UUID]) -> bool:
    found = await communities_by_id(scope, community_ids)
    rows: list[dict[str, Any]] = [
        {
            "operator_id": scope.operator_id,
            "community_id": row.id,
            **{name: getattr(row, name) for name in _OF_COMMUNITY},
        }
        for row in found.values()
    ]
    written = insert(ReleasedCommunity).values(rows)
    changed = await scope.session.scalars(
        written.on_conflict_do_update(
            index_elements=["operator_id", "community_id"],
            set_={name: written.excluded[name] for name in _OF_COMMUNITY},
            where=or_(
                *(getattr(ReleasedCommunity, name).is_distinct_from(written.excluded[name]) for name in _OF_COMMUNITY)
            ),
        ).returning(ReleasedCommunity.community_id)
    )
    return bool(changed.all())


Periods = Sequence[tuple[dt.date, dt.date, str]]


async def _modes(scope: Scope, community_ids: Sequence[UUID]) -> Mapping[UUID, Periods]:
    found = await governance_periods_by_id(scope, community_ids)
    return {
        community_id: [(period.starts_on, period.ends_on, period.mode) for period in periods]
        for community_id, periods in found.items()
    }


def _mode_on(periods: Periods, day: dt.date) -> str | None:
    return next((mode for starts_on, ends_on, mode in periods if starts_on <= day < ends_on), None)


def _by_staff(scope: Scope) -> ColumnElement[bool]:
    """By people, and not by those who only live there: their phones would hide that nobody is at the desk."""
    by_people = or_(~func.starts_with(AuditEntry.actor, "system:"), AuditEntry.actor == "system:seed")
    seats = select(cast(Membership.account_id, String)).where(Membership.operator_id == scope.operator_id)
    residents, staff = seats.where(Membership.role == Role.RESIDENT), seats.where(Membership.role != Role.RESIDENT)
    return and_(by_people, or_(AuditEntry.actor.not_in(residents), AuditEntry.actor.in_(staff)))


async def _raise_version(scope: Scope) -> None:
    """Last of all: recomputations of one operator's communities wait for each other here alone."""
    operator = await scope.session.get_one(Operator, scope.operator_id)
    # By order of the ids, which hold the moment: not of everything that was ever done.
    last_active_at = await scope.session.scalar(
        select(AuditEntry.created_at).where(_by_staff(scope)).order_by(AuditEntry.id.desc()).limit(1)
    )
    told: dict[str, Any] = {
        "code": operator.code,
        "name_zh": operator.name_zh,
        "name_en": operator.name_en,
        "changed_at": clock.now(),
        "last_active_at": last_active_at,
    }
    written = insert(ReleasedOperator).values(operator_id=scope.operator_id, version=1, **told)
    await scope.session.execute(
        written.on_conflict_do_update(
            index_elements=["operator_id"],
            set_={"version": ReleasedOperator.version + 1, **{name: written.excluded[name] for name in told}},
        )
    )
