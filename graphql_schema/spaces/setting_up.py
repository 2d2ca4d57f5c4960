"""Spaces in the schema: the reads, and what staff do with a space."""

import datetime as dt
from collections.abc import AsyncGenerator

import strawberry
from strawberry.relay import GlobalID

from backend.core import clock
from backend.core.live import live
from backend.core.surfaces import Surface
from backend.modules.spaces import words
from backend.modules.spaces.actions import blocks as block_actions
from backend.modules.spaces.actions import spaces as actions
from backend.modules.spaces.contract.inputs import NewBlock, NewSpace, SpaceChange
from backend.modules.spaces.queries import availability as free
from backend.modules.spaces.queries import spaces as queries
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, given, reads, record, watches
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Connection, First, key_of, page
from graphql_schema.spaces.rules import SpaceRulesInput, rules_of
from graphql_schema.spaces.spaces import AvailableTime, Equipment, From, Space, SpaceBlock, To
from tenants.scope import open_scope

_WHO = (Surface.TENANT, Surface.RESIDENT)
_WATCHED = dt.timedelta(days=7)


@given
class SpaceFilter:
    """Which spaces are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    kind: words.SpaceKind | None = said("Of this kind.", default=None)
    open_only: bool = said("Only those that can be booked.", default=False)


@given
class CreateSpaceInput(Creation):
    """A shared space to open."""

    community_id: GlobalID = ref("Where.", "Community")
    name: str = said("Name, up to 60 characters.")
    kind: words.SpaceKind = said("What it is.")
    rules: SpaceRulesInput = said("How it may be used.")
    location: str = said("Where to find it.", default="")
    parent_id: GlobalID | None = ref("The space that it is a part of.", "Space", optional=True)


@given
class UpdateSpaceInput:
    """What is to be otherwise; what is left out stays."""

    space_id: GlobalID = ref("The space.", "Space")
    name: str | None = said("Name.", default=None)
    kind: words.SpaceKind | None = said("What it is.", default=None)
    location: str | None = said("Where to find it.", default=None)
    rules: SpaceRulesInput | None = said("All of its rules.", default=None)
    is_open: bool | None = said("Whether it can be booked at all.", default=None)


@given
class SetEquipmentInput:
    """How many there are of something."""

    space_id: GlobalID = ref("The space.", "Space")
    name: str = said("What it is.")
    stock: int = said("How many; 0 takes it away.")


@given
class BlockSpaceInput(Creation):
    """A time in which nobody may use a space."""

    space_id: GlobalID = ref("The space; its parts are closed too.", "Space")
    starts_at: dt.datetime = said("From.")
    ends_at: dt.datetime = said("Until.")
    reason: str = said("Why, 2 to 500 characters; whoever had booked reads it.")


@given
class LiftBlockInput:
    """A block-out to be ended."""

    block_id: GlobalID = ref("The block-out.", "SpaceBlock")


@record
class SpaceAvailability(Record):
    """What is free in a space now."""

    space: Space = column("The space.")
    times: list[AvailableTime] = column("The slots of its grid.")


@strawberry.type
class Query:
    """Reads of spaces."""

    @reads(*_WHO, filter="Which spaces are wanted; all where it is left out.")
    async def spaces(
        self, info: Info, filter: SpaceFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[Space]:
        """The shared spaces that the caller may see."""
        wanted = plain(filter, queries.SpaceFilter) if filter else queries.SpaceFilter()
        return Connection.of(Space, await queries.list_spaces(await info.context.scope(), page(first, after), wanted))

    @reads(*_WHO, id="The space.")
    async def space(self, info: Info, id: GlobalID) -> Space | None:
        """One space; none where there is no such space for the caller."""
        row = await info.context.load(queries.spaces_by_id, key_of(id, "Space", field=("id",)))
        return None if row is None else Space.of(row)

    @reads(*_WHO, space_id="The space.")
    async def availability(self, info: Info, space_id: GlobalID, from_: From, to: To) -> list[AvailableTime]:
        """The slots of a space's grid, free or not, and how many seats are left."""
        wanted = key_of(space_id, "Space", field=("space_id",))
        found = await free.availability(await info.context.scope(), wanted, from_, to)
        return [AvailableTime.of(one) for one in found]

    @reads(*_WHO, space_id="Only of this space.", ends_after="Only those that last beyond this moment.")
    async def space_blocks(
        self,
        info: Info,
        space_id: GlobalID | None = None,
        ends_after: dt.datetime | None = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[SpaceBlock]:
        """Block-outs, the latest first."""
        where = key_of(space_id, "Space", field=("space_id",)) if space_id else None
        found = await queries.list_blocks(await info.context.scope(), page(first, after), where, ends_after)
        return Connection.of(SpaceBlock, found)


@strawberry.type
class Mutation:
    """What staff do with spaces."""

    @mutation(Surface.TENANT)
    async def create_space(self, info: Info, input: CreateSpaceInput) -> Space:
        """Open a shared space, or a part of one."""
        new = plain(input, NewSpace, rules=rules_of(input.rules))
        return Space.of(await actions.create_space(await info.context.scope(), new))

    @mutation(Surface.TENANT)
    async def update_space(self, info: Info, input: UpdateSpaceInput) -> Space:
        """Change a space; bookings that were made stay as they are."""
        change = plain(input, SpaceChange, rules=rules_of(input.rules) if input.rules else None)
        return Space.of(await actions.update_space(await info.context.scope(), key(input, "space_id"), change))

    @mutation(Surface.TENANT)
    async def set_equipment(self, info: Info, input: SetEquipmentInput) -> Equipment:
        """Say how many there are of something that is lent along with a space."""
        scope, space_id = await info.context.scope(), key(input, "space_id")
        return Equipment.of(await actions.set_equipment(scope, space_id, input.name, input.stock))

    @mutation(Surface.TENANT)
    async def block_space(self, info: Info, input: BlockSpaceInput) -> SpaceBlock:
        """Close a space for a time; bookings then are cancelled, and whoever had booked is told."""
        return SpaceBlock.of(await block_actions.block_space(await info.context.scope(), plain(input, NewBlock)))

    @mutation(Surface.TENANT)
    async def lift_block(self, info: Info, input: LiftBlockInput) -> SpaceBlock:
        """Open a space again before its block-out is over."""
        return SpaceBlock.of(await block_actions.lift_block(await info.context.scope(), key(input, "block_id")))


@strawberry.type
class Subscription:
    """Watching a space."""

    @watches(*_WHO, space_id="The space.")
    async def availability_changed(self, info: Info, space_id: GlobalID) -> AsyncGenerator[SpaceAvailability, None]:
        """What is free in the next seven days: at once, and whenever it has changed."""
        wanted = key_of(space_id, "Space", field=("space_id",))
        async with open_scope(info.context.actor, read_only=True) as scope:
            root_id = (await queries.get_space(scope, wanted)).root_id
        told = None
        async for _ in live.wakes(f"{info.context.actor.operator}:space:{root_id}"):
            now = clock.now()
            # Read anew under the caller's own scope: a hint tells nobody what they may not see.
            async with open_scope(info.context.actor, read_only=True) as scope:
                times = await free.availability(scope, wanted, now, now + _WATCHED)
                row = await queries.get_space(scope, wanted)
            if times != told:
                told = times
                yield SpaceAvailability(space=Space.of(row), times=[AvailableTime.of(one) for one in times])
