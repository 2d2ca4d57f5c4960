"""Goals of a plan: with consent, of their own case alone, and no more of them than a plan holds."""

from typing import Any
from uuid import UUID

from backend.core.ids import new_id
from backend.modules.casework.models.cases import Case
from tenants.scope import Actor
from tests.casework.asking import answered, done
from tests.casework.factories import Office, audited, consent, goal, open_for
from tests.isolation.saying import global_id

SHOWN = "... on CaseGoal { title version } ... on Problem { code }"
GOALS = "query($id: ID!) { case(id: $id) { content { goals { title version } } } }"


async def setting(actor: Actor, case: Case, title: str = "恢复睡眠", **more: Any) -> Any:
    said = {"title": title, "indicator": "每晚睡足六小时的天数"}
    return await done(actor, "setGoal", SHOWN, caseId=global_id("Case", case.id), **said, **more)


async def titles(office: Office, case: Case) -> list[str]:
    told = (await answered(office.supervisor, GOALS, id=global_id("Case", case.id))).data["case"]
    return [one["title"] for one in told["content"]["goals"]]


async def test_no_goal_is_set_without_consent(office: Office) -> None:
    case = await open_for(office)
    assert (await setting(office.workers[0], case))["code"] == "CONSENT_MISSING"
    await consent(office, case)
    assert (await setting(office.workers[0], case))["title"] == "恢复睡眠"
    assert await titles(office, case) == ["恢复睡眠"]


async def test_a_goal_is_changed_in_its_own_case_alone(office: Office) -> None:
    """Whoever works on one case would else change the plan of another by the way."""
    case, other = await open_for(office), await open_for(office, resident_id=office.village.resident_ids[1])
    for one in (case, other):
        await consent(office, one)
    theirs = await goal(office, other)
    known = {"goalId": global_id("CaseGoal", theirs.id), "version": 1}
    assert (await setting(office.workers[0], case, "改到别处", **known))["code"] == "NOT_FOUND"
    assert (await titles(office, case), await titles(office, other)) == ([], ["恢复睡眠"])


async def test_a_plan_holds_twenty_goals(office: Office) -> None:
    case = await open_for(office)
    await consent(office, case)
    for _ in range(20):
        await goal(office, case)
    assert (await setting(office.workers[0], case, "第二十一个"))["code"] == "BAD_INPUT"
    assert len(await titles(office, case)) == 20
    # Of another plan they say nothing.
    other = await open_for(office, resident_id=office.village.resident_ids[1])
    await consent(office, other)
    assert (await setting(office.workers[0], other))["title"] == "恢复睡眠"


async def scored(actor: Actor, goal_id: UUID, score: int, **more: Any) -> Any:
    shown = "... on CaseGoal { score } ... on Problem { code }"
    return await done(actor, "scoreGoal", shown, goalId=global_id("CaseGoal", goal_id), score=score, **more)


async def test_a_goal_has_a_title_an_indicator_and_is_set_and_scored_by_who_works_on_the_case(office: Office) -> None:
    case = await open_for(office)
    await consent(office, case)
    worker = office.workers[0]
    for words in ({"title": " "}, {"title": "标" * 1001}, {"indicator": " "}, {"indicator": "标" * 1001}):
        said = {"title": "恢复睡眠", "indicator": "每晚睡足六小时的天数"} | words
        answer = await done(worker, "setGoal", SHOWN, caseId=global_id("Case", case.id), **said)
        assert answer["code"] == "BAD_INPUT", words
    found = await goal(office, case)
    for stranger in (office.workers[1], office.outsider):
        assert (await setting(stranger, case))["code"] == "NOT_ASSIGNED"
        assert (await scored(stranger, found.id, 40))["code"] == "NOT_ASSIGNED"
    assert (await scored(worker, new_id(), 40))["code"] == "NOT_FOUND"
    for score, answer in ((0, {"score": 0}), (100, {"score": 100}), (101, {"code": "BAD_INPUT"})):
        told = await scored(worker, found.id, score)
        assert told == {"__typename": told["__typename"]} | answer
    assert await titles(office, case) == ["恢复睡眠"]


async def test_how_far_a_goal_was_each_time_is_kept_the_latest_first(office: Office) -> None:
    case = await open_for(office)
    await consent(office, case)
    found = await goal(office, case)
    for score, note in ((40, "睡眠有改善"), (20, "有反复"), (60, None)):
        assert (await scored(office.workers[0], found.id, score, note=note))["score"] == score
    asked = "query($id: ID!) { case(id: $id) { content { goals { score version scores { score note } } } } }"
    told = (await answered(office.supervisor, asked, id=global_id("Case", case.id))).data["case"]
    (one,) = told["content"]["goals"]
    assert (one["score"], one["version"]) == (60, 4)
    assert [(row["score"], row["note"]) for row in one["scores"]] == [(60, None), (20, "有反复"), (40, "睡眠有改善")]
    assert (await audited(office, "case_goal_set"), await audited(office, "case_goal_scored")) == (1, 3)
