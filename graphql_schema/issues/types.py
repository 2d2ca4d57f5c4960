"""What an issue is in the schema: the whole of it on one page, with its history, photos and people."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.modules.councils.queries.councils import councils_of_issues_by_id
from backend.modules.files.queries import files_by_id
from backend.modules.grids.contract import GridLevel
from backend.modules.grids.queries import grids_by_id
from backend.modules.housing.queries import inventory
from backend.modules.housing.queries.residents import residents_by_id
from backend.modules.issues import words
from backend.modules.issues.codes import qr_svg
from backend.modules.issues.queries import handlers, histories, issues, patrols, photos, rules
from backend.modules.partners.queries.partners import partners_by_id
from backend.modules.spaces.queries.spaces import spaces_by_id
from graphql_schema.context import Info
from graphql_schema.councils.councils import Council
from graphql_schema.fields import Record, column, computed, many, one, record
from graphql_schema.files import File
from graphql_schema.grids import Grid
from graphql_schema.housing.inventory import Bed, Building, Community, Unit
from graphql_schema.housing.residents import Resident
from graphql_schema.partners.partners import Partner
from graphql_schema.relay import Batched
from graphql_schema.spaces.spaces import Space
from tenants.roles import Role


@record
class IssueCategory(Batched, Node):
    """A type of issue, with its deadlines in China's working days."""

    batch = staticmethod(rules.categories_by_id)
    id: NodeID[UUID]
    code: str = column("Short code, unique with the operator.")
    name_zh: str = column("Name in Chinese.")
    name_en: str = column("Name in English.")
    standard_days: int = column("Working days until it is to be solved.")
    emergency_days: int = column("The same for an emergency.")
    paid_days: int = column("The same where the resident pays.")
    warranty_days: int = column("The same under warranty.")
    is_sensitive: bool = column("Whether its issues are for few of the staff alone.")
    is_active: bool = column("Whether new issues are reported under it.")


@record
class IssueHandler(Batched, Node):
    """Someone of the staff to whom issues are assigned."""

    batch = staticmethod(handlers.handlers_by_id)
    id: NodeID[UUID]
    display_name: str = column("Name.")
    role: Role = column("Role.")


