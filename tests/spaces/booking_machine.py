"""Random lives of a hall and its halves beside a model of them: what is held, by whom, and who is next."""

from dataclasses import replace
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from backend.core.timers import timers
from backend.modules.spaces.words import CHANGEABLE, HOLDING, BookingStatus
from backend.modules.waitlists.contract import WaitlistStatus
from tenants.timing import run_timer
from tests.spaces import booking_acts as acts
from tests.spaces.booking_model import A_DAY, HALVES, Booked, cells_of, is_offered, new_status, waits
from tests.spaces.booking_world import FIRST, HALF_HOUR, MINUTE, STARTS, BookingWorld

WHO = st.integers(0, acts.PEOPLE - 1)
WHERE = st.sampled_from(sorted(HALVES))
WHEN = st.tuples(st.integers(0, STARTS - 1), st.integers(1, 2))


class BookingMachine(BookingWorld):
    """What people do, and what has to be so whatever they did."""

    @initialize(where=WHERE, when=WHEN, again=WHEN)
    def open(self, where: str, when: tuple[int, int], again: tuple[int, int]) -> None:
        """Somebody has booked, and again; and somebody waits: most of what can go wrong begins so."""
        self.open_house()
        self.book(0, where, when)
        self.book(0, where, again)
        self.join_line(1, (where, self.begins(when), when[1]))

    @rule(who=WHO, where=WHERE, when=WHEN)
    def create(self, who: int, where: str, when: tuple[int, int]) -> None:
        self.book(who, where, when)

    @precondition(lambda self: self.bookings)
    @rule(data=st.data(), when=WHEN)
    def create_another(self, data: st.DataObject, when: tuple[int, int]) -> None:
        """Whoever has booked a space wants it once more: that is whom quotas are for."""
        booking_id = data.draw(st.sampled_from(self.crowded)) if self.crowded else self.chosen(data)[0]
        self.book(self.bookings[booking_id].who, self.bookings[booking_id].where, when)

    def book(self, who: int, where: str, when: tuple[int, int]) -> None:
        begins, hours = self.begins(when), when[1]
        wanted = self.expected(who, where, begins, hours)
        code, made = self.tried(acts.create(self.house, who, self.spaces[where], self.moment(begins), hours))
        assert code == wanted, (code, wanted)
        if made is not None:
            self.bookings[made.id] = Booked(who, where, begins, hours, new_status(hours))

    @precondition(lambda self: self.bookings)
    @rule(data=st.data(), when=WHEN)
    def move(self, data: st.DataObject, when: tuple[int, int]) -> None:
        self.move_one(self.chosen(data)[0], when)

    @precondition(lambda self: self.crowded)
    @rule(data=st.data(), when=WHEN)
    def move_one_of_two(self, data: st.DataObject, when: tuple[int, int]) -> None:
        """Whoever has as many as anybody may have in a day may still have one of them at another time."""
        self.move_one(data.draw(st.sampled_from(self.crowded)), when)

    def move_one(self, booking_id: UUID, when: tuple[int, int]) -> None:
        one = self.bookings[booking_id]
        begins, hours = self.begins(when), when[1]
        is_free = not cells_of(one.where, begins, hours) & (self.held - one.cells)
        person = self.refusal_of(one.who, one.where, begins, instead_of=booking_id)
        code, _ = self.tried(acts.move(self.house, one.who, booking_id, self.moment(begins), hours))
        if one.status not in CHANGEABLE:
            assert code == "BOOKING_NOT_OPEN"
        elif self.now > min(self.moment(one.begins), self.moment(begins)):
            assert code == "TOO_LATE"
        elif person:
            assert code == person
        elif not is_free:
            assert code == "SLOT_TAKEN"
        elif code == "":
            status = BookingStatus.PENDING if hours == 2 else one.status
            self.bookings[booking_id] = Booked(one.who, one.where, begins, hours, status)
        else:
            # Where it would have to give its own time up, which others wait for, it may not keep a part of it.
            assert code == "SLOT_TAKEN"
            assert any(cells_of(*each.slot) & one.cells for each in self.queue.values() if waits(each))

    @precondition(lambda self: self.bookings)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        booking_id, one = self.chosen(data)
        code, _ = self.tried(acts.cancel(self.house, one.who, booking_id))
        self.judge_cancelled(booking_id, code)

    @precondition(lambda self: self.awaited)
    @rule(data=st.data())
    def give_way(self, data: st.DataObject) -> None:
        """Somebody waits for it."""
        booking_id = data.draw(st.sampled_from(self.awaited))
        code, _ = self.tried(acts.cancel(self.house, self.bookings[booking_id].who, booking_id))
        self.judge_cancelled(booking_id, code)

    @precondition(lambda self: self.awaited)
    @rule(data=st.data(), who=WHO)
    def snatch(self, data: st.DataObject, who: int) -> None:
        """A newcomer is quicker than the worker that makes the offers: what others wait for is not to be had."""
        booking_id = data.draw(st.sampled_from(self.awaited))
        one = self.bookings[booking_id]
        code, _ = self.attempt(acts.cancel(self.house, one.who, booking_id))
        self.judge_cancelled(booking_id, code)
        waiting = [cells_of(*each.slot) for each in self.queue.values() if waits(each)]
        awaited = set().union(*(cells for cells in waiting if not cells & self.held))
        wanted = self.expected(who, one.where, one.begins, one.hours, awaited)
        code, made = self.tried(
            acts.create(self.house, who, self.spaces[one.where], self.moment(one.begins), one.hours)
        )
        assert code == wanted, (code, wanted)
        if made is not None:
            self.bookings[made.id] = replace(one, who=who, status=new_status(one.hours))

    @precondition(lambda self: self.bookings)
    @rule(data=st.data(), is_yes=st.booleans())
    def decide(self, data: st.DataObject, is_yes: bool) -> None:
        booking_id, one = self.chosen(data)
        code, _ = self.tried(acts.decide(self.house, booking_id, is_yes=is_yes))
        if one.status is BookingStatus.PENDING:
            assert code == ""
            self.bookings[booking_id] = replace(
                one, status=BookingStatus.CONFIRMED if is_yes else BookingStatus.REJECTED
            )
        else:
            assert code == "BOOKING_DECIDED"

    @precondition(lambda self: self.bookings)
    @rule(data=st.data())
    def come(self, data: st.DataObject) -> None:
        self.arrive(self.chosen(data)[0])

    @precondition(lambda self: self.expected_ones)
    @rule(data=st.data())
    def come_in_time(self, data: st.DataObject) -> None:
        booking_id = data.draw(st.sampled_from(self.expected_ones))
        self.now = self.moment(self.bookings[booking_id].begins)
        self.age()
        self.arrive(booking_id)

    def arrive(self, booking_id: UUID) -> None:
        one = self.bookings[booking_id]
        code, _ = self.tried(acts.come(self.house, booking_id))
        if one.status is BookingStatus.CHECKED_IN:
            assert code == ""
        elif one.status is not BookingStatus.CONFIRMED:
            assert code == "BOOKING_NOT_OPEN"
        elif self.now < self.moment(one.begins) - 15 * MINUTE:
            assert code == "TOO_EARLY"
        else:
            # Whoever comes too late has been released before.
            assert code == ""
            self.bookings[booking_id] = replace(one, status=BookingStatus.CHECKED_IN)

    @rule(who=WHO, where=WHERE, when=WHEN)
    def join(self, who: int, where: str, when: tuple[int, int]) -> None:
        self.join_line(who, (where, self.begins(when), when[1]))

    def join_line(self, who: int, slot: tuple[str, int, int]) -> None:
        where, begins, hours = slot
        if self.now > self.moment(begins):
            wanted = "TOO_LATE"
        elif self.refusal_of(who, where, begins) == "CREDIT_BLOCKED":
            wanted = "CREDIT_BLOCKED"
        elif not cells_of(*slot) & self.held:
            wanted = "SLOT_FREE"
        else:
            wanted = "WAITLIST_CLOSED" if self.now == self.moment(begins) else ""
        code, _ = self.tried(acts.join(self.house, who, self.spaces[where], self.moment(begins), hours))
        assert code == wanted, (code, wanted)
        mine = [one for one in self.queue.values() if (one.who, one.slot) == (who, slot)]
        assert wanted or sum(waits(one) or is_offered(one) for one in mine) == 1

    @precondition(lambda self: any(one.status in HOLDING for one in self.bookings.values()))
    @rule(data=st.data(), who=WHO)
    def want(self, data: st.DataObject, who: int) -> None:
        """Queue for what somebody has."""
        slots = {(one.where, one.begins, one.hours) for one in self.bookings.values() if one.status in HOLDING}
        self.join_line(who, data.draw(st.sampled_from(sorted(slots))))

    @precondition(lambda self: any(waits(one) for one in self.queue.values()))
    @rule(data=st.data(), who=WHO)
    def queue_behind(self, data: st.DataObject, who: int) -> None:
        """Queue behind somebody."""
        slots = {one.slot for one in self.queue.values() if waits(one)}
        self.join_line(who, data.draw(st.sampled_from(sorted(slots))))

    @precondition(lambda self: self.queue)
    @rule(data=st.data())
    def come_back(self, data: st.DataObject) -> None:
        """Whoever gave a place up queues again, at the end; or whoever has one still."""
        gone = (WaitlistStatus.LEFT, WaitlistStatus.DECLINED)
        ended = [key for key, one in self.queue.items() if one.status in gone]
        one = self.queue[data.draw(st.sampled_from(sorted(ended or self.queue)))]
        self.join_line(one.who, one.slot)

    @precondition(lambda self: self.offered)
    @rule(data=st.data())
    def accept(self, data: st.DataObject) -> None:
        entry_id = data.draw(st.sampled_from(self.offered))
        one, before = self.queue[entry_id], set(self.bookings)
        where, begins, hours = one.slot
        code, _ = self.tried(acts.answer(self.house, one.who, entry_id, is_yes=True))
        assert code == self.refusal_of(one.who, where, begins)
        if not code:
            (made,) = set(self.run(acts.bookings(self.house, self.spaces, self.midnight))) - before
            self.bookings[made] = Booked(one.who, where, begins, hours, new_status(hours))

    @precondition(lambda self: self.offered)
    @rule(data=st.data())
    def decline(self, data: st.DataObject) -> None:
        entry_id = data.draw(st.sampled_from(self.offered))
        code, _ = self.tried(acts.answer(self.house, self.queue[entry_id].who, entry_id, is_yes=False))
        assert code == ""

    @precondition(lambda self: len(self.offered) < len(self.queue))
    @rule(data=st.data(), is_yes=st.booleans())
    def answer_nothing(self, data: st.DataObject, is_yes: bool) -> None:
        """There is no offer, or none any more."""
        entry_id = data.draw(st.sampled_from(sorted(self.queue.keys() - set(self.offered))))
        code, _ = self.tried(acts.answer(self.house, self.queue[entry_id].who, entry_id, is_yes=is_yes))
        assert code in ("OFFER_MISSING", "OFFER_EXPIRED")

    @precondition(lambda self: self.queue)
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        """Whoever leaves and comes again goes to the end; `look` sees that nobody who has ended comes back."""
        entry_id = data.draw(st.sampled_from(sorted(self.queue)))
        one = self.queue[entry_id]
        code, _ = self.tried(acts.leave(self.house, one.who, entry_id))
        assert code == ""
        was_open = waits(one) or is_offered(one)
        assert self.queue[entry_id].status is (WaitlistStatus.LEFT if was_open else one.status)

    @rule()
    def expire(self) -> None:
        late = [entry_id for entry_id, one in self.queue.items() if is_offered(one)]
        self.now += 31 * MINUTE
        for entry_id in late[:1]:
            code, _ = self.tried(acts.answer(self.house, self.queue[entry_id].who, entry_id, is_yes=True))
            assert code == "OFFER_EXPIRED"
        self.age()
        assert {self.queue[one].status for one in late} <= {WaitlistStatus.EXPIRED}

    @precondition(lambda self: any(one.status in HOLDING for one in self.bookings.values()))
    @rule(data=st.data(), late=st.sampled_from([0, 31]))
    def go_on(self, data: st.DataObject, late: int) -> None:
        """To the start of a booking, or to when it is too late for it."""
        starts = sorted({one.begins for one in self.bookings.values() if one.status in HOLDING})
        ahead = [one for one in starts if self.moment(one) + late * MINUTE > self.now]
        if ahead:
            self.now = self.moment(data.draw(st.sampled_from(ahead[:2]))) + late * MINUTE
            self.age()

    def age(self) -> None:
        """What time does by itself, as the timers do it."""
        for name in ("spaces.settle_spaces", "waitlists.pass_offers_on"):
            code, _ = self.tried(run_timer(self.house.operator.id, timers[name]))
            assert code == ""
        for booking_id, one in self.bookings.items():
            if one.status not in HOLDING or self.now < self.moment(one.begins):
                continue
            status: BookingStatus
            if one.status is BookingStatus.CHECKED_IN:
                is_over = self.now >= self.moment(one.ends)
                status = BookingStatus.COMPLETED if is_over else one.status
            elif one.status is BookingStatus.PENDING:
                status = BookingStatus.RELEASED
            else:
                is_missed = self.now >= self.moment(one.begins) + HALF_HOUR
                status = BookingStatus.RELEASED if is_missed else one.status
                self.missed += [(one.who, self.now)] if is_missed else []
            self.bookings[booking_id] = replace(one, status=status)
        while self.now > self.moment(self.day * A_DAY + FIRST + STARTS - 1):
            self.day += 1

    @invariant()
    def nothing_is_held_twice_or_for_nobody(self) -> None:
        if not hasattr(self, "house"):
            return
        cells = [cell for one in self.bookings.values() if one.status in HOLDING for cell in one.cells]
        cells += [cell for one in self.queue.values() if is_offered(one) for cell in cells_of(*one.slot)]
        assert len(cells) == len(set(cells))
        assert self.run(acts.bookings(self.house, self.spaces, self.midnight)) == self.bookings
        # The ledger has each of them once, and nothing else.
        assert sorted(self.run(acts.ledger(self.house, self.spaces, self.midnight))) == sorted(cells)

    @invariant()
    def no_time_is_free_while_someone_waits_for_it(self) -> None:
        for one in self.queue.values():
            assert not waits(one) or cells_of(*one.slot) & self.held, one

    @invariant()
    def nobody_waits_for_what_has_begun(self) -> None:
        for one in self.queue.values():
            assert not (waits(one) or is_offered(one)) or self.now < self.moment(one.slot[1]), one
