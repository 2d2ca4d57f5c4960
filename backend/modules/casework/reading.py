"""How what is said in cases is read: each read is written down by its own transaction, which ends before it is told."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core.errors import NotFound
from backend.modules.casework.contract.case_refusals import NotAssigned
from backend.modules.casework.contract.case_words import CaseReach
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.contents import CaseContent
from backend.modules.casework.reaching import reaches
from backend.modules.casework.sealing import CaseSeal
from tenants.scope import Scope

READING = (CaseReach.FULL, CaseReach.GLASS)


async def _read(scope: Scope, cases: Sequence[Case], act: str, also: Sequence[UUID] = ()) -> list[Case]:
    """Those of the cases whose content the actor may read, and those of `also`, each read written down."""
    reached = await reaches(scope, cases)
    found = [case for case in cases if reached.get(case.id) in READING or case.id in also]
    for case in found:
        scope.record(act, "Case", case.id, community_id=case.community_id, reach=reached[case.id].value)
    return found


async def seals_of_read(
    scope: Scope, case_ids: Sequence[UUID], act: str, *, also: Sequence[UUID] = ()
) -> dict[UUID, CaseSeal | None]:
    """The seals of those of the cases whose content the actor may read, and of `also`; each read is written down.

    None of a case that was shredded.
    """
    cases = (await scope.session.scalars(select(Case).where(Case.id.in_(case_ids)).order_by(Case.id))).all()
    return await _seals(scope, await _read(scope, cases, act, also))


async def seal_of_read(scope: Scope, case_id: UUID, act: str) -> CaseSeal | None:
    """The seal of one case, None where it was shredded; the read is written down.

    Raises NotFound, and NotAssigned for whoever only knows that the case is there.
    """
    cases = (await scope.session.scalars(select(Case).where(Case.id == case_id))).all()
    if not await reaches(scope, cases):
        raise NotFound
    if not (found := await _read(scope, cases, act)):
        raise NotAssigned
    return (await _seals(scope, found))[case_id]


async def _seals(scope: Scope, cases: Sequence[Case]) -> dict[UUID, CaseSeal | None]:
    rows = await scope.session.execute(
        select(CaseContent.case_id, CaseContent.key_wrapped).where(
            CaseContent.case_id.in_([case.id for case in cases]), CaseContent.key_wrapped.is_not(None)
        )
    )
    key = await scope.key()
    kept = {row.case_id: CaseSeal.opened(key, row.case_id, row.key_wrapped) for row in rows}
    return {case.id: kept.get(case.id) for case in cases}


def said(seal: CaseSeal | None, row_id: UUID, column: str, sealed: bytes | None) -> str | None:
    """What stands in a column of a row of the case; None where the case was shredded."""
    return None if seal is None else seal.unseal(row_id, column, sealed)
