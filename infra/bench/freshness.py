"""From a write to the district's screen: check-ins in many communities, with a real API and worker."""

import asyncio
import datetime as dt
import json
import math
import secrets
import statistics
import sys
import time
from asyncio.subprocess import DEVNULL
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import asyncpg
import httpx
from rich.console import Console
from strawberry.relay import GlobalID
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from backend import registry
from backend.core import clock
from backend.core.ids import new_id
from backend.core.settings import ROOT
from backend.core.surfaces import Surface
from backend.core.timers import timers
from backend.modules.housing.actions.residents import register_resident
from backend.modules.housing.contract.inputs import NewResident
from backend.modules.housing.identity import DocumentKind
from infra.bench.asking import CHECK_IN, ask
from infra.bench.ground import Ground, as_superuser
from infra.bench.rounds import NotMeasured
from infra.bench.serving import running
from infra.bench.signing import token_of
from tenants.roles import Role, permissions_of
from tenants.scope import Actor, open_scope

DISTRICT: Final = "district@minhang"
# A screen asks anew for what it shows whenever it hears of a change; series take 40 groups at most.
_SHOWN: Final = 40
_LAST_SECONDS: Final = 30
_WORKER_SECONDS: Final = 60
# A process that has just begun makes its connections and its statements first.
_WARM_UP_SECONDS: Final = 12
_AIM: Final = 2.0
_SUBSCRIBE: Final = "subscription { districtUpdated { version figures { measure { code } value } } }"
_SCREEN: Final = """query($keys: [String!], $on: Date!) { district {
  series(measure: "housing.residents", by: COMMUNITY, keys: $keys, from: $on, to: $on) {
    group { key } points { value } }
} }"""

# Rooms of one bed, copied from those that there are, in each of some communities.
_COMMUNITIES: Final = """
    SELECT u.operator_id, u.community_id, min(u.id::text)::uuid AS unit_id FROM units u
    WHERE u.kind = 'ROOM' AND (SELECT count(*) FROM beds b WHERE b.operator_id = u.operator_id AND b.unit_id = u.id) = 1
    GROUP BY 1, 2 ORDER BY md5(u.community_id::text) LIMIT $1
"""
_MAKE: Final = (
    """
    INSERT INTO units SELECT made.* FROM units u, unnest($3::uuid[]) n(id),
        jsonb_populate_record(u, jsonb_build_object('id', n.id, 'number', 'f' || right(n.id::text, 12))) made
    WHERE u.operator_id = $1 AND u.id = $2
    """,
    """
    INSERT INTO beds SELECT made.* FROM beds b, unnest($3::uuid[]) n(id),
        jsonb_populate_record(b, jsonb_build_object('id', n.id, 'unit_id', n.id)) made
    WHERE b.operator_id = $1 AND b.unit_id = $2
    """,
)
_RAN: Final = """
    INSERT INTO timer_runs (operator_id, timer, period_at)
    SELECT o.id, t.name, now() FROM shared.operators o, unnest($1::text[]) t(name)
    ON CONFLICT (operator_id, timer) DO UPDATE SET period_at = excluded.period_at
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A community in which people check in: the ids that its new rooms and beds have alike, and those people."""

    operator_id: UUID
    community_id: UUID
    room_ids: tuple[UUID, ...]
    resident_ids: tuple[UUID, ...]


@dataclass(slots=True)
class Screen:
    """What a viewer of the district sees: by community, when each number of residents was first on it."""

    base: dict[str, float] = field(default_factory=dict)
    seen: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    updates: int = 0

    def show(self, series: Sequence[dict[str, Any]]) -> None:  # Any: JSON values
        now = time.perf_counter()
        for one in series:
            (point,) = one["points"]
            key = one["group"]["key"]
            self.base.setdefault(key, point["value"])
            self.seen[key].append((now, point["value"] - self.base[key]))

    def shown_at(self, key: str, number: int) -> float | None:
        """When the so-manieth check-in of a community was on the screen."""
        return next((at for at, count in self.seen[key] if count >= number), None)

    def shows(self, every: Sequence[tuple[str, int, float]]) -> bool:
        return all(self.shown_at(key, number) is not None for key, number, _ in every)


