"""Who oversees what: assignments across operators, what a session makes of them, gaps, and the view itself."""

import asyncio
import datetime as dt
from collections import Counter

import pytest
from sqlalchemy import update

from backend.core import clock
from backend.core.errors import AppError, Forbidden, NotFound
from backend.core.paging import Page
from backend.modules.accounts.contract import NewMembership
from backend.modules.housing.actions.inventory import create_community
from backend.modules.party.actions.assigning import assign_oversight, end_oversight, enter_communities
from backend.modules.party.actions.organisations import (
    appoint_supervisor,
    create_party_org,
    end_party_org,
    relieve_supervisor,
)
from backend.modules.party.actors import registrar
from backend.modules.party.contract.inputs import NewAssignment, NewPartyOrg
from backend.modules.party.contract.refusals import (
    CommunityCovered,
    CoverMissing,
    OrganisationDatesInvalid,
    OrganisationLevelInvalid,
    OrganisationNameTaken,
    SupervisorAppointed,
)
from backend.modules.party.queries.covering import list_coverage_gaps
from backend.modules.party.words import PartyOrgKind
from graphql_schema.context import Context
from tenants.identify import still_stands
from tenants.models import Operator
from tenants.oversight_models import ListedCommunity
from tenants.provision import platform_actor, suspend_operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.accounts.factories import a_person, asking, signed_in
from tests.conftest import acting, new_operator
from tests.housing.factories import a_community, make_stay
from tests.isolation.crawling import ask
from tests.party.factories import LONG_AGO, Covered, cover, delivered, emitted, issued, make_covered, make_org, platform

TODAY = clock.today()
VIEW = """{ oversight {
  communities(first: 50) { edges { node { name operatorName governanceMode openNotices overdueNotices
    occupancy { beds bedsOccupied residents rate } cover { organisation { name } endsOn } } } }
  coverage { communities operators organisations endingSoon modes { mode communities } }
  notices(first: 50) { edges { node { title lamp community { operatorName } } } }
  activities(first: 50) { edges { node { kind title } } } } }"""


async def three_operators(manager: Actor, operator: Operator) -> list[Covered]:
    """One branch, with a community at each of three operators."""
    first = await make_covered(operator, manager)
    others = [await new_operator() for _ in range(2)]
    return [
        first,
        *[await make_covered(one, acting(one, Role.COMMUNITY_MANAGER), first.branch) for one in others],
    ]


async def test_a_supervisor_signs_in_to_the_communities_of_three_operators(manager: Actor, operator: Operator) -> None:
    covered = await three_operators(manager, operator)
    person = await a_person(NewMembership(role=Role.BRANCH_SUPERVISOR))
    async with open_scope(platform()) as scope:
        await appoint_supervisor(scope, covered[0].branch.id, person.login)
    token = (await signed_in(person)).access_token
    actor = await asking(token)
    assert actor.operator_ids == tuple(sorted(one.operator.id for one in covered))
    assert actor.community_ids == tuple(sorted(one.home.community_id for one in covered))
    assert actor.organisation_ids == (covered[0].branch.id,)
    answer = await ask(Context(actor), VIEW, {})
    assert answer.errors == []
    view = answer.data["oversight"]
    assert (view["coverage"]["communities"], view["coverage"]["operators"]) == (3, 3)
    assert view["coverage"]["modes"] == [{"mode": "AREA_GRID", "communities": 3}]
    assert [edge["node"]["operatorName"] for edge in view["communities"]["edges"]] == ["测试"] * 3


async def test_a_committee_sees_what_its_branches_cover(manager: Actor, operator: Operator) -> None:
    committee = await make_org(PartyOrgKind.COMMITTEE)
    branch = await make_org(PartyOrgKind.BRANCH, committee)
    covered = await make_covered(operator, manager, branch)
    person = await a_person(NewMembership(role=Role.BRANCH_SUPERVISOR))
    async with open_scope(platform()) as scope:
        await appoint_supervisor(scope, committee.id, person.login)
    actor = await asking((await signed_in(person)).access_token)
    assert actor.community_ids == (covered.home.community_id,)
    assert set(actor.organisation_ids) == {committee.id, branch.id}


