"""Reads of supervision notices: by the branch, by the operator, and of what has risen by the district."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, literal_column, select

from backend.core import clock
from backend.core.paging import Page, Slice, paged
from backend.core.surfaces import Surface
from backend.modules.files.contract import decides_reading
from backend.modules.files.queries import KnownFile, files_by_id
from backend.modules.party.actors import reader_of_evidence
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.buildings import ModelBuildingItem
from backend.modules.party.models.notices import RISEN_COLUMNS, NoticeAnswer, NoticeReply, SupervisionNotice
from backend.modules.party.words import NoticeState
from tenants.oversight_models import ListedCommunity
from tenants.scope import Scope, open_scope, query

# Any: a notice, or what the district may read of one
Notice = Any
_OPEN = (NoticeState.ISSUED, NoticeState.REPLIED, NoticeState.RETURNED)
_UNANSWERED = (NoticeState.ISSUED, NoticeState.RETURNED)
_NEVER_RISEN = ("demand", "subject_type", "subject_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFilter:
    """Which notices are wanted; all that is given must hold."""

    community_id: UUID | None = None
    states: tuple[NoticeState, ...] = ()
    overdue_only: bool = False
    risen_only: bool = False


@dataclass(frozen=True, slots=True)
class NoticeCounts:
    """The notices of a community."""

    open: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a reply shows: files with their links, good for minutes."""

    files: Sequence[KnownFile] = field(default=())


def _visible(scope: Scope) -> Select[Any]:
    """What the login may read: whole notices, or the few columns that the district sees."""
    if scope.actor.surface is not Surface.DISTRICT:
        return select(SupervisionNotice)
    shown = [getattr(SupervisionNotice, name) for name in RISEN_COLUMNS]
    return select(*shown, *(literal_column("NULL").label(name) for name in _NEVER_RISEN))


@query(PartyPermission.VIEW_NOTICES)
async def notices_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Notice]:
    """Notices by id."""
    rows = (await scope.session.execute(_visible(scope).where(SupervisionNotice.id.in_(ids)))).all()
    found = rows if scope.actor.surface is Surface.DISTRICT else [row[0] for row in rows]
    return {row.id: row for row in found}


@query(PartyPermission.VIEW_NOTICES)
async def list_notices(scope: Scope, page: Page, wanted: NoticeFilter) -> Slice[Notice]:
    """Notices that the actor may see, the newest first."""
    statement = _visible(scope)
    if wanted.community_id is not None:
        statement = statement.where(SupervisionNotice.community_id == wanted.community_id)
    if wanted.states:
        statement = statement.where(SupervisionNotice.state.in_(wanted.states))
    if wanted.overdue_only:
        statement = statement.where(SupervisionNotice.state.in_(_UNANSWERED), SupervisionNotice.due_on < clock.today())
    if wanted.risen_only:
        statement = statement.where(SupervisionNotice.risen_at.is_not(None))
    return await paged(scope.session, statement, page, SupervisionNotice.id, newest_first=True)


@query(PartyPermission.VIEW_NOTICES)
async def listed_communities_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ListedCommunity]:
    """Communities as the district lists them, by id."""
    rows = await scope.session.scalars(select(ListedCommunity).where(ListedCommunity.community_id.in_(ids)))
    return {row.community_id: row for row in rows}


@query(PartyPermission.VIEW_NOTICES)
async def answers_of_notices_by_id(scope: Scope, notice_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[NoticeAnswer]]:
    """What operators replied, round by round, by the notice's id; the district reads none of it."""
    if scope.actor.surface is Surface.DISTRICT:
        return {}
    rows = await scope.session.scalars(
        select(NoticeAnswer).where(NoticeAnswer.notice_id.in_(notice_ids)).order_by(NoticeAnswer.round)
    )
    found: dict[UUID, list[NoticeAnswer]] = defaultdict(list)
    for row in rows:
        found[row.notice_id].append(row)
    return found


@query(PartyPermission.OVERSEE)
async def notice_counts_by_id(scope: Scope, community_ids: Sequence[UUID]) -> Mapping[UUID, NoticeCounts]:
    """Open and overdue notices by the id of their community."""
    overdue = func.count().filter(SupervisionNotice.due_on < clock.today(), SupervisionNotice.state.in_(_UNANSWERED))
    rows = await scope.session.execute(
        select(SupervisionNotice.community_id, func.count(), overdue)
        .where(SupervisionNotice.community_id.in_(community_ids), SupervisionNotice.state.in_(_OPEN))
        .group_by(SupervisionNotice.community_id)
    )
    return {community_id: NoticeCounts(open_ones, late) for community_id, open_ones, late in rows}


@query(PartyPermission.VIEW_NOTICES)
async def evidence_by_id(scope: Scope, answer_ids: Sequence[UUID]) -> Mapping[UUID, Evidence]:
    """The photos of replies, by the reply's id. A branch reads the files of replies that it sees, and no others.

    It has no right to an operator's files: they are looked up over the operator's login, for these communities alone.
    """
    rows = (await scope.session.scalars(select(NoticeAnswer).where(NoticeAnswer.id.in_(answer_ids)))).all()
    if scope.actor.surface is not Surface.OVERSIGHT:
        known = await files_by_id(scope, [one for row in rows for one in row.evidence_ids])
        return {row.id: Evidence([known[one] for one in row.evidence_ids if one in known]) for row in rows}
    of_operator: dict[UUID, list[NoticeAnswer]] = defaultdict(list)
    for row in rows:
        of_operator[row.operator_id].append(row)
    found: dict[UUID, Evidence] = {}
    for operator_id, answers in of_operator.items():
        actor = reader_of_evidence(scope.actor, operator_id, {row.community_id for row in answers})
        async with open_scope(actor, read_only=True) as there:
            known = await files_by_id(there, [one for row in answers for one in row.evidence_ids])
        found |= {row.id: Evidence([known[one] for one in row.evidence_ids if one in known]) for row in answers}
    return found


@decides_reading("NoticeReply")
@query(PartyPermission.VIEW_NOTICES)
async def replies_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, NoticeReply]:
    """The operator's own replies by id; whoever sees one may read its photos."""
    rows = await scope.session.scalars(select(NoticeReply).where(NoticeReply.id.in_(ids)))
    return {row.id: row for row in rows}


@decides_reading("ModelBuildingItem")
@query(PartyPermission.VIEW_MODEL_BUILDINGS)
async def model_items_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, UUID]:
    """Items of checklists by id; whoever sees one may read its photos."""
    rows = await scope.session.scalars(select(ModelBuildingItem.id).where(ModelBuildingItem.id.in_(ids)))
    return {row: row for row in rows}
