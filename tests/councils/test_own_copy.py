"""The copy of one's own data: every seat, topic and answer at councils, also of a home that was left."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.paging import Page
from backend.modules.councils.actions.seating import register_for_council, withdraw_from_council
from backend.modules.councils.models.councils import Council
from backend.modules.councils.queries.councils import CouncilFilter, list_councils
from backend.modules.housing.actions.leaving import check_out
from backend.modules.housing.models.stays import Stay
from graphql_schema.context import Context
from tenants.scope import Actor, open_scope
from tests.councils.factories import DAY, call, hold
from tests.councils.test_forms import ASKED, SAID, SAYING, answer
from tests.isolation.crawling import ask
from tests.polls.factories import Village

COPY = """query { councils(filter: { isMine: true }) { edges { node { title
  mySeats { kind status } topics { text } myAnswers { question text } } } } }"""


async def own(actor: Actor, council: Council) -> Any:
    """What the copy says of a council; None where it does not name it."""
    told = await ask(Context(actor), COPY, {})
    assert told.errors == []
    found = {edge["node"].pop("title"): edge["node"] for edge in told.data["councils"]["edges"]}
    assert len(found) <= 1
    return found.get(council.title)


async def ids(actor: Actor, **more: Any) -> list[UUID]:
    async with open_scope(actor, read_only=True) as scope:
        return [one.id for one in (await list_councils(scope, Page(9), CouncilFilter(**more))).rows]


async def test_a_copy_has_seats_and_answers_of_whoever_asks_alone(village: Village) -> None:
    council = await call(village, questions=ASKED)
    await answer(village, 0, council, *SAYING)
    assert await own(village.resident(0), council) == {
        "mySeats": [{"kind": "OPEN", "status": "REGISTERED"}],
        "topics": [],
        "myAnswers": [
            {"question": "有什么要照顾的", "text": SAID},
            {"question": "坐哪里", "text": "后排"},
            {"question": "带孩子来吗", "text": "NO"},
        ],
    }
    for other in (village.resident(1), village.manager):
        assert await own(other, council) is None
        assert await ids(other) == [council.id]
        (seen,) = (await ask(Context(other), COPY.replace("isMine: true", "isMine: false"), {})).data["councils"][
            "edges"
        ]
        assert (seen["node"]["mySeats"], seen["node"]["myAnswers"]) == ([], [])


async def test_a_seat_that_was_given_back_stays_in_the_copy(village: Village) -> None:
    council = await call(village, questions=ASKED)
    await answer(village, 0, council, *SAYING)
    async with open_scope(village.resident(0)) as scope:
        await withdraw_from_council(scope, council.id)
    await answer(village, 0, council, *SAYING)
    said = await own(village.resident(0), council)
    assert [one["status"] for one in said["mySeats"]] == ["CANCELLED", "REGISTERED"]
    assert len(said["myAnswers"]) == 3


async def test_who_waits_to_speak_finds_the_topic_in_the_copy(village: Village) -> None:
    council = await call(village, seats=3, speaking_slots=1)
    for number, topic in enumerate(("班车", "门禁")):
        async with open_scope(village.resident(number)) as scope:
            await register_for_council(scope, council.id, wants_to_speak=True, topic=topic)
    assert await own(village.resident(1), council) == {"mySeats": [], "topics": [{"text": "门禁"}], "myAnswers": []}


async def test_who_moved_out_still_has_what_they_said_in_the_copy(village: Village) -> None:
    council = await call(village, questions=ASKED)
    await answer(village, 0, council, *SAYING)
    await hold(village, council, present_ids=())
    with clock.at(council.starts_at + 2 * DAY):
        async with open_scope(village.manager) as scope:
            stay_id = (
                await scope.session.scalars(select(Stay.id).where(Stay.lead_resident_id == village.resident_ids[0]))
            ).one()
            await check_out(scope, stay_id)
    with clock.at(council.starts_at + 3 * DAY):
        assert await ids(village.resident(0)) == []
        assert await ids(village.resident(0), is_mine=True) == [council.id]
        said = await own(village.resident(0), council)
    assert [one["text"] for one in said["myAnswers"]] == [SAID, "后排", "NO"]
