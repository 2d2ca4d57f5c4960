"""Thresholds, limits and the time to answer, each at its very edge; and what is refused leaves nothing behind."""

import datetime as dt
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.paging import Page
from backend.modules.proposals.actions.answering import answer_proposal, review_proposal, start_project
from backend.modules.proposals.actions.following_up import miss_answers
from backend.modules.proposals.actions.supporting import (
    comment_on_proposal,
    cosign_proposal,
    follow_proposal,
    uncosign_proposal,
)
from backend.modules.proposals.actions.writing import publish_proposal, withdraw_proposal
from backend.modules.proposals.contract.inputs import NewAnswer, NewProject, NewReview
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.contract.refusals import (
    CosignLimitReached,
    NotYourHome,
    ProposalClosed,
    ProposalLimitReached,
)
from backend.modules.proposals.contract.words import (
    AnswerDecision,
    AnswerLamp,
    ProposalStatus,
    ProposalStepKind,
    ReviewStage,
    Stance,
)
from backend.modules.proposals.models import ProposalComment, ProposalReview, ProposalStep
from backend.modules.proposals.queries.chains import (
    answers_of_proposals_by_id,
    list_comments,
    steps_by_id,
    steps_of_proposals_by_id,
)
from backend.modules.proposals.queries.proposals import ProposalFilter, list_proposals
from tenants.outbox import OutboxRow
from tenants.scope import Actor, open_scope, system_actor
from tests.housing.factories import make_home, make_stay
from tests.polls.factories import Village, as_resident
from tests.proposals.factories import all_at_once, cosign, propose, seen, set_limit

DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
ANSWER = NewAnswer(decision=AnswerDecision.ACCEPTED, text="自下周一起每晚加开两班")


async def stranger_of(village: Village) -> Actor:
    async with open_scope(village.manager) as scope:
        stay = await make_stay(scope, await make_home(scope))
    return as_resident(village.operator, stay.lead_resident_id)


async def uncosign(village: Village, proposal_id: UUID, number: int) -> None:
    async with open_scope(village.resident(number)) as scope:
        await uncosign_proposal(scope, proposal_id)


async def answered(village: Village, proposal_id: UUID, answer: NewAnswer = ANSWER) -> None:
    async with open_scope(village.manager) as scope:
        await answer_proposal(scope, proposal_id, answer)


async def withdrawn(village: Village, proposal_id: UUID, number: int = 0) -> None:
    async with open_scope(village.resident(number)) as scope:
        await withdraw_proposal(scope, proposal_id, "已经解决")


async def kinds(village: Village, proposal_id: UUID) -> list[ProposalStepKind]:
    """The chain as its author reads it, also of a draft."""
    async with open_scope(village.resident(0), read_only=True) as scope:
        steps = (await steps_of_proposals_by_id(scope, [proposal_id])).get(proposal_id, ())
        return [step.kind for step in steps]


async def listed(actor: Actor, **wanted: object) -> list[UUID]:
    async with open_scope(actor, read_only=True) as scope:
        found = await list_proposals(scope, Page(50), ProposalFilter(**wanted))  # type: ignore[arg-type]  # by name
        return [one.id for one in found.rows]


async def test_cosigning_is_limited_by_thirty_days_and_not_for_ever(village: Village) -> None:
    await set_limit(village.operator, proposals__cosigns_per_month=2)
    one, other, third = await propose(village), await propose(village), await propose(village)
    now = clock.now()
    with clock.at(now - DAY):
        await cosign(village, one, 1)
    await cosign(village, other, 1)
    with pytest.raises(CosignLimitReached):
        await cosign(village, third, 1)
    with clock.at(now + 29 * DAY - SECOND), pytest.raises(CosignLimitReached):
        await cosign(village, third, 1)
    with clock.at(now + 29 * DAY + SECOND):
        await cosign(village, third, 1)
    assert (await seen(village.manager, third)).cosigners == 1


async def test_many_proposals_cosigned_at_once_are_no_more_than_the_limit(village: Village) -> None:
    await set_limit(village.operator, proposals__cosigns_per_month=2)
    ids = [await propose(village, number) for number in (0, 2, 3, 4) for _ in range(2)]
    answers = await all_at_once(*(cosign(village, one, 1) for one in ids))
    assert answers.count(None) == 2
    assert sum(isinstance(one, CosignLimitReached) for one in answers) == 6


async def test_a_draft_is_cosigned_followed_commented_or_answered_by_nobody(village: Village) -> None:
    draft = await propose(village, is_published=False)
    for act in (cosign_proposal, follow_proposal):
        for number in (0, 1):
            with pytest.raises(NotFound):
                async with open_scope(village.resident(number)) as scope:
                    await act(scope, draft)
    with pytest.raises(NotFound):
        async with open_scope(village.resident(0)) as scope:
            await comment_on_proposal(scope, draft, Stance.FOR, "支持")
    with pytest.raises(NotFound):
        await answered(village, draft)
    with pytest.raises(NotFound):
        async with open_scope(village.manager) as scope:
            await review_proposal(scope, draft, NewReview(stage=ReviewStage.TRIAGE, note="看看"))
    assert await kinds(village, draft) == []


