"""What the supervising branch sees of polls: their rules, who might vote, and the count once it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # Any: columns of whatever type
from uuid import UUID

from sqlalchemy import Row, Select, and_, select

from backend.core.paging import Page, Slice, paged
from backend.modules.polls.contract.permissions import PollPermission
from backend.modules.polls.contract.words import PollStatus
from backend.modules.polls.models import OVERSEEN, OVERSEEN_STATE, Poll, PollState
from tenants.scope import Scope, query

_COLUMNS = (
    *(getattr(Poll, name) for name in OVERSEEN),
    *(getattr(PollState, name) for name in OVERSEEN_STATE if name not in ("operator_id", "poll_id", "community_id")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverseenPollFilter:
    """Which polls are wanted; all that is given must hold."""

    community_id: UUID | None = None
    statuses: tuple[PollStatus, ...] = ()


def _polls() -> Select[*tuple[Any, ...]]:
    of_poll = and_(PollState.operator_id == Poll.operator_id, PollState.poll_id == Poll.id)
    return select(*_COLUMNS).join(PollState, of_poll)


@query(PollPermission.OVERSEE)
async def list_overseen_polls(scope: Scope, page: Page, wanted: OverseenPollFilter) -> Slice[Row[tuple[Any, ...]]]:
    """Polls of the communities that the actor oversees, the latest opened first."""
    statement = _polls()
    if wanted.community_id is not None:
        statement = statement.where(Poll.community_id == wanted.community_id)
    if wanted.statuses:
        statement = statement.where(PollState.status.in_(wanted.statuses))
    return await paged(scope.session, statement, page, Poll.opened_at, Poll.id, newest_first=True)


@query(PollPermission.OVERSEE)
async def overseen_polls_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Row[tuple[Any, ...]]]:
    """Polls by id, of the communities that the actor oversees."""
    rows = await scope.session.execute(_polls().where(Poll.id.in_(ids)))
    return {row.id: row for row in rows}
