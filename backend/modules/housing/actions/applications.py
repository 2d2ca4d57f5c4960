"""Applying for a place from the phone, and the operator's answer."""

import datetime as dt
from uuid import UUID

import msgspec
from sqlalchemy import select

from backend.core import clock
from backend.core.crypto import DataKey
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.housing.actions.residents import register_resident, sealed_resident
from backend.modules.housing.actions.stays import check_in
from backend.modules.housing.contract.events import ApplicationDecided, ApplicationSubmitted
from backend.modules.housing.contract.inputs import NewApplication, NewResident, NewStay
from backend.modules.housing.contract.permissions import FUTURE_DAYS, LONGEST_STAY_DAYS, HousingPermission
from backend.modules.housing.contract.refusals import (
    ApplicationClosed,
    EndBeforeStart,
    ReasonMissing,
    StayTooLong,
    TooFarInFuture,
    TooFarInPast,
)
from backend.modules.housing.identity import parse_document, parse_phone
from backend.modules.housing.models.applications import StayApplication
from backend.modules.housing.models.inventory import Community
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.sealing import Said, application_context, document_index
from backend.modules.housing.words import ApplicationStatus
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope, action

_LONGEST_NOTE = 500


@action(HousingPermission.APPLY)
async def apply_for_stay(scope: Scope, new: NewApplication) -> StayApplication:
    """Ask for a place; at most one open application for each community.

    Raises the refusals of particulars and dates, NotFound, ApplicationOpen.
    """
    key = await scope.key()
    said = _said(key, new)
    await _refuse_odd_dates(scope, new)
    if await scope.session.scalar(select(Community.id).where(Community.id == new.community_id)) is None:
        raise NotFound
    application_id = new_id()
    application = StayApplication(
        id=application_id,
        community_id=new.community_id,
        applicant_id=scope.actor.account_id,
        said_sealed=key.seal(msgspec.json.encode(said).decode(), application_context(application_id)),
        wanted_kind=new.wanted_kind,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        consented_at=clock.now(),
    )
    scope.session.add(application)
    await scope.session.flush()
    scope.record("apply_for_stay", "StayApplication", application.id, community_id=new.community_id)
    scope.emit(ApplicationSubmitted(application.id, new.community_id))
    return application


def _said(key: DataKey, new: NewApplication) -> Said:
    if new.note is not None and len(new.note) > _LONGEST_NOTE:
        raise BadInput(field=("input", "note"))
    number, phone = new.document_number, new.phone
    person = NewResident(
        name=new.name,
        document_kind=new.document_kind,
        document_number=number,
        phone=phone,
        has_consented=new.has_consented,
    )
    # Refuses whatever the registration would refuse later; nothing of it is kept.
    sealed_resident(key, person, "application")
    return {
        "name": new.name,
        "document_kind": new.document_kind,
        "document_number": parse_document(new.document_kind, number).number,
        "phone": parse_phone(phone),
        "note": new.note,
    }


@action(HousingPermission.APPLY)
async def withdraw_application(scope: Scope, application_id: UUID) -> StayApplication:
    """Take an application back; what it said is forgotten. Raises NotFound, ApplicationClosed."""
    application = await _open_application(scope, application_id)
    application.status, application.said_sealed = ApplicationStatus.WITHDRAWN, None
    application.decided_at = clock.now()
    scope.record("withdraw_application", "StayApplication", application_id, community_id=application.community_id)
    return application


@action(HousingPermission.REVIEW_APPLICATIONS)
async def accept_application(
    scope: Scope, application_id: UUID, unit_id: UUID, bed_id: UUID | None, over_limit_reason: str | None = None
) -> StayApplication:
    """Give an applicant a place: they are registered (or found by their document) and the stay is made, in one act.

    Raises NotFound, ApplicationClosed and all refusals of check-in; then nothing has changed.
    """
    application = await _open_application(scope, application_id)
    known = await _registered(scope, application)
    new = NewStay(
        unit_id=unit_id,
        bed_id=bed_id,
        resident_id=known,
        starts_on=max(application.starts_on, clock.today()),
        ends_on=application.ends_on,
        over_limit_reason=over_limit_reason,
    )
    stay = await check_in(scope, new)
    if stay.community_id != application.community_id:
        raise NotFound
    application.resident_id, application.stay_id = known, stay.id
    _decide(scope, application, ApplicationStatus.ACCEPTED, None)
    return application


@action(HousingPermission.REVIEW_APPLICATIONS)
async def reject_application(scope: Scope, application_id: UUID, reason: str) -> StayApplication:
    """Say no, with a reason that the applicant reads; what they said is forgotten. Raises ReasonMissing."""
    if not 2 <= len(reason.strip()) <= _LONGEST_NOTE:
        raise ReasonMissing(field=("input", "reason"))
    application = await _open_application(scope, application_id)
    application.said_sealed = None
    _decide(scope, application, ApplicationStatus.REJECTED, reason.strip())
    return application


async def _registered(scope: Scope, application: StayApplication) -> UUID:
    key = await scope.key()
    said = msgspec.json.decode(
        key.unseal(application.said_sealed or b"", application_context(application.id)), type=Said
    )
    index = document_index(key, said["document_kind"], said["document_number"])
    known: UUID | None = await scope.session.scalar(
        select(Resident.id).where(Resident.document_kind == said["document_kind"], Resident.document_index == index)
    )
    if known is not None:
        return known
    person = NewResident(
        name=said["name"],
        document_kind=said["document_kind"],
        document_number=said["document_number"],
        phone=said["phone"],
        has_consented=True,
    )
    return (await register_resident(scope, person, "application")).id


def _decide(scope: Scope, application: StayApplication, status: ApplicationStatus, reason: str | None) -> None:
    application.status, application.decision_reason = status, reason
    application.decided_by, application.decided_at = scope.actor.name, clock.now()
    accepted = status is ApplicationStatus.ACCEPTED
    scope.record(
        "accept_application" if accepted else "reject_application",
        "StayApplication",
        application.id,
        community_id=application.community_id,
        reason=reason,
    )
    scope.emit(
        ApplicationDecided(application.id, application.community_id, application.applicant_id, is_accepted=accepted)
    )
    scope.emit(
        NotificationWanted(
            account_id=application.applicant_id,
            kind=f"APPLICATION_{status}",
            object_type="StayApplication",
            object_id=application.id,
        )
    )


async def _open_application(scope: Scope, application_id: UUID) -> StayApplication:
    application = await scope.session.scalar(
        select(StayApplication).where(StayApplication.id == application_id).with_for_update()
    )
    if application is None:
        raise NotFound
    if application.status is not ApplicationStatus.SUBMITTED:
        raise ApplicationClosed
    return application


async def _refuse_odd_dates(scope: Scope, new: NewApplication) -> None:
    today = clock.today()
    if new.starts_on < today:
        raise TooFarInPast(field=("input", "starts_on"), days=0)
    if new.ends_on <= new.starts_on:
        raise EndBeforeStart(field=("input", "ends_on"))
    ahead, longest = await scope.limit(FUTURE_DAYS), await scope.limit(LONGEST_STAY_DAYS)
    if new.starts_on > today + dt.timedelta(days=ahead):
        raise TooFarInFuture(field=("input", "starts_on"), days=ahead)
    if (new.ends_on - new.starts_on).days > longest:
        raise StayTooLong(field=("input", "ends_on"), days=longest)
