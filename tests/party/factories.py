"""Organisations, covered communities and supervisors for tests of Party oversight."""

import datetime as dt
import io
from dataclasses import dataclass, replace
from typing import Any  # fields of inputs, by name
from uuid import UUID

from PIL import Image
from sqlalchemy import func, select

from backend import registry
from backend.core import clock
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.files.actions import Upload, record_upload
from backend.modules.files.contract import FilePurpose
from backend.modules.party.actions.assigning import assign_oversight
from backend.modules.party.actions.notices import issue_supervision_notice
from backend.modules.party.actions.organisations import create_party_org
from backend.modules.party.contract.inputs import NewAssignment, NewNotice, NewPartyOrg, NewReply
from backend.modules.party.models.notices import SupervisionNotice
from backend.modules.party.words import PartyOrgKind
from tenants.delivery import Delivery, deliver, relay
from tenants.models import Operator
from tenants.outbox import OutboxRow
from tenants.oversight_models import PartyOrg
from tenants.roles import Role, permissions_of
from tenants.scope import Actor, Scope, open_scope
from tests.housing.factories import Home, make_home

registry.load("actions")
registry.load("tasks")
LONG_AGO = dt.date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Covered:
    """A community, the branch that covers it, and someone who speaks for the branch."""

    operator: Operator
    home: Home
    branch: PartyOrg
    supervisor: Actor


def platform() -> Actor:
    """The platform's administrator."""
    held = frozenset({Role.PLATFORM_ADMIN})
    return Actor(surface=Surface.CONTROL, account_id=new_id(), roles=held, permissions=permissions_of(held))


def supervising(*covered: tuple[Operator, Home], branch: PartyOrg) -> Actor:
    """Someone who speaks for a branch, as `identify` makes them."""
    held = frozenset({Role.BRANCH_SUPERVISOR})
    return Actor(
        surface=Surface.OVERSIGHT,
        account_id=new_id(),
        roles=held,
        permissions=permissions_of(held),
        operator_ids=tuple(sorted({operator.id for operator, _ in covered})),
        community_ids=tuple(sorted(home.community_id for _, home in covered)),
        organisation_ids=(branch.id,),
    )


async def make_org(kind: PartyOrgKind = PartyOrgKind.BRANCH, parent: PartyOrg | None = None, **more: Any) -> PartyOrg:
    said: dict[str, Any] = {"kind": kind, "name": f"支部 {new_id().hex[-12:]}", "formed_on": LONG_AGO}
    async with open_scope(platform()) as scope:
        return await create_party_org(scope, NewPartyOrg(**(said | {"parent_id": parent and parent.id} | more)))


async def cover(operator: Operator, community_id: UUID, branch: PartyOrg, **more: Any) -> UUID:
    """The id of an assignment of the branch to the community."""
    said: dict[str, Any] = {"organisation_id": branch.id, "starts_on": LONG_AGO}
    async with open_scope(platform()) as scope:
        new = NewAssignment(operator_code=operator.code, community_id=community_id, **(said | more))
        return (await assign_oversight(scope, new)).id


async def make_covered(operator: Operator, manager: Actor, branch: PartyOrg | None = None) -> Covered:
    """A community of the operator in the care of a branch."""
    async with open_scope(manager) as scope:
        home = await make_home(scope)
    branch = branch or await make_org()
    await cover(operator, home.community_id, branch)
    return Covered(operator, home, branch, supervising((operator, home), branch=branch))


def a_notice(covered: Covered, **more: Any) -> NewNotice:
    said: dict[str, Any] = {
        "organisation_id": covered.branch.id,
        "community_id": covered.home.community_id,
        "title": "5 号楼消防通道堆物",
        "demand": "三个工作日内清理，并说明如何防止再次堆放",
        "working_days": 3,
    }
    return NewNotice(**(said | more))


async def issued(covered: Covered, **more: Any) -> SupervisionNotice:
    async with open_scope(covered.supervisor) as scope:
        return await issue_supervision_notice(scope, a_notice(covered, **more))


async def uploaded(scope: Scope) -> UUID:
    """A photo that the actor uploaded."""
    file_id = new_id()
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG")
    upload = Upload(
        file_id=file_id,
        purpose=FilePurpose.PHOTO,
        name="现场.jpg",
        media_type="image/jpeg",
        size=len(picture.getvalue()),
        digest=new_id().bytes,
    )
    await record_upload(scope, upload)
    return file_id


async def a_reply(scope: Scope, notice_id: UUID, text: str = "已清理，加装提示牌，每周巡查") -> NewReply:
    return NewReply(notice_id=notice_id, text=text, evidence_ids=(await uploaded(scope),))


async def delivered(operator: Operator) -> int:
    """Handle every event of an operator that is due, and all that comes of it; how many deliveries."""
    count = 0
    while True:
        found: list[Delivery] = []

        async def hand_over(deliveries: Any, found: list[Delivery] = found) -> None:
            found.extend(deliveries)

        await relay(operator.id, hand_over)
        for one in found:
            await deliver(one)
        if not found:
            return count
        count += len(found)


async def emitted(actor: Actor, *names: str) -> int:
    """How many events of these names the operator has."""
    async with open_scope(replace(actor, community_ids=None), read_only=True) as scope:
        wanted = select(func.count()).select_from(OutboxRow).where(OutboxRow.name.in_(names))
        return await scope.session.scalar(wanted) or 0


def in_days(days: int) -> dt.datetime:
    return clock.now() + dt.timedelta(days=days)
