"""A worker's day list, what is planned for cases, and the station's numbers."""

import datetime as dt
from typing import Any

from backend.core import clock
from backend.modules.casework.actions.approvals import request_approval
from backend.modules.casework.actions.emergencies import raise_crisis
from backend.modules.casework.actions.goals import score_goal
from backend.modules.casework.actions.helping import request_help
from backend.modules.casework.actions.notes import update_case_note
from backend.modules.casework.actions.phases import close_case, reopen_case
from backend.modules.casework.contract.case_inputs import Closing, NewApproval, NewHelp, NewScore, NoteChange
from backend.modules.casework.contract.case_words import ApprovalSubject, CaseOutcome
from tenants.scope import Actor, open_scope
from tests.casework.asking import answered, done
from tests.casework.factories import Office, approve, audited, casework, consent, goal, intervene, note, open_for
from tests.isolation.saying import global_id

WORK = """query($until: Date, $visits: Boolean! = false, $first: Int! = 50, $after: String) {
  myWork(untilOn: $until, visits: $visits, first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } edges { node { kind dueOn dueAt isOverdue
  case { code workers { worker { name } } } activity { kind } helpRequest { text } } } } }"""
KPIS = """query($id: ID!) { caseKpis(stationId: $id) { openCases overdueCases closedCases averageDaysToClose
  workersPerSupervisor averageSatisfaction satisfactionCount averageGoalScore
  loads { name openCases overdueCases } buckets { fromDays toDays count } byPhase { code count } } }"""


async def work(actor: Actor, **variables: Any) -> list[dict[str, Any]]:
    answer = await answered(actor, WORK, **variables)
    assert answer.errors == []
    return [edge["node"] for edge in answer.data["myWork"]["edges"]]


def kinds(found: list[dict[str, Any]]) -> list[str]:
    return [one["kind"] for one in found]


async def test_a_new_case_puts_its_first_activities_and_its_next_step_on_the_workers_list_alone(office: Office) -> None:
    with clock.at(dt.datetime(2026, 3, 2, 10, tzinfo=clock.SHANGHAI)):
        case = await open_for(office)
        found = await work(office.workers[0])
        assert [(one["kind"], one["dueOn"], one["isOverdue"]) for one in found] == [
            ("ACTIVITY", "2026-03-04", False),
            ("ACTIVITY", "2026-03-09", False),
            ("ASSESSMENT", "2026-03-16", False),
            ("ACTIVITY", "2026-04-01", False),
        ]
        assert {one["case"]["code"] for one in found} == {case.code}
        assert [one["activity"] and one["activity"]["kind"] for one in found] == [
            "FIRST_CONTACT",
            "VISIT",
            None,
            "REVIEW",
        ]
        assert {one["worker"]["name"] for row in found for one in row["case"]["workers"]} == {"李社工"}
        assert kinds(await work(office.workers[0], until="2026-03-09")) == ["ACTIVITY", "ACTIVITY"]
        assert await work(office.workers[1]) == await work(office.outsider) == await work(office.supervisor) == []
    with clock.at(dt.datetime(2026, 3, 5, 10, tzinfo=clock.SHANGHAI)):
        assert [one["isOverdue"] for one in await work(office.workers[0])] == [True, False, False, False]
    assert await audited(office, "read_case") == 0


async def test_the_list_of_visits_names_only_whom_to_go_and_see(office: Office) -> None:
    case = await open_for(office)
    worker = office.workers[0]
    assert [one["activity"]["kind"] for one in await work(worker, visits=True)] == ["VISIT"]
    async with open_scope(casework(worker)) as scope:
        await raise_crisis(scope, case.id, "电话里说不想活了")
    assert kinds(await work(worker, visits=True)) == ["CRISIS_VISIT", "ACTIVITY"]


async def test_pages_of_the_list_follow_each_other(office: Office) -> None:
    await open_for(office)
    first = (await answered(office.workers[0], WORK, first=3)).data["myWork"]
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (4, True)
    rest = (await answered(office.workers[0], WORK, first=3, after=first["pageInfo"]["endCursor"])).data["myWork"]
    whole = await work(office.workers[0])
    assert [edge["node"] for edge in (*first["edges"], *rest["edges"])] == whole


