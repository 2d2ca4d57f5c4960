"""Opening and changing stations, and staffing them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.casework.actions.services import add_default_services
from backend.modules.casework.contract.events import StationOpened, StationWorkerEnded
from backend.modules.casework.contract.inputs import NewStation, NewStationWorker, StationChange
from backend.modules.casework.contract.permissions import StationPermission
from backend.modules.casework.contract.refusals import RoleUnfit
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.models.stations import Station, StationCommunity, StationWorker
from backend.modules.casework.reaching import served_communities
from backend.modules.housing.contract.refusals import StaleVersion
from backend.modules.housing.queries.inventory import communities_by_id
from tenants.audit import AuditEntry
from tenants.models import Membership
from tenants.roles import Role
from tenants.scope import Scope, action, open_scope, system_actor

_LONGEST_NAME, _LONGEST_LINE = 60, 120
_FIT = {
    StationRole.WORKER: (Role.SOCIAL_WORKER, Role.STATION_SUPERVISOR),
    StationRole.SUPERVISOR: (Role.STATION_SUPERVISOR,),
}


@action(StationPermission.MANAGE)
async def create_station(scope: Scope, new: NewStation) -> Station:
    """Open a station for some communities. Raises BadInput, NotFound, StationNameTaken, CommunityServed."""
    said = await _checked(scope, new)
    station = Station(id=new_id(), **said, opened_at=clock.now(), version=1)
    scope.session.add(station)
    await scope.session.flush()
    await _serve(scope, station, new.community_ids)
    await add_default_services(scope)
    scope.record("create_station", "Station", station.id, communities=len(set(new.community_ids)))
    scope.emit(StationOpened(station.id))
    return station


@action(StationPermission.MANAGE)
async def update_station(scope: Scope, change: StationChange) -> Station:
    """Change how a station is called and reached, and which communities it serves, of those that the actor may see.

    What it does already stays its own: cases, groups and requests of a community that it serves no longer are finished
    there or transferred. Raises NotFound, StaleVersion, BadInput, StationNameTaken, CommunityServed.
    """
    station: Station | None = await scope.session.scalar(
        select(Station).where(Station.id == change.station_id).with_for_update()
    )
    if station is None:
        raise NotFound(field=("input", "station_id"))
    if change.version != station.version:
        changed = await _changed_since(scope, station.id, change.version)
        raise StaleVersion(field=("input", "version"), version=station.version, changed=changed)
    said = await _checked(scope, change)
    fields = [name for name, value in said.items() if value != getattr(station, name)]
    for name in fields:
        setattr(station, name, said[name])
    station.version += 1
    added, removed = await _serve(scope, station, change.community_ids)
    if added or removed:
        fields.append("community_ids")
    version = station.version
    scope.record("update_station", "Station", station.id, added=added, removed=removed, changed=fields, version=version)
    return station


async def _changed_since(scope: Scope, station_id: UUID, version: int) -> tuple[str, ...]:
    """The fields that others changed since a version, as the audit trail has them."""
    rows = await scope.session.scalars(
        select(AuditEntry.facts).where(AuditEntry.object_id == station_id, AuditEntry.act == "update_station")
    )
    since = [facts.get("changed", ()) for facts in rows if facts.get("version", 0) > version]
    return tuple(sorted({name for fields in since for name in fields}))


async def _checked(scope: Scope, wanted: NewStation) -> dict[str, str | None]:
    """What is said of a station, without blanks around it. Raises BadInput, NotFound."""
    said = {name: (getattr(wanted, name) or "").strip() or None for name in ("name", "phone", "address", "hours")}
    if not 2 <= len(said["name"] or "") <= _LONGEST_NAME:
        raise BadInput(field=("input", "name"))
    for name, value in said.items():
        if len(value or "") > _LONGEST_LINE:
            raise BadInput(field=("input", name))
    ids = set(wanted.community_ids)
    if not ids or set(await communities_by_id(scope, sorted(ids))) != ids:
        raise NotFound(field=("input", "community_ids"))
    return said


async def _serve(scope: Scope, station: Station, community_ids: Sequence[UUID]) -> tuple[int, int]:
    """From now on the station serves these of the communities that the actor may see; how many came and went."""
    theirs = select(StationCommunity).where(StationCommunity.station_id == station.id)
    served = {row.community_id: row for row in await scope.session.scalars(theirs)}
    added, removed = sorted(set(community_ids) - set(served)), sorted(set(served) - set(community_ids))
    for one in removed:
        await scope.session.delete(served[one])
    scope.session.add_all([StationCommunity(station_id=station.id, community_id=one) for one in added])
    await scope.session.flush()
    return len(added), len(removed)


async def _refuse_served_elsewhere(scope: Scope, station_id: UUID) -> None:
    """Raises Forbidden for one limited to communities where the station serves others too: its staff read of them."""
    if scope.actor.community_ids is None:
        return
    # The actor's own login does not see that others are served.
    looking = system_actor(scope.operator_id, "casework.staffing", surface=Surface.CASEWORK)
    async with open_scope(looking, read_only=True) as all_of_them:
        if not set(await served_communities(all_of_them, station_id)) <= set(scope.actor.community_ids):
            raise Forbidden


@action(StationPermission.MANAGE)
async def add_station_worker(scope: Scope, new: NewStationWorker) -> StationWorker:
    """Let someone of the staff work at a station. Raises NotFound, Forbidden, RoleUnfit, WorkerListed."""
    if await scope.session.scalar(select(Station.id).where(Station.id == new.station_id)) is None:
        raise NotFound(field=("input", "station_id"))
    await _refuse_served_elsewhere(scope, new.station_id)
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
    """From now on the person works at that station no more, nor on its cases. Raises NotFound, Forbidden."""
    worker: StationWorker | None = await scope.session.scalar(
        select(StationWorker).where(StationWorker.id == worker_id, StationWorker.ended_at.is_(None)).with_for_update()
    )
    if worker is None:
        raise NotFound(field=("input", "worker_id"))
    await _refuse_served_elsewhere(scope, worker.station_id)
    worker.ended_at = clock.now()
    scope.record("end_station_worker", "Station", worker.station_id, account_id=str(worker.account_id))
    scope.emit(StationWorkerEnded(worker_id, worker.station_id))
    return worker
