"""Grids: the names that other code may use."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from backend.core.errors import AppError
from tenants.roles import STAFF, Permission, Role

FOREVER = dt.date.max


class GridLevel(StrEnum):
    """The three levels of the grid, from above; a tree may be deeper, one level having several steps."""

    STREET = "STREET"
    NEIGHBOURHOOD = "NEIGHBOURHOOD"
    MICRO = "MICRO"


class GridKind(StrEnum):
    """What a grid is made around."""

    GENERAL = "GENERAL"
    GOVERNANCE_BODY = "GOVERNANCE_BODY"
    NEIGHBOURHOOD = "NEIGHBOURHOOD"
    GENERAL_BRANCH = "GENERAL_BRANCH"
    RESIDENTIAL = "RESIDENTIAL"
    OFFICE_TOWER = "OFFICE_TOWER"
    RENTAL_COMMUNITY = "RENTAL_COMMUNITY"
    BUILDING_GROUP = "BUILDING_GROUP"
    AREA = "AREA"


class GridRole(StrEnum):
    """What someone is in a grid: 1 head, 5 standing members, and X from wherever they are needed (1+5+X)."""

    HEAD = "HEAD"
    COMMITTEE = "COMMITTEE"
    PROPERTY = "PROPERTY"
    OWNERS_COMMITTEE = "OWNERS_COMMITTEE"
    POLICE = "POLICE"
    DEPARTMENT = "DEPARTMENT"
    PARTNER = "PARTNER"
    ROAD_CHIEF = "ROAD_CHIEF"
    BUILDING_HEAD = "BUILDING_HEAD"
    VOLUNTEER = "VOLUNTEER"


RANK = {GridLevel.STREET: 0, GridLevel.NEIGHBOURHOOD: 1, GridLevel.MICRO: 2}


class GridPermission(Permission):
    """What one may do with the grids of the district."""

    VIEW = (
        "grids:view",
        (*STAFF, Role.RESIDENT, Role.BRANCH_SUPERVISOR, Role.DISTRICT_VIEWER, Role.PLATFORM_ADMIN),
    )
    VIEW_MEMBERS = "grids:view_members", (*STAFF, Role.BRANCH_SUPERVISOR, Role.PLATFORM_ADMIN)
    MANAGE = "grids:manage", (Role.PLATFORM_ADMIN,)


class GridCodeTaken(AppError):
    """There is a grid with this code for part of the period."""

    zh = "该编号的网格在此期间已存在"
    constraint = "grids_one_code"


class GridLevelWrong(AppError):
    """A grid cannot lie beneath one of a lower level."""

    zh = "网格不能隶属于层级更低的网格"
    constraint = "grids_order_check"


class GridPeriodInvalid(AppError):
    """The end must be after the start, and within the period of the grid above."""

    zh = "结束日期必须晚于开始日期，且不超出上级网格的期限"
    constraint = "grids_dates_check"


class GridHeadTaken(AppError):
    """This grid has a head for part of the period."""

    zh = "该网格在此期间已有网格长"
    constraint = "grid_members_one_head"


class PlaceAlreadyCovered(AppError):
    """This community or building is covered by a grid for part of the period."""

    zh = "该社区或楼栋在此期间已归属某一网格"
    constraint = "grid_coverages_one_grid"


class GridCountWrong(AppError):
    """The file promises {promised} grids of {kind} at level {level}, and would make {found}."""

    zh = "文件声明 {level} 层级的 {kind} 网格应为 {promised} 个，实际为 {found} 个"


class GridUnknown(AppError):
    """There is no grid {code} on that day."""

    zh = "当日没有编号为 {code} 的网格"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGrid:
    """A grid to be made; the end is exclusive. `party_org_id` names the Party body once it is registered."""

    code: str
    name: str
    level: GridLevel
    kind: GridKind
    starts_on: dt.date
    parent_id: UUID | None = None
    ends_on: dt.date = FOREVER
    party_body: str | None = None
    party_org_id: UUID | None = None
    subdistrict_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGridMember:
    """Someone who serves in a grid: a name as the notice board has it, and the body that sends them."""

    name: str
    role: GridRole
    starts_on: dt.date
    body: str | None = None
    ends_on: dt.date = FOREVER


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCoverage:
    """A community, or one building of it, that a grid covers over a period."""

    operator_code: str
    community_id: UUID
    starts_on: dt.date
    building_id: UUID | None = None
    ends_on: dt.date = FOREVER


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredPlace:
    """A community, or one building of it."""

    operator_code: str
    community_id: UUID
    building_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberEntry:
    """A member, as a file lists one."""

    name: str
    role: GridRole
    body: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEntry:
    """A community or a building, as a file names it by codes."""

    operator: str
    community: str
    building: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GridEntry:
    """A grid, as a file lists one; `parent` is the code of one that is listed before it or known already."""

    code: str
    name: str
    level: GridLevel
    kind: GridKind
    parent: str | None = None
    party_body: str | None = None
    subdistrict: str | None = None
    members: list[MemberEntry] = field(default_factory=list)
    covers: list[PlaceEntry] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountEntry:
    """How many grids of a level (and kind) the tree must have, or nothing of the file is kept."""

    level: GridLevel
    count: int
    kind: GridKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GridFile:
    """A tree that holds from a day on, with the counts that check it."""

    starts_on: dt.date
    grid: list[GridEntry]
    check: list[CountEntry] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What loading a file did."""

    grids: int
    changed: int
    members: int
    coverages: int
