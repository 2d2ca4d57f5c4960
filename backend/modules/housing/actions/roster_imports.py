"""Roster imports as their users steer them: started from an upload, confirmed after the preview, or given up."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import Forbidden, NotFound
from backend.core.ids import new_id
from backend.modules.files.contract import FilePurpose, attach_file
from backend.modules.housing.actions.rosters.imports import lock_import, turn, wake
from backend.modules.housing.contract.events import RosterConfirmed, RosterUploaded
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.contract.refusals import ConsentMissing, RosterNotReady
from backend.modules.housing.models.inventory import Community
from backend.modules.housing.models.rosters import RosterImport
from backend.modules.housing.words import RosterStatus
from tenants.scope import Scope, action

_CANCELLABLE = (RosterStatus.UPLOADED, RosterStatus.READING, RosterStatus.PREVIEWED)


@action(HousingPermission.IMPORT_ROSTER)
async def start_roster_import(
    scope: Scope,
    file_id: UUID,
    community_id: UUID,
    *,
    has_consent: bool,
    creates_places: bool = False,
    is_complete: bool = False,
) -> RosterImport:
    """Have an uploaded roster of a community read; nothing is changed before it is confirmed.

    `has_consent`: whoever imports confirms that everyone in the file has consented; who and when is kept.
    `creates_places`: buildings, units and beds that are not known are made; that takes the right to. `is_complete`:
    who lives here and is not in the file has left. Raises ConsentMissing, Forbidden, NotFound, FileAlreadyAttached.
    """
    if not has_consent:
        raise ConsentMissing(field=("input", "has_consent"))
    _refuse_places(scope, creates_places=creates_places)
    if await scope.session.scalar(select(Community.id).where(Community.id == community_id)) is None:
        raise NotFound(field=("input", "community_id"))
    roster = RosterImport(
        id=new_id(),
        community_id=community_id,
        file_id=file_id,
        started_by_id=scope.actor.account_id,
        reach_ids=_reach(scope),
        status=RosterStatus.UPLOADED,
        creates_places=creates_places,
        is_complete=is_complete,
        consent_confirmed_by=scope.actor.name,
        consent_confirmed_at=clock.now(),
    )
    scope.session.add(roster)
    await scope.session.flush()
    await attach_file(scope, file_id, "RosterImport", roster.id, FilePurpose.ROSTER)
    how: dict[str, Any] = {"creates_places": creates_places, "is_complete": is_complete, "has_consent": has_consent}
    scope.record("start_roster_import", "RosterImport", roster.id, community_id=community_id, **how)
    scope.emit(RosterUploaded(roster.id))
    wake(scope, roster.id)
    return roster


@action(HousingPermission.IMPORT_ROSTER)
async def apply_roster_import(scope: Scope, import_id: UUID) -> RosterImport:
    """Confirm the preview: every row that can be applied will be. Raises NotFound, RosterNotReady, Forbidden."""
    roster = await lock_import(scope, import_id)
    if roster.status is not RosterStatus.PREVIEWED:
        raise RosterNotReady
    _refuse_places(scope, creates_places=roster.creates_places)
    roster.reach_ids = _reach(scope)
    turn(scope, roster, RosterStatus.APPLYING)
    scope.record("apply_roster_import", "RosterImport", import_id, community_id=roster.community_id)
    scope.emit(RosterConfirmed(import_id))
    return roster


@action(HousingPermission.IMPORT_ROSTER)
async def cancel_roster_import(scope: Scope, import_id: UUID) -> RosterImport:
    """Give up an import that was not confirmed yet. Raises NotFound, RosterNotReady."""
    roster = await lock_import(scope, import_id)
    if roster.status not in _CANCELLABLE:
        raise RosterNotReady
    turn(scope, roster, RosterStatus.CANCELLED)
    scope.record("cancel_roster_import", "RosterImport", import_id, community_id=roster.community_id)
    return roster


def _refuse_places(scope: Scope, *, creates_places: bool) -> None:
    if creates_places and not scope.actor.can(HousingPermission.MANAGE_INVENTORY):
        raise Forbidden(field=("input", "creates_places"))


def _reach(scope: Scope) -> list[UUID] | None:
    limited = scope.actor.community_ids
    return None if limited is None else list(limited)
