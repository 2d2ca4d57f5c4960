"""Minutes: who was there, what was said, what came of each item. With them a council counts as held."""

from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.councils.contract.events import CouncilHeld, ItemSettled
from backend.modules.councils.contract.inputs import ItemResult, NewRecord
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.refusals import CouncilNotBegun, TooFewPresent, VerdictMissing
from backend.modules.councils.contract.words import CouncilStatus, ItemOutcome, ItemSubject, RegistrationStatus
from backend.modules.councils.locking import LINES, lock_council, require_words
from backend.modules.councils.models.councils import Council, CouncilBody, CouncilItem, CouncilRegistration
from backend.modules.councils.rules import RULES
from backend.modules.issues.contract.ports import send_issue_up
from backend.modules.waitlists.contract import close_line
from tenants.limits import Limit
from tenants.scope import Scope, action

_LONGEST_MINUTES, _LONGEST_NOTE = 20_000, 500


@action(CouncilPermission.RECORD)
async def record_minutes(scope: Scope, council_id: UUID, new: NewRecord) -> Council:
    """Close a council with its minutes, by the rules of its kind.

    Raises NotFound, BadInput, CouncilNotOpen, CouncilNotBegun, TooFewPresent, VerdictMissing.
    """
    text = require_words(new.text, "text", _LONGEST_MINUTES)
    council = await lock_council(scope, council_id, CouncilStatus.SCHEDULED)
    if clock.now() < council.starts_at:
        raise CouncilNotBegun
    rule = RULES[council.kind]
    if rule.has_verdict != (new.verdict is not None):
        raise VerdictMissing(field=("input", "verdict"))
    came = await _admitted(scope, council_id)
    present = max(new.residents_present, len(came | set(new.present_ids)))
    await _refuse_few(scope, rule.residents, present, "residents_present")
    await _refuse_few(scope, rule.bodies, len(set(new.body_ids)), "body_ids")
    await _note_attendance(scope, council_id, new, came)
    council.status, council.held_at = CouncilStatus.HELD, clock.now()
    council.minutes, council.residents_present, council.verdict = text, present, new.verdict
    for result in new.results:
        await _settle(scope, council, result)
    for line in LINES:
        await close_line(scope, line, council_id)
    scope.record("record_minutes", "Council", council_id, community_id=council.community_id, present=present)
    scope.emit(CouncilHeld(council_id, council.community_id, council.kind))
    return council


async def _refuse_few(scope: Scope, least: Limit | None, present: int, field: str) -> None:
    wanted = 0 if least is None else await scope.limit(least)
    if present < wanted:
        raise TooFewPresent(field=("input", field), least=wanted, present=present)


async def _admitted(scope: Scope, council_id: UUID) -> set[UUID]:
    """Who was let in at the door; nobody more is while the council is locked."""
    in_there = select(CouncilRegistration.resident_id).where(
        CouncilRegistration.council_id == council_id, CouncilRegistration.status == RegistrationStatus.PRESENT
    )
    return set(await scope.session.scalars(in_there))


async def _note_attendance(scope: Scope, council_id: UUID, new: NewRecord, came: set[UUID]) -> None:
    """Those named came, and those who were let in; everyone else with a seat did not."""
    named = set(new.present_ids) - came
    registered = (
        CouncilRegistration.council_id == council_id,
        CouncilRegistration.status == RegistrationStatus.REGISTERED,
    )
    noted = await scope.session.scalars(
        update(CouncilRegistration)
        .where(*registered, CouncilRegistration.resident_id.in_(named))
        .values(status=RegistrationStatus.PRESENT)
        .returning(CouncilRegistration.id)
    )
    if len(noted.all()) != len(named):
        raise NotFound(field=("input", "present_ids"))
    await scope.session.execute(update(CouncilRegistration).where(*registered).values(status=RegistrationStatus.ABSENT))
    bodies = await scope.session.scalars(
        update(CouncilBody)
        .where(CouncilBody.council_id == council_id, CouncilBody.id.in_(new.body_ids))
        .values(was_present=True)
        .returning(CouncilBody.id)
    )
    if len(bodies.all()) != len(set(new.body_ids)):
        raise NotFound(field=("input", "body_ids"))


@action(CouncilPermission.RECORD)
async def settle_item(scope: Scope, council_id: UUID, result: ItemResult) -> Council:
    """Say later what came of an item, as when its tasks are done. Raises NotFound, CouncilNotOpen."""
    council = await lock_council(scope, council_id, CouncilStatus.HELD)
    await _settle(scope, council, result)
    scope.record("settle_item", "Council", council_id, community_id=council.community_id, outcome=result.outcome.value)
    return council


async def _settle(scope: Scope, council: Council, result: ItemResult) -> None:
    item: CouncilItem | None = await scope.session.scalar(
        select(CouncilItem).where(CouncilItem.id == result.item_id, CouncilItem.council_id == council.id)
    )
    if item is None:
        raise NotFound(field=("input", "results"))
    if result.note is not None:
        require_words(result.note, "results", _LONGEST_NOTE)
    goes_up = result.outcome is ItemOutcome.SENT_UP and item.outcome is not ItemOutcome.SENT_UP
    if goes_up and item.subject is ItemSubject.ISSUE and item.subject_id is not None:
        # With the minutes or not at all: what is said to go up has gone up.
        await send_issue_up(scope, item.subject_id, result.note or item.title)
    item.outcome, item.note = result.outcome, result.note
    item.settled_at = None if result.outcome is ItemOutcome.OPEN else clock.now()
    subject = (item.subject.type_name, item.subject_id)
    scope.emit(ItemSettled(council.id, council.community_id, item.id, *subject, result.outcome.value))