async def test_supervisors_find_decisions_requests_and_crises_on_theirs(office: Office) -> None:
    case = await open_for(office)
    worker = casework(office.workers[0])
    async with open_scope(worker) as scope:
        await request_approval(scope, NewApproval(case_id=case.id, subject=ApprovalSubject.CLOSURE))
    async with open_scope(casework(office.village.resident(1))) as scope:
        await request_help(scope, NewHelp(text="想找人聊聊"))
    async with open_scope(worker) as scope:
        await raise_crisis(scope, case.id, "电话里说不想活了")
    found = await work(office.supervisor)
    assert sorted(kinds(found)) == ["APPROVAL", "CRISIS_NOTICE", "CRISIS_VISIT", "HELP"]
    assert [one["helpRequest"] for one in found if one["kind"] == "HELP"] == [{"text": "想找人聊聊"}]
    mine = await work(office.workers[0])
    assert {"CRISIS_VISIT", "CRISIS_NOTICE", "ASSESSMENT"} <= set(kinds(mine))
    assert await work(office.workers[1]) == []


async def test_what_is_planned_is_done_or_called_off_and_leaves_the_list(office: Office) -> None:
    case = await open_for(office)
    tomorrow = clock.today() + dt.timedelta(days=1)
    made = await done(
        office.workers[0],
        "planCaseActivity",
        "... on CaseActivity { id kind dueOn doneAt }",
        caseId=global_id("Case", case.id),
        kind="CONTACT",
        dueOn=tomorrow.isoformat(),
    )
    assert (made["kind"], made["dueOn"], made["doneAt"]) == ("CONTACT", tomorrow.isoformat(), None)
    before = len(await work(office.workers[0]))
    finished = await done(
        office.workers[0], "finishCaseActivity", "... on CaseActivity { doneAt }", activityId=made["id"]
    )
    assert finished["doneAt"] is not None
    assert len(await work(office.workers[0])) == before - 1
    refused = await done(office.workers[1], "finishCaseActivity", "... on Refusal { code }", activityId=made["id"])
    assert refused["code"] == "NOT_ASSIGNED"
    late = await done(
        office.workers[0],
        "planCaseActivity",
        "... on Refusal { code }",
        caseId=global_id("Case", case.id),
        kind="VISIT",
        dueOn="2020-01-01",
    )
    assert late["code"] == "BAD_INPUT"
    seen = "query($id: ID!) { case(id: $id) { activities { kind } } }"
    told = (await answered(office.workers[1], seen, id=global_id("Case", case.id))).data["case"]
    assert told["activities"] == []


async def test_the_numbers_of_a_station(office: Office) -> None:
    with clock.at(dt.datetime(2026, 3, 2, 10, tzinfo=clock.SHANGHAI)):
        case = await open_for(office)
        await intervene(office, case)
    with clock.at(dt.datetime(2026, 5, 1, 10, tzinfo=clock.SHANGHAI)):
        await approve(office, case, ApprovalSubject.CLOSURE)
        closing = Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬走了", satisfaction=4)
        async with open_scope(casework(office.workers[0])) as scope:
            await close_case(scope, closing)
        await open_for(office, resident_id=office.village.resident_ids[1])
        answer = await answered(office.supervisor, KPIS, id=global_id("Station", office.station.id))
        own = [
            (await answered(worker, KPIS, id=global_id("Station", office.station.id))).data["caseKpis"]
            for worker in office.workers
        ]
    told = answer.data["caseKpis"]
    assert told["loads"] == [
        {"name": "李社工", "openCases": 1, "overdueCases": 0},
        {"name": "王社工", "openCases": 0, "overdueCases": 0},
        {"name": "赵督导", "openCases": 0, "overdueCases": 0},
    ]
    assert [(one["fromDays"], one["toDays"], one["count"]) for one in told["buckets"]] == [
        (0, 30, 0),
        (31, 90, 1),
        (91, 180, 0),
        (181, None, 0),
    ]
    assert (told["openCases"], told["closedCases"], told["averageDaysToClose"]) == (1, 1, 60.0)
    assert (told["averageSatisfaction"], told["satisfactionCount"], told["workersPerSupervisor"]) == (4.0, 1, 2.0)
    assert {one["code"]: one["count"] for one in told["byPhase"] if one["count"]} == {"INTAKE": 1}
    # A worker is told of their own cases: of few others, a phase or a satisfaction would be somebody's.
    assert own[0] == told | {"loads": told["loads"][:1]}
    assert (own[1]["openCases"], own[1]["closedCases"], own[1]["averageSatisfaction"]) == (0, 0, None)
    assert [one["count"] for one in (*own[1]["byPhase"], *own[1]["buckets"])] == [0] * 10
    assert own[1]["loads"] == told["loads"][1:2]
    refused = await answered(office.outsider, KPIS, id=global_id("Station", office.station.id))
    assert [error["extensions"]["code"] for error in refused.errors] == ["NOT_FOUND"]