async def test_the_view_names_the_organisations_that_the_caller_speaks_for_and_no_others(
    manager: Actor, operator: Operator
) -> None:
    committee = await make_org(PartyOrgKind.COMMITTEE)
    branch = await make_org(PartyOrgKind.BRANCH, committee)
    await make_org(PartyOrgKind.BRANCH)
    person = await a_person(NewMembership(role=Role.BRANCH_SUPERVISOR))
    async with open_scope(platform()) as scope:
        await appoint_supervisor(scope, committee.id, person.login)
    actor = await asking((await signed_in(person)).access_token)
    answer = await ask(Context(actor), "{ oversight { organisations { totalCount edges { node { name } } } } }", {})
    assert answer.errors == []
    found = answer.data["oversight"]["organisations"]
    assert [edge["node"]["name"] for edge in found["edges"]] == [committee.name, branch.name]


async def test_what_is_no_longer_in_care_is_gone_from_running_sessions_and_sockets(
    manager: Actor, operator: Operator
) -> None:
    covered = await three_operators(manager, operator)
    person = await a_person(NewMembership(role=Role.BRANCH_SUPERVISOR))
    async with open_scope(platform()) as scope:
        await appoint_supervisor(scope, covered[0].branch.id, person.login)
    token = (await signed_in(person)).access_token
    now = clock.now()
    with clock.at(now):
        actor = await asking(token)
        assert await still_stands(actor)
    async with open_scope(platform_actor("test")) as scope:
        await suspend_operator(scope, covered[2].operator.id)
    with clock.at(now + dt.timedelta(seconds=6)):
        assert not await still_stands(actor)
        fewer = await asking(token)
        assert covered[2].operator.id not in fewer.operator_ids
        assert len(fewer.community_ids or ()) == 2
    async with open_scope(platform()) as scope:
        await relieve_supervisor(scope, covered[0].branch.id, person.login)
    with clock.at(now + dt.timedelta(seconds=12)):
        assert (await asking(token)).community_ids == ()


