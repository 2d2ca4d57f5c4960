"""Reads of how issues are handled: categories, assignment rules, templates and notices of works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, or_, select

from backend.core import clock
from backend.core.errors import Locale
from backend.core.paging import Page, Slice, paged
from backend.core.surfaces import Surface
from backend.modules.housing.queries.living import list_home_ids
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.models.handling import IssueCategory, IssueRule, IssueTemplate, PlannedWork
from backend.modules.issues.queries.places import Place
from backend.modules.issues.words import IssueAct
from tenants.scope import Scope, query


@query(IssuePermission.VIEW)
async def categories_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, IssueCategory]:
    """Categories by id, those out of use too."""
    rows = await scope.session.scalars(select(IssueCategory).where(IssueCategory.id.in_(ids)))
    return {row.id: row for row in rows}


@query(IssuePermission.VIEW)
async def list_issue_categories(scope: Scope, page: Page, *, with_inactive: bool = False) -> Slice[IssueCategory]:
    """The categories to report under, by code."""
    statement = select(IssueCategory)
    if not with_inactive:
        statement = statement.where(IssueCategory.is_active)
    return await paged(scope.session, statement, page, IssueCategory.code, IssueCategory.id)


@query(IssuePermission.VIEW)
async def get_rule_for_issue(scope: Scope, category_id: UUID, place: Place) -> IssueRule | None:
    """The rule that says most of all that fit: a building before a community before a category."""
    found: IssueRule | None = await scope.session.scalar(
        select(IssueRule)
        .where(
            or_(IssueRule.category_id.is_(None), IssueRule.category_id == category_id),
            or_(IssueRule.community_id.is_(None), IssueRule.community_id == place.community_id),
            or_(IssueRule.building_id.is_(None), IssueRule.building_id == place.building_id),
        )
        .order_by(IssueRule.building_id.is_(None), IssueRule.community_id.is_(None), IssueRule.category_id.is_(None))
        .limit(1)
    )
    return found


@query(IssuePermission.HANDLE)
async def rules_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, IssueRule]:
    """Assignment rules by id."""
    rows = await scope.session.scalars(select(IssueRule).where(IssueRule.id.in_(ids)))
    return {row.id: row for row in rows}


@query(IssuePermission.HANDLE)
async def list_issue_rules(scope: Scope, page: Page) -> Slice[IssueRule]:
    """The assignment rules, oldest first."""
    return await paged(scope.session, select(IssueRule), page, IssueRule.id)


@query(IssuePermission.HANDLE)
async def templates_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, IssueTemplate]:
    """Templates by id."""
    rows = await scope.session.scalars(select(IssueTemplate).where(IssueTemplate.id.in_(ids)))
    return {row.id: row for row in rows}


@query(IssuePermission.HANDLE)
async def list_issue_templates(
    scope: Scope, page: Page, act: IssueAct | None = None, locale: Locale | None = None, category_id: UUID | None = None
) -> Slice[IssueTemplate]:
    """The templates for a step, in a language; those of the category and those of all."""
    statement = select(IssueTemplate)
    if act is not None:
        statement = statement.where(IssueTemplate.act == act)
    if locale is not None:
        statement = statement.where(IssueTemplate.locale == locale)
    if category_id is not None:
        statement = statement.where(or_(IssueTemplate.category_id.is_(None), IssueTemplate.category_id == category_id))
    return await paged(scope.session, statement, page, IssueTemplate.id)


async def _visible_works(scope: Scope) -> Select[PlannedWork]:
    """Staff see the notices of their communities; residents those of where they live."""
    statement, resident_id = select(PlannedWork), scope.actor.resident_id
    if scope.actor.surface is not Surface.RESIDENT or resident_id is None:
        return statement
    return statement.where(PlannedWork.community_id.in_(await list_home_ids(scope, resident_id)))


@query(IssuePermission.VIEW)
async def works_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, PlannedWork]:
    """Notices of works by id, of those that the actor may see."""
    rows = await scope.session.scalars((await _visible_works(scope)).where(PlannedWork.id.in_(ids)))
    return {row.id: row for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksFilter:
    """Which notices are wanted; `with_past`: those that are over or were cancelled too."""

    community_id: UUID | None = None
    category_id: UUID | None = None
    with_past: bool = False


@query(IssuePermission.VIEW)
async def list_planned_works(scope: Scope, page: Page, wanted: WorksFilter) -> Slice[PlannedWork]:
    """The notices of works that the actor may see: what goes on and is to come, soonest first, or all, latest first."""
    statement = await _visible_works(scope)
    if wanted.community_id is not None:
        statement = statement.where(PlannedWork.community_id == wanted.community_id)
    if wanted.category_id is not None:
        statement = statement.where(PlannedWork.category_id == wanted.category_id)
    if not wanted.with_past:
        statement = statement.where(PlannedWork.cancelled_at.is_(None), PlannedWork.ends_at > clock.now())
    order = PlannedWork.starts_at, PlannedWork.id
    return await paged(scope.session, statement, page, *order, newest_first=wanted.with_past)
