"""An operator's own figures, exact: what its staff may see of the communities that they work for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # Any: rows with labels
from uuid import UUID

from sqlalchemy import Select, and_, func, select

from backend.core.errors import BadInput
from backend.core.paging import Page, Slice, paged
from backend.modules.dashboard.adding import is_flow
from backend.modules.dashboard.contract.figures import UNIQUE, Cell, Described, OwnReport, OwnSeries, Point, catalogue
from backend.modules.dashboard.contract.measures import Measure
from backend.modules.dashboard.contract.permissions import KEPT_DAYS, DashboardPermission
from backend.modules.dashboard.models.facts import CommunityFact, RollupState
from backend.modules.dashboard.models.released import ReleasedCommunity
from backend.modules.dashboard.queries.summaries import refuse_unknown
from backend.modules.dashboard.queries.summing import combinations, in_row, measures_of, told
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWish:
    """A measure, or one cell of it, from day to day, ends included; of some communities, or of all."""

    code: str
    first_on: dt.date
    last_on: dt.date
    cell: tuple[str, ...] = ()
    community_ids: tuple[UUID, ...] = ()


@query(DashboardPermission.REPORT)
async def list_own_measures(scope: Scope) -> Sequence[Described]:
    """All that is counted by community; the same catalogue for whoever asks."""
    return [one for one in catalogue() if one.code != UNIQUE.code]


@query(DashboardPermission.REPORT)
async def get_own_report(scope: Scope, wish: OwnWish) -> OwnReport:
    """All the communities together. Raises MeasureUnknown, BadInput for more days than are kept."""
    _refuse_unfit(wish)
    found = await scope.session.execute(
        _sums(wish, wish.community_ids, CommunityFact.counted_on).group_by(CommunityFact.counted_on)
    )
    since = select(func.min(RollupState.computed_at), func.count(), func.count(RollupState.computed_at))
    if wish.community_ids:
        since = since.where(RollupState.community_id.in_(wish.community_ids))
    counted_at, communities, counted = (await scope.session.execute(since)).one()
    whole = _series(wish, [tuple(row) for row in found])
    return OwnReport(
        measure=wish.code,
        first_on=wish.first_on,
        last_on=wish.last_on,
        counted_at=counted_at if communities == counted else None,
        whole=whole,
        cells=await _cells(scope, wish, whole),
    )


@query(DashboardPermission.REPORT)
async def list_own_communities(scope: Scope, wish: OwnWish, page: Page) -> Slice[tuple[UUID, OwnSeries]]:
    """The same for each community, by code; those that were counted at least once."""
    _refuse_unfit(wish)
    counted = select(ReleasedCommunity.community_id).join(
        RollupState,
        and_(
            RollupState.operator_id == ReleasedCommunity.operator_id,
            RollupState.community_id == ReleasedCommunity.community_id,
        ),
    )
    if wish.community_ids:
        counted = counted.where(RollupState.community_id.in_(wish.community_ids))
    rows = await paged(scope.session, counted, page, ReleasedCommunity.code, ReleasedCommunity.community_id)
    series = await _by_community(scope, wish, rows.rows)
    return rows.mapped(lambda community_id: (community_id, series[community_id]))


async def _by_community(scope: Scope, wish: OwnWish, ids: Sequence[UUID]) -> Mapping[UUID, OwnSeries]:
    by_community: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    columns = (CommunityFact.community_id, CommunityFact.counted_on)
    for community_id, *row in await scope.session.execute(_sums(wish, ids, *columns).group_by(*columns)):
        by_community[community_id].append(tuple(row))
    return {each: _series(wish, by_community[each]) for each in ids}


def _refuse_unfit(wish: OwnWish) -> None:
    refuse_unknown(wish.code)
    if not 0 <= (wish.last_on - wish.first_on).days <= KEPT_DAYS:
        raise BadInput(field=("to",))


def _sums(wish: OwnWish, ids: Collection[UUID], *columns: Any) -> Select[Any]:
    sums = (func.sum(in_row(CommunityFact.cells, measure, wish.cell)) for measure in measures_of(wish.code))
    return _of_days(wish, select(*columns, *sums), wish.first_on, ids).order_by(*columns)


def _of_days(wish: OwnWish, wanted: Select[Any], first_on: dt.date, ids: Collection[UUID]) -> Select[Any]:
    within = wanted.where(CommunityFact.counted_on >= first_on, CommunityFact.counted_on <= wish.last_on)
    return within.where(CommunityFact.community_id.in_(ids)) if ids or wish.community_ids else within


def _series(wish: OwnWish, rows: Sequence[tuple[Any, ...]]) -> OwnSeries:
    points = tuple(Point(day, told(wish.code, sums)) for day, *sums in rows)
    if not rows:
        return OwnSeries(None, ())
    whole = [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)]
    return OwnSeries(told(wish.code, whole) if is_flow(wish.code) else points[-1].value, points)


async def _cells(scope: Scope, wish: OwnWish, whole: OwnSeries) -> tuple[Cell, ...]:
    """The parts of the whole, in the order of the dimensions; those in which nothing is are left out."""
    measure = Measure.declared.get(wish.code)
    if measure is None or not measure.by or wish.cell or not whole.points:
        return ()
    parts = combinations(measure)
    sums = select(*(func.sum(in_row(CommunityFact.cells, measure, part)) for part in parts))
    first_on = wish.first_on if is_flow(wish.code) else whole.points[-1].counted_on
    row = (await scope.session.execute(_of_days(wish, sums, first_on, wish.community_ids))).one()
    return tuple(Cell(part, float(number)) for part, number in zip(parts, row, strict=True) if number)
