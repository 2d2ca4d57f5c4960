"""Telling: reporter, followers and assignee hear of every step that is not internal."""

from uuid import UUID

from sqlalchemy import select

from backend.modules.issues.contract.events import IssueMoved
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.models.issues import Issue, IssueFollower
from backend.modules.issues.words import IssueAct, IssueVisibility
from backend.modules.messaging.contract import NotificationWanted
from tenants.models import Membership
from tenants.scope import Scope, action

# What whoever handles an issue is told of; the rest is their own doing.
_FOR_ASSIGNEE = frozenset(
    {
        IssueAct.REPORTED,
        IssueAct.ASSIGNED,
        IssueAct.VERIFIED,
        IssueAct.REOPENED,
        IssueAct.ESCALATED_BY_TIME,
        IssueAct.EXTENSION_GRANTED,
        IssueAct.DECIDED_BY_COUNCIL,
    }
)


@action(IssuePermission.TELL)
async def tell_of_step(scope: Scope, moved: IssueMoved) -> int:
    """Tell whom a step concerns, but not who took it; how many were told."""
    issue = await scope.session.scalar(select(Issue).where(Issue.id == moved.issue_id))
    if issue is None:
        return 0
    people = await _people(scope, issue)
    if moved.act in _FOR_ASSIGNEE and issue.assignee_id is not None:
        people.add(issue.assignee_id)
    people.discard(moved.by_account_id)
    for account_id in sorted(filter(None, people)):
        scope.emit(
            NotificationWanted(
                account_id=account_id,
                kind=f"ISSUE_{moved.act}",
                object_type="IssueStep",
                object_id=moved.step_id,
                facts={"issue": str(issue.id), "status": moved.status, "level": issue.level},
            )
        )
    return len(people)


async def _people(scope: Scope, issue: Issue) -> set[UUID | None]:
    """The accounts of reporter and followers as they are now; who has left has none.

    Neighbours who follow what was hidden from them since are told of it again once it is public again.
    """
    rows = await scope.session.execute(
        select(IssueFollower.account_id, IssueFollower.resident_id).where(IssueFollower.issue_id == issue.id)
    )
    people: set[UUID | None] = set()
    residents = {issue.reporter_resident_id}
    for account_id, resident_id in rows:
        if resident_id is None:
            people.add(account_id)
        elif issue.visibility is IssueVisibility.PUBLIC:
            residents.add(resident_id)
    seats = select(Membership.account_id).where(
        Membership.operator_id == scope.operator_id,
        Membership.resident_id.in_([one for one in residents if one is not None]),
        Membership.ended_at.is_(None),
    )
    people |= set(await scope.session.scalars(seats))
    if issue.reporter_resident_id is None:
        people.add(issue.reporter_id)
    return people
