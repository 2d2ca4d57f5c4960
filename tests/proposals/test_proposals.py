"""Proposals: written, published, supported up to the threshold, answered in time, merged, and forgotten."""

import datetime as dt
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from backend.core import clock
from backend.core.errors import BadInput, Forbidden, NotFound
from backend.core.paging import Page
from backend.modules.housing.contract.refusals import StaleVersion
from backend.modules.proposals.actions.answering import answer_proposal, merge_proposal, review_proposal
from backend.modules.proposals.actions.following_up import miss_answers
from backend.modules.proposals.actions.supporting import (
    comment_on_proposal,
    cosign_proposal,
    follow_proposal,
    uncosign_proposal,
    unfollow_proposal,
)
from backend.modules.proposals.actions.writing import (
    amend_proposal,
    create_proposal,
    publish_proposal,
    withdraw_proposal,
)
from backend.modules.proposals.contract.inputs import NewAnswer, NewReview, ProposalChange
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.contract.refusals import (
    CosignLimitReached,
    NotYourHome,
    OwnProposal,
    ProposalClosed,
    ProposalLimitReached,
)
from backend.modules.proposals.contract.words import (
    AnswerDecision,
    AnswerLamp,
    ProposalStatus,
    ReviewStage,
    Stance,
)
from backend.modules.proposals.models import Proposal, ProposalSupport
from backend.modules.proposals.queries.chains import (
    list_comments,
    reviews_of_proposals_by_id,
    steps_of_proposals_by_id,
)
from backend.modules.proposals.queries.proposals import ProposalFilter, list_proposals
from tenants.outbox import OutboxRow
from tenants.scope import Actor, open_scope, system_actor
from tests.housing.factories import make_home, make_stay
from tests.polls.factories import Village, as_resident
from tests.proposals.factories import a_proposal, all_at_once, cosign, propose, seen, set_limit

DAY = dt.timedelta(days=1)
ANSWER = NewAnswer(decision=AnswerDecision.ACCEPTED, text="自下周一起每晚加开两班")


async def counted(actor: Actor) -> list[int]:
    async with open_scope(actor, read_only=True) as scope:
        return [
            await scope.session.scalar(select(func.count()).select_from(one)) or 0
            for one in (Proposal, ProposalSupport, OutboxRow)
        ]


async def listed(actor: Actor, **wanted: object) -> list[UUID]:
    async with open_scope(actor, read_only=True) as scope:
        found = await list_proposals(scope, Page(50), ProposalFilter(**wanted))  # type: ignore[arg-type]  # by name
        return [one.id for one in found.rows]


async def test_a_draft_is_its_authors_until_it_is_published(village: Village) -> None:
    proposal_id = await propose(village, is_published=False)
    assert await listed(village.resident(0)) == [proposal_id]
    assert await listed(village.resident(1)) == await listed(village.manager) == []
    async with open_scope(village.resident(0)) as scope:
        await publish_proposal(scope, proposal_id)
    assert await listed(village.resident(1)) == await listed(village.manager) == [proposal_id]
    assert (await seen(village.manager, proposal_id)).title == "夏季增加班车班次"


async def test_nobody_proposes_where_they_do_not_live(village: Village) -> None:
    async with open_scope(village.manager) as scope:
        elsewhere = await make_home(scope)
        stranger = as_resident(village.operator, (await make_stay(scope, elsewhere)).lead_resident_id)
    proposal_id = await propose(village)
    before = await counted(village.manager)
    with pytest.raises(NotYourHome):
        async with open_scope(stranger) as scope:
            await create_proposal(scope, a_proposal(village.community_id))
    for act in (cosign_proposal, uncosign_proposal, follow_proposal, unfollow_proposal):
        with pytest.raises(NotYourHome):
            async with open_scope(stranger) as scope:
                await act(scope, proposal_id)
    assert await counted(village.manager) == before
    assert await listed(stranger) == []


@pytest.mark.parametrize("more", [{"title": "一"}, {"title": "长" * 81}, {"body": " "}, {"body": "长" * 4001}])
async def test_odd_words_are_refused(village: Village, more: dict[str, Any]) -> None:
    before = await counted(village.manager)
    with pytest.raises(BadInput):
        await propose(village, **more)
    assert await counted(village.manager) == before


