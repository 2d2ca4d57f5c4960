"""Attendance: marked by staff or by the rotating code; absences that block, and appeals."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import Forbidden, NotFound
from backend.modules.courses.actions.absences import appeal_absence_block, decide_absence_appeal
from backend.modules.courses.actions.attendance import check_in_to_session, mark_attendance
from backend.modules.courses.actions.sessions import move_session
from backend.modules.courses.contract.inputs import MarkedAttendance, SessionMove
from backend.modules.courses.contract.refusals import (
    AbsenceBlock,
    AppealAbsent,
    AttendanceTooEarly,
    BlockNotAppealable,
    CheckInClosed,
    CodeExpired,
    NotEnrolled,
    ReasonTooShort,
)
from backend.modules.courses.contract.words import AbsenceAppeal, AttendanceMark, TeacherKind
from backend.modules.courses.models.courses import Course, CourseSession
from backend.modules.courses.models.enrolments import Attendance, Enrolment, LearnerBlock
from backend.modules.courses.models.terms import Term
from backend.modules.courses.queries.courses import get_session_code
from backend.modules.courses.queries.enrolments import get_attendance_sheet
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.courses.counting import applied, made, refused, sessions_of
from tests.courses.factories import DAY, HOUR, a_time, make_term
from tests.courses.telling import give_accounts, told
from tests.housing.imports import work

MINUTE = dt.timedelta(minutes=1)
M = AttendanceMark


async def shown(actor: Actor, session: CourseSession) -> str:
    async with open_scope(actor, read_only=True) as scope:
        return (await get_session_code(scope, session.id)).code


async def checked_in(person: Actor, session: CourseSession, code: str) -> Attendance:
    async with open_scope(person) as scope:
        return await check_in_to_session(scope, session.id, code)


async def marked(
    manager: Actor, session: CourseSession, *, others: AttendanceMark | None = None, **marks: Enrolment
) -> None:
    """`marks` are by the mark's name in lower case."""
    said = [MarkedAttendance(enrolment_id=one.id, mark=AttendanceMark[name.upper()]) for name, one in marks.items()]
    async with open_scope(manager) as scope:
        await mark_attendance(scope, session.id, said, others)


async def sheet(manager: Actor, course: Course) -> list[list[M]]:
    async with open_scope(manager, read_only=True) as scope:
        found = await get_attendance_sheet(scope, course.id)
    return [[mark.mark for mark in row.marks] for row in found.rows]


async def block_of(manager: Actor, person: Actor) -> LearnerBlock:
    async with open_scope(manager, read_only=True) as scope:
        theirs = select(LearnerBlock).where(LearnerBlock.resident_id == person.resident_id)
        return (await scope.session.scalars(theirs)).one()


async def test_the_code_of_now_notes_one_present_and_later_late(
    manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term, sessions=1)
    (session,) = await sessions_of(manager, course)
    for person in people[:2]:
        await applied(person, course)
    with clock.at(session.starts_at - 30 * MINUTE):
        mark = await checked_in(people[0], session, (await shown(manager, session)).lower())
        again = await checked_in(people[0], session, await shown(manager, session))
    assert (mark.mark, mark.is_self_marked, again.id) == (M.PRESENT, True, mark.id)
    with clock.at(session.starts_at + 11 * MINUTE):
        assert (await checked_in(people[1], session, await shown(manager, session))).mark is M.LATE
        assert (await checked_in(people[0], session, await shown(manager, session))).mark is M.PRESENT


async def test_a_code_is_good_for_its_own_time_and_the_next_and_for_its_own_session(
    manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term)
    first, second = await sessions_of(manager, course)
    await applied(people[0], course)
    begins = first.starts_at
    with clock.at(begins):
        code, other = await shown(manager, first), await shown(manager, second)
    for moment, said in ((60, code), (600, code), (-31, code), (0, other), (0, ""), (0, "AAAAAAAA")):
        with clock.at(begins + dt.timedelta(seconds=moment)), pytest.raises(CodeExpired):
            await checked_in(people[0], first, said)
    with clock.at(begins + dt.timedelta(seconds=59)):
        assert (await checked_in(people[0], first, code)).mark is M.PRESENT


async def test_checking_in_is_for_learners_and_for_the_time_of_the_session(
    manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term, capacity=1, sessions=1)
    (session,) = await sessions_of(manager, course)
    for person in people[:2]:
        await applied(person, course)
    for moment in (session.starts_at - 31 * MINUTE, session.ends_at):
        with clock.at(moment), pytest.raises(CheckInClosed):
            await checked_in(people[0], session, await shown(manager, session))
    with clock.at(session.starts_at):
        # Whoever waits in line, or has nothing to do with it, has no seat to check in to.
        for person in people[1:3]:
            with pytest.raises(NotEnrolled):
                await checked_in(person, session, await shown(manager, session))
        with pytest.raises(NotFound):
            await shown(people[0], session)


async def test_the_resident_who_teaches_shows_the_code(manager: Actor, term: Term, people: list[Actor]) -> None:
    said = {"teacher_kind": TeacherKind.RESIDENT, "teacher_id": people[3].resident_id, "teacher_name": "林同学"}
    course = await made(manager, term, sessions=1, **said)
    (session,) = await sessions_of(manager, course)
    with clock.at(session.starts_at):
        assert await shown(people[3], session) == await shown(manager, session)


