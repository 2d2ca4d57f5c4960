"""The audit chain: complete, without forks, and telling of every change."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from backend.core import clock
from backend.core.errors import Forbidden
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.audit.actions import seal_entries, verify_chain
from backend.modules.audit.contract import AuditPermission
from tenants.audit import AuditEntry, AuditSeal
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tests.conftest import acting, new_operator


def sealer(operator: Operator) -> Actor:
    return system_actor(operator.id, "test", AuditPermission.SEAL)


def owner(operator: Operator) -> Actor:
    return Actor(surface=Surface.OWNER, operator_id=operator.id, system="intruder")


async def written(operator: Operator, count: int) -> None:
    async with open_scope(acting(operator, Role.FRONT_DESK)) as scope:
        for number in range(count):
            scope.record("act", "Stay", new_id(), reason="因故", number=number, share=0.1, at=str(clock.now()))


async def sealed(operator: Operator) -> int:
    async with open_scope(sealer(operator)) as scope:
        return await seal_entries(scope)


async def first_bad(operator: Operator) -> int | None:
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN), read_only=True) as scope:
        return await verify_chain(scope)


async def chain(operator: Operator) -> list[tuple[int, UUID]]:
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN), read_only=True) as scope:
        rows = await scope.session.execute(select(AuditSeal.number, AuditSeal.entry_id).order_by(AuditSeal.number))
        return [(number, entry_id) for number, entry_id in rows]


async def test_every_entry_is_sealed_once_in_the_order_of_ids(operator: Operator) -> None:
    await written(operator, 5)
    assert await sealed(operator) == 5
    await written(operator, 2)
    assert (await sealed(operator), await sealed(operator)) == (2, 0)
    links = await chain(operator)
    assert [number for number, _ in links] == [1, 2, 3, 4, 5, 6, 7]
    assert [entry for _, entry in links] == sorted(entry for _, entry in links)
    assert await first_bad(operator) is None


async def test_an_empty_chain_is_whole(operator: Operator) -> None:
    assert (await sealed(operator), await first_bad(operator)) == (0, None)


async def test_an_entry_that_was_committed_late_gets_a_later_number(operator: Operator) -> None:
    async with open_scope(acting(operator, Role.FRONT_DESK)) as late:
        late.record("late", "Stay", None)
        await late.session.flush()
        await written(operator, 1)
        assert await sealed(operator) == 1
    assert await sealed(operator) == 1
    links = await chain(operator)
    assert links[1][1] < links[0][1]
    assert await first_bad(operator) is None


async def test_sealers_at_once_make_no_fork(operator: Operator) -> None:
    await written(operator, 30)
    counts = await asyncio.gather(*(sealed(operator) for _ in range(4)))
    assert sorted(counts) == [0, 0, 0, 30]
    assert [number for number, _ in await chain(operator)] == list(range(1, 31))
    assert await first_bad(operator) is None


async def test_an_entry_that_the_owner_changes_is_found(operator: Operator) -> None:
    await written(operator, 6)
    await sealed(operator)
    links = await chain(operator)
    async with open_scope(owner(operator)) as scope:
        await scope.session.execute(update(AuditEntry).where(AuditEntry.id == links[3][1]).values(reason="无"))
    assert await first_bad(operator) == 4


async def test_an_entry_that_the_owner_deletes_with_its_seal_is_found(operator: Operator) -> None:
    await written(operator, 6)
    await sealed(operator)
    links = await chain(operator)
    async with open_scope(owner(operator)) as scope:
        await scope.session.execute(delete(AuditSeal).where(AuditSeal.number == 3))
        await scope.session.execute(delete(AuditEntry).where(AuditEntry.id == links[2][1]))
    assert await first_bad(operator) == 3


async def test_an_entry_that_the_owner_deletes_with_the_numbers_closed_up_is_found(operator: Operator) -> None:
    await written(operator, 4)
    await sealed(operator)
    async with open_scope(owner(operator)) as scope:
        await scope.session.execute(delete(AuditSeal).where(AuditSeal.number == 2))
        await scope.session.execute(update(AuditSeal).where(AuditSeal.number == 3).values(number=2))
        await scope.session.execute(update(AuditSeal).where(AuditSeal.number == 4).values(number=3))
    assert await first_bad(operator) == 2


async def test_the_seals_of_one_operator_say_nothing_of_another(operator: Operator) -> None:
    other = await new_operator()
    await written(operator, 2)
    await written(other, 1)
    await sealed(operator)
    assert (len(await chain(operator)), len(await chain(other))) == (2, 0)


async def test_a_front_desk_neither_seals_nor_verifies(operator: Operator, desk: Actor) -> None:
    await written(operator, 1)
    for act in (seal_entries, verify_chain):
        with pytest.raises(Forbidden):
            async with open_scope(desk) as scope:
                await act(scope)
    assert await chain(operator) == []
