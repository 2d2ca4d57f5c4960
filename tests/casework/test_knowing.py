"""What is told of a case to whoever only knows of it, to its person, and through broken glass; and by which filters."""

import datetime as dt
from dataclasses import replace
from typing import Any, Final

import pytest

from backend.core import clock
from backend.core.paging import Page
from backend.modules.casework.actions.cases import update_case
from backend.modules.casework.actions.emergencies import break_glass, raise_crisis, report_crisis
from backend.modules.casework.actions.linking import link_cases
from backend.modules.casework.actions.phases import close_case
from backend.modules.casework.contract.case_inputs import CaseChange, Closing, CrisisReport, NewLink
from backend.modules.casework.contract.case_words import (
    ApprovalSubject,
    CaseOutcome,
    CasePhase,
    CaseRelation,
    CaseStatus,
    CrisisStep,
    RiskLevel,
)
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import ServiceArea
from backend.modules.casework.models.cases import Case
from backend.modules.casework.queries.cases import CaseFilter, list_cases
from tenants.scope import Actor, open_scope
from tests.casework.asking import answered, done
from tests.casework.factories import Office, approve, casework, consent, goal, open_for
from tests.casework.test_moving import elsewhere
from tests.casework.test_rights import junior
from tests.isolation.saying import global_id

ALL: Final = """query($id: ID!) { case(id: $id) { id code reach status openedAt station { id } resident { id }
  area source phase closedAt outcome community { id } steps { phase } workers { name } consents { purpose }
  risk hasNameHidden isSeparate isLed dueOn satisfaction version closings { outcome }
  activities { kind } accesses { reason } crises { note } links { relation } content { problem } } }"""
KNOWN: Final = {"id", "code", "reach", "status", "openedAt", "station", "resident"}
STEPS: Final = {"area", "source", "phase", "community", "steps", "workers", "consents"}
FRAME: Final = {"risk", "hasNameHidden", "isSeparate", "version", "isLed"}
INSIDE: Final = {"activities", "accesses", "crises", "links", "content"}


async def seen(actor: Actor, case: Case) -> dict[str, Any]:  # Any: what fields tell
    """The fields that tell the actor anything."""
    answer = await answered(actor, ALL, id=global_id("Case", case.id))
    assert answer.errors == []
    return {name: value for name, value in answer.data["case"].items() if value not in (None, [])}


async def full(office: Office) -> Case:
    """A case of which everything is known that may be; the second worker reads it through broken glass."""
    case = await open_for(office, is_separate=True, risk=RiskLevel.HIGH)
    other = await open_for(office, resident_id=office.village.resident_ids[1])
    await consent(office, case)
    await goal(office, case)
    async with open_scope(casework(office.workers[0])) as scope:
        await link_cases(scope, NewLink(case_id=case.id, other_case_id=other.id, relation=CaseRelation.FAMILY))
    async with open_scope(casework(office.workers[0])) as scope:
        await raise_crisis(scope, case.id, "流露轻生念头")
    async with open_scope(casework(office.workers[1])) as scope:
        await break_glass(scope, case.id, "值班接警，须立即了解情况")
    return case


async def test_who_knows_of_a_case_is_told_seven_things_of_it_and_its_person_the_steps(office: Office) -> None:
    case = await full(office)
    # Glass that one breaks is broken for nobody else.
    for stranger in (office.outsider, await junior(office)):
        assert set(await seen(stranger, case)) == KNOWN
    assert set(await seen(office.village.resident(0), case)) == KNOWN | STEPS
    for reader in (office.workers[0], office.supervisor, office.workers[1]):
        assert set(await seen(reader, case)) == KNOWN | STEPS | FRAME | INSIDE | {"dueOn"}
    assert (await seen(office.workers[1], case))["reach"] == "GLASS"


async def test_of_a_closed_case_its_person_is_told_when_and_why_and_who_knows_of_it_no_more(office: Office) -> None:
    case = await full(office)
    async with open_scope(casework(office.workers[0])) as scope:
        await report_crisis(scope, CrisisReport(case_id=case.id, step=CrisisStep.ENDED))
    await approve(office, case, ApprovalSubject.CLOSURE)
    closing = Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬离本市", satisfaction=2)
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, closing)
    assert set(await seen(office.outsider, case)) == KNOWN
    own = await seen(office.village.resident(0), case)
    assert (set(own), own["outcome"]) == (KNOWN | STEPS | {"closedAt", "outcome"}, "MOVED_AWAY")
    for reader in (office.workers[0], office.workers[1]):
        ended = {"closedAt", "outcome", "satisfaction", "closings"}
        assert set(await seen(reader, case)) == KNOWN | STEPS | FRAME | INSIDE | ended


