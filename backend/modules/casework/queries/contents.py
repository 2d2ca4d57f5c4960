"""Reads of what cases are about: all that is said there but notes, moves and documents, by one read written down."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from backend.core.paging import Page, Slice, paged
from backend.modules.casework.approving import is_outdated
from backend.modules.casework.contract.case_words import ApprovalState, ApprovalSubject, CaseStatus
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.cases import Case, CaseStep
from backend.modules.casework.models.contents import CaseApproval, CaseContent, CaseGoal, GoalScore
from backend.modules.casework.models.moves import CaseAccess, CaseCrisis
from backend.modules.casework.reaching import station_roles, supervised
from backend.modules.casework.reading import said, seals_of_read
from backend.modules.casework.sealing import CaseSeal
from tenants.confidential import confidential
from tenants.scope import Scope, query

V = TypeVar("V")
Seals = Mapping[UUID, CaseSeal | None]


@dataclass(frozen=True, slots=True)
class ScoreView:
    """How far a goal was, opened."""

    score: int
    note: str | None
    scored_at: dt.datetime


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal, opened."""

    id: UUID
    case_id: UUID
    title: str | None
    indicator: str | None
    due_on: dt.date | None
    score: int | None
    scored_at: dt.datetime | None
    version: int
    scores: Sequence[ScoreView]


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """What was laid before the supervisor, with the comment opened."""

    id: UUID
    case_id: UUID
    subject: ApprovalSubject
    state: ApprovalState
    requested_at: dt.datetime
    decided_at: dt.datetime | None
    is_outdated: bool
    comment: str | None


@dataclass(frozen=True, slots=True)
class ReturnView:
    """Why a case went back to an earlier phase."""

    number: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class AccessView:
    """Somebody broke the glass, and why."""

    id: UUID
    case_id: UUID
    account_id: UUID
    reason: str | None
    opened_at: dt.datetime
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class CrisisView:
    """A crisis, opened."""

    id: UUID
    case_id: UUID
    note: str | None
    raised_at: dt.datetime
    visit_due_at: dt.datetime
    visited_at: dt.datetime | None
    notify_due_at: dt.datetime
    notified_at: dt.datetime | None
    ended_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ContentView:
    """What a case is about: the problem, the plan, what was decided, why it went back or was closed, and what was said
    of crises and of broken glass."""

    id: UUID
    problem: str | None
    closing_reason: str | None
    is_shredded: bool
    goals: list[GoalView]
    approvals: list[ApprovalView]
    returns: list[ReturnView]
    accesses: list[AccessView]
    crises: list[CrisisView]


@confidential
@query(CasePermission.FOLLOW_OWN)
async def contents_by_id(scope: Scope, case_ids: Sequence[UUID]) -> Mapping[UUID, ContentView]:
    """What cases are about, by id, for those who work on them or supervise them; a fixed number of statements."""
    seals = await seals_of_read(scope, case_ids, "read_case")
    ids = list(seals)
    rows = await scope.session.scalars(select(CaseContent).where(CaseContent.case_id.in_(ids)))
    contents = {row.case_id: row for row in rows}
    goals = await _goals(scope, seals, select(CaseGoal).where(CaseGoal.case_id.in_(ids)))
    approvals = await _approvals(scope, seals, CaseApproval.case_id.in_(ids))
    back = select(CaseStep).where(CaseStep.case_id.in_(ids), CaseStep.reason_sealed.is_not(None))
    returns = await _of_cases(scope, seals, back.order_by(CaseStep.number), _return)
    broken = select(CaseAccess).where(CaseAccess.case_id.in_(ids)).order_by(CaseAccess.id.desc())
    accesses = await _of_cases(scope, seals, broken, _access)
    raised = select(CaseCrisis).where(CaseCrisis.case_id.in_(ids)).order_by(CaseCrisis.id.desc())
    crises = await _of_cases(scope, seals, raised, _crisis)
    return {
        case_id: ContentView(
            id=case_id,
            problem=said(seal, case_id, "problem", contents[case_id].problem_sealed),
            closing_reason=said(seal, case_id, "reason", contents[case_id].reason_sealed),
            is_shredded=seal is None,
            goals=[goal for goal in goals.values() if goal.case_id == case_id],
            approvals=[one for one in approvals.values() if one.case_id == case_id],
            returns=returns[case_id],
            accesses=accesses[case_id],
            crises=crises[case_id],
        )
        for case_id, seal in seals.items()
    }


async def _of_cases(
    scope: Scope, seals: Seals, statement: Select[Any], opened: Callable[[CaseSeal | None, Any], V]
) -> dict[UUID, list[V]]:
    """The rows of a statement, each opened by the seal of its case, by the case's id."""  # Any: entities of cases
    found: dict[UUID, list[V]] = defaultdict(list)
    for row in await scope.session.scalars(statement):
        found[row.case_id].append(opened(seals[row.case_id], row))
    return found


