"""Reads of who covers which community, and of the communities that nobody covers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select

from backend.core import clock
from backend.core.paging import Page, Slice, paged
from backend.modules.housing.contract.words import GovernanceMode
from backend.modules.housing.queries.overseen import (
    OverseenCommunityFilter,
    overseen_modes_by_id,
    overseen_operators_by_id,
)
from backend.modules.party.contract.permissions import PartyPermission
from tenants.oversight_models import ListedCommunity, OversightAssignment
from tenants.scope import Scope, query

_SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class ModeCount:
    """How many communities in care are governed in one mode."""

    mode: GovernanceMode
    communities: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The communities in care of a supervising branch: how many, at how many operators, in which modes."""

    communities: int
    operators: int
    organisations: int
    ending_soon: int
    modes: Sequence[ModeCount]


def _current() -> Select[OversightAssignment]:
    today = clock.today()
    return select(OversightAssignment).where(
        OversightAssignment.starts_on <= today, OversightAssignment.ends_on > today
    )


@query(PartyPermission.OVERSEE)
async def coverage(scope: Scope, wanted: OverseenCommunityFilter) -> Coverage:
    """What the actor oversees today; `ending_soon`: within 30 days, without an assignment that follows."""
    operators, today = await overseen_operators_by_id(scope, wanted), clock.today()
    ids = list(operators)
    covers = (await scope.session.scalars(select(OversightAssignment))).all()
    last: dict[UUID, int] = defaultdict(int)
    for row in covers:
        last[row.community_id] = max(last[row.community_id], (row.ends_on - today).days)
    modes: dict[GovernanceMode, int] = defaultdict(int)
    for mode in (await overseen_modes_by_id(scope, ids)).values():
        modes[mode] += 1
    return Coverage(
        communities=len(ids),
        operators=len(set(operators.values())),
        organisations=len(scope.actor.organisation_ids),
        ending_soon=sum(0 < last[one] <= _SOON_DAYS for one in ids),
        modes=[ModeCount(mode, modes[mode]) for mode in GovernanceMode if modes[mode]],
    )


@query(PartyPermission.OVERSEE)
async def list_covered_community_ids(scope: Scope, organisation_id: UUID) -> Sequence[UUID]:
    """The communities in care that this organisation covers today."""
    covers = await scope.session.scalars(_current().where(OversightAssignment.organisation_id == organisation_id))
    return [row.community_id for row in covers]


@query(PartyPermission.OVERSEE)
async def covers_by_id(scope: Scope, community_ids: Sequence[UUID]) -> Mapping[UUID, OversightAssignment]:
    """What covers each community today, by the community's id."""
    rows = await scope.session.scalars(_current().where(OversightAssignment.community_id.in_(community_ids)))
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
    current = _current().subquery()
    return await scope.session.scalar(select(func.count()).select_from(current)) or 0
