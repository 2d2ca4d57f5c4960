"""What is left of a course: feedback, certificates that anyone can check, hours taught, reminders."""

import datetime as dt
import zlib

import httpx
import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import Forbidden, NotFound
from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.core.timers import timers
from backend.modules.courses.actions.certificates import issue_certificates, revoke_certificate
from backend.modules.courses.actions.feedback import submit_feedback
from backend.modules.courses.actions.sessions import cancel_session, move_session
from backend.modules.courses.contract.inputs import NewFeedback, SessionMove
from backend.modules.courses.contract.refusals import (
    CourseNotFinished,
    FeedbackGiven,
    FeedbackTooEarly,
    NotEnrolled,
    RatingInvalid,
)
from backend.modules.courses.contract.words import AttendanceMark, EnrolmentStatus, TeacherKind
from backend.modules.courses.links import path_of
from backend.modules.courses.models.courses import Course, TeachingHour
from backend.modules.courses.models.results import Certificate, CourseReview
from backend.modules.courses.models.terms import Term
from backend.modules.courses.queries.courses import ratings_by_id
from backend.modules.courses.queries.results import list_reviews
from backend.modules.courses.verifying import certificate_of
from backend.modules.messaging.models import Notification
from graphql_schema.context import Context
from tenants.models import Operator
from tenants.scope import Actor, open_scope, system_actor
from tenants.timing import run_timer
from tests.app.server import Server
from tests.conftest import new_operator
from tests.courses.counting import applied, made, sessions_of, statuses
from tests.courses.factories import DAY, HOUR
from tests.courses.telling import give_accounts, told
from tests.courses.test_attendance import marked
from tests.housing.imports import work
from tests.isolation.crawling import ask

ANYONE = Actor(surface=Surface.CONTROL)
CHECK = """query($code: String!) { certificate(code: $code) {
  holderMasked operatorName title teacherName minutes sessionsAttended sessionsHeld isValid } }"""


async def taught(manager: Actor, term: Term, people: list[Actor], **more: object) -> tuple[Course, dt.datetime]:
    """A course of five sessions: one learner came to all, one to four, one to three; and when it is over."""
    course = await made(manager, term, sessions=5, capacity=4, **more)
    enrolments = [await applied(person, course) for person in people[:3]]
    sessions = await sessions_of(manager, course)
    for number, session in enumerate(sessions):
        absent = [one for one, missed in zip(enrolments, (0, 1, 2), strict=True) if number < missed]
        with clock.at(session.starts_at):
            for one in absent:
                await marked(manager, session, absent=one)
            await marked(manager, session, others=AttendanceMark.PRESENT)
    return course, sessions[-1].ends_at


async def issued(manager: Actor, course: Course) -> tuple[list[Certificate], int]:
    async with open_scope(manager) as scope:
        found = await issue_certificates(scope, course.id)
    return list(found.certificates), found.unearned


async def rated(person: Actor, course: Course, rating: int = 5, comment: str = "") -> CourseReview:
    async with open_scope(person) as scope:
        return await submit_feedback(scope, course.id, NewFeedback(rating=rating, teacher_rating=4, comment=comment))


async def test_feedback_is_given_once_by_those_who_sat_in_it(manager: Actor, term: Term, people: list[Actor]) -> None:
    course = await made(manager, term, sessions=1, capacity=3)
    for person in people[:3]:
        await applied(person, course)
    with pytest.raises(FeedbackTooEarly):
        await rated(people[0], course)
    (session,) = await sessions_of(manager, course)
    with clock.at(session.starts_at):
        for wrong in (0, 6):
            with pytest.raises(RatingInvalid):
                await rated(people[0], course, wrong)
        review = await rated(people[0], course, 5, "老师讲得很细，想再学一期")
        await rated(people[1], course, 2)
        with pytest.raises(FeedbackGiven):
            await rated(people[0], course, 1)
        with pytest.raises(NotEnrolled):
            await rated(people[3], course)
    assert "老师".encode() not in (review.comment_sealed or b"")
    async with open_scope(manager, read_only=True) as scope:
        found = (await ratings_by_id(scope, [course.id]))[course.id]
        said = [(one.rating, one.comment) for one in (await list_reviews(scope, Page(10), course.id)).rows]
    assert (found.count, found.rating, found.teacher_rating) == (2, 3.5, 4.0)
    assert said == [(2, None), (5, "老师讲得很细，想再学一期")]


async def test_certificates_go_to_those_who_came_often_enough_and_once(
    operator: Operator, manager: Actor, term: Term, people: list[Actor]
) -> None:
    accounts = await give_accounts(operator, people)
    course, over = await taught(manager, term, people)
    with pytest.raises(CourseNotFinished):
        await issued(manager, course)
    with clock.at(over):
        certificates, unearned = await issued(manager, course)
        assert ([(one.sessions_attended, one.minutes) for one in certificates], unearned) == ([(5, 600), (4, 480)], 1)
        assert await issued(manager, course) == ([], 1)
        await work(operator.id)
    assert await statuses(manager, course) == [EnrolmentStatus.COMPLETED] * 3
    assert await told(manager, "CERTIFICATE_ISSUED") == {accounts[0]: 1, accounts[1]: 1}
    with pytest.raises(Forbidden):
        await issued(people[0], course)


