"""What the cover of communities in care lacks: who leads their organisation, their grid, their mode, what follows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.modules.grids.queries import list_gridded_community_ids
from backend.modules.housing.queries.overseen import overseen_modes_by_id
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.organisations import PartyOfficer
from backend.modules.party.words import CoverageGap, PartyOffice
from tenants.oversight_models import OversightAssignment
from tenants.scope import Scope, query

_SOON_DAYS = 30
_LEADING = (PartyOffice.FIRST_SECRETARY, PartyOffice.SECRETARY, PartyOffice.GROUP_LEADER)


@query(PartyPermission.OVERSEE)
async def gaps_by_id(
    scope: Scope, community_ids: Sequence[UUID], day: dt.date | None = None
) -> Mapping[UUID, Sequence[CoverageGap]]:
    """What is lacking on a day, today if left out, in the order of the words; who lacks nothing is left out."""
    ids, day = list(community_ids), day or clock.today()
    led, ending = await _covers(scope, ids, day)
    gridded = await list_gridded_community_ids(scope, ids, day)
    modes = await overseen_modes_by_id(scope, ids, day)
    lacks = {
        CoverageGap.NO_SECRETARY: set(ids) - led,
        CoverageGap.NO_GRID: set(ids) - gridded,
        CoverageGap.NO_MODE: set(ids) - set(modes),
        CoverageGap.ENDING_SOON: ending,
    }
    found = {one: [gap for gap in CoverageGap if one in lacks[gap]] for one in ids}
    return {one: gaps for one, gaps in found.items() if gaps}


async def _covers(scope: Scope, ids: Sequence[UUID], day: dt.date) -> tuple[set[UUID], set[UUID]]:
    """The communities whose organisation has somebody who leads it, and those whose cover ends soon for good."""
    rows = await scope.session.scalars(select(OversightAssignment).where(OversightAssignment.community_id.in_(ids)))
    covers = rows.all()
    leading = select(PartyOfficer.organisation_id).where(
        PartyOfficer.office.in_(_LEADING), PartyOfficer.starts_on <= day, PartyOfficer.ends_on > day
    )
    organisations = set(await scope.session.scalars(leading))
    days_left: dict[UUID, int] = defaultdict(int)
    led: set[UUID] = set()
    for row in covers:
        days_left[row.community_id] = max(days_left[row.community_id], (row.ends_on - day).days)
        if row.starts_on <= day < row.ends_on and row.organisation_id in organisations:
            led.add(row.community_id)
    return led, {one for one, days in days_left.items() if 0 < days <= _SOON_DAYS}
