"""Activities with sign-up and the hours of volunteers, as residents and staff see them."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.housing.queries.residents import residents_by_id
from backend.modules.party import words
from backend.modules.party.actions import volunteering as actions
from backend.modules.party.contract.inputs import NewMemberActivity
from backend.modules.party.queries import volunteering as queries
from backend.modules.party.queries.organisations import party_orgs_by_id
from backend.modules.party.queries.stations import party_stations_by_id
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, one, reads, record
from graphql_schema.housing.residents import Resident
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.party.organisations import PartyOrg
from graphql_schema.party.stations import PartyStation
from graphql_schema.relay import After, Batched, Connection, First, fetch, key_of, page

_WHO = (Surface.TENANT, Surface.RESIDENT)


@record
class MemberActivity(Batched, Node):
    """An activity of a Party organisation for which one signs up."""

    batch = staticmethod(queries.member_activities_by_id)
    id: NodeID[UUID]
    organisation_id: strawberry.Private[UUID]
    organisation: PartyOrg | None = one("organisation_id", party_orgs_by_id, "Whose.", to="PartyOrg")
    title: str = column("What it is.")
    place: str = column("Where.")
    station_id: strawberry.Private[UUID | None]
    station: PartyStation | None = one(
        "station_id", party_stations_by_id, "The service station where it is held, if at one.", to="PartyStation"
    )
    starts_at: dt.datetime = column("From when.")
    ends_at: dt.datetime = column("Until when.")
    capacity: int = column("How many places there are.")
    taken: int = column("How many of them are taken.")
    audience: words.ActivityAudience = column("Who may sign up.")
    is_volunteering: bool = column("Whether hours are counted for those who come.")
    status: words.MemberActivityStatus = column("Where it stands.")

    @computed("Whether the resident who asks has signed up.")
    async def is_signed_up(self, info: Info) -> bool:
        """Never for staff."""
        return await info.context.load(queries.own_seats_by_id, self.id) or False

    @computed("How long the resident who asks helped, in minutes, where it was noted that they came.")
    async def own_minutes(self, info: Info) -> int | None:
        """With corrections."""
        return await info.context.load(queries.own_minutes_by_id, self.id)


@record
class ActivitySeat(Record):
    """Someone who signed up for an activity."""

    resident_id: strawberry.Private[UUID]
    resident: Resident | None = one("resident_id", residents_by_id, "Who.", to="Resident")
    signed_at: dt.datetime = column("When.")
    minutes: int | None = column("How long they helped, in minutes, once it is noted that they came.")


@record
class VolunteerEntry(Batched, Node):
    """Minutes that the resident gave at an activity, or what a correction adds to them or takes from them."""

    batch = staticmethod(queries.volunteer_entries_by_id)
    id: NodeID[UUID]
    activity_id: strawberry.Private[UUID]
    activity: MemberActivity | None = one(
        "activity_id", queries.member_activities_by_id, "At which.", to="MemberActivity"
    )
    minutes: int = column("How many; fewer than none in a correction.")
    number: int = column("0 counts, what follows corrects.")
    recorded_at: dt.datetime = column("When it was noted.")


@given
class MemberActivityFilter:
    """Which activities are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    status: words.MemberActivityStatus | None = said("That stand so.", default=None)
    from_at: dt.datetime | None = said("That end after.", default=None)
    is_mine: bool = said("For which the resident who asks has signed up.", default=False)


@given
class PlanMemberActivityInput(Creation):
    """An activity to sign up for."""

    community_id: GlobalID = ref("The community.", "Community")
    title: str = said("What it is, up to 100 characters.")
    place: str = said("Where, up to 100 characters.")
    starts_at: dt.datetime = said("From when.")
    ends_at: dt.datetime = said("Until when, a day later at most.")
    capacity: int = said("How many places there are, 1 to 2,000.")
    audience: words.ActivityAudience = said("Who may sign up.")
    is_volunteering: bool = said("Whether hours are counted for those who come.", default=True)
    organisation_id: GlobalID | None = ref(
        "Whose it is; left out for the organisation that covers the community.", "PartyOrg", optional=True
    )
    station_id: GlobalID | None = ref("The service station where it is held.", "PartyStation", optional=True)


@given
class MemberActivityInput:
    """An activity."""

    activity_id: GlobalID = ref("The activity.", "MemberActivity")


@given
class RecordActivityHoursInput(MemberActivityInput):
    """Someone who came."""

    resident_id: GlobalID = ref("Who.", "Resident")
    minutes: int = said("How long they helped, 0 to 1,440; 0 where no hours are counted.")