async def test_anyone_checks_a_certificate_and_sees_when_it_was_revoked(
    operator: Operator, manager: Actor, term: Term, people: list[Actor]
) -> None:
    course, over = await taught(manager, term, people)
    with clock.at(over):
        (first, _), _ = await issued(manager, course)
    answer = await ask(Context(ANYONE), CHECK, {"code": first.code})
    shown = answer.data["certificate"]
    assert (shown["operatorName"], shown["title"], shown["isValid"]) == ("测试", course.title, True)
    assert (shown["minutes"], shown["sessionsAttended"], shown["sessionsHeld"]) == (600, 5, 5)
    full = (await certificate_of(first.code)).name
    assert (shown["holderMasked"][0], full not in shown["holderMasked"], "*" in shown["holderMasked"]) == (
        full[0],
        True,
        True,
    )
    other = await new_operator()
    for code in ("", "x", first.code[:-1], first.code[:-1] + ("A" if first.code[-1] != "A" else "B")):
        assert (await ask(Context(ANYONE), CHECK, {"code": code})).data == {"certificate": None}
    moved = first.code.replace(operator.code, other.code)
    assert (await ask(Context(ANYONE), CHECK, {"code": moved})).data == {"certificate": None}
    async with open_scope(manager) as scope:
        await revoke_certificate(scope, first.id, "出勤登记有误")
    assert (await ask(Context(ANYONE), CHECK, {"code": first.code})).data["certificate"]["isValid"] is False


async def test_the_page_is_for_anyone_and_the_document_for_its_holder(
    operator: Operator, manager: Actor, term: Term, people: list[Actor], server: Server
) -> None:
    course, over = await taught(manager, term, people)
    with clock.at(over):
        (first, _), _ = await issued(manager, course)
    async with open_scope(people[0], read_only=True) as scope:
        path = path_of(first.code, await scope.key())
    full = (await certificate_of(first.code)).name
    async with httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=30) as http:
        page = await http.get(f"/certificates/{first.code}")
        assert (page.status_code, "证书真实有效" in page.text, course.title in page.text) == (200, True, True)
        assert full not in page.text
        other = first.code[:-1] + ("7" if first.code[-1] != "7" else "8")
        assert (await http.get(f"/certificates/{other}")).status_code == 404
        document = await http.get(path)
        assert (document.status_code, document.headers["content-type"]) == (200, "application/pdf")
        assert document.content.startswith(b"%PDF-")
        assert b"NotoSansCJK" in embedded(document.content)
        for forged in (path[:-1], path.split("?")[0], path[:-2] + "AA"):
            assert (await http.get(forged)).status_code == 404, forged
        async with open_scope(manager) as scope:
            await revoke_certificate(scope, first.id, "出勤登记有误")
        assert "证书已撤销" in (await http.get(f"/certificates/{first.code}")).text
        assert (await http.get(path)).status_code == 410


def embedded(document: bytes) -> bytes:
    """A document with its compressed streams laid open."""
    laid_open = [document]
    for stream in document.split(b"stream\n")[1::2]:
        try:
            laid_open.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            continue
    return b"".join(laid_open)


async def test_hours_are_credited_once_for_each_session_that_was_held(
    operator: Operator, manager: Actor, term: Term, people: list[Actor]
) -> None:
    said = {"teacher_kind": TeacherKind.RESIDENT, "teacher_id": people[3].resident_id, "teacher_name": "林同学"}
    course = await made(manager, term, sessions=3, **said)
    first, second, third = await sessions_of(manager, course)
    async with open_scope(manager) as scope:
        await cancel_session(scope, second.id, "教师出差")
    for moment in (first.ends_at, first.ends_at + DAY, third.ends_at):
        with clock.at(moment):
            await run_timer(operator.id, timers["courses.finish_courses"])
    async with open_scope(people[3], read_only=True) as scope:
        hours = (await scope.session.scalars(select(TeachingHour).order_by(TeachingHour.credited_at))).all()
    assert [(one.session_id, one.minutes) for one in hours] == [(first.id, 120), (third.id, 120)]
    async with open_scope(people[0], read_only=True) as scope:
        assert (await scope.session.scalars(select(TeachingHour))).all() == []


async def test_learners_are_reminded_once_of_a_session_and_again_when_it_has_moved(
    operator: Operator, manager: Actor, term: Term, people: list[Actor]
) -> None:
    accounts = await give_accounts(operator, people)
    course = await made(manager, term, sessions=2, capacity=1)
    for person in people[:2]:
        await applied(person, course)
    first, _ = await sessions_of(manager, course)
    remind = timers["courses.remind_learners"]
    with clock.at(first.starts_at - 25 * HOUR):
        await run_timer(operator.id, remind)
    assert await told(manager, "SESSION_REMINDER") == {}
    for hours in (24, 23, 22):
        with clock.at(first.starts_at - hours * HOUR):
            await run_timer(operator.id, remind)
    assert await told(manager, "SESSION_REMINDER") == {accounts[0]: 1}
    with clock.at(first.starts_at - 5 * HOUR):
        later = SessionMove(starts_at=first.starts_at + 2 * DAY, ends_at=first.ends_at + 2 * DAY)
        async with open_scope(manager) as scope:
            await move_session(scope, first.id, later)
    with clock.at(later.starts_at - 20 * HOUR):
        await run_timer(operator.id, remind)
        await work(operator.id)
        assert await told(manager, "SESSION_REMINDER") == {accounts[0]: 2}
        async with open_scope(system_actor(operator.id, "test"), read_only=True) as scope:
            rows = list(await scope.session.scalars(select(Notification.kind)))
    assert rows.count("SESSION_REMINDER") == 2


async def test_certificates_of_others_cannot_be_revoked(manager: Actor, term: Term, people: list[Actor]) -> None:
    course, over = await taught(manager, term, people)
    with clock.at(over):
        (first, _), _ = await issued(manager, course)
    with pytest.raises(Forbidden):
        async with open_scope(people[0]) as scope:
            await revoke_certificate(scope, first.id, "出勤登记有误")
    with pytest.raises(NotFound):
        async with open_scope(manager) as scope:
            await revoke_certificate(scope, course.id, "出勤登记有误")
