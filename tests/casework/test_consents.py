"""What a person agrees to is written down while the case is open, taken back at any time, and whom that is told."""

from dataclasses import replace

import pytest

from backend.modules.casework.actions.consents import withdraw_consent
from backend.modules.casework.actions.phases import close_case
from backend.modules.casework.contract.case_inputs import Closing
from backend.modules.casework.contract.case_refusals import CaseClosed
from backend.modules.casework.contract.case_words import ApprovalSubject, CaseOutcome, ConsentPurpose
from backend.modules.casework.models.cases import Case
from backend.modules.housing.contract.refusals import ConsentMissing
from tenants.scope import Actor, open_scope
from tests.casework.factories import Office, approve, casework, consent, open_for, told
from tests.casework.test_rights import listed, tried

SERVICE, TRANSFER = ConsentPurpose.SERVICE, ConsentPurpose.TRANSFER


async def withdraw(actor: Actor, case: Case, purpose: ConsentPurpose = SERVICE) -> None:
    async with open_scope(casework(actor)) as scope:
        await withdraw_consent(scope, case.id, purpose)


async def heard(office: Office) -> list[str]:
    """Whom it was told that somebody agrees no longer, in order."""
    return [one["account_id"] for one in await told(office) if one["kind"] == "CONSENT_WITHDRAWN"]


async def test_consent_is_given_to_an_open_case_and_taken_back_of_a_closed_one_too(office: Office) -> None:
    case = await open_for(office)
    for purpose in (SERVICE, TRANSFER):
        await consent(office, case, purpose)
    await approve(office, case, ApprovalSubject.CLOSURE)
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬离本市"))
    with pytest.raises(CaseClosed):
        await consent(office, case, ConsentPurpose.EXPORT)
    await withdraw(office.workers[0], case)
    await withdraw(office.village.resident(0), case, TRANSFER)


async def test_what_is_taken_back_is_that_purpose_of_that_case(office: Office) -> None:
    case, other = await open_for(office), await open_for(office, resident_id=office.village.resident_ids[1])
    await consent(office, case)
    await consent(office, other, TRANSFER)
    for one, purpose in ((case, TRANSFER), (other, SERVICE)):
        with pytest.raises(ConsentMissing):
            await withdraw(office.workers[0], one, purpose)
    await withdraw(office.workers[0], case)
    await withdraw(office.workers[0], other, TRANSFER)
    # It may be given again, and taken back again.
    await consent(office, case)
    await withdraw(office.workers[0], case)


async def test_who_answers_for_the_case_is_told_that_somebody_agrees_no_longer_and_who_helps_is_not(
    office: Office,
) -> None:
    first, colleague = [await listed(office, one) for one in office.workers]
    # Somebody else answers for another case, and helped with this one before anybody answered for it.
    await open_for(replace(office, workers=office.workers[::-1]), resident_id=office.village.resident_ids[1])
    case = await open_for(replace(office, workers=(office.supervisor, office.workers[1])))
    for worker, role in ((colleague, "MEMBER"), (first, "PRIMARY")):
        assert await tried(office.supervisor, "assignCase", case, workerId=worker, role=role) == "OK"
    answering = str(office.workers[0].account_id)
    for actor, told_ in (
        (office.village.resident(0), [answering]),
        (office.workers[1], [answering] * 2),
        # Who writes it down themselves knows it.
        (office.workers[0], [answering] * 2),
    ):
        await consent(office, case)
        await withdraw(actor, case)
        assert await heard(office) == told_
    # Of who answered before, and does no longer, it is none of their business.
    assert await tried(office.supervisor, "assignCase", case, workerId=colleague, role="PRIMARY") == "OK"
    assert await tried(office.supervisor, "recordConsent", case, purpose="SERVICE", form="ORAL") == "OK"
    await withdraw(office.village.resident(0), case)
    assert await heard(office) == [answering, answering, str(office.workers[1].account_id)]
