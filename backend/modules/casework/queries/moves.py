"""Reads of moves, documents and links: what is sealed is written down as read before it is told."""

import base64
import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import undefer

from backend.core.paging import Page, Slice, paged
from backend.modules.casework.contract.case_words import CaseRelation, CaseStatus, MoveKind, MoveState
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.moves import CaseDocument, CaseLink, CaseMove
from backend.modules.casework.reaching import lies_before, reaches, station_roles
from backend.modules.casework.reading import READING, said, seals_of_read
from backend.modules.casework.sealing import CaseSeal
from tenants.confidential import confidential
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class MoveView:
    """A transfer or a referral, opened."""

    id: UUID
    case_id: UUID
    kind: MoveKind
    state: MoveState
    to_station_id: UUID | None
    to_worker_id: UUID | None
    agency: str | None
    reason: str | None
    answer: str | None
    requested_at: dt.datetime
    decided_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document, with its bytes as Base64 where they were asked for."""

    id: UUID
    case_id: UUID
    name: str | None
    media_type: str
    size: int
    added_at: dt.datetime


@dataclass(frozen=True, slots=True)
class LinkView:
    """Another case, and what it has to do with this one."""

    relation: CaseRelation
    other_id: UUID


def _move(seal: CaseSeal | None, row: CaseMove) -> MoveView:
    return MoveView(
        id=row.id,
        case_id=row.case_id,
        kind=row.kind,
        state=row.state,
        to_station_id=row.to_station_id,
        to_worker_id=row.to_worker_id,
        agency=said(seal, row.id, "agency", row.agency_sealed),
        reason=said(seal, row.id, "reason", row.reason_sealed),
        answer=said(seal, row.id, "answer", row.answer_sealed),
        requested_at=row.requested_at,
        decided_at=row.decided_at,
    )


async def _waiting(scope: Scope) -> Select[CaseMove]:
    roles = await station_roles(scope)
    is_asked = lies_before(scope.actor.account_id, roles, CaseMove.to_station_id, CaseMove.to_worker_id)
    # As on the day list: of a closed case nothing is to be taken over.
    still_open = select(Case.id).where(Case.status == CaseStatus.OPEN)
    return select(CaseMove).where(CaseMove.state == MoveState.REQUESTED, is_asked, CaseMove.case_id.in_(still_open))


async def _moves(scope: Scope, rows: Sequence[CaseMove]) -> dict[UUID, MoveView]:
    """Those of cases that the actor reads, and transfers that lie before the actor; each written down."""
    waiting = (await _waiting(scope)).where(CaseMove.id.in_([row.id for row in rows]))
    asked = (await scope.session.scalars(waiting.with_only_columns(CaseMove.case_id))).all()
    seals = await seals_of_read(scope, [row.case_id for row in rows], "read_case_move", also=asked)
    return {row.id: _move(seals[row.case_id], row) for row in rows if row.case_id in seals}


@confidential
@query(CasePermission.WORK)
async def moves_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, MoveView]:
    """Transfers and referrals by id, as far as the actor may read them."""
    return await _moves(scope, (await scope.session.scalars(select(CaseMove).where(CaseMove.id.in_(ids)))).all())


@confidential
@query(CasePermission.WORK)
async def list_case_moves(scope: Scope, page: Page, case_id: UUID | None = None) -> Slice[MoveView]:
    """The moves of a case that the actor reads, or the transfers that wait for the actor's word; newest first."""
    if case_id is not None:
        case = (await scope.session.scalars(select(Case).where(Case.id == case_id))).all()
        reach = (await reaches(scope, case)).get(case_id)
        seen = case_id if reach in READING else None
        statement = select(CaseMove).where(CaseMove.case_id == seen)
    else:
        statement = await _waiting(scope)
    found = await paged(scope.session, statement, page, CaseMove.id, newest_first=True)
    views = await _moves(scope, found.rows)
    return found.mapped(lambda row: views[row.id])


@confidential
@query(CasePermission.WORK)
async def documents_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, DocumentView]:
    """Documents by id, without their bytes, of cases that the actor reads."""
    rows = (await scope.session.scalars(select(CaseDocument).where(CaseDocument.id.in_(ids)))).all()
    seals = await seals_of_read(scope, [row.case_id for row in rows], "read_case_documents")
    return {row.id: _document(seals[row.case_id], row) for row in rows if row.case_id in seals}


def _document(seal: CaseSeal | None, row: CaseDocument) -> DocumentView:
    name = said(seal, row.id, "name", row.name_sealed)
    return DocumentView(row.id, row.case_id, name, row.media_type, row.size, row.added_at)


@confidential
@query(CasePermission.FOLLOW_OWN)
async def documents_of_cases_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[DocumentView]]:
    """The documents of each case that the actor reads, by the case's id."""
    seals = await seals_of_read(scope, ids, "read_case_documents")
    rows = await scope.session.scalars(
        select(CaseDocument).where(CaseDocument.case_id.in_(seals)).order_by(CaseDocument.case_id, CaseDocument.id)
    )
    found: dict[UUID, list[DocumentView]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(_document(seals[row.case_id], row))
    return found


@confidential
@query(CasePermission.FOLLOW_OWN)
async def document_contents_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """The bytes of documents as Base64, of cases that the actor reads; none of what was shredded."""
    rows = (
        await scope.session.scalars(
            select(CaseDocument).where(CaseDocument.id.in_(ids)).options(undefer(CaseDocument.content_sealed))
        )
    ).all()
    seals = await seals_of_read(scope, [row.case_id for row in rows], "download_case_document")
    found: dict[UUID, str] = {}
    for row in rows:
        if (seal := seals.get(row.case_id)) is not None:
            content = seal.unseal_bytes(row.id, "content", row.content_sealed)
            if content is not None:
                found[row.id] = base64.b64encode(content).decode()
    return found


@confidential
@query(CasePermission.FOLLOW_OWN)
async def links_of_cases_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[LinkView]]:
    """What other cases have to do with each case that the actor reads, by the case's id."""
    cases = (await scope.session.scalars(select(Case).where(Case.id.in_(ids)))).all()
    reached = await reaches(scope, cases)
    seen = {case_id for case_id, reach in reached.items() if reach in READING}
    rows = await scope.session.scalars(
        select(CaseLink).where(or_(CaseLink.case_id.in_(seen), CaseLink.other_case_id.in_(seen))).order_by(CaseLink.id)
    )
    found: dict[UUID, list[LinkView]] = defaultdict(list)
    for row in rows:
        for one, other in ((row.case_id, row.other_case_id), (row.other_case_id, row.case_id)):
            if one in seen:
                found[one].append(LinkView(row.relation, other))
    return found