async def found(actor: Actor, **wanted: Any) -> list[str]:  # Any: fields of a filter
    """The codes that a filter finds, in no order."""
    async with open_scope(casework(actor)) as scope:
        return sorted(one.code for one in (await list_cases(scope, Page(), CaseFilter(**wanted))).rows)


LATE: Final = {"risk": RiskLevel.CRISIS, "phase": CasePhase.INTAKE, "is_overdue": True}


async def test_a_filter_tells_nothing_that_the_cases_do_not(office: Office) -> None:
    """By phase, risk or what is overdue nobody finds cases whose phase, risk or due day they are not told."""
    with clock.at(clock.days_ago(60, 10)):
        case = await open_for(office, risk=RiskLevel.CRISIS)
    for actor in (office.workers[1], office.outsider):
        assert await found(actor) == await found(actor, is_mine=False) == [case.code]
        for name, value in LATE.items():
            for mine in (None, True, False):
                assert await found(actor, **{name: value}, is_mine=mine) == [], (name, mine)
        assert await found(actor, is_overdue=False) == await found(actor, is_mine=True) == []
    for actor in (office.workers[0], office.supervisor):
        for name, value in LATE.items():
            assert await found(actor, **{name: value}) == [case.code]
            assert await found(actor, **{name: value}, is_mine=False) == []
    # The person is told the phase alone.
    person = office.village.resident(0)
    assert await found(person) == await found(person, phase=CasePhase.INTAKE) == [case.code]
    assert await found(person, risk=RiskLevel.CRISIS) == await found(person, is_overdue=True) == []
    assert (await found(person, is_mine=True), await found(person, is_mine=False)) == ([case.code], [])


async def test_who_may_supervise_no_more_finds_and_reads_as_a_worker_does(office: Office) -> None:
    case = await open_for(office, has_name_hidden=True)
    demoted = replace(office.workers[1], account_id=office.supervisor.account_id)
    assert await found(office.supervisor, is_mine=True, resident_id=case.resident_id) == [case.code]
    assert await found(demoted, is_mine=True) == await found(demoted, risk=case.risk) == []
    assert await found(demoted, resident_id=case.resident_id) == []


async def test_without_the_right_to_know_of_cases_there_are_none(office: Office) -> None:
    case = await open_for(office)
    for actor in (office.workers[0], office.outsider):
        unknowing = replace(actor, permissions=actor.permissions - {CasePermission.KNOW})
        assert await found(unknowing) == []
        answer = await answered(unknowing, ALL, id=global_id("Case", case.id))
        assert (answer.data, answer.errors) == ({"case": None}, [])
        notes = "query($id: ID!) { caseNotes(caseId: $id) { totalCount } }"
        refused = await answered(unknowing, notes, id=global_id("Case", case.id))
        assert [one["extensions"]["code"] for one in refused.errors] == ["NOT_FOUND"]


async def test_who_may_know_of_cases_and_no_more_is_told_no_more_wherever_they_are_listed(office: Office) -> None:
    case = await full(office)
    more = {CasePermission.WORK, CasePermission.SUPERVISE, CasePermission.RECORD_SERVICES}
    for listed in (*office.workers, office.supervisor):
        knowing = replace(listed, permissions=listed.permissions - more)
        assert set(await seen(knowing, case)) == KNOWN
        assert await found(knowing, is_mine=True) == []