@record
class PatrolPoint(Batched, Node):
    """A place that rounds pass, with a QR code from which anyone reports."""

    batch = staticmethod(patrols.points_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    building_id: strawberry.Private[UUID | None]
    community: Community | None = one("community_id", inventory.communities_by_id, "Its community.", to="Community")
    building: Building | None = one("building_id", inventory.buildings_by_id, "Its building.", to="Building")
    code: str = column("Short code, unique in the community.")
    name: str = column("Name.")
    latitude: Decimal | None = column("Degrees north, WGS 84.")
    longitude: Decimal | None = column("Degrees east, WGS 84.")

    @computed("What its QR code says: the id that a report names as its place.")
    def qr_text(self) -> str:
        """The global id."""
        return str(GlobalID("PatrolPoint", str(self.id)))

    @computed("Its QR code as an SVG drawing.")
    def qr_svg(self) -> str:
        """To be printed and put up."""
        return qr_svg(str(GlobalID("PatrolPoint", str(self.id))))


@record
class PlannedWork(Batched, Node):
    """A notice of works."""

    batch = staticmethod(rules.works_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    building_id: strawberry.Private[UUID | None]
    category_id: strawberry.Private[UUID | None]
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    building: Building | None = one("building_id", inventory.buildings_by_id, "In which building.", to="Building")
    category: IssueCategory | None = one(
        "category_id", rules.categories_by_id, "Which issues it explains.", to="IssueCategory"
    )
    title: str = column("Title.")
    text: str = column("What is done, and what residents should know.")
    starts_at: dt.datetime = column("When it begins.")
    ends_at: dt.datetime = column("When it ends.")
    created_at: dt.datetime = column("When it was announced.")
    cancelled_at: dt.datetime | None = column("When it was called off, if it was.")


@record
class IssuePhoto(Record):
    """A photo of an issue."""

    id: strawberry.Private[UUID]
    file_id: strawberry.Private[UUID | None]
    original_id: strawberry.Private[UUID | None]
    file: File | None = one(
        "file_id", files_by_id, "What others see of it; before somebody looked, for whoever took it.", to="File"
    )
    original: File | None = one(
        "original_id",
        files_by_id,
        "As it was taken, where that is not shown: for those who handle issues, and each look is written down.",
        to="File",
    )
    moment: words.PhotoMoment = column("Before or after the work.")
    is_hidden: bool = column("Whether it is for those who handle issues alone.")
    is_shown: bool = column("Whether others see it: somebody who handles issues has looked at it.")
    is_redacted: bool = column("Whether areas of it were made unrecognizable.")
    created_at: dt.datetime = column("When it was added.")

    @computed("By which staff show and hide it.")
    def photo_id(self) -> strawberry.ID:
        """A plain id: photos are no nodes."""
        return strawberry.ID(str(self.id))


@record
class IssueParty(Record):
    """A department that handles an issue along with others."""

    id: strawberry.Private[UUID]
    department: str = column("The department.")
    is_lead: bool = column("Whether it leads.")
    task: str | None = column("What it is to do.")
    created_at: dt.datetime = column("When it joined.")
    done_at: dt.datetime | None = column("When it had done its part.")

    @computed("By which its part is marked done.")
    def party_id(self) -> strawberry.ID:
        """A plain id: departments at an issue are no nodes."""
        return strawberry.ID(str(self.id))


@record
class IssueExtension(Record):
    """A request for more working days."""

    id: strawberry.Private[UUID]
    days: int = column("How many more working days.")
    reason: str | None = column("Why.")
    status: words.ExtensionStatus = column("Where it stands.")
    created_at: dt.datetime = column("When it was asked for.")
    decided_at: dt.datetime | None = column("When it was decided.")

    @computed("By which it is decided.")
    def extension_id(self) -> strawberry.ID:
        """A plain id: requests are no nodes."""
        return strawberry.ID(str(self.id))


@record
class IssueStep(Batched, Node):
    """One step of an issue's history."""

    batch = staticmethod(histories.steps_by_id)
    id: NodeID[UUID]
    issue_id: strawberry.Private[UUID]
    account_id: strawberry.Private[UUID | None]
    object_type: strawberry.Private[str | None]
    object_id: strawberry.Private[UUID | None]
    issue: "Issue | None" = one("issue_id", issues.issues_by_id, "The issue.", to="Issue")
    act: words.IssueAct = column("What was done.")
    status: words.IssueStatus = column("Where the issue stood after it.")
    level: GridLevel = column("With which level of the grid it was after it.")
    reason: str | None = column("A code: why it was paused, how it ended, how many days, to which level.")
    note: str | None = column("What was said.")
    is_internal: bool = column("Whether it is for staff alone.")
    created_at: dt.datetime = column("When.")
    by: IssueHandler | None = one(
        "account_id", handlers.handlers_by_account_id, "Who of the staff took it; for staff.", to="IssueHandler"
    )

    @computed("What it is about besides: a council, works, a request, by global id.", name="about")
    def about_id(self) -> GlobalID | None:
        """Who may not see it finds nothing under its id."""
        if self.object_type is None or self.object_id is None:
            return None
        return GlobalID(self.object_type, str(self.object_id))


@record
class Issue(Batched, Node):
    """Something that was found and is to be put right."""

    batch = staticmethod(issues.issues_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    category_id: strawberry.Private[UUID]
    grid_id: strawberry.Private[UUID | None]
    building_id: strawberry.Private[UUID | None]
    unit_id: strawberry.Private[UUID | None]
    bed_id: strawberry.Private[UUID | None]
    space_id: strawberry.Private[UUID | None]
    point_id: strawberry.Private[UUID | None]
    reporter_resident_id: strawberry.Private[UUID | None]
    partner_id: strawberry.Private[UUID | None]
    assignee_id: strawberry.Private[UUID | None]
    works_id: strawberry.Private[UUID | None]
    duplicate_of_id: strawberry.Private[UUID | None]
    code: str = column("What people call it by: its day and the end of its id.")
    category: IssueCategory | None = one("category_id", rules.categories_by_id, "Its type.", to="IssueCategory")
    text: str | None = column("What was reported; nothing once the reporter was erased.")
    place_note: str | None = column("Where exactly, in words.")
    found_at: dt.datetime | None = column("When it was found, if that was a while before it was reported.")
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    building: Building | None = one("building_id", inventory.buildings_by_id, "In which building.", to="Building")
    unit: Unit | None = one("unit_id", inventory.units_by_id, "In which unit; hidden from neighbours.", to="Unit")
    bed: Bed | None = one("bed_id", inventory.beds_by_id, "At which bed; hidden from neighbours.", to="Bed")
    space: Space | None = one("space_id", spaces_by_id, "In which shared space.", to="Space")
    point: PatrolPoint | None = one("point_id", patrols.points_by_id, "At which point.", to="PatrolPoint")
    latitude: Decimal | None = column("Degrees north, WGS 84; hidden from neighbours.")
    longitude: Decimal | None = column("Degrees east, WGS 84; hidden from neighbours.")
    terms: words.IssueTerms = column("On what terms it is dealt with.")
    status: words.IssueStatus = column("Where it stands.")
    outcome: words.IssueOutcome | None = column("What became of it, once it has ended.")
    level: GridLevel = column("With which level of the grid it is.")
    grid: Grid | None = one("grid_id", grids_by_id, "The grid that has it.", to="Grid")
    visibility: words.IssueVisibility = column("Who sees it.")
    source: words.IssueSource = column("Who found it.")
    is_preventive: bool = column("Whether it was planned so that something comes back no more.")
    reporter: Resident | None = one(
        "reporter_resident_id",
        residents_by_id,
        "The resident who reported it; for staff.",
        to="Resident",
    )
    partner: Partner | None = one("partner_id", partners_by_id, "The unit whose people found it.", to="Partner")
    assignee: IssueHandler | None = one(
        "assignee_id", handlers.handlers_by_account_id, "Who of the staff has it; for staff.", to="IssueHandler"
    )
    department: str | None = column("Which department has it.")
    created_at: dt.datetime = column("When it was reported.")
    due_at: dt.datetime = column("By when it is to be solved; a pause moves it.")
    promised_at: dt.datetime = column("By when that was promised first; pauses and extensions move it, not reopening.")
    lamp: words.IssueLamp | None = column("By the share of the working time that is left, while it is open.")
    is_overdue: bool = column("Whether it is open past its deadline.")
    is_mine: bool = column("Whether the caller reported it.")
    paused_at: dt.datetime | None = column("Since when its clock stands still.")
    pause_reason: words.PauseReason | None = column("Why.")
    accepted_at: dt.datetime | None = column("When it was taken on.")
    resolved_at: dt.datetime | None = column("When it was last resolved.")
    ended_at: dt.datetime | None = column("When it ended.")
    follower_count: int = column("How many are met by it too.")
    reopen_count: int = column("How often its reporter said that it was not solved.")
    rating: int | None = column("What its reporter thinks of the work, 1 to 5.")
    works: PlannedWork | None = one("works_id", rules.works_by_id, "The works that explain it.", to="PlannedWork")
    duplicate_of: "Issue | None" = one("duplicate_of_id", issues.issues_by_id, "What it is the same as.", to="Issue")
    steps: list[IssueStep] = many(histories.steps_of_issues_by_id, "Its history, oldest first.", to="IssueStep")
    photos: list[IssuePhoto] = many(photos.photos_of_issues_by_id, "Its photos, oldest first.", to="IssuePhoto")
    councils: list[Council] = many(
        councils_of_issues_by_id, "The councils that had it on their agenda, the earliest first.", to="Council"
    )
    parties: list[IssueParty] = many(
        histories.parties_of_issues_by_id, "The departments at it together, the lead first; for staff.", to="IssueParty"
    )
    extensions: list[IssueExtension] = many(
        histories.extensions_of_issues_by_id, "Requests for more time; for staff.", to="IssueExtension"
    )

    @computed("Whether the caller follows it.")
    async def is_followed(self, info: Info) -> bool:
        """By the caller's account."""
        return bool(await info.context.load(issues.followed_by_id, self.id))
