"""What waits for a supervisor's decision, and which cases are asked for by their risk."""

from backend.modules.casework.actions.approvals import request_approval
from backend.modules.casework.actions.cases import update_case
from backend.modules.casework.contract.case_inputs import CaseChange, NewApproval
from backend.modules.casework.contract.case_words import ApprovalSubject, CasePhase, RiskLevel
from tenants.scope import open_scope
from tests.casework.asking import answered
from tests.casework.factories import Office, advance, approve, audited, casework, consent, open_for

WAITING = "{ caseApprovals { totalCount edges { node { subject state comment case { code phase } } } } }"
RISKY = "query($risk: RiskLevel!) { cases(filter: {risk: $risk}) { edges { node { code } } } }"


async def test_the_supervisor_sees_what_waits_and_reads_nothing_sealed_by_it(office: Office) -> None:
    case = await open_for(office)
    await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    await approve(office, case, ApprovalSubject.ASSESSMENT)
    async with open_scope(casework(office.workers[0])) as scope:
        await request_approval(scope, NewApproval(case_id=case.id, subject=ApprovalSubject.CLOSURE))
    found = (await answered(office.supervisor, WAITING)).data["caseApprovals"]
    assert found["totalCount"] == 1
    assert [edge["node"] for edge in found["edges"]] == [
        {
            "subject": "CLOSURE",
            "state": "REQUESTED",
            "comment": None,
            "case": {"code": case.code, "phase": "ASSESSMENT"},
        }
    ]
    assert await audited(office, "read_case") == 0
    refused = await answered(office.workers[0], WAITING)
    assert [error["extensions"]["code"] for error in refused.errors] == ["FORBIDDEN"]


async def test_cases_are_asked_for_by_risk_of_those_that_one_reaches(office: Office) -> None:
    case = await open_for(office)
    async with open_scope(casework(office.workers[0])) as scope:
        await update_case(scope, CaseChange(case_id=case.id, version=case.version, risk=RiskLevel.HIGH))
    codes = {
        (who, risk): [edge["node"]["code"] for edge in (await answered(actor, RISKY, risk=risk)).data["cases"]["edges"]]
        for who, actor in (("mine", office.workers[0]), ("other", office.workers[1]))
        for risk in ("HIGH", "LOW")
    }
    assert codes == {("mine", "HIGH"): [case.code], ("mine", "LOW"): [], ("other", "HIGH"): [], ("other", "LOW"): []}