async def _goals(scope: Scope, seals: Seals, wanted: Select[CaseGoal]) -> dict[UUID, GoalView]:
    """The goals of a statement, in the order in which they were set, with how far each was, the latest first; by id."""
    goals = (await scope.session.scalars(wanted.order_by(CaseGoal.id))).all()
    scores: dict[UUID, list[ScoreView]] = defaultdict(list)
    scored = select(GoalScore).where(GoalScore.goal_id.in_([goal.id for goal in goals])).order_by(GoalScore.id.desc())
    for row in await scope.session.scalars(scored):
        note = said(seals[row.case_id], row.id, "note", row.note_sealed)
        scores[row.goal_id].append(ScoreView(row.score, note, row.scored_at))
    return {row.id: _goal(seals[row.case_id], row, scores[row.id]) for row in goals}


def _goal(seal: CaseSeal | None, row: CaseGoal, scores: Sequence[ScoreView]) -> GoalView:
    return GoalView(
        id=row.id,
        case_id=row.case_id,
        title=said(seal, row.id, "title", row.title_sealed),
        indicator=said(seal, row.id, "indicator", row.indicator_sealed),
        due_on=row.due_on,
        score=row.score,
        scored_at=row.scored_at,
        version=row.version,
        scores=scores,
    )


async def _approvals(scope: Scope, seals: Seals, wanted: ColumnElement[bool]) -> dict[UUID, ApprovalView]:
    """What was laid before supervisors, in the order in which it was, of cases whose seals there are; by id."""
    laid = select(CaseApproval).where(wanted, CaseApproval.case_id.in_(seals)).order_by(CaseApproval.id)
    rows = (await scope.session.scalars(laid)).all()
    changed = select(CaseApproval.id).where(CaseApproval.id.in_([row.id for row in rows]), is_outdated())
    outdated = set(await scope.session.scalars(changed))
    return {row.id: _approval(seals[row.case_id], row, is_outdated=row.id in outdated) for row in rows}


def _approval(seal: CaseSeal | None, row: CaseApproval, *, is_outdated: bool = False) -> ApprovalView:
    return ApprovalView(
        id=row.id,
        case_id=row.case_id,
        subject=row.subject,
        state=row.state,
        requested_at=row.requested_at,
        decided_at=row.decided_at,
        is_outdated=is_outdated,
        comment=said(seal, row.id, "comment", row.comment_sealed),
    )


def _return(seal: CaseSeal | None, row: CaseStep) -> ReturnView:
    return ReturnView(row.number, said(seal, row.case_id, "step", row.reason_sealed))


def _access(seal: CaseSeal | None, row: CaseAccess) -> AccessView:
    reason = said(seal, row.id, "reason", row.reason_sealed)
    return AccessView(row.id, row.case_id, row.account_id, reason, row.opened_at, row.expires_at)


def _crisis(seal: CaseSeal | None, row: CaseCrisis) -> CrisisView:
    return CrisisView(
        id=row.id,
        case_id=row.case_id,
        note=said(seal, row.id, "note", row.note_sealed),
        raised_at=row.raised_at,
        visit_due_at=row.visit_due_at,
        visited_at=row.visited_at,
        notify_due_at=row.notify_due_at,
        notified_at=row.notified_at,
        ended_at=row.ended_at,
    )


@confidential
@query(CasePermission.WORK)
async def goals_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, GoalView]:
    """Goals by id, of cases that the actor works on or supervises."""
    theirs = select(CaseGoal.case_id).where(CaseGoal.id.in_(ids))
    seals = await seals_of_read(scope, (await scope.session.scalars(theirs)).all(), "read_case")
    return await _goals(scope, seals, select(CaseGoal).where(CaseGoal.id.in_(ids), CaseGoal.case_id.in_(seals)))


@confidential
@query(CasePermission.WORK)
async def approvals_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ApprovalView]:
    """What was laid before supervisors, by id, of cases that the actor works on or supervises."""
    theirs = select(CaseApproval.case_id).where(CaseApproval.id.in_(ids))
    seals = await seals_of_read(scope, (await scope.session.scalars(theirs)).all(), "read_case")
    return await _approvals(scope, seals, CaseApproval.id.in_(ids))


@confidential
@query(CasePermission.SUPERVISE)
async def list_waiting_approvals(scope: Scope, page: Page) -> Slice[ApprovalView]:
    """What was laid before the stations that the actor supervises and is not decided yet, the oldest first.

    It says what waits of which case, and nothing that is sealed; so nothing is written down as read.
    """
    statement = (
        select(CaseApproval)
        .join(Case, Case.id == CaseApproval.case_id)
        .where(
            Case.station_id.in_(supervised(await station_roles(scope))),
            Case.status == CaseStatus.OPEN,
            CaseApproval.state == ApprovalState.REQUESTED,
        )
    )
    found = await paged(scope.session, statement, page, CaseApproval.id)
    return found.mapped(lambda row: _approval(None, row))
