"""Terms, courses and learners for tests of the night school."""

import datetime as dt
from typing import Any  # fields of inputs, by name
from uuid import UUID

from sqlalchemy import update

from backend.core import clock
from backend.modules.courses.actions.courses import create_course
from backend.modules.courses.actions.sessions import generate_sessions
from backend.modules.courses.actions.terms import create_term
from backend.modules.courses.contract.inputs import NewCourse, NewTerm, WeeklyPattern, WeeklyTime
from backend.modules.courses.contract.words import CourseCategory, TeacherKind
from backend.modules.courses.models.courses import Course
from backend.modules.courses.models.terms import Term
from backend.modules.housing.models.residents import Resident
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, Scope
from tests.conftest import acting
from tests.housing.factories import make_resident

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def a_time(weekday: int = 3, hour: int = 19) -> WeeklyTime:
    return WeeklyTime(weekday=weekday, starts=dt.time(hour), ends=dt.time(hour + 2))


async def make_term(scope: Scope, community_id: UUID, **more: Any) -> Term:
    """A term that takes applications now and begins in ten days."""
    today, now = clock.today(), clock.now()
    said: dict[str, Any] = {
        "community_id": community_id,
        "name": "2026 年秋季",
        "starts_on": today + 10 * DAY,
        "ends_on": today + 100 * DAY,
        "opens_at": now - HOUR,
        "closes_at": now + 5 * DAY,
        "max_courses": 10,
    }
    return await create_term(scope, NewTerm(**(said | more)))


async def make_course(
    scope: Scope, term: Term, *, sessions: int = 2, time: WeeklyTime | None = None, **more: Any
) -> Course:
    """A course with sessions once a week; 0 for none."""
    said: dict[str, Any] = {
        "term_id": term.id,
        "title": "中秋主题人工智能绘画",
        "category": CourseCategory.ART,
        "capacity": 2,
        "teacher_kind": TeacherKind.STAFF,
        "teacher_name": "王老师",
        "place": "1 号楼二层教室",
    }
    course = await create_course(scope, NewCourse(**(said | more)))
    if sessions:
        await generate_sessions(scope, course.id, WeeklyPattern(times=(time or a_time(),), count=sessions))
    return course


async def make_learners(scope: Scope, count: int, community_id: UUID | None = None) -> list[UUID]:
    """Residents who were registered and live in a community, in order."""
    made = [(await make_resident(scope)).id for _ in range(count)]
    await scope.session.execute(
        update(Resident)
        .where(Resident.id.in_(made))
        .values(community_id=community_id)
        .execution_options(synchronize_session=False)
    )
    return made


def learner(operator: Operator, resident_id: UUID) -> Actor:
    """Someone signed in as a resident."""
    return acting(operator, Role.RESIDENT, resident_id=resident_id)
