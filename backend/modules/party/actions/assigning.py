"""Who covers which community, across operators, and the district's directory of communities."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.core.paging import LARGEST_PAGE, Page
from backend.modules.housing.queries.inventory import communities_by_id, list_communities
from backend.modules.party.actors import desk_of
from backend.modules.party.contract.events import OversightAssigned, OversightEnded
from backend.modules.party.contract.inputs import NewAssignment
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.contract.refusals import (
    CommunityCovered,
    CoverMissing,
    CoverOutlastsOrganisation,
    OrganisationDatesInvalid,
)
from backend.modules.party.keeping import FOREVER, standing_org
from tenants.models import Operator, OperatorState
from tenants.oversight_models import ListedCommunity, OversightAssignment
from tenants.scope import Scope, action, open_scope

# Any: a community, as housing's queries give it
Community = Any
_COPIED = ("code", "name", "subdistrict_code", "opened_on")


@action(PartyPermission.ASSIGN_OVERSIGHT)
async def assign_oversight(scope: Scope, new: NewAssignment) -> OversightAssignment:
    """Let an organisation or a grid cover a community over a period; the end is exclusive.

    Without an end it lasts as long as the organisation. Raises NotFound, CoverMissing, OrganisationDatesInvalid,
    CoverOutlastsOrganisation, and CommunityCovered where another does for part of it.
    """
    if (new.organisation_id is None) == (new.grid_id is None):
        raise CoverMissing(field=("input", "organisation_id"))
    ends_on = await _end_of(scope, new)
    operator_id = await scope.session.scalar(
        select(Operator.id).where(Operator.code == new.operator_code, Operator.state == OperatorState.ACTIVE)
    )
    if operator_id is None:
        raise NotFound(field=("input", "operator_code"))
    await _enter(scope, operator_id, [new.community_id])
    values = {
        "id": new_id(),
        "operator_id": operator_id,
        "community_id": new.community_id,
        "organisation_id": new.organisation_id,
        "grid_id": new.grid_id,
        "starts_on": new.starts_on,
        "ends_on": ends_on,
    }
    made: OversightAssignment | None = await scope.session.scalar(
        insert(OversightAssignment).values(values).on_conflict_do_nothing().returning(OversightAssignment)
    )
    if made is None:
        raise CommunityCovered(field=("input", "starts_on"))
    scope.record("assign_oversight", "OversightAssignment", made.id, community=str(new.community_id))
    # Into the operator's outbox, but in this transaction: whoever hears of it finds the cover.
    scope.emit(OversightAssigned(made.id, new.community_id, new.starts_on), operator_id)
    return made


async def _end_of(scope: Scope, new: NewAssignment) -> dt.date:
    if new.ends_on is not None and new.ends_on <= new.starts_on:
        raise OrganisationDatesInvalid(field=("input", "ends_on"))
    if new.organisation_id is None:
        return new.ends_on or FOREVER
    organisation = await standing_org(scope, new.organisation_id, "organisation_id")
    ends_on = new.ends_on or organisation.ends_on
    if not new.starts_on < ends_on <= organisation.ends_on:
        raise CoverOutlastsOrganisation(field=("input", "ends_on"))
    return ends_on


@action(PartyPermission.ASSIGN_OVERSIGHT)
async def end_oversight(scope: Scope, assignment_id: UUID, ends_on: dt.date | None = None) -> OversightAssignment:
    """The community is covered no more from a day on, today if none is given. Raises NotFound."""
    assignment = await scope.session.scalar(
        select(OversightAssignment).where(OversightAssignment.id == assignment_id).with_for_update()
    )
    day = ends_on or clock.today()
    if assignment is None:
        raise NotFound(field=("input", "assignment_id"))
    if not assignment.starts_on <= day <= assignment.ends_on:
        raise OrganisationDatesInvalid(field=("input", "ends_on"))
    assignment.ends_on = day
    scope.record(
        "end_oversight", "OversightAssignment", assignment_id, community=str(assignment.community_id), day=str(day)
    )
    scope.emit(OversightEnded(assignment_id, assignment.community_id, day), assignment.operator_id)
    return assignment


@action(PartyPermission.LIST_COMMUNITY)
async def enter_community(scope: Scope, operator_id: UUID, community_id: UUID) -> dt.date:
    """Put one community into the directory, as its operator has it now; when it opened. Raises NotFound."""
    (entered,) = await _enter(scope, operator_id, [community_id])
    opened_on: dt.date = entered.opened_on
    return opened_on


@action(PartyPermission.LIST_COMMUNITY)
async def enter_communities(scope: Scope, operator_id: UUID) -> int:
    """Put all communities of an operator into the directory; how many there are."""
    found: list[Community] = []
    page = Page(first=LARGEST_PAGE)
    async with open_scope(desk_of(operator_id), read_only=True) as there:
        while True:
            slice_ = await list_communities(there, page)
            found += slice_.rows
            if not slice_.has_next:
                break
            page = Page(LARGEST_PAGE, slice_.cursors[-1])
    await _write(scope, operator_id, found)
    return len(found)


async def _enter(scope: Scope, operator_id: UUID, community_ids: Sequence[UUID]) -> list[Community]:
    async with open_scope(desk_of(operator_id), read_only=True) as there:
        found = await communities_by_id(there, community_ids)
    if len(found) != len(community_ids):
        raise NotFound(field=("input", "community_id"))
    await _write(scope, operator_id, list(found.values()))
    return list(found.values())


async def _write(scope: Scope, operator_id: UUID, communities: Sequence[Community]) -> None:
    if not communities:
        return
    operator_name = await scope.session.scalar(select(Operator.name_zh).where(Operator.id == operator_id))
    said = {"operator_id": operator_id, "operator_name": operator_name}
    rows = [said | {"community_id": one.id, **{name: getattr(one, name) for name in _COPIED}} for one in communities]
    entry = insert(ListedCommunity).values(rows)
    copied = {name: entry.excluded[name] for name in ("operator_name", *_COPIED)}
    await scope.session.execute(
        entry.on_conflict_do_update(index_elements=["operator_id", "community_id"], set_=copied)
    )
