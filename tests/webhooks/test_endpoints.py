"""Webhooks as an admin has them: made, changed, rotated and deleted, within limits, and by nobody else."""

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select, text, update

from backend.core import clock
from backend.core.errors import Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.core.settings import settings
from backend.modules.housing.contract.events import InventoryChanged, ResidentCheckedIn
from backend.modules.webhooks.actions.deliveries import redeliver_webhook
from backend.modules.webhooks.actions.endpoints import (
    create_webhook,
    delete_webhook,
    rotate_webhook_secret,
    update_webhook,
)
from backend.modules.webhooks.contract import (
    MOST_WEBHOOKS,
    DeliveryStatus,
    NewWebhook,
    WebhookChange,
    WebhookEventUnknown,
    WebhookLimitReached,
    WebhookUrlInvalid,
)
from backend.modules.webhooks.models import Webhook, WebhookDelivery
from backend.modules.webhooks.queries import list_webhook_deliveries, list_webhooks
from tenants.audit import AuditEntry
from tenants.models import Operator
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.webhooks.conftest import BEGIN, CHECKED_OUT, deliveries, emit, make_webhook

URL = "https://hooks.example.cn/xinju?token=1"


async def count(actor: Actor) -> int:
    async with open_scope(actor, read_only=True) as scope:
        return await scope.session.scalar(select(func.count()).select_from(Webhook)) or 0


@pytest.fixture
def in_production(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XINJU_MODE", "production")
    settings.cache_clear()
    yield
    monkeypatch.delenv("XINJU_MODE")
    settings.cache_clear()


async def test_a_secret_is_sealed_and_recorded_nowhere(admin: Actor) -> None:
    webhook, secret = await make_webhook(admin, URL)
    async with open_scope(admin) as scope:
        _, rotated = await rotate_webhook_secret(scope, webhook.id)
    async with open_scope(admin, read_only=True) as scope:
        rows = await scope.session.scalars(text("SELECT w::text || row_to_json(w)::text FROM webhooks w"))
        stored = rows.one()
        acts = (await scope.session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
    for one in (secret, rotated):
        bare = one.removeprefix("whsec_")
        assert len(bare) == 44
        assert bare not in stored
        assert bare.encode().hex() not in stored
        assert all(bare not in str(entry.facts) for entry in acts)
    assert [entry.act for entry in acts] == ["create_webhook", "rotate_webhook_secret"]


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest", "ftp://a.example/", "https://",
        "https://user:pass@a.example/", "https://a.example/#part", "hooks.example", "https://a.example:99999/", "",
        "https://a.example/" + "x" * 1000, "javascript:alert(1)", "https://[::ffff:192.168.0.1]/", "https://a b/",
    ],
)  # fmt: skip
async def test_an_address_that_cannot_be_right_is_refused(url: str, admin: Actor) -> None:
    with pytest.raises(WebhookUrlInvalid):
        await make_webhook(admin, url)
    webhook, _ = await make_webhook(admin, URL)
    with pytest.raises(WebhookUrlInvalid):
        async with open_scope(admin) as scope:
            await update_webhook(scope, webhook.id, WebhookChange(url=url))
    async with open_scope(admin, read_only=True) as scope:
        assert (await scope.session.scalars(select(Webhook.url))).all() == [URL]


@pytest.mark.usefixtures("in_production")
async def test_production_takes_https_alone(admin: Actor) -> None:
    with pytest.raises(WebhookUrlInvalid):
        await make_webhook(admin, "http://hooks.example.cn/")
    await make_webhook(admin, "https://hooks.example.cn/")
    assert await count(admin) == 1


@pytest.mark.parametrize("events", [(), ("housing.Nothing",), (CHECKED_OUT, InventoryChanged.name)])
async def test_only_public_events_can_be_chosen(events: tuple[str, ...], admin: Actor) -> None:
    with pytest.raises(WebhookEventUnknown):
        async with open_scope(admin) as scope:
            await create_webhook(scope, NewWebhook(url=URL, events=events))
    assert await count(admin) == 0


async def test_there_are_no_more_webhooks_than_allowed_even_at_once(operator: Operator, admin: Actor) -> None:
    async with open_scope(platform_actor("test")) as scope:
        limits = {MOST_WEBHOOKS.name: 3}
        await scope.session.execute(update(Operator).where(Operator.id == operator.id).values(limits=limits))
    made = await asyncio.gather(*(make_webhook(admin, URL) for _ in range(6)), return_exceptions=True)
    refused = [one for one in made if isinstance(one, BaseException)]
    assert [type(one) for one in refused] == [WebhookLimitReached] * 3
    assert await count(admin) == 3


