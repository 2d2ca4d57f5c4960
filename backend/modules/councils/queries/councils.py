"""Reads of councils: the coming and the held ones, their tables, agendas, seats, decisions and tasks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar  # Any: the columns of a model
from uuid import UUID

from sqlalchemy import Select, or_, select

from backend.core import clock
from backend.core.paging import Page, Slice, paged
from backend.core.surfaces import Surface
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.words import CouncilKind, CouncilStatus, ItemSubject, RegistrationStatus
from backend.modules.councils.models.councils import (
    Council,
    CouncilBody,
    CouncilDecision,
    CouncilItem,
    CouncilRegistration,
    CouncilSeating,
    CouncilTask,
    CouncilTopic,
)
from backend.modules.councils.models.forms import CouncilAnswer
from backend.modules.housing.queries.living import list_home_ids
from tenants.scope import Scope, query

R = TypeVar("R", bound=Any)


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilFilter:
    """Which councils are wanted; all that is given must hold. Moments are of the beginning, the end exclusive."""

    community_id: UUID | None = None
    kind: CouncilKind | None = None
    status: CouncilStatus | None = None
    starts_from: dt.datetime | None = None
    starts_until: dt.datetime | None = None
    subject_id: UUID | None = None
    is_mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """Which tasks are wanted; late ones are open after the end of their day."""

    community_id: UUID | None = None
    is_open: bool | None = None
    is_late: bool | None = None


async def _visible(scope: Scope, statement: Select[*tuple[Any, ...]], column: Any) -> Select[*tuple[Any, ...]]:
    """Staff see the councils of their communities, a resident those of their home."""
    resident_id = scope.actor.resident_id
    if scope.actor.surface is Surface.TENANT or resident_id is None:
        return statement
    return statement.where(column.in_(await list_home_ids(scope, resident_id)))


def _own(scope: Scope) -> Select[Council]:
    """Where the resident who asks had a seat, would have spoken or was asked, also at a home that they left."""
    traces = (CouncilRegistration, CouncilTopic, CouncilAnswer)
    mine = [select(one.council_id).where(one.resident_id == scope.actor.resident_id) for one in traces]
    return select(Council).where(or_(*(Council.id.in_(one) for one in mine)))


@query(CouncilPermission.VIEW)
async def list_councils(scope: Scope, page: Page, wanted: CouncilFilter) -> Slice[Council]:
    """The councils that the actor may see, the latest first."""
    statement = _own(scope) if wanted.is_mine else await _visible(scope, select(Council), Council.community_id)
    for column, value in (
        (Council.community_id, wanted.community_id),
        (Council.kind, wanted.kind),
        (Council.status, wanted.status),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.starts_from is not None:
        statement = statement.where(Council.starts_at >= wanted.starts_from)
    if wanted.starts_until is not None:
        statement = statement.where(Council.starts_at < wanted.starts_until)
    if wanted.subject_id is not None:
        about = select(CouncilItem.council_id).where(CouncilItem.subject_id == wanted.subject_id)
        statement = statement.where(Council.id.in_(about))
    return await paged(scope.session, statement, page, Council.starts_at, Council.id, newest_first=True)


@query(CouncilPermission.VIEW)
async def councils_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Council]:
    """Councils by id, of those that the actor may see."""
    return await _by_id(scope, Council, ids)


@query(CouncilPermission.VIEW)
async def councils_of_issues_by_id(scope: Scope, issue_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Council]]:
    """The councils that had an issue on their agenda, by the issue's id, the earliest first."""
    statement = await _visible(scope, select(CouncilItem.subject_id, Council), Council.community_id)
    rows = await scope.session.execute(
        statement.join(
            Council, (Council.operator_id == CouncilItem.operator_id) & (Council.id == CouncilItem.council_id)
        )
        .where(CouncilItem.subject == ItemSubject.ISSUE, CouncilItem.subject_id.in_(issue_ids))
        .order_by(Council.starts_at, Council.id)
    )
    found: dict[UUID, dict[UUID, Council]] = defaultdict(dict)
    for issue_id, council in rows:
        found[issue_id][council.id] = council
    return {issue_id: list(councils.values()) for issue_id, councils in found.items()}


async def _of_councils(scope: Scope, model: type[R], council_ids: Sequence[UUID], order: Any) -> dict[UUID, list[R]]:
    rows = await scope.session.scalars(select(model).where(model.council_id.in_(council_ids)).order_by(order))
    found: dict[UUID, list[R]] = defaultdict(list)
    for row in rows:
        found[row.council_id].append(row)
    return found


@query(CouncilPermission.VIEW)
async def items_of_councils_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[CouncilItem]]:
    """The agenda of each council, by the council's id."""
    return await _of_councils(scope, CouncilItem, ids, CouncilItem.position)


@query(CouncilPermission.VIEW)
async def bodies_of_councils_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[CouncilBody]]:
    """The bodies at each table, by the council's id."""
    return await _of_councils(scope, CouncilBody, ids, CouncilBody.id)


