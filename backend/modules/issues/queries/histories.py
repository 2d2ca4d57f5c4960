"""Reads of what hangs on issues: steps, departments and requests for more time."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core.surfaces import Surface
from backend.modules.grids.contract import GridLevel
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.models.handling import IssueExtension, IssueParty
from backend.modules.issues.models.issues import IssueStep
from backend.modules.issues.queries.seeing import list_seen_ids
from backend.modules.issues.sealing import open_note
from backend.modules.issues.words import ExtensionStatus, IssueAct, IssueStatus
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step as the actor may see it; residents do not learn who of the staff took it."""

    id: UUID
    issue_id: UUID
    act: IssueAct
    status: IssueStatus
    level: GridLevel
    reason: str | None
    note: str | None
    is_internal: bool
    account_id: UUID | None
    object_type: str | None
    object_id: UUID | None
    created_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """A department that handles an issue."""

    id: UUID
    department: str
    is_lead: bool
    task: str | None
    created_at: dt.datetime
    done_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionView:
    """A request for more working days."""

    id: UUID
    days: int
    reason: str | None
    status: ExtensionStatus
    created_at: dt.datetime
    decided_at: dt.datetime | None


async def _step_views(scope: Scope, rows: Sequence[IssueStep]) -> list[StepView]:
    key, is_staff = await scope.key(), scope.actor.surface is Surface.TENANT
    seen = await list_seen_ids(scope, [row.issue_id for row in rows])
    return [
        StepView(
            note=open_note(key, row.id, row.note_sealed),
            account_id=row.account_id if is_staff else None,
            **{name: getattr(row, name) for name in StepView.__slots__ if name not in ("note", "account_id")},
        )
        for row in rows
        if row.issue_id in seen and (is_staff or not row.is_internal)
    ]


@query(IssuePermission.VIEW)
async def steps_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, StepView]:
    """Steps by id."""
    rows = (await scope.session.scalars(select(IssueStep).where(IssueStep.id.in_(ids)))).all()
    return {view.id: view for view in await _step_views(scope, rows)}


@query(IssuePermission.VIEW)
async def steps_of_issues_by_id(scope: Scope, issue_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[StepView]]:
    """The history of each issue, oldest first."""
    rows = await scope.session.scalars(
        select(IssueStep).where(IssueStep.issue_id.in_(issue_ids)).order_by(IssueStep.created_at, IssueStep.id)
    )
    found: dict[UUID, list[StepView]] = defaultdict(list)
    for view in await _step_views(scope, rows.all()):
        found[view.issue_id].append(view)
    return found


@query(IssuePermission.VIEW)
async def parties_of_issues_by_id(scope: Scope, issue_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[PartyView]]:
    """The departments that handle each issue together, the lead first; for staff."""
    if scope.actor.surface is not Surface.TENANT:
        return {}
    key, seen = await scope.key(), await list_seen_ids(scope, issue_ids)
    rows = await scope.session.scalars(
        select(IssueParty)
        .where(IssueParty.issue_id.in_(seen))
        .order_by(IssueParty.is_lead.desc(), IssueParty.created_at, IssueParty.id)
    )
    found: dict[UUID, list[PartyView]] = defaultdict(list)
    for row in rows:
        kept = {name: getattr(row, name) for name in PartyView.__slots__ if name != "task"}
        found[row.issue_id].append(PartyView(task=open_note(key, row.id, row.note_sealed), **kept))
    return found


@query(IssuePermission.VIEW)
async def extensions_of_issues_by_id(scope: Scope, issue_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[ExtensionView]]:
    """The requests for more time on each issue, oldest first; for staff."""
    if scope.actor.surface is not Surface.TENANT:
        return {}
    key, seen = await scope.key(), await list_seen_ids(scope, issue_ids)
    rows = await scope.session.scalars(
        select(IssueExtension).where(IssueExtension.issue_id.in_(seen)).order_by(IssueExtension.id)
    )
    found: dict[UUID, list[ExtensionView]] = defaultdict(list)
    for row in rows:
        kept = {name: getattr(row, name) for name in ExtensionView.__slots__ if name != "reason"}
        found[row.issue_id].append(ExtensionView(reason=open_note(key, row.id, row.note_sealed), **kept))
    return found
