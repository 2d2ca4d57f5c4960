"""Reads of residents: opened for those who may see them, with documents and phones masked."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, exists, select

from backend.core import clock
from backend.core.crypto import DataKey
from backend.core.paging import Page, Slice, paged
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.identity import (
    DocumentKind,
    InvalidDocument,
    InvalidPhone,
    Sex,
    mask_document,
    mask_phone,
    name_tokens,
    parse_document,
    parse_phone,
)
from backend.modules.housing.models.residents import Resident, ResidentNameToken
from backend.modules.housing.models.stays import Stay, StayResident
from backend.modules.housing.sealing import ResidentSeal, document_index, phone_index
from backend.modules.housing.words import PartyStatus, StayStatus
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class ResidentView:
    """A resident as staff see one: the name in full, document and phone masked."""

    id: UUID
    community_id: UUID | None
    name: str
    document_kind: DocumentKind
    document_masked: str
    phone_masked: str
    birth_on: dt.date | None
    sex: Sex | None
    party_status: PartyStatus
    skills: list[str]
    lives_alone: bool | None
    created_at: dt.datetime
    is_erased: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentFilter:
    """Which residents are wanted; document and phone are found whole, names by any piece."""

    community_id: UUID | None = None
    name: str | None = None
    document_number: str | None = None
    phone: str | None = None
    lives_here_now: bool | None = None
    party_status: PartyStatus | None = None
    lives_alone: bool | None = None


def opened(key: DataKey, row: Resident) -> ResidentView:
    """What may be shown of a row; an erased resident has nothing left to show."""
    name = document = phone = ""
    if row.key_wrapped is not None:
        seal = ResidentSeal.opened(key, row.id, row.key_wrapped)
        name = seal.unseal("name", row.name_sealed) if row.name_sealed else ""
        document = mask_document(seal.unseal("document", row.document_sealed)) if row.document_sealed else ""
        phone = mask_phone(seal.unseal("phone", row.phone_sealed)) if row.phone_sealed else ""
    return ResidentView(
        id=row.id,
        community_id=row.community_id,
        name=name,
        document_kind=row.document_kind,
        document_masked=document,
        phone_masked=phone,
        birth_on=row.birth_on,
        sex=row.sex,
        party_status=row.party_status,
        skills=row.skills,
        lives_alone=row.lives_alone,
        created_at=row.created_at,
        is_erased=row.erased_at is not None,
        version=row.version,
    )


@query(HousingPermission.VIEW_RESIDENTS)
async def residents_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ResidentView]:
    """Residents by id."""
    key = await scope.key()
    rows = await scope.session.scalars(select(Resident).where(Resident.id.in_(ids)))
    return {row.id: opened(key, row) for row in rows}


@query(HousingPermission.VIEW_RESIDENTS)
async def list_residents(scope: Scope, page: Page, wanted: ResidentFilter) -> Slice[ResidentView]:
    """The residents that the actor may see, newest first."""
    key = await scope.key()
    found: Slice[Resident] = await paged(scope.session, _matching(wanted, key), page, Resident.id, newest_first=True)
    return found.mapped(lambda row: opened(key, row))


def _matching(wanted: ResidentFilter, key: DataKey) -> Select[Resident]:
    statement = select(Resident)
    if wanted.community_id is not None:
        statement = statement.where(Resident.community_id == wanted.community_id)
    if wanted.party_status is not None:
        statement = statement.where(Resident.party_status == wanted.party_status)
    if wanted.lives_alone is not None:
        statement = statement.where(Resident.lives_alone.is_(wanted.lives_alone))
    for token in name_tokens_of(wanted.name):
        is_so_named = exists().where(
            ResidentNameToken.operator_id == Resident.operator_id,
            ResidentNameToken.token == key.index(f"name:{token}"),
            ResidentNameToken.resident_id == Resident.id,
        )
        statement = statement.where(is_so_named)
    if wanted.phone is not None:
        statement = statement.where(Resident.phone_index == _phone_index_or_none(key, wanted.phone))
    if wanted.document_number is not None:
        statement = statement.where(Resident.document_index.in_(_document_indexes(key, wanted.document_number)))
    if wanted.lives_here_now is not None:
        today = clock.today()
        lives = exists().where(
            StayResident.operator_id == Resident.operator_id,
            StayResident.resident_id == Resident.id,
            StayResident.starts_on <= today,
            StayResident.ends_on > today,
            Stay.operator_id == StayResident.operator_id,
            Stay.id == StayResident.stay_id,
            Stay.status == StayStatus.ACTIVE,
        )
        statement = statement.where(lives if wanted.lives_here_now else ~lives)
    return statement


def name_tokens_of(name: str | None) -> list[str]:
    """The pieces that all must match: each word typed, whole."""
    if not name or not name.strip():
        return []
    words = name.split()
    return [max(tokens, key=len) for word in words if (tokens := name_tokens(word))]


def _phone_index_or_none(key: DataKey, phone: str) -> bytes | None:
    try:
        return phone_index(key, parse_phone(phone))
    except InvalidPhone:
        return None


def _document_indexes(key: DataKey, number: str) -> list[bytes]:
    found = []
    for kind in DocumentKind:
        try:
            found.append(document_index(key, kind, parse_document(kind, number).number))
        except InvalidDocument:
            continue
    return found


@query(HousingPermission.VIEW_RESIDENTS)
async def home_communities_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, UUID | None]:
    """The community of each resident whose particulars are still there; None before the first stay. Opens nothing."""
    rows = await scope.session.execute(
        select(Resident.id, Resident.community_id).where(Resident.id.in_(ids), Resident.erased_at.is_(None))
    )
    return {row.id: row.community_id for row in rows}
