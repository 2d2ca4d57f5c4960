"""`xinju lottery`: anyone recomputes a draw from what was published of it, and operators from their own database."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import msgspec
import typer

from backend.commands.running import console, expected_failures, fail, run
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.drawing import PublishedDraw, PublishedTicket, faults_of
from backend.modules.courses.queries.lotteries import get_published_draw
from tenants.provision import operator_by_code, platform_actor
from tenants.scope import open_scope, system_actor

lotteries = typer.Typer(no_args_is_help=True, help="Recompute the draws of lotteries.")
_SAID = ("commitment", "listHash", "seed", "publicValue", "seats")
_Found = dict[str, Any]  # Any: the values of JSON


@lotteries.callback()
def _group() -> None:
    """A group, also while it has one command."""


@lotteries.command()
def verify(
    files: Annotated[
        list[Path] | None,
        typer.Argument(exists=True, dir_okay=False, help="Answers of the query `lotteryDraw`, one for each page."),
    ] = None,
    operator: Annotated[str | None, typer.Option(help="Code of the operator, to read the database instead.")] = None,
    course: Annotated[UUID | None, typer.Option(help="The course there.")] = None,
) -> None:
    """Recompute a draw: commitment, list, ranks and seats. Files need no server, no database and no trust."""
    if files and operator is None and course is None:
        with expected_failures():
            draw = draw_of([msgspec.json.decode(one.read_bytes()) for one in files])
    elif operator is not None and course is not None and not files:
        draw = run(_kept(operator, course))
    else:
        fail("Name either files, or --operator and --course.")
    if draw is None:
        fail("Nothing has been drawn yet.")
    faults = faults_of(draw)
    for fault in faults:
        console.print(f"- {fault}", style="red")
    if faults:
        fail("The draw does not agree with what was published.")
    console.print(f"The draw of {len(draw.tickets)} tickets for {draw.seats} seats agrees with what was published.")


def draw_of(answers: Sequence[_Found]) -> PublishedDraw | None:
    """The draw that answers of `lotteryDraw` tell, page after page; None before it. Raises ValidationError."""
    pages = [_within(one) for one in answers]
    first = pages[0]
    if any({name: page.get(name) for name in _SAID} != {name: first.get(name) for name in _SAID} for page in pages):
        raise msgspec.ValidationError("these are pages of different draws")
    if first.get("seed") is None:
        return None
    tickets = {}
    for page in pages:
        listed = page.get("tickets") or {}
        for node in [edge["node"] for edge in listed.get("edges", ())] + list(listed.get("nodes", ())):
            tickets[node["ticket"]] = msgspec.convert(node, PublishedTicket)
    return PublishedDraw(
        commitment=msgspec.convert(first.get("commitment"), str),
        list_hash=msgspec.convert(first.get("listHash"), str),
        seed=msgspec.convert(first.get("seed"), str),
        public_value=msgspec.convert(first.get("publicValue"), str),
        seats=msgspec.convert(first.get("seats"), int),
        tickets=tuple(tickets.values()),
    )


def _within(answer: _Found) -> _Found:
    """The draw in an answer, with or without what GraphQL wraps around it."""
    if not isinstance(answer, dict):
        raise msgspec.ValidationError("an answer of `lotteryDraw` is an object")
    data = answer.get("data", answer)
    found = data.get("lotteryDraw", data) if isinstance(data, dict) else None
    if not isinstance(found, dict) or "commitment" not in found:
        raise msgspec.ValidationError("there is no `lotteryDraw` in it")
    return found


async def _kept(code: str, course_id: UUID) -> PublishedDraw | None:
    async with open_scope(platform_actor("cli"), read_only=True) as scope:
        operator_id = (await operator_by_code(scope, code)).id
    actor = system_actor(operator_id, "cli", CoursePermission.VIEW)
    async with open_scope(actor, read_only=True, snapshot=True) as scope:
        return await get_published_draw(scope, course_id)