async def measure(console: Console, ground: Ground, writes_a_second: float, seconds: float) -> None:
    """Check in at a steady rate, and print how long each took to be on the screen."""
    places = await _places(ground, max(1, round(writes_a_second * (_WARM_UP_SECONDS + seconds))))
    token = await token_of(DISTRICT)
    screen, news = Screen(), asyncio.Event()
    keys = [str(place.community_id) for place in places]
    async with running() as port, _worker(), _viewing(port, token) as socket:
        looking = asyncio.gather(_hear(socket, screen, news), _look(port, token, screen, news, keys))
        try:
            await _until(lambda: looking.done() or len(screen.base) == len(places), _WORKER_SECONDS)
            written = await _write(places, writes_a_second, _WARM_UP_SECONDS + seconds)
            counted = written[round(writes_a_second * _WARM_UP_SECONDS) :]
            every = [(str(place.community_id), number, at) for place, number, at in counted]
            with suppress(NotMeasured):
                await _until(lambda: looking.done() or screen.shows(every), _LAST_SECONDS)
            if looking.done():
                await looking
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
    _print(console, every, screen, writes_a_second)


def _print(console: Console, every: Sequence[tuple[str, int, float]], screen: Screen, rate: float) -> None:
    ages = sorted(shown - at for key, number, at in every if (shown := screen.shown_at(key, number)))
    where = f"{rate:g} a second in {len(screen.base)} communities"
    console.print(f"From a check-in's commit to the district's screen, {where}")
    if len(ages) < len(every) or not ages:
        console.print(f"{len(every) - len(ages)} of {len(every)} were not on it after {_LAST_SECONDS} s: ABOVE")
        return
    p99 = ages[min(len(ages) - 1, int(len(ages) * 0.99))]
    verdict = "within" if p99 <= _AIM else "ABOVE"
    console.print(
        f"{len(ages)} writes, {screen.updates} updates: median {statistics.median(ages):.2f} s, p99 {p99:.2f} s,"
        f" most {ages[-1]:.2f} s; p99 is {verdict} {_AIM:g} s."
    )


async def _places(ground: Ground, check_ins: int) -> list[Place]:
    """Rooms and people for so many check-ins, in forty communities (fewer where there are fewer)."""
    admin = await as_superuser(ground.district)
    places, communities = [], await admin.fetch(_COMMUNITIES, _SHOWN)
    count = math.ceil(check_ins / len(communities))
    for operator_id, community_id, unit_id in communities:
        rooms = tuple(new_id() for _ in range(count))
        for statement in _MAKE:
            await admin.execute(statement, operator_id, unit_id, list(rooms))
        places.append(Place(operator_id, community_id, rooms, await _people(operator_id, count)))
    await _settle(admin)
    await admin.close()
    return places


async def _people(operator_id: UUID, count: int) -> tuple[UUID, ...]:
    async with open_scope(_at_the_desk(operator_id)) as scope:
        said = [
            NewResident(
                name="周旅",
                document_kind=DocumentKind.PASSPORT,
                document_number=f"E{secrets.randbelow(10**8):08d}",
                phone="+8613490000000",
                has_consented=True,
                birth_on=dt.date(1994, 5, 6),
            )
            for _ in range(count)
        ]
        return tuple([(await register_resident(scope, one)).id for one in said])


async def _settle(admin: asyncpg.Connection) -> None:
    """What the seeds told of is not part of what is measured, nor the night's work that a worker begins by day."""
    await admin.execute("UPDATE outbox SET due_at = NULL WHERE due_at IS NOT NULL")
    registry.load("tasks")
    await admin.execute(_RAN, sorted(timers))
    await admin.execute("VACUUM ANALYZE")