async def test_what_was_answered_is_neither_cosigned_nor_uncosigned(village: Village) -> None:
    proposal_id = await propose(village)
    await cosign(village, proposal_id, 1)
    await answered(village, proposal_id)
    with pytest.raises(ProposalClosed):
        await uncosign(village, proposal_id, 1)
    with pytest.raises(ProposalClosed):
        await cosign(village, proposal_id, 2)
    with pytest.raises(ProposalClosed):
        await withdrawn(village, proposal_id)
    assert (await seen(village.manager, proposal_id)).cosigners == 1


async def test_taking_back_what_one_never_cosigned_takes_nothing_from_others(village: Village) -> None:
    proposal_id = await propose(village)
    await cosign(village, proposal_id, 1)
    await uncosign(village, proposal_id, 2)
    assert (await seen(village.manager, proposal_id)).cosigners == 1


async def test_the_threshold_is_told_once_however_often_it_is_crossed(village: Village) -> None:
    await set_limit(village.operator, proposals__threshold=2)
    proposal_id = await propose(village)
    await set_limit(village.operator, proposals__threshold=5)
    await cosign(village, proposal_id, 1, 2)
    first = await seen(village.manager, proposal_id)
    await uncosign(village, proposal_id, 1)
    with clock.at(clock.now() + DAY):
        await cosign(village, proposal_id, 1)
    again = await seen(village.manager, proposal_id)
    # What was promised at its beginning holds, whatever the operator says of later ones.
    assert (first.threshold, again.answer_due_at) == (2, first.answer_due_at)
    assert (await kinds(village, proposal_id)).count(ProposalStepKind.THRESHOLD_REACHED) == 1


async def test_the_day_on_which_an_answer_is_owed_is_told_as_the_day_in_shanghai(village: Village) -> None:
    await set_limit(village.operator, proposals__threshold=1)
    proposal_id = await propose(village)
    with clock.at(clock.moment(clock.today(), 2)):
        await cosign(village, proposal_id, 1)
    async with open_scope(village.manager, read_only=True) as scope:
        facts = select(ProposalStep.facts).where(ProposalStep.kind == ProposalStepKind.THRESHOLD_REACHED)
        assert (await scope.session.scalars(facts)).one()["due_on"] == (clock.today() + 14 * DAY).isoformat()


async def owed(village: Village, threshold_days_ago: int) -> UUID:
    """A proposal whose threshold was reached so long ago."""
    with clock.at(clock.now() - threshold_days_ago * DAY):
        proposal_id = await propose(village)
        await cosign(village, proposal_id, 1)
    return proposal_id


async def test_only_answers_that_are_owed_and_late_are_said_to_be_late(village: Village) -> None:
    await set_limit(village.operator, proposals__threshold=1, proposals__answer_days=3, proposals__open_per_resident=9)
    late, early = await owed(village, 4), await owed(village, 2)
    gone, done, below = await owed(village, 4), await owed(village, 4), await propose(village)
    await withdrawn(village, gone)
    await answered(village, done)
    follower = system_actor(village.operator.id, "test", ProposalPermission.FOLLOW_UP)
    async with open_scope(follower) as scope:
        assert await miss_answers(scope) == 1
    overdue = {one: (await kinds(village, one)).count(ProposalStepKind.ANSWER_OVERDUE) for one in (late, early, gone)}
    assert overdue == {late: 1, early: 0, gone: 0}
    async with open_scope(village.manager, read_only=True) as scope:
        facts = select(OutboxRow.payload).where(OutboxRow.name == "proposals.ProposalAnswerMissed")
        assert [one["proposal_id"] for one in await scope.session.scalars(facts)] == [str(late)]
    assert set(await listed(village.manager, is_answer_owed=True)) == {late, early}
    assert await listed(village.manager, is_overdue=True) == [late]
    assert set(await listed(village.manager, is_answer_owed=False)) == {gone, done, below}


async def test_the_lamp_turns_yellow_at_half_and_red_at_a_quarter_of_the_time(village: Village) -> None:
    await set_limit(village.operator, proposals__threshold=1, proposals__answer_days=8)
    proposal_id = await propose(village)
    await cosign(village, proposal_id, 1)
    reached_at = (await seen(village.manager, proposal_id)).reached_at
    assert reached_at is not None
    lamps = []
    for after in (4 * DAY - SECOND, 4 * DAY, 6 * DAY - SECOND, 6 * DAY, 8 * DAY - SECOND, 8 * DAY):
        with clock.at(reached_at + after):
            lamps.append((await seen(village.manager, proposal_id)).lamp)
    assert lamps == [
        *(AnswerLamp.GREEN, AnswerLamp.YELLOW, AnswerLamp.YELLOW),
        *(AnswerLamp.RED, AnswerLamp.RED, AnswerLamp.OVERDUE),
    ]


