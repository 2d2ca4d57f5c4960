"""Wishes for courses: one vote each, a request at the threshold, an answer."""

import asyncio

import pytest
from sqlalchemy import select

from backend.core.errors import BadInput, Forbidden
from backend.core.paging import Page
from backend.modules.courses.actions.wishes import decline_wish, wish_for_course
from backend.modules.courses.contract.inputs import NewWish
from backend.modules.courses.contract.refusals import TextInvalid, WishClosed, WishKnown
from backend.modules.courses.contract.words import CourseCategory, WishStatus
from backend.modules.courses.models.terms import Term
from backend.modules.courses.models.wishes import CourseWish
from backend.modules.courses.queries.wishes import WishView, list_course_wishes
from tenants.models import Operator
from tenants.outbox import OutboxRow
from tenants.scope import Actor, open_scope
from tests.courses.counting import made
from tests.courses.factories import learner, make_learners
from tests.housing.factories import Home
from tests.proposals.factories import set_limit


@pytest.fixture
async def crowd(operator: Operator, manager: Actor, home: Home) -> list[Actor]:
    """Six residents, of whom three are enough for a request."""
    await set_limit(operator, courses__wish_votes=3)
    async with open_scope(manager) as scope:
        ids = await make_learners(scope, 6, home.community_id)
    return [learner(operator, one) for one in ids]


async def wished(person: Actor, home: Home, title: str = "视频剪辑入门") -> CourseWish:
    new = NewWish(community_id=home.community_id, title=title, category=CourseCategory.DIGITAL)
    async with open_scope(person) as scope:
        return await wish_for_course(scope, new=new)


async def voted(person: Actor, wish: CourseWish) -> None:
    async with open_scope(person) as scope:
        await wish_for_course(scope, wish.id)


async def seen(manager: Actor) -> WishView:
    async with open_scope(manager, read_only=True) as scope:
        (view,) = (await list_course_wishes(scope, Page(10))).rows
    return view


async def requests(manager: Actor) -> int:
    async with open_scope(manager, read_only=True) as scope:
        names = await scope.session.scalars(select(OutboxRow.name).where(OutboxRow.name == "courses.CourseRequested"))
        return len(names.all())


async def test_votes_count_once_each_and_reach_the_threshold_once(
    manager: Actor, home: Home, crowd: list[Actor]
) -> None:
    wish = await wished(crowd[0], home)
    await asyncio.gather(*(voted(crowd[0], wish) for _ in range(4)))
    assert ((await seen(manager)).votes, (await seen(manager)).status) == (1, WishStatus.OPEN)
    await asyncio.gather(*(voted(person, wish) for person in crowd[1:] for _ in range(2)))
    view = await seen(manager)
    assert (view.votes, view.status, view.threshold) == (6, WishStatus.REQUESTED, 3)
    assert await requests(manager) == 1


async def test_the_same_wish_is_voted_for_and_not_made_twice(home: Home, crowd: list[Actor]) -> None:
    await wished(crowd[0], home, "Video")
    with pytest.raises(WishKnown):
        await wished(crowd[1], home, " video ")
    with pytest.raises(TextInvalid):
        await wished(crowd[1], home, "  ")
    with pytest.raises(BadInput):
        async with open_scope(crowd[0]) as scope:
            await wish_for_course(scope)


async def test_a_course_answers_a_wish_and_so_does_a_no(
    manager: Actor, term: Term, home: Home, crowd: list[Actor]
) -> None:
    wish = await wished(crowd[0], home)
    course = await made(manager, term, wish_id=wish.id, title="视频剪辑入门")
    view = await seen(manager)
    assert (view.status, view.course_id) == (WishStatus.PLANNED, course.id)
    for act in (voted(crowd[1], wish), declined(manager, wish)):
        with pytest.raises(WishClosed):
            await act
    other = await wished(crowd[1], home, "围棋")
    with pytest.raises(Forbidden):
        await declined(crowd[1], other)
    assert (await declined(manager, other)).status is WishStatus.DECLINED


async def declined(manager: Actor, wish: CourseWish) -> CourseWish:
    async with open_scope(manager) as scope:
        return await decline_wish(scope, wish.id, "暂时没有合适的老师")
