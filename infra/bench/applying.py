"""Applying for a full course, as nearly everybody does when a term opens; beside pgbench with the same statements."""

import datetime as dt
from functools import partial
from uuid import UUID

from rich.console import Console
from sqlalchemy import select
from strawberry.relay import GlobalID

from backend.core import clock
from backend.core.surfaces import Surface
from backend.modules.courses.actions.applications import apply_for_course
from backend.modules.courses.actions.courses import create_course
from backend.modules.courses.actions.sessions import generate_sessions
from backend.modules.courses.actions.terms import create_term
from backend.modules.courses.contract.inputs import NewCourse, NewTerm, WeeklyPattern, WeeklyTime
from backend.modules.courses.contract.words import CourseCategory, TeacherKind
from backend.modules.housing.models.inventory import Community
from infra.bench import vacancies, writing
from infra.bench.asking import APPLY, ask
from infra.bench.ground import Ground, community_manager
from infra.bench.plans import Hot
from infra.bench.rounds import Load
from infra.bench.vacancies import RESIDENT, Vacancies
from tenants.scope import open_scope

_SESSIONS = 8
_MORE = 4


async def measure(console: Console, ground: Ground, load: Load, count: int) -> list[Hot]:
    """`count`: applications of a contender in each round, each by another resident, all for one course."""
    operator_id = (await community_manager(vacancies.OPERATOR)).operator
    course_id = await _opened()
    act = writing.Act(
        title="Applying for one full course",
        name="application",
        surface=Surface.RESIDENT,
        prefixes=(RESIDENT,),
        more=_MORE,
        by_schema=partial(_by_schema, operator_id, course_id),
        by_action=partial(_by_action, operator_id, course_id),
    )
    return await writing.measure(console, ground, load, count, Vacancies(), act)


async def _opened() -> UUID:
    """A course with one seat, whose term takes applications now."""
    now, today = clock.now(), clock.today()
    async with open_scope(await community_manager(vacancies.OPERATOR)) as scope:
        community_id = (await scope.session.scalars(select(Community.id).order_by(Community.id).limit(1))).one()
        term = await create_term(
            scope,
            NewTerm(
                community_id=community_id,
                name="bench",
                starts_on=today + dt.timedelta(days=10),
                ends_on=today + dt.timedelta(days=150),
                opens_at=now - dt.timedelta(hours=1),
                closes_at=now + dt.timedelta(days=5),
            ),
        )
        new = NewCourse(
            term_id=term.id,
            title="bench",
            category=CourseCategory.ART,
            capacity=1,
            teacher_kind=TeacherKind.STAFF,
            teacher_name="bench",
        )
        course = await create_course(scope, new)
        time = WeeklyTime(weekday=3, starts=dt.time(19), ends=dt.time(21))
        await generate_sessions(scope, course.id, WeeklyPattern(times=(time,), count=_SESSIONS))
        return course.id


async def _by_schema(operator_id: UUID, course_id: UUID, number: int) -> None:
    said = {"courseId": str(GlobalID("Course", str(course_id))), "idempotencyKey": f"{writing.KEY}{number}"}
    answer = await ask(vacancies.resident(operator_id, number), APPLY, {"input": said})
    if b'"Enrolment"' not in answer:
        raise RuntimeError(f"the application was refused: {answer.decode()}")


async def _by_action(operator_id: UUID, course_id: UUID, number: int) -> None:
    async with open_scope(vacancies.resident(operator_id, number)) as scope:
        await apply_for_course(scope, course_id)
