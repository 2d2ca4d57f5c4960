"""Who changes who works on a case, who reads it from when to when, and who sees by whom it was read."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.paging import Page
from backend.modules.casework.actions.documents import add_case_document
from backend.modules.casework.actions.emergencies import break_glass
from backend.modules.casework.actions.exporting import export_case
from backend.modules.casework.actions.moving import refer_case
from backend.modules.casework.actions.stations import add_station_worker, end_station_worker
from backend.modules.casework.contract.case_inputs import NewDocument, NewReferral
from backend.modules.casework.contract.case_refusals import NotAssigned
from backend.modules.casework.contract.case_words import CaseEventKind, ConsentPurpose
from backend.modules.casework.contract.inputs import NewStationWorker
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.models.cases import Case, CaseEvent
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.queries.histories import list_case_reads
from backend.modules.files.contract import FilePurpose
from backend.modules.files.receiving import receive
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.casework.asking import answered, done
from tests.casework.factories import Office, casework, consent, make_member, note, open_for, told
from tests.casework.telling import pieces
from tests.casework.test_moving import elsewhere
from tests.isolation.saying import global_id

CODE = "__typename ... on Problem { code }"


async def listed(office: Office, of: Actor) -> str:
    """The id of somebody among the station's workers."""
    async with open_scope(office.manager, read_only=True) as scope:
        wanted = select(StationWorker.id).where(
            StationWorker.account_id == of.account_id, StationWorker.station_id == office.station.id
        )
        return global_id("StationWorker", (await scope.session.scalars(wanted)).one())


async def junior(office: Office) -> Actor:
    """Who might supervise, and works at this station as a worker."""
    actor, membership_id = await make_member(office.operator, Role.STATION_SUPERVISOR, "孙社工")
    new = NewStationWorker(station_id=office.station.id, membership_id=membership_id, role=StationRole.WORKER)
    async with open_scope(office.manager) as scope:
        await add_station_worker(scope, new)
    return actor


async def tried(actor: Actor, name: str, case: Case, **more: Any) -> str:
    answer = await done(actor, name, CODE, caseId=global_id("Case", case.id), **more)
    return str(answer.get("code", "OK"))


async def kinds(office: Office, case: Case) -> list[CaseEventKind]:
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        rows = select(CaseEvent.kind).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id)
        return list(await scope.session.scalars(rows))


async def test_only_who_supervises_the_station_says_who_works_on_a_case(office: Office) -> None:
    case, colleague = await open_for(office), await junior(office)
    first, second, third = [await listed(office, one) for one in (*office.workers, colleague)]
    assert await tried(office.supervisor, "assignCase", case, workerId=third, role="MEMBER") == "OK"
    assert await tried(colleague, "assignCase", case, workerId=second, role="MEMBER") == "NOT_ASSIGNED"
    assert await tried(colleague, "unassignCase", case, workerId=first) == "NOT_ASSIGNED"
    assert await tried(office.workers[0], "unassignCase", case, workerId=third) == "FORBIDDEN"
    assert await tried(office.supervisor, "unassignCase", case, workerId=third) == "OK"
    assert await tried(office.supervisor, "unassignCase", case, workerId=third) == "NOT_FOUND"
    wanted = [CaseEventKind.OPENED, CaseEventKind.ASSIGNED, CaseEventKind.UNASSIGNED]
    assert await kinds(office, case) == wanted
    # Who is given a case is told, and who gives it to themselves is not.
    assert await tried(office.supervisor, "assignCase", case, workerId=await listed(office, office.supervisor)) == "OK"
    heard = [one["account_id"] for one in await told(office) if one["kind"] == "CASE_ASSIGNED"]
    assert heard == [str(colleague.account_id)]


async def test_nobody_who_left_the_station_is_given_a_case(office: Office) -> None:
    case, gone = await open_for(office), await listed(office, office.workers[1])
    async with open_scope(office.manager) as scope:
        left = select(StationWorker.id).where(StationWorker.account_id == office.workers[1].account_id)
        await end_station_worker(scope, (await scope.session.scalars(left)).one())
    assert await tried(office.supervisor, "assignCase", case, workerId=gone) == "NOT_FOUND"


