"""Where residents appraise what was done poorly, staff owe them an answer, round by round."""

import pytest
from sqlalchemy import func, select

from backend.core.errors import BadInput, Forbidden, NotFound
from backend.modules.proposals.contract.refusals import ProposalClosed
from backend.modules.proposals.models import ProposalStep
from tenants.audit import AuditEntry
from tenants.scope import Actor, open_scope
from tests.isolation.saying import global_id
from tests.polls.factories import Village, limited
from tests.proposals.appraising import READ, answer, finished, rate, rounds, said, timed
from tests.proposals.factories import settled_accounts, told, work

ANSWER = """mutation($input: AnswerAppraisalInput!) { answerAppraisal(input: $input) {
  ... on Proposal { appraisals { round answer } } ... on Refusal { code field } } }"""
POOR = "query($isIt: Boolean!) { proposals(filter: {isPoorlyAppraised: $isIt}) { edges { node { id } } } }"


async def poorly(village: Village, *, is_it: bool = True) -> list[str]:
    found = await said(village.manager, POOR, isIt=is_it)
    return [edge["node"]["id"] for edge in found["edges"]]


@pytest.mark.parametrize(
    ("scores", "is_poor"),
    [
        ({1: 1, 2: 1}, False),
        ({1: 3, 2: 3, 3: 3}, False),
        ({1: 3, 2: 3, 3: 2}, True),
        ({1: 1, 2: 1, 3: 5, 4: 5}, False),
    ],
)
async def test_a_low_mean_of_three_or_more_is_for_staff_to_answer(
    village: Village, scores: dict[int, int], is_poor: bool
) -> None:
    proposal_id = await finished(village, 91)
    await timed(village)
    await rate(village, proposal_id, scores)
    assert [one.is_poor for one in await rounds(village.manager, proposal_id)] == [False, is_poor, False]
    listed = global_id("Proposal", proposal_id)
    assert await poorly(village) == ([listed] if is_poor else [])
    assert await poorly(village, is_it=False) == ([] if is_poor else [listed])


async def test_what_staff_answer_is_read_by_all_told_once_and_no_longer_owed(village: Village) -> None:
    accounts = await settled_accounts(village)
    await finished(village)
    proposal_id = await finished(village, 91)
    await timed(village)
    await rate(village, proposal_id, {1: 1, 2: 2, 3: 2})
    assert await poorly(village) == [global_id("Proposal", proposal_id)]
    given = {"proposalId": global_id("Proposal", proposal_id), "round": 2, "text": "  下周起恢复晚班 "}
    made = await said(village.manager, ANSWER, input=given)
    assert [(one["round"], one["answer"]) for one in made["appraisals"]] == [
        (1, None), (2, "下周起恢复晚班"), (3, None),
    ]  # fmt: skip
    assert await said(village.manager, ANSWER, input=given) == {"code": "PROPOSAL_CLOSED", "field": None}
    assert await poorly(village) == []
    await work(village)
    author = [account_id for account_id, number in accounts.items() if number == 0]
    assert await told(village, "PROPOSAL_APPRAISAL_ANSWERED") == author
    page = await said(village.resident(4), READ, id=global_id("Proposal", proposal_id))
    assert page["appraisals"][1]["answer"] == "下周起恢复晚班"
    assert page["appraisals"][1]["answeredAt"] is not None
    assert page["chain"][-1] == {"kind": "APPRAISAL_ANSWERED", "round": 2}
    async with open_scope(village.manager, read_only=True) as scope:
        (entry,) = await scope.session.scalars(select(AuditEntry).where(AuditEntry.act == "answer_appraisal"))
    assert (entry.object_id, entry.facts) == (proposal_id, {"number": 2})


async def test_an_earlier_round_that_was_answered_does_not_answer_a_later_one(village: Village) -> None:
    proposal_id = await finished(village, 91)
    await rate(village, proposal_id, {1: 1, 2: 1, 3: 1})
    await answer(village.manager, proposal_id, 1)
    assert await poorly(village) == []
    await timed(village)
    await rate(village, proposal_id, {1: 1, 2: 1, 3: 1})
    assert await poorly(village) == [global_id("Proposal", proposal_id)]


async def test_only_managers_answer_and_only_what_was_appraised(village: Village, desk: Actor) -> None:
    proposal_id = await finished(village)
    with pytest.raises(ProposalClosed):
        await answer(village.manager, proposal_id)
    await rate(village, proposal_id, {1: 1})
    for number, refusal in ((4, NotFound), (2, ProposalClosed)):
        with pytest.raises(refusal):
            await answer(village.manager, proposal_id, number)
    for actor in (desk, village.resident(1)):
        with pytest.raises(Forbidden):
            await answer(actor, proposal_id)
    with pytest.raises(NotFound):
        await answer(limited(village.manager), proposal_id)
    for words in (" 好 ", "好" * 1001):
        with pytest.raises(BadInput):
            await answer(village.manager, proposal_id, words=words)
    assert (await rounds(village.manager, proposal_id))[0].answer is None
    async with open_scope(village.manager, read_only=True) as scope:
        told_of = select(func.count()).where(ProposalStep.kind == "APPRAISAL_ANSWERED")
        assert await scope.session.scalar(told_of) == 0
