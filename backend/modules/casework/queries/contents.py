"""Reads of what is said in cases: each is written down in its own transaction, for the supervisor and the person."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core.errors import NotFound
from backend.core.paging import Page, Slice, paged
from backend.modules.casework.contract.case_refusals import NotAssigned
from backend.modules.casework.contract.case_words import (
    ApprovalState,
    ApprovalSubject,
    CaseReach,
    CaseStatus,
    NoteKind,
)
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.cases import Case, CaseStep
from backend.modules.casework.models.contents import CaseApproval, CaseContent, CaseGoal, CaseNote, CaseNoteVersion
from backend.modules.casework.reaching import reaches, station_roles, supervised
from backend.modules.casework.sealing import CaseSeal
from tenants.confidential import confidential
from tenants.scope import Scope, query

_READING = (CaseReach.FULL, CaseReach.GLASS)


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note, opened."""

    id: UUID
    case_id: UUID
    account_id: UUID
    kind: NoteKind
    text: str | None
    happened_on: dt.date
    created_at: dt.datetime
    changed_at: dt.datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class VersionView:
    """What a note said before it was changed, opened."""

    version: int
    kind: NoteKind
    text: str | None
    happened_on: dt.date
    written_at: dt.datetime


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


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """What was laid before the supervisor, with the comment opened."""

    id: UUID
    case_id: UUID
    subject: ApprovalSubject
    state: ApprovalState
    requested_at: dt.datetime
    decided_at: dt.datetime | None
    comment: str | None


@dataclass(frozen=True, slots=True)
class ReturnView:
    """Why a case went back to an earlier phase."""

    number: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class ContentView:
    """What a case is about: the problem, the plan, what was decided and why it went back or was closed."""

    id: UUID
    problem: str | None
    closing_reason: str | None
    is_shredded: bool
    goals: list[GoalView]
    approvals: list[ApprovalView]
    returns: list[ReturnView]


async def _read(scope: Scope, cases: Sequence[Case], act: str, also: Sequence[UUID] = ()) -> list[Case]:
    """Those of the cases whose content the actor may read, and those of `also`, each read written down."""
    reached = await reaches(scope, cases)
    found = [case for case in cases if reached.get(case.id) in _READING or case.id in also]
    for case in found:
        scope.record(act, "Case", case.id, community_id=case.community_id, reach=reached[case.id].value)
    # The write must have been accepted before anything is opened.
    await scope.session.flush()
    return found


async def _read_one(scope: Scope, case_id: UUID, act: str) -> Case:
    """Raises NotFound, and NotAssigned for whoever only knows that the case is there."""
    cases = (await scope.session.scalars(select(Case).where(Case.id == case_id))).all()
    if not await reaches(scope, cases):
        raise NotFound
    if not (found := await _read(scope, cases, act)):
        raise NotAssigned
    return found[0]


async def _seals(scope: Scope, case_ids: Sequence[UUID]) -> dict[UUID, CaseSeal]:
    """Of cases that were not shredded."""
    rows = await scope.session.execute(
        select(CaseContent.case_id, CaseContent.key_wrapped).where(
            CaseContent.case_id.in_(case_ids), CaseContent.key_wrapped.is_not(None)
        )
    )
    key = await scope.key()
    return {row.case_id: CaseSeal.opened(key, row.case_id, row.key_wrapped) for row in rows}


def _said(seal: CaseSeal | None, row_id: UUID, column: str, sealed: bytes | None) -> str | None:
    return None if seal is None else seal.unseal(row_id, column, sealed)


@confidential
@query(CasePermission.FOLLOW_OWN)
async def contents_by_id(scope: Scope, case_ids: Sequence[UUID]) -> Mapping[UUID, ContentView]:
    """What cases are about, by id, for those who work on them or supervise them; a fixed number of statements."""
    seals = await seals_of_read_cases_by_id(scope, case_ids, "read_case")
    ids = list(seals)
    rows = await scope.session.scalars(select(CaseContent).where(CaseContent.case_id.in_(ids)))
    contents = {row.case_id: row for row in rows}
    goals, approvals, returns = defaultdict(list), defaultdict(list), defaultdict(list)
    for goal in await scope.session.scalars(select(CaseGoal).where(CaseGoal.case_id.in_(ids)).order_by(CaseGoal.id)):
        goals[goal.case_id].append(_goal(seals[goal.case_id], goal))
    asked = select(CaseApproval).where(CaseApproval.case_id.in_(ids)).order_by(CaseApproval.id)
    for approval in await scope.session.scalars(asked):
        approvals[approval.case_id].append(_approval(seals[approval.case_id], approval))
    went_back = select(CaseStep).where(CaseStep.case_id.in_(ids), CaseStep.reason_sealed.is_not(None))
    for step in await scope.session.scalars(went_back.order_by(CaseStep.number)):
        reason = _said(seals[step.case_id], step.case_id, "step", step.reason_sealed)
        returns[step.case_id].append(ReturnView(step.number, reason))
    return {
        case_id: ContentView(
            id=case_id,
            problem=_said(seal, case_id, "problem", contents[case_id].problem_sealed),
            closing_reason=_said(seal, case_id, "reason", contents[case_id].reason_sealed),
            is_shredded=seal is None,
            goals=goals[case_id],
            approvals=approvals[case_id],
            returns=returns[case_id],
        )
        for case_id, seal in seals.items()
    }


