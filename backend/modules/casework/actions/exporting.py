"""A redacted copy of a case for study: whoever is in it is a number, the same in every export."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.modules.casework.contract.case_words import CaseEventKind, ConsentPurpose
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.history import note_event
from backend.modules.casework.models.cases import Case, CaseStep, CaseWorker
from backend.modules.casework.models.contents import CaseContent, CaseGoal, CaseNote
from backend.modules.casework.models.moves import CaseLink, ExportNumber
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.reaching import lock_case, require_consent, seal_of
from backend.modules.casework.redacting import CONTACT, names_in, person, redacted
from backend.modules.casework.sealing import CaseSeal
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.contacts import list_emergency_contacts
from backend.modules.housing.queries.living import list_housemate_ids
from backend.modules.housing.queries.residents import residents_by_id
from tenants.scope import Scope, action, open_scope, system_actor

_MOST_NUMBER = 1_000_000


@dataclass(frozen=True, slots=True)
class Export:
    """A case without the people in it; `text` is JSON."""

    case_id: UUID
    person: str
    text: str


@action(CasePermission.WORK)
async def export_case(scope: Scope, case_id: UUID) -> Export:
    """A redacted copy of a case, with the person's consent.

    Raises NotFound, NotAssigned, ConsentMissing, CaseShredded.
    """
    case = await lock_case(scope, case_id, is_open=False)
    await require_consent(scope, case, ConsentPurpose.EXPORT)
    people, contacts = await _people(scope, case)
    numbers = await _numbers(scope, [case.resident_id, *people.values()])
    called = {name: person(numbers[person_id]) for name, person_id in people.items()}
    marks = dict.fromkeys(contacts, CONTACT) | called
    whom = person(numbers[case.resident_id])
    said = await _said(scope, case, await seal_of(scope, case.id), marks, whom)
    scope.record("export_case", "Case", case.id, community_id=case.community_id, reach="FULL")
    note_event(scope, case, CaseEventKind.EXPORTED)
    await scope.session.flush()
    return Export(case.id, whom, msgspec.json.encode(said).decode())


async def _people(scope: Scope, case: Case) -> tuple[dict[str, UUID], list[str]]:
    """Whose names may stand in what was written, with who they are: the person and whoever lived with them, those whose
    cases have to do with this one, who worked on it, and who works or worked at any station: it may have come from one.
    And the names of those whom the residents among them want to be told in an emergency.
    """
    staff = select(StationWorker.name, StationWorker.account_id)
    workers = select(CaseWorker.name, CaseWorker.account_id).where(CaseWorker.case_id == case.id)
    found = {row.name: row.account_id for part in (staff, workers) for row in await scope.session.execute(part)}
    links = select(CaseLink.case_id, CaseLink.other_case_id).where(
        (CaseLink.case_id == case.id) | (CaseLink.other_case_id == case.id)
    )
    near = {one for row in await scope.session.execute(links) for one in row}
    ids = {case.resident_id, *(await scope.session.scalars(select(Case.resident_id).where(Case.id.in_(near))))}
    # Names are taken out here, none is told: also those of communities to which the actor is limited not to see.
    looking = system_actor(
        scope.operator_id, "casework.export", HousingPermission.VIEW_RESIDENTS, HousingPermission.CONTACT
    )
    async with open_scope(looking, read_only=True) as housing:
        ids |= {*(await list_housemate_ids(housing, case.resident_id))}
        residents = await residents_by_id(housing, sorted(ids))
        contacts = await list_emergency_contacts(housing, sorted(ids))
    named = {one.name: one.id for one in residents.values() if one.name}
    # Of several people of one name the person themselves is meant.
    whom = residents.get(case.resident_id)
    people = found | named | ({whom.name: whom.id} if whom is not None and whom.name else {})
    return people, [name for contact in contacts for name in names_in(contact)]


async def _numbers(scope: Scope, person_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The number of each person, drawn where there is none yet."""
    known = await _known(scope, person_ids)
    while missing := [one for one in dict.fromkeys(person_ids) if one not in known]:
        await scope.session.execute(
            insert(ExportNumber)
            .values([{"person_id": one, "number": secrets.randbelow(_MOST_NUMBER)} for one in missing])
            .on_conflict_do_nothing()
        )
        known = await _known(scope, person_ids)
    return known


async def _known(scope: Scope, person_ids: Sequence[UUID]) -> dict[UUID, int]:
    rows = await scope.session.execute(
        select(ExportNumber.person_id, ExportNumber.number).where(ExportNumber.person_id.in_(person_ids))
    )
    return {row.person_id: row.number for row in rows}


async def _said(scope: Scope, case: Case, seal: CaseSeal, marks: dict[str, str], whom: str) -> dict[str, Any]:
    # Any: JSON values.

    def clean(row_id: UUID, column: str, sealed: bytes | None) -> str | None:
        text = seal.unseal(row_id, column, sealed)
        return None if text is None else redacted(text, marks)

    steps = await scope.session.scalars(select(CaseStep).where(CaseStep.case_id == case.id).order_by(CaseStep.number))
    notes = await scope.session.scalars(select(CaseNote).where(CaseNote.case_id == case.id).order_by(CaseNote.id))
    goals = await scope.session.scalars(select(CaseGoal).where(CaseGoal.case_id == case.id).order_by(CaseGoal.id))
    content = await scope.session.scalar(select(CaseContent).where(CaseContent.case_id == case.id))
    return {
        "person": whom,
        "area": case.area,
        "source": case.source,
        "risk": case.risk,
        "problem": clean(case.id, "problem", content.problem_sealed if content else None),
        "steps": [{"phase": step.phase, "entered": step.entered_at.date()} for step in steps],
        "notes": [
            {"kind": note.kind, "on": note.happened_on, "text": clean(note.id, "text", note.text_sealed)}
            for note in notes
        ],
        "goals": [
            {
                "title": clean(goal.id, "title", goal.title_sealed),
                "indicator": clean(goal.id, "indicator", goal.indicator_sealed),
                "score": goal.score,
            }
            for goal in goals
        ],
    }
