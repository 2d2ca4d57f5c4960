"""What the branch sees of councils and polls: kinds, days and numbers, which a count by hand says too."""

import json
from typing import Any  # Any: answers of the schema

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.core import clock
from backend.modules.councils.contract.words import ItemSubject
from backend.modules.councils.halfyear import HalfYear, make_half_year
from backend.modules.polls.actions.closing import close_poll
from backend.modules.polls.actions.voting import cast_ballot
from graphql_schema.context import Context
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.councils.factories import call
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.party.factories import cover, make_org, supervising
from tests.polls.factories import Village, a_ballot, make_village, past_poll
from tests.proposals.factories import propose

SAID = "上官婉清投诉三楼"
COUNCILS = """query($filter: OverseenCouncilFilter) { oversight { councils(first: 100, filter: $filter) { totalCount
  edges { node { id kind status startsAt residentsPresent verdict community { id }
    agenda { items issues proposals solved tasked sentUp putOff } tasks { given done late } } } } } }"""
POLLS = """query($filter: OverseenPollFilter) { oversight { polls(first: 100, filter: $filter) { totalCount
  edges { node { id kind voters status votersCount ballotsCount outcome passRule quorumPercent
    building community { id } } } } } }"""
NODE = "query($id: ID!) { node(id: $id) { id } }"


@pytest.fixture
async def village(operator: Operator, manager: Actor) -> Village:
    return await make_village(operator, manager, 5)


async def overseer(*villages: Village) -> Actor:
    """Whoever speaks for a branch that has these communities in its care."""
    branch = await make_org()
    for one in villages:
        await cover(one.operator, one.community_id, branch)
    return supervising(*((one.operator, one.home) for one in villages), branch=branch)


async def elsewhere() -> Village:
    other = await new_operator()
    return await make_village(other, acting(other, Role.COMMUNITY_MANAGER), 3)


async def listed(actor: Actor, query: str, name: str, **filter: Any) -> list[dict[str, Any]]:
    answer = await ask(Context(actor), query, {"filter": filter} if filter else {})
    assert answer.errors == []
    assert SAID not in json.dumps(answer.data, ensure_ascii=False)
    found = answer.data["oversight"][name]
    assert found["totalCount"] == len(found["edges"])
    return [edge["node"] for edge in found["edges"]]


async def test_half_a_year_of_councils_is_told_as_it_is_counted_by_hand(
    village: Village, raw: asyncpg.Connection
) -> None:
    subjects = [(ItemSubject.PROPOSAL, await propose(village, number)) for number in range(3)]
    half = HalfYear(
        community_id=village.community_id,
        councils=8,
        problems=21,
        until_on=clock.today(),
        subjects=subjects,
        sent_up=7,
    )
    await make_half_year(village.manager, half)
    supervisor = await overseer(village)
    told = await listed(supervisor, COUNCILS, "councils")
    rows = await raw.fetch(
        """SELECT c.id, c.kind, c.status, c.residents_present,
             (SELECT count(*) FROM council_items i WHERE i.council_id = c.id) AS items,
             (SELECT count(*) FROM council_items i WHERE i.council_id = c.id AND i.subject = 'PROPOSAL') AS proposals,
             (SELECT count(*) FROM council_items i WHERE i.council_id = c.id AND i.outcome = 'SOLVED') AS solved,
             (SELECT count(*) FROM council_items i WHERE i.council_id = c.id AND i.outcome = 'SENT_UP') AS sent_up,
             (SELECT count(*) FROM council_tasks t WHERE t.council_id = c.id) AS given,
             (SELECT count(*) FROM council_tasks t WHERE t.council_id = c.id AND t.completed_at IS NOT NULL) AS done
           FROM councils c WHERE c.operator_id = $1 AND c.community_id = $2 ORDER BY c.starts_at DESC, c.id DESC""",
        village.operator.id,
        village.community_id,
    )
    shown = [
        (one["id"], one["kind"], one["status"], one["residentsPresent"],
         *(one["agenda"][name] for name in ("items", "proposals", "solved", "sentUp")),
         *(one["tasks"][name] for name in ("given", "done")))
        for one in told
    ]  # fmt: skip
    assert shown == [(global_id("OverseenCouncil", row["id"]), *list(row)[1:]) for row in rows]
    assert (len(shown), sum(one["agenda"]["items"] for one in told)) == (8, 21)
    assert sum(one["tasks"]["given"] for one in told) > 0


async def test_councils_and_polls_of_others_are_not_there_by_any_path(village: Village) -> None:
    here, there = await call(village, title=SAID), await call(await elsewhere(), title=SAID)
    supervisor = await overseer(village)
    assert [one["id"] for one in await listed(supervisor, COUNCILS, "councils")] == [
        global_id("OverseenCouncil", here.id)
    ]
    foreign = await elsewhere()
    poll_id, _ = await past_poll(foreign)
    assert await listed(supervisor, POLLS, "polls") == []
    for type_name, id_ in (("OverseenCouncil", there.id), ("OverseenPoll", poll_id)):
        answer = await ask(Context(supervisor), NODE, {"id": global_id(type_name, id_)})
        assert answer.data["node"] is None
    wanted = global_id("Community", foreign.community_id)
    assert await listed(supervisor, POLLS, "polls", communityId=wanted) == []
    for read in ("{ councils { totalCount } }", "{ polls { totalCount } }"):
        refused = await ask(Context(supervisor), read, {})
        assert [error["extensions"]["code"] for error in refused.errors] == ["FORBIDDEN"]


async def test_a_poll_tells_its_rules_while_it_is_open_and_its_count_only_when_it_is_closed(village: Village) -> None:
    poll_id, moment = await past_poll(village, title=SAID, question=SAID)
    with clock.at(moment):
        for number in range(3):
            async with open_scope(village.resident(number)) as scope:
                await cast_ballot(scope, a_ballot(poll_id, 1))
    supervisor = await overseer(village)
    (sealed,) = await listed(supervisor, POLLS, "polls", statuses=["OPEN"])
    assert (sealed["votersCount"], sealed["ballotsCount"], sealed["outcome"]) == (5, None, None)
    assert sealed["building"] is None
    async with open_scope(village.manager) as scope:
        await close_poll(scope, poll_id)
    (counted,) = await listed(supervisor, POLLS, "polls", statuses=["COUNTED"])
    assert (counted["ballotsCount"], counted["outcome"]) == (3, "PASSED")
    assert await listed(supervisor, POLLS, "polls", statuses=["OPEN"]) == []


async def test_a_poll_of_one_building_names_it(village: Village) -> None:
    await past_poll(village, building_id=village.home.building_id)
    (found,) = await listed(await overseer(village), POLLS, "polls")
    assert (found["building"], found["votersCount"]) == ("5 号楼", 5)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT title FROM councils",
        "SELECT minutes FROM councils",
        "SELECT title FROM council_items",
        "SELECT owner FROM council_tasks",
        "SELECT title FROM club_events",
        "SELECT question FROM polls",
        "SELECT votes FROM poll_tallies",
        "SELECT resident_id FROM poll_marks",
        "SELECT resident_id FROM poll_electors",
    ],
)
async def test_the_branchs_login_cannot_read_what_people_wrote_or_who_voted(village: Village, statement: str) -> None:
    supervisor = await overseer(village)
    with pytest.raises(DBAPIError, match="permission denied"):
        async with open_scope(supervisor, read_only=True) as scope:
            await scope.session.execute(text(statement))
