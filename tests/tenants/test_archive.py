"""Archives: what leaves comes back row for row, and what was touched is refused."""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from backend.core.crypto import master_key, new_key, platform_key
from backend.core.db import Base
from backend.core.files import operator_folder
from backend.core.settings import settings
from backend.modules.accounts.actions.accounts import create_account
from backend.modules.accounts.contract import NewAccount
from backend.modules.accounts.phones import phone_index
from tenants.archive import ArchiveReader, ArchiveTampered, ArchiveWriter, PassphraseWrong
from tenants.arrival import ArchiveOfOtherVersion, import_operator
from tenants.carried import LEFT_BEHIND, carried
from tenants.departure import export_operator
from tenants.erasure import erase_operator
from tenants.erasure_ledger import erased_operators
from tenants.models import Account, Membership, Operator
from tenants.provision import OperatorCodeTaken, platform_actor
from tenants.scope import open_scope
from tests.tenants.inhabited import inhabited_operator, names_and_phones, rows_of, shared_rows_of

PASSPHRASE = "correct horse battery"


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody else is let in meanwhile, so that an erasure need not wait for them."""
    monkeypatch.setenv("XINJU_SESSION_CHECK_SECONDS", "0")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    _forget_keys()


@pytest.fixture
async def lived_in() -> Operator:
    """An operator with residents, a file and staff."""
    return await inhabited_operator()


async def test_what_was_exported_and_erased_comes_back_row_for_row(lived_in: Operator, tmp_path: Path) -> None:
    archive, here = tmp_path / "a.zip", operator_folder(lived_in.id)
    before, shared = await rows_of(lived_in.id), await shared_rows_of(lived_in.id)
    names = await names_and_phones(lived_in.id)
    files = {path.name: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    assert len(before["residents"]) > 22
    assert all(before[table] for table in ("stays", "allotted_beds", "audit_entries", "governance_periods"))
    assert len(shared["accounts"]) == 1
    sent = await export_operator(lived_in.id, archive, PASSPHRASE)
    await erase_operator(lived_in.id)
    assert {name for name, rows in (await rows_of(lived_in.id)).items() if rows} == set()
    came = await import_operator(archive, PASSPHRASE)
    assert came == sent
    assert await rows_of(lived_in.id) == before
    assert await shared_rows_of(lived_in.id) == shared
    assert await names_and_phones(lived_in.id) == names
    assert {path.name: path.read_bytes() for path in here.rglob("*") if path.is_file()} == files
    assert lived_in.id not in erased_operators()


async def test_an_archive_opens_under_another_master_key(
    lived_in: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "a.zip"
    names = await names_and_phones(lived_in.id)
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        account = select(Account).where(Account.login == f"desk@{lived_in.code}")
        former = (await scope.session.scalars(account)).one()
        phone = platform_key().unseal(former.phone_sealed or b"", f"accounts:{former.id}:phone_sealed")
    await export_operator(lived_in.id, archive, PASSPHRASE)
    await erase_operator(lived_in.id)
    elsewhere = tmp_path / "secrets"
    shutil.copytree(settings().secrets, elsewhere)
    (elsewhere / "master-1.key").write_text(new_key().hex(), encoding="ascii")
    monkeypatch.setenv("XINJU_SECRETS_DIR", str(elsewhere))
    _forget_keys()
    await import_operator(archive, PASSPHRASE)
    assert await names_and_phones(lived_in.id) == names
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        arrived = (await scope.session.scalars(account)).one()
    assert arrived.id == former.id
    assert arrived.phone_index == phone_index(phone) != former.phone_index
    assert platform_key().unseal(arrived.phone_sealed or b"", f"accounts:{arrived.id}:phone_sealed") == phone


def _forget_keys() -> None:
    settings.cache_clear()
    master_key.cache_clear()
    platform_key.cache_clear()


async def test_nobody_enters_another_account_by_an_archive(lived_in: Operator, tmp_path: Path) -> None:
    archive, login = tmp_path / "a.zip", f"desk@{lived_in.code}"
    await export_operator(lived_in.id, archive, PASSPHRASE)
    await erase_operator(lived_in.id)
    async with open_scope(platform_actor("test")) as scope:
        stranger = await create_account(scope, NewAccount(display_name="Somebody else", login=login))
    await import_operator(archive, PASSPHRASE)
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        assert list(await scope.session.scalars(select(Account.id).where(Account.login == login))) == [stranger.id]
        seat = select(Account.login, Account.id).join(Membership, Membership.account_id == Account.id)
        row = (await scope.session.execute(seat.where(Membership.operator_id == lived_in.id))).one()
    assert row.login is None
    assert row.id != stranger.id


async def test_an_archive_is_refused_where_its_operator_is(lived_in: Operator, tmp_path: Path) -> None:
    await export_operator(lived_in.id, tmp_path / "a.zip", PASSPHRASE)
    before = await rows_of(lived_in.id)
    with pytest.raises(OperatorCodeTaken):
        await import_operator(tmp_path / "a.zip", PASSPHRASE)
    assert await rows_of(lived_in.id) == before


@pytest.mark.parametrize(
    ("member", "is_now"),
    [
        ("tables/stays.jsonl", lambda content: content.replace(b"1", b"2", 1)),
        ("files/ab/abcd", lambda content: content[:-1]),
        ("manifest.json", lambda content: content.replace(b"1", b"2", 1)),
        ("key.json", lambda content: content.replace(b'"sealed":"', b'"sealed":"AAAA')),
        ("tables/beds.jsonl", lambda content: None),
        ("files/../../evil", lambda content: b"more"),
    ],
)
async def test_a_touched_archive_is_refused(
    lived_in: Operator, tmp_path: Path, member: str, is_now: Callable[[bytes], bytes | None]
) -> None:
    archive, touched = tmp_path / "a.zip", tmp_path / "b.zip"
    await export_operator(lived_in.id, archive, PASSPHRASE)
    await erase_operator(lived_in.id)
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(touched, "w") as target:
        contents = {name: source.read(name) for name in source.namelist()}
        was = contents.pop(member, b"")
        if (becomes := is_now(was)) is not None:
            assert becomes != was
            contents[member] = becomes
        for name, content in contents.items():
            target.writestr(name, content)
    with pytest.raises((ArchiveTampered, PassphraseWrong)):
        await import_operator(touched, PASSPHRASE)
    assert {name for name, rows in (await rows_of(lived_in.id)).items() if rows} == set()


async def test_a_wrong_passphrase_and_a_cut_file_are_refused(lived_in: Operator, tmp_path: Path) -> None:
    archive, cut = tmp_path / "a.zip", tmp_path / "cut.zip"
    await export_operator(lived_in.id, archive, PASSPHRASE)
    with pytest.raises(PassphraseWrong):
        await import_operator(archive, "incorrect horse battery")
    cut.write_bytes(archive.read_bytes()[:-100])
    with pytest.raises(ArchiveTampered):
        await import_operator(cut, PASSPHRASE)


async def test_an_archive_of_another_version_is_refused(lived_in: Operator, tmp_path: Path) -> None:
    archive, older = tmp_path / "a.zip", tmp_path / "b.zip"
    await export_operator(lived_in.id, archive, PASSPHRASE)
    await erase_operator(lived_in.id)
    with ArchiveReader(archive, PASSPHRASE) as whole, ArchiveWriter(older) as other:
        said = msgspec.structs.replace(whole.manifest, revision="0000", tables=[], shared=[], files=[])
        other.finish(said, whole.key, PASSPHRASE)
    with pytest.raises(ArchiveOfOtherVersion):
        await import_operator(older, PASSPHRASE)


def test_every_shared_table_is_carried_or_left_behind_for_a_reason(operator: Operator) -> None:
    shared = {table.name for table in Base.metadata.sorted_tables if table.schema == "shared"}
    taken = {table.name for table, _ in carried(operator.id)}
    assert taken | set(LEFT_BEHIND) == shared
    assert taken & set(LEFT_BEHIND) == set()
