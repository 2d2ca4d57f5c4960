"""Operators from the terminal: every command does what it says, and refuses in a sentence."""

from pathlib import Path

import pytest
from sqlalchemy import select

from backend.core.ids import new_id
from tenants.models import Operator, OperatorState, PlatformAuditEntry
from tenants.provision import platform_actor
from tenants.scope import open_scope
from tests.cli.terminal import Said, xinju

PASSPHRASE = {"XINJU_PASSPHRASE": "a long enough passphrase"}


def catalog_file(folder: Path, code: str) -> Path:
    path = folder / f"{code}.toml"
    lines = (f'code = "{code}"', 'name_zh = "试"', 'name_en = "Try"', 'brand_colour = "#112233"', "modules = []")
    path.write_text("\n".join(lines), encoding="utf8")
    return path


@pytest.fixture
def created(tmp_path: Path) -> str:
    """The code of an operator that the terminal has created."""
    code = f"t{new_id().hex[-12:]}"
    said = xinju("operator", "create", str(catalog_file(tmp_path, code)))
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Created {code} (")
    return code


async def state_of(code: str) -> OperatorState:
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        return (await scope.session.scalars(select(Operator.state).where(Operator.code == code))).one()


def is_a_sentence(said: Said) -> bool:
    return said.code == 1 and said.err.count("\n") == 1 and "Traceback" not in said.err


async def test_an_operator_is_suspended_and_resumed_and_each_leaves_its_trace(created: str) -> None:
    assert xinju("operator", "suspend", created).out == f"Suspended {created}.\n"
    assert await state_of(created) == OperatorState.SUSPENDED
    again = xinju("operator", "suspend", created)
    assert again.err == "That can be done to an operator that is ACTIVE, and this one is not.\n"
    assert xinju("operator", "resume", created).out == f"Resumed {created}.\n"
    assert await state_of(created) == OperatorState.ACTIVE
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        found = (await scope.session.scalars(select(Operator.id).where(Operator.code == created))).one()
        acts = select(PlatformAuditEntry.act).where(PlatformAuditEntry.object_id == found)
        trace = list(await scope.session.scalars(acts.order_by(PlatformAuditEntry.id)))
    assert trace == ["create_operator", "suspend_operator", "resume_operator"]


def test_a_taken_code_is_refused_in_the_language_of_the_terminal(created: str, tmp_path: Path) -> None:
    path = str(catalog_file(tmp_path, created))
    english = xinju("operator", "create", path)
    assert is_a_sentence(english)
    assert english.err == "An operator with this code exists already.\n"
    assert xinju("operator", "create", path, env={"LC_ALL": "zh_CN.UTF-8"}).err == "该运营方编号已存在\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("operator", "suspend", "nobody"), "There is no operator nobody.\n"),
        (("operator", "create", "nowhere"), "There is no catalog file nowhere.\n"),
        (("operator", "import", "nothing.zip"), "There is no archive at this path.\n"),
        (("operator", "export", "nobody", "unwritten.zip"), "There is no operator nobody.\n"),
        (("seed",), "Say what to make: --demo, --district, or both.\n"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    said = xinju(*words, env={**PASSPHRASE, "XINJU_FILES_DIR": str(tmp_path)})
    assert is_a_sentence(said)
    assert said.err == says


def test_an_outage_and_a_missing_address_are_said_in_one_sentence() -> None:
    away = xinju("operator", "list", env={"DATABASE_URL": "postgresql://127.0.0.1:1/xinju"})
    assert is_a_sentence(away)
    assert away.err.startswith("The database cannot be reached: ")
    unnamed = xinju("operator", "list", without=("DATABASE_URL",))
    assert is_a_sentence(unnamed)
    assert unnamed.err.startswith("DATABASE_URL is not set.")
    unprepared = xinju("operator", "list", env={"XINJU_SECRETS_DIR": "/nonexistent"})
    assert is_a_sentence(unprepared)
    assert unprepared.err.endswith("Has `xinju migrate` been run here?\n")


def test_an_odd_catalog_file_is_said_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_text('code = "odd"', encoding="utf8")
    incomplete = xinju("operator", "create", str(path))
    assert is_a_sentence(incomplete)
    assert incomplete.err == "This does not fit: Object missing required field `name_zh`\n"
    path.write_text("code =", encoding="utf8")
    assert is_a_sentence(xinju("operator", "create", str(path)))


async def test_an_operator_is_exported_erased_and_imported_again(created: str, tmp_path: Path) -> None:
    archive = tmp_path / "archive.zip"
    exported = xinju("operator", "export", created, str(archive), env=PASSPHRASE)
    assert (exported.code, exported.err) == (0, "")
    assert archive.stat().st_mode & 0o777 == 0o600
    assert xinju("operator", "export", created, str(archive), env=PASSPHRASE).err == f"{archive} exists already.\n"
    taken = xinju("operator", "import", str(archive), env=PASSPHRASE)
    assert taken.err == "An operator with this code exists already.\n"
    for unsure in (("--yes", "another"), ()):
        assert xinju("operator", "erase", created, *unsure, types="another\n").code == 1
        assert await state_of(created) == OperatorState.ACTIVE
    erased = xinju("operator", "erase", created, "--yes", created)
    assert (erased.code, erased.err) == (0, "")
    assert await state_of(created) == OperatorState.ERASED
    assert created in xinju("operator", "list").out
    back = xinju("operator", "import", str(archive), env=PASSPHRASE)
    assert (back.code, back.err) == (0, "")
    assert await state_of(created) == OperatorState.ACTIVE


def test_a_short_passphrase_is_refused_and_nothing_is_written(created: str, tmp_path: Path) -> None:
    said = xinju("operator", "export", created, str(tmp_path / "a.zip"), env={"XINJU_PASSPHRASE": "short"})
    assert said.err == "A passphrase has at least 12 characters.\n"
    assert [path.name for path in tmp_path.glob("*.zip*")] == []
