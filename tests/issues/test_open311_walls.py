"""Open311 shows nothing that is not public, of nobody else, and only where an operator takes part."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select, update

from backend.core.errors import Forbidden, NotFound
from backend.modules.issues.actions.exchange import create_open311_client, revoke_open311_client
from backend.modules.issues.contract.permissions import MOST_CLIENTS
from backend.modules.issues.contract.refusals import Open311ClientLimitReached, Open311NameInvalid
from backend.modules.issues.models.clients import Open311Client
from backend.modules.issues.models.handling import IssueCategory
from backend.modules.issues.models.issues import Issue
from graphql_schema.context import Context
from tenants.audit import AuditEntry
from tenants.models import Operator, OperatorState
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.isolation.crawling import ask
from tests.issues.acting import act
from tests.issues.factories import Town, a_photo, make_town, reported
from tests.issues.open311 import Exchange, errors_of, exchanging, new_key

SECRET_TEXT = "118室的空调漏水，请致电13800138000张伟"
GIVE = "... on Open311Key { apiKey client { id name revokedAt } }"
END = "... on Open311Client { id revokedAt }"
LIST = "{ open311Clients { edges { node { id name usedAt revokedAt } } totalCount } }"


@pytest.fixture
async def elsewhere() -> AsyncIterator[Exchange]:
    """Another operator's town, which takes part too."""
    async with exchanging(await make_town(await new_operator())) as made:
        yield made


async def everything(exchange: Exchange, issue: Issue) -> str:
    """All that can be asked for, in both formats, as one text."""
    told = ""
    for ending in ("json", "xml"):
        for path in ("services", "services/water", "requests", f"requests/{issue.id}"):
            told += (await exchange.get(f"{path}.{ending}")).text
        told += (await exchange.get(f"requests.{ending}", service_request_id=str(issue.id))).text
    return told


@pytest.mark.parametrize("more", [{"is_private": True}, {"category": "neighbours"}])
async def test_private_and_sensitive_issues_are_not_there(exchange: Exchange, more: dict[str, Any]) -> None:
    issue = await reported(exchange.town, text=SECRET_TEXT, **more)
    assert str(issue.id) not in await everything(exchange, issue)
    assert errors_of(await exchange.get(f"requests/{issue.id}.xml")) == (404, [404])
    assert await exchange.ids(service_request_id=str(issue.id)) == []


async def test_issues_of_a_type_that_became_sensitive_are_there_no_longer(exchange: Exchange) -> None:
    issue = await reported(exchange.town)
    assert await exchange.ids() == [str(issue.id)]
    async with open_scope(exchange.town.manager) as scope:
        await scope.session.execute(update(IssueCategory).values(is_sensitive=True))
    assert str(issue.id) not in await everything(exchange, issue)


async def test_words_rooms_and_people_of_a_public_issue_stay_inside(exchange: Exchange) -> None:
    town = exchange.town
    photo = await a_photo(town.resident)
    issue = await reported(town, text=SECRET_TEXT, place_note="阳台118", photo_ids=(photo,))
    told = await everything(exchange, issue)
    assert str(issue.id) in told
    kept = (town.home.unit_id, *town.home.bed_ids, town.home.building_id, town.resident.resident_id, photo)
    for secret in ("空调漏水", "13800138000", "张伟", "118", "阳台", *map(str, kept), str(town.resident.account_id)):
        assert secret not in told, secret
    (row,) = await exchange.rows()
    assert (row["description"], row["media_url"]) == (None, None)


async def test_one_operators_requests_are_nothing_under_anothers_name(exchange: Exchange, elsewhere: Exchange) -> None:
    here, there = await reported(exchange.town), await reported(elsewhere.town)
    assert (await exchange.ids(), await elsewhere.ids()) == ([str(here.id)], [str(there.id)])
    assert str(there.id) not in await everything(exchange, there)
    assert errors_of(await exchange.get(f"requests/{there.id}.json")) == (404, [404])


async def test_a_key_opens_its_own_operator_alone(exchange: Exchange, elsewhere: Exchange) -> None:
    there = elsewhere.town.operator.code
    secret = exchange.api_key.rsplit("-", 1)[1]
    for api_key in (exchange.api_key, f"{there}-{secret}"):
        assert errors_of(await exchange.post(api_key=api_key, jurisdiction_id=there)) == (403, [403])
    assert errors_of(await exchange.post(api_key=elsewhere.api_key)) == (403, [403])
    for town in (exchange.town, elsewhere.town):
        async with open_scope(town.manager, read_only=True) as scope:
            assert (await scope.session.scalars(select(Issue))).all() == []


