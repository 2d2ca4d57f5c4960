"""Reads of who covers which community, and of the communities that nobody covers."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from backend.core import clock
from backend.core.paging import Page, Slice, paged
from backend.modules.housing.contract.words import GovernanceMode
from backend.modules.housing.queries.overseen import (
    OverseenCommunityFilter,
    overseen_modes_by_id,
    overseen_operators_by_id,
)
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.queries.gaps import gaps_by_id
from backend.modules.party.words import CoverageGap
from tenants.models import Operator
from tenants.oversight_models import ListedCommunity, OversightAssignment
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class ModeCount:
    """How many communities in care are governed in one mode."""

    mode: GovernanceMode
    communities: int


@dataclass(frozen=True, slots=True)
class GapCount:
    """How many communities in care lack one thing."""

    gap: CoverageGap
    communities: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The communities in care of a supervising branch: how many, at how many operators, in which modes."""

    communities: int
    operators: int
    organisations: int
    ending_soon: int
    modes: Sequence[ModeCount]
    gaps: Sequence[GapCount]


_TOLD_APART_BY = (ListedCommunity.code, ListedCommunity.name)


def _is_platform(scope: Scope) -> bool:
    return scope.actor.can(PartyPermission.ASSIGN_OVERSIGHT)


def _on(day: dt.date) -> Select[OversightAssignment]:
    return select(OversightAssignment).where(OversightAssignment.starts_on <= day, OversightAssignment.ends_on > day)


@query(PartyPermission.OVERSEE)
async def coverage(scope: Scope, wanted: OverseenCommunityFilter) -> Coverage:
    """What the actor oversees today, and what the cover of it lacks."""
    operators = await overseen_operators_by_id(scope, wanted)
    return await get_coverage_of(scope, operators, await gaps_by_id(scope, list(operators)))


@query(PartyPermission.OVERSEE)
async def get_coverage_of(
    scope: Scope,
    operators: Mapping[UUID, UUID],
    gaps_by_community: Mapping[UUID, Sequence[CoverageGap]],
    day: dt.date | None = None,
) -> Coverage:
    """The same on a day, of communities whose operators, and whose gaps on it, were read already."""
    lacking = Counter(gap for gaps in gaps_by_community.values() for gap in gaps)
    modes = Counter((await overseen_modes_by_id(scope, list(operators), day)).values())
    return Coverage(
        communities=len(operators),
        operators=len(set(operators.values())),
        organisations=len(scope.actor.organisation_ids),
        ending_soon=lacking[CoverageGap.ENDING_SOON],
        modes=[ModeCount(mode, modes[mode]) for mode in GovernanceMode if modes[mode]],
        gaps=[GapCount(gap, lacking[gap]) for gap in CoverageGap if lacking[gap]],
    )


@query(PartyPermission.OVERSEE)
async def list_covered_community_ids(scope: Scope, organisation_id: UUID) -> Sequence[UUID]:
    """The communities in care that this organisation covers today."""
    covers = await scope.session.scalars(
        _on(clock.today()).where(OversightAssignment.organisation_id == organisation_id)
    )
    return [row.community_id for row in covers]


@query(PartyPermission.OVERSEE)
async def list_lacking_community_ids(scope: Scope, gap: CoverageGap) -> Sequence[UUID]:
    """The communities in care whose cover lacks this today."""
    ids = list(await overseen_operators_by_id(scope, OverseenCommunityFilter()))
    return [one for one, gaps in (await gaps_by_id(scope, ids)).items() if gap in gaps]


@query(PartyPermission.OVERSEE)
async def covers_by_id(scope: Scope, community_ids: Sequence[UUID]) -> Mapping[UUID, OversightAssignment]:
    """What covers each community today, by the community's id."""
    rows = await scope.session.scalars(_on(clock.today()).where(OversightAssignment.community_id.in_(community_ids)))
    return {row.community_id: row for row in rows}


@query(PartyPermission.ASSIGN_OVERSIGHT)
async def assignments_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, OversightAssignment]:
    """Assignments by id."""
    rows = await scope.session.scalars(select(OversightAssignment).where(OversightAssignment.id.in_(ids)))
    return {row.id: row for row in rows}


@query(PartyPermission.ASSIGN_OVERSIGHT)
async def list_oversight_assignments(scope: Scope, page: Page) -> Slice[OversightAssignment]:
    """Assignments that last or are to come, oldest first."""
    lasting = select(OversightAssignment).where(OversightAssignment.ends_on > clock.today())
    return await paged(scope.session, lasting, page, OversightAssignment.id)


@query(PartyPermission.ASSIGN_OVERSIGHT)
async def assigned_communities_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ListedCommunity]:
    """Communities as the district lists them, by id."""
    rows = await scope.session.scalars(select(ListedCommunity).where(ListedCommunity.community_id.in_(ids)))
    return {row.community_id: row for row in rows}


@query(PartyPermission.ASSIGN_OVERSIGHT)
async def list_listed_communities(scope: Scope, page: Page, search: str | None = None) -> Slice[ListedCommunity]:
    """Communities of every operator by code, all or those with this in their code or name."""
    found = select(ListedCommunity)
    if search:
        found = found.where(or_(*(one.icontains(search, autoescape=True) for one in _TOLD_APART_BY)))
    return await paged(scope.session, found, page, ListedCommunity.code, ListedCommunity.community_id)


@query(PartyPermission.VIEW_ORGANISATIONS)
async def communities_for_platform_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ListedCommunity]:
    """Communities as the district lists them, by id; none for anybody but the platform."""
    return await assigned_communities_by_id(scope, ids) if _is_platform(scope) else {}


@query(PartyPermission.VIEW_ORGANISATIONS)
async def codes_of_operators_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """Codes of operators, by id; none for anybody but the platform."""
    if not _is_platform(scope):
        return {}
    rows = await scope.session.execute(select(Operator.id, Operator.code).where(Operator.id.in_(ids)))
    return {row.id: row.code for row in rows}


@query(PartyPermission.LIST_GAPS)
async def list_coverage_gaps(scope: Scope, page: Page) -> Slice[ListedCommunity]:
    """Communities that no organisation and no grid covers today, by code."""
    today = clock.today()
    covered = select(OversightAssignment.id).where(
        OversightAssignment.operator_id == ListedCommunity.operator_id,
        OversightAssignment.community_id == ListedCommunity.community_id,
        OversightAssignment.starts_on <= today,
        OversightAssignment.ends_on > today,
    )
    gaps = select(ListedCommunity).where(~covered.exists(), ListedCommunity.opened_on <= today)
    return await paged(scope.session, gaps, page, ListedCommunity.code, ListedCommunity.community_id)


@query(PartyPermission.LIST_GAPS)
async def count_covered_communities(scope: Scope) -> int:
    """How many communities of the district are covered today."""
    current = _on(clock.today()).subquery()
    return await scope.session.scalar(select(func.count()).select_from(current)) or 0
