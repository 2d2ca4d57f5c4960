"""One session, or all of a course, as a file that a calendar opens."""

import ics
import vobject

from backend.modules.courses.actions.sessions import cancel_session, move_session
from backend.modules.courses.contract.inputs import SessionMove
from backend.modules.courses.models.terms import Term
from backend.modules.spaces.models.spaces import Space
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.courses.counting import made, sessions_of
from tests.courses.factories import HOUR
from tests.isolation.saying import global_id
from tests.spaces.asking import asked

FILES = "query($id: ID!) { course(id: $id) { calendarFile sessions { id calendarFile } } }"


def read_twice(text: str) -> list[tuple[str, int, str]]:
    """UID, SEQUENCE and STATUS of each session, as both parsers have them."""
    one = [
        (event.uid, int(next(line.value for line in event.extra if line.name == "SEQUENCE")), event.status)
        for event in sorted(ics.Calendar(text).events)
    ]
    events = vobject.readOne(text).vevent_list
    assert [(event.uid.value, int(event.sequence.value), event.status.value) for event in events] == one
    return one


async def test_a_course_and_each_of_its_sessions_is_a_calendar_file(
    manager: Actor, term: Term, people: list[Actor], room: Space
) -> None:
    course = await made(manager, term, title="中秋主题人工智能绘画：从提示词到明信片的完整创作", space_id=room.id)
    first, second = await sessions_of(manager, course)
    async with open_scope(manager) as scope:
        await move_session(scope, first.id, SessionMove(starts_at=first.starts_at + HOUR, ends_at=first.ends_at + HOUR))
    async with open_scope(manager) as scope:
        await cancel_session(scope, second.id, "教师生病")
    shown = (await asked(people[0], FILES, id=global_id("Course", course.id)))["course"]
    expected = [(f"session-{first.id}@xinju", 1, "CONFIRMED"), (f"session-{second.id}@xinju", 1, "CANCELLED")]
    assert read_twice(shown["calendarFile"]) == expected
    assert [read_twice(one["calendarFile"]) for one in shown["sessions"]] == [[one] for one in expected]
    (event,) = ics.Calendar(shown["sessions"][0]["calendarFile"]).events
    assert (event.begin.datetime, event.name) == (first.starts_at + HOUR, f"{course.title}（第 1 课）")
    assert event.location.startswith(room.name)
    assert all(len(line.encode()) <= 75 for line in shown["calendarFile"].split("\r\n"))


async def test_a_course_without_sessions_is_no_calendar_file_and_others_have_none(
    manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term, sessions=0)
    shown = (await asked(people[0], FILES, id=global_id("Course", course.id)))["course"]
    assert shown == {"calendarFile": None, "sessions": []}
    other = acting(await new_operator(), Role.COMMUNITY_MANAGER)
    assert (await asked(other, FILES, id=global_id("Course", course.id)))["course"] is None
