"""Calling a council: kind, agenda, table, seats; and calling it off."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, update

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.councils.agenda import note_on_issues, refuse_strange_subjects
from backend.modules.councils.contract.events import CouncilCalled, CouncilCancelled, CouncilItemAdded
from backend.modules.councils.contract.inputs import NewBody, NewCouncil, NewItem
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.refusals import (
    AgendaMissing,
    CouncilPeriodInvalid,
    NoticeTooShort,
)
from backend.modules.councils.contract.words import CouncilKind, CouncilStatus, ItemSubject, RegistrationStatus
from backend.modules.councils.forms import add_form, refuse_odd_questions
from backend.modules.councils.locking import LINES, lock_council, require_words
from backend.modules.councils.models.councils import (
    Council,
    CouncilBody,
    CouncilItem,
    CouncilRegistration,
    CouncilSeating,
)
from backend.modules.councils.rules import RULES
from backend.modules.grids.queries import grids_by_id
from backend.modules.housing.contract.refusals import ReasonMissing
from backend.modules.housing.queries.inventory import communities_by_id
from backend.modules.issues.contract.words import IssueAct
from backend.modules.waitlists.contract import close_line
from tenants.scope import Scope, action

_LONGEST_TITLE, _LONGEST_REASON, _MOST_ITEMS, _MOST_BODIES, _MOST_SEATS = 120, 500, 50, 30, 2000


@action(CouncilPermission.CALL)
async def schedule_council(scope: Scope, new: NewCouncil) -> Council:
    """Call a council by the rules of its kind.

    Raises NotFound, BadInput, CouncilPeriodInvalid, NoticeTooShort, AgendaMissing.
    """
    if not await communities_by_id(scope, [new.community_id]):
        raise NotFound(field=("input", "community_id"))
    for name, text in (("title", new.title), ("place", new.place)):
        require_words(text, name, _LONGEST_TITLE)
    _refuse_odd_period(new.starts_at, new.ends_at)
    await _refuse_short_notice(scope, new.kind, new.starts_at)
    _refuse_odd_table(new)
    refuse_odd_questions(new.questions)
    await refuse_strange_subjects(scope, new.community_id, new.items)
    if new.grid_id is not None and not await grids_by_id(scope, [new.grid_id]):
        raise NotFound(field=("input", "grid_id"))
    council = Council(
        id=new_id(),
        community_id=new.community_id,
        kind=new.kind,
        title=new.title.strip(),
        place=new.place.strip(),
        status=CouncilStatus.SCHEDULED,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        space_id=new.space_id,
        grid_id=new.grid_id,
        created_at=clock.now(),
    )
    scope.session.add(council)
    await scope.session.flush()
    _add_bodies(scope, council, new.bodies)
    _add_seats(scope, council, new)
    add_form(scope, council, new.questions)
    add_items(scope, council, new.items, 0)
    await note_on_issues(scope, IssueAct.TAKEN_TO_COUNCIL, council.id, new.items)
    scope.record("schedule_council", "Council", council.id, community_id=council.community_id, kind=new.kind.value)
    scope.emit(CouncilCalled(council.id, council.community_id, council.kind, council.starts_at))
    return council


def _refuse_odd_period(starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    if starts_at.tzinfo is None or ends_at.tzinfo is None:
        raise BadInput(field=("input", "starts_at"))
    if not starts_at < ends_at <= starts_at + dt.timedelta(days=1):
        raise CouncilPeriodInvalid(field=("input", "ends_at"))


async def _refuse_short_notice(scope: Scope, kind: CouncilKind, starts_at: dt.datetime) -> None:
    notice = RULES[kind].notice
    days = 0 if notice is None else await scope.limit(notice)
    if starts_at < clock.now() + dt.timedelta(days=days):
        raise NoticeTooShort(field=("input", "starts_at"), days=days)


def _refuse_odd_table(new: NewCouncil) -> None:
    if len(new.items) > _MOST_ITEMS or len(new.bodies) > _MOST_BODIES:
        raise BadInput(field=("input", "items" if len(new.items) > _MOST_ITEMS else "bodies"))
    for item in new.items:
        require_words(item.title, "items", _LONGEST_TITLE)
    for body in new.bodies:
        require_words(body.name, "bodies", _LONGEST_TITLE)
    if new.seats is not None and not 1 <= new.seats <= _MOST_SEATS:
        raise BadInput(field=("input", "seats"))
    if not 0 <= new.reserved_seats <= (new.seats or 0):
        raise BadInput(field=("input", "reserved_seats"))
    if not 0 <= new.speaking_slots <= (new.seats or 0) - new.reserved_seats:
        raise BadInput(field=("input", "speaking_slots"))
    if RULES[new.kind].needs_subject and all(item.subject is ItemSubject.OTHER for item in new.items):
        raise AgendaMissing(field=("input", "items"))


def _add_bodies(scope: Scope, council: Council, bodies: Sequence[NewBody]) -> None:
    scope.session.add_all(
        [
            CouncilBody(
                council_id=council.id, community_id=council.community_id, kind=body.kind, name=body.name.strip()
            )
            for body in bodies
        ]
    )


def _add_seats(scope: Scope, council: Council, new: NewCouncil) -> None:
    if new.seats is not None:
        seats = {"seats": new.seats, "reserved": new.reserved_seats, "speaking": new.speaking_slots}
        scope.session.add(CouncilSeating(council_id=council.id, community_id=council.community_id, **seats))


def add_items(scope: Scope, council: Council, items: Sequence[NewItem], after: int) -> None:
    """Put items on the agenda behind so many others, and tell those who follow their subjects."""
    for position, item in enumerate(items, after + 1):
        row = CouncilItem(
            id=new_id(),
            council_id=council.id,
            community_id=council.community_id,
            position=position,
            subject=item.subject,
            subject_id=item.subject_id,
            title=item.title.strip(),
        )
        scope.session.add(row)
        scope.emit(
            CouncilItemAdded(
                council.id, council.community_id, council.kind, row.id, item.subject.type_name, item.subject_id
            )
        )


@action(CouncilPermission.CALL)
async def add_agenda_item(scope: Scope, council_id: UUID, new: NewItem) -> Council:
    """Put one more thing on the agenda of a council that has no minutes yet. Raises NotFound, CouncilNotOpen."""
    require_words(new.title, "title", _LONGEST_TITLE)
    council = await lock_council(scope, council_id, CouncilStatus.SCHEDULED)
    await refuse_strange_subjects(scope, council.community_id, (new,))
    count = await scope.session.scalar(
        select(func.count()).select_from(CouncilItem).where(CouncilItem.council_id == council_id)
    )
    if (count or 0) >= _MOST_ITEMS:
        raise BadInput(field=("input", "council_id"))
    add_items(scope, council, (new,), count or 0)
    await note_on_issues(scope, IssueAct.TAKEN_TO_COUNCIL, council_id, (new,))
    scope.record("add_agenda_item", "Council", council_id, community_id=council.community_id)
    return council


@action(CouncilPermission.CALL)
async def cancel_council(scope: Scope, council_id: UUID, reason: str) -> Council:
    """Call a council off: seats and places in line end. Raises NotFound, ReasonMissing, CouncilNotOpen."""
    if not 2 <= len(reason.strip()) <= _LONGEST_REASON:
        raise ReasonMissing(field=("input", "reason"))
    # Seats before the line, as everyone who touches both; the council before both.
    council = await lock_council(scope, council_id, CouncilStatus.SCHEDULED)
    await scope.session.execute(select(CouncilSeating).where(CouncilSeating.council_id == council_id).with_for_update())
    council.status, council.cancelled_reason = CouncilStatus.CANCELLED, reason.strip()
    for line in LINES:
        await close_line(scope, line, council_id)
    await scope.session.execute(
        update(CouncilRegistration)
        .where(
            CouncilRegistration.council_id == council_id,
            CouncilRegistration.status.in_(
                (RegistrationStatus.REGISTERED, RegistrationStatus.HELD, RegistrationStatus.PRESENT)
            ),
        )
        .values(status=RegistrationStatus.CANCELLED)
    )
    scope.record("cancel_council", "Council", council_id, community_id=council.community_id, reason=reason.strip())
    scope.emit(CouncilCancelled(council_id, council.community_id))
    return council