async def test_the_view_tells_occupancy_from_the_ledger_and_lamps(covered: Covered, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        await make_stay(scope, covered.home)
    await issued(covered)
    answer = await ask(Context(covered.supervisor), VIEW, {})
    assert answer.errors == []
    (community,) = [edge["node"] for edge in answer.data["oversight"]["communities"]["edges"]]
    assert community["occupancy"] == {"beds": 4, "bedsOccupied": 1, "residents": 1, "rate": 0.25}
    assert (community["openNotices"], community["overdueNotices"]) == (1, 0)
    assert community["cover"] == {"organisation": {"name": covered.branch.name}, "endsOn": "9999-12-31"}
    (notice,) = [edge["node"] for edge in answer.data["oversight"]["notices"]["edges"]]
    assert (notice["lamp"], notice["community"]["operatorName"]) == ("GREEN", "测试")
    with clock.at(clock.now() + dt.timedelta(days=20)):
        later = await ask(Context(covered.supervisor), VIEW, {})
    (notice,) = [edge["node"] for edge in later.data["oversight"]["notices"]["edges"]]
    assert notice["lamp"] == "RED"


async def test_staff_and_residents_have_no_oversight(covered: Covered, manager: Actor) -> None:
    for actor in (manager, acting(covered.operator, Role.OPERATOR_ADMIN)):
        answer = await ask(Context(actor), VIEW, {})
        assert answer.errors[0]["extensions"] == {"code": "FORBIDDEN"}


async def test_one_organisation_covers_a_community_at_a_time(covered: Covered) -> None:
    other = await make_org()
    with pytest.raises(CommunityCovered):
        await cover(covered.operator, covered.home.community_id, other)
    assert await emitted(acting(covered.operator, Role.OPERATOR_ADMIN), "party.OversightAssigned") == 1


async def test_twenty_who_assign_at_once_leave_one_cover(operator: Operator, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        community = await create_community(scope, a_community("race"))
    branches = [await make_org() for _ in range(4)]

    async def outcome(number: int) -> str:
        try:
            await cover(operator, community.id, branches[number % 4])
        except AppError as refusal:
            return refusal.code
        return "assigned"

    outcomes = Counter(await asyncio.gather(*(outcome(number) for number in range(20))))
    assert outcomes == {"assigned": 1, CommunityCovered.code: 19}


async def test_a_cover_that_ends_makes_a_gap_until_the_next_begins(operator: Operator, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        community = await create_community(scope, a_community("gap"))
    await delivered(operator)
    district = Actor(surface=platform().surface, permissions=platform().permissions)

    async def gaps() -> bool:
        async with open_scope(district, read_only=True) as scope:
            found = []
            page = Page(first=100)
            while True:
                slice_ = await list_coverage_gaps(scope, page)
                found += [row.community_id for row in slice_.rows]
                if not slice_.has_next:
                    return community.id in found
                page = Page(100, slice_.cursors[-1])

    assert await gaps()
    assignment_id = await cover(operator, community.id, await make_org())
    assert not await gaps()
    async with open_scope(platform()) as scope:
        await end_oversight(scope, assignment_id)
    assert await gaps()
    await cover(operator, community.id, await make_org(), starts_on=TODAY)
    assert not await gaps()


async def test_the_directory_follows_the_operator(operator: Operator, covered: Covered) -> None:
    async with open_scope(platform()) as scope:
        changed = update(ListedCommunity).where(ListedCommunity.operator_id == operator.id).values(name="旧名")
        await scope.session.execute(changed.execution_options(synchronize_session=False))
    async with open_scope(registrar()) as scope:
        assert await enter_communities(scope, operator.id) == 1
    async with open_scope(platform()) as scope:
        row = await scope.session.get_one(ListedCommunity, (operator.id, covered.home.community_id))
        assert row.name == "马桥社区"


async def test_odd_assignments_are_refused(operator: Operator, covered: Covered) -> None:
    stranger = await new_operator()

    async def assign(code: str = operator.code, **more: object) -> None:
        said = {"community_id": covered.home.community_id, "organisation_id": covered.branch.id, "starts_on": TODAY}
        async with open_scope(platform()) as scope:
            await assign_oversight(scope, NewAssignment(operator_code=code, **(said | more)))  # type: ignore[arg-type]  # by name

    for refusal, more in (
        (CoverMissing, {"organisation_id": None}),
        (CoverMissing, {"grid_id": covered.branch.id}),
        (OrganisationDatesInvalid, {"ends_on": TODAY}),
        (NotFound, {"organisation_id": covered.home.community_id}),
        (NotFound, {"code": "nobody"}),
        # A community is found at its own operator only.
        (NotFound, {"code": stranger.code}),
    ):
        with pytest.raises(refusal):
            await assign(**more)
    with pytest.raises(Forbidden):
        async with open_scope(covered.supervisor) as scope:
            await assign_oversight(
                scope,
                NewAssignment(
                    operator_code=operator.code,
                    community_id=covered.home.community_id,
                    organisation_id=covered.branch.id,
                    starts_on=TODAY,
                ),
            )


async def test_the_tree_of_organisations_keeps_its_levels() -> None:
    committee = await make_org(PartyOrgKind.COMMITTEE)
    branch = await make_org(PartyOrgKind.BRANCH, await make_org(PartyOrgKind.GENERAL_BRANCH, committee))
    group = await make_org(PartyOrgKind.GROUP, branch)
    for kind, parent in (
        (PartyOrgKind.COMMITTEE, branch),
        (PartyOrgKind.GROUP, committee),
        (PartyOrgKind.GROUP, group),
    ):
        with pytest.raises(OrganisationLevelInvalid):
            await make_org(kind, parent)
    with pytest.raises(OrganisationNameTaken):
        await make_org(PartyOrgKind.GROUP, branch, name=group.name)
    with pytest.raises(OrganisationDatesInvalid):
        await make_org(PartyOrgKind.GROUP, branch, ends_on=LONG_AGO)


async def test_a_branch_that_has_ended_oversees_nothing(manager: Actor, operator: Operator, covered: Covered) -> None:
    person = await a_person(NewMembership(role=Role.BRANCH_SUPERVISOR))
    async with open_scope(platform()) as scope:
        await appoint_supervisor(scope, covered.branch.id, person.login)
    with pytest.raises(SupervisorAppointed):
        async with open_scope(platform()) as scope:
            await appoint_supervisor(scope, covered.branch.id, person.login)
    async with open_scope(platform()) as scope:
        await end_party_org(scope, covered.branch.id)
    actor = await asking((await signed_in(person)).access_token)
    assert (actor.community_ids, actor.organisation_ids) == ((), ())


async def test_only_the_platform_forms_organisations(covered: Covered, manager: Actor) -> None:
    new = NewPartyOrg(kind=PartyOrgKind.BRANCH, name="另立", formed_on=TODAY)
    for actor in (covered.supervisor, manager):
        with pytest.raises(Forbidden):
            async with open_scope(actor) as scope:
                await create_party_org(scope, new)
