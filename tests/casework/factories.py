"""A station with its staff and its residents, for tests."""

from dataclasses import dataclass, replace
from uuid import UUID

from backend.core import clock
from backend.modules.casework.actions.stations import add_station_worker, create_station
from backend.modules.casework.contract.inputs import NewStation, NewStationWorker
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.models.stations import Station
from tenants.models import Account, Membership, Operator
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
        account = Account(display_name=name, login=f"{role.lower().replace('_', '.')}.{clock.now().timestamp()}")
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
