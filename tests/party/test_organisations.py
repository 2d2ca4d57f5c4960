"""Organisations that stand, who speaks for them, and the lists of them."""

import datetime as dt
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import update

from backend.core import clock
from backend.core.errors import AppError, BadInput, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.accounts.contract import NewMembership
from backend.modules.housing.actions.inventory import create_community
from backend.modules.party.actions.assigning import enter_communities
from backend.modules.party.actions.organisations import appoint_supervisor, end_party_org, relieve_supervisor
from backend.modules.party.actors import registrar
from backend.modules.party.contract.refusals import OrganisationDatesInvalid
from backend.modules.party.queries.covering import (
    list_coverage_gaps,
    list_covered_community_ids,
    list_oversight_assignments,
)
from backend.modules.party.queries.organisations import child_counts_by_id, list_party_orgs
from backend.modules.party.words import PartyOrgKind
from tenants.models import Membership, Operator
from tenants.provision import platform_actor, suspend_operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.accounts.factories import Person, a_person, asking, signed_in
from tests.housing.factories import a_community, make_home
from tests.party.factories import LONG_AGO, Covered, cover, make_org, platform

TODAY = clock.today()
DAY = dt.timedelta(days=1)


async def appointed(person: Person, *organisation_ids: UUID) -> None:
    for organisation_id in organisation_ids:
        async with open_scope(platform()) as scope:
            await appoint_supervisor(scope, organisation_id, person.login)


async def speaks_for(person: Person) -> set[UUID]:
    """The organisations of somebody's next session."""
    return set((await asking((await signed_in(person)).access_token)).organisation_ids)


async def test_only_a_branch_supervisor_in_office_speaks_for_an_organisation(operator: Operator) -> None:
    branch = await make_org()
    desk = await a_person(NewMembership(role=Role.FRONT_DESK, operator_id=operator.id))
    former = await a_person(NewMembership(role=Role.BRANCH_SUPERVISOR))
    async with open_scope(platform_actor("test")) as scope:
        await scope.session.execute(
            update(Membership).where(Membership.account_id == former.account.id).values(ended_at=clock.now())
        )
    for login in (desk.login, former.login, "nobody"):
        with pytest.raises(NotFound):
            async with open_scope(platform()) as scope:
                await appoint_supervisor(scope, branch.id, login)


async def test_who_is_relieved_of_one_organisation_keeps_others_and_others_keep_theirs() -> None:
    first, second = await make_org(), await make_org()
    one, other = [await a_person(NewMembership(role=Role.BRANCH_SUPERVISOR)) for _ in range(2)]
    await appointed(one, first.id, second.id)
    await appointed(other, first.id)
    async with open_scope(platform()) as scope:
        await relieve_supervisor(scope, first.id, one.login)
    assert (await speaks_for(one), await speaks_for(other)) == ({second.id}, {first.id})
    with pytest.raises(NotFound):
        async with open_scope(platform()) as scope:
            await relieve_supervisor(scope, first.id, one.login)


