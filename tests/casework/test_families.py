"""Cases of one family: closed together, each on its own terms, or none of them."""

import asyncio

import pytest
from sqlalchemy import select

from backend.core.errors import AppError
from backend.modules.casework.actions.linking import link_cases
from backend.modules.casework.actions.phases import close_case
from backend.modules.casework.contract.case_inputs import Closing, NewLink
from backend.modules.casework.contract.case_refusals import ApprovalMissing, NotAssigned
from backend.modules.casework.contract.case_words import ApprovalSubject, CaseOutcome, CaseRelation, CaseStatus
from backend.modules.casework.models.cases import Case
from backend.modules.casework.queries.contents import contents_by_id
from tenants.scope import open_scope
from tests.casework.asking import done
from tests.casework.factories import Office, approve, casework, open_for
from tests.isolation.saying import global_id


async def family(office: Office, *relations: CaseRelation) -> list[Case]:
    """A case and as many others as there are relations, each of another resident, linked with the first."""
    cases = [await open_for(office)]
    for number, relation in enumerate(relations, 1):
        cases.append(await open_for(office, resident_id=office.village.resident_ids[number]))
        async with open_scope(casework(office.workers[0])) as scope:
            new = NewLink(case_id=cases[0].id, other_case_id=cases[-1].id, relation=relation)
            await link_cases(scope, new)
    return cases


def leaving(case: Case, *, is_for_family: bool = True) -> Closing:
    return Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="举家搬离本市", is_for_family=is_for_family)


async def statuses(office: Office, cases: list[Case]) -> list[CaseStatus]:
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        rows = (await scope.session.execute(select(Case.id, Case.status))).all()
    found = {row.id: row.status for row in rows}
    return [found[case.id] for case in cases]


async def test_a_family_is_closed_together_and_others_stay_open(office: Office) -> None:
    cases = await family(office, CaseRelation.FAMILY, CaseRelation.HOUSEHOLD, CaseRelation.SAME_MATTER)
    for case in cases[:3]:
        await approve(office, case, ApprovalSubject.CLOSURE)
    closed = await done(
        office.workers[0],
        "closeCase",
        "... on Case { status }",
        caseId=global_id("Case", cases[0].id),
        outcome="MOVED_AWAY",
        reason="举家搬离本市",
        isForFamily=True,
    )
    assert closed["status"] == "CLOSED"
    assert await statuses(office, cases) == [CaseStatus.CLOSED] * 3 + [CaseStatus.OPEN]
    # What was written of one is not told to those who work on another.
    async with open_scope(casework(office.supervisor)) as scope:
        contents = await contents_by_id(scope, [case.id for case in cases])
    assert [contents[case.id].closing_reason for case in cases] == ["举家搬离本市", None, None, None]


async def test_it_is_found_from_either_side_and_only_where_it_is_asked_for(office: Office) -> None:
    first, second = await family(office, CaseRelation.FAMILY)
    for case in (first, second):
        await approve(office, case, ApprovalSubject.CLOSURE)
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, leaving(second, is_for_family=False))
    assert await statuses(office, [first, second]) == [CaseStatus.OPEN, CaseStatus.CLOSED]
    third = await open_for(office, resident_id=office.village.resident_ids[2])
    async with open_scope(casework(office.workers[0])) as scope:
        await link_cases(scope, NewLink(case_id=third.id, other_case_id=first.id, relation=CaseRelation.FAMILY))
    await approve(office, third, ApprovalSubject.CLOSURE)
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, leaving(third))
    assert await statuses(office, [first, third]) == [CaseStatus.CLOSED] * 2


async def test_none_is_closed_where_one_is_not_approved_or_not_the_callers(office: Office) -> None:
    cases = await family(office, CaseRelation.FAMILY)
    await approve(office, cases[0], ApprovalSubject.CLOSURE)
    with pytest.raises(ApprovalMissing):
        async with open_scope(casework(office.workers[0])) as scope:
            await close_case(scope, leaving(cases[0]))
    assert await statuses(office, cases) == [CaseStatus.OPEN] * 2
    with pytest.raises(NotAssigned):
        async with open_scope(casework(office.workers[1])) as scope:
            await close_case(scope, leaving(cases[0]))
    assert await statuses(office, cases) == [CaseStatus.OPEN] * 2


async def test_two_who_close_a_family_at_once_from_either_side_close_it_once(office: Office) -> None:
    cases = await family(office, CaseRelation.FAMILY)
    for case in cases:
        await approve(office, case, ApprovalSubject.CLOSURE)

    async def close(case: Case) -> str:
        try:
            async with open_scope(casework(office.workers[0])) as scope:
                await close_case(scope, leaving(case))
        except AppError as refusal:
            return refusal.code
        return "DONE"

    answers = await asyncio.gather(*(close(case) for case in cases))
    # Locked from both sides, one gives way, and is tried again by whoever asked.
    assert "DONE" in answers
    assert set(answers) <= {"DONE", "CASE_CLOSED", "CONFLICT"}
    assert await statuses(office, cases) == [CaseStatus.CLOSED] * 2