async def test_an_operator_without_a_key_in_force_takes_no_part(exchange: Exchange) -> None:
    issue = await reported(exchange.town)
    stranger = await new_operator()
    unknown = [await exchange.get("requests.json", jurisdiction_id=code) for code in (stranger.code, "nobody", "N O")]
    async with open_scope(exchange.admin) as scope:
        await revoke_open311_client(scope, exchange.client_id)
    paths = ("services.json", "services/water.json", "requests.json", f"requests/{issue.id}.json", "tokens/1.json")
    unknown += [await exchange.get(path) for path in paths]
    assert {(one.status_code, one.text) for one in unknown} == {(404, unknown[0].text)}
    _ = await new_key(exchange.admin)
    assert await exchange.ids() == [str(issue.id)]


async def test_a_suspended_operator_takes_no_part(exchange: Exchange) -> None:
    async with open_scope(platform_actor("test")) as scope:
        await scope.session.execute(
            update(Operator).where(Operator.id == exchange.town.operator.id).values(state=OperatorState.SUSPENDED)
        )
    assert errors_of(await exchange.get("requests.json")) == (404, [404])
    assert errors_of(await exchange.post()) == (404, [404])


async def test_admins_give_keys_see_them_without_the_secret_and_end_them(town: Town) -> None:
    admin = acting(town.operator, Role.OPERATOR_ADMIN)
    made = await act(admin, "createOpen311Client", GIVE, name=" 街道热线 ")
    assert made["apiKey"].startswith(f"{town.operator.code}-")
    assert (made["client"]["name"], made["client"]["revokedAt"]) == ("街道热线", None)
    answer = await ask(Context(admin), LIST, {})
    assert answer.data["open311Clients"]["totalCount"] == 1
    assert made["apiKey"].rsplit("-", 1)[1] not in str(answer.data)
    ended = await act(admin, "revokeOpen311Client", END, clientId=made["client"]["id"])
    again = await act(admin, "revokeOpen311Client", END, clientId=made["client"]["id"])
    assert ended["revokedAt"] is not None
    assert again == ended
    async with open_scope(admin, read_only=True) as scope:
        acts = (await scope.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id))).all()
    assert [one for one in acts if "open311" in one] == ["create_open311_client", "revoke_open311_client"]


@pytest.mark.parametrize("role", [Role.COMMUNITY_MANAGER, Role.FRONT_DESK, Role.SOCIAL_WORKER])
async def test_others_give_no_keys(town: Town, role: Role) -> None:
    await refused_to_all(acting(town.operator, role))


async def test_an_admin_of_some_communities_gives_no_keys(town: Town) -> None:
    await refused_to_all(acting(town.operator, Role.OPERATOR_ADMIN, community_ids=(town.home.community_id,)))


async def refused_to_all(actor: Actor) -> None:
    with pytest.raises(Forbidden):
        async with open_scope(actor) as scope:
            await create_open311_client(scope, "街道热线")
    with pytest.raises(Forbidden):
        async with open_scope(actor) as scope:
            await revoke_open311_client(scope, actor.operator)
    async with open_scope(actor, read_only=True) as scope:
        assert (await scope.session.scalars(select(Open311Client))).all() == []


async def test_a_key_of_another_operator_is_not_there_to_be_ended(exchange: Exchange, elsewhere: Exchange) -> None:
    with pytest.raises(NotFound):
        async with open_scope(exchange.admin) as scope:
            await revoke_open311_client(scope, elsewhere.client_id)
    assert (await elsewhere.post()).status_code == 200


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
async def test_a_client_needs_a_name(town: Town, name: str) -> None:
    with pytest.raises(Open311NameInvalid):
        async with open_scope(acting(town.operator, Role.OPERATOR_ADMIN)) as scope:
            await create_open311_client(scope, name)


async def test_keys_in_force_are_counted_revoked_ones_are_not(exchange: Exchange) -> None:
    async with open_scope(platform_actor("test")) as scope:
        await scope.session.execute(
            update(Operator).where(Operator.id == exchange.town.operator.id).values(limits={MOST_CLIENTS.name: 1})
        )
    with pytest.raises(Open311ClientLimitReached):
        await new_key(exchange.admin)
    async with open_scope(exchange.admin) as scope:
        await revoke_open311_client(scope, exchange.client_id)
    assert await new_key(exchange.admin)
