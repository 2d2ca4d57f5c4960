"""What the articles tell of issues, asked of the real API: the garbage room and the dripping pipe."""

import datetime as dt
from typing import Any  # Any: answers of the schema
from uuid import UUID

import pytest

from backend import registry
from backend.core import clock
from backend.modules.grids.contract import GridLevel
from tenants.models import Operator
from tests.isolation.saying import global_id
from tests.issues.acting import DAY, act, at, page
from tests.issues.factories import Town, a_photo, make_town
from tests.issues.test_escalating import covered

for part in ("actions", "tasks"):
    registry.load(part)
HOUR = dt.timedelta(hours=1)
PAGE = """query($id: ID!) { issue(id: $id) {
  code status level source createdAt grid { name level } isOverdue
  steps { act level reason note createdAt about } photos { moment createdAt }
  councils { title status heldAt startsAt grid { level } bodies { kind wasPresent }
    items { title outcome note settledAt } decisions { text decidedAt tasks { title owner completedAt } } } } }"""


@pytest.fixture
async def town(operator: Operator) -> Town:
    return await make_town(operator)


async def reported_at_night(town: Town) -> str:
    """The tower's micro grid finds the garbage room overflowing and cannot solve it; the issue's id."""
    with clock.at(at(6, 23, 20)):
        photo = await a_photo(town.desk)
        issue = await act(
            town.desk,
            "reportIssue",
            "... on Issue { id level }",
            categoryId=global_id("IssueCategory", town.categories["waste"]),
            text="垃圾房满溢，外卖盒堆到通道",
            placeId=global_id("Building", town.home.building_id),
            photoIds=[global_id("File", photo)],
            source="GRID",
        )
    assert issue["level"] == "MICRO"
    with clock.at(at(5, 8)):
        await act(town.desk, "acceptIssue", "... on Issue { id }", issueId=issue["id"])
        asked = {"issueId": issue["id"], "note": "两班清运跟不上", "idempotencyKey": "up"}
        # Whoever hears no answer asks again, and it goes up by one level.
        up = [await act(town.desk, "escalateIssue", "... on Issue { level }", **asked) for _ in range(2)]
    assert [one["level"] for one in up] == ["NEIGHBOURHOOD", "NEIGHBOURHOOD"]
    found: str = issue["id"]
    return found


async def called(town: Town, issue_id: str, grid_id: UUID) -> Any:
    """The neighbourhood grid calls property, sanitation and urban management to one table for the next evening."""
    with clock.at(at(5, 9)):
        return await act(
            town.manager,
            "scheduleCouncil",
            "... on Council { id items { id title } bodies { id } grid { level } }",
            communityId=global_id("Community", town.home.community_id),
            gridId=global_id("Grid", grid_id),
            kind="COORDINATION",
            title="夜间垃圾满溢协调会",
            place="网格议事厅",
            startsAt=at(4, 19).isoformat(),
            endsAt=at(4, 21).isoformat(),
            items=[
                {"title": "增加清运班次", "subjectId": issue_id},
                {"title": "垃圾房改造", "subjectId": issue_id},
            ],
            bodies=[
                {"kind": "PROPERTY", "name": "大厦物业"},
                {"kind": "SANITATION", "name": "环卫所"},
                {"kind": "URBAN_MANAGEMENT", "name": "城管中队"},
            ],
        )


async def settled(town: Town, council: Any) -> None:
    """Shifts go from two to three; what must be rebuilt goes up to the street with the minutes."""
    shifts, rebuilding = council["items"]
    with clock.at(at(4, 20, 30)):
        await act(
            town.manager,
            "recordMinutes",
            "... on Council { status }",
            councilId=council["id"],
            text="物业、环卫、城管到场，议定三班清运。",
            residentsPresent=2,
            presentIds=[],
            bodyIds=[one["id"] for one in council["bodies"]],
            results=[{"itemId": rebuilding["id"], "outcome": "SENT_UP", "note": "申请街道改造垃圾房"}],
        )
        decided = await act(
            town.manager,
            "addDecision",
            "... on Council { decisions { tasks { id } } }",
            councilId=council["id"],
            text="清运由两班改为三班",
            itemId=shifts["id"],
            tasks=[{"title": "排出夜间第三班", "owner": "环卫所", "dueOn": at(2, 0).date().isoformat()}],
        )
    with clock.at(at(3, 22)):
        (task,) = decided["decisions"][0]["tasks"]
        done = await act(
            town.manager, "completeTask", "... on CouncilTask { percent }", taskId=task["id"], note="三班已开行"
        )
    assert done["percent"] == 100


