"""Proposals that neighbours write together: asked for, let in, written, left."""

from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import select

from backend.core.db import login_url
from backend.core.errors import BadInput, NotFound
from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.housing.actions.leaving import check_out, check_out_preview
from backend.modules.housing.contract.refusals import StaleVersion
from backend.modules.housing.models.stays import Stay
from backend.modules.proposals.actions.coauthoring import ask_to_coauthor, decide_coauthor, leave_coauthoring
from backend.modules.proposals.actions.following_up import forget_author
from backend.modules.proposals.actions.writing import amend_proposal, publish_proposal, withdraw_proposal
from backend.modules.proposals.contract.inputs import ProposalChange
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.contract.refusals import CoauthorsFull, NotYourHome, OwnProposal, ProposalClosed
from backend.modules.proposals.models import Proposal, ProposalCoauthor
from backend.modules.proposals.queries.coauthors import CoauthorView, coauthors_by_id, coauthors_of_proposals_by_id
from backend.modules.proposals.queries.proposals import ProposalFilter, list_proposals
from tenants.models import Operator
from tenants.scope import Actor, open_scope, system_actor
from tests.polls.factories import Village, make_village
from tests.proposals.factories import all_at_once, cosign, propose, seen, settled_accounts, told, work

NEW = "班车加开到晚上十点，并在南门加一站。"


async def ask(village: Village, proposal_id: UUID, number: int, alias: str = "三楼小陈") -> UUID:
    async with open_scope(village.resident(number)) as scope:
        return await ask_to_coauthor(scope, proposal_id, alias)


async def decide(village: Village, coauthor_id: UUID, *, is_accepted: bool = True, by: int = 0) -> None:
    async with open_scope(village.resident(by)) as scope:
        await decide_coauthor(scope, coauthor_id, is_accepted=is_accepted)


async def amend(village: Village, proposal_id: UUID, number: int, version: int = 1) -> None:
    async with open_scope(village.resident(number)) as scope:
        await amend_proposal(scope, proposal_id, ProposalChange(title="夜班车", body=NEW, version=version))


async def leave(village: Village, proposal_id: UUID, number: int) -> None:
    async with open_scope(village.resident(number)) as scope:
        await leave_coauthoring(scope, proposal_id)


async def coauthors(village: Village, proposal_id: UUID, number: int) -> list[CoauthorView]:
    async with open_scope(village.resident(number), read_only=True) as scope:
        return list((await coauthors_of_proposals_by_id(scope, [proposal_id])).get(proposal_id, ()))


async def mine(village: Village, number: int) -> list[UUID]:
    async with open_scope(village.resident(number), read_only=True) as scope:
        return [one.id for one in (await list_proposals(scope, Page(50), ProposalFilter(is_mine=True))).rows]


async def test_a_draft_is_written_by_whom_its_author_lets_in_and_by_nobody_else(village: Village) -> None:
    draft = await propose(village, is_published=False)
    asked = await ask(village, draft, 1)
    assert await mine(village, 1) == []
    with pytest.raises(NotFound):
        await amend(village, draft, 1)
    assert [(one.alias, one.is_accepted) for one in await coauthors(village, draft, 0)] == [("三楼小陈", False)]
    await decide(village, asked)
    assert await mine(village, 1) == [draft]
    await amend(village, draft, 1)
    assert (await seen(village.resident(0), draft)).body == NEW
    with pytest.raises(StaleVersion):
        await amend(village, draft, 0)
    assert await mine(village, 2) == await coauthors(village, draft, 2) == []
    for forbidden in (publish_proposal, lambda scope, one: withdraw_proposal(scope, one, "不提了")):
        with pytest.raises(NotFound):
            async with open_scope(village.resident(1)) as scope:
                await forbidden(scope, draft)


async def test_whoever_asked_knows_their_own_request_and_the_author_alone_decides(village: Village) -> None:
    draft = await propose(village, is_published=False)
    first, second = await ask(village, draft, 1), await ask(village, draft, 2, "阿敏")
    assert await ask(village, draft, 1, "另一个名字") == first
    assert [one.alias for one in await coauthors(village, draft, 1)] == ["三楼小陈"]
    async with open_scope(village.resident(1), read_only=True) as scope:
        assert set(await coauthors_by_id(scope, [first, second])) == {first}
    async with open_scope(village.manager, read_only=True) as scope:
        assert await coauthors_by_id(scope, [first, second]) == {}
    await decide(village, first)
    for stranger in (1, 2):
        with pytest.raises(NotFound):
            await decide(village, second, by=stranger)
    await decide(village, second, is_accepted=False)
    with pytest.raises(NotFound):
        await decide(village, second)


async def test_nobody_supports_what_they_write(village: Village) -> None:
    proposal = await propose(village)
    await cosign(village, proposal, 1, 2)
    asked = await ask(village, proposal, 1)
    assert (await seen(village.manager, proposal)).cosigners == 1
    # Co-signing instead takes the request back.
    await cosign(village, proposal, 1)
    assert (await seen(village.manager, proposal)).cosigners == 2
    with pytest.raises(NotFound):
        await decide(village, asked)
    await decide(village, await ask(village, proposal, 1))
    with pytest.raises(OwnProposal):
        await cosign(village, proposal, 1)
    assert (await seen(village.manager, proposal)).cosigners == 1
    with pytest.raises(OwnProposal):
        await ask(village, proposal, 0)