@asynccontextmanager
async def _worker() -> AsyncIterator[None]:
    command = (sys.executable, "-m", "backend.worker")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=DEVNULL, stderr=DEVNULL)
    try:
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def _viewing(port: int, token: str) -> AsyncIterator[ClientConnection]:
    protocol, address = Subprotocol("graphql-transport-ws"), f"ws://127.0.0.1:{port}/graphql"
    async with connect(address, subprotocols=[protocol], proxy=None, max_size=None) as socket:
        await _say(socket, type="connection_init", payload={"token": token})
        if json.loads(await socket.recv())["type"] != "connection_ack":
            raise NotMeasured("the socket was refused")
        yield socket


async def _say(socket: ClientConnection, **message: object) -> None:
    await socket.send(json.dumps(message))


async def _hear(socket: ClientConnection, screen: Screen, news: asyncio.Event) -> None:
    """Word of every change, for as long as the socket holds."""
    await _say(socket, type="subscribe", id="news", payload={"query": _SUBSCRIBE})
    async for message in socket:
        said = json.loads(message)
        if said["type"] == "ping":
            await _say(socket, type="pong")
        elif said["type"] == "next" and "errors" not in said["payload"]:
            screen.updates += 1
            news.set()
        else:
            raise NotMeasured(str(said))


async def _look(port: int, token: str, screen: Screen, news: asyncio.Event, keys: Sequence[str]) -> None:
    """As a screen does: whenever there are news, ask for what is shown."""
    asked = {"query": _SCREEN, "variables": {"keys": list(keys), "on": clock.today().isoformat()}}
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {token}"}, trust_env=False
    ) as client:
        while True:
            await news.wait()
            news.clear()
            told = (await client.post("/graphql", json=asked)).json()
            if "errors" in told:
                raise NotMeasured(str(told["errors"]))
            screen.show(told["data"]["district"]["series"])


async def _write(places: Sequence[Place], rate: float, seconds: float) -> list[tuple[Place, int, float]]:
    """Check in at a steady rate, community after community; when each had committed, and its number there."""
    written: list[tuple[Place, int, float]] = []
    running, begun = set[asyncio.Task[None]](), time.perf_counter()

    async def one(place: Place, number: int) -> None:
        await _check_in(place, number - 1)
        written.append((place, number, time.perf_counter()))

    for index in range(max(1, round(rate * seconds))):
        await asyncio.sleep(max(0.0, begun + index / rate - time.perf_counter()))
        task = asyncio.create_task(one(places[index % len(places)], index // len(places) + 1))
        running.add(task)
    await asyncio.gather(*running)
    return written


def _at_the_desk(operator_id: UUID) -> Actor:
    roles = frozenset({Role.COMMUNITY_MANAGER})
    return Actor(
        surface=Surface.TENANT,
        operator_id=operator_id,
        account_id=new_id(),
        roles=roles,
        permissions=permissions_of(roles),
        request_id="bench",
        address="127.0.0.1",
    )


async def _check_in(place: Place, index: int) -> None:
    today = clock.today()
    said = {
        "unitId": str(GlobalID("Unit", str(place.room_ids[index]))),
        "bedId": str(GlobalID("Bed", str(place.room_ids[index]))),
        "residentId": str(GlobalID("Resident", str(place.resident_ids[index]))),
        "startsOn": today.isoformat(),
        "endsOn": today.replace(year=today.year + 1, day=1).isoformat(),
    }
    answer = await ask(_at_the_desk(place.operator_id), CHECK_IN, {"input": said})
    if b'"Stay"' not in answer:
        raise RuntimeError(f"check-in was refused: {answer.decode()}")


async def _until(holds: Any, seconds: float) -> None:  # Any: a condition
    deadline = time.perf_counter() + seconds
    while not holds():
        if time.perf_counter() > deadline:
            raise NotMeasured("the screen stayed as it was")
        await asyncio.sleep(0.05)
