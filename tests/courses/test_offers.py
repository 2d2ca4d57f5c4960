"""A freed seat: held for the first in line, passed on when it expires, told of truthfully; and courses in calendars."""

import datetime as dt

import icalendar
import vobject
from sqlalchemy import select

import backend.modules.courses.queries.calendars  # noqa: F401  # the source of calendars that is asked for below
from backend.core import clock
from backend.core.timers import timers
from backend.modules.courses.actions.applications import decide_application
from backend.modules.courses.actions.courses import cancel_course
from backend.modules.courses.actions.sessions import cancel_session, move_session
from backend.modules.courses.contract.inputs import SessionMove
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.contract.words import EnrolmentStatus, TeacherKind
from backend.modules.courses.models.terms import Term
from backend.modules.feeds.calendars import calendar_text
from backend.modules.feeds.contract import FeedOwner, sources
from backend.modules.feeds.queries import feed_reader
from backend.modules.waitlists.actions.answers import accept_offer
from backend.modules.waitlists.contract import OfferExpired
from backend.modules.waitlists.models import WaitlistEntry
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tenants.timing import run_timer
from tests.courses.counting import applied, made, sessions_of, statuses, taken, withdrawn
from tests.courses.factories import HOUR
from tests.courses.telling import give_accounts, told, told_with
from tests.housing.imports import work

S = EnrolmentStatus


async def passed_on(operator: Operator) -> None:
    """The timer that passes expired offers on, and what follows from it."""
    await run_timer(operator.id, timers["waitlists.pass_offers_on"])
    await work(operator.id)


async def test_an_offer_that_expires_goes_to_the_next_until_the_course_begins(
    operator: Operator, manager: Actor, term: Term, people: list[Actor]
) -> None:
    accounts = await give_accounts(operator, people)
    course = await made(manager, term, capacity=1, hold_minutes=60)
    first, second, *_ = [await applied(person, course) for person in people]
    await withdrawn(people[0], first)
    await work(operator.id)
    offered_at = clock.now()
    assert await statuses(manager, course) == [S.CANCELLED, S.OFFERED, S.WAITLISTED, S.WAITLISTED]
    with clock.at(offered_at + dt.timedelta(minutes=61)):
        await passed_on(operator)
        assert await statuses(manager, course) == [S.CANCELLED, S.DECLINED, S.OFFERED, S.WAITLISTED]
        await refused_as_late(people[1], second.entry_id)
        begins = (await sessions_of(manager, course))[0].starts_at
    with clock.at(begins):
        await passed_on(operator)
        # Nobody is offered anything once it has begun, and whoever waited is let go.
        assert await statuses(manager, course) == [S.CANCELLED, S.DECLINED, S.DECLINED, S.CANCELLED]
        assert await taken(manager, course) == 0
    # Whose offer expired was told so by the line; nobody was told that staff had declined them.
    assert await told(manager, "COURSE_APPLICATION_DECLINED") == {}
    assert set(await told(manager, "COURSE_ENROLLED")) == {accounts[0]}
    assert await told_with(manager, "COURSE_ENROLLED") == [{"course_id": str(course.id)}]


async def refused_as_late(person: Actor, entry_id: object) -> None:
    try:
        async with open_scope(person) as scope:
            await accept_offer(scope, entry_id)  # type: ignore[arg-type]  # an id
    except OfferExpired:
        return
    raise AssertionError("a late answer was taken")


async def test_whom_staff_declined_is_told_so(
    operator: Operator, manager: Actor, term: Term, people: list[Actor]
) -> None:
    accounts = await give_accounts(operator, people)
    course = await made(manager, term, needs_approval=True)
    enrolment = await applied(people[0], course)
    async with open_scope(manager) as scope:
        await decide_application(scope, enrolment.id, is_accepted=False)
    await work(operator.id)
    assert await told(manager, "COURSE_APPLICATION_DECLINED") == {accounts[0]: 1}


async def test_everyone_who_had_applied_is_told_of_a_cancelled_course_offers_too(
    operator: Operator, manager: Actor, term: Term, people: list[Actor]
) -> None:
    accounts = await give_accounts(operator, people)
    course = await made(manager, term, capacity=2)
    first, *_ = [await applied(person, course) for person in people]
    await withdrawn(people[0], first)
    await work(operator.id)
    assert await statuses(manager, course) == [S.CANCELLED, S.ENROLLED, S.OFFERED, S.WAITLISTED]
    async with open_scope(manager) as scope:
        await cancel_course(scope, course.id, "教师生病")
    await work(operator.id)
    assert await statuses(manager, course) == [S.CANCELLED] * 4
    assert set(accounts[1:]) <= set(await told(manager, "COURSE_CANCELLED"))
    async with open_scope(manager, read_only=True) as scope:
        assert set(await scope.session.scalars(select(WaitlistEntry.status))) == {"CLOSED"}


async def read_twice(operator: Operator, person: Actor) -> list[tuple[str, int, str]]:
    """UID, SEQUENCE and STATUS of a resident's sessions, as both parsers have them."""
    async with open_scope(feed_reader(operator.id), read_only=True) as scope:
        found = await sources["courses.sessions"].read(scope, FeedOwner.RESIDENT, person.resident_id)  # type: ignore[arg-type]  # an id
    text = calendar_text("新居", found)
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    one = [
        (str(event["UID"]), int(str(event["SEQUENCE"])), str(event["STATUS"]))
        for event in icalendar.Calendar.from_ical(text).walk("VEVENT")
    ]
    other = getattr(vobject.readOne(text.decode()), "vevent_list", [])
    assert [(event.uid.value, int(event.sequence.value), event.status.value) for event in other] == one
    return one


async def test_sessions_stand_in_the_calendars_of_those_who_sit_in_them_and_teach_them(
    operator: Operator, manager: Actor, term: Term, people: list[Actor]
) -> None:
    said = {"teacher_kind": TeacherKind.RESIDENT, "teacher_id": people[3].resident_id, "teacher_name": "林同学"}
    course = await made(manager, term, capacity=1, title="中秋主题人工智能绘画：从提示词到明信片的完整创作", **said)
    for person in people[:2]:
        await applied(person, course)
    first, second = await sessions_of(manager, course)
    uids = [f"session-{one.id}@xinju" for one in (first, second)]
    assert await read_twice(operator, people[0]) == [(uids[0], 0, "CONFIRMED"), (uids[1], 0, "CONFIRMED")]
    assert await read_twice(operator, people[3]) == await read_twice(operator, people[0])
    assert await read_twice(operator, people[1]) == []
    async with open_scope(manager) as scope:
        await move_session(scope, first.id, SessionMove(starts_at=first.starts_at + HOUR, ends_at=first.ends_at + HOUR))
    async with open_scope(manager) as scope:
        await cancel_session(scope, second.id, "教师生病")
    assert await read_twice(operator, people[0]) == [(uids[0], 1, "CONFIRMED"), (uids[1], 1, "CANCELLED")]
    assert CoursePermission.VIEW in feed_reader(operator.id).permissions
