"""The inbox over GraphQL."""

from typing import Any

from strawberry.relay import to_base64

from backend.core.ids import new_id
from backend.modules.messaging import actions
from backend.modules.messaging.contract import MessagingPermission, NotificationWanted
from graphql_schema.context import Context
from graphql_schema.schema import schema
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tests.conftest import acting

INBOX = """{
  unreadCount
  notifications(first: 2, unreadOnly: true) {
    totalCount pageInfo { hasNextPage } edges { node { id kind objectId facts readAt } }
  }
}"""
MARK = "mutation($id: ID!) { markNotificationRead(input: {id: $id}) { __typename ... on Refusal { code field } } }"
MARK_ALL = "mutation { markAllNotificationsRead { ... on Inbox { unreadCount } } }"
SET = """mutation($from: Time) {
  setNotificationSettings(input: {channels: [SMS, EMAIL], quietFrom: $from, quietUntil: "07:00:00"}) {
    ... on NotificationSettings { channels quietFrom quietUntil } ... on Refusal { code field }
  }
}"""


async def answer(actor: Actor, document: str, **variables: object) -> dict[str, Any]:
    context = Context(actor)
    result = await schema.execute(document, variables, context_value=context)
    await context.aclose()
    assert result.errors is None, result.errors
    assert result.data is not None
    return result.data


async def told(operator: Operator, owner: Actor, count: int) -> list[str]:
    object_ids = [new_id() for _ in range(count)]
    assert owner.account_id is not None
    async with open_scope(system_actor(operator.id, "test", MessagingPermission.NOTIFY)) as scope:
        for number, object_id in enumerate(object_ids):
            want = NotificationWanted(
                account_id=owner.account_id, kind="TEST", object_type="Stay", object_id=object_id, facts={"n": number}
            )
            await actions.add_notification(scope, want)
    return [to_base64("Stay", object_id) for object_id in object_ids]


async def test_the_owner_reads_and_marks_a_page(operator: Operator, desk: Actor) -> None:
    _, second, third = await told(operator, desk, 3)
    said = await answer(desk, INBOX)
    edges = said["notifications"]["edges"]
    assert (said["unreadCount"], said["notifications"]["totalCount"]) == (3, 3)
    assert said["notifications"]["pageInfo"]["hasNextPage"] is True
    assert [(edge["node"]["objectId"], edge["node"]["facts"]) for edge in edges] == [
        (third, '{"n":2}'),
        (second, '{"n":1}'),
    ]
    marked = await answer(desk, MARK, id=edges[0]["node"]["id"])
    assert marked["markNotificationRead"] == {"__typename": "Notification"}
    assert (await answer(desk, INBOX))["unreadCount"] == 2
    assert (await answer(desk, MARK_ALL))["markAllNotificationsRead"] == {"unreadCount": 0}
    assert (await answer(desk, INBOX))["notifications"]["edges"] == []


async def test_a_resident_reads_ones_own_and_a_stranger_may_not_mark_it(operator: Operator, desk: Actor) -> None:
    resident = acting(operator, Role.RESIDENT, resident_id=new_id())
    await told(operator, resident, 1)
    node = (await answer(resident, INBOX))["notifications"]["edges"][0]["node"]
    refused = await answer(desk, MARK, id=node["id"])
    assert refused["markNotificationRead"] == {"__typename": "Refusal", "code": "NOT_FOUND", "field": ["input", "id"]}
    assert (await answer(resident, INBOX))["unreadCount"] == 1
    wrong = await answer(resident, MARK, id=to_base64("Stay", new_id()))
    assert wrong["markNotificationRead"]["code"] == "BAD_INPUT"


async def test_settings_are_kept_and_half_of_the_quiet_hours_is_refused(desk: Actor) -> None:
    refused = await answer(desk, SET)
    assert refused["setNotificationSettings"] == {"code": "BAD_INPUT", "field": ["input", "quietFrom"]}
    kept = {"channels": ["EMAIL", "SMS"], "quietFrom": "22:00:00", "quietUntil": "07:00:00"}
    assert (await answer(desk, SET, **{"from": "22:00:00"}))["setNotificationSettings"] == kept
    asked = await answer(desk, "{ notificationSettings { channels quietFrom quietUntil } }")
    assert asked["notificationSettings"] == kept
