"""Decisions, and the tasks that follow from them: who does what by when, how far it is, and what is late."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.councils.agenda import note_on_issues
from backend.modules.councils.contract.events import CouncilTaskCompleted, CouncilTaskMissed, DecisionMade
from backend.modules.councils.contract.inputs import NewDecision, NewItem, NewTask
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.refusals import TaskDone
from backend.modules.councils.contract.words import CouncilKind, CouncilStatus, ItemOutcome
from backend.modules.councils.locking import lock_council, require_words
from backend.modules.councils.models.councils import CouncilDecision, CouncilItem, CouncilTask
from backend.modules.issues.contract.words import IssueAct
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope, action

_LONGEST_TEXT, _LONGEST_TITLE, _LONGEST_NOTE, _MOST_TASKS, _AT_ONCE = 2000, 120, 1000, 20, 200


@action(CouncilPermission.RECORD)
async def add_decision(scope: Scope, council_id: UUID, new: NewDecision) -> CouncilDecision:
    """Write down what a held council decided; each task is somebody's, and has a day.

    Raises NotFound, BadInput, CouncilNotOpen.
    """
    text = require_words(new.text, "text", _LONGEST_TEXT)
    if len(new.tasks) > _MOST_TASKS:
        raise BadInput(field=("input", "tasks"))
    council = await lock_council(scope, council_id, CouncilStatus.HELD)
    item = None if new.item_id is None else await _item(scope, council_id, new.item_id)
    decision = CouncilDecision(
        id=new_id(),
        council_id=council_id,
        community_id=council.community_id,
        item_id=new.item_id,
        text=text,
        decided_at=clock.now(),
    )
    scope.session.add(decision)
    await scope.session.flush()
    for task in new.tasks:
        _add_task(scope, decision, task, clock.day_of(council.starts_at))
    if item is not None and item.outcome is ItemOutcome.OPEN and new.tasks:
        item.outcome, item.settled_at = ItemOutcome.TASKED, clock.now()
    if item is not None:
        about = NewItem(subject=item.subject, subject_id=item.subject_id, title=item.title)
        await note_on_issues(scope, IssueAct.DECIDED_BY_COUNCIL, council_id, (about,))
    scope.record("add_decision", "Council", council_id, community_id=council.community_id, tasks=len(new.tasks))
    scope.emit(
        DecisionMade(
            council_id,
            council.community_id,
            decision.id,
            *_subject(item),
            is_appraisal=council.kind is CouncilKind.APPRAISAL,
        )
    )
    return decision


def _subject(item: CouncilItem | None) -> tuple[str, UUID | None]:
    return ("Other", None) if item is None else (item.subject.type_name, item.subject_id)


async def _item(scope: Scope, council_id: UUID, item_id: UUID) -> CouncilItem:
    item: CouncilItem | None = await scope.session.scalar(
        select(CouncilItem).where(CouncilItem.id == item_id, CouncilItem.council_id == council_id)
    )
    if item is None:
        raise NotFound(field=("input", "item_id"))
    return item


def _add_task(scope: Scope, decision: CouncilDecision, new: NewTask, earliest: dt.date) -> None:
    title, owner = require_words(new.title, "tasks", _LONGEST_TITLE), require_words(new.owner, "tasks", _LONGEST_TITLE)
    if new.due_on < earliest:
        raise BadInput(field=("input", "tasks"))
    task = CouncilTask(
        id=new_id(),
        council_id=decision.council_id,
        community_id=decision.community_id,
        decision_id=decision.id,
        title=title,
        owner=owner,
        owner_account_id=new.owner_account_id,
        due_on=new.due_on,
    )
    scope.session.add(task)
    _tell_owner(scope, task, "COUNCIL_TASK_GIVEN")


def _tell_owner(scope: Scope, task: CouncilTask, kind: str) -> None:
    if task.owner_account_id is not None:
        scope.emit(
            NotificationWanted(
                account_id=task.owner_account_id,
                kind=kind,
                object_type="CouncilTask",
                object_id=task.id,
                facts={"due_on": task.due_on.isoformat()},
            )
        )


async def _locked_task(scope: Scope, task_id: UUID) -> CouncilTask:
    task: CouncilTask | None = await scope.session.scalar(
        select(CouncilTask).where(CouncilTask.id == task_id).with_for_update()
    )
    if task is None:
        raise NotFound(field=("input", "task_id"))
    if task.completed_at is not None:
        raise TaskDone
    return task


@action(CouncilPermission.DO_TASK)
async def report_task(scope: Scope, task_id: UUID, percent: int, note: str) -> CouncilTask:
    """Say how far a task is, 0 to 99 percent; `complete_task` ends it. Raises NotFound, BadInput, TaskDone."""
    if not 0 <= percent <= 99:
        raise BadInput(field=("input", "percent"))
    said = require_words(note, "note", _LONGEST_NOTE)
    task = await _locked_task(scope, task_id)
    task.percent, task.note = percent, said
    scope.record("report_task", "CouncilTask", task_id, community_id=task.community_id, percent=percent)
    return task


@action(CouncilPermission.DO_TASK)
async def complete_task(scope: Scope, task_id: UUID, note: str) -> CouncilTask:
    """The task is done. Raises NotFound, BadInput, TaskDone."""
    said = require_words(note, "note", _LONGEST_NOTE)
    task = await _locked_task(scope, task_id)
    task.percent, task.note, task.completed_at = 100, said, clock.now()
    decision = await scope.session.get_one(CouncilDecision, (scope.operator_id, task.decision_id))
    item = None if decision.item_id is None else await _item(scope, task.council_id, decision.item_id)
    scope.record("complete_task", "CouncilTask", task_id, community_id=task.community_id)
    scope.emit(CouncilTaskCompleted(task_id, task.council_id, task.community_id, *_subject(item)))
    return task


@action(CouncilPermission.FOLLOW_UP)
async def miss_tasks(scope: Scope) -> int:
    """Say of tasks that are not done by the end of their day that they are late, once each; how many."""
    late = await scope.session.scalars(
        select(CouncilTask)
        .where(CouncilTask.due_on < clock.today(), CouncilTask.completed_at.is_(None), CouncilTask.missed_at.is_(None))
        .order_by(CouncilTask.id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    found = late.all()
    for task in found:
        task.missed_at = clock.now()
        scope.emit(CouncilTaskMissed(task.id, task.council_id, task.community_id, task.due_on))
        _tell_owner(scope, task, "COUNCIL_TASK_MISSED")
    return len(found)
