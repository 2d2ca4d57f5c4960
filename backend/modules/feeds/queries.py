"""Reads of feeds: whose a secret is, and what its calendar holds."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core.errors import NotFound
from backend.modules.feeds.contract import CalendarEntry, FeedOwner, FeedPermission, name_of_space, sources
from backend.modules.feeds.models import CalendarFeed
from tenants.models import Operator
from tenants.scope import Actor, Scope, query, system_actor
from tenants.secrets import hash_of


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar by its name, with its entries."""

    name: str
    entries: list[CalendarEntry]


def feed_reader(operator_id: UUID) -> Actor:
    """Whoever comes with a secret: nobody in particular, who may do what the sources need."""
    needed = {permission for source in sources.values() for permission in source.permissions}
    return system_actor(operator_id, "feeds.read", FeedPermission.READ, *sorted(needed))


@query(FeedPermission.READ)
async def get_feed(scope: Scope, secret: str) -> Feed:
    """The calendar that a secret opens. Raises NotFound."""
    columns = (CalendarFeed.owner_type, CalendarFeed.owner_id)
    wanted = select(*columns).where(CalendarFeed.secret_hash == hash_of(secret))
    feed = (await scope.session.execute(wanted)).one_or_none()
    if feed is None:
        raise NotFound
    owner = FeedOwner(feed.owner_type)
    name = await name_of_space(scope, feed.owner_id) if owner is FeedOwner.SPACE else None
    if name is None:
        name = await scope.session.scalar(select(Operator.name_zh).where(Operator.id == scope.operator_id))
    entries = [
        entry for _, source in sorted(sources.items()) for entry in await source.read(scope, owner, feed.owner_id)
    ]
    return Feed(f"新居 · {name}", entries)