def _goal(seal: CaseSeal | None, row: CaseGoal) -> GoalView:
    return GoalView(
        id=row.id,
        case_id=row.case_id,
        title=_said(seal, row.id, "title", row.title_sealed),
        indicator=_said(seal, row.id, "indicator", row.indicator_sealed),
        due_on=row.due_on,
        score=row.score,
        scored_at=row.scored_at,
        version=row.version,
    )


def _approval(seal: CaseSeal | None, row: CaseApproval) -> ApprovalView:
    return ApprovalView(
        id=row.id,
        case_id=row.case_id,
        subject=row.subject,
        state=row.state,
        requested_at=row.requested_at,
        decided_at=row.decided_at,
        comment=_said(seal, row.id, "comment", row.comment_sealed),
    )


def _note(seal: CaseSeal | None, row: CaseNote) -> NoteView:
    return NoteView(
        id=row.id,
        case_id=row.case_id,
        account_id=row.account_id,
        kind=row.kind,
        text=_said(seal, row.id, "text", row.text_sealed),
        happened_on=row.happened_on,
        created_at=row.created_at,
        changed_at=row.changed_at,
        version=row.version,
    )


@confidential
@query(CasePermission.WORK)
async def list_case_notes(scope: Scope, page: Page, case_id: UUID) -> Slice[NoteView]:
    """The notes of a case, newest first. Raises NotFound, NotAssigned."""
    case = await _read_one(scope, case_id, "read_case_notes")
    seal = (await _seals(scope, [case.id])).get(case.id)
    statement = select(CaseNote).where(CaseNote.case_id == case.id)
    found = await paged(scope.session, statement, page, CaseNote.id, newest_first=True)
    return found.mapped(lambda row: _note(seal, row))


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


@query(CasePermission.FOLLOW_OWN)
async def seals_of_read_cases_by_id(
    scope: Scope, case_ids: Sequence[UUID], act: str, *, also: Sequence[UUID] = ()
) -> Mapping[UUID, CaseSeal | None]:
    """The seals of those of the cases whose content the actor may read, and of `also`; each read is written down.

    None of a case that was shredded.
    """
    cases = (await scope.session.scalars(select(Case).where(Case.id.in_(case_ids)).order_by(Case.id))).all()
    read = await _read(scope, cases, act, also)
    seals = await _seals(scope, [case.id for case in read])
    return {case.id: seals.get(case.id) for case in read}


@confidential
@query(CasePermission.WORK)
async def notes_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, NoteView]:
    """Notes by id, of cases that the actor works on or supervises."""
    rows = (await scope.session.scalars(select(CaseNote).where(CaseNote.id.in_(ids)))).all()
    seals = await seals_of_read_cases_by_id(scope, [row.case_id for row in rows], "read_case_notes")
    return {row.id: _note(seals[row.case_id], row) for row in rows if row.case_id in seals}


@confidential
@query(CasePermission.WORK)
async def goals_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, GoalView]:
    """Goals by id, of cases that the actor works on or supervises."""
    rows = (await scope.session.scalars(select(CaseGoal).where(CaseGoal.id.in_(ids)))).all()
    seals = await seals_of_read_cases_by_id(scope, [row.case_id for row in rows], "read_case")
    return {row.id: _goal(seals[row.case_id], row) for row in rows if row.case_id in seals}


@confidential
@query(CasePermission.WORK)
async def approvals_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ApprovalView]:
    """What was laid before supervisors, by id, of cases that the actor works on or supervises."""
    rows = (await scope.session.scalars(select(CaseApproval).where(CaseApproval.id.in_(ids)))).all()
    seals = await seals_of_read_cases_by_id(scope, [row.case_id for row in rows], "read_case")
    return {row.id: _approval(seals[row.case_id], row) for row in rows if row.case_id in seals}


@confidential
@query(CasePermission.WORK)
async def versions_of_notes_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[VersionView]]:
    """What each note said before, the latest first, by the note's id; of cases that the actor reads."""
    rows = (
        await scope.session.scalars(
            select(CaseNoteVersion).where(CaseNoteVersion.note_id.in_(ids)).order_by(CaseNoteVersion.version.desc())
        )
    ).all()
    seals = await seals_of_read_cases_by_id(scope, [row.case_id for row in rows], "read_case_notes")
    found: dict[UUID, list[VersionView]] = defaultdict(list)
    for row in rows:
        if row.case_id in seals:
            text = _said(seals[row.case_id], row.note_id, "text", row.text_sealed)
            found[row.note_id].append(VersionView(row.version, row.kind, text, row.happened_on, row.written_at))
    return found
