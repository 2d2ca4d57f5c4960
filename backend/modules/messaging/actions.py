"""Writes of messaging: into an inbox, out by the channels, and what its owner does with it."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.modules.messaging.channels import GatewayDown, Message, gateways
from backend.modules.messaging.contract import Channel, MessagingPermission, NewSettings, NotificationWanted
from backend.modules.messaging.models import Notification, NotificationSetting
from backend.modules.messaging.queries import own_account
from backend.modules.messaging.quiet import after_quiet
from tenants.scope import Scope, action

# Messages of one transaction: sending takes time, and their rows are locked meanwhile.
_BATCH = 50
_AGAIN_AFTER = dt.timedelta(minutes=5)
_WORTH_SENDING = dt.timedelta(days=1)


@action(MessagingPermission.NOTIFY)
async def add_notification(scope: Scope, wanted: NotificationWanted) -> None:
    """Put something into an account's inbox; nothing where it was told already."""
    settings = await _settings_of(scope, wanted.account_id)
    due_at = after_quiet(clock.now(), settings.quiet_from, settings.quiet_until) if settings.channels else None
    added = await scope.session.scalar(
        insert(Notification)
        .values(
            account_id=wanted.account_id,
            kind=wanted.kind,
            object_type=wanted.object_type,
            object_id=wanted.object_id,
            facts=wanted.facts,
            due_at=due_at,
        )
        .on_conflict_do_nothing(index_elements=["operator_id", "account_id", "kind", "object_id"])
        .returning(Notification.id)
    )
    if added is not None:
        scope.touch(f"inbox:{wanted.account_id}")


async def _settings_of(scope: Scope, account_id: UUID) -> NotificationSetting:
    found: NotificationSetting | None = await scope.session.scalar(
        select(NotificationSetting).where(NotificationSetting.account_id == account_id)
    )
    return found or NotificationSetting(account_id=account_id, channels=[])


@action(MessagingPermission.SEND)
async def send_due_notifications(scope: Scope) -> int:
    """Send what is due by the channels that its account wants, and tell how many went out.

    What a gateway does not take is tried again for a day. A crash may send twice, under the same id.
    """
    due = select(Notification).where(Notification.due_at <= clock.now()).order_by(Notification.due_at).limit(_BATCH)
    rows = (await scope.session.scalars(due.with_for_update(skip_locked=True))).all()
    for row in rows:
        settings = await _settings_of(scope, row.account_id)
        due_at = after_quiet(clock.now(), settings.quiet_from, settings.quiet_until)
        if due_at > clock.now():
            row.due_at = due_at
        elif await _sent(row, settings.channels):
            row.sent_at, row.due_at = clock.now(), None
        else:
            row.due_at = clock.now() + _AGAIN_AFTER if clock.now() - row.created_at < _WORTH_SENDING else None
    return sum(row.sent_at is not None for row in rows)


async def _sent(row: Notification, channels: list[str]) -> bool:
    message = Message(row.id, row.operator_id, row.account_id, row.kind, row.facts)
    try:
        for channel in channels:
            await gateways[Channel(channel)].send(message)
    except GatewayDown:
        return False
    return True


@action(MessagingPermission.READ)
async def mark_notification_read(scope: Scope, notification_id: UUID) -> Notification:
    """Remember that one of one's own was read; the first time counts. Raises NotFound."""
    row: Notification | None = await scope.session.scalar(
        select(Notification)
        .where(Notification.account_id == own_account(scope), Notification.id == notification_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound(field=("input", "id"))
    if row.read_at is None:
        row.read_at = clock.now()
        scope.record("mark_notification_read", "Notification", row.id)
        scope.touch(f"inbox:{row.account_id}")
    return row


@action(MessagingPermission.READ)
async def mark_all_notifications_read(scope: Scope) -> int:
    """Remember that all of one's own were read, and tell how many were not before."""
    account_id = own_account(scope)
    read = await scope.session.scalars(
        update(Notification)
        .where(Notification.account_id == account_id, Notification.read_at.is_(None))
        .values(read_at=clock.now())
        .returning(Notification.id)
    )
    count = len(read.all())
    if count:
        scope.record("mark_all_notifications_read", "Account", account_id, count=count)
        scope.touch(f"inbox:{account_id}")
    return count


@action(MessagingPermission.READ)
async def set_notification_settings(scope: Scope, new: NewSettings) -> NotificationSetting:
    """Choose one's channels and quiet hours. Raises BadInput where one end of the hours is missing."""
    if (new.quiet_from is None) != (new.quiet_until is None):
        raise BadInput(field=("input", "quiet_until" if new.quiet_until is None else "quiet_from"))
    account_id = own_account(scope)
    said = {
        "channels": sorted({str(channel) for channel in new.channels}),
        "quiet_from": new.quiet_from,
        "quiet_until": new.quiet_until,
    }
    made = await scope.session.scalars(
        insert(NotificationSetting)
        .values(account_id=account_id, **said)
        .on_conflict_do_update(index_elements=["operator_id", "account_id"], set_=said)
        .returning(NotificationSetting)
        .execution_options(populate_existing=True)
    )
    scope.record("set_notification_settings", "Account", account_id, channels=said["channels"])
    return made.one()
