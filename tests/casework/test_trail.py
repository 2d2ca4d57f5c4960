"""What the administrator who reads the operator's audit trail is told of the station: what its staff did, of nobody."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.casework.actions.exporting import export_case
from backend.modules.casework.actions.moving import refer_case
from backend.modules.casework.contract.case_inputs import NewReferral
from backend.modules.casework.contract.case_words import ConsentPurpose
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.tasks import shred_erased_cases
from backend.modules.housing.contract.events import ParticularsErased
from tenants.audit import CONFIDED, AuditEntry
from tenants.scope import Actor, open_scope, system_actor
from tests.casework.asking import answered, done
from tests.casework.factories import Office, casework, consent, open_for, short_help
from tests.casework.grouping import begin, join
from tests.casework.test_helping import sign_up
from tests.isolation.saying import global_id

TRAIL = """query($by: String) { auditEntries(first: 100, actor: $by) { edges { node {
  actor actorName act objectType objectId facts } } } }"""


async def trail(office: Office, actor: Actor | None = None) -> list[dict[str, Any]]:
    """What the administrator reads, or of it what somebody did."""
    answer = await answered(office.manager, TRAIL, by=None if actor is None else str(actor.account_id))
    assert answer.errors == []
    return [edge["node"] for edge in answer.data["auditEntries"]["edges"]]


async def test_that_somebody_turned_to_the_station_is_told_and_not_who(office: Office) -> None:
    person = replace(office.village.resident(0), account_id=await sign_up(office))
    asked = await done(person, "requestHelp", "... on HelpRequest { id }", text="最近总是睡不着")
    await done(person, "withdrawHelp", "... on HelpRequest { id }", requestId=asked["id"])
    case = await open_for(office)
    await consent(office, case)
    given = {"caseId": global_id("Case", case.id), "purpose": ConsentPurpose.SERVICE}
    await done(person, "withdrawConsent", "... on Case { id }", **given)
    async with open_scope(person) as scope:
        scope.record("sign_in", "Session", None)
    told = [one for one in await trail(office) if one["objectType"] in CONFIDED]
    theirs = {"request_help", "withdraw_help", "case_consent_withdrawn"}
    assert {one["act"] for one in told if one["actor"] == "resident"} == theirs
    assert {one["act"] for one in told} == theirs | {"case_opened", "case_consent_given"}
    said = json.dumps(told, ensure_ascii=False)
    assert not any(str(one) in said for one in (person.account_id, case.resident_id, "住户"))
    # What they do elsewhere is told of them by name.
    assert [(one["act"], one["actorName"]) for one in await trail(office, person)] == [("sign_in", "住户")]


async def test_whose_case_was_shredded_is_not_told_beside_who_was_erased(office: Office) -> None:
    case, group = await open_for(office), await begin(office)
    await join(office, group, 0)
    before = await trail(office)
    forgetting = system_actor(office.operator.id, "test", CasePermission.FORGET, surface=Surface.CASEWORK)
    async with open_scope(forgetting) as scope:
        await shred_erased_cases(scope, ParticularsErased(case.resident_id))
    assert await trail(office) == before
    assert {one["act"] for one in before} >= {"case_opened", "group_member_joined"}
    # It is written down, for whoever may know of cases.
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        written = await scope.session.scalars(select(AuditEntry.act).where(AuditEntry.actor == "system:test"))
        assert set(written) == {"shred_case", "case_closed", "forget_group_member"}


READ = """query($id: ID!) { case(id: $id) { content { problem } documents { name } }
  caseNotes(caseId: $id) { totalCount } caseMoves(caseId: $id) { edges { node { reason } } }
  groups { edges { node { content { aim } } } } serviceRecords { edges { node { said { text } } } } }"""


async def test_an_administrator_of_some_communities_is_told_who_read_and_wrote_what_there(office: Office) -> None:
    case = await open_for(office)
    await begin(office)
    await short_help(office, "谈到家里的债务")
    for purpose in (ConsentPurpose.EXPORT, ConsentPurpose.REFERRAL):
        await consent(office, case, purpose)
    async with open_scope(casework(office.workers[0])) as scope:
        await refer_case(scope, NewReferral(case_id=case.id, agency="区精神卫生中心", reason="需专业诊断"))
    async with open_scope(casework(office.workers[0])) as scope:
        await export_case(scope, case.id)
    assert (await answered(office.workers[0], READ, id=global_id("Case", case.id))).errors == []
    here = replace(office, village=replace(office.village, manager=limited(office, office.village.community_id)))
    reads = {"read_case", "read_case_documents", "read_case_notes", "read_case_move", "export_case"}
    reads |= {"read_group", "read_service_record"}
    writes = {"case_opened", "case_consent_given", "case_referred", "case_exported", "group_opened", "record_service"}
    assert {one["act"] for one in await trail(here) if one["objectType"] in CONFIDED} == reads | writes
    elsewhere = replace(office, village=replace(office.village, manager=limited(office, new_id())))
    assert await trail(elsewhere) == []


def limited(office: Office, community_id: UUID) -> Actor:
    return replace(office.manager, community_ids=(community_id,))
