"""A station with its staff and its residents, for tests."""

from dataclasses import dataclass, replace
from typing import Any  # fields of inputs, by name
from uuid import UUID

from sqlalchemy import func, select

from backend.core import clock
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.casework.actions.approvals import decide_approval, request_approval
from backend.modules.casework.actions.cases import open_case
from backend.modules.casework.actions.consents import record_consent
from backend.modules.casework.actions.goals import set_goal
from backend.modules.casework.actions.notes import add_case_note
from backend.modules.casework.actions.phases import advance_case
from backend.modules.casework.actions.services import record_service
from backend.modules.casework.actions.stations import add_station_worker, create_station
from backend.modules.casework.contract.case_inputs import (
    Decision,
    GoalChange,
    NewApproval,
    NewCase,
    NewConsent,
    NewNote,
    Step,
)
from backend.modules.casework.contract.case_words import (
    ApprovalSubject,
    CasePhase,
    CaseSource,
    ConsentForm,
    ConsentPurpose,
    NoteKind,
)
from backend.modules.casework.contract.inputs import NewService, NewStation, NewStationWorker
from backend.modules.casework.contract.words import ServiceArea, ServiceChannel, StationRole
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.contents import CaseGoal, CaseNote
from backend.modules.casework.models.services import ServiceItem
from backend.modules.casework.models.stations import Station
from tenants.audit import AuditEntry
from tenants.models import Account, Membership, Operator
from tenants.outbox import OutboxRow
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting
from tests.polls.factories import Village, make_village


@dataclass(frozen=True, slots=True)
class Office:
    """A station: two workers and a supervisor, a worker who is not on its staff, and a village that it serves."""

    village: Village
    station: Station
    workers: tuple[Actor, Actor]
    supervisor: Actor
    outsider: Actor

    @property
    def operator(self) -> Operator:
        return self.village.operator

    @property
    def manager(self) -> Actor:
        return self.village.manager


async def make_member(operator: Operator, role: Role, name: str) -> tuple[Actor, UUID]:
    """Someone with an account and a role at the operator, and the id of the membership."""
    async with open_scope(platform_actor("test")) as scope:
        account = Account(display_name=name, login=f"m{new_id().hex[-16:]}")
        scope.session.add(account)
        await scope.session.flush()
        member = Membership(account_id=account.id, operator_id=operator.id, role=role, display_name=name)
        scope.session.add(member)
        await scope.session.flush()
        return replace(acting(operator, role), account_id=account.id), member.id


async def make_office(operator: Operator) -> Office:
    village = await make_village(operator, acting(operator, Role.OPERATOR_ADMIN, Role.COMMUNITY_MANAGER), 4)
    async with open_scope(village.manager) as scope:
        station = await create_station(scope, NewStation(name="安乐社工站", community_ids=(village.community_id,)))
    people = []
    for role, at, name in (
        (Role.SOCIAL_WORKER, StationRole.WORKER, "李社工"),
        (Role.SOCIAL_WORKER, StationRole.WORKER, "王社工"),
        (Role.STATION_SUPERVISOR, StationRole.SUPERVISOR, "赵督导"),
    ):
        actor, membership_id = await make_member(operator, role, name)
        async with open_scope(village.manager) as scope:
            await add_station_worker(
                scope, NewStationWorker(station_id=station.id, membership_id=membership_id, role=at)
            )
        people.append(actor)
    outsider, _ = await make_member(operator, Role.SOCIAL_WORKER, "外站社工")
    return Office(village, station, (people[0], people[1]), people[2], outsider)


async def open_for(office: Office, **more: Any) -> Case:
    """A case of the first resident, opened by the first worker."""
    said: dict[str, Any] = {
        "station_id": office.station.id,
        "resident_id": office.village.resident_ids[0],
        "area": ServiceArea.PROFESSIONAL,
        "source": CaseSource.SELF,
        "problem": "失眠三周，担心试用期不过",
    }
    async with open_scope(casework(office.workers[0])) as scope:
        return await open_case(scope, NewCase(**(said | more)))


def casework(actor: Actor) -> Actor:
    """The actor over the login by which cases are reached."""
    return actor.on(Surface.CASEWORK)


async def consent(office: Office, case: Case, purpose: ConsentPurpose = ConsentPurpose.SERVICE) -> None:
    async with open_scope(casework(office.workers[0])) as scope:
        await record_consent(scope, NewConsent(case_id=case.id, purpose=purpose, form=ConsentForm.WRITTEN))


async def advance(office: Office, case: Case, *phases: CasePhase) -> None:
    for phase in phases:
        async with open_scope(casework(office.workers[0])) as scope:
            await advance_case(scope, Step(case_id=case.id, phase=phase))


async def approve(office: Office, case: Case, subject: ApprovalSubject) -> None:
    """Asked for by the worker, granted by the supervisor."""
    async with open_scope(casework(office.workers[0])) as scope:
        approval = await request_approval(scope, NewApproval(case_id=case.id, subject=subject))
    async with open_scope(casework(office.supervisor)) as scope:
        await decide_approval(scope, Decision(approval_id=approval.id, is_approved=True, comment="同意，注意随访"))


async def note(office: Office, case: Case, text: str = "首次面谈，情绪低落") -> CaseNote:
    new = NewNote(case_id=case.id, kind=NoteKind.CONTACT, text=text, happened_on=clock.today())
    async with open_scope(casework(office.workers[0])) as scope:
        return await add_case_note(scope, new)


async def short_help(office: Office, text: str) -> None:
    """A talk by phone with the first resident, written down by the first worker."""
    async with open_scope(casework(office.workers[0])) as scope:
        item_id = await scope.session.scalar(select(ServiceItem.id).order_by(ServiceItem.id).limit(1))
        assert item_id is not None
        new = NewService(
            station_id=office.station.id,
            item_id=item_id,
            channel=ServiceChannel.PHONE,
            happened_on=clock.today(),
            minutes=20,
            resident_id=office.village.resident_ids[0],
            text=text,
        )
        await record_service(scope, new)


async def goal(office: Office, case: Case) -> CaseGoal:
    change = GoalChange(case_id=case.id, title="恢复睡眠", indicator="每晚睡足六小时的天数")
    async with open_scope(casework(office.workers[0])) as scope:
        return await set_goal(scope, change)


async def intervene(office: Office, case: Case) -> None:
    """Take a new case to its intervention."""
    await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    await approve(office, case, ApprovalSubject.ASSESSMENT)
    await advance(office, case, CasePhase.PLANNING)
    await goal(office, case)
    await approve(office, case, ApprovalSubject.PLAN)
    await advance(office, case, CasePhase.INTERVENTION)


async def told(office: Office) -> list[dict[str, Any]]:
    """Whom the product wants to tell what, the oldest first."""
    async with open_scope(office.manager, read_only=True) as scope:
        wanted = select(OutboxRow.payload).where(OutboxRow.name == "messaging.NotificationWanted")
        return list(await scope.session.scalars(wanted.order_by(OutboxRow.id)))


async def audited(office: Office, act: str) -> int:
    """How many entries of the audit trail say that."""
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        count = select(func.count()).select_from(AuditEntry).where(AuditEntry.act == act)
        return await scope.session.scalar(count) or 0
