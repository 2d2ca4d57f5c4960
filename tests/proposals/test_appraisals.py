"""What was done is appraised when it is finished and again in 90 and 365 days: round by round, and never who."""

import asyncio

import pytest
from sqlalchemy import func, select, text

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.modules.proposals.actions.answering import answer_proposal, report_project
from backend.modules.proposals.actions.appraising import rate_proposal
from backend.modules.proposals.actions.supporting import follow_proposal
from backend.modules.proposals.contract.refusals import AlreadyRated, NotYourHome, ProposalClosed
from backend.modules.proposals.contract.words import ProposalStatus
from backend.modules.proposals.models import ProposalStep
from backend.modules.proposals.queries.appraisals import own_rounds_by_id
from tenants.audit import AuditEntry
from tenants.scope import Actor, open_scope
from tests.conftest import new_operator
from tests.housing.factories import make_home, make_stay
from tests.isolation.saying import global_id
from tests.polls.factories import Village, as_resident
from tests.proposals.appraising import DAY, READ, YES, begun, finished, rate, recorded, report, rounds, said, timed
from tests.proposals.factories import all_at_once, cosign, propose, seen, set_limit, settled_accounts, told, work


async def test_what_is_finished_is_appraised_now_and_in_90_and_365_days(village: Village) -> None:
    before = clock.now()
    proposal_id = await finished(village)
    found = await rounds(village.resident(1), proposal_id)
    assert [(one.round, one.after_days, one.asked_at is not None) for one in found] == [
        (1, 0, True), (2, 90, False), (3, 365, False),
    ]  # fmt: skip
    assert found[0].asked_at == found[0].due_at
    assert before <= found[0].due_at <= clock.now()
    assert [one.due_at - found[0].due_at for one in found] == [0 * DAY, 90 * DAY, 365 * DAY]


async def test_an_operator_asks_again_when_it_likes(village: Village) -> None:
    await set_limit(village.operator, proposals__appraised_again_days=400, proposals__appraised_last_days=60)
    proposal_id = await finished(village)
    assert [one.after_days for one in await rounds(village.manager, proposal_id)] == [0, 60, 400]


async def test_nothing_is_appraised_before_all_of_its_projects_are_done(village: Village) -> None:
    proposal_id = await recorded(village)
    first, other = await begun(village, proposal_id), await begun(village, proposal_id, "公示时刻表")
    await report(village, first)
    assert await rounds(village.manager, proposal_id) == []
    with pytest.raises(ProposalClosed):
        await rate(village, proposal_id, {1: 5})
    await report(village, other, 50)
    assert await rounds(village.manager, proposal_id) == []
    await report(village, other)
    assert len(await rounds(village.manager, proposal_id)) == 3
    await rate(village, proposal_id, {1: 5})


async def test_of_two_projects_that_are_finished_at_once_the_later_one_finishes_the_proposal(village: Village) -> None:
    proposal_id = await recorded(village)
    first, other = await begun(village, proposal_id), await begun(village, proposal_id, "公示时刻表")
    async with open_scope(village.manager) as scope:
        await report_project(scope, first, 100, "已开行")
        beside = asyncio.create_task(report(village, other))
        await until_it_waits(village.manager, beside)
    await beside
    assert (await seen(village.manager, proposal_id)).status is ProposalStatus.DONE
    assert len(await rounds(village.manager, proposal_id)) == 3


async def until_it_waits(actor: Actor, running: asyncio.Task[None]) -> None:
    """Until a task waits for a lock; or ends, which it should not."""
    waiting = text(
        "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
        " WHERE NOT l.granted AND a.datname = current_database()"
    )
    async with open_scope(actor, read_only=True) as scope:
        for _ in range(500):
            if running.done() or await scope.session.scalar(waiting):
                return
            await asyncio.sleep(0.02)


async def test_each_round_is_asked_on_its_day_and_once(village: Village) -> None:
    proposal_id = await finished(village)
    done_at = (await rounds(village.manager, proposal_id))[0].due_at
    for days, asked in ((89, 0), (90, 1), (90, 0), (364, 0), (365, 1), (365, 0), (900, 0)):
        with clock.at(done_at + days * DAY):
            assert await timed(village) == asked
    found = await rounds(village.manager, proposal_id)
    assert [one.asked_at for one in found] == [done_at, done_at + 90 * DAY, done_at + 365 * DAY]


async def test_what_was_asked_of_one_proposal_holds_no_other_up(village: Village) -> None:
    first, other = await finished(village, 100), await finished(village, 89)
    assert await timed(village) == 1
    with clock.at(clock.now() + DAY):
        assert await timed(village) == 1
    for proposal_id in (first, other):
        asked = [one.asked_at is not None for one in await rounds(village.manager, proposal_id)]
        assert asked == [True, True, False]


async def test_workers_at_once_ask_once(village: Village) -> None:
    proposal_id = await finished(village, 91)
    assert sorted(await all_at_once(*(timed(village) for _ in range(6)))) == [0, 0, 0, 0, 0, 1]
    async with open_scope(village.manager, read_only=True) as scope:
        steps = select(func.count()).where(
            ProposalStep.proposal_id == proposal_id, ProposalStep.kind == "APPRAISAL_ASKED"
        )
        assert await scope.session.scalar(steps) == 1


