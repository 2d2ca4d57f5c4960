"""The audit trail over GraphQL."""

import datetime as dt
import json
from typing import Any

from strawberry.relay import to_base64

from backend.core import clock
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.audit.actions import seal_entries
from backend.modules.audit.contract import AuditFilter, AuditPermission
from backend.modules.audit.queries import audit_entries_by_id, list_audit_entries
from graphql_schema.context import Context
from graphql_schema.schema import schema
from tenants.models import Account, Membership, Operator
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tests.conftest import acting, new_operator

ENTRIES = """query($objectId: ID, $actor: String, $act: String, $from: DateTime, $to: DateTime) {
  auditEntries(first: 10, objectId: $objectId, actor: $actor, act: $act, from: $from, to: $to) {
    totalCount edges { node { id at actor actorName act objectType objectId reason facts sealed } }
  }
}"""


async def asked(reader: Actor, /, **variables: object) -> Any:  # Any: the answer, or its errors
    context = Context(reader)
    result = await schema.execute(ENTRIES, variables, context_value=context)
    await context.aclose()
    return result.errors or [edge["node"] for edge in (result.data or {})["auditEntries"]["edges"]]


async def acts(reader: Actor, /, **variables: object) -> list[str]:
    return [node["act"] for node in await asked(reader, **variables)]


async def named(operator: Operator, actor: Actor, name: str) -> None:
    assert actor.account_id is not None
    async with open_scope(platform_actor("test")) as scope:
        scope.session.add(Account(id=actor.account_id, display_name="elsewhere"))
        await scope.session.flush()
        member = {"operator_id": operator.id, "role": Role.FRONT_DESK, "display_name": name}
        scope.session.add(Membership(account_id=actor.account_id, **member))


async def test_an_administrator_reads_who_did_what(operator: Operator, desk: Actor) -> None:
    admin = acting(operator, Role.OPERATOR_ADMIN)
    await named(operator, desk, "前台小王")
    object_id = new_id()
    async with open_scope(desk) as scope:
        scope.record("check_out", "Stay", object_id, reason="到期", days=3)
    async with open_scope(system_actor(operator.id, "audit.test", AuditPermission.SEAL)) as scope:
        assert await seal_entries(scope) == 1
        scope.record("swept", "Operator", None)
    swept, left = await asked(admin)
    assert (swept["actor"], swept["actorName"], swept["objectId"], swept["sealed"]) == (
        "system:audit.test",
        None,
        None,
        False,
    )
    assert (left["actor"], left["actorName"], left["sealed"]) == (str(desk.account_id), "前台小王", True)
    assert (left["act"], left["objectType"], left["objectId"]) == ("check_out", "Stay", to_base64("Stay", object_id))
    assert (left["reason"], json.loads(left["facts"])) == ("到期", {"days": 3})
    assert dt.datetime.fromisoformat(left["at"]) <= clock.now()


async def test_each_filter_lets_through_what_it_names(operator: Operator, desk: Actor) -> None:
    admin = acting(operator, Role.OPERATOR_ADMIN)
    object_id, noon = new_id(), dt.datetime(2026, 5, 1, 4, tzinfo=dt.UTC)
    for hours, act in enumerate(("early", "midday", "late")):
        with clock.at(noon + dt.timedelta(hours=hours - 1)):
            async with open_scope(desk if act == "midday" else admin) as scope:
                scope.record(act, "Stay", object_id if act == "late" else new_id())
    assert await acts(admin, objectId=to_base64("Stay", object_id)) == ["late"]
    assert await acts(admin, actor=str(desk.account_id)) == ["midday"]
    assert await acts(admin, act="early") == ["early"]
    assert await acts(admin, **{"from": noon.isoformat()}) == ["late", "midday"]
    assert await acts(admin, to=noon.isoformat()) == ["early"]


async def test_nobody_else_reads_it(operator: Operator, desk: Actor) -> None:
    async with open_scope(desk) as scope:
        scope.record("check_in", "Stay", None)
    assert await asked(acting(await new_operator(), Role.OPERATOR_ADMIN)) == []
    for role in (Role.FRONT_DESK, Role.COMMUNITY_MANAGER, Role.RESIDENT):
        assert [error.original_error.code for error in await asked(acting(operator, role))] == ["FORBIDDEN"]


async def test_one_limited_to_communities_reads_what_was_done_there_alone(operator: Operator, desk: Actor) -> None:
    theirs, another = new_id(), new_id()
    async with open_scope(desk) as scope:
        scope.record("reveal_document", "Resident", theirs, community_id=theirs, reason="报警")
        scope.record("reveal_document", "Resident", another, community_id=another, reason="报警")
        scope.record("set_limits", "Operator", None)
    limited = acting(operator, Role.OPERATOR_ADMIN, community_ids=(theirs,))
    (seen,) = await asked(limited)
    assert seen["objectId"] == to_base64("Resident", str(theirs))
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN), read_only=True) as scope:
        everything = [row.id for row in (await list_audit_entries(scope, Page(), AuditFilter())).rows]
    async with open_scope(limited, read_only=True) as scope:
        found = await audit_entries_by_id(scope, everything)
    assert (len(everything), [row.object_id for row in found.values()]) == (3, [theirs])
