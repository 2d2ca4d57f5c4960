"""A year in the life of a community: who moved in, left, changed rooms, and who will come."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from uuid import UUID

from backend.core import clock
from backend.modules.housing.words import PartyStatus, Relation, StayStatus, UnitKind
from backend.seeding.bulk_ledger import Ledger, Letting, Place, StayTerms
from backend.seeding.people import People, Person

StatusOf = Callable[[Person], PartyStatus]

# Shares of a community's lettings; the articles give the sums, these make them look like a year.
_HAD_SOMEONE_BEFORE = 0.3
_CHANGED_ROOM = 0.06
_IS_RESERVED = 0.15
_UNREGISTERED = 0.03
_MONTHS = (6, 12, 12, 24)


def lettings_of(places: Iterable[Place]) -> Iterator[Letting]:
    """What can be let: a bed where they are let one by one, otherwise the whole unit."""
    for place in places:
        if place.is_by_bed:
            yield from (Letting(place, bed_id) for bed_id in place.bed_ids)
        else:
            yield Letting(place, None)


class History:
    """Fills lettings with stays; nobody and no bed is ever in two at once, by construction and by constraint."""

    def __init__(
        self, ledger: Ledger, people: People, status_of: StatusOf | None = None, couples: float = 0.08
    ) -> None:
        self._ledger = ledger
        self._people = people
        self._draw = people.random
        self._today = clock.today()
        self._status_of = status_of or self._some_status
        self._couples = couples
        # Lettings whose past is still open, with the day from which they are taken.
        self._vacated: list[tuple[Letting, dt.date]] = []

    def fill(self, lettings: Sequence[Letting], living: int) -> int:
        """House `living` people in lettings taken at random; returns how many there was no room for."""
        waiting = list(lettings)
        self._draw.shuffle(waiting)
        while living > 0 and waiting:
            letting = waiting.pop()
            living -= self._house(letting, living)
        for letting in waiting:
            self._leave_vacant(letting)
        return living

    def _house(self, letting: Letting, most: int) -> int:
        starts_on = self._today - dt.timedelta(days=int(self._draw.triangular(0, 420, 60)))
        previous, mover, residency = None, None, None
        if letting.place.kind is UnitKind.ROOM and self._vacated and self._draw.random() < _CHANGED_ROOM:
            mover, previous, residency, starts_on = self._moved_from(*self._vacated.pop())
        party = [(mover, Relation.LEAD)] if mover else self._party(letting, starts_on, most)
        self._ledger.stay(
            letting,
            party,
            StayTerms(
                status=StayStatus.ACTIVE,
                starts_on=starts_on,
                planned_ends_on=self._planned_end(starts_on, self._today),
                residency_started_on=residency,
                previous_stay_id=previous,
                is_registered=self._draw.random() > _UNREGISTERED,
            ),
        )
        if self._draw.random() < _HAD_SOMEONE_BEFORE:
            self._someone_before(letting, starts_on)
        elif not letting.employer_id and letting.place.kind is UnitKind.ROOM:
            self._vacated.append((letting, starts_on))
        return len(party)

    def _moved_from(self, letting: Letting, taken_on: dt.date) -> tuple[UUID, UUID, dt.date, dt.date]:
        """Someone who lived in another letting until shortly before its next resident came, and moves here that day."""
        moved_on = taken_on - dt.timedelta(days=self._draw.randrange(1, 12))
        came_on = moved_on - dt.timedelta(days=self._draw.randrange(20, 200))
        person = self._people.adult()
        resident_id = self._ledger.resident(
            person, came_on, letting.place.community_id, status=self._status_of(person), lives_alone=True
        )
        stay_id = self._ended(letting, resident_id, came_on, moved_on)
        return resident_id, stay_id, came_on, moved_on

    def _someone_before(self, letting: Letting, until: dt.date) -> None:
        left_on = until - dt.timedelta(days=self._draw.randrange(21))
        came_on = left_on - dt.timedelta(days=self._draw.randrange(30, 240))
        former = self._ledger.resident(self._people.adult(), came_on, letting.place.community_id)
        self._ended(letting, former, came_on, left_on)

    def _ended(self, letting: Letting, resident_id: UUID, came_on: dt.date, left_on: dt.date) -> UUID:
        terms = StayTerms(
            status=StayStatus.ENDED,
            starts_on=came_on,
            planned_ends_on=self._planned_end(came_on, left_on),
            ends_on=left_on,
        )
        return self._ledger.stay(letting, [(resident_id, Relation.LEAD)], terms)

    def _leave_vacant(self, letting: Letting) -> None:
        if self._draw.random() < _IS_RESERVED:
            starts_on = self._today + dt.timedelta(days=self._draw.randrange(1, 45))
            comer = self._ledger.resident(self._people.adult(), self._today, letting.place.community_id)
            terms = StayTerms(
                status=StayStatus.RESERVED,
                starts_on=starts_on,
                planned_ends_on=starts_on + dt.timedelta(days=365),
                is_registered=False,
            )
            self._ledger.stay(letting, [(comer, Relation.LEAD)], terms)
        if self._draw.random() < _HAD_SOMEONE_BEFORE:
            self._someone_before(letting, self._today - dt.timedelta(days=self._draw.randrange(60)))

    def _planned_end(self, starts_on: dt.date, after: dt.date) -> dt.date:
        """The end of a usual contract, prolonged by half years until it lies after a day."""
        ends_on = starts_on + dt.timedelta(days=30 * self._draw.choice(_MONTHS))
        while ends_on <= after:
            ends_on += dt.timedelta(days=182)
        return ends_on

    def _party(self, letting: Letting, since: dt.date, most: int) -> list[tuple[UUID, Relation]]:
        lead = self._people.adult()
        others = [] if letting.bed_id else list(self._relatives(lead, letting.place.kind))[: most - 1]
        alone = not others and letting.bed_id is None
        party = [(self._registered(lead, since, letting, lives_alone=alone), Relation.LEAD)]
        party += [(self._registered(person, since, letting), relation) for person, relation in others]
        return party

    def _registered(self, person: Person, since: dt.date, letting: Letting, *, lives_alone: bool = False) -> UUID:
        status = self._status_of(person)
        community_id = letting.place.community_id
        return self._ledger.resident(person, since, community_id, status=status, lives_alone=lives_alone)

    def _relatives(self, lead: Person, kind: UnitKind) -> Iterator[tuple[Person, Relation]]:
        draw, age = self._draw, (self._today - lead.birth_on).days / 365.25
        if kind is UnitKind.ROOM:
            if draw.random() < self._couples:
                yield self._people.adult(), Relation.SPOUSE
            return
        if age > 24 and draw.random() < 0.75:
            yield self._people.relative(max(age - 4, 22), age + 4), Relation.SPOUSE
            for _ in range(draw.choice((0, 0, 1, 1, 2))):
                yield self._people.relative(0.5, min(age - 21, 16), lead.name[0]), Relation.CHILD
        elif draw.random() < 0.5:
            yield self._people.adult(), Relation.FRIEND

    def _some_status(self, person: Person) -> PartyStatus:
        age = (self._today - person.birth_on).days / 365.25
        drawn = self._draw.random()
        if age < 18 or drawn < 0.6:
            return PartyStatus.NOT_STATED
        if drawn < 0.635:
            return PartyStatus.PARTY_MEMBER
        return PartyStatus.LEAGUE_MEMBER if drawn < 0.675 and age < 28 else PartyStatus.NONE
