"""Demo of moving relations of organisation: some wait for the branch, some were accepted, one refused."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.party.actions.carrying import carry_report
from backend.modules.party.actions.papers import accept_party_transfer, carry_transfer, refuse_party_transfer
from backend.modules.party.actions.transfers import request_party_transfer, settle_transfer
from backend.modules.party.actors import carrier
from backend.modules.party.contract.inputs import NewTransfer
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.organisations import PartyConsent
from backend.modules.party.particulars import opened_home
from backend.modules.party.queries.following import get_asked_transfer, get_consent
from backend.modules.party.words import TransferDirection
from tenants.scope import Actor, open_scope

# Where members came from, in the order in which they reported in; none for those who did not say.
HOMES: Final = (
    "徐汇区漕河泾街道某科技公司党支部",
    "浦东新区张江镇某物业党支部",
    "安徽省阜阳市颍州区王店镇党委",
    None,
    "闵行区吴泾镇某高校毕业生党支部",
)


@dataclass(frozen=True, slots=True)
class ToldTransfer:
    """Which member asked how many days ago, and what the branch said to it, if it has."""

    member: int
    days: int
    is_accepted: bool | None = None
    reason: str | None = None


TRANSFERS: Final[dict[str, tuple[ToldTransfer, ...]]] = {
    "youchao": (ToldTransfer(0, 2), ToldTransfer(1, 40, is_accepted=True)),
    "guanyu": (
        ToldTransfer(0, 30, is_accepted=True),
        ToldTransfer(1, 12, is_accepted=False, reason="介绍信抬头与本支部名称不符，请原支部更正后重新申请。"),
        ToldTransfer(2, 3),
        ToldTransfer(4, 1),
    ),
    "weilingdi": (ToldTransfer(0, 5),),
}


def joined_on(number: int) -> dt.date:
    """A day on which someone may have joined, the Party's birthday more often than not."""
    return dt.date(2010 + number % 11, 7 if number % 2 == 0 else 5, 1 + number % 28 if number % 2 else 1)


async def move_relations(code: str, staff: Actor, supervisor: Actor, reports: list[PartyConsent]) -> None:
    """What members of a community asked for, as far as it has come."""
    for told in TRANSFERS[code]:
        if told.member < len(reports):
            await _ask(told, staff, supervisor, reports[told.member])


async def _ask(told: ToldTransfer, staff: Actor, supervisor: Actor, report: PartyConsent) -> None:
    shared = carrier(report.operator_id, [report.community_id], PartyPermission.FOLLOW_MEMBERS)
    with clock.at(clock.days_ago(told.days, 11)):
        async with open_scope(staff) as scope:
            new = NewTransfer(resident_id=report.resident_id, direction=TransferDirection.IN, has_consented=True)
            transfer_id = (await request_party_transfer(scope, new)).id
        async with open_scope(staff) as scope:
            asked = await get_asked_transfer(scope, transfer_id)
            async with open_scope(shared) as branch:
                await carry_transfer(branch, new_id(), asked) if asked else None
    if told.is_accepted is None:
        return
    with clock.at(clock.days_ago(told.days - 1, 16)):
        async with open_scope(supervisor) as scope:
            if told.reason is None:
                await accept_party_transfer(scope, transfer_id)
            else:
                await refuse_party_transfer(scope, transfer_id, told.reason)
        async with open_scope(staff) as scope:
            await settle_transfer(scope, transfer_id, is_accepted=told.is_accepted, reason=told.reason)
            consent = await get_consent(scope, report.id)
            name, home = asked.name if asked else None, opened_home(await scope.key(), consent)
            async with open_scope(shared) as branch:
                await carry_report(branch, new_id(), consent, name if consent.shares_name else None, home)