async def test_the_garbage_case_is_all_on_one_page_with_times(town: Town) -> None:
    grids = await covered(town)
    issue_id = await reported_at_night(town)
    council = await called(town, issue_id, grids[GridLevel.NEIGHBOURHOOD].id)
    await settled(town, council)
    shown = await page(town.manager, PAGE, issue_id)
    assert (shown["source"], shown["level"], shown["grid"]["level"]) == ("GRID", "STREET", "STREET")
    steps = [(one["act"], one["level"]) for one in shown["steps"]]
    assert steps == [
        ("REPORTED", "MICRO"),
        ("ACCEPTED", "MICRO"),
        ("ESCALATED", "NEIGHBOURHOOD"),
        ("TAKEN_TO_COUNCIL", "NEIGHBOURHOOD"),
        ("ESCALATED", "STREET"),
        ("DECIDED_BY_COUNCIL", "STREET"),
    ]
    moments = [dt.datetime.fromisoformat(one["createdAt"]) for one in shown["steps"]]
    assert moments == [at(6, 23, 20), at(5, 8), at(5, 8), at(5, 9), at(4, 20, 30), at(4, 20, 30)]
    assert [one["about"] for one in shown["steps"]][3] == council["id"]
    assert shown["steps"][4]["note"] == "申请街道改造垃圾房"
    (photo,) = shown["photos"]
    assert (photo["moment"], dt.datetime.fromisoformat(photo["createdAt"])) == ("BEFORE", at(6, 23, 20))
    (sat,) = shown["councils"]
    assert (sat["status"], sat["grid"]) == ("HELD", {"level": "NEIGHBOURHOOD"})
    times = (sat["startsAt"], sat["heldAt"], *(one["settledAt"] for one in sat["items"]))
    assert [dt.datetime.fromisoformat(one) for one in times] == [at(4, 19), *[at(4, 20, 30)] * 3]
    assert {(one["kind"], one["wasPresent"]) for one in sat["bodies"]} == {
        ("PROPERTY", True), ("SANITATION", True), ("URBAN_MANAGEMENT", True),
    }  # fmt: skip
    assert [(one["outcome"], one["note"]) for one in sat["items"]] == [
        ("TASKED", None),
        ("SENT_UP", "申请街道改造垃圾房"),
    ]
    (decision,) = sat["decisions"]
    assert (decision["text"], decision["tasks"][0]["owner"]) == ("清运由两班改为三班", "环卫所")
    assert dt.datetime.fromisoformat(decision["decidedAt"]) == at(4, 20, 30)
    assert dt.datetime.fromisoformat(decision["tasks"][0]["completedAt"]) == at(3, 22)


async def test_the_same_council_sends_an_issue_up_once_and_never_beyond_the_street(town: Town) -> None:
    grids = await covered(town)
    issue_id = await reported_at_night(town)
    council = await called(town, issue_id, grids[GridLevel.NEIGHBOURHOOD].id)
    await settled(town, council)
    shifts, rebuilding = council["items"]
    again = {"itemId": rebuilding["id"], "outcome": "SENT_UP", "note": "再报一次"}
    kept = await act(town.manager, "settleItem", "... on Council { id }", councilId=council["id"], result=again)
    assert kept["__typename"] == "Council"
    beyond = {"itemId": shifts["id"], "outcome": "SENT_UP", "note": "还要往上"}
    refused = await act(
        town.manager, "settleItem", "... on Council { id }", refused=True, councilId=council["id"], result=beyond
    )
    assert refused["code"] == "TOP_LEVEL_REACHED"
    shown = await page(town.manager, PAGE, issue_id)
    assert [one["act"] for one in shown["steps"]].count("ESCALATED") == 2
    assert [one["outcome"] for one in shown["councils"][0]["items"]] == ["TASKED", "SENT_UP"]


async def test_an_agenda_takes_no_issue_of_elsewhere(town: Town, operator: Operator) -> None:
    other = await make_town(operator)
    issue_id = await reported_at_night(other)
    refused = await act(
        town.manager,
        "scheduleCouncil",
        "... on Council { id }",
        refused=True,
        communityId=global_id("Community", town.home.community_id),
        kind="COORDINATION",
        title="别处的事",
        place="议事厅",
        startsAt=(clock.now() + DAY).isoformat(),
        endsAt=(clock.now() + DAY + HOUR).isoformat(),
        items=[{"title": "垃圾房", "subjectId": issue_id}],
    )
    assert (refused["code"], refused["field"]) == ("NOT_FOUND", ["input", "items"])
    shown = await page(other.manager, PAGE, issue_id)
    assert shown["councils"] == []
    assert "TAKEN_TO_COUNCIL" not in [one["act"] for one in shown["steps"]]


async def test_a_drip_of_the_morning_walk_is_fixed_with_a_photo_and_verified(town: Town) -> None:
    with clock.at(at(2, 7, 10)):
        before = await a_photo(town.resident)
        issue = await act(
            town.resident,
            "reportIssue",
            "... on Issue { id status photos { moment } community { id } }",
            categoryId=global_id("IssueCategory", town.categories["water"]),
            text="晨巡：5 号楼空调外机滴水",
            photoIds=[global_id("File", before)],
        )
    assert (issue["status"], issue["photos"]) == ("REPORTED", [{"moment": "BEFORE"}])
    # The operator has it and its photo at once; neighbours see the photo once somebody has looked at it.
    asked = "query($id: ID!) { issue(id: $id) { isOverdue photos { moment original { id } } } }"
    seen = [await page(one, asked, issue["id"]) for one in (town.desk, town.neighbour)]
    assert [[one["original"] is not None for one in view["photos"]] for view in seen] == [[True], []]
    with clock.at(at(2, 7, 30)):
        await act(town.desk, "acceptIssue", "... on Issue { id }", issueId=issue["id"])
    with clock.at(at(2, 10)):
        after = global_id("File", await a_photo(town.desk, "green"))
        bare: dict[str, Any] = {"issueId": issue["id"], "note": "好了", "photoIds": []}
        await act(town.desk, "resolveIssue", "... on Issue { id }", refused=True, **bare)
        fixed = await act(
            town.desk,
            "resolveIssue",
            "... on Issue { status }",
            issueId=issue["id"],
            note="更换冷凝水管",
            photoIds=[after],
        )
    assert fixed["status"] == "RESOLVED"
    with clock.at(at(2, 19)):
        good = await act(
            town.resident, "verifyIssue", "... on Issue { status outcome rating }", issueId=issue["id"], rating=5
        )
    assert (good["status"], good["outcome"], good["rating"]) == ("VERIFIED", "FIXED_BY_AUTHORITY", 5)
    shown = await page(town.resident, PAGE, issue["id"])
    assert [one["moment"] for one in shown["photos"]] == ["BEFORE", "AFTER"]
    assert [one["act"] for one in shown["steps"]] == ["REPORTED", "ACCEPTED", "RESOLVED", "VERIFIED"]
