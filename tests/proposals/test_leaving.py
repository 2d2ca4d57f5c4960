"""Proposals of those who move out or are erased."""

import pytest
from sqlalchemy import select

from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.housing.actions.leaving import check_out, check_out_preview
from backend.modules.housing.contract.refusals import ReasonMissing
from backend.modules.housing.models.stays import Stay
from backend.modules.proposals.actions.following_up import forget_author
from backend.modules.proposals.actions.supporting import follow_proposal, unfollow_proposal
from backend.modules.proposals.actions.writing import withdraw_proposal
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.contract.words import ProposalStatus
from tenants.scope import open_scope, system_actor
from tests.conftest import new_operator
from tests.polls.factories import Village, as_resident
from tests.proposals.factories import cosign, propose, seen


async def test_check_out_takes_drafts_and_following_and_leaves_what_was_published(village: Village) -> None:
    published, draft = await propose(village), await propose(village, is_published=False)
    other = await propose(village, 1)
    async with open_scope(village.resident(0)) as scope:
        await follow_proposal(scope, other)
    async with open_scope(village.manager) as scope:
        (stay_id,) = await scope.session.scalars(
            select(Stay.id).where(Stay.lead_resident_id == village.resident_ids[0])
        )
        shown = [one for one in await check_out_preview(scope, stay_id) if one.module == "proposals"]
        await check_out(scope, stay_id)
    assert [(one.act, one.count) for one in shown] == [("withdraw_draft", 1), ("unfollow", 1)]
    assert (await seen(village.resident(0), draft)).status is ProposalStatus.WITHDRAWN
    assert (await seen(village.manager, published)).status is ProposalStatus.PUBLISHED
    assert (await seen(village.manager, other)).followers == 0


async def test_an_erased_author_leaves_no_word(village: Village) -> None:
    proposal_id = await propose(village)
    await cosign(village, proposal_id, 1)
    follower = system_actor(village.operator.id, "test", ProposalPermission.FOLLOW_UP)
    for _ in range(2):
        async with open_scope(follower) as scope:
            await forget_author(scope, village.resident_ids[0])
    found = await seen(village.manager, proposal_id)
    assert (found.title, found.body, found.author_id, found.cosigners) == ("", "", None, 1)


async def test_only_the_author_withdraws_and_says_why(village: Village) -> None:
    proposal_id = await propose(village)
    with pytest.raises(ReasonMissing):
        async with open_scope(village.resident(0)) as scope:
            await withdraw_proposal(scope, proposal_id, "")
    with pytest.raises(NotFound):
        async with open_scope(village.resident(1)) as scope:
            await withdraw_proposal(scope, proposal_id, "不需要了")
    assert (await seen(village.manager, proposal_id)).status is ProposalStatus.PUBLISHED


async def test_following_counts_once_and_another_operator_finds_nothing(village: Village) -> None:
    proposal_id = await propose(village)
    for _ in range(2):
        async with open_scope(village.resident(1)) as scope:
            await follow_proposal(scope, proposal_id)
    assert (await seen(village.manager, proposal_id)).followers == 1
    for _ in range(2):
        async with open_scope(village.resident(1)) as scope:
            await unfollow_proposal(scope, proposal_id)
    assert (await seen(village.manager, proposal_id)).followers == 0
    with pytest.raises(NotFound):
        async with open_scope(as_resident(await new_operator(), new_id())) as scope:
            await follow_proposal(scope, proposal_id)
