"""Merging: whoever stood behind the one stands behind the other, once, and nobody behind their own."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.core.errors import BadInput, NotFound
from backend.modules.proposals.actions.answering import answer_proposal, merge_proposal
from backend.modules.proposals.actions.supporting import follow_proposal, unfollow_proposal
from backend.modules.proposals.actions.writing import withdraw_proposal
from backend.modules.proposals.contract.refusals import ProposalClosed
from backend.modules.proposals.contract.words import AnswerLamp, ProposalStatus, ProposalStepKind
from backend.modules.proposals.models import ProposalStep, ProposalSupport
from tenants.scope import open_scope
from tests.polls.factories import Village, make_village
from tests.proposals.factories import cosign, propose, seen, set_limit, settled_accounts, told, work
from tests.proposals.test_coauthors import ask, decide
from tests.proposals.test_limits import ANSWER
from tests.tracing import traces


async def merge(village: Village, proposal_id: UUID, into_id: UUID) -> None:
    async with open_scope(village.manager) as scope:
        await merge_proposal(scope, proposal_id, into_id)


async def follow(village: Village, proposal_id: UUID, number: int) -> None:
    async with open_scope(village.resident(number)) as scope:
        await follow_proposal(scope, proposal_id)


async def behind(village: Village, proposal_id: UUID) -> set[int]:
    """Who stands behind a proposal, by number; as many as its tally says."""
    async with open_scope(village.manager, read_only=True) as scope:
        theirs = select(ProposalSupport.resident_id).where(ProposalSupport.proposal_id == proposal_id)
        found = {village.resident_ids.index(one) for one in await scope.session.scalars(theirs)}
    assert (await seen(village.manager, proposal_id)).cosigners == len(found)
    return found


async def test_the_author_comes_along_and_nobody_stands_behind_their_own(village: Village) -> None:
    into, gone = await propose(village, 0), await propose(village, 1)
    await cosign(village, into, 2)
    await cosign(village, gone, 0, 2, 3)
    await merge(village, gone, into)
    assert await behind(village, into) == {1, 2, 3}


async def test_coauthors_come_along_and_stand_behind_nothing_that_they_write_or_ask_to_write(village: Village) -> None:
    into, gone = await propose(village, 0), await propose(village, 1)
    await decide(village, await ask(village, into, 2))
    await ask(village, into, 4)
    await decide(village, await ask(village, gone, 3), by=1)
    await cosign(village, gone, 2, 4)
    await merge(village, gone, into)
    assert await behind(village, into) == {1, 3}


async def test_a_threshold_that_is_crossed_by_merging_is_crossed(village: Village) -> None:
    await set_limit(village.operator, proposals__threshold=2)
    into, gone = await propose(village, 0), await propose(village, 1)
    await cosign(village, into, 2)
    await merge(village, gone, into)
    assert (await seen(village.manager, into)).reached_at is not None
    async with open_scope(village.manager, read_only=True) as scope:
        steps = (await scope.session.scalars(select(ProposalStep).order_by(ProposalStep.id))).all()
    chains = {one: [step.kind for step in steps if step.proposal_id == one] for one in (gone, into)}
    published, merged = ProposalStepKind.PUBLISHED, ProposalStepKind.MERGED
    assert chains == {gone: [published, merged], into: [published, merged, ProposalStepKind.THRESHOLD_REACHED]}
    joined = [(step.object_id, step.facts) for step in steps if step.kind is merged]
    assert joined == [(into, {}), (gone, {"joined": 1})]


async def test_nothing_is_owed_to_what_was_withdrawn_or_goes_on_in_another(village: Village) -> None:
    await set_limit(village.operator, proposals__threshold=1)
    withdrawn, gone, into = [await propose(village, number) for number in (0, 1, 2)]
    for proposal_id in (withdrawn, gone):
        await cosign(village, proposal_id, 3)
        assert (await seen(village.manager, proposal_id)).lamp is AnswerLamp.GREEN
    async with open_scope(village.resident(0)) as scope:
        await withdraw_proposal(scope, withdrawn, "已经解决")
    await merge(village, gone, into)
    lamps = [(await seen(village.resident(4), one)).lamp for one in (withdrawn, gone, into)]
    assert lamps == [AnswerLamp.NONE, AnswerLamp.NONE, AnswerLamp.GREEN]


async def test_followers_come_along_are_counted_and_may_leave_again(village: Village) -> None:
    accounts = await settled_accounts(village)
    into, gone = await propose(village, 0), await propose(village, 1)
    for proposal_id, number in ((into, 2), (gone, 2), (gone, 3), (gone, 4)):
        await follow(village, proposal_id, number)
    await merge(village, gone, into)
    assert (await seen(village.manager, into)).followers == 3
    async with open_scope(village.resident(4)) as scope:
        await unfollow_proposal(scope, into)
    assert (await seen(village.manager, into)).followers == 2
    await work(village)
    # Of both steps whoever is behind the one or the other hears, the author of each among them.
    assert {accounts[one] for one in await told(village, "PROPOSAL_MERGED")} == {0, 1, 2, 3, 4}
    async with open_scope(village.manager) as scope:
        await answer_proposal(scope, into, ANSWER)
    await work(village)
    assert sorted(accounts[one] for one in await told(village, "PROPOSAL_ANSWERED")) == [0, 1, 2, 3]


async def test_only_what_is_open_here_is_merged_and_never_with_itself(village: Village) -> None:
    elsewhere = await make_village(village.operator, village.manager, people=1)
    one, other = await propose(village, 0), await propose(village, 1)
    withdrawn, answered, draft = (
        await propose(village, 2),
        await propose(village, 3),
        await propose(village, 4, is_published=False),
    )
    async with open_scope(village.resident(2)) as scope:
        await withdraw_proposal(scope, withdrawn, "已经解决")
    async with open_scope(village.manager) as scope:
        await answer_proposal(scope, answered, ANSWER)
    for first, second, refusal in (
        (one, one, BadInput),
        (one, await propose(elsewhere), NotFound),
        (one, draft, NotFound),
        (draft, one, NotFound),
        *((one, closed, ProposalClosed) for closed in (withdrawn, answered)),
        *((closed, one, ProposalClosed) for closed in (withdrawn, answered)),
    ):
        with pytest.raises(refusal):
            await merge(village, first, second)
    assert await traces(village.manager, "Proposal") == {
        "create_proposal": 6,
        "publish_proposal": 5,
        "withdraw_proposal": 1,
        "answer_proposal": 1,
    }
    await merge(village, other, one)
    with pytest.raises(ProposalClosed):
        await merge(village, other, one)
    assert (await seen(village.manager, one)).status is ProposalStatus.PUBLISHED
    assert (await traces(village.manager, "Proposal"))["merge_proposal"] == 1
    async with open_scope(village.manager, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(ProposalSupport)) == 1