async def test_who_leaves_or_is_let_go_writes_and_reads_no_more(village: Village) -> None:
    draft = await propose(village, is_published=False)
    gone, let_go = await ask(village, draft, 1), await ask(village, draft, 2)
    for one in (gone, let_go):
        await decide(village, one)
    await leave(village, draft, 1)
    with pytest.raises(NotFound):
        await amend(village, draft, 1)
    await decide(village, let_go, is_accepted=False)
    with pytest.raises(NotFound):
        await amend(village, draft, 2)
    assert await mine(village, 1) == await mine(village, 2) == []
    await work(village)
    assert list((await seen(village.resident(0), draft)).coauthor_ids) == []
    with pytest.raises(NotFound):
        await leave(village, draft, 1)


async def test_five_write_with_an_author_however_many_are_let_in_at_once(operator: Operator, manager: Actor) -> None:
    village = await make_village(operator, manager, people=8)
    draft = await propose(village, is_published=False)
    asked = [await ask(village, draft, number) for number in range(1, 8)]
    answers = await all_at_once(*(decide(village, one) for one in asked))
    assert {type(one) for one in answers} == {type(None), CoauthorsFull}
    assert sum(one is None for one in answers) == 5
    assert len((await seen(village.resident(0), draft)).coauthor_ids) == 5


async def test_only_neighbours_ask_by_a_name_and_while_it_is_open(village: Village) -> None:
    draft, proposal = await propose(village, is_published=False), await propose(village, 1)
    for alias in ("", " ", "名" * 21):
        with pytest.raises(BadInput):
            await ask(village, draft, 1, alias)
    elsewhere = await make_village(village.operator, village.manager, people=1)
    with pytest.raises(NotYourHome):
        await ask(elsewhere, draft, 0)
    asked = await ask(village, proposal, 2)
    async with open_scope(village.resident(1)) as scope:
        await withdraw_proposal(scope, proposal, "不提了")
    with pytest.raises(ProposalClosed):
        await ask(village, proposal, 3)
    with pytest.raises(ProposalClosed):
        await decide(village, asked, by=1)


async def test_everyone_concerned_is_told(village: Village) -> None:
    accounts = {number: account for account, number in (await settled_accounts(village)).items()}
    proposal = await propose(village)
    first, second = await ask(village, proposal, 1), await ask(village, proposal, 2)
    await decide(village, first)
    await decide(village, second, is_accepted=False)
    await amend(village, proposal, 1)
    await work(village)
    assert await told(village, "PROPOSAL_COAUTHOR_ASKED") == [accounts[0], accounts[0]]
    assert await told(village, "PROPOSAL_COAUTHOR_ACCEPTED") == [accounts[1]]
    assert await told(village, "PROPOSAL_COAUTHOR_DECLINED") == [accounts[2]]
    assert await told(village, "PROPOSAL_AMENDED") == sorted([accounts[0], accounts[1]])


async def test_moving_out_and_erasing_end_it_and_forget_the_name(village: Village) -> None:
    draft = await propose(village, is_published=False)
    for number in (1, 2):
        await decide(village, await ask(village, draft, number))
    async with open_scope(village.manager) as scope:
        wanted = select(Stay.id).where(Stay.lead_resident_id == village.resident_ids[1])
        (stay_id,) = await scope.session.scalars(wanted)
        shown = [(one.act, one.count) for one in await check_out_preview(scope, stay_id) if one.module == "proposals"]
        await check_out(scope, stay_id)
    assert shown == [("stop_coauthoring", 1)]
    async with open_scope(system_actor(village.operator.id, "test", ProposalPermission.FOLLOW_UP)) as scope:
        await forget_author(scope, village.resident_ids[2])
        assert (await scope.session.scalars(select(ProposalCoauthor))).all() == []
        assert (await scope.session.scalars(select(Proposal.coauthor_ids))).all() == [[]]


async def test_the_database_shows_a_draft_to_those_alone_who_write_it(village: Village) -> None:
    draft = await propose(village, is_published=False)
    await decide(village, await ask(village, draft, 1))
    await ask(village, draft, 2)
    found = {}
    url = login_url(Surface.RESIDENT).set(drivername="postgresql").render_as_string(hide_password=False)
    for number in (0, 1, 2, 3):
        connection = await asyncpg.connect(url)
        async with connection.transaction():
            resident = str(village.resident_ids[number])
            await connection.execute("SELECT app.enter($1, 'x', $2, '*')", str(village.operator.id), resident)
            changed = await connection.execute("UPDATE proposals SET version = version WHERE id = $1", draft)
            found[number] = (await connection.fetchval("SELECT count(*) FROM proposals"), changed)
        await connection.close()
    assert found == {0: (1, "UPDATE 1"), 1: (1, "UPDATE 1"), 2: (0, "UPDATE 0"), 3: (0, "UPDATE 0")}


async def test_asking_and_co_signing_at_once_leave_one_of_the_two(village: Village) -> None:
    proposal = await propose(village)
    for _ in range(5):
        await all_at_once(ask(village, proposal, 1), cosign(village, proposal, 1))
        cosigners, asking = (await seen(village.manager, proposal)).cosigners, await coauthors(village, proposal, 1)
        assert cosigners + len(asking) == 1
