"""What partners' people find, such as part-time road chiefs: noted by staff, and under the unit's name."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from strawberry.relay import GlobalID

from backend.core.errors import AppError, BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.queries.issues import IssueFilter, issues_by_id, list_issues
from backend.modules.issues.words import IssueSource
from backend.modules.partners.actions.registering import retire_partner
from backend.modules.partners.contract.refusals import PartnerRetired
from tenants.roles import Role
from tenants.scope import open_scope
from tests.conftest import new_operator
from tests.issues.acting import act, page
from tests.issues.factories import Town, make_town, reported, seated
from tests.partners.factories import make_partner

UNIT = "闵行区中心医院志愿服务队"
WHO = "query($id: ID!) { issue(id: $id) { source partner { name } isMine } }"


@pytest.fixture
async def partner_id(town: Town) -> UUID:
    return await make_partner(town.desk)


def of_community(town: Town, partner_id: UUID, **more: Any) -> dict[str, Any]:
    return {"community_id": town.home.community_id, "partner_id": partner_id, **more}


async def test_a_report_stands_under_the_name_of_the_unit(town: Town, partner_id: UUID) -> None:
    made = await act(
        town.desk,
        "reportIssue",
        "... on Issue { id source partner { name } reporter { id } }",
        categoryId=str(GlobalID("IssueCategory", str(town.categories["water"]))),
        text="路长巡查：井盖松动",
        placeId=str(GlobalID("Community", str(town.home.community_id))),
        partnerId=str(GlobalID("Partner", str(partner_id))),
    )
    assert (made["source"], made["partner"], made["reporter"]) == ("PARTNER", {"name": UNIT}, None)
    # Neighbours learn which unit it was, and of no person.
    assert await page(town.neighbour, WHO, made["id"]) == {
        "source": "PARTNER",
        "partner": {"name": UNIT},
        "isMine": False,
    }


async def test_what_others_find_is_under_no_units_name(town: Town, partner_id: UUID) -> None:
    theirs = await reported(town, town.desk, **of_community(town, partner_id))
    plain = await reported(town)
    async with open_scope(town.desk, read_only=True) as scope:
        views = await issues_by_id(scope, [theirs.id, plain.id])
        found = (await list_issues(scope, Page(100), IssueFilter(source=IssueSource.PARTNER))).rows
    assert (views[theirs.id].partner_id, views[plain.id].partner_id) == (partner_id, None)
    assert [row.id for row in found] == [theirs.id]


async def test_only_a_unit_that_takes_part_finds_anything(town: Town, partner_id: UUID) -> None:
    async with open_scope(town.desk) as scope:
        await retire_partner(scope, partner_id, "合作到期")
    with pytest.raises(PartnerRetired):
        await reported(town, town.desk, **of_community(town, partner_id))
    with pytest.raises(NotFound):
        await reported(town, town.desk, **of_community(town, new_id()))


async def test_a_unit_of_another_operator_is_not_there(town: Town) -> None:
    other = await make_town(await new_operator())
    theirs = await make_partner(other.desk)
    with pytest.raises(NotFound):
        await reported(town, town.desk, **of_community(town, theirs))
    issue = await reported(other, other.desk, **of_community(other, theirs))
    async with open_scope(town.manager, read_only=True) as scope:
        assert await issues_by_id(scope, [issue.id]) == {}


async def test_residents_do_not_speak_for_a_unit_and_staff_of_all_kinds_do(town: Town, partner_id: UUID) -> None:
    with pytest.raises(Forbidden):
        await reported(town, town.resident, partner_id=partner_id)
    worker, _ = await seated(town.operator, Role.SOCIAL_WORKER)
    issue = await reported(town, worker, **of_community(town, partner_id))
    assert (issue.source, issue.partner_id) == (IssueSource.PARTNER, partner_id)


@pytest.mark.parametrize("more", [{"source": IssueSource.STAFF}, {"on_behalf_of_id": True}])
async def test_it_is_one_who_found_it(town: Town, partner_id: UUID, more: dict[str, Any]) -> None:
    if "on_behalf_of_id" in more:
        more = {"on_behalf_of_id": town.resident.resident_id}
    with pytest.raises(BadInput):
        await reported(town, town.desk, **of_community(town, partner_id, **more))


async def test_the_database_keeps_name_and_source_together(town: Town, partner_id: UUID) -> None:
    issue = await reported(town, town.desk, **of_community(town, partner_id))
    with pytest.raises((IntegrityError, AppError)):
        async with open_scope(town.manager) as scope:
            await scope.session.execute(update(Issue).where(Issue.id == issue.id).values(source=IssueSource.STAFF))
