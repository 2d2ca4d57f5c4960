"""Casework and short help, by chance."""

from backend.core import clock
from backend.core.errors import AppError
from backend.modules.casework.actions.approvals import decide_approval, request_approval
from backend.modules.casework.actions.phases import advance_case, close_case, reopen_case, return_case
from backend.modules.casework.actions.services import add_default_services, record_service
from backend.modules.casework.contract.case_inputs import Closing, Decision, NewApproval, Step
from backend.modules.casework.contract.case_words import ApprovalSubject, CaseOutcome, CasePhase
from backend.modules.casework.contract.inputs import NewService
from backend.modules.casework.contract.words import ServiceChannel
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.services import ServiceItem
from tenants.scope import open_scope
from tests.casework.factories import casework, consent, goal, open_for
from tests.dashboard.life import DAY, Act, Life


class Cases:
    """What the station of a community does."""

    def __init__(self, life: Life) -> None:
        self._life = life

    def acts(self) -> list[Act]:
        """Those that are likelier stand here more often."""
        return [
            self._help, self._help, self._case, *(self._work,) * 4,
        ]  # fmt: skip

    async def open(self) -> None:
        async with open_scope(self._life.staff) as scope:
            await add_default_services(scope)

    async def _help(self) -> None:
        item = await self._life.any(ServiceItem)
        new = NewService(
            station_id=self._life.office.station.id,
            item_id=item.id,
            channel=self._life.draw.choice(list(ServiceChannel)),
            happened_on=clock.today() - self._life.draw.choice((0, 0, 2, 30)) * DAY,
            minutes=self._life.draw.choice((10, 45)),
        )
        await self._life.act(casework(self._life.office.workers[0]), record_service, new)

    async def _case(self) -> None:
        await open_for(self._life.office, resident_id=self._life.draw.choice(self._life.office.village.resident_ids))

    async def _work(self) -> None:
        """A step of a case, forward, back, to its end or from there."""
        case, worker, draw = (
            await self._life.any(Case),
            casework(self._life.office.workers[0]),
            self._life.draw.random(),
        )
        if draw < 0.15:
            await self._life.act(
                worker, return_case, Step(case_id=case.id, phase=CasePhase.ASSESSMENT, reason="情况有变")
            )
        elif draw < 0.35:
            await self._approve(case, ApprovalSubject.CLOSURE)
            closing = Closing(case_id=case.id, outcome=CaseOutcome.GOALS_REACHED, reason="目标达成")
            closing = Closing(case_id=case.id, outcome=self._life.draw.choice(list(CaseOutcome)), reason=closing.reason)
            await self._life.act(worker, close_case, closing)
        elif draw < 0.5:
            await self._life.act(worker, reopen_case, case.id, "再次求助")
        else:
            await self._on(case)

    async def _on(self, case: Case) -> None:
        """To the next phase, with what it needs."""
        phases = list(CasePhase)
        following = phases[phases.index(case.phase) + 1 :]
        if not following:
            raise AppError
        if case.phase is CasePhase.INTAKE:
            await consent(self._life.office, case)
        if case.phase in (CasePhase.ASSESSMENT, CasePhase.PLANNING):
            if case.phase is CasePhase.PLANNING:
                await goal(self._life.office, case)
            subject = ApprovalSubject.PLAN if case.phase is CasePhase.PLANNING else ApprovalSubject.ASSESSMENT
            await self._approve(case, subject)
        await self._life.act(
            casework(self._life.office.workers[0]), advance_case, Step(case_id=case.id, phase=following[0])
        )

    async def _approve(self, case: Case, subject: ApprovalSubject) -> None:
        new = NewApproval(case_id=case.id, subject=subject)
        approval = await self._life.act(casework(self._life.office.workers[0]), request_approval, new)
        decision = Decision(approval_id=approval.id, is_approved=True, comment="同意")
        await self._life.act(casework(self._life.office.supervisor), decide_approval, decision)
