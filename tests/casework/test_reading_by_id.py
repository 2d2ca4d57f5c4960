"""What is read by its id alone: only by who may read it, and written down like all else."""

from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core.paging import Page
from backend.modules.casework.actions.documents import add_case_document
from backend.modules.casework.actions.emergencies import break_glass
from backend.modules.casework.actions.helping import request_help
from backend.modules.casework.actions.moving import refer_case
from backend.modules.casework.actions.notes import update_case_note
from backend.modules.casework.actions.stations import add_station_worker
from backend.modules.casework.contract.case_inputs import NewDocument, NewHelp, NewReferral, NoteChange
from backend.modules.casework.contract.case_refusals import GlassNotNeeded, NotAssigned
from backend.modules.casework.contract.case_words import ApprovalSubject, ConsentPurpose
from backend.modules.casework.contract.inputs import NewStationWorker
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.models.activities import CaseActivity
from backend.modules.casework.models.contents import CaseApproval
from backend.modules.casework.models.services import ServiceRecord
from backend.modules.casework.queries.groups import group_contents_by_id, list_group_reads
from backend.modules.casework.queries.histories import list_case_reads
from backend.modules.casework.queries.services import service_texts_by_id
from backend.modules.files.contract import FilePurpose
from backend.modules.files.receiving import receive
from backend.modules.housing.contract.refusals import ReasonMissing
from tenants.models import Membership
from tenants.provision import platform_actor
from tenants.scope import Actor, open_scope
from tests.casework.asking import answered
from tests.casework.factories import Office, approve, audited, casework, consent, goal, note, open_for, short_help
from tests.casework.grouping import begin
from tests.casework.telling import pieces
from tests.casework.test_moving import elsewhere
from tests.isolation.saying import global_id

SHOWN: Final = {
    "CaseNote": ("text earlier { text }", {"read_case_notes"}),
    "CaseGoal": ("title", {"read_case"}),
    "CaseApproval": ("comment", {"read_case"}),
    "CaseMove": ("reason", {"read_case_move"}),
    "CaseDocument": ("name", {"read_case_documents"}),
}


async def node(actor: Actor, kind: str, row_id: UUID, shown: str) -> Any:  # Any: a node
    text = f"query($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ {shown} }} }} }}"
    answer = await answered(actor, text, id=global_id(kind, row_id))
    assert answer.errors == []
    return answer.data["node"]


async def ids_in(office: Office, column: Any) -> UUID:  # Any: a column of ids
    """The one that there is."""
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        found: UUID = (await scope.session.scalars(select(column).limit(1))).one()
        return found


async def test_what_is_read_of_a_case_by_its_id_stands_in_the_access_log_as_what_it_is(office: Office) -> None:
    case, worker = await open_for(office), casework(office.workers[0])
    for purpose in (ConsentPurpose.SERVICE, ConsentPurpose.REFERRAL):
        await consent(office, case, purpose)
    made = {"CaseNote": (await note(office, case)).id, "CaseGoal": (await goal(office, case)).id}
    await approve(office, case, ApprovalSubject.CLOSURE)
    made["CaseApproval"] = await ids_in(office, CaseApproval.id)
    async with open_scope(worker) as scope:
        referral = NewReferral(case_id=case.id, agency="区精神卫生中心", reason="需专业诊断")
        made["CaseMove"] = (await refer_case(scope, referral)).id
    file_id = await receive(office.workers[0], FilePurpose.CASE_DOCUMENT, "报告.pdf", pieces(b"%PDF-1.7\n"))
    async with open_scope(worker) as scope:
        made["CaseDocument"] = (await add_case_document(scope, NewDocument(case_id=case.id, file_id=file_id))).id
    so_far = 0
    for kind, (shown, acts) in SHOWN.items():
        for stranger in (office.workers[1], office.outsider):
            assert await node(stranger, kind, made[kind], shown) is None, kind
        assert (await node(office.workers[0], kind, made[kind], shown))[shown.split()[0]] is not None
        async with open_scope(casework(office.supervisor)) as scope:
            rows = (await list_case_reads(scope, Page(100), case.id)).rows
        # The newest first, and each by the one who may.
        new = rows[: len(rows) - so_far]
        assert ({one.act for one in new}, {one.actor_name for one in new}) == (acts, {"李社工"}), kind
        so_far = len(rows)
    # Whoever is to take it over knows the case by its code.
    assert (await node(office.supervisor, "CaseMove", made["CaseMove"], "caseCode"))["caseCode"] == case.code


async def test_what_a_note_said_before_is_written_down_as_read_by_itself(office: Office) -> None:
    case = await open_for(office)
    written = await note(office, case)
    async with open_scope(casework(office.workers[0])) as scope:
        await update_case_note(scope, NoteChange(note_id=written.id, version=1, text="第二稿"))
    for shown, reads in (("text", 1), ("text earlier { text }", 3)):
        assert (await node(office.workers[0], "CaseNote", written.id, shown))["text"] == "第二稿"
        assert await audited(office, "read_case_notes") == reads


