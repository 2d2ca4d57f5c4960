"""What is written down of proposals: by residents, by staff at tea and at the desk, and in the audit trail."""

import datetime as dt
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.housing.actions.leaving import check_out
from backend.modules.housing.models.stays import Stay
from backend.modules.proposals.actions.answering import answer_proposal, report_project, review_proposal, start_project
from backend.modules.proposals.actions.following_up import forget_author
from backend.modules.proposals.actions.supporting import (
    comment_on_proposal,
    follow_proposal,
    uncosign_proposal,
    unfollow_proposal,
)
from backend.modules.proposals.actions.writing import (
    amend_proposal,
    record_proposal,
    record_tea_talk,
    withdraw_proposal,
)
from backend.modules.proposals.contract.inputs import (
    NewProject,
    NewReview,
    NewTeaTalk,
    ProposalChange,
    RecordedProposal,
)
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.contract.refusals import ProposalClosed
from backend.modules.proposals.contract.words import (
    ProposalOrigin,
    ProposalStatus,
    ProposalStepKind,
    ReviewStage,
    Stance,
)
from backend.modules.proposals.models import ProposalComment, ProposalProject, TeaTalk
from backend.modules.proposals.queries.chains import list_comments
from backend.modules.proposals.queries.proposals import own_supports_by_id
from tenants.scope import open_scope, system_actor
from tests.polls.factories import Village, make_village
from tests.proposals.factories import cosign, propose, seen
from tests.proposals.test_coauthors import ask, decide, leave
from tests.proposals.test_limits import ANSWER, kinds, listed
from tests.tracing import reason_of, traces

DAY = dt.timedelta(days=1)


async def tea(village: Village, **more: Any) -> TeaTalk:
    said: dict[str, Any] = {
        "community_id": village.community_id,
        "held_on": clock.today(),
        "topic": "夏季出行",
        "host": "社长",
        "guests_count": 12,
    }
    async with open_scope(village.manager) as scope:
        return await record_tea_talk(scope, NewTeaTalk(**(said | more)))


async def recorded(village: Village, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "community_id": village.community_id,
        "title": "夏季增加班车班次",
        "body": "地铁站到社区的班车晚上太少",
        "origin": ProposalOrigin.TEA_TALK,
    }
    async with open_scope(village.manager) as scope:
        return await record_proposal(scope, RecordedProposal(**(said | more)))