async def test_after_a_standstill_no_round_is_missed_and_each_has_its_time(village: Village) -> None:
    proposal_id, now = await finished(village, 500), clock.now()
    asked = []
    for days in (0, 0, 29, 30, 31):
        with clock.at(now + days * DAY):
            asked.append(await timed(village))
    assert asked == [1, 0, 0, 1, 0]
    assert [one.asked_at is not None for one in await rounds(village.manager, proposal_id)] == [True] * 3


async def test_whoever_stands_behind_it_is_told_and_led_to_it_in_each_round(village: Village) -> None:
    accounts = await settled_accounts(village)
    proposal_id = await propose(village)
    await cosign(village, proposal_id, 1)
    async with open_scope(village.resident(2)) as scope:
        await follow_proposal(scope, proposal_id)
    async with open_scope(village.manager) as scope:
        await answer_proposal(scope, proposal_id, YES)
    await report(village, await begun(village, proposal_id))
    with clock.at(clock.now() + 90 * DAY):
        await timed(village)
        await work(village)
    behind = {account_id for account_id, number in accounts.items() if number in (0, 1, 2)}
    assert await told(village, "PROPOSAL_APPRAISAL_ASKED") == sorted(behind)
    chain = (await said(village.resident(3), READ, id=global_id("Proposal", proposal_id)))["chain"]
    assert chain[-1] == {"kind": "APPRAISAL_ASKED", "round": 2}


async def test_each_appraises_once_in_each_round_and_nobody_in_one_that_is_over(village: Village) -> None:
    proposal_id = await finished(village, 91)
    await rate(village, proposal_id, {1: 5, 2: 4})
    with pytest.raises(AlreadyRated):
        await rate(village, proposal_id, {1: 1})
    await timed(village)
    await rate(village, proposal_id, {1: 2})
    with pytest.raises(AlreadyRated):
        await rate(village, proposal_id, {1: 5})
    found = await rounds(village.resident(3), proposal_id)
    assert [(one.ratings, one.rating) for one in found] == [(2, 4.5), (1, 2.0), (0, None)]


async def test_the_same_person_twice_at_once_counts_once(village: Village) -> None:
    proposal_id = await finished(village)
    results = await all_at_once(*(rate(village, proposal_id, {1: 4}) for _ in range(5)))
    assert sorted(type(one).__name__ for one in results) == ["AlreadyRated"] * 4 + ["NoneType"]
    assert [one.ratings for one in await rounds(village.manager, proposal_id)] == [1, 0, 0]


async def test_neighbours_at_once_are_all_counted(village: Village) -> None:
    proposal_id = await finished(village)
    await all_at_once(*(rate(village, proposal_id, {number: number + 1}) for number in range(5)))
    (first, *_) = await rounds(village.manager, proposal_id)
    assert (first.ratings, first.rating) == (5, 3.0)


@pytest.mark.parametrize("score", [0, 6])
async def test_a_score_is_from_one_to_five(village: Village, score: int) -> None:
    proposal_id = await finished(village)
    with pytest.raises(BadInput):
        await rate(village, proposal_id, {1: score})


async def test_only_who_lives_there_appraises(village: Village) -> None:
    proposal_id = await finished(village)
    async with open_scope(village.manager) as scope:
        elsewhere = await make_stay(scope, await make_home(scope))
    with pytest.raises(NotYourHome):
        async with open_scope(as_resident(village.operator, elsewhere.lead_resident_id)) as scope:
            await rate_proposal(scope, proposal_id, 5)
    with pytest.raises(NotFound):
        async with open_scope(as_resident(await new_operator(), elsewhere.lead_resident_id)) as scope:
            await rate_proposal(scope, proposal_id, 5)
    assert (await rounds(village.manager, proposal_id))[0].ratings == 0


async def test_the_page_tells_how_opinion_moved_and_to_whom_it_is_asked_now(village: Village) -> None:
    proposal_id = await finished(village, 460)
    known = {"id": global_id("Proposal", proposal_id)}
    await rate(village, proposal_id, {1: 5, 2: 5, 3: 4})
    assert (await said(village.resident(1), READ, **known))["hasRated"] is True
    await timed(village)
    page = await said(village.resident(1), READ, **known)
    # Nobody has appraised the second round: what is told is what the first one found.
    assert (page["hasRated"], page["rating"], page["ratings"]) == (False, 4.67, 3)
    with clock.at(clock.now() + 31 * DAY):
        await timed(village)
        await rate(village, proposal_id, {1: 3, 4: 4})
    page = await said(village.resident(4), READ, **known)
    assert (page["hasRated"], page["rating"], page["ratings"]) == (True, 3.5, 2)
    # The round between them, in which nobody appraised, moves nothing.
    assert [(one["round"], one["rating"], one["change"]) for one in page["appraisals"]] == [
        (1, 4.67, None), (2, None, None), (3, 3.5, -1.17),
    ]  # fmt: skip
    assert (await said(village.resident(2), READ, **known))["hasRated"] is False


async def test_nobody_learns_who_appraised_or_how(village: Village) -> None:
    proposal_id = await finished(village)
    await rate(village, proposal_id, {1: 2})
    async with open_scope(village.resident(2), read_only=True) as scope:
        assert await own_rounds_by_id(scope, [proposal_id]) == {}
    async with open_scope(village.resident(1), read_only=True) as scope:
        assert await own_rounds_by_id(scope, [proposal_id]) == {proposal_id: 1}
    async with open_scope(village.manager, read_only=True) as scope:
        (entry,) = await scope.session.scalars(select(AuditEntry).where(AuditEntry.act == "rate_proposal"))
    assert entry.facts == {"number": 1}