CLOSINGS = "query($id: ID!) { case(id: $id) { satisfaction closings { closedAt outcome satisfaction } } }"


async def test_what_was_said_of_a_closing_is_kept_when_the_case_is_opened_again(office: Office) -> None:
    began = dt.datetime(2026, 3, 2, 10, tzinfo=clock.SHANGHAI)
    with clock.at(began):
        case = await open_for(office)
    for days, satisfaction in ((10, 2), (40, 5)):
        with clock.at(began + dt.timedelta(days=days)):
            await approve(office, case, ApprovalSubject.CLOSURE)
            closing = Closing(
                case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬走了", satisfaction=satisfaction
            )
            async with open_scope(casework(office.workers[0])) as scope:
                await close_case(scope, closing)
        with clock.at(began + dt.timedelta(days=days + 1)):
            async with open_scope(casework(office.workers[0])) as scope:
                await reopen_case(scope, case.id, "又回来了")
    told = (await answered(office.supervisor, CLOSINGS, id=global_id("Case", case.id))).data["case"]
    assert told["satisfaction"] is None
    assert [(one["outcome"], one["satisfaction"]) for one in told["closings"]] == [("MOVED_AWAY", 5), ("MOVED_AWAY", 2)]
    with clock.at(began + dt.timedelta(days=60)):
        asked = await answered(office.supervisor, KPIS, id=global_id("Station", office.station.id))
        others = await answered(office.workers[1], CLOSINGS, id=global_id("Case", case.id))
        persons = await answered(office.village.resident(0), CLOSINGS, id=global_id("Case", case.id))
    # It was closed twice, after 10 days and after 40, though it is open again.
    kpis = asked.data["caseKpis"]
    assert (kpis["openCases"], kpis["closedCases"], kpis["averageDaysToClose"]) == (1, 2, 25.0)
    assert (kpis["averageSatisfaction"], kpis["satisfactionCount"]) == (3.5, 2)
    assert others.data["case"]["closings"] == []
    assert persons.data["case"] == {"satisfaction": None, "closings": []}


async def test_the_numbers_of_what_took_just_so_long_of_what_is_late_and_of_goals(office: Office) -> None:
    began = dt.datetime(2026, 3, 2, 10, tzinfo=clock.SHANGHAI)
    for resident_id, days in zip(office.village.resident_ids, (30, 31, 180, 181), strict=True):
        with clock.at(began):
            case = await open_for(office, resident_id=resident_id)
        with clock.at(began + dt.timedelta(days=days)):
            await approve(office, case, ApprovalSubject.CLOSURE)
            closing = Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬走了")
            async with open_scope(casework(office.workers[0])) as scope:
                await close_case(scope, closing)
    with clock.at(began + dt.timedelta(days=200)):
        case = await open_for(office)
        await consent(office, case)
        scored, _ = [await goal(office, case) for _ in range(2)]
        async with open_scope(casework(office.workers[0])) as scope:
            await score_goal(scope, NewScore(goal_id=scored.id, score=40))
    with clock.at(began + dt.timedelta(days=260)):
        asked = await answered(office.supervisor, KPIS, id=global_id("Station", office.station.id))
    told = asked.data["caseKpis"]
    assert [one["count"] for one in told["buckets"]] == [1, 1, 1, 1]
    # A goal that nobody scored has come nowhere.
    assert (told["overdueCases"], told["averageGoalScore"], told["averageSatisfaction"]) == (1, 20.0, None)
    assert [one["overdueCases"] for one in told["loads"]] == [1, 0, 0]


async def test_what_a_note_said_before_is_kept_and_read_like_the_note(office: Office) -> None:
    case = await open_for(office)
    written = await note(office, case, "第一稿")
    async with open_scope(casework(office.workers[0])) as scope:
        await update_case_note(scope, NoteChange(note_id=written.id, version=1, text="第二稿"))
    seen = "query($id: ID!) { caseNotes(caseId: $id) { edges { node { text earlier { version text } } } } }"
    told = (await answered(office.supervisor, seen, id=global_id("Case", case.id))).data["caseNotes"]["edges"]
    assert [edge["node"] for edge in told] == [{"text": "第二稿", "earlier": [{"version": 1, "text": "第一稿"}]}]
