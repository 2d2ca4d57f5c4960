"""What cases have to do with each other: said by who works on one, of another that is there, and told to few."""

import datetime as dt
from typing import Any

from sqlalchemy import select

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.casework.actions.emergencies import break_glass, raise_crisis
from backend.modules.casework.actions.phases import close_case
from backend.modules.casework.contract.case_inputs import Closing
from backend.modules.casework.contract.case_words import (
    ApprovalSubject,
    CaseEventKind,
    CaseOutcome,
    CaseRelation,
    CaseStatus,
)
from backend.modules.casework.models.cases import Case, CaseClosing, CaseEvent
from tenants.scope import Actor, open_scope
from tests.casework.asking import answered, done
from tests.casework.factories import Office, approve, audited, casework, make_office, open_for
from tests.casework.test_families import family, statuses
from tests.casework.test_moving import elsewhere
from tests.casework.test_rights import listed
from tests.conftest import new_operator
from tests.isolation.saying import global_id

LINKS = "query($id: ID!) { case(id: $id) { reach links { relation other { code } } } }"


async def link(actor: Actor, case_id: Any, other_id: Any, relation: str = "HOUSEHOLD") -> str:
    """OK, or the code of the refusal."""
    ids = {"caseId": global_id("Case", case_id), "otherCaseId": global_id("Case", other_id)}
    return str((await done(actor, "linkCases", "... on Problem { code }", **ids, relation=relation)).get("code", "OK"))


async def links(actor: Actor, case: Case) -> tuple[str, list[tuple[str, str]]]:
    """How far the actor reaches into the case, and what they are told it has to do with others."""
    found = (await answered(actor, LINKS, id=global_id("Case", case.id))).data["case"]
    return found["reach"], [(one["relation"], one["other"]["code"]) for one in found["links"]]


async def test_a_case_is_linked_with_another_that_is_there_by_who_works_on_it(office: Office) -> None:
    case, other = await open_for(office), await open_for(office, resident_id=office.village.resident_ids[1])
    strange = await open_for(await make_office(await new_operator()))
    worker = office.workers[0]
    assert await link(worker, case.id, case.id) == "BAD_INPUT"
    assert await link(worker, case.id, new_id()) == "NOT_FOUND"
    assert await link(worker, case.id, strange.id) == "NOT_FOUND"
    for stranger in (office.workers[1], office.outsider):
        assert await link(stranger, case.id, other.id) == "NOT_ASSIGNED"
    assert await links(worker, case) == ("FULL", [])
    assert await link(worker, case.id, other.id) == "OK"
    assert await links(worker, case) == ("FULL", [("HOUSEHOLD", other.code)])
    async with open_scope(casework(worker), read_only=True) as scope:
        linked = select(CaseEvent).where(CaseEvent.kind == CaseEventKind.LINKED)
        (event,) = await scope.session.scalars(linked)
    assert (event.case_id, event.subject_id, event.word) == (case.id, other.id, CaseRelation.HOUSEHOLD)
    assert await audited(office, "case_linked") == 1


async def test_a_case_of_another_station_is_linked_and_stays_closed_to_who_linked_it(office: Office) -> None:
    """Whoever knows that a case is there may say that it has to do with theirs; what else it is linked with stays."""
    station_id, colleague = await elsewhere(office)
    case = await open_for(office)
    theirs = {"stationId": global_id("Station", station_id), "area": "BASIC", "source": "GRID", "problem": "邻里纠纷"}
    there, also = [
        await done(
            colleague,
            "openCase",
            "... on Case { id code }",
            residentId=global_id("Resident", resident_id),
            **theirs,
        )
        for resident_id in office.village.resident_ids[1:3]
    ]
    given = {"caseId": there["id"], "otherCaseId": also["id"], "relation": "SAME_MATTER"}
    assert "code" not in await done(colleague, "linkCases", "... on Problem { code }", **given)
    given = {"caseId": global_id("Case", case.id), "otherCaseId": there["id"], "relation": "FAMILY"}
    assert "code" not in await done(office.workers[0], "linkCases", "... on Problem { code }", **given)
    found = (await answered(office.workers[0], LINKS, id=there["id"])).data["case"]
    assert found == {"reach": "EXISTS", "links": []}
    found = (await answered(colleague, LINKS, id=there["id"])).data["case"]
    assert [(one["relation"], one["other"]["code"]) for one in found["links"]] == [
        ("SAME_MATTER", also["code"]),
        ("FAMILY", case.code),
    ]


