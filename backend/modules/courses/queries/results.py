"""Reads of certificates and feedback."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core.errors import NotFound
from backend.core.paging import Page, Slice, paged
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.models.results import Certificate, CourseReview
from backend.modules.courses.sealing import comment_context
from backend.modules.housing.queries.residents import residents_by_id
from tenants.models import Operator
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What someone thinks of a course, without saying who."""

    id: UUID
    rating: int
    teacher_rating: int
    comment: str | None
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class CertificateText:
    """What a certificate says; `name` is empty where its holder's particulars were erased."""

    code: str
    name: str
    operator_name: str
    title: str
    teacher_name: str
    minutes: int
    sessions_attended: int
    sessions_held: int
    issued_on: dt.date
    is_valid: bool


@query(CoursePermission.VIEW)
async def certificates_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Certificate]:
    """Certificates by id; a resident's login has its own alone."""
    rows = await scope.session.scalars(select(Certificate).where(Certificate.id.in_(ids)))
    return {row.id: row for row in rows}


@query(CoursePermission.VIEW)
async def certificates_by_enrolment_id(scope: Scope, enrolment_ids: Sequence[UUID]) -> Mapping[UUID, Certificate]:
    """The certificate of each of these enrolments that has one."""
    rows = await scope.session.scalars(select(Certificate).where(Certificate.enrolment_id.in_(enrolment_ids)))
    return {row.enrolment_id: row for row in rows}


@query(CoursePermission.VIEW)
async def list_certificates(scope: Scope, page: Page, course_id: UUID | None = None) -> Slice[Certificate]:
    """The certificates that the actor may see, the latest first."""
    wanted = select(Certificate)
    if course_id is not None:
        wanted = wanted.where(Certificate.course_id == course_id)
    return await paged(scope.session, wanted, page, Certificate.id, newest_first=True)


@query(CoursePermission.VERIFY)
async def get_certificate_text(scope: Scope, code: str) -> CertificateText:
    """What the certificate of a code says. Raises NotFound."""
    found: Certificate | None = await scope.session.scalar(select(Certificate).where(Certificate.code == code))
    if found is None:
        raise NotFound
    holder = (await residents_by_id(scope, [found.resident_id])).get(found.resident_id)
    name = await scope.session.scalar(select(Operator.name_zh).where(Operator.id == scope.operator_id))
    return CertificateText(
        code=found.code,
        name=holder.name if holder else "",
        operator_name=name or "",
        title=found.title,
        teacher_name=found.teacher_name,
        minutes=found.minutes,
        sessions_attended=found.sessions_attended,
        sessions_held=found.sessions_held,
        issued_on=found.issued_on,
        is_valid=found.revoked_at is None,
    )


@query(CoursePermission.MANAGE)
async def list_reviews(scope: Scope, page: Page, course_id: UUID) -> Slice[ReviewView]:
    """What was said of a course, the latest first."""
    key = await scope.key()
    wanted = select(CourseReview).where(CourseReview.course_id == course_id)
    found = await paged(scope.session, wanted, page, CourseReview.id, newest_first=True)
    return found.mapped(
        lambda row: ReviewView(
            id=row.id,
            rating=row.rating,
            teacher_rating=row.teacher_rating,
            comment=key.unseal(row.comment_sealed, comment_context(row.id)) if row.comment_sealed else None,
            created_at=row.created_at,
        )
    )


@query(CoursePermission.VIEW)
async def reviews_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ReviewView]:
    """Feedback by id; a resident's login has its own alone."""
    key = await scope.key()
    rows = await scope.session.scalars(select(CourseReview).where(CourseReview.id.in_(ids)))
    return {
        row.id: ReviewView(
            id=row.id,
            rating=row.rating,
            teacher_rating=row.teacher_rating,
            comment=key.unseal(row.comment_sealed, comment_context(row.id)) if row.comment_sealed else None,
            created_at=row.created_at,
        )
        for row in rows
    }
