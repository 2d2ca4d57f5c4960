"""What lists cost: as many statements for ten rows as for one, and pages of 100 at most."""

import random
from typing import Any

import pytest
from graphql import get_named_type
from sqlalchemy import update

from backend.core.surfaces import Surface
from backend.modules.clubs.models import ClubMember
from backend.modules.councils.models.councils import CouncilRegistration
from backend.modules.courses.models.enrolments import Enrolment
from backend.modules.courses.models.results import CourseReview
from backend.modules.files.models import StoredFile
from backend.modules.messaging.models import Notification
from backend.modules.party.models.stations import PartyStationVisit
from backend.modules.party.models.volunteering import ActivitySeat, MemberActivity, VolunteerEntry
from backend.modules.proposals.models import ProposalComment
from backend.modules.webhooks.models import WebhookDelivery
from graphql_schema.context import Context
from tenants import keys
from tenants.audit import AuditEntry
from tenants.departure import owner_actor
from tenants.roles import Role
from tenants.scope import open_scope
from tests.isolation.crawling import ask
from tests.isolation.planting import Filled
from tests.isolation.saying import Sayer, table_of
from tests.isolation.selections import GRAPHQL, ROOTS, document, selection
from tests.isolation.world import Asker, World, fill

MANY = 10
PAGED = sorted(name for name, field in ROOTS["query"].fields.items() if "first" in field.args)
OVERSIGHT: Any = GRAPHQL.type_map["Oversight"]
IN_OVERSIGHT = sorted(name for name, field in OVERSIGHT.fields.items() if "first" in field.args)
# Lists within lists that page for themselves, each row at its own cost.
PAGED_WITHIN = {"rosterImports": "rows of an import are paged, import by import"}


@pytest.fixture(scope="module")
async def crowded() -> World:
    """Operators with ten rows in every table, those that are listed by what they belong to all of the first."""
    world = await fill(MANY)
    for filled in world.operators.values():
        async with open_scope(owner_actor(filled.operator_id, "test")) as scope:
            # Whoever may not read a file asks for less of it.
            await scope.session.execute(update(StoredFile).values(uploaded_by=str(filled.accounts[0])))
            await scope.session.execute(update(Notification).values(account_id=filled.accounts[0]))
            await scope.session.execute(update(WebhookDelivery).values(webhook_id=filled.ids["webhooks"][0]))
            await scope.session.execute(update(CouncilRegistration).values(council_id=filled.ids["councils"][0]))
            await scope.session.execute(update(ProposalComment).values(proposal_id=filled.ids["proposals"][0]))
            of_one_club = {"club_id": filled.ids["clubs"][0], "office": None}
            await scope.session.execute(update(ClubMember).values(of_one_club))
            await scope.session.execute(update(CourseReview).values(course_id=filled.ids["courses"][0]))
            read = {"object_type": "Case", "object_id": filled.ids["cases"][0], "act": "read_case"}
            await scope.session.execute(update(AuditEntry).values(**read))
            for _ in range(MANY):
                scope.record("read_group", "StationGroup", filled.ids["station_groups"][0])
                scope.record("read_help_request", "HelpRequest", filled.ids["help_requests"][0])
                scope.record("read_service_record", "ServiceRecord", filled.ids["service_records"][0])
            of_one_activity = update(ActivitySeat).values(activity_id=filled.ids["member_activities"][0])
            await scope.session.execute(of_one_activity)
            home, station = filled.ids["communities"][0], filled.ids["party_stations"][0]
            of_one_home = update(MemberActivity).values(community_id=home, station_id=station)
            await scope.session.execute(of_one_home)
            of_one_station = {
                "station_id": filled.ids["party_stations"][0],
                "organisation_id": filled.ids["party_orgs"][0],
                "service_id": filled.ids["party_station_services"][0],
            }
            own = PartyStationVisit.id.in_(filled.ids["party_station_visits"])
            await scope.session.execute(update(PartyStationVisit).where(own).values(of_one_station))
            await scope.session.execute(update(VolunteerEntry).values(resident_id=filled.ids["residents"][0]))
            await scope.session.execute(update(Enrolment).values(resident_id=filled.ids["residents"][0]))
    return world