async def test_links_are_told_to_who_reads_a_case_and_to_nobody_who_only_knows_of_it(office: Office) -> None:
    case, other = await family(office, CaseRelation.FAMILY)
    for actor in (office.workers[1], office.outsider):
        assert await links(actor, case) == ("EXISTS", [])
    for actor in (office.workers[0], office.supervisor):
        assert await links(actor, case) == ("FULL", [("FAMILY", other.code)])
    async with open_scope(casework(office.workers[1])) as scope:
        await break_glass(scope, case.id, "值班接警，须立即了解情况")
    assert await links(office.workers[1], case) == ("GLASS", [("FAMILY", other.code)])
    assert await links(office.workers[1], other) == ("EXISTS", [])
    # The person is told that there is their case, and of no other one.
    assert await links(office.village.resident(0), case) == ("OWN", [])
    with clock.at(clock.now() + dt.timedelta(hours=2)):
        assert await links(office.workers[1], case) == ("EXISTS", [])


async def test_a_closed_case_is_still_linked(office: Office) -> None:
    case, other = await open_for(office), await open_for(office, resident_id=office.village.resident_ids[1])
    await approve(office, case, ApprovalSubject.CLOSURE)
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬离本市"))
    assert await link(office.workers[0], case.id, other.id) == "OK"
    assert await links(office.workers[0], other) == ("FULL", [("HOUSEHOLD", case.code)])


async def end_together(actor: Actor, case: Case, **more: Any) -> str:
    said = {"outcome": "MOVED_AWAY", "reason": "举家搬离本市", "isForFamily": True} | more
    answer = await done(actor, "closeCase", "... on Problem { code }", caseId=global_id("Case", case.id), **said)
    return str(answer.get("code", "OK"))


async def test_who_of_a_family_is_closed_already_stays_as_they_are(office: Office) -> None:
    cases = await family(office, CaseRelation.FAMILY, CaseRelation.FAMILY)
    for case in cases:
        await approve(office, case, ApprovalSubject.CLOSURE)
    assert (
        await end_together(office.workers[0], cases[1], outcome="DECLINED", satisfaction=2, isForFamily=False) == "OK"
    )
    assert await end_together(office.workers[0], cases[0], satisfaction=5) == "OK"
    assert await statuses(office, cases) == [CaseStatus.CLOSED] * 3
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        rows = (await scope.session.scalars(select(CaseClosing))).all()
    # How content one of them was says nothing of the others.
    found = {row.case_id: (row.outcome, row.satisfaction) for row in rows}
    assert [found[case.id] for case in cases] == [
        (CaseOutcome.MOVED_AWAY, 5),
        (CaseOutcome.DECLINED, 2),
        (CaseOutcome.MOVED_AWAY, None),
    ]


async def test_none_of_a_family_is_closed_over_a_crisis_or_over_a_case_that_is_anothers(office: Office) -> None:
    cases = await family(office, CaseRelation.FAMILY)
    for case in cases:
        await approve(office, case, ApprovalSubject.CLOSURE)
    assert await end_together(office.workers[0], cases[0], outcome="GOALS_REACHED") == "PHASE_ORDER"
    async with open_scope(casework(office.workers[0])) as scope:
        await raise_crisis(scope, cases[1].id, "流露轻生念头")
    assert await end_together(office.workers[0], cases[0]) == "CRISIS_OPEN"
    given = {"caseId": global_id("Case", cases[1].id), "step": "ENDED"}
    await done(office.workers[0], "reportCrisis", "... on Case { code }", **given)
    second = await listed(office, office.workers[1])
    given = {"caseId": global_id("Case", cases[1].id), "workerId": second}
    await done(office.supervisor, "assignCase", "... on Case { code }", **given)
    assert await end_together(office.workers[0], cases[0]) == "NOT_ASSIGNED"
    assert await statuses(office, cases) == [CaseStatus.OPEN] * 2
