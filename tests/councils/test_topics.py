"""What those who want to speak would speak of: staff read it, neighbours do not, and it leads to what became of it."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from backend.core.errors import AppError, BadInput, NotFound
from backend.modules.councils.actions.seating import register_for_council, withdraw_from_council
from backend.modules.councils.actions.speaking import forget_topics, link_council_topic
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.words import ItemSubject
from backend.modules.councils.models.councils import Council
from graphql_schema.context import Context
from tenants.scope import Actor, open_scope, system_actor
from tests.conftest import acting, new_operator
from tests.councils.test_tea_talks import tea
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.polls.factories import Village, make_village
from tests.proposals.factories import propose

SAID = "夏天班车能不能加开两班"
READ = """query($id: ID!) { council(id: $id) { topics { id text subjectId resident { id } } } }"""
LINK = """mutation($input: LinkCouncilTopicInput!) { linkCouncilTopic(input: $input) {
  ... on Council { topics { text subjectId } } ... on Refusal { code field } } }"""


async def speak(village: Village, number: int, council: Council, topic: str | None = SAID) -> None:
    async with open_scope(village.resident(number)) as scope:
        await register_for_council(scope, council.id, wants_to_speak=True, topic=topic)


async def topics(actor: Actor, council: Council) -> list[dict[str, Any]]:
    answer = await ask(Context(actor), READ, {"id": global_id("Council", council.id)})
    assert answer.errors == []
    found: list[dict[str, Any]] = answer.data["council"]["topics"]
    return found


async def test_a_topic_is_read_by_staff_and_its_own_resident_and_kept_sealed(village: Village) -> None:
    talk = await tea(village, seats=2, speaking_slots=1)
    await speak(village, 0, talk)
    await speak(village, 1, talk, "活动室的椅子太吵")
    # Who waits to speak has said of what, too.
    assert [one["text"] for one in await topics(village.manager, talk)] == [SAID, "活动室的椅子太吵"]
    assert [one["text"] for one in await topics(village.resident(1), talk)] == ["活动室的椅子太吵"]
    assert await topics(village.resident(2), talk) == []
    async with open_scope(village.manager, read_only=True) as scope:
        rows = (await scope.session.execute(text("SELECT t::text FROM council_topics t"))).scalars().all()
    assert len(rows) == 2
    assert all(SAID not in row and SAID.encode().hex() not in row for row in rows)


async def test_a_topic_leads_to_the_proposal_that_became_of_it(village: Village) -> None:
    talk = await tea(village, seats=2, speaking_slots=1)
    await speak(village, 0, talk)
    (topic,) = await topics(village.manager, talk)
    proposal_id = global_id("Proposal", await propose(village, 1))
    said = {"input": {"topicId": topic["id"], "subjectId": proposal_id}}
    answer = await ask(Context(village.manager), LINK, said)
    assert answer.data["linkCouncilTopic"] == {"topics": [{"text": SAID, "subjectId": proposal_id}]}
    assert (await topics(village.resident(0), talk))[0]["subjectId"] == proposal_id
    odd = {"input": {"topicId": topic["id"], "subjectId": global_id("Council", talk.id)}}
    refused = (await ask(Context(village.manager), LINK, odd)).data["linkCouncilTopic"]
    assert (refused["code"], refused["field"]) == ("BAD_INPUT", ["input", "subjectId"])


async def test_a_topic_is_linked_to_nothing_of_another_community_or_operator(village: Village) -> None:
    talk = await tea(village, seats=2, speaking_slots=1)
    await speak(village, 0, talk)
    topic_id = UUID((await ids_of(village.manager, talk))[0])
    other = await new_operator()
    stranger = await make_village(other, acting(other, *village.manager.roles))
    foreign = await propose(stranger, 0)

    async def link(actor: Actor, subject: ItemSubject, subject_id: UUID) -> None:
        async with open_scope(actor) as scope:
            await link_council_topic(scope, topic_id, subject, subject_id)

    with pytest.raises(NotFound):
        await link(village.manager, ItemSubject.PROPOSAL, foreign)
    with pytest.raises(NotFound):
        await link(stranger.manager, ItemSubject.PROPOSAL, foreign)
    with pytest.raises(BadInput):
        await link(village.manager, ItemSubject.OTHER, foreign)
    assert (await topics(village.manager, talk))[0]["subjectId"] is None


async def ids_of(actor: Actor, council: Council) -> list[str]:
    async with open_scope(actor, read_only=True) as scope:
        return [str(one) for one in await scope.session.scalars(text("SELECT id FROM council_topics"))]


async def test_who_withdraws_or_is_erased_leaves_no_word_and_may_say_another(village: Village) -> None:
    talk = await tea(village, seats=3, speaking_slots=2)
    for number in (0, 1):
        await speak(village, number, talk)
    async with open_scope(village.resident(0)) as scope:
        await withdraw_from_council(scope, talk.id)
    assert len(await topics(village.manager, talk)) == 1
    await speak(village, 0, talk, "换个话题")
    assert {one["text"] for one in await topics(village.manager, talk)} == {SAID, "换个话题"}
    eraser = system_actor(village.operator.id, "test", CouncilPermission.FOLLOW_UP)
    async with open_scope(eraser) as scope:
        await forget_topics(scope, village.resident_ids[1])
    assert [one["text"] for one in await topics(village.manager, talk)] == ["换个话题"]


@pytest.mark.parametrize(("wants_to_speak", "topic"), [(True, " "), (True, "长" * 201), (False, SAID)])
async def test_odd_topics_are_refused(village: Village, wants_to_speak: bool, topic: str) -> None:
    talk = await tea(village, seats=2, speaking_slots=1)
    with pytest.raises(AppError) as refused:
        async with open_scope(village.resident(0)) as scope:
            await register_for_council(scope, talk.id, wants_to_speak, topic)
    assert (type(refused.value), refused.value.field) == (BadInput, ("input", "topic"))
    assert await topics(village.manager, talk) == []
