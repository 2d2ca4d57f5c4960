"""What tests of the night school do and count again and again."""

import datetime as dt
from collections import Counter
from typing import Any  # arguments of actions, by name

import pytest
from sqlalchemy import func, select

from backend.core.errors import AppError
from backend.modules.courses.actions.applications import apply_for_course, withdraw_from_course
from backend.modules.courses.contract.words import EnrolmentStatus
from backend.modules.courses.models.courses import Course, CourseRegister, CourseSession
from backend.modules.courses.models.enrolments import Enrolment, SessionSeat
from backend.modules.courses.models.terms import Term
from backend.modules.waitlists.models import WaitlistEntry
from tenants.audit import AuditEntry
from tenants.outbox import OutboxRow
from tenants.scope import Actor, open_scope
from tests.courses.factories import make_course, make_term
from tests.housing.factories import Home


async def applied(actor: Actor, course: Course, **more: Any) -> Enrolment:
    async with open_scope(actor) as scope:
        return await apply_for_course(scope, course.id, **more)


async def withdrawn(actor: Actor, enrolment: Enrolment) -> Enrolment:
    async with open_scope(actor) as scope:
        return await withdraw_from_course(scope, enrolment.id)


async def made(actor: Actor, term: Term, **more: Any) -> Course:
    async with open_scope(actor) as scope:
        return await make_course(scope, term, **more)


async def sessions_of(manager: Actor, course: Course) -> list[CourseSession]:
    async with open_scope(manager, read_only=True) as scope:
        mine = select(CourseSession).where(CourseSession.course_id == course.id)
        return list(await scope.session.scalars(mine.order_by(CourseSession.number)))


async def statuses(actor: Actor, course: Course) -> list[EnrolmentStatus]:
    """In the order in which people applied."""
    async with open_scope(actor, read_only=True) as scope:
        found = select(Enrolment.status).where(Enrolment.course_id == course.id).order_by(Enrolment.id)
        return list(await scope.session.scalars(found))


async def taken(actor: Actor, course: Course) -> int:
    async with open_scope(actor, read_only=True) as scope:
        count = await scope.session.scalar(select(CourseRegister.taken).where(CourseRegister.course_id == course.id))
    return count or 0


async def written(actor: Actor) -> Counter[str]:
    """How many rows of an act there are."""
    async with open_scope(actor, read_only=True) as scope:
        return Counter(
            {
                table.__tablename__: await scope.session.scalar(select(func.count()).select_from(table))
                for table in (Enrolment, SessionSeat, WaitlistEntry, OutboxRow, AuditEntry)
            }
        )


async def refused(actor: Actor, manager: Actor, refusal: type[AppError], course: Course, **more: Any) -> AppError:
    """What a refused application says; nothing is written and nothing told."""
    before = await written(manager)
    with pytest.raises(refusal) as said:
        await applied(actor, course, **more)
    assert await written(manager) == before
    return said.value


async def autumn_term(manager: Actor, home: Home) -> Term:
    """From the first of September to the end of October 2026."""
    said = {"starts_on": dt.date(2026, 9, 1), "ends_on": dt.date(2026, 10, 31)}
    async with open_scope(manager) as scope:
        return await make_term(scope, home.community_id, **said)
