"""Demo of the social-work stations: half a year of short help, cases in every phase, a group, activities."""

import datetime as dt
import random
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.casework.actions.helping import request_help
from backend.modules.casework.actions.stations import add_station_worker, create_station
from backend.modules.casework.contract.case_inputs import NewHelp
from backend.modules.casework.contract.events import ServiceRecorded
from backend.modules.casework.contract.inputs import NewStation, NewStationWorker
from backend.modules.casework.contract.permissions import StationPermission
from backend.modules.casework.contract.words import ServiceArea, ServiceChannel, StationRole
from backend.modules.casework.models.services import ServiceItem, ServiceRecord
from backend.modules.casework.models.stations import Station
from backend.modules.casework.sealing import service_context
from backend.modules.casework.seed_stories import Desk, hold_activities, lead_groups, tell_cases
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.inventory import list_communities
from backend.modules.housing.queries.living import list_inhabitants
from tenants.models import Account, Membership, Operator
from tenants.provision import platform_actor
from tenants.roles import permissions_of
from tenants.scope import Actor, open_scope, system_actor

_STATIONS = {
    "guanyu": ("冠寓安乐社工站", "9 号楼一层 102 室", "周一至周六 10:00–20:30"),
    "youchao": ("有巢之家社工站", "共享空间二层", "周二至周日 9:30–18:00"),
}
_STAFF = {
    "supervisor": StationRole.SUPERVISOR,
    "worker": StationRole.WORKER,
    "colleague": StationRole.WORKER,
}
_RECORDS, _DAYS = 320, 180
_SAID = {
    ServiceArea.BASIC: ("协助办理居住证签注，已交材料。", "解答租房提取公积金的办法。", "陪同到社区事务中心办理。"),
    ServiceArea.PROFESSIONAL: ("倾诉工作压力，已约下次面谈。", "讨论求职方向，修改简历。", "情绪平稳，睡眠有改善。"),
    ServiceArea.EMPOWERMENT: ("愿意担任楼层召集人。", "报名周末志愿服务。", "提出共享厨房的使用建议。"),
}


async def seed_across(codes: Sequence[str]) -> None:
    """A station each at the operators that have one; nothing where there is any."""
    async with open_scope(platform_actor("seed"), read_only=True) as scope:
        rows = await scope.session.scalars(select(Operator).where(Operator.code.in_(set(codes) & set(_STATIONS))))
        operators = {row.code: row.id for row in rows}
    for code, operator_id in sorted(operators.items()):
        manager = system_actor(operator_id, "seed", *StationPermission, *HousingPermission)
        async with open_scope(manager, read_only=True) as scope:
            if await scope.session.scalar(select(Station.id).limit(1)) is not None:
                continue
        people = await _people(code, operator_id)
        if people.keys() >= {*_STAFF, "resident", "neighbour"}:
            desk = await _open(code, manager, people)
            await _serve(desk)
            await tell_cases(desk)
            await lead_groups(desk)
            await hold_activities(desk)
            await _ask(people["neighbour"][0])


async def _people(code: str, operator_id: UUID) -> dict[str, tuple[Actor, UUID]]:
    """Who acts in the stories, by the name they sign in with, each with their membership."""
    async with open_scope(platform_actor("seed"), read_only=True) as scope:
        rows = await scope.session.execute(
            select(Account.login, Membership)
            .join(Membership, Membership.account_id == Account.id)
            .where(Membership.operator_id == operator_id, Account.login.like(f"%@{code}"))
        )
        found = {row.login.partition("@")[0]: row.Membership for row in rows}
    return {
        name: (
            Actor(
                surface=Surface.CASEWORK,
                operator_id=operator_id,
                account_id=one.account_id,
                roles=frozenset({one.role}),
                permissions=permissions_of(frozenset({one.role})),
                resident_id=one.resident_id,
            ),
            one.id,
        )
        for name, one in found.items()
    }


async def _open(code: str, manager: Actor, people: dict[str, tuple[Actor, UUID]]) -> Desk:
    name, address, hours = _STATIONS[code]
    opened_at = clock.now() - dt.timedelta(days=_DAYS + 20)
    async with open_scope(manager) as scope:
        communities = [row.id for row in (await list_communities(scope, Page(100))).rows]
        living = [who.resident_id for one in communities for who in await list_inhabitants(scope, one)]
        with clock.at(opened_at):
            new = NewStation(name=name, address=address, hours=hours, community_ids=tuple(communities))
            station = await create_station(scope, new)
            for who, role in _STAFF.items():
                placed = NewStationWorker(station_id=station.id, membership_id=people[who][1], role=role)
                await add_station_worker(scope, placed)
    own = people["resident"][0].resident_id
    others = [one for one in living if one not in (own, people["neighbour"][0].resident_id)]
    rng = random.Random(code)
    rng.shuffle(others)
    return Desk(
        station_id=station.id,
        community_id=communities[0],
        workers=(people["worker"][0], people["colleague"][0]),
        supervisor=people["supervisor"][0],
        residents=[*([own] if own else []), *others],
        rng=rng,
    )


async def _serve(desk: Desk) -> None:
    """Half a year of short help, more of it lately; some of it with what was said."""
    today, rng = clock.today(), desk.rng
    async with open_scope(desk.workers[0]) as scope:
        items = (await scope.session.scalars(select(ServiceItem).order_by(ServiceItem.id))).all()
        key = await scope.key()
        for number in range(_RECORDS):
            item, record_id = rng.choice(items), new_id()
            said = rng.choice(_SAID[item.area]) if number % 3 == 0 else None
            happened_on = today - dt.timedelta(days=int(_DAYS * rng.random() ** 1.6))
            at = clock.moment(happened_on, 9 + number % 9)
            scope.session.add(
                ServiceRecord(
                    id=record_id,
                    station_id=desk.station_id,
                    community_id=desk.community_id,
                    item_id=item.id,
                    area=item.area,
                    account_id=desk.workers[number % 5 == 0].account_id,
                    resident_id=rng.choice(desk.residents) if number % 4 else None,
                    channel=rng.choice(tuple(ServiceChannel)),
                    happened_on=happened_on,
                    minutes=rng.choice((10, 15, 20, 30, 45, 60)),
                    people=1 if number % 7 else rng.randint(2, 12),
                    said_sealed=key.seal(said, service_context(record_id)) if said else None,
                    recorded_at=min(at, clock.now()),
                )
            )
        scope.emit(ServiceRecorded(new_id(), desk.community_id, today - dt.timedelta(days=_DAYS)))


async def _ask(neighbour: Actor) -> None:
    async with open_scope(neighbour) as scope:
        await request_help(scope, NewHelp(text="最近总睡不好，想找人聊聊，晚上七点以后方便。"))
