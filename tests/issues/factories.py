"""Categories, reports, photos and staff for tests of issues."""

import asyncio
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any  # fields of inputs, by name
from uuid import UUID

from PIL import Image
from sqlalchemy import select

from backend.core.ids import new_id
from backend.modules.files.contract import FilePurpose
from backend.modules.files.receiving import receive
from backend.modules.issues.actions.configuring import add_default_categories
from backend.modules.issues.actions.moving import accept_issue, resolve_issue
from backend.modules.issues.actions.reporting import report_issue
from backend.modules.issues.contract.inputs import NewIssue, Resolution
from backend.modules.issues.models.handling import IssueCategory
from backend.modules.issues.models.issues import Issue
from tenants.models import Account, Membership, Operator
from tenants.outbox import OutboxRow
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting
from tests.housing.factories import Home, make_home, make_resident, make_stay


@dataclass(frozen=True, slots=True)
class Town:
    """A community with categories, a resident who lives there with a neighbour, and a manager and a desk with seats."""

    operator: Operator
    home: Home
    categories: dict[str, UUID]
    manager: Actor
    desk: Actor
    desk_id: UUID
    resident: Actor
    neighbour: Actor
    stay_id: UUID


async def seated(operator: Operator, role: Role, **more: Any) -> tuple[Actor, UUID]:
    """Someone with an account and a membership; the id of the latter."""
    async with open_scope(platform_actor("test")) as scope:
        account = Account(login=f"a{new_id().hex[-16:]}", display_name="甲")
        scope.session.add(account)
        await scope.session.flush()
        seat = Membership(account_id=account.id, operator_id=operator.id, role=role, display_name="甲", **more)
        scope.session.add(seat)
        await scope.session.flush()
        account_id, seat_id = account.id, seat.id
    actor = acting(operator, role, **more)
    return _with_account(actor, account_id), seat_id


def _with_account(actor: Actor, account_id: UUID) -> Actor:
    fields = {name: getattr(actor, name) for name in Actor.__slots__}
    return Actor(**(fields | {"account_id": account_id}))


async def make_town(operator: Operator) -> Town:
    """Room 118 of building 5, with two people in it."""
    manager, _ = await seated(operator, Role.COMMUNITY_MANAGER)
    desk, desk_id = await seated(operator, Role.FRONT_DESK)
    async with open_scope(manager) as scope:
        home = await make_home(scope)
        people = [(await make_resident(scope, name)).id for name in ("张伟", "李娜")]
        stays = [await make_stay(scope, home, bed, resident_id=who) for bed, who in enumerate(people)]
        await add_default_categories(scope)
        found = await scope.session.execute(select(IssueCategory.code, IssueCategory.id))
        categories = dict(found.all())
    resident, _ = await seated(operator, Role.RESIDENT, resident_id=people[0])
    neighbour, _ = await seated(operator, Role.RESIDENT, resident_id=people[1])
    return Town(operator, home, categories, manager, desk, desk_id, resident, neighbour, stays[0].id)


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def a_photo(actor: Actor, colour: str = "red", size: tuple[int, int] = (8, 6)) -> UUID:
    """An upload of a small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return await receive(actor, FilePurpose.PHOTO, "photo.jpg", _pieces(out.getvalue()))


def a_report(town: Town, category: str = "water", **more: Any) -> NewIssue:
    said: dict[str, Any] = {"category_id": town.categories[category], "text": "空调外机滴水"}
    return NewIssue(**(said | more))


async def reported(town: Town, actor: Actor | None = None, category: str = "water", **more: Any) -> Issue:
    """A report, by the town's resident unless someone else is named."""
    async with open_scope(actor or town.resident) as scope:
        return await report_issue(scope, a_report(town, category, **more))


async def resolved(town: Town, **more: Any) -> Issue:
    """A report that was accepted and resolved with a photo."""
    issue = await reported(town, **more)
    photo = await a_photo(town.desk)
    async with open_scope(town.desk) as scope:
        await accept_issue(scope, issue.id)
    async with open_scope(town.desk) as scope:
        return await resolve_issue(scope, issue.id, Resolution(note="已更换滴水管", photo_ids=(photo,)))


async def now_of(town: Town, issue_id: UUID) -> Issue:
    """The row as it stands."""
    async with open_scope(town.manager, read_only=True) as scope:
        return await scope.session.get_one(Issue, (town.operator.id, issue_id))


async def emitted(town: Town, name: str) -> list[dict[str, Any]]:
    """The payloads of all events of a name, oldest first."""
    async with open_scope(town.manager, read_only=True) as scope:
        told = select(OutboxRow.payload).where(OutboxRow.name == name).order_by(OutboxRow.id)
        return list(await scope.session.scalars(told))


async def at_once(*acts: Any) -> list[Any]:
    """Run together; refusals are answers."""
    return await asyncio.gather(*acts, return_exceptions=True)
