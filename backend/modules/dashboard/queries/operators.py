"""Reads of one operator's own figures, for the releaser that goes from operator to operator."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import and_, select

from backend.modules.dashboard.adding import NONE, Row
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.models.facts import CommunityFact
from backend.modules.dashboard.models.released import ReleasedCommunity, ReleasedFact
from backend.modules.dashboard.words import Grouping
from tenants.scope import Scope, query


@query(DashboardPermission.RELEASE)
async def list_own_rows(scope: Scope, day: dt.date) -> Sequence[Row]:
    """Every cell of the operator's communities on a day, sensitive ones too, with what they are grouped by."""
    rows = await scope.session.execute(
        select(
            CommunityFact.community_id,
            CommunityFact.cells,
            ReleasedFact.mode,
            ReleasedCommunity.subdistrict_code,
            ReleasedCommunity.product_type,
        )
        .join(
            ReleasedFact,
            and_(
                ReleasedFact.operator_id == CommunityFact.operator_id,
                ReleasedFact.community_id == CommunityFact.community_id,
                ReleasedFact.counted_on == CommunityFact.counted_on,
            ),
        )
        .join(
            ReleasedCommunity,
            and_(
                ReleasedCommunity.operator_id == CommunityFact.operator_id,
                ReleasedCommunity.community_id == CommunityFact.community_id,
            ),
        )
        .where(CommunityFact.counted_on == day)
    )
    return [
        Row(scope.operator_id, community_id, _keys(scope, subdistrict, mode, product_type), cells)
        for community_id, cells, mode, subdistrict, product_type in rows
    ]


def _keys(scope: Scope, subdistrict: str, mode: str | None, product_type: str) -> dict[Grouping, str]:
    return {
        Grouping.DISTRICT: "",
        Grouping.SUBDISTRICT: subdistrict,
        Grouping.OPERATOR: str(scope.operator_id),
        Grouping.MODE: mode or NONE,
        Grouping.PRODUCT_TYPE: product_type,
    }
