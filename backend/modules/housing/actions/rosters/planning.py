"""What a row of a roster would change: decided in memory against the ledger and the rows before it."""

import datetime as dt
from uuid import UUID

from dateutil.relativedelta import relativedelta

from backend.core.errors import Conflict
from backend.core.ids import new_id
from backend.modules.housing.actions.rosters.decisions import (
    Decision,
    Foreseen,
    Terms,
    planned_end,
    refused,
    relation_of,
)
from backend.modules.housing.actions.rosters.ledger_view import (
    LedgerView,
    Lived,
    Period,
    PersonView,
    PlaceView,
    StayView,
)
from backend.modules.housing.actions.rosters.loading import Loaded
from backend.modules.housing.contract.refusals import (
    BedAllotted,
    BedOccupied,
    BedOutOfService,
    MinorAlone,
    OverLimit,
    PlaceUnknown,
    ResidentAlreadyHoused,
    StayNotOpen,
    StayTooLong,
    TooFarInFuture,
)
from backend.modules.housing.roster.model import Field, RosterRow
from backend.modules.housing.words import Relation, RosterRowKind, StayStatus


class Planner:
    """Takes the rows in order; what one row would change, the next one meets."""

    def __init__(self, loaded: Loaded, terms: Terms) -> None:
        self._loaded = loaded
        self._ledger: LedgerView = loaded.ledger
        self._terms = terms

    def decide(self, row: RosterRow, foreseen: Foreseen | None = None) -> Decision:
        """An ERROR changes nothing for the rows after it. Where it would do other than foreseen, that is an error."""
        decision = self._decide(row)
        if decision.kind in (RosterRowKind.ERROR, RosterRowKind.UNCHANGED):
            if decision.stay is not None:
                decision.stay.is_said = True
            return decision
        if foreseen is not None and not foreseen.holds(decision.kind, decision.subject_id):
            return refused(Conflict, None)
        self._take(row, decision)
        return decision

    def decide_leaving(self, stay_id: UUID, day: dt.date) -> Decision:
        """Someone whom a complete roster leaves out."""
        stay = self._ledger.stays.get(stay_id)
        if stay is None or stay.status is not StayStatus.ACTIVE or not stay.starts_on < day or stay.is_said:
            return refused(StayNotOpen, None)
        self._ledger.end(stay, day)
        stay.status = StayStatus.ENDED
        return Decision(RosterRowKind.MOVE_OUT, stay=stay, ends_on=day)

    def _decide(self, row: RosterRow) -> Decision:
        place = self._loaded.places.find(row)
        if place is None:
            return refused(PlaceUnknown, Field.UNIT)
        person = self._ledger.people.get(self._loaded.index(row)) or PersonView(
            new_id(), row.document.birth_on, is_new=True
        )
        known = _known(person, place, row.starts_on)
        if known is not None:
            return self._of_known(row, place, person, known)
        period = Period(row.starts_on, planned_end(row, self._terms.today))
        return self._odd_dates(period) or self._of_new(row, place, person, period)

    def _of_known(self, row: RosterRow, place: PlaceView, person: PersonView, stay: StayView) -> Decision:
        end, today = row.ends_on, self._terms.today
        if end is None or end in (stay.ends_on, stay.planned_ends_on):
            return Decision(RosterRowKind.UNCHANGED, stay=stay)
        clash = refused(ResidentAlreadyHoused, Field.ENDS_ON)
        if stay.is_said or not stay.is_open or stay.lead_id != person.id:
            return clash
        if end <= today:
            is_active = stay.status is StayStatus.ACTIVE and stay.starts_on < end
            return Decision(RosterRowKind.MOVE_OUT, place=place, stay=stay, ends_on=end) if is_active else clash
        if end > stay.ends_on:
            later = Period(stay.ends_on, end)
            odd = self._odd_dates(Period(stay.starts_on, end)) or self._taken(place, later, stay.employer_id, stay.id)
            if odd is not None:
                return odd
            if any(lived.stay is not stay for one in stay.people for lived in one.person.clashing(later)):
                return clash
        return Decision(RosterRowKind.END_CHANGED, place=place, stay=stay, ends_on=end)

    def _odd_dates(self, period: Period) -> Decision | None:
        if (period.ends_on - period.starts_on).days > self._terms.longest_days:
            return refused(StayTooLong, Field.ENDS_ON, days=self._terms.longest_days)
        if (period.starts_on - self._terms.today).days > self._terms.future_days:
            return refused(TooFarInFuture, Field.STARTS_ON, days=self._terms.future_days)
        return None

    def _of_new(self, row: RosterRow, place: PlaceView, person: PersonView, period: Period) -> Decision:
        joined = self._joined(place, period) if relation_of(row.relation) is not Relation.LEAD else None
        if period.ends_on > self._terms.today and not self._may_be_claimed(person):
            return refused(ResidentAlreadyHoused, Field.STARTS_ON)
        clashing, left = person.clashing(period), None
        if clashing:
            left = self._movable(clashing, person, period)
            if left is None or joined is not None:
                return refused(ResidentAlreadyHoused, Field.STARTS_ON)
        employer_id = self._loaded.employers.get(row.employer or "")
        odd = self._unfit(place, person, period, joined, left, employer_id)
        if odd is not None:
            return odd
        kind = RosterRowKind.MOVE_IN if period.ends_on > self._terms.today else RosterRowKind.HISTORY
        stay = joined or self._new_stay(place, person, period, left.employer_id if left else employer_id)
        if left is not None:
            kind = RosterRowKind.TRANSFER
            stay.residency_started_on = left.residency_started_on
        movers = _movers(left, period)
        return Decision(kind, place=place, person=person, stay=stay, left=left, ends_on=period.ends_on, movers=movers)

    def _joined(self, place: PlaceView, period: Period) -> StayView | None:
        """The stay of whoever leads at the place for all of the period."""
        return next(
            (
                stay
                for stay in self._ledger.stays_of_unit[place.unit.id]
                if (stay.unit_id, stay.bed_id) == place.key
                and stay.starts_on <= period.starts_on
                and period.ends_on <= stay.ends_on
            ),
            None,
        )

    def _movable(self, clashing: list[Lived], person: PersonView, period: Period) -> StayView | None:
        """The one stay that the row moves its person out of: it runs now, they lead it, and no row speaks of it."""
        stay, today = clashing[0].stay, self._terms.today
        is_running = stay.status is StayStatus.ACTIVE and not stay.is_said and not stay.is_new
        is_move = stay.starts_on < period.starts_on <= today < period.ends_on
        leads = stay.lead_id == person.id and len(clashing) == 1
        return stay if is_running and is_move and self._is_in_reach(stay) and leads else None

    def _is_in_reach(self, stay: StayView) -> bool:
        return self._terms.reach is None or stay.community_id in self._terms.reach

    def _may_be_claimed(self, person: PersonView) -> bool:
        """A resident is seen by the staff of one community: where they live, unless who moves them reaches there."""
        return all(self._is_in_reach(lived.stay) for lived in person.lived if lived.stay.is_open)

    def _unfit(
        self,
        place: PlaceView,
        person: PersonView,
        period: Period,
        joined: StayView | None,
        left: StayView | None,
        employer_id: UUID | None,
    ) -> Decision | None:
        age = self._terms.adult_age
        if joined is None and person.birth_on and person.birth_on + relativedelta(years=age) > period.starts_on:
            return refused(MinorAlone, Field.DOCUMENT, age=age)
        if joined is None:
            taken = self._taken(place, period, left.employer_id if left else employer_id, left.id if left else None)
            if taken is not None:
                return taken
        if period.ends_on <= self._terms.today:
            return None
        if any(bed.is_out_of_service for bed in place.beds):
            return refused(BedOutOfService, Field.UNIT)
        joining = len(_movers(left, period)) if left else 1
        persons = joining + self._ledger.persons(place.unit, period, without=left.id if left else None)
        if persons > place.unit.limit:
            return refused(OverLimit, Field.UNIT, persons=persons, limit=place.unit.limit)
        return None

    def _taken(
        self, place: PlaceView, period: Period, employer_id: UUID | None, without: UUID | None
    ) -> Decision | None:
        if any(stay_id != without for stay_id in self._ledger.holders(place.beds, period)):
            return refused(BedOccupied, Field.UNIT)
        for bed in place.beds:
            if any(holder != employer_id and held.meets(period) for holder, held in bed.allotted):
                return refused(BedAllotted, Field.UNIT)
        return None

    def _new_stay(self, place: PlaceView, person: PersonView, period: Period, employer_id: UUID | None) -> StayView:
        status = StayStatus.RESERVED if period.starts_on > self._terms.today else StayStatus.ACTIVE
        return StayView(
            id=new_id(),
            community_id=self._loaded.places.community.id,
            unit_id=place.unit.id,
            bed_id=place.bed.id if place.bed else None,
            lead_id=person.id,
            status=StayStatus.ENDED if period.ends_on <= self._terms.today else status,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            planned_ends_on=period.ends_on,
            residency_started_on=period.starts_on,
            employer_id=employer_id,
            is_said=True,
            is_new=True,
        )

    def _take(self, row: RosterRow, decision: Decision) -> None:
        """Let the rows that follow meet what this one changes."""
        stay, person, place = decision.stay, decision.person, decision.place
        if stay is None or place is None or decision.ends_on is None:
            raise RuntimeError("a row that changes something has a stay and a place")
        stay.is_said = True
        if person is None:
            self._ledger.end(stay, decision.ends_on)
            if decision.kind is RosterRowKind.MOVE_OUT:
                stay.status = StayStatus.ENDED
            else:
                stay.planned_ends_on = decision.ends_on
            return
        self._ledger.people[self._loaded.index(row)] = person
        period = Period(row.starts_on, decision.ends_on)
        if stay.id not in self._ledger.stays:
            self._ledger.add_stay(stay)
            for bed in place.beds:
                bed.held[stay.id] = period
        if decision.left is None:
            relation = Relation.LEAD if stay.lead_id == person.id else relation_of(row.relation)
            self._ledger.add_person(stay, person, relation, period)
            return
        self._ledger.end(decision.left, row.starts_on)
        decision.left.status = StayStatus.ENDED
        for one in decision.movers:
            self._ledger.add_person(stay, one.person, one.relation, period)


def _movers(left: StayView | None, period: Period) -> tuple[Lived, ...]:
    """Everyone who still lives in the stay that is left."""
    return tuple(one for one in left.people if one.period.ends_on > period.starts_on) if left else ()


def _known(person: PersonView, place: PlaceView, starts_on: dt.date) -> StayView | None:
    """The stay that a row speaks of: the same person at the same place since the same day, or as a resident since."""
    for lived in person.lived:
        stay = lived.stay
        if (stay.unit_id, stay.bed_id) == place.key and starts_on in (
            lived.period.starts_on,
            stay.residency_started_on,
        ):
            return stay
    return None
