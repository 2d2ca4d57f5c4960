"""A receiver that may be reached, admins who are really members, and the steps from an event to a try."""

import datetime as dt
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

import backend.modules.webhooks.tasks  # noqa: F401 declares the handler that hears events
from backend.core import clock
from backend.core.ids import new_id
from backend.core.settings import settings
from backend.modules.housing.contract.events import ResidentCheckedOut
from backend.modules.webhooks.actions.endpoints import create_webhook
from backend.modules.webhooks.contract import NewWebhook, WebhookPermission
from backend.modules.webhooks.models import Webhook, WebhookDelivery
from backend.modules.webhooks.sending import send_due_deliveries
from tenants.delivery import Delivery, deliver, relay
from tenants.models import Account, Membership, Operator
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tests.conftest import acting
from tests.core.receiver import Receiver, receiving

BEGIN = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
CHECKED_OUT = ResidentCheckedOut.name


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as one:
        yield one


@pytest.fixture(autouse=True)
def allowing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The loopback by its number, and not by its name."""
    monkeypatch.setenv("XINJU_OUTGOING_ALLOW_PRIVATE", '["127.0.0.1"]')
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
async def admin(operator: Operator) -> Actor:
    """An admin with an account and a membership."""
    return replace(acting(operator, Role.OPERATOR_ADMIN), account_id=await new_admin(operator))


async def new_admin(operator: Operator) -> UUID:
    """The account of one more admin."""
    async with open_scope(platform_actor("test")) as scope:
        account = Account(login=f"a{new_id().hex[-12:]}", display_name="测试")
        scope.session.add(account)
        await scope.session.flush()
        member = {"account_id": account.id, "operator_id": operator.id, "display_name": "测试"}
        scope.session.add(Membership(role=Role.OPERATOR_ADMIN, **member))
    return account.id


async def make_webhook(admin: Actor, url: str, *events: str) -> tuple[Webhook, str]:
    """A webhook, of check-outs unless other events are named, that was there before BEGIN."""
    with clock.at(BEGIN - dt.timedelta(days=1)):
        async with open_scope(admin) as scope:
            return await create_webhook(scope, NewWebhook(url=url, events=events or (CHECKED_OUT,)))


def a_check_out() -> ResidentCheckedOut:
    return ResidentCheckedOut(
        stay_id=new_id(), community_id=new_id(), resident_ids=(new_id(), new_id()), ended_on=dt.date(2027, 3, 1)
    )


async def emit(admin: Actor, *events: ResidentCheckedOut) -> None:
    """Tell of check-outs, and let the relay and the handlers do what they do."""
    async with open_scope(admin) as scope:
        for event in events or (a_check_out(),):
            scope.emit(event)
    await pass_on(admin)


async def pass_on(admin: Actor) -> None:
    """What the worker does with everything that waits in the outbox."""
    handed: list[Delivery] = []

    async def hand_over(found: Sequence[Delivery]) -> None:
        handed.extend(found)

    await relay(admin.operator, hand_over)
    for one in handed:
        await deliver(one)


async def send(admin: Actor) -> None:
    """One turn of the sender."""
    await send_due_deliveries(system_actor(admin.operator, "webhooks.send_due_deliveries", WebhookPermission.SEND))


async def deliveries(admin: Actor) -> list[WebhookDelivery]:
    """All of them, in the order in which they were queued."""
    async with open_scope(admin, read_only=True) as scope:
        return list(await scope.session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)))


async def the_webhook(admin: Actor, webhook_id: UUID) -> Webhook:
    async with open_scope(admin, read_only=True) as scope:
        found = await scope.session.scalars(select(Webhook).where(Webhook.id == webhook_id))
        return found.one()
