"""Messaging in the schema: the inbox of whoever asks."""

import datetime as dt
from uuid import UUID

import msgspec
import strawberry
from strawberry.relay import GlobalID, Node, NodeID, to_base64

from backend.core.surfaces import Surface
from backend.modules.messaging import actions, queries
from backend.modules.messaging.contract import Channel, NewSettings
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, reads, record
from graphql_schema.inputs import plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, key_of, page

_WHO = (Surface.TENANT, Surface.RESIDENT)

strawberry.enum(
    Channel, name="NotificationChannel", description="How a notification reaches someone besides the inbox."
)


@record
class Notification(Batched, Node):
    """One thing that an account is told; the faces word it from its kind and facts."""

    batch = staticmethod(queries.notifications_by_id)
    id: NodeID[UUID]
    object_type: strawberry.Private[str]
    object_id: strawberry.Private[UUID]
    kind: str = column("What has happened, as a code.")
    facts: strawberry.Private[dict[str, str | int]]
    created_at: dt.datetime = column("When it was put into the inbox.")
    read_at: dt.datetime | None = column("When it was first read, if it was.")

    @computed("Global id of what it is about.", name="objectId")
    def about(self) -> strawberry.ID:
        """A client may ask for it by `node`."""
        return strawberry.ID(to_base64(self.object_type, self.object_id))

    @computed("Ids, codes, dates and numbers to word it with, as a JSON object.", name="facts")
    def facts_as_json(self) -> str:
        """Each kind has its own."""
        return msgspec.json.encode(self.facts).decode()


@record
class Inbox(Record):
    """The caller's own inbox."""

    @computed("How many notifications are unread.")
    async def unread_count(self, info: Info) -> int:
        """Counted when it is asked for."""
        return await queries.count_unread_notifications(await info.context.scope())


@record
class NotificationSettings(Record):
    """By which channels the caller wants to be told, and when not."""

    channels: list[Channel] = column("Besides the inbox, where everything arrives.")
    quiet_from: dt.time | None = column("Shanghai time from which nothing goes out, if there are quiet hours.")
    quiet_until: dt.time | None = column("Shanghai time from which messages go out again.")


@given
class MarkNotificationReadInput:
    """Which notification was read."""

    id: GlobalID = ref("The notification.", "Notification")


@given
class SetNotificationSettingsInput:
    """By which channels, and when not; quiet hours have both ends or none, and may span midnight."""

    channels: list[Channel] = said("Besides the inbox.")
    quiet_from: dt.time | None = said("In Shanghai.", default=None)
    quiet_until: dt.time | None = said("In Shanghai.", default=None)


@strawberry.type
class Query:
    """Reads."""

    @reads(*_WHO, unread_only="Whether only unread ones are wanted.")
    async def notifications(
        self, info: Info, first: First = 20, after: After = None, unread_only: bool = False
    ) -> Connection[Notification]:
        """The caller's own notifications, newest first."""
        scope = await info.context.scope()
        found = await queries.list_notifications(scope, page(first, after), unread_only=unread_only)
        return Connection.of(Notification, found)

    @reads(*_WHO)
    async def unread_count(self, info: Info) -> int:
        """How many of the caller's notifications are unread."""
        return await queries.count_unread_notifications(await info.context.scope())

    @reads(*_WHO)
    async def notification_settings(self, info: Info) -> NotificationSettings:
        """The caller's own settings."""
        return NotificationSettings.of(await queries.get_notification_settings(await info.context.scope()))


@strawberry.type
class Mutation:
    """Writes."""

    @mutation(*_WHO)
    async def mark_notification_read(self, info: Info, input: MarkNotificationReadInput) -> Notification:
        """Remember that one of the caller's notifications was read."""
        wanted = key_of(input.id, "Notification", field=("input", "id"))
        return Notification.of(await actions.mark_notification_read(await info.context.scope(), wanted))

    @mutation(*_WHO)
    async def mark_all_notifications_read(self, info: Info) -> Inbox:
        """Remember that all of the caller's notifications were read."""
        await actions.mark_all_notifications_read(await info.context.scope())
        return Inbox()

    @mutation(*_WHO)
    async def set_notification_settings(self, info: Info, input: SetNotificationSettingsInput) -> NotificationSettings:
        """Choose the caller's channels and quiet hours."""
        new = plain(input, NewSettings)
        return NotificationSettings.of(await actions.set_notification_settings(await info.context.scope(), new))