@query(CouncilPermission.VIEW)
async def decisions_of_councils_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[CouncilDecision]]:
    """What each council decided, by the council's id."""
    return await _of_councils(scope, CouncilDecision, ids, CouncilDecision.id)


async def _by_id(scope: Scope, model: type[R], ids: Sequence[UUID]) -> dict[UUID, R]:
    statement = await _visible(scope, select(model), model.community_id)
    return {row.id: row for row in await scope.session.scalars(statement.where(model.id.in_(ids)))}


@query(CouncilPermission.VIEW)
async def items_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, CouncilItem]:
    """Items of agendas by id, of councils that the actor may see."""
    return await _by_id(scope, CouncilItem, ids)


@query(CouncilPermission.VIEW)
async def bodies_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, CouncilBody]:
    """Bodies by id, of councils that the actor may see."""
    return await _by_id(scope, CouncilBody, ids)


@query(CouncilPermission.VIEW)
async def decisions_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, CouncilDecision]:
    """Decisions by id, of councils that the actor may see."""
    return await _by_id(scope, CouncilDecision, ids)


@query(CouncilPermission.VIEW)
async def tasks_of_decisions_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[CouncilTask]]:
    """The tasks of each decision, by the decision's id."""
    rows = await scope.session.scalars(
        select(CouncilTask).where(CouncilTask.decision_id.in_(ids)).order_by(CouncilTask.id)
    )
    found: dict[UUID, list[CouncilTask]] = defaultdict(list)
    for row in rows:
        found[row.decision_id].append(row)
    return found


@query(CouncilPermission.VIEW)
async def seatings_by_id(scope: Scope, council_ids: Sequence[UUID]) -> Mapping[UUID, CouncilSeating]:
    """How many seats there are, by the council's id; none for councils to which all may come."""
    rows = await scope.session.scalars(select(CouncilSeating).where(CouncilSeating.council_id.in_(council_ids)))
    return {row.council_id: row for row in rows}


@query(CouncilPermission.VIEW)
async def own_registrations_by_id(scope: Scope, council_ids: Sequence[UUID]) -> Mapping[UUID, CouncilRegistration]:
    """The seat of the resident who asks, by the council's id."""
    rows = await scope.session.scalars(
        select(CouncilRegistration).where(
            CouncilRegistration.council_id.in_(council_ids),
            CouncilRegistration.resident_id == scope.actor.resident_id,
            CouncilRegistration.status != RegistrationStatus.CANCELLED,
        )
    )
    return {row.council_id: row for row in rows}


@query(CouncilPermission.VIEW)
async def own_seats_by_id(scope: Scope, council_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[CouncilRegistration]]:
    """Every seat that the resident who asks had or has, by the council's id, the earliest first; nothing for staff."""
    rows = await scope.session.scalars(
        select(CouncilRegistration)
        .where(
            CouncilRegistration.council_id.in_(council_ids),
            CouncilRegistration.resident_id == scope.actor.resident_id,
        )
        .order_by(CouncilRegistration.id)
    )
    found: dict[UUID, list[CouncilRegistration]] = defaultdict(list)
    for row in rows:
        found[row.council_id].append(row)
    return found


@query(CouncilPermission.VIEW)
async def registrations_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, CouncilRegistration]:
    """Seats by id; a resident's own alone, by the rule of their rows."""
    rows = await scope.session.scalars(select(CouncilRegistration).where(CouncilRegistration.id.in_(ids)))
    return {row.id: row for row in rows}


@query(CouncilPermission.RECORD)
async def list_registrations(scope: Scope, page: Page, council_id: UUID) -> Slice[CouncilRegistration]:
    """Who has, or had, a seat at a council, for staff, in the order of their coming."""
    statement = select(CouncilRegistration).where(CouncilRegistration.council_id == council_id)
    return await paged(scope.session, statement, page, CouncilRegistration.id)


@query(CouncilPermission.VIEW)
async def list_council_tasks(scope: Scope, page: Page, wanted: TaskFilter) -> Slice[CouncilTask]:
    """The tasks that the actor may see, the one that is due first before the others."""
    statement = await _visible(scope, select(CouncilTask), CouncilTask.community_id)
    if wanted.community_id is not None:
        statement = statement.where(CouncilTask.community_id == wanted.community_id)
    if wanted.is_open is not None:
        is_open = CouncilTask.completed_at.is_(None)
        statement = statement.where(is_open if wanted.is_open else ~is_open)
    if wanted.is_late is not None:
        is_late = CouncilTask.completed_at.is_(None) & (CouncilTask.due_on < clock.today())
        statement = statement.where(is_late if wanted.is_late else ~is_late)
    return await paged(scope.session, statement, page, CouncilTask.due_on, CouncilTask.id)


@query(CouncilPermission.VIEW)
async def council_tasks_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, CouncilTask]:
    """Tasks by id, of those that the actor may see."""
    return await _by_id(scope, CouncilTask, ids)
