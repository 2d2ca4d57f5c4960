"""Responsibility days: slots that are opened, taken by one unit each, and logged."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.housing.queries.inventory import communities_by_id
from backend.modules.partners.contract.events import ResponsibilityDayClaimed
from backend.modules.partners.contract.inputs import DayOutcome, NewDay
from backend.modules.partners.contract.permissions import PartnerPermission
from backend.modules.partners.contract.refusals import DayClosed, DayTaken
from backend.modules.partners.contract.words import DayStatus
from backend.modules.partners.models import ResponsibilityDay
from backend.modules.partners.standing import active_partner, refuse_odd
from tenants.scope import Scope, action

_LONGEST_TOPIC, _LONGEST_PLACE, _LONGEST_TEXT, _MOST_SERVED = 80, 80, 1000, 100_000


@action(PartnerPermission.RUN_DAYS)
async def open_responsibility_day(scope: Scope, new: NewDay) -> UUID:
    """Open a slot that one unit may take; its id. Raises NotFound, BadInput."""
    refuse_odd(new.topic, "topic", _LONGEST_TOPIC)
    refuse_odd(new.place, "place", _LONGEST_PLACE, 0)
    if new.held_on < clock.today():
        raise BadInput(field=("input", "held_on"))
    if new.community_id not in await communities_by_id(scope, [new.community_id]):
        raise NotFound(field=("input", "community_id"))
    day_id = new_id()
    scope.session.add(
        ResponsibilityDay(
            id=day_id,
            community_id=new.community_id,
            held_on=new.held_on,
            topic=new.topic.strip(),
            place=new.place.strip(),
            status=DayStatus.OPEN,
        )
    )
    scope.record("open_responsibility_day", "ResponsibilityDay", day_id, community_id=new.community_id)
    return day_id


async def _locked(scope: Scope, day_id: UUID) -> ResponsibilityDay:
    day: ResponsibilityDay | None = await scope.session.scalar(
        select(ResponsibilityDay).where(ResponsibilityDay.id == day_id).with_for_update()
    )
    if day is None:
        raise NotFound(field=("input", "day_id"))
    return day


@action(PartnerPermission.MATCH)
async def claim_responsibility_day(scope: Scope, day_id: UUID, partner_id: UUID) -> None:
    """A unit takes the slot, which no other can then. Raises NotFound, DayTaken, DayClosed, PartnerRetired."""
    day = await _locked(scope, day_id)
    if day.status in (DayStatus.CLAIMED, DayStatus.LOGGED):
        raise DayTaken(field=("input", "day_id"))
    if day.status is not DayStatus.OPEN:
        raise DayClosed(field=("input", "day_id"))
    await active_partner(scope, partner_id)
    day.status, day.partner_id, day.claimed_at = DayStatus.CLAIMED, partner_id, clock.now()
    scope.record("claim_responsibility_day", "ResponsibilityDay", day_id, community_id=day.community_id)
    scope.emit(ResponsibilityDayClaimed(day_id, day.community_id, partner_id))


@action(PartnerPermission.MATCH)
async def log_responsibility_day(scope: Scope, day_id: UUID, outcome: DayOutcome) -> None:
    """Write down what came of it, on the day or later. Raises NotFound, DayClosed, BadInput."""
    refuse_odd(outcome.outcome, "outcome", _LONGEST_TEXT)
    if not 0 <= outcome.served_count <= _MOST_SERVED:
        raise BadInput(field=("input", "served_count"))
    day = await _locked(scope, day_id)
    if day.status is not DayStatus.CLAIMED or day.held_on > clock.today():
        raise DayClosed(field=("input", "day_id"))
    day.status, day.logged_at = DayStatus.LOGGED, clock.now()
    day.outcome, day.served_count = outcome.outcome.strip(), outcome.served_count
    scope.record("log_responsibility_day", "ResponsibilityDay", day_id, community_id=day.community_id)


@action(PartnerPermission.RUN_DAYS)
async def cancel_responsibility_day(scope: Scope, day_id: UUID) -> None:
    """Call a slot off before it is logged. Raises NotFound, DayClosed."""
    day = await _locked(scope, day_id)
    if day.status not in (DayStatus.OPEN, DayStatus.CLAIMED):
        raise DayClosed(field=("input", "day_id"))
    day.status = DayStatus.CANCELLED
    scope.record("cancel_responsibility_day", "ResponsibilityDay", day_id, community_id=day.community_id)
