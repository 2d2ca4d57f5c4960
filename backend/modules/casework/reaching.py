"""Who reaches which case, and the lock and the key by which it is worked on."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.surfaces import Surface
from backend.modules.casework.contract.case_refusals import CaseClosed, CaseShredded, NotAssigned
from backend.modules.casework.contract.case_words import CaseReach, CaseRole, CaseStatus, ConsentPurpose
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.models.cases import Case, CaseConsent, CaseWorker
from backend.modules.casework.models.contents import CaseContent
from backend.modules.casework.models.moves import CaseAccess
from backend.modules.casework.models.stations import StationCommunity, StationWorker
from backend.modules.casework.sealing import CaseSeal
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.contract.refusals import ConsentMissing
from backend.modules.housing.queries.residents import residents_by_id
from tenants.scope import Scope, open_scope, system_actor


async def station_roles(scope: Scope) -> dict[UUID, StationRole]:
    """What the actor is at which stations now; whoever may no longer supervise is a worker there, as all are."""
    if scope.actor.account_id is None or not scope.actor.can(CasePermission.WORK):
        return {}
    rows = await scope.session.execute(
        select(StationWorker.station_id, StationWorker.role).where(
            StationWorker.account_id == scope.actor.account_id, StationWorker.ended_at.is_(None)
        )
    )
    supervises = scope.actor.can(CasePermission.SUPERVISE)
    return {row.station_id: row.role if supervises else StationRole.WORKER for row in rows}


def supervised(roles: Mapping[UUID, StationRole]) -> list[UUID]:
    """The stations that the actor supervises, of those where they work."""
    return [station_id for station_id, role in roles.items() if role is StationRole.SUPERVISOR]


def lies_before(
    account_id: UUID | None, roles: Mapping[UUID, StationRole], station_id: Any, worker_id: Any
) -> Any:  # Any: columns, and a condition
    """Of what is addressed to stations: what names the actor; what names nobody who is still there, if they supervise.

    Who has left answers no more, and what lay before them falls to the supervisor.
    """
    here = select(StationWorker.id).where(StationWorker.ended_at.is_(None))
    is_mine = worker_id.in_(here.where(StationWorker.account_id == account_id))
    is_nobodys = or_(worker_id.is_(None), worker_id.not_in(here))
    return and_(station_id.in_(roles), or_(is_mine, and_(station_id.in_(supervised(roles)), is_nobodys)))


def worked_on(account_id: UUID | None) -> Select[UUID]:
    """The ids of the cases that somebody works on now."""
    return select(CaseWorker.case_id).where(CaseWorker.account_id == account_id, CaseWorker.ended_at.is_(None))


async def workers_of(scope: Scope, case_id: UUID) -> list[UUID]:
    """The accounts of those who work on a case now, in order. Whoever has left the station has left its cases."""
    here = and_(StationWorker.station_id == Case.station_id, StationWorker.account_id == CaseWorker.account_id)
    rows = await scope.session.scalars(
        select(CaseWorker.account_id)
        .join(Case, Case.id == CaseWorker.case_id)
        .join(StationWorker, here)
        .where(CaseWorker.case_id == case_id, CaseWorker.ended_at.is_(None), StationWorker.ended_at.is_(None))
    )
    return sorted(set(rows))


async def served_communities(scope: Scope, station_id: UUID) -> list[UUID]:
    """The communities that a station serves, in a fixed order."""
    served = select(StationCommunity.community_id).where(StationCommunity.station_id == station_id)
    return sorted(await scope.session.scalars(served))


async def served_community(scope: Scope, station_id: UUID, wanted: UUID | None) -> UUID:
    """The community that is named, or the station's first; the station serves it. Raises NotFound."""
    served = await served_communities(scope, station_id)
    if not served or (wanted is not None and wanted not in served):
        raise NotFound(field=("input", "community_id"))
    return wanted or served[0]


async def community_of(scope: Scope, station_id: UUID, resident_id: UUID) -> UUID:
    """The resident's community if the station serves it, or the station's first. Raises NotFound."""
    async with open_scope(scope.actor.on(Surface.TENANT), read_only=True) as housing:
        found = (await residents_by_id(housing, [resident_id])).get(resident_id)
    if found is None or found.is_erased:
        raise NotFound(field=("input", "resident_id"))
    if not (served := await served_communities(scope, station_id)):
        raise NotFound(field=("input", "station_id"))
    return found.community_id if found.community_id in served else served[0]


async def refuse_erased(scope: Scope, resident_id: UUID) -> None:
    """Of whom something was just written: raises NotFound where they were erased meanwhile.

    From the write on, its foreign key holds up whoever would erase them, and what is erased later finds what was
    written; before it, nothing did.
    """
    looking = system_actor(scope.operator_id, "casework.erased", HousingPermission.VIEW_RESIDENTS)
    async with open_scope(looking, read_only=True) as housing:
        found = (await residents_by_id(housing, [resident_id])).get(resident_id)
    if found is None or found.is_erased:
        raise NotFound(field=("input", "resident_id"))


