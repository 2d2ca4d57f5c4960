"""Idempotency keys, deadlocks and refusals, as a client of the schema meets them."""

import asyncio
import datetime as dt
from typing import Any

from sqlalchemy import Engine, event, func, select, text

from backend.core import clock
from backend.modules.housing.models.inventory import Bed, Unit
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.stays import Stay
from graphql_schema.context import Context
from tenants.audit import AuditEntry
from tenants.outbox import IdempotencyKey, OutboxRow
from tenants.scope import Actor, open_scope
from tests.housing.factories import Home, a_document, make_home, make_resident
from tests.isolation.crawling import Answer, ask
from tests.isolation.saying import global_id

REGISTER = """mutation($input: RegisterResidentInput!) {
  registerResident(input: $input) { ... on Resident { id name } ... on Refusal { code field message } } }"""
CHECK_IN = """mutation($input: CheckInInput!) {
  checkIn(input: $input) { ... on Stay { id status } ... on Refusal { code field message } } }"""
TIMES = 50


def _person(**more: Any) -> dict[str, Any]:
    said = {"name": "张伟", "documentKind": "RESIDENT_ID", "documentNumber": a_document(), "phone": "13912345678"}
    return said | {"hasConsented": True, "idempotencyKey": "k1"} | more


async def _register(actor: Actor, said: dict[str, Any]) -> dict[str, Any]:
    answer = await ask(Context(actor), REGISTER, {"input": said})
    assert answer.errors == []
    found: dict[str, Any] = answer.data["registerResident"]
    return found


async def _check_in(actor: Actor, said: dict[str, Any]) -> Answer:
    return await ask(Context(actor), CHECK_IN, {"input": said})


async def _counted(actor: Actor, *tables: Any) -> list[int]:
    async with open_scope(actor, read_only=True) as scope:
        return [await scope.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


async def _ready_stay(actor: Actor, **more: Any) -> tuple[Home, dict[str, Any]]:
    async with open_scope(actor) as scope:
        home, resident = await make_home(scope), await make_resident(scope)
    today = clock.today()
    said = {
        "unitId": global_id("Unit", home.unit_id),
        "bedId": global_id("Bed", home.bed_ids[0]),
        "residentId": global_id("Resident", resident.id),
        "startsOn": today.isoformat(),
        "endsOn": (today + dt.timedelta(days=90)).isoformat(),
    }
    return home, said | more


async def test_one_key_fifty_times_at_once_registers_one_resident(manager: Actor) -> None:
    said = _person()
    told = await asyncio.gather(*(_register(manager, said) for _ in range(TIMES)))
    assert len({one["id"] for one in told}) == 1
    assert {one["name"] for one in told} == {"张伟"}
    assert await _counted(manager, Resident, IdempotencyKey, AuditEntry) == [1, 1, 1]


async def test_one_key_fifty_times_at_once_checks_in_once(manager: Actor) -> None:
    _, said = await _ready_stay(manager, idempotencyKey="k1")
    before = await _counted(manager, AuditEntry, OutboxRow)
    told = await asyncio.gather(*(_check_in(manager, said) for _ in range(TIMES)))
    assert [one.errors for one in told] == [[]] * TIMES
    assert len({one.data["checkIn"]["id"] for one in told}) == 1
    assert await _counted(manager, Stay, AuditEntry, OutboxRow) == [1, before[0] + 1, before[1] + 1]


async def test_a_key_with_other_input_is_refused_and_does_nothing(manager: Actor) -> None:
    said = _person()
    made = await _register(manager, said)
    refused = await _register(manager, said | {"phone": "13900000000"})
    assert (refused["code"], refused["field"]) == ("IDEMPOTENCY_MISMATCH", ["input", "idempotencyKey"])
    assert refused["message"] == "该幂等键已用于其他内容的请求"
    assert await _register(manager, said) == made
    assert await _counted(manager, Resident, IdempotencyKey) == [1, 1]


async def test_a_refusal_is_not_kept_under_its_key(manager: Actor) -> None:
    said = _person(hasConsented=False)
    assert (await _register(manager, said))["code"] == "CONSENT_MISSING"
    assert await _counted(manager, Resident, IdempotencyKey, AuditEntry) == [0, 0, 0]
    made = await _register(manager, said | {"hasConsented": True})
    assert made["name"] == "张伟"


async def test_the_answer_is_rebuilt_by_id_and_shows_what_it_is_now(manager: Actor) -> None:
    said = _person(skills=["木工"])
    made = await _register(manager, said)
    async with open_scope(manager) as scope:
        resident = (await scope.session.scalars(select(Resident))).one()
        kept = (await scope.session.scalars(select(IdempotencyKey))).one()
        assert (kept.mutation, kept.object_type, kept.object_id) == ("registerResident", "Resident", resident.id)
        resident.skills = ["电工"]
    again = REGISTER.replace("id name", "id name skills")
    answer = await ask(Context(manager), again, {"input": said})
    assert answer.data["registerResident"] == {"id": made["id"], "name": "张伟", "skills": ["电工"]}


async def test_a_deadlock_is_tried_again_and_the_client_hears_nothing_of_it(manager: Actor) -> None:
    home, said = await _ready_stay(manager)
    died: list[str] = []

    def note(context: Any) -> None:
        died.append(str(getattr(context.original_exception.__cause__, "sqlstate", "")))

    event.listen(Engine, "handle_error", note)
    try:
        async with open_scope(manager) as other:
            # Check-in locks the bed and then the unit; this one has the unit already, and now wants the bed.
            await other.session.execute(select(Unit.id).where(Unit.id == home.unit_id).with_for_update())
            checking_in = asyncio.create_task(_check_in(manager, said))
            await _until_someone_waits(manager)
            await other.session.execute(select(Bed.id).where(Bed.id == home.bed_ids[0]).with_for_update())
        answer = await checking_in
    finally:
        event.remove(Engine, "handle_error", note)
    assert died == ["40P01"]
    assert answer.data["checkIn"]["status"] == "ACTIVE"
    assert await _counted(manager, Stay) == [1]


async def _until_someone_waits(actor: Actor) -> None:
    waiting = text(
        "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
        " WHERE NOT l.granted AND a.datname = current_database()"
    )
    async with open_scope(actor, read_only=True) as scope:
        for _ in range(500):
            if await scope.session.scalar(waiting):
                return
            await asyncio.sleep(0.02)
    raise AssertionError("nobody waits for a lock")