def _asker(world: World, name: str) -> tuple[Asker, Filled]:
    filled = next(iter(world.operators.values()))
    declared: Any = ROOTS["query"].fields[name].extensions["strawberry-definition"]
    surfaces = declared.metadata["surfaces"]
    if declared.metadata.get("over") is Surface.CASEWORK:
        return world.asker(filled.operator_id, Role.STATION_SUPERVISOR), filled
    if Surface.TENANT in surfaces or Surface.RESIDENT in surfaces:
        role = Role.OPERATOR_ADMIN if Surface.TENANT in surfaces else Role.RESIDENT
        return world.asker(filled.operator_id, role), filled
    if Surface.OVERSIGHT in surfaces:
        return world.branch, filled
    return world.asker(None, Role.PLATFORM_ADMIN), filled


def _variables(filled: Filled, name: str) -> dict[str, Any]:
    """Whatever must be said; ids are of first rows."""
    sayer = Sayer(random.Random(1), lambda type_name: filled.ids[table_of(type_name)][0], is_sensible=True)
    said = sayer.variables("query", name)
    # An operator's administrator works at no station.
    return said | dict.fromkeys(said.keys() & {"isMine"}, False)


@pytest.mark.parametrize("name", [name for name in PAGED if name not in PAGED_WITHIN])
async def test_a_list_costs_as_many_statements_for_ten_rows_as_for_one(crowded: World, name: str) -> None:
    asker, filled = _asker(crowded, name)
    variables = _variables(filled, name)
    costs, rows = [], []
    for first in (1, 1, MANY):
        # The operator's key is kept for seconds, which a slow machine may need for one answer: each fetches it anew.
        keys._kept.clear()
        answer = await ask(Context(asker.actor), document("query", name, 3), variables | {"first": first})
        assert answer.errors == []
        costs.append(answer.statements)
        rows.append(len(answer.data[name]["edges"]))
    assert costs[2] <= costs[1]
    assert rows[1] == 1
    assert rows[2] > 1


@pytest.mark.parametrize("name", IN_OVERSIGHT)
async def test_the_oversight_view_costs_as_many_statements_for_ten_rows_as_for_one(crowded: World, name: str) -> None:
    named: Any = get_named_type(OVERSIGHT.fields[name].type)
    text = f"query($first: Int!) {{ oversight {{ {name}(first: $first) {selection(named, 3)} }} }}"
    costs, rows = [], []
    for first in (1, 1, MANY):
        answer = await ask(Context(crowded.branch.actor), text, {"first": first})
        assert answer.errors == []
        costs.append(answer.statements)
        rows.append(len(answer.data["oversight"][name]["edges"]))
    assert costs[1] == costs[2]
    assert (rows[1], rows[2]) == (1, MANY)


@pytest.mark.parametrize("name", PAGED)
@pytest.mark.parametrize("first", [0, -1, 101, 2**31 - 1])
async def test_a_page_holds_one_to_a_hundred(crowded: World, name: str, first: int) -> None:
    asker, filled = _asker(crowded, name)
    variables = _variables(filled, name)
    answer = await ask(Context(asker.actor), document("query", name, 0), variables | {"first": first})
    assert [error["extensions"] for error in answer.errors] == [{"code": "BAD_INPUT", "field": ["first"]}]


async def test_a_list_that_asks_for_each_row_is_found(crowded: World) -> None:
    asker, _ = _asker(crowded, "rosterImports")
    text = document("query", "rosterImports", 3)
    one, many = [(await ask(Context(asker.actor), text, {"first": first})).statements for first in (1, MANY)]
    assert many > one