async def test_each_filter_finds_what_it_names(office: Office) -> None:
    first, second = office.village.resident_ids[:2]
    one = await open_for(office, resident_id=first, risk=RiskLevel.HIGH)
    two = await open_for(office, resident_id=second)
    await consent(office, two)
    await approve(office, one, ApprovalSubject.CLOSURE)
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, Closing(case_id=one.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬离本市"))
    station_id, _ = await elsewhere(office)
    by = office.supervisor
    assert await found(by, station_id=office.station.id) == sorted([one.code, two.code])
    assert await found(by, station_id=station_id) == []
    assert await found(by, resident_id=second) == await found(by, status=CaseStatus.OPEN) == [two.code]
    assert await found(by, risk=RiskLevel.HIGH) == await found(by, status=CaseStatus.CLOSED) == [one.code]
    assert await found(by, phase=CasePhase.PLANNING) == []
    assert two.due_on is not None
    for day, late in ((two.due_on, False), (two.due_on + dt.timedelta(days=1), True)):
        with clock.at(clock.moment(day)):
            assert (await found(by, is_overdue=True), await found(by, is_overdue=False)) == (
                ([two.code], []) if late else ([], [two.code])
            )


async def change(actor: Actor, case: Case, version: int, **more: Any) -> str:  # Any: fields of an input
    given = {"caseId": global_id("Case", case.id), "version": version, **more}
    answer = await done(actor, "updateCase", "... on Refusal { code } ... on Case { version }", **given)
    return str(answer.get("code", "OK"))


async def test_whose_case_it_is_is_hidden_and_shown_again_by_those_who_work_on_it_alone(office: Office) -> None:
    case = await open_for(office, has_name_hidden=True)
    async with open_scope(casework(office.workers[1])) as scope:
        await break_glass(scope, case.id, "值班接警，须立即了解情况")
    for stranger in (office.workers[1], office.outsider):
        assert await change(stranger, case, 1, hasNameHidden=False) == "NOT_ASSIGNED"
    assert "resident" not in await seen(office.outsider, case)
    # Another change leaves it as it is.
    assert await change(office.workers[0], case, 1, risk="HIGH", area="BASIC") == "OK"
    assert "resident" not in await seen(office.outsider, case)
    assert await change(office.workers[0], case, 2, hasNameHidden=False) == "OK"
    shown = await seen(office.outsider, case)
    assert shown["resident"] == {"id": global_id("Resident", case.resident_id)}
    assert await found(office.outsider, resident_id=case.resident_id) == [case.code]
    assert await change(office.supervisor, case, 3, hasNameHidden=True) == "OK"
    assert "resident" not in await seen(office.outsider, case)
    own = await seen(office.workers[0], case)
    assert (own["risk"], own["area"], own["resident"]["id"]) == (
        "HIGH",
        ServiceArea.BASIC,
        global_id("Resident", case.resident_id),
    )


async def test_what_a_case_is_about_is_changed_in_that_case_alone(office: Office) -> None:
    case = await open_for(office)
    other = await open_for(office, resident_id=office.village.resident_ids[1], problem="邻里纠纷")
    assert await change(office.workers[0], case, 1, problem="找到工作后仍失眠") == "OK"
    told = [(await seen(office.workers[0], one))["content"]["problem"] for one in (case, other)]
    assert told == ["找到工作后仍失眠", "邻里纠纷"]


@pytest.mark.parametrize("is_hidden", [True, False])
async def test_what_came_of_a_request_does_not_tell_whose_a_hidden_case_is(office: Office, is_hidden: bool) -> None:
    """All who work at the station read who asks for help; which case came of it would name its person."""
    shown = "... on HelpRequest { id }"
    asked = await done(office.village.resident(0), "requestHelp", shown, text="最近总是睡不着，想找人聊聊")
    opened = {
        "stationId": global_id("Station", office.station.id),
        "residentId": global_id("Resident", office.village.resident_ids[0]),
        "area": "PROFESSIONAL",
        "source": "SELF",
        "problem": "失眠三周",
        "hasNameHidden": is_hidden,
        "helpRequestId": asked["id"],
    }
    case = await done(office.workers[0], "openCase", "... on Case { id }", **opened)
    requests = "{ helpRequests { edges { node { state resident { id } case { id } takenAt } } } }"
    told = {}
    for name, actor in (
        ("worker", office.workers[0]),
        ("supervisor", office.supervisor),
        ("person", office.village.resident(0)),
        ("colleague", office.workers[1]),
    ):
        answer = await answered(actor, requests)
        (edge,) = answer.data["helpRequests"]["edges"]
        assert (edge["node"]["state"], answer.errors) == ("TAKEN", [])
        told[name] = edge["node"]["case"] and edge["node"]["case"]["id"]
        # Nor when it was: at that moment the case was opened.
        assert (edge["node"]["takenAt"] is None) == (told[name] is None)
    known = {"worker": case["id"], "supervisor": case["id"], "person": case["id"]}
    assert told == known | {"colleague": None if is_hidden else case["id"]}


async def test_a_case_may_be_shown_again_only_where_it_is_the_persons_one_open_case(office: Office) -> None:
    case = await open_for(office, has_name_hidden=True)
    station_id, there = await elsewhere(office)
    other = replace(office, workers=(there, office.workers[1]))
    beside = await open_for(other, station_id=station_id)
    assert beside.resident_id == case.resident_id
    assert await change(office.workers[0], case, 1, hasNameHidden=False) == "CASE_ELSEWHERE"
    async with open_scope(casework(office.workers[0])) as scope:
        assert (await update_case(scope, CaseChange(case_id=case.id, version=1, risk=RiskLevel.HIGH))).has_name_hidden