async def test_the_words_lie_sealed(village: Village) -> None:
    await propose(village)
    async with open_scope(village.manager, read_only=True) as scope:
        rows = await scope.session.execute(
            text("SELECT p::text FROM proposals p WHERE operator_id = :o"), {"o": village.operator.id}
        )
        (row,) = rows.scalars().all()
    assert "班车" not in row


async def test_an_amendment_needs_the_version_that_was_read(village: Village) -> None:
    proposal_id = await propose(village)
    change = ProposalChange(title="夏季增加夜班车", body="晚八点至十点", version=1)
    async with open_scope(village.resident(0)) as scope:
        await amend_proposal(scope, proposal_id, change)
    with pytest.raises(StaleVersion):
        async with open_scope(village.resident(0)) as scope:
            await amend_proposal(scope, proposal_id, change)
    with pytest.raises(NotFound):
        async with open_scope(village.resident(1)) as scope:
            await amend_proposal(scope, proposal_id, change)
    assert ((await seen(village.manager, proposal_id)).title, (await seen(village.manager, proposal_id)).version) == (
        "夏季增加夜班车",
        2,
    )


async def test_who_may_have_three_open_proposals_has_no_fourth(village: Village) -> None:
    for _ in range(3):
        await propose(village)
    with pytest.raises(ProposalLimitReached):
        await propose(village)
    told = await all_at_once(*(propose(village, 1) for _ in range(6)))
    assert [type(one) for one in told].count(ProposalLimitReached) == 3
    async with open_scope(village.resident(0)) as scope:
        await withdraw_proposal(scope, (await list_mine(village))[0], "已经解决")
    await propose(village)


async def list_mine(village: Village) -> list[UUID]:
    return await listed(village.resident(0), is_mine=True, status=ProposalStatus.PUBLISHED)


async def test_at_the_threshold_an_answer_is_owed_within_fourteen_days(village: Village) -> None:
    await set_limit(village.operator, proposals__threshold=3)
    proposal_id = await propose(village)
    await cosign(village, proposal_id, 1, 2)
    assert (await seen(village.manager, proposal_id)).lamp is AnswerLamp.NONE
    await cosign(village, proposal_id, 3)
    found = await seen(village.manager, proposal_id)
    assert found.reached_at is not None
    assert found.answer_due_at == found.reached_at + 14 * DAY
    lamps = []
    for days in (1, 8, 13, 15):
        with clock.at(found.reached_at + days * DAY):
            lamps.append((await seen(village.manager, proposal_id)).lamp)
    assert lamps == [AnswerLamp.GREEN, AnswerLamp.YELLOW, AnswerLamp.RED, AnswerLamp.OVERDUE]


async def test_the_threshold_is_crossed_once_by_many_at_once(village: Village) -> None:
    await set_limit(village.operator, proposals__threshold=2)
    proposal_id = await propose(village)
    told = await all_at_once(*(cosign(village, proposal_id, number) for number in (1, 2, 3, 4) * 3))
    assert told == [None] * 12
    found = await seen(village.manager, proposal_id)
    assert found.cosigners == 4
    async with open_scope(village.manager, read_only=True) as scope:
        steps = (await steps_of_proposals_by_id(scope, [proposal_id]))[proposal_id]
    assert [step.kind for step in steps] == ["PUBLISHED", "THRESHOLD_REACHED"]


async def test_nobody_cosigns_their_own_nor_what_is_closed_nor_too_much(village: Village) -> None:
    await set_limit(village.operator, proposals__cosigns_per_month=1)
    proposal_id, other = await propose(village), await propose(village)
    with pytest.raises(OwnProposal):
        await cosign(village, proposal_id, 0)
    await cosign(village, proposal_id, 1)
    with pytest.raises(CosignLimitReached):
        await cosign(village, other, 1)
    async with open_scope(village.manager) as scope:
        await answer_proposal(scope, other, ANSWER)
    with pytest.raises(ProposalClosed):
        await cosign(village, other, 2)
    assert (await seen(village.manager, other)).cosigners == 0


