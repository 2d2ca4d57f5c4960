"""`xinju operator`: the life of operators."""

import asyncio
import os
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from backend.commands.running import console, fail, run
from backend.modules.housing.actions.erasing import LEDGER_KIND, erase_resident_again
from backend.modules.housing.contract.permissions import HousingPermission
from tenants.arrival import import_operator
from tenants.departure import Moved, export_operator
from tenants.erasure import erase_operator, replay_erasures
from tenants.erasure_ledger import entries, erased_operators
from tenants.models import Operator
from tenants.provision import (
    CATALOG,
    create_operator,
    list_operators,
    operator_by_code,
    platform_actor,
    read_catalog,
    resume_operator,
    suspend_operator,
)
from tenants.scope import open_scope, system_actor

operators = typer.Typer(no_args_is_help=True, help="Create, suspend, resume, export, import and erase operators.")

Code = Annotated[str, typer.Argument(help="The operator's code, such as youchao.")]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        exists=True,
        dir_okay=False,
        help="File with the archive's passphrase. Without it, XINJU_PASSPHRASE is used, or you are asked.",
    ),
]


@operators.command("list")
def list_() -> None:
    """All operators, erased ones too."""
    table = Table("code", "name", "state", "modules", "id")
    for operator in run(_all()):
        name = f"{operator.name_zh} {operator.name_en}"
        table.add_row(operator.code, name, operator.state, ", ".join(operator.modules), str(operator.id))
    console.print(table)


@operators.command()
def create(
    catalog_file: Annotated[str, typer.Argument(help="A catalog file, or the code of one in tenants/catalog.")],
) -> None:
    """Create an operator as its catalog file says."""
    path = Path(catalog_file)
    if not path.is_file():
        path = CATALOG / f"{catalog_file}.toml"
    if not path.is_file():
        fail(f"There is no catalog file {catalog_file}.")
    operator = run(_create(path))
    console.print(f"Created {operator.code} ({operator.id}).")


@operators.command()
def suspend(code: Code) -> None:
    """Nobody can enter the operator until it is resumed."""
    run(_suspend(code))
    console.print(f"Suspended {code}.")


@operators.command()
def resume(code: Code) -> None:
    """Let people in again."""
    run(_resume(code))
    console.print(f"Resumed {code}.")


@operators.command()
def export(
    code: Code,
    archive: Annotated[Path, typer.Argument(help="Where to write the archive; must not exist.")],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write all that belongs to an operator into one archive."""
    if archive.exists():
        fail(f"{archive} exists already.")
    passphrase = _passphrase(passphrase_file, confirm=True)
    moved = run(_export(code, archive, passphrase))
    console.print(f"Exported {moved.code}: {moved.rows:,} rows and {moved.files:,} files to {archive}.", soft_wrap=True)


@operators.command("import")
def import_(
    archive: Annotated[Path, typer.Argument(help="An archive that export wrote.")],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Take in an operator out of its archive."""
    moved: Moved = run(import_operator(archive, _passphrase(passphrase_file)))
    console.print(f"Imported {moved.code}: {moved.rows:,} rows and {moved.files:,} files.")


@operators.command()
def erase(
    code: Code,
    yes: Annotated[str, typer.Option("--yes", metavar="CODE", help="The code once more, to be sure.")] = "",
) -> None:
    """Destroy the operator's key and delete all its rows and files, for ever."""
    if (yes or typer.prompt(f"This cannot be undone. Type {code} to erase it")) != code:
        fail("The code does not match; nothing was erased.")
    rows = run(_erase(code))
    console.print(f"Erased {code}: {rows:,} rows, its files, and its key.")


@operators.command("replay-erasures")
def replay() -> None:
    """After a restore: erase again what the backup brought back."""
    found = run(_replay())
    console.print(f"Erased again: {', '.join(map(str, found)) or 'nothing had come back'}.")


async def _replay() -> list[UUID]:
    back = await replay_erasures()
    gone = erased_operators()
    for entry in entries():
        if entry.kind == LEDGER_KIND and entry.operator_id not in gone:
            eraser = system_actor(entry.operator_id, "replay_erasures", HousingPermission.ERASE_RESIDENT)
            resident_id = UUID(entry.facts["resident_id"])
            async with open_scope(eraser) as scope:
                if await erase_resident_again(scope, resident_id):
                    back.append(resident_id)
    return back


def _passphrase(file: Path | None, *, confirm: bool = False) -> str:
    if file is not None:
        return file.read_text(encoding="utf8").strip()
    given = os.environ.get("XINJU_PASSPHRASE")
    return given or str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm))


async def _all() -> list[Operator]:
    async with open_scope(platform_actor("cli"), read_only=True) as scope:
        return await list_operators(scope)


async def _id(code: str) -> UUID:
    async with open_scope(platform_actor("cli"), read_only=True) as scope:
        return (await operator_by_code(scope, code)).id


async def _create(path: Path) -> Operator:
    new = await asyncio.to_thread(read_catalog, path)
    async with open_scope(platform_actor("cli")) as scope:
        return await create_operator(scope, new)


async def _suspend(code: str) -> None:
    async with open_scope(platform_actor("cli")) as scope:
        await suspend_operator(scope, (await operator_by_code(scope, code)).id)


async def _resume(code: str) -> None:
    async with open_scope(platform_actor("cli")) as scope:
        await resume_operator(scope, (await operator_by_code(scope, code)).id)


async def _export(code: str, archive: Path, passphrase: str) -> Moved:
    return await export_operator(await _id(code), archive, passphrase)


async def _erase(code: str) -> int:
    return await erase_operator(await _id(code))
