"""People who change their minds: seats given back, offers taken, declined and left to expire, all at once."""

import asyncio
import datetime as dt
import random
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError
from backend.core.timers import timers
from backend.modules.courses.actions.applications import apply_for_course, withdraw_from_course
from backend.modules.courses.contract.words import EnrolmentStatus
from backend.modules.courses.models.enrolments import Enrolment
from backend.modules.waitlists.actions.answers import accept_offer, decline_offer
from backend.modules.waitlists.contract import WaitlistStatus
from backend.modules.waitlists.models import WaitlistEntry
from tenants.scope import Actor, open_scope
from tenants.timing import run_timer
from tests.courses.factories import learner
from tests.courses.storming import Applied, Night, make_people, refuse_free_seats, refuse_jumps, stand_of
from tests.housing.imports import work

MINUTE = dt.timedelta(minutes=1)


async def change_minds(night: Night, told: Sequence[Applied], *, leaving: int) -> None:
    """So many withdraw while newcomers apply; then half of the offers are answered and the others expire, wave by wave.

    Nobody jumps at any moment, and after each wave no seat is free while someone waits.
    """
    rng, begun = random.Random(leaving), clock.now()
    seated = [one for one in told if one.answers[0]["status"] == EnrolmentStatus.ENROLLED]
    leavers = [learner(night.operator, one.resident_id) for one in rng.sample(seated, leaving)]
    newcomers = await _newcomers(night, leaving)
    came = await _wave(night, [*(_leave(one) for one in leavers), *(_come(night, one) for one in newcomers)])
    # Whatever was free was not for them.
    assert [one for one in came if one is not None] == [EnrolmentStatus.WAITLISTED] * len(newcomers)
    await refuse_free_seats(night)
    for wave in range(1, 5):
        offered = await _offered(night)
        assert offered
        with clock.at(begun + wave * 61 * MINUTE - 30 * MINUTE):
            answered = [_answer(night, one, number) for number, one in enumerate(offered) if number % 2 == 0]
            await _wave(night, answered)
            await refuse_free_seats(night)
        with clock.at(begun + wave * 61 * MINUTE):
            late = [_answer(night, one, number) for number, one in enumerate(offered) if number % 2]
            await _wave(night, [*(_pass_on(night) for _ in range(3)), *late])
            await refuse_free_seats(night)


async def _wave(night: Night, acts: Sequence[object]) -> list[EnrolmentStatus | None]:
    """All at once, while two workers deliver and somebody watches."""
    storm = asyncio.ensure_future(asyncio.gather(*acts))  # type: ignore[call-overload]  # coroutines of any answer

    async def deliver() -> None:
        while not storm.done():
            await work(night.operator.id)
            await asyncio.sleep(0)

    async def watch() -> None:
        while not storm.done():
            for course in night.courses:
                refuse_jumps(await stand_of(night, course))

    await asyncio.gather(storm, deliver(), deliver(), watch())
    await work(night.operator.id)
    return list(storm.result())


async def _newcomers(night: Night, count: int) -> list[Actor]:
    async with open_scope(night.manager) as scope:
        ids = await make_people(scope, count, night.courses[0].community_id)
    return [learner(night.operator, one) for one in ids]


async def _come(night: Night, person: Actor) -> EnrolmentStatus:
    """To the course that everyone gives seats back in, or any other."""
    wanted = random.Random(str(person.resident_id)).choice(night.courses)
    async with open_scope(person) as scope:
        return (await apply_for_course(scope, wanted.id)).status


async def _leave(person: Actor) -> None:
    async with open_scope(person) as scope:
        mine = select(Enrolment.id).where(Enrolment.status == EnrolmentStatus.ENROLLED)
        enrolment_id = await scope.session.scalar(mine)
        assert enrolment_id is not None
        await withdraw_from_course(scope, enrolment_id)


async def _offered(night: Night) -> list[tuple[UUID, UUID]]:
    """Who has an offer: the place in line and whose it is."""
    async with open_scope(night.manager, read_only=True) as scope:
        columns = (WaitlistEntry.id, WaitlistEntry.resident_id)
        wanted = select(*columns).where(WaitlistEntry.status == WaitlistStatus.OFFERED).order_by(WaitlistEntry.id)
        return [(row.id, row.resident_id) for row in await scope.session.execute(wanted)]


async def _answer(night: Night, offer: tuple[UUID, UUID], number: int) -> None:
    """Every third declines; whoever is late hears so."""
    entry_id, resident_id = offer
    try:
        async with open_scope(learner(night.operator, resident_id)) as scope:
            await (decline_offer if number % 3 == 2 else accept_offer)(scope, entry_id)
    except AppError as refusal:
        assert refusal.code in ("OFFER_EXPIRED", "CONFLICT"), refusal.code  # noqa: PT017 the refusal is one of several


async def _pass_on(night: Night) -> None:
    await run_timer(night.operator.id, timers["waitlists.pass_offers_on"])
