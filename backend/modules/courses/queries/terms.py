"""Reads of terms."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core.paging import Page, Slice, paged
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.models.terms import Term
from tenants.scope import Scope, query


@query(CoursePermission.VIEW)
async def terms_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Term]:
    """Terms by id."""
    rows = await scope.session.scalars(select(Term).where(Term.id.in_(ids)))
    return {row.id: row for row in rows}


@query(CoursePermission.VIEW)
async def list_terms(scope: Scope, page: Page, community_id: UUID | None = None) -> Slice[Term]:
    """The terms that the actor may see, the latest first."""
    wanted = select(Term)
    if community_id is not None:
        wanted = wanted.where(Term.community_id == community_id)
    return await paged(scope.session, wanted, page, Term.starts_on, Term.id, newest_first=True)
