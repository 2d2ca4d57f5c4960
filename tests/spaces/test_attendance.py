"""Who comes, who does not, what that costs, and what can be said against it."""

import datetime as dt
from uuid import UUID

import pytest
from sqlalchemy import select, text

from backend.core import clock
from backend.core.errors import Forbidden, NotFound
from backend.core.timers import timers
from backend.modules.housing.contract.events import ParticularsErased
from backend.modules.messaging.contract import NotificationWanted
from backend.modules.spaces.actions.attendance import check_in_booking, check_out_booking
from backend.modules.spaces.actions.credit import appeal_credit, decide_appeal
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.contract.refusals import (
    AppealClosed,
    AppealOpen,
    BookingNotOpen,
    CodeUnknown,
    CreditBlocked,
    ExplanationMissing,
    TooEarly,
    TooLate,
)
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.models.credit import CreditAppeal, CreditCharge
from backend.modules.spaces.queries.credit import get_credit
from backend.modules.spaces.queries.spaces import codes_by_id
from backend.modules.spaces.tasks import forget_resident
from backend.modules.spaces.words import AppealStatus, BookingStatus, CheckInMethod
from tenants.models import Operator
from tenants.outbox import OutboxRow
from tenants.scope import Actor, open_scope, system_actor
from tenants.timing import run_timer
from tests.app.residents import tokens_of
from tests.conftest import new_operator
from tests.spaces.factories import House, at, make_house
from tests.spaces.test_queueing import joined, statuses
from tests.waitlists.conftest import settle

MINUTE = dt.timedelta(minutes=1)


async def settled(operator: Operator) -> None:
    """The timer, as the worker runs it."""
    assert await run_timer(operator.id, timers["spaces.settle_spaces"])


async def code_of(house: House) -> str:
    async with open_scope(house.manager, read_only=True) as scope:
        return (await codes_by_id(scope, (house.space.id,)))[house.space.id]


async def status_of(house: House, booking: Booking) -> BookingStatus:
    async with open_scope(house.manager, read_only=True) as scope:
        return (await scope.session.get_one(Booking, (house.operator.id, booking.id))).status


@pytest.fixture
async def strict(operator: Operator, manager: Actor) -> House:
    """A space whose places are lost a quarter of an hour after the start."""
    return await make_house(operator, manager, people=4, needs_check_in=True, release_minutes=15)


async def test_the_code_on_the_wall_checks_in_whoever_has_a_booking_there(strict: House) -> None:
    made, code = await strict.booked(0), await code_of(strict)
    assert code.startswith(f"{strict.operator.code}-")
    for actor, said, moment, refusal in (
        (strict.residents[1], code, at(10), CodeUnknown),
        (strict.residents[0], code[:-1] + ("0" if code[-1] != "0" else "1"), at(10), CodeUnknown),
        (strict.residents[0], "", at(10), CodeUnknown),
        (strict.residents[0], code, made.starts_at - 16 * MINUTE, TooEarly),
        (strict.residents[0], code, made.starts_at + 15 * MINUTE, TooLate),
    ):
        with clock.at(moment), pytest.raises(refusal):
            async with open_scope(actor) as scope:
                await check_in_booking(scope, code=said)
    for _ in range(2):
        with clock.at(made.starts_at + 14 * MINUTE):
            async with open_scope(strict.residents[0]) as scope:
                came = await check_in_booking(scope, code=code)
        assert (came.status, came.checked_in_by) == (BookingStatus.CHECKED_IN, CheckInMethod.QR)


async def test_anothers_code_is_worth_nothing_here(strict: House, manager: Actor) -> None:
    made, code = await strict.booked(0), await code_of(strict)
    elsewhere = code.replace(strict.operator.code, (await new_operator()).code)
    with clock.at(made.starts_at), pytest.raises(CodeUnknown):
        async with open_scope(strict.residents[0]) as scope:
            await check_in_booking(scope, code=elsewhere)


async def test_staff_check_in_and_whoever_leaves_early_makes_room(strict: House, desk: Actor) -> None:
    made, eleven = await strict.booked(0, hours=2), at(11)
    with clock.at(made.starts_at):
        async with open_scope(desk) as scope:
            assert (await check_in_booking(scope, made.id)).checked_in_by is CheckInMethod.STAFF
    with clock.at(made.starts_at + 30 * MINUTE):
        async with open_scope(strict.residents[0]) as scope:
            assert (await check_out_booking(scope, made.id)).status is BookingStatus.COMPLETED
        with pytest.raises(BookingNotOpen):
            async with open_scope(desk) as scope:
                await check_in_booking(scope, made.id)
        await strict.booked(1, eleven)


async def test_whoever_does_not_come_loses_place_and_credit_once(strict: House) -> None:
    made, later = await strict.booked(0, hours=2), at(11)
    await joined(strict, 1, later)
    with clock.at(made.starts_at + 14 * MINUTE):
        await settled(strict.operator)
        assert await status_of(strict, made) is BookingStatus.CONFIRMED
    with clock.at(made.starts_at + 15 * MINUTE):
        await settled(strict.operator)
        assert await status_of(strict, made) is BookingStatus.RELEASED
        # What is left of the time goes to whoever waits for it.
        assert [str(one) for one in await statuses(strict)] == ["OFFERED"]
        async with open_scope(strict.residents[0], read_only=True) as scope:
            credit = await get_credit(scope, made.resident_id or made.id)
        assert (credit.points, credit.blocked_until) == (80, None)
    with clock.at(made.ends_at + MINUTE):
        await settled(strict.operator)
        assert await status_of(strict, made) is BookingStatus.RELEASED
    async with open_scope(strict.manager, read_only=True) as scope:
        assert len((await scope.session.scalars(select(CreditCharge))).all()) == 1


