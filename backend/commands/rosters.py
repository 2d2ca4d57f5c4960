"""`xinju import-roster`: a roster from the terminal, read and applied by the worker like any other."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.progress import Progress
from sqlalchemy import select

from backend.commands.running import console, fail, run
from backend.core.errors import AppError, NotFound
from backend.modules.files.contract import FilePurpose
from backend.modules.files.receiving import receive
from backend.modules.housing.actions.roster_imports import apply_roster_import, start_roster_import
from backend.modules.housing.models.inventory import Community
from backend.modules.housing.models.rosters import RosterImport
from backend.modules.housing.words import RosterStatus
from tenants.models import Account, Membership
from tenants.provision import operator_by_code, platform_actor
from tenants.roles import Role, permissions_of
from tenants.scope import Actor, open_scope

_UNDER_WAY = (RosterStatus.UPLOADED, RosterStatus.READING, RosterStatus.APPLYING)
_LOOK_SECONDS = 0.5
_PATIENCE_SECONDS = 60
_PIECE = 1 << 16


class WorkerSilent(AppError):
    """Nothing has happened for a minute: is a worker running? The import goes on when one does."""

    zh = "一分钟内没有进展：后台任务进程是否在运行？启动后导入会继续"


class StaffUnknown(AppError):
    """{login} is not staff of this operator."""

    zh = "{login} 不是该运营方的工作人员"


def import_roster(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="An XLSX or CSV roster.")],
    operator: Annotated[str, typer.Option(help="Code of the operator.")],
    community: Annotated[str, typer.Option(help="Code of the community.")],
    login: Annotated[str, typer.Option("--as", help="Log-in name of the staff member who answers for the import.")],
    consent: Annotated[bool, typer.Option("--consent", help="Everyone in the file has consented.")] = False,
    create_places: Annotated[bool, typer.Option("--create-places", help="Make places that are not known.")] = False,
    complete: Annotated[bool, typer.Option("--complete", help="Who is not in the file has left.")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Apply without asking.")] = False,
) -> None:
    """Import a roster: show what it would change, ask, and apply it."""
    actor = run(_staff(operator, login))
    how = {"has_consent": consent, "creates_places": create_places, "is_complete": complete}
    previewed = run(_preview(actor, file, community, how))
    if previewed.status is RosterStatus.REFUSED:
        fail(f"The roster cannot be read: {previewed.refusal}.")
    for kind, count in sorted(previewed.counts.items()):
        console.print(f"  {kind:<12} {count:>7,}")
    if not apply and not typer.confirm("Apply this?"):
        fail("Nothing was changed.")
    applied = run(_apply(actor, previewed.id))
    if applied.status is RosterStatus.REFUSED:
        fail(f"The roster was not applied: {applied.refusal}.")
    failed = " The sheet of the rows that failed is with the import." if applied.failed_file_id else ""
    console.print(f"Applied {file.name}.{failed}")


async def _staff(code: str, login: str) -> Actor:
    """The member of staff, with all that their roles permit."""
    async with open_scope(platform_actor("cli"), read_only=True) as scope:
        operator = await operator_by_code(scope, code)
        seats = select(Membership).join(Account, Account.id == Membership.account_id)
        mine = seats.where(
            Account.login == login,
            Account.disabled_at.is_(None),
            Membership.operator_id == operator.id,
            Membership.ended_at.is_(None),
            Membership.role != Role.RESIDENT,
        )
        found = (await scope.session.scalars(mine)).all()
    if not found:
        raise StaffUnknown(login=login)
    roles = frozenset(Role(seat.role) for seat in found)
    limited = [seat.community_ids for seat in found]
    reach = None if None in limited else tuple({one for ids in limited for one in ids or ()})
    return Actor(
        surface=found[0].role.surface,
        operator_id=operator.id,
        account_id=found[0].account_id,
        roles=roles,
        permissions=permissions_of(roles),
        community_ids=reach,
        request_id="cli",
    )


async def _preview(actor: Actor, file: Path, community: str, how: dict[str, bool]) -> RosterImport:
    file_id = await receive(actor, FilePurpose.ROSTER, file.name, _pieces(file))
    async with open_scope(actor) as scope:
        community_id = await scope.session.scalar(select(Community.id).where(Community.code == community))
        if community_id is None:
            raise NotFound
        started = await start_roster_import(scope, file_id, community_id, **how)
    return await _settled(actor, started.id, "Reading")


async def _apply(actor: Actor, import_id: UUID) -> RosterImport:
    async with open_scope(actor) as scope:
        await apply_roster_import(scope, import_id)
    return await _settled(actor, import_id, "Applying")


async def _pieces(file: Path) -> AsyncIterator[bytes]:
    with file.open("rb") as source:  # nobody else waits for this process
        while piece := source.read(_PIECE):
            yield piece


async def _settled(actor: Actor, import_id: UUID, doing: str) -> RosterImport:
    """The import once the worker is done with it. Raises WorkerSilent where nothing moves for a minute."""
    silent, before = 0.0, None
    with Progress(console=console) as progress:
        task = progress.add_task(doing, total=None)
        while True:
            async with open_scope(actor, read_only=True) as scope:
                roster = await scope.session.get_one(RosterImport, (actor.operator_id, import_id))
            if roster.status not in _UNDER_WAY:
                return roster
            now = (roster.status, roster.rows_done, roster.rows_total)
            silent, before = (0.0, now) if now != before else (silent + _LOOK_SECONDS, before)
            if silent > _PATIENCE_SECONDS:
                raise WorkerSilent
            progress.update(task, completed=roster.rows_done, total=roster.rows_total or None)
            await asyncio.sleep(_LOOK_SECONDS)
