"""What accounts do on their own: residents can sign in from their check-in on, and no more once they have left."""

from collections.abc import Sequence
from uuid import UUID

from backend.core.events import on
from backend.core.surfaces import Surface
from backend.modules.accounts.actions.residents import forget_resident, seat_resident, unseat_resident
from backend.modules.accounts.contract import AccountPermission
from backend.modules.housing.contract.events import (
    ParticularsErased,
    ResidentCheckedIn,
    ResidentCheckedOut,
    ResidentPhoneChanged,
    StayTransferred,
)
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.contacts import list_contacts, list_resident_ids
from tenants.scope import Actor, Scope, open_scope

_MAY = (HousingPermission.CONTACT,)
_PLATFORM = Actor(
    surface=Surface.CONTROL, system="accounts.follow_stays", permissions=frozenset({AccountPermission.FOLLOW_STAYS})
)


@on(ResidentCheckedIn, permissions=_MAY)
async def open_accounts(scope: Scope, event: ResidentCheckedIn) -> None:
    """Everyone of a stay."""
    await _follow(scope, await list_resident_ids(scope, event.stay_id))


@on(StayTransferred, permissions=_MAY)
async def open_accounts_of_joiners(scope: Scope, event: StayTransferred) -> None:
    """Everyone of the new stay: some may have joined."""
    await _follow(scope, await list_resident_ids(scope, event.stay_id))


@on(ResidentCheckedOut, permissions=_MAY)
async def close_accounts(scope: Scope, event: ResidentCheckedOut) -> None:
    """Those who live nowhere else with the operator."""
    await _follow(scope, event.resident_ids)


@on(ResidentPhoneChanged, permissions=_MAY)
async def move_account(scope: Scope, event: ResidentPhoneChanged) -> None:
    """Whoever holds the new phone signs in, and whoever holds the old one no more."""
    await _follow(scope, [event.resident_id])


@on(ParticularsErased)
async def forget_account(scope: Scope, event: ParticularsErased) -> None:
    """The account has their phone, outside the operator."""
    async with open_scope(_PLATFORM) as control:
        await forget_resident(control, scope.operator_id, event.resident_id)


async def _follow(scope: Scope, resident_ids: Sequence[UUID]) -> None:
    # Each event looks at the ledger as it stands, so that neither order nor repetition matters. Accounts lie beyond
    # the operator: what is done there can be done twice, and the receipt is written when it has been.
    for contact in await list_contacts(scope, resident_ids):
        async with open_scope(_PLATFORM) as control:
            if contact.has_open_stay and contact.phone is not None:
                await seat_resident(control, scope.operator_id, contact.resident_id, contact.phone)
            else:
                await unseat_resident(control, scope.operator_id, contact.resident_id)
