"""Reads of an account's own inbox."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from backend.core.errors import Unauthenticated
from backend.core.paging import Page, Slice, paged
from backend.modules.messaging.contract import MessagingPermission
from backend.modules.messaging.models import Notification, NotificationSetting
from tenants.scope import Scope, query


def own_account(scope: Scope) -> UUID:
    """The account that acts; raises Unauthenticated for a handler or a stranger."""
    if scope.actor.account_id is None:
        raise Unauthenticated
    return scope.actor.account_id


@query(MessagingPermission.READ)
async def notifications_by_id(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, Notification]:
    """One's own notifications by id."""
    rows = await scope.session.scalars(
        select(Notification).where(Notification.account_id == own_account(scope), Notification.id.in_(ids))
    )
    return {row.id: row for row in rows}


@query(MessagingPermission.READ)
async def list_notifications(scope: Scope, page: Page, *, unread_only: bool = False) -> Slice[Notification]:
    """One's own notifications, newest first."""
    mine = select(Notification).where(Notification.account_id == own_account(scope))
    wanted = mine.where(Notification.read_at.is_(None)) if unread_only else mine
    return await paged(scope.session, wanted, page, Notification.id, newest_first=True)


@query(MessagingPermission.READ)
async def count_unread_notifications(scope: Scope) -> int:
    """How many of one's own are unread."""
    unread = select(func.count()).select_from(Notification)
    mine = unread.where(Notification.account_id == own_account(scope), Notification.read_at.is_(None))
    return await scope.session.scalar(mine) or 0


@query(MessagingPermission.READ)
async def get_notification_settings(scope: Scope) -> NotificationSetting:
    """One's own settings; where none were made, those of an inbox alone."""
    own = select(NotificationSetting).where(NotificationSetting.account_id == own_account(scope))
    found: NotificationSetting | None = await scope.session.scalar(own)
    return found or NotificationSetting(account_id=own_account(scope), channels=[])
