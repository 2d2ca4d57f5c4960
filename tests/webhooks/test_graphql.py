"""Webhooks over GraphQL: an admin's whole way, and what others are answered."""

from typing import Any

from backend.core import clock
from graphql_schema.context import Context
from graphql_schema.schema import schema
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor
from tests.conftest import acting, new_operator
from tests.core.receiver import Receiver
from tests.webhooks.conftest import BEGIN, CHECKED_OUT, emit, send

CREATE = """mutation($url: String!, $events: [String!]!) {
  createWebhook(input: {url: $url, events: $events}) {
    ... on WebhookSecret { secret webhook { id url events isActive } } ... on Refusal { code field }
  }
}"""
WEBHOOKS = "{ webhookEvents webhooks { totalCount edges { node { id url failingSinceAt } } } }"
DELIVERIES = """query($id: ID!, $status: WebhookDeliveryStatus) {
  webhookDeliveries(webhookId: $id, status: $status) {
    edges { node { id event status attempts answeredStatus body webhook { id } } }
  }
}"""
UPDATE = """mutation($id: ID!) {
  updateWebhook(input: {webhookId: $id, isActive: false}) { ... on Webhook { isActive url } ... on Refusal { code } }
}"""
ROTATE = """mutation($id: ID!) {
  rotateWebhookSecret(input: {webhookId: $id}) { ... on WebhookSecret { secret } ... on Refusal { code } }
}"""
REDELIVER = """mutation($id: ID!) {
  redeliverWebhook(input: {deliveryId: $id}) {
    ... on WebhookDelivery { status attempts } ... on Refusal { code field }
  }
}"""
DELETE = """mutation($id: ID!) {
  deleteWebhook(input: {webhookId: $id}) { ... on DeletedWebhook { webhookId } ... on Refusal { code field } }
}"""
NODE = "query($id: ID!) { node(id: $id) { id } }"


async def answer(actor: Actor, document: str, **variables: object) -> dict[str, Any]:
    context = Context(actor)
    result = await schema.execute(document, variables, context_value=context)
    await context.aclose()
    assert result.errors is None, result.errors
    assert result.data is not None
    return result.data


async def test_an_admin_makes_reads_rotates_redelivers_and_deletes(admin: Actor, receiver: Receiver) -> None:
    with clock.at(BEGIN):
        made = (await answer(admin, CREATE, url=receiver.url, events=[CHECKED_OUT]))["createWebhook"]
        webhook_id = made["webhook"]["id"]
        assert made["secret"].startswith("whsec_")
        assert made["webhook"] == {"id": webhook_id, "url": receiver.url, "events": [CHECKED_OUT], "isActive": True}
        said = await answer(admin, WEBHOOKS)
        assert CHECKED_OUT in said["webhookEvents"]
        assert said["webhooks"] == {
            "totalCount": 1,
            "edges": [{"node": {"id": webhook_id, "url": receiver.url, "failingSinceAt": None}}],
        }
        await emit(admin)
        await send(admin)
        (edge,) = (await answer(admin, DELIVERIES, id=webhook_id))["webhookDeliveries"]["edges"]
        assert (edge["node"]["status"], edge["node"]["attempts"], edge["node"]["answeredStatus"]) == (
            "DELIVERED",
            1,
            204,
        )
        assert edge["node"]["body"].encode() == receiver.heard[0].body
        assert edge["node"]["webhook"] == {"id": webhook_id}
        failed = await answer(admin, DELIVERIES, id=webhook_id, status="FAILED")
        assert failed == {"webhookDeliveries": {"edges": []}}
        again = await answer(admin, REDELIVER, id=edge["node"]["id"])
        assert again == {"redeliverWebhook": {"status": "PENDING", "attempts": 0}}
        rotated = (await answer(admin, ROTATE, id=webhook_id))["rotateWebhookSecret"]["secret"]
        assert rotated != made["secret"]
        updated = await answer(admin, UPDATE, id=webhook_id)
        assert updated == {"updateWebhook": {"isActive": False, "url": receiver.url}}
        assert await answer(admin, DELETE, id=webhook_id) == {"deleteWebhook": {"webhookId": webhook_id}}
        gone = await answer(admin, DELETE, id=webhook_id)
    assert gone == {"deleteWebhook": {"code": "NOT_FOUND", "field": ["input", "webhookId"]}}


async def test_a_refusal_names_its_field(admin: Actor) -> None:
    refused = await answer(admin, CREATE, url="https://10.0.0.1/", events=[CHECKED_OUT])
    assert refused == {"createWebhook": {"code": "WEBHOOK_URL_INVALID", "field": ["input", "url"]}}


async def test_others_are_answered_as_if_there_were_nothing(
    operator: Operator, admin: Actor, receiver: Receiver
) -> None:
    made = (await answer(admin, CREATE, url=receiver.url, events=[CHECKED_OUT]))["createWebhook"]
    webhook_id = made["webhook"]["id"]
    stranger = acting(await new_operator(), Role.OPERATOR_ADMIN)
    assert await answer(stranger, NODE, id=webhook_id) == {"node": None}
    assert await answer(stranger, ROTATE, id=webhook_id) == {"rotateWebhookSecret": {"code": "NOT_FOUND"}}
    assert (await answer(stranger, WEBHOOKS))["webhooks"] == {"totalCount": 0, "edges": []}
    manager = acting(operator, Role.COMMUNITY_MANAGER)
    assert await answer(manager, ROTATE, id=webhook_id) == {"rotateWebhookSecret": {"code": "FORBIDDEN"}}
    refused = await answer(manager, CREATE, url=receiver.url, events=[CHECKED_OUT])
    assert refused == {"createWebhook": {"code": "FORBIDDEN", "field": None}}