async def test_a_change_leaves_the_rest_alone(admin: Actor) -> None:
    webhook, _ = await make_webhook(admin, URL)
    async with open_scope(admin) as scope:
        await update_webhook(scope, webhook.id, WebhookChange(events=(ResidentCheckedIn.name, CHECKED_OUT)))
    async with open_scope(admin) as scope:
        changed = await update_webhook(scope, webhook.id, WebhookChange(is_active=False))
    assert (changed.url, changed.events, changed.is_active) == (URL, [ResidentCheckedIn.name, CHECKED_OUT], False)


async def test_a_deleted_webhook_takes_what_it_was_told_along(admin: Actor) -> None:
    webhook, _ = await make_webhook(admin, URL)
    await make_webhook(admin, URL)
    with clock.at(BEGIN):
        await emit(admin)
    assert len(await deliveries(admin)) == 2
    async with open_scope(admin) as scope:
        await delete_webhook(scope, webhook.id)
    assert [row.webhook_id == webhook.id for row in await deliveries(admin)] == [False]
    with pytest.raises(NotFound):
        async with open_scope(admin) as scope:
            await delete_webhook(scope, webhook.id)


async def test_another_operators_admin_finds_nothing_and_changes_nothing(admin: Actor) -> None:
    webhook, _ = await make_webhook(admin, URL)
    stranger = acting(await new_operator(), Role.OPERATOR_ADMIN)
    async with open_scope(admin) as scope:
        row = WebhookDelivery(webhook_id=webhook.id, event_id=new_id(), event=CHECKED_OUT, body="{}", due_at=None)
        row.status = DeliveryStatus.FAILED
        scope.session.add(row)
    async with open_scope(stranger, read_only=True) as scope:
        assert (await list_webhooks(scope, Page())).rows == []
        assert (await list_webhook_deliveries(scope, Page(), webhook.id)).rows == []
    with pytest.raises(NotFound):
        async with open_scope(stranger) as scope:
            await update_webhook(scope, webhook.id, WebhookChange(is_active=False))
    with pytest.raises(NotFound):
        async with open_scope(stranger) as scope:
            await rotate_webhook_secret(scope, webhook.id)
    with pytest.raises(NotFound):
        async with open_scope(stranger) as scope:
            await delete_webhook(scope, webhook.id)
    with pytest.raises(NotFound):
        async with open_scope(stranger) as scope:
            await redeliver_webhook(scope, row.id)
    async with open_scope(admin, read_only=True) as scope:
        kept = (await scope.session.scalars(select(Webhook))).one()
    assert (kept.is_active, kept.secret_sealed, kept.previous_secret_sealed) == (True, webhook.secret_sealed, None)
    assert [one.status for one in await deliveries(admin)] == [DeliveryStatus.FAILED]


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.OPERATOR_ADMIN])
async def test_nobody_but_an_admin_may(role: Role, operator: Operator, admin: Actor) -> None:
    webhook, _ = await make_webhook(admin, URL)
    someone = acting(operator, role)
    async with open_scope(someone) as scope:
        with pytest.raises(Forbidden):
            await create_webhook(scope, NewWebhook(url=URL, events=(CHECKED_OUT,)))
        with pytest.raises(Forbidden):
            await rotate_webhook_secret(scope, webhook.id)
        with pytest.raises(Forbidden):
            await list_webhooks(scope, Page())
    assert await count(admin) == 1


async def test_one_limited_to_communities_lets_nobody_be_told_of_all(operator: Operator, admin: Actor) -> None:
    webhook, _ = await make_webhook(admin, "https://receiver.example/hook")
    limited = acting(operator, Role.OPERATOR_ADMIN, community_ids=(new_id(),))
    with pytest.raises(Forbidden):
        await make_webhook(limited, "https://elsewhere.example/hook")
    with pytest.raises(Forbidden):
        async with open_scope(limited) as scope:
            await update_webhook(scope, webhook.id, WebhookChange(url="https://elsewhere.example/hook"))
    for act in (rotate_webhook_secret, delete_webhook):
        with pytest.raises(Forbidden):
            async with open_scope(limited) as scope:
                await act(scope, webhook.id)