async def test_drafts_and_what_is_over_do_not_count_among_the_three_that_are_open(village: Village) -> None:
    drafts = [await propose(village, is_published=False) for _ in range(2)]
    for _ in range(3):
        await propose(village)
    with pytest.raises(ProposalLimitReached):
        async with open_scope(village.resident(0)) as scope:
            await publish_proposal(scope, drafts[0])
    await answered(village, (await listed(village.resident(0), status=ProposalStatus.PUBLISHED))[0])
    async with open_scope(village.resident(0)) as scope:
        await publish_proposal(scope, drafts[0])
    with pytest.raises(ProposalClosed):
        async with open_scope(village.resident(0)) as scope:
            await publish_proposal(scope, drafts[0])
    assert (await kinds(village, drafts[0])).count(ProposalStepKind.PUBLISHED) == 1


async def test_whoever_moved_away_publishes_no_draft_here(village: Village) -> None:
    draft = await propose(village, is_published=False)
    with clock.at(clock.now() + 400 * DAY), pytest.raises(NotYourHome):
        async with open_scope(village.resident(0)) as scope:
            await publish_proposal(scope, draft)


async def test_a_later_answer_adds_to_the_first_and_takes_nothing_back(village: Village) -> None:
    proposal_id = await propose(village)
    await answered(village, proposal_id)
    first = await seen(village.manager, proposal_id)
    async with open_scope(village.manager) as scope:
        await start_project(scope, proposal_id, NewProject(title="加开", owner="运营部", due_on=clock.today()))
    with clock.at(clock.now() + DAY):
        planned = NewAnswer(decision=AnswerDecision.ACCEPTED_IN_PART, text="先加一班", planned_on=clock.today() + DAY)
        await answered(village, proposal_id, planned)
    found = await seen(village.manager, proposal_id)
    assert (found.status, found.answered_at) == (ProposalStatus.UNDERWAY, first.answered_at)
    async with open_scope(village.resident(2), read_only=True) as scope:
        both = (await answers_of_proposals_by_id(scope, [proposal_id]))[proposal_id]
        steps = (await steps_of_proposals_by_id(scope, [proposal_id]))[proposal_id]
    assert [(one.number, one.decision) for one in both] == [
        (1, AnswerDecision.ACCEPTED),
        (2, AnswerDecision.ACCEPTED_IN_PART),
    ]
    told = [step.facts for step in steps if step.kind is ProposalStepKind.ANSWERED]
    assert told == [
        {"decision": "ACCEPTED"},
        {"decision": "ACCEPTED_IN_PART", "planned_on": both[1].planned_on and both[1].planned_on.isoformat()},
    ]


async def test_nothing_is_begun_before_it_was_answered(village: Village) -> None:
    proposal_id = await propose(village)
    with pytest.raises(ProposalClosed):
        async with open_scope(village.manager) as scope:
            await start_project(scope, proposal_id, NewProject(title="加开", owner="运营部", due_on=clock.today()))
    assert (await seen(village.manager, proposal_id)).status is ProposalStatus.PUBLISHED
    async with open_scope(village.manager) as scope:
        await review_proposal(scope, proposal_id, NewReview(stage=ReviewStage.COSTING, note="每班 300 元"))
        assert (await scope.session.scalars(select(ProposalReview.reviewed_by))).one() == village.manager.name


async def test_what_neighbours_say_is_read_by_neighbours_alone(village: Village) -> None:
    proposal_id, stranger = await propose(village), await stranger_of(village)
    for body in ("", "  ", "长" * 1001):
        with pytest.raises(BadInput):
            async with open_scope(village.resident(1)) as scope:
                await comment_on_proposal(scope, proposal_id, Stance.FOR, body)
    with pytest.raises(NotYourHome):
        async with open_scope(stranger) as scope:
            await comment_on_proposal(scope, proposal_id, Stance.FOR, "支持")
    async with open_scope(village.resident(1)) as scope:
        await comment_on_proposal(scope, proposal_id, Stance.FOR, "支持")
    async with open_scope(stranger, read_only=True) as scope:
        assert (await list_comments(scope, Page(), proposal_id)).rows == []
        assert await steps_of_proposals_by_id(scope, [proposal_id]) == {}
        ids = list(await scope.session.scalars(select(ProposalStep.id)))
        assert await steps_by_id(scope, ids) == {}
    async with open_scope(village.manager, read_only=True) as scope:
        assert len((await scope.session.scalars(select(ProposalComment.id))).all()) == 1
