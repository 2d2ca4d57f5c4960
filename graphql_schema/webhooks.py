"""Webhooks in the schema: for an operator's admins alone."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.webhooks import queries
from backend.modules.webhooks.actions import deliveries, endpoints
from backend.modules.webhooks.contract import (
    DeliveryFault,
    DeliveryStatus,
    NewWebhook,
    WebhookChange,
    public_events,
)
from graphql_schema.context import Info
from graphql_schema.fields import column, given, one, reads, record
from graphql_schema.inputs import key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, key_of, page

strawberry.enum(DeliveryStatus, name="WebhookDeliveryStatus", description="What came of telling a webhook.")
strawberry.enum(DeliveryFault, name="WebhookDeliveryFault", description="Why a try to tell a webhook failed.")


@record
class Webhook(Batched, Node):
    """An address of the operator's own that is told of events by POST, signed as Standard Webhooks says."""

    batch = staticmethod(queries.webhooks_by_id)
    id: NodeID[UUID]
    url: str = column("The address.")
    events: list[str] = column("The events that it is told of.")
    is_active: bool = column("Whether it is told of anything now.")
    created_at: dt.datetime = column("Since when.")
    failing_since_at: dt.datetime | None = column("Since when every try has failed, if the last one did.")
    disabled_at: dt.datetime | None = column("When it was switched off because it had failed for days.")


@record
class WebhookDelivery(Batched, Node):
    """One event for one webhook; kept for thirty days."""

    batch = staticmethod(queries.webhook_deliveries_by_id)
    id: NodeID[UUID]
    webhook_id: strawberry.Private[UUID]
    webhook: Webhook | None = one("webhook_id", queries.webhooks_by_id, "The webhook.", to="Webhook")
    event_id: UUID = column("Id of the event, which the header `webhook-id` has at every try.")
    event: str = column("Name of the event.")
    body: str = column("What is sent: JSON of ids, dates and codes.")
    status: DeliveryStatus = column("What came of it.")
    attempts: int = column("How often it was tried.")
    due_at: dt.datetime | None = column("When it is tried next.")
    fault: DeliveryFault | None = column("Why the last try failed.")
    answered_status: int | None = column("HTTP status of the last answer.")
    created_at: dt.datetime = column("Since when.")
    tried_at: dt.datetime | None = column("When it was last tried.")


@strawberry.type(description="A webhook with a secret that is shown this once.")
class WebhookSecret:
    """What making a webhook, or rotating its secret, answers."""

    webhook: Webhook = strawberry.field(description="The webhook.")
    secret: str = strawberry.field(description="The secret, beginning with `whsec_`; nobody can see it again.")


@strawberry.type(description="A webhook that is no more.")
class DeletedWebhook:
    """What deleting one answers."""

    webhook_id: GlobalID = strawberry.field(description="The id that it had.")


@given
class CreateWebhookInput:
    """Where to tell of which events. Without an idempotency key, for the answer holds a secret."""

    url: str = said("An https address on the public internet.")
    events: list[str] = said("Names of public events, one at least.")


@given
class UpdateWebhookInput:
    """What is to change; what is left out stays."""

    webhook_id: GlobalID = ref("The webhook.", "Webhook")
    url: str | None = said("An https address on the public internet.", default=None)
    events: list[str] | None = said("Names of public events, one at least.", default=None)
    is_active: bool | None = said("Whether it is told of anything.", default=None)


@given
class DeleteWebhookInput:
    """A webhook to forget."""

    webhook_id: GlobalID = ref("The webhook.", "Webhook")


@given
class RotateWebhookSecretInput:
    """A webhook that needs a new secret."""

    webhook_id: GlobalID = ref("The webhook.", "Webhook")


@given
class RedeliverWebhookInput:
    """A delivery to try anew."""

    delivery_id: GlobalID = ref("The delivery.", "WebhookDelivery")


@strawberry.type
class Query:
    """Reads of webhooks."""

    @reads(Surface.TENANT)
    async def webhooks(self, info: Info, first: First = 20, after: After = None) -> Connection[Webhook]:
        """The operator's webhooks, oldest first."""
        return Connection.of(Webhook, await queries.list_webhooks(await info.context.scope(), page(first, after)))

    @reads(Surface.TENANT)
    async def webhook_events(self) -> list[str]:
        """The names of all public events, from which a webhook chooses."""
        return list(public_events())

    @reads(Surface.TENANT, webhook_id="The webhook.", status="Only in this state.")
    async def webhook_deliveries(
        self,
        info: Info,
        webhook_id: GlobalID,
        status: DeliveryStatus | None = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[WebhookDelivery]:
        """What a webhook was or is to be told, newest first."""
        named = key_of(webhook_id, "Webhook", field=("webhook_id",))
        scope = await info.context.scope()
        found = await queries.list_webhook_deliveries(scope, page(first, after), named, status)
        return Connection.of(WebhookDelivery, found)


@strawberry.type
class Mutation:
    """Changes to webhooks."""

    @mutation(Surface.TENANT)
    async def create_webhook(self, info: Info, input: CreateWebhookInput) -> WebhookSecret:
        """Have an address told of events. The answer shows its secret, this once."""
        made, secret = await endpoints.create_webhook(await info.context.scope(), plain(input, NewWebhook))
        return WebhookSecret(webhook=Webhook.of(made), secret=secret)

    @mutation(Surface.TENANT)
    async def update_webhook(self, info: Info, input: UpdateWebhookInput) -> Webhook:
        """Change an address or its events; switch it off, or on again with all that has waited."""
        scope, webhook_id = await info.context.scope(), key(input, "webhook_id")
        return Webhook.of(await endpoints.update_webhook(scope, webhook_id, plain(input, WebhookChange)))

    @mutation(Surface.TENANT)
    async def delete_webhook(self, info: Info, input: DeleteWebhookInput) -> DeletedWebhook:
        """Forget a webhook, with everything that it was told."""
        gone = await endpoints.delete_webhook(await info.context.scope(), key(input, "webhook_id"))
        return DeletedWebhook(webhook_id=GlobalID("Webhook", str(gone)))

    @mutation(Surface.TENANT)
    async def rotate_webhook_secret(self, info: Info, input: RotateWebhookSecretInput) -> WebhookSecret:
        """Give a webhook a new secret, shown this once; the old one signs as well for a day."""
        scope, webhook_id = await info.context.scope(), key(input, "webhook_id")
        webhook, secret = await endpoints.rotate_webhook_secret(scope, webhook_id)
        return WebhookSecret(webhook=Webhook.of(webhook), secret=secret)

    @mutation(Surface.TENANT)
    async def redeliver_webhook(self, info: Info, input: RedeliverWebhookInput) -> WebhookDelivery:
        """Send something again now, under the same id, with all its retries."""
        made = await deliveries.redeliver_webhook(await info.context.scope(), key(input, "delivery_id"))
        return WebhookDelivery.of(made)