async def test_time_completes_what_needs_no_check_in_and_misses_what_does(operator: Operator, manager: Actor) -> None:
    easy = await make_house(operator, manager)
    missed = await make_house(operator, manager, needs_check_in=True)
    undecided = await make_house(operator, manager, approval_from_minutes=0)
    made = [await house.booked(0) for house in (easy, missed, undecided)]
    with clock.at(made[0].ends_at):
        await settled(operator)
        assert [await status_of(easy, one) for one in made] == [
            BookingStatus.COMPLETED,
            BookingStatus.NO_SHOW,
            BookingStatus.RELEASED,
        ]
    async with open_scope(manager, read_only=True) as scope:
        charged = await scope.session.scalars(select(CreditCharge.booking_id))
        assert list(charged) == [made[1].id]


async def test_three_missed_bookings_block_until_enough_has_worn_off(strict: House) -> None:
    for hour in (10, 12, 14):
        await strict.booked(0, at(hour))
    missed = at(14.25)
    with clock.at(missed):
        await settled(strict.operator)
        with pytest.raises(CreditBlocked) as refused:
            await strict.booked(0, at(16))
        until = dt.date.fromisoformat(str(refused.value.facts["until"]))
        assert (until - clock.today()).days == 20
        await strict.booked(1, at(16))
    with clock.at(missed + dt.timedelta(days=21)):
        await strict.booked(0, at(16))


async def test_an_appeal_is_made_once_by_whom_it_concerns_and_gives_credit_back(strict: House, desk: Actor) -> None:
    made = await strict.booked(0)
    with clock.at(made.starts_at + 20 * MINUTE):
        await settled(strict.operator)
        async with open_scope(strict.residents[0], read_only=True) as scope:
            (charge,) = (await scope.session.scalars(select(CreditCharge))).all()
        with pytest.raises(NotFound):
            async with open_scope(strict.residents[1]) as scope:
                await appeal_credit(scope, charge.id, "我没有迟到")
        with pytest.raises(ExplanationMissing):
            async with open_scope(strict.residents[0]) as scope:
                await appeal_credit(scope, charge.id, " ")
        async with open_scope(strict.residents[0]) as scope:
            appeal = await appeal_credit(scope, charge.id, "门锁故障，张师傅可以作证")
        with pytest.raises(AppealOpen):
            async with open_scope(strict.residents[0]) as scope:
                await appeal_credit(scope, charge.id, "再说一次")
        with pytest.raises(Forbidden):
            async with open_scope(desk) as scope:
                await decide_appeal(scope, appeal.id, is_accepted=True, answer="同意")
        async with open_scope(strict.manager) as scope:
            assert (await decide_appeal(scope, appeal.id, is_accepted=True, answer="核实无误")).status is (
                AppealStatus.ACCEPTED
            )
        with pytest.raises(AppealClosed):
            async with open_scope(strict.manager) as scope:
                await decide_appeal(scope, appeal.id, is_accepted=False, answer="改判")
        async with open_scope(strict.residents[0], read_only=True) as scope:
            assert (await get_credit(scope, strict.residents[0].resident_id or made.id)).points == 100


async def test_what_a_resident_wrote_is_sealed_and_goes_with_them(strict: House) -> None:
    made = await strict.booked(0, note="想安静看书")
    with clock.at(made.starts_at + 20 * MINUTE):
        await settled(strict.operator)
        async with open_scope(strict.residents[0]) as scope:
            charge = (await scope.session.scalars(select(CreditCharge))).one()
            await appeal_credit(scope, charge.id, "司马流云说门坏了")
    async with open_scope(strict.manager, read_only=True) as scope:
        rows = (await scope.session.execute(text("SELECT t::text FROM credit_appeals AS t"))).scalars().all()
        assert all("司马流云" not in row and "司马流云".encode().hex() not in row for row in rows)
    follower = system_actor(strict.operator.id, "spaces.forget_resident", SpacePermission.FOLLOW)
    async with open_scope(follower) as scope:
        await forget_resident(scope, ParticularsErased(made.resident_id or made.id))
    async with open_scope(strict.manager, read_only=True) as scope:
        assert (await scope.session.get_one(Booking, (strict.operator.id, made.id))).note_sealed is None
        assert (await scope.session.scalars(select(CreditAppeal.reason_sealed))).all() == [None]


async def test_who_lost_a_place_is_told_of_it_and_of_what_it_cost_once(operator: Operator, manager: Actor) -> None:
    strict = await make_house(operator, manager, needs_check_in=True, release_minutes=15)
    late = await make_house(operator, manager, needs_check_in=True)
    made = [await strict.booked(0), await late.booked(0)]
    await tokens_of(operator, [one.resident_id or one.id for one in made])
    with clock.at(made[0].ends_at):
        await settled(operator)
        await settle(operator)
    assert [await status_of(strict, one) for one in made] == [BookingStatus.RELEASED, BookingStatus.NO_SHOW]
    async with open_scope(manager, read_only=True) as scope:
        charged = set(await scope.session.scalars(select(CreditCharge.id)))
    wanted = [("BOOKING_RELEASED", made[0].id), ("BOOKING_NO_SHOW", made[1].id)]
    assert sorted(await told(manager)) == sorted([*wanted, *(("CREDIT_CHARGED", one) for one in charged)])
    assert len(charged) == 2


async def told(manager: Actor) -> list[tuple[str, UUID]]:
    """What residents were told, and of which object."""
    async with open_scope(manager, read_only=True) as scope:
        wanted = select(OutboxRow.payload).where(OutboxRow.name == NotificationWanted.name)
        return [(row["kind"], UUID(row["object_id"])) for row in await scope.session.scalars(wanted)]
