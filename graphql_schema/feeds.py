"""Feeds in the schema: the address of a calendar, told once."""

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.feeds import actions
from backend.modules.feeds.contract import FeedOwner
from graphql_schema.context import Info
from graphql_schema.fields import given, record
from graphql_schema.inputs import key, ref, said
from graphql_schema.mutation import mutation

strawberry.enum(FeedOwner, description="What a calendar is of.")


@record
class FeedUrl:
    """The secret address of a calendar (iCalendar). It is told once; whoever knows it can read the calendar."""

    url: str = strawberry.field(description="For a calendar program to subscribe to.")


@record
class FeedRevoked:
    """The end of a calendar's address."""

    was_there: bool = strawberry.field(description="Whether there was one.")


@given
class FeedInput:
    """Which calendar is meant."""

    owner: FeedOwner = said("RESIDENT for the caller's own.", default=FeedOwner.RESIDENT)
    space_id: GlobalID | None = ref("The space, where it is a space's; that is for staff.", "Space", optional=True)


@strawberry.type
class Mutation:
    """Writes."""

    @mutation(Surface.RESIDENT, Surface.TENANT)
    async def rotate_feed_url(self, info: Info, input: FeedInput) -> FeedUrl:
        """Make a new address of a calendar; the one before shows nothing any more."""
        return FeedUrl(
            url=await actions.rotate_feed_url(await info.context.scope(), input.owner, key(input, "space_id"))
        )

    @mutation(Surface.RESIDENT, Surface.TENANT)
    async def revoke_feed_url(self, info: Info, input: FeedInput) -> FeedRevoked:
        """End the address of a calendar."""
        return FeedRevoked(
            was_there=await actions.revoke_feed_url(await info.context.scope(), input.owner, key(input, "space_id"))
        )
