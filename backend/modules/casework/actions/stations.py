"""Opening stations and staffing them."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.casework.actions.services import add_default_services
from backend.modules.casework.contract.events import StationOpened, StationWorkerEnded
from backend.modules.casework.contract.inputs import NewStation, NewStationWorker
from backend.modules.casework.contract.permissions import StationPermission
from backend.modules.casework.contract.refusals import RoleUnfit
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.models.stations import Station, StationCommunity, StationWorker
from backend.modules.housing.queries.inventory import communities_by_id
from tenants.models import Membership
from tenants.roles import Role
from tenants.scope import Scope, action

_LONGEST_NAME, _LONGEST_LINE = 60, 120
_FIT = {
    StationRole.WORKER: (Role.SOCIAL_WORKER, Role.STATION_SUPERVISOR),
    StationRole.SUPERVISOR: (Role.STATION_SUPERVISOR,),
}


@action(StationPermission.MANAGE)
async def create_station(scope: Scope, new: NewStation) -> Station:
    """Open a station for some communities. Raises BadInput, NotFound, StationNameTaken, CommunityServed."""
    if not 2 <= len(new.name.strip()) <= _LONGEST_NAME:
        raise BadInput(field=("input", "name"))
    for name in ("phone", "address", "hours"):
        if len(getattr(new, name) or "") > _LONGEST_LINE:
            raise BadInput(field=("input", name))
    wanted = set(new.community_ids)
    if not wanted or set(await communities_by_id(scope, sorted(wanted))) != wanted:
        raise NotFound(field=("input", "community_ids"))
    station = Station(
        id=new_id(),
        name=new.name.strip(),
        phone=new.phone,
        address=new.address,
        hours=new.hours,
        opened_at=clock.now(),
    )
    scope.session.add(station)
    await scope.session.flush()
    scope.session.add_all([StationCommunity(station_id=station.id, community_id=one) for one in sorted(wanted)])
    await scope.session.flush()
    await add_default_services(scope)
    scope.record("create_station", "Station", station.id, communities=len(wanted))
    scope.emit(StationOpened(station.id))
    return station


async def _station(scope: Scope, station_id: UUID) -> Station:
    found: Station | None = await scope.session.scalar(select(Station).where(Station.id == station_id))
    if found is None:
        raise NotFound(field=("input", "station_id"))
    return found


@action(StationPermission.MANAGE)
async def add_station_worker(scope: Scope, new: NewStationWorker) -> StationWorker:
    """Let someone of the staff work at a station. Raises NotFound, RoleUnfit, WorkerListed."""
    await _station(scope, new.station_id)
    member: Membership | None = await scope.session.scalar(
        select(Membership).where(
            Membership.id == new.membership_id,
            Membership.operator_id == scope.operator_id,
            Membership.ended_at.is_(None),
        )
    )
    if member is None:
        raise NotFound(field=("input", "membership_id"))
    if member.role not in _FIT[new.role]:
        raise RoleUnfit(field=("input", "role"))
    worker = StationWorker(
        id=new_id(),
        station_id=new.station_id,
        account_id=member.account_id,
        name=member.display_name,
        role=new.role,
        started_at=clock.now(),
    )
    scope.session.add(worker)
    await scope.session.flush()
    scope.record("add_station_worker", "Station", new.station_id, account_id=str(member.account_id), role=new.role)
    return worker


@action(StationPermission.MANAGE)
async def end_station_worker(scope: Scope, worker_id: UUID) -> StationWorker:
    """From now on the person works at that station no more, nor on its cases. Raises NotFound."""
    worker: StationWorker | None = await scope.session.scalar(
        select(StationWorker).where(StationWorker.id == worker_id, StationWorker.ended_at.is_(None)).with_for_update()
    )
    if worker is None:
        raise NotFound(field=("input", "worker_id"))
    worker.ended_at = clock.now()
    scope.record("end_station_worker", "Station", worker.station_id, account_id=str(worker.account_id))
    scope.emit(StationWorkerEnded(worker_id, worker.station_id))
    return worker
