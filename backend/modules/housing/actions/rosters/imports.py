"""A roster import as its handlers take it up: locked, in the state that they expect, under the terms of the day."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.housing.actions.rosters.decisions import Problem, Terms
from backend.modules.housing.contract.permissions import ADULT_AGE, FUTURE_DAYS, LONGEST_STAY_DAYS
from backend.modules.housing.models.inventory import Community
from backend.modules.housing.models.rosters import RosterImport
from backend.modules.housing.roster.model import SheetSource
from backend.modules.housing.words import RosterStatus
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope


async def lock_import(scope: Scope, import_id: UUID) -> RosterImport:
    """Raises NotFound."""
    roster: RosterImport | None = await scope.session.scalar(
        select(RosterImport).where(RosterImport.id == import_id).with_for_update()
    )
    if roster is None:
        raise NotFound
    return roster


async def import_in(scope: Scope, import_id: UUID, status: RosterStatus) -> RosterImport | None:
    """The import, locked, or None where it stands elsewhere by now: it was cancelled, or another delivery was first."""
    roster = await lock_import(scope, import_id)
    return roster if roster.status is status else None


async def community_of(scope: Scope, roster: RosterImport) -> Community:
    """Raises NotFound."""
    community = await scope.session.scalar(select(Community).where(Community.id == roster.community_id))
    if community is None:
        raise NotFound
    return community


async def terms_of(scope: Scope, roster: RosterImport) -> Terms:
    """What the rows of an import are judged by today."""
    return Terms(
        today=clock.today(),
        future_days=await scope.limit(FUTURE_DAYS),
        longest_days=await scope.limit(LONGEST_STAY_DAYS),
        adult_age=await scope.limit(ADULT_AGE),
        reach=None if roster.reach_ids is None else frozenset(roster.reach_ids),
    )


def turn(scope: Scope, roster: RosterImport, status: RosterStatus) -> None:
    """Let the import stand there, and wake whoever watches it."""
    roster.status = status
    wake(scope, roster.id)


def wake(scope: Scope, import_id: UUID) -> None:
    """Tell whoever watches an import to look again."""
    scope.touch(f"roster:{import_id}")


def tell(scope: Scope, roster: RosterImport, kind: str, **facts: str | int) -> None:
    """Let whoever started the import know; nobody where the command line did."""
    if roster.started_by_id is not None:
        wanted = NotificationWanted(
            account_id=roster.started_by_id, kind=kind, object_type="RosterImport", object_id=roster.id, facts=facts
        )
        scope.emit(wanted)


def stored_problem(problem: Problem, source: SheetSource | None = None, reason: str | None = None) -> dict[str, object]:
    """A problem as its row keeps it: codes, numbers and the column's letter, never what a cell says."""
    columns = {column.field: column.letter for column in source.columns} if source else {}
    return {
        "code": problem.code,
        "field": problem.field,
        "letter": columns.get(problem.field) if problem.field else None,
        "reason": reason,
        "facts": problem.facts,
    }
