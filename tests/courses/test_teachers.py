"""Who teaches: a resident or a partner that is known, or staff by name."""

from typing import Any  # what the schema answers

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.timers import timers
from backend.modules.courses.contract.words import TeacherKind
from backend.modules.courses.models.courses import Course, CourseRegister, TeachingHour
from backend.modules.courses.models.terms import Term
from backend.modules.partners.actions.registering import retire_partner
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tenants.timing import run_timer
from tests.conftest import acting, new_operator
from tests.courses.counting import made, sessions_of
from tests.isolation.saying import global_id
from tests.partners.factories import make_partner
from tests.spaces.asking import asked, done
from tests.spaces.factories import stranger_id

MADE = "... on Course { id partner { id name } teacher { id } } ... on Problem { code field }"


async def created(manager: Actor, term: Term, **more: Any) -> dict[str, Any]:
    """Over the schema."""
    said: dict[str, Any] = {
        "termId": global_id("Term", term.id),
        "title": "一人公司营销",
        "category": "CAREER",
        "capacity": 20,
        "teacherKind": "PARTNER",
        "teacherName": "区就业促进中心",
    }
    return await done(manager, "createCourse", MADE, **(said | more))


async def test_a_course_tells_which_partner_teaches(manager: Actor, term: Term, people: list[Actor]) -> None:
    partner_id = await make_partner(manager, name="区就业促进中心")
    course = await created(manager, term, partnerId=global_id("Partner", partner_id))
    assert course["partner"] == {"id": global_id("Partner", partner_id), "name": "区就业促进中心"}
    assert course["teacher"] is None
    seen = await asked(people[0], "query($id: ID!) { course(id: $id) { partner { name } } }", id=course["id"])
    assert seen["course"]["partner"] == {"name": "区就业促进中心"}
    # One that is not registered is told by name.
    assert (await created(manager, term))["partner"] is None


async def test_a_partner_that_is_unknown_elsewhere_or_retired_teaches_nothing(manager: Actor, term: Term) -> None:
    other = acting(await new_operator(), Role.COMMUNITY_MANAGER)
    retired_id = await make_partner(manager)
    async with open_scope(manager) as scope:
        await retire_partner(scope, retired_id, "合作到期")
    for partner_id in (stranger_id(), await make_partner(other), retired_id):
        said = await created(manager, term, partnerId=global_id("Partner", partner_id))
        assert (said.get("code"), said["field"]) == ("NOT_FOUND", ["input", "partnerId"])
    async with open_scope(manager, read_only=True) as scope:
        assert (await scope.session.scalars(select(Course))).all() == []
        assert (await scope.session.scalars(select(CourseRegister))).all() == []


async def test_a_teacher_of_one_kind_is_not_told_as_one_of_another(
    manager: Actor, term: Term, people: list[Actor]
) -> None:
    resident_id, partner_id = people[0].resident_id, await make_partner(manager)
    for kind, field, said in (
        (TeacherKind.STAFF, "teacher_id", {"teacher_id": resident_id}),
        (TeacherKind.PARTNER, "teacher_id", {"teacher_id": resident_id}),
        (TeacherKind.STAFF, "partner_id", {"partner_id": partner_id}),
        (TeacherKind.RESIDENT, "partner_id", {"teacher_id": resident_id, "partner_id": partner_id}),
    ):
        with pytest.raises(BadInput) as refused:
            await made(manager, term, teacher_kind=kind, **said)
        assert refused.value.field == ("input", field)
    for said in ({}, {"teacher_id": partner_id}, {"teacher_id": stranger_id()}):
        with pytest.raises(NotFound) as missing:
            await made(manager, term, teacher_kind=TeacherKind.RESIDENT, **said)
        assert missing.value.field == ("input", "teacher_id")


async def test_hours_of_a_partner_are_credited_to_it(operator: Operator, manager: Actor, term: Term) -> None:
    partner_id = await make_partner(manager)
    course = await made(manager, term, teacher_kind=TeacherKind.PARTNER, partner_id=partner_id, sessions=1)
    (session,) = await sessions_of(manager, course)
    with clock.at(session.ends_at):
        await run_timer(operator.id, timers["courses.finish_courses"])
    async with open_scope(manager, read_only=True) as scope:
        (hour,) = (await scope.session.scalars(select(TeachingHour))).all()
    assert (hour.teacher_kind, hour.teacher_id, hour.minutes) == (TeacherKind.PARTNER, partner_id, 120)