async def amend(village: Village, proposal_id: UUID, version: int, body: str = "晚八点至十点") -> None:
    async with open_scope(village.resident(0)) as scope:
        await amend_proposal(scope, proposal_id, ProposalChange(title="夏季增加夜班车", body=body, version=version))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"held_on": clock.today() + DAY}, "held_on"),
        ({"guests_count": 1001}, "guests_count"),
        ({"guests_count": -1}, "guests_count"),
        ({"topic": " "}, "topic"),
        ({"host": ""}, "host"),
    ],
)
async def test_an_odd_tea_talk_is_refused_at_its_field(village: Village, more: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        await tea(village, **more)
    assert refused.value.field == ("input", field)


async def test_what_was_said_at_tea_is_kept_with_its_own_tea_talk(village: Village) -> None:
    talk, elsewhere = await tea(village), await make_village(village.operator, village.manager, people=1)
    theirs = await tea(elsewhere)
    for more, field in (
        ({"tea_talk_id": theirs.id}, "tea_talk_id"),
        ({"tea_talk_id": new_id()}, "tea_talk_id"),
        ({"author_id": new_id()}, "author_id"),
        ({"community_id": new_id()}, "community_id"),
    ):
        with pytest.raises(NotFound) as refused:
            await recorded(village, **more)
        assert refused.value.field == ("input", field)
    with pytest.raises(NotFound):
        await tea(village, community_id=new_id())
    with pytest.raises(BadInput):
        await recorded(village, body=" ")
    proposal_id = await recorded(village, tea_talk_id=talk.id, author_id=village.resident_ids[2])
    found = await seen(village.resident(1), proposal_id)
    assert (found.tea_talk_id, found.author_id, found.origin, found.status) == (
        talk.id,
        village.resident_ids[2],
        ProposalOrigin.TEA_TALK,
        ProposalStatus.PUBLISHED,
    )
    assert await listed(village.manager, origin=ProposalOrigin.DESK) == []
    assert await listed(village.manager, origin=ProposalOrigin.TEA_TALK) == [proposal_id]


async def test_what_staff_write_down_for_somebody_is_not_held_against_their_three(village: Village) -> None:
    for _ in range(4):
        await recorded(village, author_id=village.resident_ids[0])
    assert len(await listed(village.resident(0), is_mine=True)) == 4


async def test_a_draft_changes_and_goes_without_a_word_and_what_is_public_does_not(village: Village) -> None:
    draft, public = await propose(village, is_published=False), await propose(village)
    with pytest.raises(BadInput):
        await amend(village, public, 1, " ")
    for proposal_id in (draft, public):
        await amend(village, proposal_id, 1)
        await amend(village, proposal_id, 2)
        async with open_scope(village.resident(0)) as scope:
            await withdraw_proposal(scope, proposal_id, " 已经解决 ")
    assert await kinds(village, draft) == []
    assert await kinds(village, public) == [
        ProposalStepKind.PUBLISHED,
        ProposalStepKind.AMENDED,
        ProposalStepKind.AMENDED,
        ProposalStepKind.WITHDRAWN,
    ]


async def test_the_reason_of_a_withdrawal_stays_in_the_trail(village: Village) -> None:
    async with open_scope(village.resident(0)) as scope:
        await withdraw_proposal(scope, await propose(village), " 已经解决 ")
    assert await reason_of(village.manager, "withdraw_proposal") == "已经解决"


async def projected(village: Village, proposal_id: UUID) -> UUID:
    async with open_scope(village.manager) as scope:
        return await start_project(
            scope, proposal_id, NewProject(title="班车加开", owner="运营部", due_on=clock.today())
        )


async def report(village: Village, project_id: UUID, percent: int, note: str = "已开行") -> None:
    async with open_scope(village.manager) as scope:
        await report_project(scope, project_id, percent, note)


async def test_a_proposal_is_done_with_the_last_of_its_own_projects(village: Village) -> None:
    one, other = await propose(village), await propose(village)
    for proposal_id in (one, other):
        async with open_scope(village.manager) as scope:
            await answer_proposal(scope, proposal_id, ANSWER)
    first, second, theirs = (
        await projected(village, one),
        await projected(village, one),
        await projected(village, other),
    )
    for percent in (-1, 101):
        with pytest.raises(BadInput):
            await report(village, first, percent)
    await report(village, first, 40, "已谈妥")
    async with open_scope(village.manager, read_only=True) as scope:
        project = (await scope.session.scalars(select(ProposalProject).where(ProposalProject.id == first))).one()
    assert (project.percent, project.note, project.completed_at) == (40, "已谈妥", None)
    await report(village, first, 100)
    with pytest.raises(ProposalClosed):
        await report(village, first, 50)
    assert (await seen(village.manager, one)).status is ProposalStatus.UNDERWAY
    await report(village, second, 100)
    # Another proposal's project that is still open holds up nothing here, and is not done by this.
    assert (await seen(village.manager, one)).status is ProposalStatus.DONE
    assert (await seen(village.manager, other)).status is ProposalStatus.UNDERWAY
    await report(village, theirs, 100)
    assert (await seen(village.manager, other)).status is ProposalStatus.DONE


async def test_whoever_moves_out_takes_their_own_drafts_alone(village: Village) -> None:
    mine, theirs = await propose(village, is_published=False), await propose(village, 1, is_published=False)
    async with open_scope(village.manager) as scope:
        leads = select(Stay.id).where(Stay.lead_resident_id == village.resident_ids[0])
        await check_out(scope, (await scope.session.scalars(leads)).one())
    assert (await seen(village.resident(0), mine)).status is ProposalStatus.WITHDRAWN
    assert (await seen(village.resident(1), theirs)).status is ProposalStatus.DRAFT


async def test_whoever_is_erased_leaves_no_comment_and_everybody_elses_stay(village: Village) -> None:
    proposal_id = await propose(village, 2)
    for number, said in ((0, "夜里会吵"), (1, "早该有了")):
        async with open_scope(village.resident(number)) as scope:
            await comment_on_proposal(scope, proposal_id, Stance.FOR, said)
    async with open_scope(system_actor(village.operator.id, "test", ProposalPermission.FOLLOW_UP)) as scope:
        await forget_author(scope, village.resident_ids[0])
    async with open_scope(village.resident(3), read_only=True) as scope:
        assert {one.body for one in (await list_comments(scope, Page(), proposal_id)).rows} == {"", "早该有了"}
    async with open_scope(village.manager, read_only=True) as scope:
        authors = await scope.session.scalars(select(ProposalComment.author_id).order_by(ProposalComment.id))
        assert list(authors) == [None, village.resident_ids[1]]
    assert (await seen(village.manager, proposal_id)).title == "夏季增加班车班次"


async def test_who_stops_writing_with_one_author_goes_on_with_others_and_nobody_else_stops(village: Village) -> None:
    first, second = await propose(village, 0), await propose(village, 1)
    for number in (2, 3):
        await decide(village, await ask(village, first, number))
    await decide(village, await ask(village, second, 2), by=1)
    async with open_scope(village.manager) as scope:
        leads = select(Stay.id).where(Stay.lead_resident_id == village.resident_ids[2])
        await check_out(scope, (await scope.session.scalars(leads)).one())
    assert list((await seen(village.manager, first)).coauthor_ids) == [village.resident_ids[3]]
    assert list((await seen(village.manager, second)).coauthor_ids) == []


async def test_one_sees_what_one_has_cosigned_oneself(village: Village) -> None:
    one, other = await propose(village, 0), await propose(village, 0)
    await cosign(village, one, 1)
    await cosign(village, other, 2)
    for number, mine in ((1, {one: True}), (2, {other: True}), (3, {})):
        async with open_scope(village.resident(number), read_only=True) as scope:
            assert await own_supports_by_id(scope, [one, other]) == mine
    async with open_scope(village.manager, read_only=True) as scope:
        assert await own_supports_by_id(scope, [one, other]) == {}


async def test_every_act_about_a_proposal_is_written_down(village: Village) -> None:
    proposal_id = await propose(village)
    await cosign(village, proposal_id, 1, 2)
    for act in (uncosign_proposal, follow_proposal, unfollow_proposal):
        async with open_scope(village.resident(1)) as scope:
            await act(scope, proposal_id)
    async with open_scope(village.resident(2)) as scope:
        await comment_on_proposal(scope, proposal_id, Stance.NEUTRAL, "再看看")
    asked = await ask(village, proposal_id, 3)
    for _ in range(2):
        await decide(village, asked)
    await leave(village, proposal_id, 3)
    await amend(village, proposal_id, 1)
    async with open_scope(village.manager) as scope:
        await review_proposal(scope, proposal_id, NewReview(stage=ReviewStage.COSTING, note="每班 300 元"))
        await answer_proposal(scope, proposal_id, ANSWER)
    await report(village, await projected(village, proposal_id), 50)
    await recorded(village, tea_talk_id=(await tea(village)).id)
    once = (
        *("create_proposal", "uncosign_proposal", "follow_proposal", "unfollow_proposal", "comment_on_proposal"),
        *("ask_to_coauthor", "decide_coauthor", "leave_coauthoring", "amend_proposal", "review_proposal"),
        *("answer_proposal", "record_proposal"),
    )
    wanted = dict.fromkeys(once, 1) | {"cosign_proposal": 2, "publish_proposal": 2}
    assert await traces(village.manager, "Proposal") == wanted
    assert await traces(village.manager, "ProposalProject") == {"start_project": 1, "report_project": 1}
    assert await traces(village.manager, "TeaTalk") == {"record_tea_talk": 1}
