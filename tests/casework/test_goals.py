"""Goals of a plan: with consent, of their own case alone, and no more of them than a plan holds."""

from typing import Any
from uuid import UUID

import pytest

from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.casework.actions.approvals import decide_approval, request_approval
from backend.modules.casework.contract.case_inputs import Decision, NewApproval
from backend.modules.casework.contract.case_refusals import ApprovalMissing
from backend.modules.casework.contract.case_words import ApprovalSubject, CasePhase
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.contents import CaseGoal
from backend.modules.casework.queries.histories import case_timeline
from tenants.scope import Actor, open_scope
from tests.casework.asking import answered, done
from tests.casework.factories import (
    Office,
    advance,
    approve,
    audited,
    casework,
    consent,
    goal,
    intervene,
    open_for,
)
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
    for note in (" ", "好", "好" * 1001):
        assert (await scored(worker, found.id, 50, note=note))["code"] == "BAD_INPUT"
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


APPROVED = "query($id: ID!) { case(id: $id) { content { approvals { subject isOutdated } } } }"


async def outdated(office: Office, case: Case) -> list[tuple[str, bool]]:
    told = (await answered(office.supervisor, APPROVED, id=global_id("Case", case.id))).data["case"]
    return [(one["subject"], one["isOutdated"]) for one in told["content"]["approvals"]]


async def planned(office: Office) -> tuple[Case, CaseGoal]:
    """A case whose plan, of one goal, is approved."""
    case = await open_for(office)
    await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    await approve(office, case, ApprovalSubject.ASSESSMENT)
    await advance(office, case, CasePhase.PLANNING)
    set_ = await goal(office, case)
    await approve(office, case, ApprovalSubject.PLAN)
    return case, set_


@pytest.mark.parametrize("is_new", [True, False])
async def test_a_plan_that_is_changed_after_its_approval_is_laid_before_the_supervisor_anew(
    office: Office, is_new: bool
) -> None:
    case, set_ = await planned(office)
    known: dict[str, Any] = {} if is_new else {"goalId": global_id("CaseGoal", set_.id), "version": 1}
    assert (await setting(office.workers[0], case, "改换目标", **known))["title"] == "改换目标"
    assert await outdated(office, case) == [("ASSESSMENT", False), ("PLAN", True)]
    with pytest.raises(ApprovalMissing):
        await advance(office, case, CasePhase.INTERVENTION)
    await approve(office, case, ApprovalSubject.PLAN)
    assert await outdated(office, case) == [("ASSESSMENT", False), ("PLAN", True), ("PLAN", False)]
    await advance(office, case, CasePhase.INTERVENTION)


async def test_a_plan_stays_approved_over_scores_over_what_is_saved_as_it_was_and_over_another_case(
    office: Office,
) -> None:
    case, set_ = await planned(office)
    other = await open_for(office, resident_id=office.village.resident_ids[1])
    await consent(office, other)
    await goal(office, other)
    known: dict[str, Any] = {"goalId": global_id("CaseGoal", set_.id), "version": 1}
    assert (await setting(office.workers[0], case, **known))["version"] == 2
    assert (await scored(office.workers[0], set_.id, 10))["score"] == 10
    assert await outdated(office, case) == [("ASSESSMENT", False), ("PLAN", False)]
    await advance(office, case, CasePhase.INTERVENTION)


async def test_what_was_sent_back_is_not_outdated_by_mending_it(office: Office) -> None:
    case, set_ = await planned(office)
    async with open_scope(casework(office.workers[0])) as scope:
        again = await request_approval(scope, NewApproval(case_id=case.id, subject=ApprovalSubject.PLAN))
    async with open_scope(casework(office.supervisor)) as scope:
        await decide_approval(scope, Decision(approval_id=again.id, is_approved=False, comment="目标不可衡量"))
    known: dict[str, Any] = {"goalId": global_id("CaseGoal", set_.id), "version": 1}
    assert (await setting(office.workers[0], case, "改换目标", **known))["title"] == "改换目标"
    assert await outdated(office, case) == [("ASSESSMENT", False), ("PLAN", True), ("PLAN", False)]


async def test_a_goal_that_is_changed_while_the_plan_is_carried_out_leaves_a_line_of_what_was_changed(
    office: Office,
) -> None:
    case = await open_for(office)
    await intervene(office, case)
    told = (await answered(office.supervisor, IDS, id=global_id("Case", case.id))).data["case"]
    (found,) = told["content"]["goals"]
    changed = await setting(office.workers[0], case, "改换目标", goalId=found["id"], version=1, dueOn="2027-01-31")
    assert changed["title"] == "改换目标"
    async with open_scope(casework(office.supervisor)) as scope:
        lines = [one for one in (await case_timeline(scope, Page(50), case.id)).rows if one.kind == "GOAL_SET"]
    assert [(one.word, one.fields, one.actor_name) for one in lines] == [
        ("CHANGED", ["title", "due_on"], "李社工"),
        (None, ["title", "indicator"], "李社工"),
    ]


IDS = "query($id: ID!) { case(id: $id) { content { goals { id } } } }"