async def test_who_left_the_station_reads_its_cases_no_more_from_that_moment(office: Office) -> None:
    """Also before the worker process has taken them off their cases."""
    case = await open_for(office)
    await note(office, case)
    async with open_scope(office.manager) as scope:
        left = select(StationWorker.id).where(StationWorker.account_id == office.workers[0].account_id)
        await end_station_worker(scope, (await scope.session.scalars(left)).one())
    seen = "query($id: ID!) { case(id: $id) { reach risk content { problem } workers { name } } }"
    answer = await answered(office.workers[0], seen, id=global_id("Case", case.id))
    assert answer.data["case"] == {"reach": "EXISTS", "risk": None, "content": None, "workers": []}
    assert await tried(office.workers[0], "raiseCrisis", case, note="流露轻生念头") == "NOT_ASSIGNED"
    notes = "query($id: ID!) { caseNotes(caseId: $id) { totalCount } }"
    refused = await answered(office.workers[0], notes, id=global_id("Case", case.id))
    assert [one["extensions"]["code"] for one in refused.errors] == ["NOT_ASSIGNED"]


async def test_a_case_is_read_by_who_supervises_its_station_by_place_and_by_right(office: Office) -> None:
    """Who might supervise and is a worker here, and who is listed as supervisor and may no more, know of it alone."""
    case, colleague = await open_for(office), await junior(office)
    demoted = replace(office.workers[1], account_id=office.supervisor.account_id)
    seen = "query($id: ID!) { case(id: $id) { reach content { problem } } }"
    for actor, reach in ((office.supervisor, "FULL"), (colleague, "EXISTS"), (demoted, "EXISTS")):
        answer = await answered(actor, seen, id=global_id("Case", case.id))
        found = answer.data["case"]
        assert (found["reach"], found["content"] is not None) == (reach, reach == "FULL")


READ = """query($id: ID!) { case(id: $id) { content { problem } documents { name content } }
  caseNotes(caseId: $id) { edges { node { text earlier { text } } } }
  caseMoves(caseId: $id) { edges { node { reason } } } }"""
LOG = "query($id: ID!) { caseAccessLog(caseId: $id, first: 50) { edges { node { act actorName } } } }"


async def test_every_way_of_reading_a_case_stands_in_its_access_log(office: Office) -> None:
    case, worker = await open_for(office), casework(office.workers[0])
    await note(office, case)
    for purpose in (ConsentPurpose.REFERRAL, ConsentPurpose.EXPORT):
        await consent(office, case, purpose)
    async with open_scope(worker) as scope:
        await refer_case(scope, NewReferral(case_id=case.id, agency="区精神卫生中心", reason="需专业诊断"))
    file_id = await receive(office.workers[0], FilePurpose.CASE_DOCUMENT, "报告.pdf", pieces(b"%PDF-1.7\n"))
    async with open_scope(worker) as scope:
        await add_case_document(scope, NewDocument(case_id=case.id, file_id=file_id))
    async with open_scope(worker) as scope:
        await export_case(scope, case.id)
    assert (await answered(office.workers[0], READ, id=global_id("Case", case.id))).errors == []
    acts = {
        "read_case",
        "read_case_notes",
        "read_case_documents",
        "download_case_document",
        "read_case_move",
        "export_case",
    }
    for asker in (office.supervisor, office.village.resident(0)):
        answer = await answered(asker, LOG, id=global_id("Case", case.id))
        found = [edge["node"] for edge in answer.data["caseAccessLog"]["edges"]]
        assert {one["act"] for one in found} == acts
        assert {one["actorName"] for one in found} == {"李社工"}


async def test_a_supervisor_elsewhere_who_broke_the_glass_does_not_see_who_else_read(office: Office) -> None:
    case = await open_for(office)
    _, other = await elsewhere(office)
    async with open_scope(casework(other)) as scope:
        await break_glass(scope, case.id, "值班接警，须立即了解情况")
    with pytest.raises(NotAssigned):
        async with open_scope(casework(other)) as scope:
            await list_case_reads(scope, Page(), case.id)


async def test_what_was_done_or_called_off_stays_so(office: Office) -> None:
    case = await open_for(office)
    day = (clock.today() + dt.timedelta(days=1)).isoformat()
    shown = "... on CaseActivity { id doneAt cancelledAt }"
    given = {"caseId": global_id("Case", case.id), "kind": "VISIT", "dueOn": day}
    made = await done(office.workers[0], "planCaseActivity", shown, **given)
    first = await done(office.workers[0], "finishCaseActivity", shown, activityId=made["id"])
    again = await done(office.workers[0], "finishCaseActivity", shown, activityId=made["id"], isDone=False)
    assert again == first
    assert (await kinds(office, case)).count(CaseEventKind.ACTIVITY_FINISHED) == 1