async def test_staff_mark_and_correct_and_the_rest_with_one_word(
    manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term, sessions=1, capacity=4)
    (session,) = await sessions_of(manager, course)
    enrolments = [await applied(person, course) for person in people]
    outsider = await applied(people[0], await made(manager, term, title="提示词写作", time=a_time(5)))
    with clock.at(session.starts_at - HOUR), pytest.raises(AttendanceTooEarly):
        await marked(manager, session, present=enrolments[0])
    with clock.at(session.starts_at):
        await checked_in(people[1], session, await shown(manager, session))
        await marked(manager, session, present=enrolments[0], excused=enrolments[2], others=M.ABSENT)
        assert await sheet(manager, course) == [[M.PRESENT], [M.PRESENT], [M.EXCUSED], [M.ABSENT]]
        await marked(manager, session, late=enrolments[3])
        assert await sheet(manager, course) == [[M.PRESENT], [M.PRESENT], [M.EXCUSED], [M.LATE]]
        with pytest.raises(NotEnrolled):
            await marked(manager, session, present=outsider)
        with pytest.raises(Forbidden):
            await marked(people[0], session, present=enrolments[0])


async def test_whom_a_moved_session_does_not_suit_is_excused(manager: Actor, term: Term, people: list[Actor]) -> None:
    course = await made(manager, term, sessions=1)
    other = await made(manager, term, sessions=1, time=a_time(4), title="幻灯片制作")
    for person in people[:2]:
        await applied(person, course)
    await applied(people[0], other)
    ((session,), (clash,)) = await sessions_of(manager, course), await sessions_of(manager, other)
    async with open_scope(manager) as scope:
        await move_session(scope, session.id, SessionMove(starts_at=clash.starts_at, ends_at=clash.ends_at))
    with clock.at(clash.starts_at):
        await marked(manager, session, others=M.ABSENT)
    assert await sheet(manager, course) == [[M.EXCUSED], [M.ABSENT]]


async def absent_thrice(manager: Actor, term: Term, person: Actor) -> tuple[Course, Enrolment, list[CourseSession]]:
    course = await made(manager, term, sessions=4)
    enrolment = await applied(person, course)
    sessions = await sessions_of(manager, course)
    for session in sessions[:3]:
        with clock.at(session.starts_at):
            await marked(manager, session, absent=enrolment)
    return course, enrolment, sessions


async def test_the_third_absence_blocks_until_an_appeal_is_granted(
    operator: Operator, manager: Actor, term: Term, people: list[Actor]
) -> None:
    accounts = await give_accounts(operator, people)
    open_until = {"closes_at": clock.now() + 90 * DAY}
    _, _, sessions = await absent_thrice(manager, term, people[0])
    other = await made(manager, await a_long_term(manager, term, **open_until), sessions=0, title="一人公司营销")
    now = sessions[2].starts_at + HOUR
    with clock.at(now):
        await work(operator.id)
        assert await told(manager, "ABSENCE_BLOCK") == {accounts[0]: 1}
        said = await refused(people[0], manager, AbsenceBlock, other)
        assert said.facts["absences"] == 3
        block = await block_of(manager, people[0])
        assert block.blocked_until == sessions[2].starts_at + 60 * DAY
        with pytest.raises(NotFound):
            await appealed(people[1], block)
        with pytest.raises(ReasonTooShort):
            await appealed(people[0], block, "x")
        with pytest.raises(AppealAbsent):
            await decided(manager, block, is_granted=True)
        await appealed(people[0], block)
        with pytest.raises(BlockNotAppealable):
            await appealed(people[0], block)
        await decided(manager, block, is_granted=True)
        await applied(people[0], other)
    seen = await block_of(manager, people[0])
    assert (seen.appeal, seen.answer, seen.blocked_until) == (AbsenceAppeal.GRANTED, "情况属实", now)

    assert "住院" not in str(seen.appeal_sealed)
    with clock.at(now):
        await work(operator.id)
    assert await told(manager, "ABSENCE_APPEAL_GRANTED") == {accounts[0]: 1}


async def test_a_rejected_appeal_leaves_the_block_and_time_ends_it(
    manager: Actor, term: Term, people: list[Actor]
) -> None:
    _, _, sessions = await absent_thrice(manager, term, people[0])
    long = await a_long_term(manager, term, closes_at=clock.now() + 200 * DAY)
    other = await made(manager, long, sessions=0)
    with clock.at(sessions[2].starts_at + HOUR):
        block = await block_of(manager, people[0])
        await appealed(people[0], block)
        await decided(manager, block, is_granted=False)
        await refused(people[0], manager, AbsenceBlock, other)
    with clock.at(block.blocked_until):
        with pytest.raises(BlockNotAppealable):
            await appealed(people[0], block)
        await applied(people[0], other)


async def test_a_corrected_absence_blocks_nobody_and_the_fourth_alone_does_not_block_anew(
    manager: Actor, term: Term, people: list[Actor]
) -> None:
    _, enrolment, sessions = await absent_thrice(manager, term, people[0])
    with clock.at(sessions[3].starts_at):
        await marked(manager, sessions[3], absent=enrolment)
        async with open_scope(manager, read_only=True) as scope:
            assert await scope.session.scalar(select(func.count()).select_from(LearnerBlock)) == 1
        await marked(manager, sessions[2], excused=enrolment)
        assert (await block_of(manager, people[0])).blocked_until == sessions[3].starts_at


async def appealed(person: Actor, block: LearnerBlock, reason: str = "那几天住院，有病历") -> LearnerBlock:
    async with open_scope(person) as scope:
        return await appeal_absence_block(scope, block.id, reason)


async def decided(manager: Actor, block: LearnerBlock, *, is_granted: bool) -> LearnerBlock:
    async with open_scope(manager) as scope:
        return await decide_absence_appeal(scope, block.id, "情况属实", is_granted=is_granted)


async def a_long_term(manager: Actor, term: Term, **more: dt.datetime) -> Term:
    async with open_scope(manager) as scope:
        return await make_term(scope, term.community_id, **more)
