"""The district's communities, each with its open figures on a day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any  # Any: rows with labels

import msgspec
from sqlalchemy import String, and_, cast, select

from backend.core.paging import Page, Slice, paged
from backend.modules.dashboard.adding import figure, open_codes
from backend.modules.dashboard.contract.figures import CountedCommunity, Group, Standing
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.models.released import ReleasedCommunity, ReleasedFact
from backend.modules.dashboard.queries.reading import group_of, groups_by_grouping
from backend.modules.dashboard.queries.standing import get_day
from backend.modules.dashboard.words import Grouping
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityFilter:
    """Which communities are wanted: all that is said must hold."""

    subdistrict_code: str | None = None
    operator_key: str | None = None
    mode: str | None = None
    product_type: str | None = None


@query(DashboardPermission.VIEW)
async def list_district_communities(
    scope: Scope, page: Page, wanted: CommunityFilter, as_of: dt.date | None = None
) -> Slice[CountedCommunity]:
    """Communities by name of their code, with their figures on a day; those not counted that day have none."""
    standing, day = await get_day(scope, as_of)
    of_day = and_(
        ReleasedFact.operator_id == ReleasedCommunity.operator_id,
        ReleasedFact.community_id == ReleasedCommunity.community_id,
        ReleasedFact.counted_on == day,
    )
    cells = cast(ReleasedFact.cells, String).label("cells")
    found: Any = select(ReleasedCommunity, ReleasedFact.mode, cells).outerjoin(ReleasedFact, of_day)
    for column, value in (
        (ReleasedCommunity.subdistrict_code, wanted.subdistrict_code),
        (cast(ReleasedCommunity.operator_id, String), wanted.operator_key),
        (ReleasedCommunity.product_type, wanted.product_type),
        (ReleasedFact.mode, wanted.mode),
    ):
        if value is not None:
            found = found.where(column == value)
    rows = await paged(scope.session, found, page, ReleasedCommunity.code, ReleasedCommunity.community_id)
    operators, places = (
        await groups_by_grouping(scope, Grouping.OPERATOR),
        await groups_by_grouping(scope, Grouping.SUBDISTRICT),
    )
    return rows.mapped(lambda row: _with_figures(row, day, standing, operators, places))


def _with_figures(
    row: Any, day: dt.date, standing: Standing, operators: Mapping[str, Group], places: Mapping[str, Group]
) -> CountedCommunity:
    community: ReleasedCommunity = row[0]
    cells: dict[str, int] = msgspec.json.decode(row.cells) if row.cells is not None else {}
    told = [figure(code, cells, None, day, standing.changed_at) for code in open_codes()] if cells else []
    return CountedCommunity(
        operator_id=community.operator_id,
        id=community.community_id,
        code=community.code,
        name=community.name,
        operator=group_of(operators, str(community.operator_id)),
        subdistrict=group_of(places, community.subdistrict_code),
        product_type=community.product_type,
        mode=row.mode,
        latitude=_degrees(community.latitude),
        longitude=_degrees(community.longitude),
        opened_on=community.opened_on,
        is_counted=row.cells is not None,
        figures=tuple(told),
    )


def _degrees(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
