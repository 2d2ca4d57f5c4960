"""Members who reported in, and what they ask for, for tests of the roll and of transfers."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any  # fields of inputs, by name
from uuid import UUID

from sqlalchemy import select

from backend.core.errors import AppError
from backend.core.paging import Page
from backend.modules.housing.contract.words import PartyStatus
from backend.modules.messaging.models import Notification
from backend.modules.party.actions.members import report_in
from backend.modules.party.actions.papers import accept_party_transfer, refuse_party_transfer
from backend.modules.party.actions.transfers import request_party_transfer
from backend.modules.party.contract.inputs import NewReport, NewTransfer
from backend.modules.party.queries.members import (
    ReportView,
    TransferView,
    list_party_reports,
    list_party_transfers,
)
from backend.modules.party.queries.roll import PaperView, list_transfer_papers
from backend.modules.party.words import MemberStage, TransferDirection
from tenants.models import Membership
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting
from tests.housing.factories import make_resident, make_stay
from tests.party.factories import Covered, delivered

JOINED: dt.date = dt.date(2016, 7, 1)
FORMER = "徐汇区漕河泾某公司党支部"
MEMBER: dict[str, Any] = {"party_status": PartyStatus.PARTY_MEMBER, "has_consented_to_party_status": True}
Act = Callable[[], Awaitable[Any]]


async def a_member(covered: Covered, manager: Actor, name: str = "上官婉清", bed: int = 0, **more: Any) -> Actor:
    """A member who has reported in to the branch, on the phone."""
    async with open_scope(manager) as scope:
        resident = await make_resident(scope, name, **MEMBER)
        await make_stay(scope, covered.home, bed, resident_id=resident.id)
    said: dict[str, Any] = {"joined_on": JOINED, "home_name": FORMER}
    actor = acting(covered.operator, Role.RESIDENT, resident_id=resident.id)
    new = {"resident_id": None, "stage": MemberStage.FORMAL, "has_consented": True} | said | more
    async with open_scope(actor) as scope:
        await report_in(scope, NewReport(**new))
    return actor


async def asked(actor: Actor, **more: Any) -> UUID:
    said: dict[str, Any] = {"resident_id": None, "direction": TransferDirection.IN, "has_consented": True}
    async with open_scope(actor) as scope:
        return (await request_party_transfer(scope, NewTransfer(**(said | more)))).id


async def reports(actor: Actor) -> list[ReportView]:
    async with open_scope(actor, read_only=True) as scope:
        return list((await list_party_reports(scope, Page())).rows)


async def transfers(actor: Actor) -> list[TransferView]:
    async with open_scope(actor, read_only=True) as scope:
        return list((await list_party_transfers(scope, Page())).rows)


async def papers(covered: Covered) -> list[PaperView]:
    async with open_scope(covered.supervisor, read_only=True) as scope:
        return list((await list_transfer_papers(scope, Page())).rows)


async def decided(covered: Covered, transfer_id: UUID, reason: str | None = None) -> None:
    """By the branch, and told back."""
    await delivered(covered.operator)
    async with open_scope(covered.supervisor) as scope:
        if reason is None:
            await accept_party_transfer(scope, transfer_id)
        else:
            await refuse_party_transfer(scope, transfer_id, reason)
    await delivered(covered.operator)


async def told(manager: Actor, actor: Actor) -> list[str]:
    """What somebody was told of transfers."""
    return await told_kinds(manager, actor, "PARTY_TRANSFER")


async def told_kinds(manager: Actor, actor: Actor, beginning: str) -> list[str]:
    """The kinds of notification that somebody has, of those that begin so."""
    async with open_scope(manager, read_only=True) as scope:
        account_id = await scope.session.scalar(
            select(Membership.account_id).where(Membership.resident_id == actor.resident_id)
        )
    async with open_scope(replace(actor, account_id=account_id), read_only=True) as scope:
        kinds = (await scope.session.scalars(select(Notification.kind))).all()
    return [kind for kind in kinds if kind.startswith(beginning)]


async def outcomes(*acts: Act) -> Counter[str]:
    """What came of acts that run at once, each in a transaction of its own."""

    async def one(act: Act) -> str:
        try:
            await act()
        except AppError as refusal:
            return refusal.code
        return "done"

    return Counter(await asyncio.gather(*(one(act) for act in acts)))