@given
class CorrectActivityHoursInput(RecordActivityHoursInput):
    """Hours that were counted wrongly; `minutes` is what they are."""

    reason: str = said("Why, 2 to 500 characters.")


@strawberry.type
class Query:
    """Reads of activities."""

    @reads(*_WHO, filter="Which activities are wanted; all where it is left out.")
    async def member_activities(
        self, info: Info, filter: MemberActivityFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[MemberActivity]:
        """Activities that the caller may join or run, the latest first."""
        wanted = plain(filter, queries.MemberActivityFilter) if filter else queries.MemberActivityFilter()
        found = await queries.list_member_activities(await info.context.scope(), page(first, after), wanted)
        return Connection.of(MemberActivity, found)

    @reads(Surface.TENANT, member_activity_id="The activity.")
    async def activity_seats(
        self, info: Info, member_activity_id: GlobalID, first: First = 20, after: After = None
    ) -> Connection[ActivitySeat]:
        """Who signed up for an activity."""
        of = key_of(member_activity_id, "MemberActivity", field=("memberActivityId",))
        return Connection.of(
            ActivitySeat, await queries.list_activity_seats(await info.context.scope(), page(first, after), of)
        )

    @reads(Surface.RESIDENT)
    async def volunteer_entries(self, info: Info, first: First = 20, after: After = None) -> Connection[VolunteerEntry]:
        """The caller's own hours, the newest first."""
        found = await queries.list_volunteer_entries(await info.context.scope(), page(first, after))
        return Connection.of(VolunteerEntry, found)

    @reads(Surface.RESIDENT)
    async def volunteered_minutes(self, info: Info) -> int:
        """How long the caller has helped in all, in minutes."""
        return await queries.count_volunteered_minutes(await info.context.scope())


@strawberry.type
class Mutation:
    """Changes to activities."""

    @mutation(Surface.TENANT)
    async def plan_member_activity(self, info: Info, input: PlanMemberActivityInput) -> MemberActivity:
        """Open an activity for sign-up."""
        made = await actions.plan_member_activity(await info.context.scope(), plain(input, NewMemberActivity))
        return MemberActivity.of(made)

    @mutation(Surface.TENANT)
    async def cancel_member_activity(self, info: Info, input: MemberActivityInput) -> MemberActivity:
        """Call an activity off before it begins; whoever signed up is told."""
        scope, activity_id = await info.context.scope(), key(input, "activity_id")
        return MemberActivity.of(await actions.cancel_member_activity(scope, activity_id))

    @mutation(Surface.RESIDENT)
    async def sign_up_for_member_activity(self, info: Info, input: MemberActivityInput) -> MemberActivity:
        """Take a place; twice takes one."""
        await actions.sign_up_for_member_activity(await info.context.scope(), key(input, "activity_id"))
        return await _shown(info, input)

    @mutation(Surface.RESIDENT)
    async def withdraw_from_member_activity(self, info: Info, input: MemberActivityInput) -> MemberActivity:
        """Give a place up before it begins."""
        left = await actions.withdraw_from_member_activity(await info.context.scope(), key(input, "activity_id"))
        return MemberActivity.of(left)

    @mutation(Surface.TENANT)
    async def record_activity_hours(self, info: Info, input: RecordActivityHoursInput) -> MemberActivity:
        """Note that someone came, and how long they helped."""
        scope, who = await info.context.scope(), key(input, "resident_id")
        noted = await actions.record_activity_hours(scope, key(input, "activity_id"), who, input.minutes)
        return MemberActivity.of(noted)

    @mutation(Surface.TENANT)
    async def correct_activity_hours(self, info: Info, input: CorrectActivityHoursInput) -> MemberActivity:
        """Set right how long someone helped; what was counted stays to be seen."""
        scope, who, of = await info.context.scope(), key(input, "resident_id"), key(input, "activity_id")
        return MemberActivity.of(await actions.correct_activity_hours(scope, of, who, input.minutes, input.reason))

    @mutation(Surface.TENANT)
    async def close_member_activity(self, info: Info, input: MemberActivityInput) -> MemberActivity:
        """Say that all who came are noted; the sums go to the organisation's record."""
        scope, activity_id = await info.context.scope(), key(input, "activity_id")
        return MemberActivity.of(await actions.close_member_activity(scope, activity_id))


async def _shown(info: Info, given_input: MemberActivityInput) -> MemberActivity:
    found: MemberActivity = await fetch(info, MemberActivity, given_input.activity_id)
    return found