async def reaches(scope: Scope, cases: Sequence[Case]) -> dict[UUID, CaseReach]:
    """How far the actor sees into each of these, by id; by a fixed number of statements."""
    if scope.actor.resident_id is not None:
        return {case.id: CaseReach.OWN for case in cases if case.resident_id == scope.actor.resident_id}
    if not cases or not scope.actor.can(CasePermission.KNOW):
        return {}
    roles = await station_roles(scope)
    own = worked_on(scope.actor.account_id).where(CaseWorker.case_id.in_([case.id for case in cases]))
    theirs = set(await scope.session.scalars(own))
    broken = set(
        await scope.session.scalars(
            select(CaseAccess.case_id).where(
                CaseAccess.account_id == scope.actor.account_id,
                CaseAccess.expires_at > clock.now(),
                CaseAccess.case_id.in_([case.id for case in cases]),
            )
        )
    )
    seen = {case.id: _reach(case, roles, theirs) for case in cases}
    # Whoever works at no station any longer has nothing left to break.
    glass = broken if roles else set()
    return {
        case_id: CaseReach.GLASS if reach is CaseReach.EXISTS and case_id in glass else reach
        for case_id, reach in seen.items()
    }


def _reach(case: Case, roles: dict[UUID, StationRole], theirs: set[UUID]) -> CaseReach:
    supervises = roles.get(case.station_id) is StationRole.SUPERVISOR
    # Whoever has left the station has left its cases.
    works = case.id in theirs and case.station_id in roles
    return CaseReach.FULL if supervises or works else CaseReach.EXISTS


async def lock_case(scope: Scope, case_id: UUID, *, is_open: bool = True) -> Case:
    """A case that the actor works on or supervises, locked before all that hangs on it.

    Raises NotFound, NotAssigned, CaseClosed.
    """
    case: Case | None = await scope.session.scalar(
        select(Case).where(Case.id == case_id).with_for_update().execution_options(populate_existing=True)
    )
    reach = None if case is None else (await reaches(scope, [case])).get(case_id)
    if case is None or reach is None:
        raise NotFound(field=("input", "case_id"))
    if reach is not CaseReach.FULL:
        raise NotAssigned
    if is_open and case.status is CaseStatus.CLOSED:
        raise CaseClosed
    return case


async def lock_led_case(scope: Scope, case_id: UUID, *, is_open: bool = True) -> Case:
    """A case that the actor answers for or supervises, locked. Raises as `lock_case`.

    Whoever helps with a case reads it and writes of it, and decides neither how far it has come, nor where it goes,
    nor when it is over.
    """
    case = await lock_case(scope, case_id, is_open=is_open)
    if not await led(scope, [case]):
        raise NotAssigned
    return case


async def led(scope: Scope, cases: Sequence[Case]) -> set[UUID]:
    """The ids of those of the cases that the actor answers for, or whose station they supervise."""
    roles, ids = await station_roles(scope), [case.id for case in cases]
    if not roles:
        return set()
    mine = worked_on(scope.actor.account_id).where(CaseWorker.case_id.in_(ids), CaseWorker.role == CaseRole.PRIMARY)
    answered_for = set(await scope.session.scalars(mine))
    return {
        case.id
        for case in cases
        if case.station_id in supervised(roles) or (case.id in answered_for and case.station_id in roles)
    }


async def seal_of(scope: Scope, case_id: UUID) -> CaseSeal:
    """The seal of a case. Raises CaseShredded."""
    wrapped = await scope.session.scalar(select(CaseContent.key_wrapped).where(CaseContent.case_id == case_id))
    if wrapped is None:
        raise CaseShredded
    return CaseSeal.opened(await scope.key(), case_id, wrapped)


async def require_consent(scope: Scope, case: Case, purpose: ConsentPurpose) -> None:
    """Raises ConsentMissing where the person does not, or no longer, consent."""
    given = await scope.session.scalar(
        select(CaseConsent.id).where(
            CaseConsent.case_id == case.id, CaseConsent.purpose == purpose, CaseConsent.withdrawn_at.is_(None)
        )
    )
    if given is None:
        raise ConsentMissing


async def supervisors_of(scope: Scope, station_id: UUID) -> list[UUID]:
    """The accounts of those who supervise a station, save the actor's own."""
    rows = await scope.session.scalars(
        select(StationWorker.account_id)
        .where(
            StationWorker.station_id == station_id,
            StationWorker.role == StationRole.SUPERVISOR,
            StationWorker.ended_at.is_(None),
        )
        .order_by(StationWorker.account_id)
    )
    return [account_id for account_id in rows if account_id != scope.actor.account_id]
