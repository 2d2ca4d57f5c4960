"""`xinju grid`: the district's grid, from files."""

import tomllib
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from backend.commands.running import console, expected_failures, run
from backend.core.surfaces import Surface
from backend.modules.grids.actions.loading import import_grids
from backend.modules.grids.contract import GridFile, GridPermission, Loaded
from tenants.roles import PlatformPermission
from tenants.scope import Actor, open_scope

grids = typer.Typer(no_args_is_help=True, help="Keep the district's grid.")


@grids.callback()
def _group() -> None:
    """A group, also while it has one command."""


@grids.command()
def load(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A tree in TOML, with its counts.")],
) -> None:
    """Make a tree as the file has it from its day on; the same file twice changes nothing."""
    with expected_failures():
        said = msgspec.convert(tomllib.loads(file.read_text(encoding="utf8")), GridFile)
    done = run(_load(said))
    console.print(
        f"Loaded {file.name}: {done.grids} grids made, {done.changed} changed,"
        f" {done.members} members and {done.coverages} places added."
    )


def platform_of_grids() -> Actor:
    """The installation itself, as it keeps the grid."""
    permissions = frozenset({GridPermission.MANAGE, PlatformPermission.MANAGE_OPERATORS})
    return Actor(surface=Surface.CONTROL, system="grids", permissions=permissions)


async def _load(said: GridFile) -> Loaded:
    async with open_scope(platform_of_grids()) as scope:
        return await import_grids(scope, said)
