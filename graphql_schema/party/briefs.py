"""The monthly brief of a supervising branch in the schema."""

import datetime as dt
from uuid import UUID

import strawberry

from backend.modules.councils.queries.overseen import SittingTally
from backend.modules.housing.queries import overseen
from backend.modules.issues.queries.oversight import IssueSpan
from backend.modules.party import words
from backend.modules.party.queries import briefs, covering
from graphql_schema.fields import Record, column, computed, one, record
from graphql_schema.party.communities import OverseenCommunity
from graphql_schema.party.covered import OversightCoverage
from graphql_schema.party.notices import SupervisionNotice
from graphql_schema.party.organisations import PartyMeeting


@record
class BriefIssueTally(Record):
    """The issues of one community in a month."""

    reported: int = column("Reported in it.")
    solved: int = column("Solved in it.")
    solved_in_time: int = column("Of these, by their deadline.")
    open: int = column("Open at its end, or now.")
    overdue: int = column("Of these, past their deadline.")


@record
class BriefCouncilTally(Record):
    """The councils of one community in a month."""

    held: int = column("Held in it.")
    present: int = column("Residents who came, together.")


@record
class BriefNoticeTally(Record):
    """The supervision notices of one community in a month."""

    issued: int = column("Issued in it.")
    closed: int = column("Closed or withdrawn in it.")
    risen: int = column("Risen to the district in it.")


@record
class BriefRow(Record):
    """One community in a month."""

    community_id: strawberry.Private[UUID]
    community: OverseenCommunity | None = one(
        "community_id",
        overseen.overseen_communities_by_id,
        "The community, where it is still in care.",
        to="OverseenCommunity",
    )
    name: str = column("Its name.")
    gaps: list[words.CoverageGap] = column("What its cover lacked at the end of it, or lacks today.")
    issues: strawberry.Private[IssueSpan]
    councils: strawberry.Private[SittingTally]
    notices: strawberry.Private[briefs.NoticeSpan]

    @computed("Its issues.", name="issues")
    def issue_span(self) -> BriefIssueTally:
        """From what is written down."""
        return BriefIssueTally.of(self.issues)

    @computed("Its councils.", name="councils")
    def sittings(self) -> BriefCouncilTally:
        """Of any kind."""
        return BriefCouncilTally.of(self.councils)

    @computed("Its supervision notices.", name="notices")
    def notice_span(self) -> BriefNoticeTally:
        """Those that others issued too."""
        return BriefNoticeTally.of(self.notices)


@record
class BriefOwn(Record):
    """What the caller's organisations did in a month."""

    meetings: int = column("Meetings held.")
    attended: int = column("Who came to them, together.")
    expected: int = column("Who should have.")
    activities: int = column("Activities.")
    participants: int = column("Who came to them.")
    volunteer_hours: int = column("Hours that volunteers gave.")


@record
class MonthlyBrief(Record):
    """A month of a supervising branch. Cover and gaps are those of its last day, or of today within it."""

    month_on: dt.date = column("Its first day.")
    until_on: dt.date = column("The day after its last.")
    made_at: dt.datetime = column("When this was put together.")
    is_whole: bool = column("Whether the month was over by then.")
    coverage: strawberry.Private[covering.Coverage]
    rows: strawberry.Private[list[briefs.BriefRow]]
    own: strawberry.Private[briefs.OwnRecord]
    meetings: strawberry.Private[list[object]]
    notices: strawberry.Private[list[object]]

    @computed("Where its PDF is fetched, by whoever is signed in.")
    def path(self) -> str:
        """The same as this, on paper."""
        return f"/briefs/{self.month_on.strftime('%Y-%m')}.pdf"

    @computed("What was in care, in numbers.", name="coverage")
    def covered(self) -> OversightCoverage:
        """At its end, or today."""
        return OversightCoverage.of(self.coverage)

    @computed("The communities that were in care in it, by code; each is told of for the days on which it was.")
    def communities(self) -> list[BriefRow]:
        """All of them."""
        return [BriefRow.of(one) for one in self.rows]

    @computed("What the caller's organisations did.", name="own")
    def own_record(self) -> BriefOwn:
        """In numbers."""
        return BriefOwn.of(self.own)

    @computed("Their meetings, in order.", name="meetings")
    def own_meetings(self) -> list[PartyMeeting]:
        """Up to a hundred."""
        return [PartyMeeting.of(one) for one in self.meetings]

    @computed("Notices that were open at any time in it, by what is due first.", name="notices")
    def open_notices(self) -> list[SupervisionNotice]:
        """Up to a hundred."""
        return [SupervisionNotice.of(one) for one in self.notices]
