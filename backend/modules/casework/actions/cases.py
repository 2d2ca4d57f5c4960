"""Opening cases and changing their frame."""

import secrets
from typing import Final
from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.casework.contract.case_inputs import CaseChange, NewCase
from backend.modules.casework.contract.case_words import (
    CaseEventKind,
    CasePhase,
    CaseRole,
    CaseSource,
    CaseStatus,
    HelpState,
)
from backend.modules.casework.contract.events import CaseMoved, HelpSettled
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.due import due_on
from backend.modules.casework.history import LONGEST_TEXT, note_event, refuse_stale, require_text
from backend.modules.casework.models.cases import Case, CaseStep, CaseWorker
from backend.modules.casework.models.contents import CaseContent, HelpRequest
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.planning import plan_first_activities
from backend.modules.casework.reaching import community_of, lock_case, refuse_erased, seal_of, station_roles
from backend.modules.casework.sealing import CaseSeal
from tenants.scope import Scope, action

_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@action(CasePermission.WORK)
async def open_case(scope: Scope, new: NewCase) -> Case:
    """Open a case at a station that the actor works at; a worker answers for it, a supervisor has yet to assign it.

    Raises NotFound, BadInput, CaseDuplicate.
    """
    role = (await station_roles(scope)).get(new.station_id)
    if role is None:
        raise NotFound(field=("input", "station_id"))
    problem = require_text(new.problem, "problem", LONGEST_TEXT)
    case = await _framed(scope, new, await community_of(scope, new.station_id, new.resident_id))
    scope.session.add(case)
    await scope.session.flush()
    await refuse_erased(scope, case.resident_id)
    seal, wrapped = CaseSeal.fresh(await scope.key(), case.id)
    scope.session.add(
        CaseContent(case_id=case.id, key_wrapped=wrapped, problem_sealed=seal.seal(case.id, "problem", problem))
    )
    first = {"number": 1, "phase": CasePhase.INTAKE, "position": 1, "due_on": case.due_on, "entered_at": case.opened_at}
    scope.session.add(
        CaseStep(case_id=case.id, resident_id=case.resident_id, account_id=scope.actor.account_id, **first)
    )
    if role is StationRole.WORKER:
        await _take(scope, case)
    if new.help_request_id is not None:
        await _answer(scope, new, case)
    await plan_first_activities(scope, case)
    note_event(scope, case, CaseEventKind.OPENED, version=1, word=case.source.value)
    scope.emit(CaseMoved(case.id, case.community_id))
    await scope.session.flush()
    return case


async def _framed(scope: Scope, new: NewCase, community_id: UUID) -> Case:
    return Case(
        id=new_id(),
        community_id=community_id,
        station_id=new.station_id,
        resident_id=new.resident_id,
        code="".join(secrets.choice(_ALPHABET) for _ in range(8)),
        area=new.area,
        source=CaseSource.SELF if new.help_request_id is not None else new.source,
        risk=new.risk,
        phase=CasePhase.INTAKE,
        phase_number=1,
        status=CaseStatus.OPEN,
        has_name_hidden=new.has_name_hidden,
        is_separate=new.is_separate,
        due_on=await due_on(scope, new.risk, CasePhase.INTAKE),
        opened_at=clock.now(),
        version=1,
    )


async def _take(scope: Scope, case: Case) -> None:
    name = await scope.session.scalar(
        select(StationWorker.name).where(
            StationWorker.station_id == case.station_id,
            StationWorker.account_id == scope.actor.account_id,
            StationWorker.ended_at.is_(None),
        )
    )
    scope.session.add(
        CaseWorker(
            id=new_id(),
            case_id=case.id,
            resident_id=case.resident_id,
            account_id=scope.actor.account_id,
            name=name or "",
            role=CaseRole.PRIMARY,
            started_at=clock.now(),
        )
    )


async def _answer(scope: Scope, new: NewCase, case: Case) -> None:
    taken = await scope.session.scalar(
        update(HelpRequest)
        .where(
            HelpRequest.id == new.help_request_id,
            HelpRequest.station_id == new.station_id,
            HelpRequest.resident_id == new.resident_id,
            HelpRequest.state == HelpState.ASKED,
        )
        .values(state=HelpState.TAKEN, case_id=case.id, taken_at=clock.now())
        .returning(HelpRequest.id)
    )
    if taken is None:
        raise NotFound(field=("input", "help_request_id"))
    scope.emit(HelpSettled(taken, case.resident_id, HelpState.TAKEN))


@action(CasePermission.WORK)
async def update_case(scope: Scope, change: CaseChange) -> Case:
    """Change a case's frame, or what it is about. Raises NotFound, NotAssigned, CaseClosed, BadInput, StaleVersion."""
    case = await lock_case(scope, change.case_id)
    await refuse_stale(scope, case.id, change.version, case.version)
    changed = [
        name
        for name in ("risk", "area", "has_name_hidden")
        if getattr(change, name) is not None and getattr(change, name) != getattr(case, name)
    ]
    for name in changed:
        setattr(case, name, getattr(change, name))
    if change.problem is not None:
        problem = require_text(change.problem, "problem", LONGEST_TEXT)
        sealed = (await seal_of(scope, case.id)).seal(case.id, "problem", problem)
        await scope.session.execute(
            update(CaseContent).where(CaseContent.case_id == case.id).values(problem_sealed=sealed)
        )
        changed.append("problem")
    if "risk" in changed:
        entered_at = await scope.session.scalar(
            select(CaseStep.entered_at).where(CaseStep.case_id == case.id, CaseStep.number == case.phase_number)
        )
        since = None if entered_at is None else clock.day_of(entered_at)
        case.due_on = await due_on(scope, case.risk, case.phase, since)
    case.version += 1
    note_event(scope, case, CaseEventKind.CHANGED, version=case.version, fields=tuple(changed))
    if "area" in changed:
        scope.emit(CaseMoved(case.id, case.community_id))
    await scope.session.flush()
    return case
