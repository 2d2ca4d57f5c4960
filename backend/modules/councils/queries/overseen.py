"""What the supervising branch sees of councils: numbers and what came of them, without a word of what was said."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # Any: columns of whatever type
from uuid import UUID

from sqlalchemy import Row, Select, func, select

from backend.core import clock
from backend.core.paging import Page, Slice, paged
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.words import CouncilKind, CouncilStatus, ItemOutcome, ItemSubject
from backend.modules.councils.models.councils import OVERSEEN, Council, CouncilItem, CouncilTask
from tenants.scope import Scope, query

_SHOWN = (CouncilStatus.SCHEDULED, CouncilStatus.HELD)
_COLUMNS = tuple(getattr(Council, name) for name in OVERSEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverseenCouncilFilter:
    """Which councils are wanted; all that is given must hold. `until_at` is exclusive."""

    community_id: UUID | None = None
    kind: CouncilKind | None = None
    statuses: tuple[CouncilStatus, ...] = ()
    from_at: dt.datetime | None = None
    until_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class AgendaTally:
    """What stood on an agenda, by what it was about and what came of it."""

    items: int = 0
    issues: int = 0
    proposals: int = 0
    solved: int = 0
    tasked: int = 0
    sent_up: int = 0
    put_off: int = 0


@dataclass(frozen=True, slots=True)
class TaskTally:
    """What a council gave people to do."""

    given: int = 0
    done: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class SittingTally:
    """Councils that were held, and how many residents were at them together."""

    held: int = 0
    present: int = 0


def overseen_councils(community_ids: Sequence[UUID]) -> Select[*tuple[Any, ...]]:
    """Councils of these communities that are to come or were held, in the columns of a list of activities."""
    return select(
        Council.id,
        Council.community_id,
        Council.kind.label("council_kind"),
        Council.starts_at,
        Council.residents_present.label("attendance"),
    ).where(Council.community_id.in_(community_ids), Council.status.in_(_SHOWN))


@query(CouncilPermission.OVERSEE)
async def list_overseen_councils(
    scope: Scope, page: Page, wanted: OverseenCouncilFilter
) -> Slice[Row[tuple[Any, ...]]]:
    """Councils of the communities that the actor oversees, the latest first."""
    statement = select(*_COLUMNS)
    if wanted.community_id is not None:
        statement = statement.where(Council.community_id == wanted.community_id)
    if wanted.kind is not None:
        statement = statement.where(Council.kind == wanted.kind)
    if wanted.statuses:
        statement = statement.where(Council.status.in_(wanted.statuses))
    if wanted.from_at is not None:
        statement = statement.where(Council.starts_at >= wanted.from_at)
    if wanted.until_at is not None:
        statement = statement.where(Council.starts_at < wanted.until_at)
    return await paged(scope.session, statement, page, Council.starts_at, Council.id, newest_first=True)


@query(CouncilPermission.OVERSEE)
async def overseen_sittings_by_id(
    scope: Scope, community_ids: Sequence[UUID], from_at: dt.datetime, until_at: dt.datetime
) -> Mapping[UUID, SittingTally]:
    """Councils of each community that were held over a span; `until_at` is exclusive."""
    rows = await scope.session.execute(
        select(Council.community_id, func.count(), func.coalesce(func.sum(Council.residents_present), 0))
        .where(
            Council.community_id.in_(community_ids),
            Council.status == CouncilStatus.HELD,
            Council.starts_at >= from_at,
            Council.starts_at < until_at,
        )
        .group_by(Council.community_id)
    )
    return {community_id: SittingTally(held, present or 0) for community_id, held, present in rows}


@query(CouncilPermission.OVERSEE)
async def overseen_councils_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Row[tuple[Any, ...]]]:
    """Councils by id, of the communities that the actor oversees."""
    rows = await scope.session.execute(select(*_COLUMNS).where(Council.id.in_(ids)))
    return {row.id: row for row in rows}


@query(CouncilPermission.OVERSEE)
async def overseen_agendas_by_id(scope: Scope, council_ids: Sequence[UUID]) -> Mapping[UUID, AgendaTally]:
    """What stood on the agenda of each council, by its id."""
    # In the order of the tally.
    subjects = (CouncilItem.subject == one for one in (ItemSubject.ISSUE, ItemSubject.PROPOSAL))
    ends = (ItemOutcome.SOLVED, ItemOutcome.TASKED, ItemOutcome.SENT_UP, ItemOutcome.PUT_OFF)
    counted = (*subjects, *(CouncilItem.outcome == one for one in ends))
    rows = await scope.session.execute(
        select(CouncilItem.council_id, func.count(), *(func.count().filter(one) for one in counted))
        .where(CouncilItem.council_id.in_(council_ids))
        .group_by(CouncilItem.council_id)
    )
    return {council_id: AgendaTally(*counts) for council_id, *counts in rows}


@query(CouncilPermission.OVERSEE)
async def overseen_tasks_by_id(scope: Scope, council_ids: Sequence[UUID]) -> Mapping[UUID, TaskTally]:
    """What each council gave people to do, by its id; late is whatever is past its day and not done."""
    done = func.count().filter(CouncilTask.completed_at.is_not(None))
    late = func.count().filter(CouncilTask.completed_at.is_(None), CouncilTask.due_on < clock.today())
    rows = await scope.session.execute(
        select(CouncilTask.council_id, func.count(), done, late)
        .where(CouncilTask.council_id.in_(council_ids))
        .group_by(CouncilTask.council_id)
    )
    return {council_id: TaskTally(*counts) for council_id, *counts in rows}
