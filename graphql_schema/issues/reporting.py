"""Reporting and following in the schema: what residents do, and what anyone reads."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core.errors import BadInput
from backend.core.surfaces import Surface
from backend.modules.grids.contract import GridLevel
from backend.modules.issues import words
from backend.modules.issues.actions import judging, reporting
from backend.modules.issues.contract.inputs import NewIssue
from backend.modules.issues.queries import issues as queries
from backend.modules.issues.queries import rules
from backend.modules.issues.queries.similar import Sighting, list_similar_issues
from graphql_schema.context import Info
from graphql_schema.fields import given, reads
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.issues.types import Issue, IssueCategory
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Connection, First, fetch, key_of, page

_WHO = (Surface.TENANT, Surface.RESIDENT)
PLACES = ("Community", "Building", "Unit", "Bed", "Space", "Booking", "PatrolPoint")
_FIELDS = {
    "Community": "community_id",
    "Building": "building_id",
    "Unit": "unit_id",
    "Bed": "bed_id",
    "Space": "space_id",
    "Booking": "booking_id",
    "PatrolPoint": "point_id",
}


def place_of(given_id: GlobalID | None) -> dict[str, Any]:  # Any: one id, by the name of its field
    """The place that a report names, as the field for its kind. Raises BadInput."""
    if given_id is None:
        return {}
    return {_FIELDS[given_id.type_name]: key_of(given_id, *PLACES)} if given_id.type_name in _FIELDS else _refuse()


def _refuse() -> dict[str, Any]:  # Any: never answered
    raise BadInput(field=("input", "place_id"))


@given
class ReportIssueInput(Creation):
    """What was found, in three steps: photos, a category, and a place that is one's own home where none is named."""

    category_id: GlobalID = ref("Its type.", "IssueCategory")
    text: str = said("What it is, up to 1,000 characters.")
    photo_ids: list[GlobalID] = ref("Uploads with the purpose PHOTO.", "File", default_factory=list)
    place_id: GlobalID | None = ref(
        "Where: what a QR code says, a place that was picked, or the booking on which it was found.",
        *PLACES,
        optional=True,
    )
    place_note: str | None = said("Where exactly, in words.", default=None)
    found_at: dt.datetime | None = said(
        "When it was found, where it was written down without a network and is sent later.", default=None
    )
    latitude: Decimal | None = said("Degrees north, WGS 84.", default=None)
    longitude: Decimal | None = said("Degrees east, WGS 84.", default=None)
    terms: words.IssueTerms = said("On what terms.", default=words.IssueTerms.STANDARD)
    is_private: bool = said("Whether neighbours shall not see it.", default=False)
    source: words.IssueSource | None = said("Who found it, as staff note it.", default=None)
    on_behalf_of_id: GlobalID | None = ref("The resident for whom staff report.", "Resident", optional=True)
    round_id: GlobalID | None = ref("The patrol round on which it was found.", "PatrolRound", optional=True)
    partner_id: GlobalID | None = ref(
        "The unit whose people found it, such as a part-time road chief; staff note it.", "Partner", optional=True
    )


@given
class IssueInput:
    """An issue."""

    issue_id: GlobalID = ref("The issue.", "Issue")


@given
class VerifyIssueInput:
    """That it is solved."""

    issue_id: GlobalID = ref("The issue.", "Issue")
    rating: int | None = said("What one thinks of the work, 1 to 5.", default=None)
    note: str | None = said("What one wishes to say.", default=None)


@given
class ReopenIssueInput:
    """That it is not solved."""

    issue_id: GlobalID = ref("The issue.", "Issue")
    note: str = said("What is still wrong.")
    photo_ids: list[GlobalID] = ref("Uploads with the purpose PHOTO.", "File", default_factory=list)


@given
class SettleOwnIssueInput:
    """The end of what one reported oneself."""

    issue_id: GlobalID = ref("The issue.", "Issue")
    outcome: words.IssueOutcome = said("FIXED_BY_USER or WITHDRAWN.")
    note: str | None = said("What one wishes to say.", default=None)


