"""A community passes from one branch to another: what the first one wrote and was told stays with it."""

import datetime as dt

import pytest

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.paging import Page
from backend.modules.party.actions.assigning import end_oversight
from backend.modules.party.actions.notices import accept_reply, return_reply, withdraw_notice
from backend.modules.party.actions.papers import accept_party_transfer
from backend.modules.party.actions.replies import reply_to_notice
from backend.modules.party.contract.refusals import OrganisationDatesInvalid
from backend.modules.party.queries.organisations import org_figures_by_id
from backend.modules.party.queries.roll import (
    list_party_members,
    list_transfer_papers,
    party_members_by_id,
    transfer_papers_by_id,
)
from backend.modules.party.words import TransferState
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.housing.factories import make_home
from tests.party.factories import (
    LONG_AGO,
    Covered,
    a_reply,
    cover,
    delivered,
    issued,
    make_org,
    platform,
    supervising,
)
from tests.party.members import a_member, asked, papers

TODAY = clock.today()


async def covered_until_today(operator: Operator, manager: Actor) -> tuple[Covered, Covered]:
    """A community as its branch has it, and the one that takes over today; the cover ends when the test says so."""
    async with open_scope(manager) as scope:
        home = await make_home(scope)
    first, second = await make_org(), await make_org()
    await cover(operator, home.community_id, first, starts_on=LONG_AGO, ends_on=TODAY + dt.timedelta(days=1))
    return (
        Covered(operator, home, first, supervising((operator, home), branch=first)),
        Covered(operator, home, second, supervising((operator, home), branch=second)),
    )


async def test_a_notice_is_decided_by_the_branch_that_issued_it(operator: Operator, manager: Actor) -> None:
    before, after = await covered_until_today(operator, manager)
    notice = await issued(before)
    async with open_scope(manager) as scope:
        await reply_to_notice(scope, await a_reply(scope, notice.id))
    await delivered(operator)
    for act in (accept_reply, withdraw_notice, lambda scope, wanted: return_reply(scope, wanted, "请补充", 2)):
        with pytest.raises(NotFound):
            async with open_scope(after.supervisor) as scope:
                await act(scope, notice.id)
    async with open_scope(before.supervisor) as scope:
        await accept_reply(scope, notice.id)


async def test_members_and_transfers_are_those_of_the_organisation_that_they_named(
    operator: Operator, manager: Actor
) -> None:
    before, after = await covered_until_today(operator, manager)
    member = await a_member(before, manager, shares_name=True)
    transfer_id = await asked(member)
    await delivered(operator)
    (paper,) = await papers(before)
    async with open_scope(before.supervisor, read_only=True) as scope:
        (row,) = (await list_party_members(scope, Page())).rows
        assert [one.name for one in (await party_members_by_id(scope, [row.id])).values()] == ["上官婉清"]
        assert (await list_party_members(scope, Page(), after.branch.id)).rows == []
        assert (await list_transfer_papers(scope, Page(), TransferState.ACCEPTED)).rows == []
        assert await org_figures_by_id(scope, [after.branch.id]) == {}
    async with open_scope(after.supervisor, read_only=True) as scope:
        assert (await list_party_members(scope, Page())).rows == []
        assert await party_members_by_id(scope, [row.id]) == {}
        assert (await list_transfer_papers(scope, Page())).rows == []
        assert await transfer_papers_by_id(scope, [paper.id]) == {}
        assert await org_figures_by_id(scope, [before.branch.id]) == {}
    with pytest.raises(NotFound):
        async with open_scope(after.supervisor) as scope:
            await accept_party_transfer(scope, transfer_id)


async def test_a_cover_ends_within_its_time(operator: Operator, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope)
    assignment_id = await cover(operator, home.community_id, await make_org(), ends_on=TODAY + dt.timedelta(days=9))
    for day in (LONG_AGO - dt.timedelta(days=1), TODAY + dt.timedelta(days=10)):
        with pytest.raises(OrganisationDatesInvalid):
            async with open_scope(platform()) as scope:
                await end_oversight(scope, assignment_id, day)
    async with open_scope(platform()) as scope:
        assert (await end_oversight(scope, assignment_id, TODAY)).ends_on == TODAY
