"""Writes of feeds: a new address, which ends the old one; and the end of all."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput, Forbidden, NotFound
from backend.core.settings import settings
from backend.core.surfaces import Surface
from backend.modules.feeds.contract import FeedOwner, FeedPermission, name_of_space
from backend.modules.feeds.models import CalendarFeed
from backend.modules.feeds.secrets import file_name
from backend.modules.housing.contract.check_out import CheckOutHook, Leaving
from backend.modules.housing.contract.inputs import CheckOutEffect
from tenants.models import Operator
from tenants.scope import Scope, action
from tenants.secrets import hash_of, new_secret

_FIELD: Final = ("input", "space_id")
_TYPES: Final = {FeedOwner.RESIDENT: "Resident", FeedOwner.SPACE: "Space"}


@action(FeedPermission.ROTATE)
async def rotate_feed_url(scope: Scope, owner: FeedOwner = FeedOwner.RESIDENT, space_id: UUID | None = None) -> str:
    """The address of the caller's own calendar or of a space's, told once; the one before ends.

    A space's is the desk's to give away, and names nobody. Raises Forbidden, NotFound, BadInput.
    """
    return await _rotate(scope, owner, await _owner_id(scope, owner, space_id))


@action(FeedPermission.ROTATE)
async def revoke_feed_url(scope: Scope, owner: FeedOwner = FeedOwner.RESIDENT, space_id: UUID | None = None) -> bool:
    """End the address of a calendar; False where there was none. Raises as `rotate_feed_url`."""
    owner_id = await _owner_id(scope, owner, space_id)
    was_there = await _forget(scope, owner, [owner_id]) > 0
    if was_there:
        scope.record("revoke_feed_url", _TYPES[owner], owner_id)
    return was_there


async def _owner_id(scope: Scope, owner: FeedOwner, space_id: UUID | None) -> UUID:
    if (space_id is None) == (owner is FeedOwner.SPACE):
        raise BadInput(field=_FIELD)
    is_resident = scope.actor.surface is Surface.RESIDENT
    if is_resident == (owner is FeedOwner.SPACE) or (is_resident and scope.actor.resident_id is None):
        raise Forbidden
    owner_id = scope.actor.resident_id if space_id is None else space_id
    if owner_id is None or (owner is FeedOwner.SPACE and await name_of_space(scope, owner_id) is None):
        raise NotFound(field=_FIELD)
    return owner_id


async def _rotate(scope: Scope, owner: FeedOwner, owner_id: UUID) -> str:
    secret = new_secret()
    new = insert(CalendarFeed).values(
        owner_type=owner, owner_id=owner_id, secret_hash=hash_of(secret), created_at=clock.now()
    )
    changed = {"secret_hash": new.excluded.secret_hash, "created_at": new.excluded.created_at}
    await scope.session.execute(
        new.on_conflict_do_update(index_elements=["operator_id", "owner_type", "owner_id"], set_=changed)
    )
    scope.record("rotate_feed_url", _TYPES[owner], owner_id)
    code = await scope.session.scalar(select(Operator.code).where(Operator.id == scope.operator_id))
    return f"{settings().url}/feeds/{file_name(code or '', secret)}"


async def _forget(scope: Scope, owner: FeedOwner, owner_ids: Sequence[UUID]) -> int:
    gone = await scope.session.scalars(
        delete(CalendarFeed)
        .where(CalendarFeed.owner_type == owner, CalendarFeed.owner_id.in_(owner_ids))
        .returning(CalendarFeed.owner_id)
    )
    return len(gone.all())


@action(FeedPermission.READ)
async def forget_feeds(scope: Scope, resident_id: UUID) -> None:
    """End the calendar of someone whose particulars were erased."""
    await _forget(scope, FeedOwner.RESIDENT, [resident_id])


async def _held(scope: Scope, leaving: Leaving) -> list[CheckOutEffect]:
    held = await scope.session.scalars(
        select(CalendarFeed.owner_id).where(
            CalendarFeed.owner_type == FeedOwner.RESIDENT, CalendarFeed.owner_id.in_(leaving.resident_ids)
        )
    )
    return _effects(len(held.all()))


async def _end(scope: Scope, leaving: Leaving) -> list[CheckOutEffect]:
    return _effects(await _forget(scope, FeedOwner.RESIDENT, leaving.resident_ids))


def _effects(count: int) -> list[CheckOutEffect]:
    return [CheckOutEffect(module="feeds", act="END_CALENDAR_FEED", count=count)] if count else []


CheckOutHook("feeds", preview=_held, apply=_end)
