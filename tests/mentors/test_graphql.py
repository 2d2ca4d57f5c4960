"""Mentors as clients meet them: found by skill, asked, met, thanked; seen by the two alone."""

from typing import Any  # Any: answers of the schema

from backend.core import clock
from graphql_schema.context import Context
from tenants.scope import Actor
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.issues.acting import act
from tests.polls.factories import Village
from tests.proposals.factories import settled_accounts, told, work

MENTORS = """query($filter: MentorFilter) { mentors(filter: $filter) { edges { node {
  id alias skills capacity mentees meetings minutes thanks isOpen isMine } } } }"""
MATCHES = "{ mentorMatches { edges { node { status isTeacher wish thanks meetings { minutes } } } } }"


async def seen(actor: Actor, text: str, **filter: Any) -> list[Any]:
    answer = await ask(Context(actor), text, {"filter": filter} if filter else {})
    assert answer.errors == []
    return [edge["node"] for edge in next(iter(answer.data.values()))["edges"]]


async def taught(village: Village) -> tuple[str, str]:
    """A mentor, and one who asked and was taken on; the ids of mentor and match."""
    mentor = await act(
        village.resident(0),
        "becomeMentor",
        "... on Mentor { id }",
        communityId=global_id("Community", village.community_id),
        alias="老周",
        about="十年设计",
        skills=["DESIGN", "CAREER"],
        capacity=1,
    )
    wish: dict[str, Any] = {"mentorId": mentor["id"], "skill": "DESIGN", "alias": "小林", "wish": "想做作品集"}
    match = await act(village.resident(1), "askMentor", "... on MentorMatch { id status }", **wish)
    assert match["status"] == "REQUESTED"
    answered: dict[str, Any] = {"matchId": match["id"], "isAccepted": True}
    await act(village.resident(0), "answerLearner", "... on MentorMatch { status }", **answered)
    return mentor["id"], match["id"]


async def test_a_mentor_is_found_by_skill_asked_met_and_thanked(village: Village) -> None:
    accounts = await settled_accounts(village)
    mentor_id, match_id = await taught(village)
    meeting: dict[str, Any] = {"matchId": match_id, "heldOn": clock.today().isoformat(), "minutes": 90}
    await act(village.resident(0), "logMentorMeeting", "... on MentorMatch { id }", **meeting)
    thanks: dict[str, Any] = {"matchId": match_id, "text": "讲得很耐心"}
    await act(village.resident(1), "thankMentor", "... on MentorMatch { thanks }", **thanks)
    await work(village)
    (found,) = await seen(village.resident(2), MENTORS, skill="DESIGN")
    assert (found["id"], found["alias"], found["isMine"]) == (mentor_id, "老周", False)
    assert [found[name] for name in ("mentees", "meetings", "minutes", "thanks")] == [1, 1, 90, 1]
    assert await seen(village.resident(2), MENTORS, skill="MUSIC") == []
    for kind, number in (("MENTOR_REQUESTED", 0), ("MENTOR_ACTIVE", 1), ("MENTOR_THANKED", 0)):
        assert [accounts.get(one) for one in await told(village, kind)] == [number], kind


async def test_a_match_is_seen_by_the_two_and_by_nobody_else(village: Village) -> None:
    await taught(village)
    (mine,) = await seen(village.resident(1), MATCHES)
    assert (mine["status"], mine["isTeacher"], mine["wish"]) == ("ACTIVE", False, "想做作品集")
    (theirs,) = await seen(village.resident(0), MATCHES)
    assert theirs["isTeacher"] is True
    assert await seen(village.resident(2), MATCHES) == []


async def test_a_mentor_takes_on_as_many_as_there_is_room_for(village: Village) -> None:
    mentor_id, _ = await taught(village)
    await work(village)
    wish: dict[str, Any] = {"mentorId": mentor_id, "skill": "DESIGN", "alias": "青青"}
    match = await act(village.resident(2), "askMentor", "... on MentorMatch { id }", **wish)
    answer: dict[str, Any] = {"matchId": match["id"], "isAccepted": True}
    refused = await act(village.resident(0), "answerLearner", "... on MentorMatch { id }", refused=True, **answer)
    assert refused["code"] == "MENTOR_FULL"
