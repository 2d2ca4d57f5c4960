"""Who hears of a step: reporter, followers and whoever has the issue, as they are now; nobody who may not see it."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from backend.core import clock
from backend.modules.housing.actions.leaving import check_out
from backend.modules.housing.models.stays import Stay
from backend.modules.issues.actions.moderating import set_issue_visibility
from backend.modules.issues.actions.moving import accept_issue, add_issue_note, assign_issue, pause_issue, resume_issue
from backend.modules.issues.actions.reporting import follow_issue
from backend.modules.issues.contract.inputs import Assignment, VisibilityChange
from backend.modules.issues.words import IssueVisibility, PauseReason
from backend.modules.messaging.models import Notification
from tenants.models import Membership, Operator
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.issues.factories import Town, make_town, reported, seated
from tests.party.factories import delivered


async def heard(actor: Actor) -> list[str]:
    """What somebody was told of issues, oldest first."""
    wanted = select(Notification.kind).where(Notification.object_type == "IssueStep").order_by(Notification.id)
    async with open_scope(actor, read_only=True) as scope:
        return list(await scope.session.scalars(wanted.where(Notification.account_id == actor.account_id)))


async def did(actor: Actor, act: Any) -> None:
    async with open_scope(actor) as scope:
        await act(scope)


@pytest.fixture
async def town(operator: Operator) -> Town:
    """The town once its residents have the accounts of their phones."""
    made = await make_town(operator)
    await delivered(operator)
    people = [await at_the_phone(one) for one in (made.resident, made.neighbour)]
    return replace(made, resident=people[0], neighbour=people[1])


async def at_the_phone(actor: Actor) -> Actor:
    """A resident by the account that has their seat now."""
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        seat = select(Membership.account_id).where(
            Membership.resident_id == actor.resident_id, Membership.ended_at.is_(None)
        )
        return replace(actor, account_id=(await scope.session.scalars(seat)).one())


async def moved_out(town: Town, actor: Actor) -> None:
    async with open_scope(town.manager) as scope:
        theirs = select(Stay.id).where(Stay.lead_resident_id == actor.resident_id)
        await check_out(scope, (await scope.session.scalars(theirs)).one())


async def test_whoever_has_an_issue_hears_that_it_came_and_not_of_every_step(town: Town) -> None:
    issue = await reported(town)
    handler, seat_id = await seated(town.operator, Role.FRONT_DESK)
    await delivered(town.operator)
    to = Assignment(handler_id=seat_id)
    await did(town.desk, lambda scope: assign_issue(scope, issue.id, to))
    await did(town.desk, lambda scope: pause_issue(scope, issue.id, PauseReason.WEATHER))
    await did(town.desk, lambda scope: resume_issue(scope, issue.id))
    await delivered(town.operator)
    assert await heard(handler) == ["ISSUE_ASSIGNED"]
    assert await heard(town.resident) == ["ISSUE_ASSIGNED", "ISSUE_PAUSED", "ISSUE_RESUMED"]
    assert await heard(town.desk) == []


async def test_staff_hear_of_what_they_reported_or_follow(town: Town) -> None:
    issue = await reported(town, town.manager, building_id=town.home.building_id)
    await delivered(town.operator)
    other, _ = await seated(town.operator, Role.SOCIAL_WORKER)
    await did(other, lambda scope: follow_issue(scope, issue.id))
    await did(town.desk, lambda scope: accept_issue(scope, issue.id))
    await delivered(town.operator)
    assert [await heard(one) for one in (town.manager, other)] == [["ISSUE_ACCEPTED"]] * 2


async def test_what_staff_note_among_themselves_is_told_to_nobody(town: Town) -> None:
    issue = await reported(town)
    await did(town.desk, lambda scope: add_issue_note(scope, issue.id, "该住户多次投诉"))
    await did(town.desk, lambda scope: add_issue_note(scope, issue.id, "明天上门", is_internal=False))
    await delivered(town.operator)
    assert await heard(town.resident) == ["ISSUE_NOTED"]


async def test_who_has_moved_out_hears_nothing_more(town: Town) -> None:
    issue = await reported(town)
    await did(town.neighbour, lambda scope: follow_issue(scope, issue.id))
    for actor in (town.resident, town.neighbour):
        await moved_out(town, actor)
    await delivered(town.operator)
    await did(town.desk, lambda scope: accept_issue(scope, issue.id))
    await delivered(town.operator)
    assert [await heard(one) for one in (town.resident, town.neighbour)] == [[], []]


async def test_who_follows_hears_at_the_account_that_has_their_seat_now(town: Town) -> None:
    issue = await reported(town)
    await delivered(town.operator)
    async with open_scope(platform_actor("test")) as scope:
        theirs = Membership.account_id == town.neighbour.account_id
        await scope.session.execute(update(Membership).where(theirs).values(ended_at=clock.now()))
    former, _ = await seated(town.operator, Role.RESIDENT, resident_id=town.neighbour.resident_id)
    await did(former, lambda scope: follow_issue(scope, issue.id))
    async with open_scope(platform_actor("test")) as scope:
        theirs = Membership.account_id == former.account_id
        await scope.session.execute(update(Membership).where(theirs).values(ended_at=clock.now()))
    now, _ = await seated(town.operator, Role.RESIDENT, resident_id=town.neighbour.resident_id)
    await did(town.desk, lambda scope: accept_issue(scope, issue.id))
    await delivered(town.operator)
    assert (await heard(former), await heard(now)) == ([], ["ISSUE_ACCEPTED"])


async def test_neighbours_hear_no_more_of_an_issue_that_was_hidden_from_them(town: Town) -> None:
    issue = await reported(town)
    await did(town.neighbour, lambda scope: follow_issue(scope, issue.id))
    change = VisibilityChange(visibility=IssueVisibility.PRIVATE, reason="说的是家里的事")
    await did(town.desk, lambda scope: set_issue_visibility(scope, issue.id, change))
    await did(town.desk, lambda scope: accept_issue(scope, issue.id))
    await delivered(town.operator)
    assert (await heard(town.resident), await heard(town.neighbour)) == (["ISSUE_ACCEPTED"], [])
