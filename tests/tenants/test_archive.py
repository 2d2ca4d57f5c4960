"""Archives: what leaves comes back row for row, and what was touched is refused."""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any  # JSON values

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
from tenants.archive import ArchiveReader, ArchiveTampered, ArchiveWriter, Member, PassphraseWrong
from tenants.arrival import ArchiveOfOtherVersion, import_operator
from tenants.carried import LEFT_BEHIND, carried
from tenants.departure import export_operator
from tenants.erasure import erase_operator
from tenants.erasure_ledger import erased_operators
from tenants.models import Account, Membership, Operator
from tenants.provision import OperatorCodeTaken, platform_actor
from tenants.scope import open_scope
from tests.conftest import new_operator
from tests.tenants.inhabited import inhabited_operator, names_and_phones, rows_of, shared_rows_of

PASSPHRASE = "correct horse battery"
_PARTS = ("tables", "shared", "files")


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


def _rewritten(
    source: Path,
    target: Path,
    *,
    renamed: Callable[[str], str] = str,
    rows: Callable[[str, list[str], list[list[Any]]], list[list[Any]]] = lambda _path, _columns, rows: rows,
) -> None:
    """An archive that is whole in itself, made by someone who knows the passphrase and what they are after."""
    with (
        ArchiveReader(source, PASSPHRASE) as whole,
        zipfile.ZipFile(source) as bytes_of,
        ArchiveWriter(target) as other,
    ):

        def taken(member: Member) -> Member:
            content, count = bytes_of.read(member.path), member.rows
            if member.columns:
                found = rows(member.path, member.columns, [msgspec.json.decode(line) for line in content.splitlines()])
                content, count = b"".join(msgspec.json.encode(row) + b"\n" for row in found), len(found)
            part = target.with_name("member")
            part.write_bytes(content)
            return msgspec.structs.replace(other.file(part, renamed(member.path)), columns=member.columns, rows=count)

        said = msgspec.structs.replace(
            whole.manifest, **{part: [taken(one) for one in getattr(whole.manifest, part)] for part in _PARTS}
        )
        other.finish(said, whole.key, PASSPHRASE)


async def test_an_archive_writes_no_file_outside_its_operators_folder(lived_in: Operator, tmp_path: Path) -> None:
    archive, forged, aim = tmp_path / "a.zip", tmp_path / "b.zip", tmp_path / "authorized_keys"
    await export_operator(lived_in.id, archive, PASSPHRASE)
    await erase_operator(lived_in.id)
    # An absolute path once the folder's name is taken off.
    _rewritten(archive, forged, renamed=lambda path: f"files/{aim}" if path.startswith("files/") else path)
    with pytest.raises(ArchiveTampered):
        await import_operator(forged, PASSPHRASE)
    assert not aim.exists()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("memberships", {"operator_id": None, "role": "PLATFORM_ADMIN"}),
        ("memberships", {"role": "PLATFORM_ADMIN"}),
        ("memberships", {"operator_id": "another", "role": "OPERATOR_ADMIN"}),
        ("operators", {"id": "another"}),
    ],
)
async def test_an_archive_brings_nothing_to_other_operators_or_the_platform(
    lived_in: Operator, tmp_path: Path, table: str, said: dict[str, str | None]
) -> None:
    archive, forged, another = tmp_path / "a.zip", tmp_path / "b.zip", await new_operator()
    await export_operator(lived_in.id, archive, PASSPHRASE)
    await erase_operator(lived_in.id)
    new = {name: str(another.id) if value == "another" else value for name, value in said.items()}

    def promoted(path: str, columns: list[str], rows: list[list[Any]]) -> list[list[Any]]:
        if path != f"shared/{table}.jsonl":
            return rows
        return [[new.get(name, value) for name, value in zip(columns, row, strict=True)] for row in rows]

    _rewritten(archive, forged, rows=promoted)
    with pytest.raises(ArchiveTampered):
        await import_operator(forged, PASSPHRASE)


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
