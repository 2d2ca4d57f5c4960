"""The inbox: told once, read by its owner alone, sent out of quiet hours."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.core.errors import BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.messaging import actions, queries
from backend.modules.messaging.channels import GatewayDown, Message, gateways
from backend.modules.messaging.contract import Channel, MessagingPermission, NewSettings, NotificationWanted
from backend.modules.messaging.models import Notification
from backend.modules.messaging.quiet import after_quiet
from tenants.audit import AuditEntry
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tests.conftest import acting, new_operator

NIGHT = NewSettings(channels=(Channel.SMS,), quiet_from=dt.time(22), quiet_until=dt.time(7))


@dataclass
class Phone:
    """A gateway that keeps what it is given, or is down."""

    is_down: bool = False
    got: list[Message] = field(default_factory=list)

    async def send(self, message: Message) -> None:
        if self.is_down:
            raise GatewayDown
        self.got.append(message)


@pytest.fixture
def phone() -> Iterator[Phone]:
    kept, plugged = gateways[Channel.SMS], Phone()
    gateways[Channel.SMS] = plugged
    yield plugged
    gateways[Channel.SMS] = kept


@pytest.fixture(params=[Role.FRONT_DESK, Role.RESIDENT])
def owner(request: pytest.FixtureRequest, operator: Operator) -> Actor:
    """Whose inbox it is: staff, and a resident over a login of its own."""
    return acting(operator, request.param, resident_id=new_id() if request.param is Role.RESIDENT else None)


def product(operator_id: UUID | None) -> Actor:
    assert operator_id is not None
    return system_actor(operator_id, "test", MessagingPermission.NOTIFY, MessagingPermission.SEND)


def wanted(owner: Actor, kind: str = "STAY_ENDED", object_id: UUID | None = None) -> NotificationWanted:
    assert owner.account_id is not None
    return NotificationWanted(
        account_id=owner.account_id, kind=kind, object_type="Stay", object_id=object_id or new_id(), facts={"days": 3}
    )


async def told(owner: Actor, *wants: NotificationWanted) -> set[str]:
    """Put them into inboxes; the live topics that were touched."""
    async with open_scope(product(owner.operator_id)) as scope:
        for want in wants:
            await actions.add_notification(scope, want)
    return scope.topics


async def inbox(owner: Actor, *, unread_only: bool = False) -> list[Notification]:
    async with open_scope(owner, read_only=True) as scope:
        return list((await queries.list_notifications(scope, Page(), unread_only=unread_only)).rows)


async def unread(owner: Actor) -> int:
    async with open_scope(owner, read_only=True) as scope:
        return await queries.count_unread_notifications(scope)


async def sent(owner: Actor) -> int:
    async with open_scope(product(owner.operator_id)) as scope:
        return await actions.send_due_notifications(scope)


async def test_an_account_is_told_once_of_each_kind_and_object(owner: Actor) -> None:
    want = wanted(owner)
    assert await told(owner, want) == {f"{owner.operator_id}:inbox:{owner.account_id}"}
    assert await told(owner, want, want) == set()
    await told(owner, wanted(owner, "OTHER", want.object_id))
    assert [row.kind for row in await inbox(owner)] == ["OTHER", "STAY_ENDED"]
    assert (await inbox(owner))[1].facts == {"days": 3}


async def test_an_inbox_is_its_owners_alone(owner: Actor, operator: Operator) -> None:
    await told(owner, wanted(owner))
    (row,) = await inbox(owner)
    same_account_elsewhere = replace(owner, operator_id=(await new_operator()).id)
    for stranger in (acting(operator, Role.OPERATOR_ADMIN), same_account_elsewhere):
        assert (await inbox(stranger), await unread(stranger)) == ([], 0)
        with pytest.raises(NotFound):
            async with open_scope(stranger) as scope:
                await actions.mark_notification_read(scope, row.id)
        async with open_scope(stranger) as scope:
            assert await actions.mark_all_notifications_read(scope) == 0
    assert await unread(owner) == 1


async def test_reading_counts_once_and_is_recorded(owner: Actor) -> None:
    await told(owner, wanted(owner), wanted(owner))
    newest, oldest = await inbox(owner)
    moments = []
    for _ in range(2):
        async with open_scope(owner) as scope:
            moments.append((await actions.mark_notification_read(scope, newest.id)).read_at)
    assert moments[0] == moments[1] is not None
    assert [row.id for row in await inbox(owner, unread_only=True)] == [oldest.id]
    async with open_scope(owner) as scope:
        assert await actions.mark_all_notifications_read(scope) == 1
    async with open_scope(owner, read_only=True) as scope:
        acts = await scope.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id))
        assert acts.all() == ["mark_notification_read", "mark_all_notifications_read"]
    assert await unread(owner) == 0


async def test_only_the_product_tells(owner: Actor) -> None:
    with pytest.raises(Forbidden):
        async with open_scope(owner) as scope:
            await actions.add_notification(scope, wanted(owner))
    assert await inbox(owner) == []


async def test_settings_are_ones_own_and_half_of_the_quiet_hours_is_refused(owner: Actor, operator: Operator) -> None:
    async with open_scope(owner) as scope:
        await actions.set_notification_settings(scope, NewSettings(channels=(Channel.EMAIL,)))
        made = await actions.set_notification_settings(scope, NIGHT)
    assert (made.channels, made.quiet_from, made.quiet_until) == (["SMS"], dt.time(22), dt.time(7))
    with pytest.raises(BadInput) as refused:
        async with open_scope(owner) as scope:
            await actions.set_notification_settings(scope, NewSettings(channels=(), quiet_from=dt.time(22)))
    assert refused.value.field == ("input", "quiet_until")
    async with open_scope(acting(operator, Role.FRONT_DESK), read_only=True) as scope:
        assert (await queries.get_notification_settings(scope)).channels == []
    async with open_scope(owner, read_only=True) as scope:
        assert (await queries.get_notification_settings(scope)).channels == ["SMS"]


async def test_what_comes_in_quiet_hours_goes_out_in_the_morning(owner: Actor, phone: Phone) -> None:
    async with open_scope(owner) as scope:
        await actions.set_notification_settings(scope, NIGHT)
    with clock.at(dt.datetime(2026, 3, 1, 23, 30, tzinfo=SHANGHAI)):
        await told(owner, wanted(owner))
        assert await sent(owner) == 0
    with clock.at(dt.datetime(2026, 3, 2, 7, 0, tzinfo=SHANGHAI)):
        assert (await sent(owner), await sent(owner)) == (1, 0)
    (row,) = await inbox(owner)
    assert [(message.id, message.account_id) for message in phone.got] == [(row.id, owner.account_id)]


async def test_quiet_hours_that_were_set_since_are_kept_too(owner: Actor, phone: Phone) -> None:
    async with open_scope(owner) as scope:
        await actions.set_notification_settings(scope, NewSettings(channels=(Channel.SMS,)))
    with clock.at(dt.datetime(2026, 3, 1, 23, 30, tzinfo=SHANGHAI)):
        await told(owner, wanted(owner))
        async with open_scope(owner) as scope:
            await actions.set_notification_settings(scope, NIGHT)
        assert (await sent(owner), phone.got) == (0, [])
    with clock.at(dt.datetime(2026, 3, 2, 7, 0, tzinfo=SHANGHAI)):
        assert await sent(owner) == 1


async def test_without_a_channel_nothing_goes_out(owner: Actor, phone: Phone) -> None:
    await told(owner, wanted(owner))
    assert (await sent(owner), phone.got, len(await inbox(owner))) == (0, [], 1)


async def test_what_a_gateway_does_not_take_is_tried_again_for_a_day(owner: Actor, phone: Phone) -> None:
    async with open_scope(owner) as scope:
        await actions.set_notification_settings(scope, NewSettings(channels=(Channel.SMS,)))
    phone.is_down = True
    begin = clock.now()
    await told(owner, wanted(owner), wanted(owner))
    assert await sent(owner) == 0
    first, second = await inbox(owner)
    assert first.due_at is not None
    assert second.due_at is not None
    with clock.at(begin + dt.timedelta(minutes=4)):
        phone.is_down = False
        assert await sent(owner) == 0
    with clock.at(begin + dt.timedelta(hours=25)):
        phone.is_down = True
        assert await sent(owner) == 0
        phone.is_down = False
        assert await sent(owner) == 0
    assert [row.due_at for row in await inbox(owner)] == [None, None]


@pytest.mark.parametrize(
    ("moment", "begins", "ends", "expected"),
    [
        ("21:59", "22:00", "07:00", "same"),
        ("22:00", "22:00", "07:00", "next 07:00"),
        ("06:59", "22:00", "07:00", "07:00"),
        ("07:00", "22:00", "07:00", "same"),
        ("13:00", "12:00", "14:00", "14:00"),
        ("14:00", "12:00", "14:00", "same"),
        ("13:00", "13:00", "13:00", "same"),
    ],
)
def test_quiet_hours_end_in_shanghai(moment: str, begins: str, ends: str, expected: str) -> None:
    def on_the_day(time: str) -> dt.datetime:
        return dt.datetime.combine(dt.date(2026, 3, 1), dt.time.fromisoformat(time), SHANGHAI).astimezone(dt.UTC)

    day = dt.timedelta(days=expected.startswith("next"))
    goal = on_the_day(moment) if expected == "same" else on_the_day(expected.split()[-1]) + day
    assert after_quiet(on_the_day(moment), dt.time.fromisoformat(begins), dt.time.fromisoformat(ends)) == goal
