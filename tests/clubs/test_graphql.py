"""Clubs as clients meet them: founded, joined, met, dormant, and limited in the hours that they hold spaces."""

from typing import Any  # Any: answers of the schema

from backend.core import clock
from backend.modules.clubs.actions.following_up import doze_clubs
from backend.modules.clubs.contract.permissions import ClubPermission
from graphql_schema.context import Context
from tenants.scope import Actor, open_scope, system_actor
from tests.clubs.factories import tomorrow
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.issues.acting import DAY, act
from tests.polls.factories import Village
from tests.proposals.factories import settled_accounts, told, work

CLUBS = """{ clubs { totalCount edges { node { id name status membersCount spaceHours
  membership { status office } health { activeMembers events } } } } }"""
EVENTS = "{ clubEvents { edges { node { title status place } } } }"


async def seen(actor: Actor, text: str) -> Any:
    answer = await ask(Context(actor), text, {})
    assert answer.errors == []
    return [edge["node"] for edge in next(iter(answer.data.values()))["edges"]]


async def founded(village: Village) -> str:
    made = await act(
        village.resident(0),
        "createClub",
        "... on Club { id status membersCount }",
        communityId=global_id("Community", village.community_id),
        name="夜跑社",
        about="每周三晚八点沿江夜跑",
        alias="阿飞",
    )
    assert (made["status"], made["membersCount"]) == ("ACTIVE", 1)
    found: str = made["id"]
    return found


async def test_a_club_is_founded_joined_and_meets(village: Village) -> None:
    club_id = await founded(village)
    await act(village.resident(1), "joinClub", "... on Club { id }", clubId=club_id, alias="小林")
    starts_at = tomorrow()
    event: dict[str, Any] = {
        "startsAt": starts_at.isoformat(),
        "endsAt": (starts_at + DAY / 12).isoformat(),
        "place": "滨江步道",
    }
    refused = await act(
        village.resident(1),
        "planClubEvent",
        "... on ClubEvent { id }",
        refused=True,
        clubId=club_id,
        title="我也来办",
        **event,
    )
    assert refused["code"] == "NOT_CLUB_OFFICER"
    made = await act(
        village.resident(0), "planClubEvent", "... on ClubEvent { id }", clubId=club_id, title="五公里", **event
    )
    await work(village)
    (shown,) = await seen(village.resident(1), EVENTS)
    assert shown == {"title": "五公里", "status": "CONFIRMED", "place": "滨江步道"}
    with clock.at(starts_at + DAY / 6):
        done: dict[str, Any] = {"eventId": made["id"], "attended": 7}
        await act(village.resident(0), "reportClubEvent", "... on ClubEvent { status }", **done)
    (club,) = await seen(village.resident(1), CLUBS)
    assert (club["membersCount"], club["membership"]) == (2, {"status": "ACTIVE", "office": None})
    (outside,) = await seen(village.resident(2), CLUBS)
    assert outside["membership"] is None


async def test_staff_alone_set_how_long_a_club_holds_spaces(village: Village) -> None:
    club_id = await founded(village)
    quota: dict[str, Any] = {"clubId": club_id, "hours": 6}
    await act(village.resident(0), "setClubQuota", "... on Club { spaceHours }", refused=True, **quota)
    assert (await act(village.manager, "setClubQuota", "... on Club { spaceHours }", **quota))["spaceHours"] == 6


async def test_a_quarter_of_silence_shows_and_its_officers_are_told(village: Village) -> None:
    accounts = await settled_accounts(village)
    await founded(village)
    # People moved in ten days ago: they found their club today, and a quarter passes.
    with clock.at(clock.now() + 100 * DAY):
        async with open_scope(system_actor(village.operator.id, "test", *ClubPermission)) as scope:
            assert await doze_clubs(scope) == 1
        await work(village)
    (club,) = await seen(village.manager, CLUBS)
    assert club["status"] == "DORMANT"
    assert await told(village, "CLUB_DORMANT") == [one for one, number in accounts.items() if number == 0]