async def test_support_can_be_taken_back_and_an_answer_stays_owed(village: Village) -> None:
    await set_limit(village.operator, proposals__threshold=1)
    proposal_id = await propose(village)
    await cosign(village, proposal_id, 1)
    for _ in range(2):
        async with open_scope(village.resident(1)) as scope:
            await uncosign_proposal(scope, proposal_id)
    found = await seen(village.manager, proposal_id)
    assert (found.cosigners, found.lamp) == (0, AnswerLamp.GREEN)


async def test_an_answer_puts_the_lamp_out_and_only_managers_give_it(village: Village, desk: Actor) -> None:
    await set_limit(village.operator, proposals__threshold=1)
    proposal_id = await propose(village)
    await cosign(village, proposal_id, 1)
    assert await listed(village.manager, is_answer_owed=True) == [proposal_id]
    with pytest.raises(Forbidden):
        async with open_scope(desk) as scope:
            await answer_proposal(scope, proposal_id, ANSWER)
    async with open_scope(village.manager) as scope:
        await answer_proposal(scope, proposal_id, ANSWER)
    found = await seen(village.resident(1), proposal_id)
    assert (found.status, found.lamp) == (ProposalStatus.ANSWERED, AnswerLamp.NONE)
    assert await listed(village.manager, is_answer_owed=True) == []


async def test_an_answer_that_is_late_shows_and_is_told_once(village: Village) -> None:
    await set_limit(village.operator, proposals__threshold=1)
    with clock.at(clock.now() - 5 * DAY):
        proposal_id = await propose(village)
        await cosign(village, proposal_id, 1)
    follower = system_actor(village.operator.id, "test", ProposalPermission.FOLLOW_UP)
    told = []
    with clock.at(clock.now() + 10 * DAY):
        assert await listed(village.manager, is_overdue=True) == [proposal_id]
        for _ in range(2):
            async with open_scope(follower) as scope:
                told.append(await miss_answers(scope))
    assert told == [1, 0]


async def test_what_staff_note_is_for_staff(village: Village) -> None:
    proposal_id = await propose(village)
    before = await counted(village.manager)
    async with open_scope(village.manager) as scope:
        await review_proposal(scope, proposal_id, NewReview(stage=ReviewStage.COSTING, note="每班 300 元"))
    assert await counted(village.manager) == before
    async with open_scope(village.manager, read_only=True) as scope:
        assert [one.note for one in (await reviews_of_proposals_by_id(scope, [proposal_id]))[proposal_id]] == [
            "每班 300 元"
        ]
    with pytest.raises(Forbidden):
        async with open_scope(village.resident(0)) as scope:
            await reviews_of_proposals_by_id(scope, [proposal_id])


async def test_a_merged_proposal_goes_on_in_the_other_with_all_behind_it(village: Village) -> None:
    await set_limit(village.operator, proposals__threshold=4)
    one, other = await propose(village, 0), await propose(village, 1, title="增加晚间班车")
    await cosign(village, one, 2, 3)
    await cosign(village, other, 3, 4)
    async with open_scope(village.manager) as scope:
        await merge_proposal(scope, other, one)
    found, gone = await seen(village.manager, one), await seen(village.manager, other)
    assert (gone.status, gone.merged_into_id) == (ProposalStatus.MERGED, one)
    assert found.cosigners == 4
    assert found.lamp is AnswerLamp.GREEN


async def test_merging_both_ways_at_once_deadlocks_nowhere(village: Village) -> None:
    one, other = await propose(village, 0), await propose(village, 1)

    async def merge(first: UUID, second: UUID) -> None:
        async with open_scope(village.manager) as scope:
            await merge_proposal(scope, first, second)

    told = await all_at_once(merge(one, other), merge(other, one))
    assert sorted(type(result).__name__ for result in told) == ["NoneType", "ProposalClosed"]


async def test_comments_say_for_or_against_and_not_who(village: Village) -> None:
    proposal_id = await propose(village)
    async with open_scope(village.resident(1)) as scope:
        await comment_on_proposal(scope, proposal_id, Stance.AGAINST, "夜里会吵")
    async with open_scope(village.resident(2), read_only=True) as scope:
        (only,) = (await list_comments(scope, Page(), proposal_id)).rows
    assert (only.stance, only.body) == (Stance.AGAINST, "夜里会吵")
    assert not hasattr(only, "author_id")
