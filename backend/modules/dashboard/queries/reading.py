"""Rows of released figures, with all that they may be grouped by."""

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec
from sqlalchemy import String, and_, cast, select

from backend.modules.dashboard.adding import NONE, WHOLE, Row
from backend.modules.dashboard.contract.figures import Group
from backend.modules.dashboard.contract.measures import Dimension
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.models.released import ReleasedCommunity, ReleasedFact, ReleasedOperator
from backend.modules.dashboard.words import Grouping
from backend.modules.grids.queries import names_of_streets_by_code
from tenants.models import Subdistrict
from tenants.scope import Scope, query

_decode = msgspec.json.Decoder(dict[str, int]).decode


@query(DashboardPermission.VIEW)
async def rows_of_days(scope: Scope, days: Iterable[dt.date]) -> Mapping[dt.date, list[Row]]:
    """Every community's figures on some days, by one statement."""
    found: dict[dt.date, list[Row]] = {day: [] for day in days}
    rows = await scope.session.execute(
        select(
            ReleasedFact.counted_on,
            ReleasedFact.operator_id,
            ReleasedFact.community_id,
            ReleasedFact.mode,
            ReleasedFact.grid,
            # As text: one decoder for all is several times as fast as the driver's.
            cast(ReleasedFact.cells, String),
            ReleasedCommunity.subdistrict_code,
            ReleasedCommunity.product_type,
        )
        .join(
            ReleasedCommunity,
            and_(
                ReleasedCommunity.operator_id == ReleasedFact.operator_id,
                ReleasedCommunity.community_id == ReleasedFact.community_id,
            ),
        )
        .where(ReleasedFact.counted_on.in_(list(found)))
    )
    for day, operator_id, community_id, mode, grid, cells, subdistrict, product_type in rows:
        keys = {
            Grouping.DISTRICT: "",
            Grouping.SUBDISTRICT: subdistrict,
            Grouping.OPERATOR: str(operator_id),
            Grouping.MODE: mode or NONE,
            Grouping.PRODUCT_TYPE: product_type,
            Grouping.GRID: grid or NONE,
            Grouping.COMMUNITY: str(community_id),
        }
        found[day].append(Row(operator_id, community_id, keys, _decode(cells)))
    return found


@query(DashboardPermission.VIEW)
async def groups_by_grouping(scope: Scope, by: Grouping) -> dict[str, Group]:
    """The names of the groups, by key, as many statements as there are groups of a kind: one at most."""
    if by is Grouping.DISTRICT:
        return {"": WHOLE}
    if by in _DIMENSIONS:
        return {code: Group(code, zh, en) for code, zh, en in Dimension.declared[_DIMENSIONS[by]].values}
    if by is Grouping.SUBDISTRICT:
        rows = await scope.session.execute(select(Subdistrict.code, Subdistrict.name_zh, Subdistrict.name_en))
        return {code: Group(code, zh, en) for code, zh, en in rows}
    if by is Grouping.OPERATOR:
        rows = await scope.session.execute(
            select(ReleasedOperator.operator_id, ReleasedOperator.name_zh, ReleasedOperator.name_en)
        )
        return {str(operator_id): Group(str(operator_id), zh, en) for operator_id, zh, en in rows}
    if by is Grouping.COMMUNITY:
        found = await scope.session.execute(select(ReleasedCommunity.community_id, ReleasedCommunity.name))
        return {str(community_id): Group(str(community_id), name, name) for community_id, name in found}
    return {code: Group(code, name, name) for code, name in (await names_of_streets_by_code(scope)).items()}


_DIMENSIONS = {Grouping.MODE: "mode", Grouping.PRODUCT_TYPE: "product_type"}


def group_of(groups: Mapping[str, Group], key: str) -> Group:
    """A group by its key; one without a name has its key for it."""
    if key == NONE and key not in groups:
        return Group(NONE, "未设定", "None")
    return groups.get(key) or Group(key, key, key)


def identity(key: str) -> UUID:
    """The id that the key of an operator or community is."""
    return UUID(key)
