"""Erasure of an operator: no row, no file, no account, no key; and the same again after a restore."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from backend.core import clock
from backend.core.db import Base
from backend.core.errors import NotFound
from backend.core.files import operator_folder
from backend.core.settings import settings
from backend.modules.accounts.actions.accounts import create_account
from backend.modules.accounts.contract import NewAccount, NewMembership
from tenants.arrival import import_operator
from tenants.departure import export_operator, owner_actor
from tenants.erasure import count_rows, erase_operator, replay_erasures
from tenants.erasure_ledger import entries, erased_operators, ledger_path, note
from tenants.models import Account, Membership, Operator, OperatorKey, OperatorState
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import open_scope
from tests.conftest import new_operator
from tests.tenants.inhabited import inhabited_operator, names_and_phones, rows_of

PASSPHRASE = "correct horse battery"


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody else is let in meanwhile, so that an erasure need not wait for them."""
    monkeypatch.setenv("XINJU_SESSION_CHECK_SECONDS", "0")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
async def lived_in() -> Operator:
    """An operator with residents, a file and staff."""
    return await inhabited_operator()


async def test_an_erased_operator_leaves_no_row_no_file_no_account_and_no_key(lived_in: Operator) -> None:
    neighbour = await new_operator()
    both = f"both@{lived_in.code}"
    async with open_scope(platform_actor("test")) as scope:
        seats = tuple(
            NewMembership(role=Role.FRONT_DESK, operator_id=operator.id) for operator in (lived_in, neighbour)
        )
        await create_account(scope, NewAccount(display_name="Both", login=both, memberships=seats))
    rows = sum(map(len, (await rows_of(lived_in.id)).values()))
    assert await erase_operator(lived_in.id) > rows
    async with open_scope(owner_actor(lived_in.id, "test"), read_only=True) as scope:
        assert await count_rows(scope) == 0
        left = {}
        for table in Base.metadata.sorted_tables:
            if "operator_id" in table.columns and table.name not in ("operators", "operator_keys"):
                found = await scope.session.execute(select(table).where(table.c.operator_id == lived_in.id))
                left[table.name] = found.all()
        assert {name for name, found in left.items() if found} == set()
        key = (await scope.session.scalars(select(OperatorKey).where(OperatorKey.operator_id == lived_in.id))).one()
        assert key.wrapped is None
        assert key.destroyed_at is not None
        operator = await scope.session.get_one(Operator, lived_in.id)
        assert (operator.state, operator.code) == (OperatorState.ERASED, lived_in.code)
        logins = select(Account.login).where(Account.login.in_([both, f"desk@{lived_in.code}"]))
        assert list(await scope.session.scalars(logins)) == [both]
        seats_left = select(Membership.operator_id).join(Account, Account.id == Membership.account_id)
        assert list(await scope.session.scalars(seats_left.where(Account.login == both))) == [neighbour.id]
    assert not operator_folder(lived_in.id).exists()
    assert lived_in.id in erased_operators()


async def test_without_its_key_what_an_operator_sealed_stays_sealed(lived_in: Operator) -> None:
    async with open_scope(platform_actor("test")) as scope:
        wiped = update(OperatorKey).where(OperatorKey.operator_id == lived_in.id)
        await scope.session.execute(wiped.values(wrapped=None, destroyed_at=clock.now()))
    # A process may remember the key for five seconds; then nobody has it.
    for _ in range(60):
        if not await _is_readable(lived_in):
            break
        await asyncio.sleep(0.1)
    with pytest.raises(NotFound):
        await names_and_phones(lived_in.id)


async def _is_readable(operator: Operator) -> bool:
    try:
        return len(await names_and_phones(operator.id)) > 0
    except NotFound:
        return False


async def test_an_erasure_is_repeated_after_a_restore(lived_in: Operator, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    await export_operator(lived_in.id, archive, PASSPHRASE)
    await erase_operator(lived_in.id)
    await import_operator(archive, PASSPHRASE)
    assert lived_in.id not in await replay_erasures()
    assert (await rows_of(lived_in.id))["residents"]
    # A restored backup brings the rows back, and no line in the ledger says that they may be.
    note("operator_erased", lived_in.id, code=lived_in.code)
    assert lived_in.id in await replay_erasures()
    assert {name for name, rows in (await rows_of(lived_in.id)).items() if rows} == set()
    assert lived_in.id not in await replay_erasures()


def test_a_line_of_the_ledger_that_was_cut_short_is_passed_over(operator: Operator) -> None:
    note("operator_erased", operator.id, code=operator.code)
    whole = list(entries())
    with ledger_path().open("ab") as file:
        file.write(b'{"at":"2026')
    try:
        assert list(entries()) == whole
    finally:
        ledger_path().write_bytes(ledger_path().read_bytes().removesuffix(b'{"at":"2026'))
