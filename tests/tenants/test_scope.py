"""Scopes: pinned, atomic, and deaf to other operators."""

import asyncio
import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from backend.core.errors import Forbidden
from backend.core.ids import new_id
from backend.modules.housing.models.inventory import Community
from backend.modules.housing.words import ProductType
from backend.modules.waitlists.contract import SeatFreed
from infra.bench.captured import captured
from tenants.audit import AuditEntry
from tenants.outbox import OutboxRow
from tenants.roles import Role
from tenants.scope import Actor, Scope, open_scope
from tests.conftest import acting, new_operator


def a_community(code: str = "mq") -> Community:
    return Community(
        code=code,
        name="马桥",
        subdistrict_code="310112112",
        address="马桥镇",
        product_type=ProductType.LONG_RENT_APARTMENT,
        max_persons_per_room=4,
        min_area_per_person=Decimal(5),
        opened_on=dt.date(2024, 1, 1),
    )


async def test_a_row_gets_the_operator_of_its_scope_and_no_other_operator_sees_it(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        scope.session.add(a_community())
    stranger = acting(await new_operator(), Role.COMMUNITY_MANAGER)
    async with open_scope(manager, read_only=True) as scope:
        assert [c.operator_id for c in await scope.session.scalars(select(Community))] == [manager.operator_id]
    async with open_scope(stranger, read_only=True) as scope:
        assert (await scope.session.scalars(select(Community))).all() == []
        assert (await scope.session.execute(text("SELECT count(*) FROM communities"))).scalar_one() == 0


async def test_a_statement_binds_the_operator(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        scope.session.add(a_community())
        await scope.session.flush()
        await scope.session.execute(update(Community).where(Community.code == "mq").values(name="x"))


async def test_a_second_pin_is_refused(manager: Actor) -> None:
    with pytest.raises(DBAPIError, match="already pinned"):
        async with open_scope(manager) as scope:
            await scope.session.execute(text("SELECT app.enter('', 'x', '', '*')"))


def _tell(scope: Scope, *kinds: str) -> None:
    for kind in kinds:
        scope.record("test", "Slot", None, kind=kind)
        scope.emit(SeatFreed(kind, new_id()))


async def _told(manager: Actor) -> tuple[list[str], list[str]]:
    async with open_scope(manager, read_only=True) as scope:
        events = await scope.session.scalars(select(OutboxRow.payload["kind"].astext).order_by(OutboxRow.id))
        entries = await scope.session.scalars(select(AuditEntry.facts["kind"].astext).order_by(AuditEntry.id))
        return list(events), list(entries)


async def test_what_is_told_is_written_by_one_statement_in_the_order_of_the_telling(manager: Actor) -> None:
    with captured() as seen:
        async with open_scope(manager) as scope:
            _tell(scope, "c", "a", "b")
            scope.record("test", "Slot", None, kind="d")
    assert len(seen) == 2, "the pin, and all that was told"
    assert await _told(manager) == (["c", "a", "b"], ["c", "a", "b", "d"])


async def test_what_is_told_is_there_for_whoever_reads_it_in_the_same_transaction(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        _tell(scope, "first")
        assert await scope.session.scalar(select(AuditEntry.act).limit(1)) == "test"
        _tell(scope, "second")
    assert await _told(manager) == (["first", "second"], ["first", "second"])


async def test_what_is_told_goes_with_an_act_that_is_refused(manager: Actor) -> None:
    async def refused() -> None:
        async with open_scope(manager) as scope:
            _tell(scope, "lost")
            raise Forbidden

    with pytest.raises(Forbidden):
        await refused()
    assert await _told(manager) == ([], [])


async def test_nobody_tells_anything_while_only_reading(manager: Actor) -> None:
    with pytest.raises(DBAPIError, match="read-only transaction"):
        async with open_scope(manager, read_only=True) as scope:
            _tell(scope, "never")
    assert await _told(manager) == ([], [])


@pytest.mark.parametrize("turns", [1, 4, 400])
async def test_a_scope_ends_in_order_though_a_statement_in_it_was_called_off(manager: Actor, turns: int) -> None:
    """As GraphQL calls off the siblings of a field that failed, at whatever point they are."""
    async with open_scope(manager, read_only=True) as scope:
        asked = asyncio.ensure_future(scope.session.scalar(text("SELECT pg_sleep(20)")))
        for _ in range(turns):
            await asyncio.sleep(0)
        asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    async with open_scope(manager, read_only=True) as scope:
        assert await scope.session.scalar(text("SELECT 1")) == 1