@given
class IssueFilter:
    """Which issues are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    building_id: GlobalID | None = ref("In this building.", "Building", optional=True)
    category_id: GlobalID | None = ref("Of this type.", "IssueCategory", optional=True)
    handler_id: GlobalID | None = ref("Assigned to this member of the staff.", "IssueHandler", optional=True)
    works_id: GlobalID | None = ref("Linked to this notice of works.", "PlannedWork", optional=True)
    statuses: list[words.IssueStatus] = said("In one of these states.", default_factory=list)
    level: GridLevel | None = said("With this level of the grid.", default=None)
    lamp: words.IssueLamp | None = said("Open, with this lamp.", default=None)
    source: words.IssueSource | None = said("Found by these.", default=None)
    reported_from: dt.datetime | None = said("Reported at or after.", default=None)
    reported_until: dt.datetime | None = said("Reported before.", default=None)
    is_open: bool | None = said("Neither resolved nor ended.", default=None)
    is_overdue: bool | None = said("Open past the deadline.", default=None)
    is_mine: bool | None = said("Reported by the caller.", default=None)
    is_followed: bool | None = said("Followed by the caller.", default=None)
    is_assigned_to_me: bool | None = said("Assigned to the caller.", default=None)
    has_waiting_photos: bool | None = said("With a photo that nobody who handles issues has looked at.", default=None)


@strawberry.type
class Query:
    """Reads of issues."""

    @reads(*_WHO, filter="Which issues are wanted; all where it is left out.", order="In which order.")
    async def issues(
        self,
        info: Info,
        filter: IssueFilter | None = None,
        order: words.IssueOrder = words.IssueOrder.NEWEST,
        first: First = 20,
        after: After = None,
    ) -> Connection[Issue]:
        """The issues that the caller may see: residents their own and public ones."""
        wanted = plain(filter, queries.IssueFilter) if filter else queries.IssueFilter()
        scope = await info.context.scope()
        return Connection.of(Issue, await queries.list_issues(scope, page(first, after), wanted, order))

    @reads(*_WHO, id="The issue.")
    async def issue(self, info: Info, id: GlobalID) -> Issue | None:
        """One issue, all of it on one page."""
        found: Issue | None = await fetch(info, Issue, id)
        return found

    @reads(*_WHO, with_inactive="Whether those out of use are wanted too.")
    async def issue_categories(
        self, info: Info, with_inactive: bool = False, first: First = 50, after: After = None
    ) -> Connection[IssueCategory]:
        """The types of issues, by code."""
        scope = await info.context.scope()
        found = await rules.list_issue_categories(scope, page(first, after), with_inactive=with_inactive)
        return Connection.of(IssueCategory, found)

    @reads(
        *_WHO,
        category_id="The type of what is about to be reported.",
        place_id="Where; one's own home if left out.",
        latitude="Degrees north, WGS 84.",
        longitude="Degrees east, WGS 84.",
    )
    async def similar_issues(
        self,
        info: Info,
        category_id: GlobalID,
        place_id: GlobalID | None = None,
        latitude: Decimal | None = None,
        longitude: Decimal | None = None,
    ) -> list[Issue]:
        """Open issues that may be the same, at most five: "me too" instead of another report."""
        sighting = Sighting(
            category_id=key_of(category_id, "IssueCategory"),
            latitude=latitude,
            longitude=longitude,
            **place_of(place_id),
        )
        return [Issue.of(row) for row in await list_similar_issues(await info.context.scope(), sighting)]


@strawberry.type
class Mutation:
    """What anyone does with issues."""

    @mutation(*_WHO)
    async def report_issue(self, info: Info, input: ReportIssueInput) -> Issue:
        """Report an issue."""
        new = plain(input, NewIssue, **place_of(input.place_id))
        return await shown(info, (await reporting.report_issue(await info.context.scope(), new)).id)

    @mutation(*_WHO)
    async def follow_issue(self, info: Info, input: IssueInput) -> Issue:
        """Say "me too", and be told of every step."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        return await shown(info, (await reporting.follow_issue(scope, issue_id)).id)

    @mutation(*_WHO)
    async def unfollow_issue(self, info: Info, input: IssueInput) -> Issue:
        """Be told no more."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        return await shown(info, (await reporting.unfollow_issue(scope, issue_id)).id)

    @mutation(*_WHO)
    async def verify_issue(self, info: Info, input: VerifyIssueInput) -> Issue:
        """Confirm that what one reported is solved."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        return await shown(info, (await judging.verify_issue(scope, issue_id, input.rating, input.note)).id)

    @mutation(*_WHO)
    async def reopen_issue(self, info: Info, input: ReopenIssueInput) -> Issue:
        """Say that what one reported is not solved."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        photos = key(input, "photo_ids")
        return await shown(info, (await judging.reopen_issue(scope, issue_id, input.note, photos)).id)

    @mutation(*_WHO)
    async def settle_own_issue(self, info: Info, input: SettleOwnIssueInput) -> Issue:
        """End what one reported: it is fixed without anybody, or was none."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        return await shown(info, (await judging.settle_own_issue(scope, issue_id, input.outcome, input.note)).id)


async def shown(info: Info, issue_id: UUID) -> Issue:
    """An issue as the caller sees it after a mutation."""
    scope = await info.context.scope()
    return Issue.of((await queries.issues_by_id(scope, [issue_id]))[issue_id])
