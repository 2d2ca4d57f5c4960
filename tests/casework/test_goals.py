"""Goals of a plan: with consent, of their own case alone, and no more of them than a plan holds."""

from typing import Any

from backend.modules.casework.models.cases import Case
from tenants.scope import Actor
from tests.casework.asking import answered, done
from tests.casework.factories import Office, consent, goal, open_for
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
