"""A branch that is formed for a project, and all that ends with it."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from strawberry.relay.utils import from_base64

from backend.core import clock
from backend.modules.party.actions.organisations import end_party_org
from backend.modules.party.actions.temporary import form_temporary_branch
from backend.modules.party.contract.inputs import NewTemporaryBranch
from backend.modules.party.contract.refusals import CoverOutlastsOrganisation
from backend.modules.party.words import PartyOrgKind
from graphql_schema.context import Context
from tenants.models import Operator
from tenants.oversight_models import OversightAssignment, PartyOrg
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting
from tests.housing.factories import Home, make_home
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.party.factories import cover, emitted, make_org, platform, supervising

TODAY = clock.today()
LAST = TODAY + dt.timedelta(days=90)
FORM = """mutation($input: FormTemporaryBranchInput!) { made: formTemporaryBranch(input: $input) {
  ... on PartyOrg { id name project kind formedOn endsOn parent { id } } ... on Refusal { code field } } }"""
CLOSE = """mutation($input: CloseTemporaryBranchInput!) { made: closeTemporaryBranch(input: $input) {
  ... on PartyOrg { id endsOn } ... on Refusal { code field } } }"""
OWN = "{ oversight { organisations(first: 100) { edges { node { id project } } } } }"


def speaking(*organisations: PartyOrg) -> Actor:
    """Somebody who speaks for these."""
    return replace(
        supervising(branch=organisations[0]), organisation_ids=tuple(sorted(one.id for one in organisations))
    )


async def did(actor: Actor, document: str, **said: Any) -> dict[str, Any]:
    answer = await ask(Context(actor), document, {"input": said})
    assert answer.errors == []
    made: dict[str, Any] = answer.data["made"]
    return made


async def form(actor: Actor, parent: PartyOrg, **more: Any) -> dict[str, Any]:
    said = {"parentId": global_id("PartyOrg", parent.id), "name": "加装电梯临时党支部", "project": "5 号楼加装电梯"}
    return await did(actor, FORM, **(said | {"endsOn": LAST.isoformat()} | more))


async def a_temporary(committee: PartyOrg) -> PartyOrg:
    new = NewTemporaryBranch(parent_id=committee.id, name="临时党支部", project="外墙维修", ends_on=LAST)
    async with open_scope(speaking(committee).on(platform().surface)) as scope:
        return await form_temporary_branch(scope, new)


async def listed(actor: Actor) -> dict[str, str | None]:
    answer = await ask(Context(actor), OWN, {})
    return {row["node"]["id"]: row["node"]["project"] for row in answer.data["oversight"]["organisations"]["edges"]}


async def ends_of(home: Home) -> list[dt.date]:
    covers = select(OversightAssignment.ends_on).where(OversightAssignment.community_id == home.community_id)
    async with open_scope(platform(), read_only=True) as scope:
        return sorted(await scope.session.scalars(covers))


@pytest.fixture
async def home(manager: Actor) -> Home:
    async with open_scope(manager) as scope:
        return await make_home(scope)


async def test_a_committee_forms_a_branch_for_a_project_and_it_ends_with_it() -> None:
    committee = await make_org(PartyOrgKind.COMMITTEE)
    actor = speaking(committee)
    made = await form(actor, committee)
    assert made == {
        "id": made["id"],
        "name": "加装电梯临时党支部",
        "project": "5 号楼加装电梯",
        "kind": "BRANCH",
        "formedOn": TODAY.isoformat(),
        "endsOn": LAST.isoformat(),
        "parent": {"id": global_id("PartyOrg", committee.id)},
    }
    # Also in the session that does not know of it yet.
    assert (await listed(actor))[made["id"]] == "5 号楼加装电梯"
    with clock.at(clock.moment(LAST)):
        assert made["id"] not in await listed(actor)


async def test_one_key_forms_one_branch() -> None:
    committee = await make_org(PartyOrgKind.COMMITTEE)
    actor = speaking(committee)
    first, second = [await form(actor, committee, idempotencyKey="k") for _ in range(2)]
    assert first == second
    assert len(await listed(actor)) == 2


async def test_what_a_branch_covers_ends_with_it_and_the_operator_is_told(operator: Operator, home: Home) -> None:
    committee = await make_org(PartyOrgKind.COMMITTEE)
    branch = await a_temporary(committee)
    with pytest.raises(CoverOutlastsOrganisation):
        await cover(operator, home.community_id, branch, ends_on=LAST + dt.timedelta(days=1))
    await cover(operator, home.community_id, branch)
    assert await ends_of(home) == [LAST]
    early = TODAY + dt.timedelta(days=30)
    actor = speaking(committee, branch)
    said = {"organisationId": global_id("PartyOrg", branch.id), "endsOn": early.isoformat()}
    assert (await did(actor, CLOSE, **said))["endsOn"] == early.isoformat()
    assert await ends_of(home) == [early]
    assert await emitted(acting(operator, Role.OPERATOR_ADMIN), "party.OversightEnded") == 1
    # A project that takes longer keeps its branch; the cover was said to end, and does.
    later = await did(actor, CLOSE, **(said | {"endsOn": LAST.isoformat()}))
    assert (later["endsOn"], await ends_of(home)) == (LAST.isoformat(), [early])


async def test_a_cover_that_was_to_begin_after_the_end_never_does(operator: Operator, home: Home) -> None:
    branch, later = await make_org(), TODAY + dt.timedelta(days=10)
    await cover(operator, home.community_id, branch, ends_on=later)
    await cover(operator, home.community_id, branch, starts_on=later)
    async with open_scope(platform()) as scope:
        await end_party_org(scope, branch.id)
    assert await ends_of(home) == [TODAY, later]
    # Somebody else may cover all of that time.
    await cover(operator, home.community_id, await make_org(), starts_on=TODAY)


async def test_odd_projects_are_refused() -> None:
    committee, stranger = await make_org(PartyOrgKind.COMMITTEE), await make_org(PartyOrgKind.COMMITTEE)
    branch = await make_org(PartyOrgKind.BRANCH, committee)
    actor = speaking(committee, branch)
    for parent, more, refusal in (
        (stranger, {}, ("NOT_FOUND", ["input", "parentId"])),
        (branch, {}, ("ORGANISATION_LEVEL_INVALID", ["input", "parentId"])),
        (committee, {"endsOn": TODAY.isoformat()}, ("ORGANISATION_DATES_INVALID", ["input", "endsOn"])),
        (committee, {"endsOn": "9999-12-31"}, ("ORGANISATION_DATES_INVALID", ["input", "endsOn"])),
        (committee, {"project": " "}, ("BAD_INPUT", ["input", "project"])),
    ):
        refused = await form(actor, parent, **more)
        assert (refused["code"], refused["field"]) == refusal
    assert len(await listed(actor)) == 2
    said = {"organisationId": global_id("PartyOrg", branch.id), "endsOn": LAST.isoformat()}
    assert (await did(actor, CLOSE, **said))["code"] == "BRANCH_NOT_TEMPORARY"
    said["organisationId"] = global_id("PartyOrg", stranger.id)
    assert (await did(actor, CLOSE, **said))["code"] == "NOT_FOUND"


async def test_a_project_outlives_neither_its_committee_nor_today() -> None:
    soon = TODAY + dt.timedelta(days=30)
    committee = await make_org(PartyOrgKind.COMMITTEE, ends_on=soon)
    actor = speaking(committee)
    assert (await form(actor, committee))["code"] == "ORGANISATION_DATES_INVALID"
    with clock.at(clock.moment(TODAY - dt.timedelta(days=20), 12)):
        made = await form(actor, committee, endsOn=soon.isoformat())
    of_both = replace(actor, organisation_ids=tuple(sorted((committee.id, UUID(from_base64(made["id"])[1])))))
    for day in (soon + dt.timedelta(days=1), TODAY - dt.timedelta(days=1)):
        refused = await did(of_both, CLOSE, organisationId=made["id"], endsOn=day.isoformat())
        assert refused["code"] == "ORGANISATION_DATES_INVALID"
    kept = await did(of_both, CLOSE, organisationId=made["id"], endsOn=TODAY.isoformat())
    assert kept["endsOn"] == TODAY.isoformat()
