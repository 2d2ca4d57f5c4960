"""Issues as the supervising branch sees them: where they stand and how long they have, nothing that anybody wrote."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.modules.grids.contract import GridLevel
from backend.modules.grids.queries import grids_by_id
from backend.modules.housing.queries.overseen import overseen_communities_by_id
from backend.modules.issues import words
from backend.modules.issues.queries import issues
from backend.modules.issues.queries import oversight as queries
from graphql_schema.fields import Record, column, computed, given, many, one, record
from graphql_schema.grids import Grid
from graphql_schema.inputs import plain, ref, said
from graphql_schema.issues.types import IssueCategory
from graphql_schema.party.communities import OverseenCommunity
from graphql_schema.relay import Batched


@record
class OverseenStep(Record):
    """A step of an issue's history: what was done, and when."""

    act: words.IssueAct = column("What was done.")
    status: words.IssueStatus = column("Where the issue stood after it.")
    level: GridLevel = column("With which level of the grid it was after it.")
    created_at: dt.datetime = column("When.")


@record
class OverseenIssue(Batched, Node):
    """An issue of a community in care, without a word of anybody's, and without any place but its community."""

    batch = staticmethod(queries.overseen_issues_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    category_id: strawberry.Private[UUID]
    grid_id: strawberry.Private[UUID | None]
    code: str = column("What people call it by: its day and the end of its id.")
    community: OverseenCommunity | None = one(
        "community_id", overseen_communities_by_id, "Where.", to="OverseenCommunity"
    )
    category: IssueCategory | None = one(
        "category_id", queries.overseen_categories_by_id, "Its type.", to="IssueCategory"
    )
    terms: words.IssueTerms = column("On what terms it is dealt with.")
    status: words.IssueStatus = column("Where it stands.")
    outcome: words.IssueOutcome | None = column("What became of it, once it has ended.")
    level: GridLevel = column("With which level of the grid it is.")
    grid: Grid | None = one("grid_id", grids_by_id, "The grid that has it.", to="Grid")
    lamp: words.IssueLamp | None = column("By the share of the working time that is left, while it is open.")
    is_overdue: bool = column("Whether it is open past its deadline.")
    created_at: dt.datetime = column("When it was reported.")
    due_at: dt.datetime = column("By when it is to be solved; a pause moves it.")
    promised_at: dt.datetime = column("By when that was promised first.")
    paused_at: dt.datetime | None = column("Since when its clock stands still.")
    accepted_at: dt.datetime | None = column("When it was taken on.")
    resolved_at: dt.datetime | None = column("When it was last resolved.")
    ended_at: dt.datetime | None = column("When it ended.")
    follower_count: int = column("How many are met by it too.")
    reopen_count: int = column("How often its reporter said that it was not solved.")
    rating: int | None = column("What its reporter thinks of the work, 1 to 5.")
    steps: list[OverseenStep] = many(queries.overseen_steps_by_id, "Its history, oldest first.", to="OverseenStep")

    @computed("Global id of the issue as the operator has it, for a supervision notice about it.", name="issueId")
    def issue(self) -> GlobalID:
        """The branch itself cannot open it."""
        return GlobalID("Issue", str(self.id))


@given
class OverseenIssueFilter:
    """Which issues of the communities in care are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", "OverseenCommunity", optional=True)
    category_id: GlobalID | None = ref("Of this type.", "IssueCategory", optional=True)
    statuses: list[words.IssueStatus] = said("In one of these states.", default_factory=list)
    level: GridLevel | None = said("With this level of the grid.", default=None)
    lamp: words.IssueLamp | None = said("Open, with this lamp.", default=None)
    reported_from: dt.datetime | None = said("Reported at or after.", default=None)
    reported_until: dt.datetime | None = said("Reported before.", default=None)
    is_open: bool | None = said("Neither resolved nor ended.", default=None)
    is_overdue: bool | None = said("Open past the deadline.", default=None)


def overseen_issue_filter(given: OverseenIssueFilter | None) -> issues.IssueFilter:
    """What the query takes; everything where nothing is given."""
    return plain(given, issues.IssueFilter) if given else issues.IssueFilter()
