"""Reads of employers and of the beds that they hold."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select

from backend.core import clock
from backend.core.paging import Page, Slice, paged
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.models.employers import Allotment, AllottedBed, Employer
from tenants.scope import Scope, query


@query(HousingPermission.VIEW_RESIDENTS)
async def employers_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Employer]:
    """Employers by id."""
    rows = await scope.session.scalars(select(Employer).where(Employer.id.in_(ids)))
    return {row.id: row for row in rows}


@query(HousingPermission.VIEW_RESIDENTS)
async def list_employers(scope: Scope, page: Page) -> Slice[Employer]:
    """The operator's employers, by name."""
    return await paged(scope.session, select(Employer), page, Employer.name, Employer.id)


@query(HousingPermission.VIEW_ALLOTMENTS)
async def allotments_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Allotment]:
    """Allotments by id."""
    rows = await scope.session.scalars(select(Allotment).where(Allotment.id.in_(ids)))
    return {row.id: row for row in rows}


@query(HousingPermission.VIEW_ALLOTMENTS)
async def allotments_of_employers_by_id(
    scope: Scope, employer_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[Allotment]]:
    """Allotments that last, by the employer's id, those that end first at the front."""
    rows = await scope.session.scalars(
        select(Allotment)
        .where(Allotment.employer_id.in_(employer_ids), Allotment.ends_on > clock.today())
        .order_by(Allotment.ends_on, Allotment.id)
    )
    found: dict[UUID, list[Allotment]] = defaultdict(list)
    for row in rows:
        found[row.employer_id].append(row)
    return found


@query(HousingPermission.VIEW_ALLOTMENTS)
async def allotted_bed_ids_by_id(scope: Scope, allotment_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[UUID]]:
    """The beds of each allotment, by the allotment's id."""
    rows = await scope.session.execute(
        select(AllottedBed.allotment_id, func.array_agg(AllottedBed.bed_id))
        .where(AllottedBed.allotment_id.in_(allotment_ids))
        .group_by(AllottedBed.allotment_id)
    )
    return dict(rows.all())
