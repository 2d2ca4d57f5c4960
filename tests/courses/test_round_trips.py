"""How often an application asks the database: as often for the last in a long line as for the first."""

from uuid import UUID

from infra.bench.captured import captured, trips
from tenants.models import Operator
from tenants.scope import Actor
from tests.courses.storming import apply_once, make_night


async def _trips_of(person: Actor, course_id: UUID) -> int:
    with captured() as seen:
        await apply_once(person, course_id, "tap")
    # The operator's key is asked for every few seconds, by whoever comes first.
    return trips([one for one in seen if "operator_keys" not in one.sql])


async def test_an_application_takes_the_same_few_round_trips_however_long_the_line(
    operator: Operator, manager: Actor
) -> None:
    night = await make_night(operator, manager, people=24, courses=1, seats=4)
    told = [await _trips_of(person, night.courses[0].id) for person in night.people]
    # For a place in line, the reading of that place after the commit is a transaction of its own.
    assert told == [13] * 4 + [16] * 20