async def test_requests_short_help_and_plans_of_others_are_no_nodes(office: Office) -> None:
    await open_for(office)
    await short_help(office, "谈到家里的债务")
    async with open_scope(casework(office.village.resident(0))) as scope:
        asked = (await request_help(scope, NewHelp(text="最近总是睡不着"))).id
    planned, record = await ids_in(office, CaseActivity.id), await ids_in(office, ServiceRecord.id)
    _, there = await elsewhere(office)
    for stranger in (office.outsider, there):
        assert await node(stranger, "HelpRequest", asked, "text") is None
        assert await node(stranger, "ServiceRecord", record, "minutes said { text }") is None
        assert await node(stranger, "CaseActivity", planned, "dueOn") is None
        async with open_scope(casework(stranger)) as scope:
            assert await service_texts_by_id(scope, [record]) == {}
    assert await node(office.village.resident(1), "HelpRequest", asked, "text") is None
    assert await node(office.workers[1], "CaseActivity", planned, "dueOn") is None
    assert await audited(office, "read_help_request") == await audited(office, "read_service_record") == 0
    for reader in (office.workers[1], office.workers[0]):
        assert (await node(reader, "HelpRequest", asked, "text"))["text"] == "最近总是睡不着"
    assert await audited(office, "read_help_request") == 2


async def test_who_supervises_one_station_reads_as_a_worker_at_another(office: Office) -> None:
    """Neither what colleagues wrote of short help, nor their groups, nor who read them."""
    await short_help(office, "谈到家里的债务")
    group, record = await begin(office), await ids_in(office, ServiceRecord.id)
    _, there = await elsewhere(office)
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        mine = select(Membership.id).where(Membership.account_id == there.account_id)
        membership_id = (await scope.session.scalars(mine)).one()
    async with open_scope(office.manager) as scope:
        new = NewStationWorker(station_id=office.station.id, membership_id=membership_id, role=StationRole.WORKER)
        await add_station_worker(scope, new)
    async with open_scope(casework(there)) as scope:
        assert await service_texts_by_id(scope, [record]) == {}
        assert await group_contents_by_id(scope, [group.id]) == {}
        with pytest.raises(NotAssigned):
            await list_group_reads(scope, Page(), group.id)


async def test_each_group_and_each_record_that_is_read_is_written_down(office: Office) -> None:
    groups = [await begin(office) for _ in range(2)]
    for text in ("谈到家里的债务", "谈到工作"):
        await short_help(office, text)
    async with open_scope(casework(office.workers[0])) as scope:
        records = (await scope.session.scalars(select(ServiceRecord.id))).all()
        assert set(await group_contents_by_id(scope, [one.id for one in groups])) == {one.id for one in groups}
        assert len(await service_texts_by_id(scope, records)) == 2
    assert (await audited(office, "read_group"), await audited(office, "read_service_record")) == (2, 2)
    for group in groups:
        async with open_scope(casework(office.supervisor)) as scope:
            assert len((await list_group_reads(scope, Page(), group.id)).rows) == 1


async def test_of_a_case_one_sees_who_read_what_its_person_asked_and_not_what_others_asked(office: Office) -> None:
    asked = []
    for person in (0, 1):
        async with open_scope(casework(office.village.resident(person))) as scope:
            asked.append(await request_help(scope, NewHelp(text="最近总是睡不着")))
    listed = "{ helpRequests { edges { node { text } } } }"
    assert (await answered(office.workers[0], listed)).errors == []
    assert await audited(office, "read_help_request") == 2
    case = await open_for(office, help_request_id=asked[0].id)
    for asker in (office.supervisor, office.village.resident(0)):
        async with open_scope(casework(asker)) as scope:
            assert [one.act for one in (await list_case_reads(scope, Page(), case.id)).rows] == ["read_help_request"]


async def test_glass_is_broken_once_at_a_time_and_for_a_reason_in_words(office: Office) -> None:
    case, colleague = await open_for(office), casework(office.workers[1])
    for reason in ("", "   ", "急 ", "急" * 4001):
        with pytest.raises(ReasonMissing):
            async with open_scope(colleague) as scope:
                await break_glass(scope, case.id, reason)
    async with open_scope(colleague) as scope:
        await break_glass(scope, case.id, "值班接警，须立即了解情况")
    with pytest.raises(GlassNotNeeded):
        async with open_scope(colleague) as scope:
            await break_glass(scope, case.id, "再看一次")
    # One case is opened, and no other of the station.
    other = await open_for(office, resident_id=office.village.resident_ids[1])
    seen = "query($id: ID!) { case(id: $id) { reach } }"
    reaches = [
        (await answered(office.workers[1], seen, id=global_id("Case", one.id))).data["case"]["reach"]
        for one in (case, other)
    ]
    assert reaches == ["GLASS", "EXISTS"]