async def test_what_has_ended_leads_nothing_and_covers_nothing(operator: Operator, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope)
    committee = await make_org(PartyOrgKind.COMMITTEE)
    with pytest.raises(OrganisationDatesInvalid):
        async with open_scope(platform()) as scope:
            await end_party_org(scope, committee.id, LONG_AGO)
    async with open_scope(platform()) as scope:
        await end_party_org(scope, committee.id)
    acts: list[Any] = [
        lambda: make_org(PartyOrgKind.BRANCH, committee),
        lambda: cover(operator, home.community_id, committee),
        lambda: _ended(committee.id),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            await act()


async def _ended(organisation_id: UUID) -> None:
    async with open_scope(platform()) as scope:
        await end_party_org(scope, organisation_id)


async def test_the_tree_shows_what_stands_today() -> None:
    committee = await make_org(PartyOrgKind.COMMITTEE)
    kept, gone = await make_org(parent=committee), await make_org(parent=committee)
    await make_org(PartyOrgKind.GROUP, kept)
    async with open_scope(platform()) as scope:
        await end_party_org(scope, gone.id)
    async with open_scope(platform(), read_only=True) as scope:
        beneath = [one.id for one in (await list_party_orgs(scope, Page(100), committee.id)).rows]
        assert (beneath, await child_counts_by_id(scope, [committee.id])) == ([kept.id], {committee.id: 1})
        everything: list[UUID] = []
        page = Page(100)
        while True:
            slice_ = await list_party_orgs(scope, page)
            everything += [one.id for one in slice_.rows]
            if not slice_.has_next:
                break
            page = Page(100, slice_.cursors[-1])
    assert (kept.id in everything, gone.id in everything) == (True, False)


async def test_odd_places_of_organisations_are_refused() -> None:
    with pytest.raises(BadInput):
        await make_org(subdistrict_code="999")
    with pytest.raises(NotFound):
        await make_org(PartyOrgKind.COMMITTEE, parent=None, parent_id=new_id())


async def test_a_suspended_operators_communities_are_assigned_to_nobody(operator: Operator, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope)
    branch = await make_org()
    async with open_scope(platform_actor("test")) as scope:
        await suspend_operator(scope, operator.id)
    with pytest.raises(AppError) as refused:
        await cover(operator, home.community_id, branch)
    assert (refused.value.code, refused.value.field) == ("NOT_FOUND", ("input", "operator_code"))


async def test_a_community_is_a_gap_from_its_opening_until_a_cover_has_begun(
    operator: Operator, manager: Actor
) -> None:
    later = TODAY + 30 * DAY
    async with open_scope(manager) as scope:
        opens = (await create_community(scope, a_community("opens", opened_on=later))).id
        planned, open_now = [(await create_community(scope, a_community(code))).id for code in ("planned", "now")]
    await cover(operator, planned, await make_org(), starts_on=TODAY + DAY)
    await cover(operator, open_now, await make_org(), starts_on=LONG_AGO, ends_on=TODAY)
    async with open_scope(registrar()) as scope:
        assert await enter_communities(scope, operator.id) == 3
    assert await gaps_of(operator) == {planned, open_now}
    with clock.at(clock.moment(later, 12)):
        assert await gaps_of(operator) == {opens, open_now}


async def gaps_of(operator: Operator) -> set[UUID]:
    found: set[UUID] = set()
    page = Page(100)
    async with open_scope(
        Actor(surface=platform().surface, permissions=platform().permissions), read_only=True
    ) as scope:
        while True:
            slice_ = await list_coverage_gaps(scope, page)
            found |= {row.community_id for row in slice_.rows if row.operator_id == operator.id}
            if not slice_.has_next:
                return found
            page = Page(100, slice_.cursors[-1])


async def test_the_directory_takes_more_communities_than_a_page(operator: Operator, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        for number in range(101):
            await create_community(scope, a_community(f"many{number}"))
    async with open_scope(registrar()) as scope:
        assert await enter_communities(scope, operator.id) == 101


async def test_assignments_that_last_are_listed_and_a_branch_finds_what_it_covers_today(
    operator: Operator, manager: Actor, covered: Covered
) -> None:
    async with open_scope(manager) as scope:
        past, coming = [(await make_home(scope)).community_id for _ in range(2)]
    gone = await cover(operator, past, covered.branch, ends_on=TODAY)
    await cover(operator, coming, covered.branch, starts_on=TODAY + DAY)
    async with open_scope(platform(), read_only=True) as scope:
        ids: list[UUID] = []
        page = Page(100)
        while True:
            slice_ = await list_oversight_assignments(scope, page)
            ids += [one.community_id for one in slice_.rows]
            assert gone not in {one.id for one in slice_.rows}
            if not slice_.has_next:
                break
            page = Page(100, slice_.cursors[-1])
    assert {past, coming, covered.home.community_id} & set(ids) == {coming, covered.home.community_id}
    async with open_scope(covered.supervisor, read_only=True) as scope:
        assert await list_covered_community_ids(scope, covered.branch.id) == [covered.home.community_id]
