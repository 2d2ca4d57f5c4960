"""Party organisations in the schema: the tree, its officers, members and meetings."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.party import words
from backend.modules.party.actions import organisations as actions
from backend.modules.party.actions import records
from backend.modules.party.contract.inputs import ActivityRecord, MeetingRecord, NewOfficer, NewPartyOrg
from backend.modules.party.queries import organisations as queries
from graphql_schema.context import Info
from graphql_schema.fields import column, computed, given, many, one, reads, record
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, fetch, key_of, page

_EVERYONE = (Surface.CONTROL, Surface.TENANT, Surface.RESIDENT, Surface.OVERSIGHT, Surface.DISTRICT)


@record
class PartyOfficer(Batched, Node):
    """Someone in an office of an organisation."""

    batch = staticmethod(queries.officers_by_id)
    id: NodeID[UUID]
    office: words.PartyOffice = column("The office.")
    name: str = column("Name.")
    starts_on: dt.date = column("First day in office.")
    ends_on: dt.date = column("The day after the last; 9999-12-31 where none is planned.")


@record
class PartyOrg(Batched, Node):
    """A Party organisation: committee, general branch, branch, joint branch or group."""

    batch = staticmethod(queries.party_orgs_by_id)
    id: NodeID[UUID]
    parent_id: strawberry.Private[UUID | None]
    parent: "PartyOrg | None" = one("parent_id", queries.party_orgs_by_id, "The one it stands beneath.", to="PartyOrg")
    kind: words.PartyOrgKind = column("What kind it is.")
    name: str = column("Name.")
    subdistrict_code: str | None = column("Code of the street or town it belongs to.")
    project: str | None = column("What a temporary branch was formed for.")
    formed_on: dt.date = column("The day it was formed.")
    ends_on: dt.date = column("The day it ends; 9999-12-31 unless it is temporary or was dissolved.")
    officers: list[PartyOfficer] = many(
        queries.officers_of_orgs_by_id, "Who is in office today, for those who speak for it.", to="PartyOfficer"
    )

    @computed("How many organisations stand beneath it.")
    async def child_count(self, info: Info) -> int:
        """None stand beneath a group."""
        return await info.context.load(queries.child_counts_by_id, self.id) or 0

    @computed("Members who reported in, for those who speak for it.")
    async def member_count(self, info: Info) -> int | None:
        """By consent alone."""
        found = await info.context.load(queries.org_figures_by_id, self.id)
        return found.members if found else None

    @computed("Formal members among them.")
    async def formal_member_count(self, info: Info) -> int | None:
        """Those who vote."""
        found = await info.context.load(queries.org_figures_by_id, self.id)
        return found.formal_members if found else None

    @computed("What the number of formal members suggests.")
    async def hints(self, info: Info) -> list[words.OrganisationHint]:
        """A branch from three, a committee from seven, two branches above fifty."""
        found = await info.context.load(queries.org_figures_by_id, self.id)
        return list(found.hints) if found else []


@record
class PartyMeeting(Batched, Node):
    """A meeting that an organisation held."""

    batch = staticmethod(queries.party_meetings_by_id)
    id: NodeID[UUID]
    organisation_id: strawberry.Private[UUID]
    organisation: PartyOrg | None = one("organisation_id", queries.party_orgs_by_id, "Whose.", to="PartyOrg")
    kind: words.MeetingKind = column("Which of the three meetings and one lesson.")
    topic: str = column("What it was about.")
    host: str = column("Who led it.")
    place: str = column("Where it was held.")
    held_at: dt.datetime = column("When it was held.")
    expected: int = column("How many should have come.")
    attended: int = column("How many came.")
    result: str = column("What came of it.")


@record
class PartyActivity(Batched, Node):
    """What an organisation did with or for people."""

    batch = staticmethod(queries.party_activities_by_id)
    id: NodeID[UUID]
    organisation_id: strawberry.Private[UUID]
    organisation: PartyOrg | None = one("organisation_id", queries.party_orgs_by_id, "Whose.", to="PartyOrg")
    title: str = column("What it was.")
    place: str = column("Where.")
    starts_at: dt.datetime = column("When it began.")
    ends_at: dt.datetime = column("When it ended.")
    attendance: int = column("How many people came.")
    volunteers: int = column("How many of the members helped.")
    volunteer_hours: int = column("Hours that they gave together.")


@given
class CreatePartyOrgInput:
    """An organisation to be formed."""

    kind: words.PartyOrgKind = said("What kind it is.")
    name: str = said("Name.")
    formed_on: dt.date = said("The day it is formed.")
    parent_id: GlobalID | None = ref("The one it stands beneath.", "PartyOrg", optional=True)
    subdistrict_code: str | None = said("Code of the street or town it belongs to.", default=None)
    ends_on: dt.date | None = said("The day it ends, for a temporary one.", default=None)


@given
class EndPartyOrgInput:
    """An organisation that ends."""

    organisation_id: GlobalID = ref("The organisation.", "PartyOrg")
    ends_on: dt.date | None = said("The day; today if left out.", default=None)


@given
class SupervisorInput:
    """An account that speaks for an organisation."""

    organisation_id: GlobalID = ref("The organisation.", "PartyOrg")
    login: str = said("The log-in name of a branch supervisor.")


@given
class AppointOfficerInput(Creation):
    """Someone who takes an office."""

    organisation_id: GlobalID = ref("The organisation.", "PartyOrg")
    office: words.PartyOffice = said("The office.")
    name: str = said("Name.")
    starts_on: dt.date = said("First day in office.")
    ends_on: dt.date | None = said("The day after the last, where it is known.", default=None)


@given
class EndOfficeInput:
    """Someone who leaves an office."""

    officer_id: GlobalID = ref("The officer.", "PartyOfficer")
    ends_on: dt.date | None = said("The day; today if left out.", default=None)


@given
class RecordPartyMeetingInput(Creation):
    """A meeting that was held."""

    organisation_id: GlobalID = ref("The organisation.", "PartyOrg")
    kind: words.MeetingKind = said("Which of the three meetings and one lesson.")
    topic: str = said("What it was about, up to 100 characters.")
    host: str = said("Who led it.")
    place: str = said("Where it was held.")
    held_at: dt.datetime = said("When it was held.")
    expected: int = said("How many should have come.")
    attended: int = said("How many came.")
    result: str = said("What came of it, up to 2,000 characters.")


@given
class RecordPartyActivityInput(Creation):
    """An activity of an organisation."""

    organisation_id: GlobalID = ref("The organisation.", "PartyOrg")
    title: str = said("What it was.")
    place: str = said("Where.")
    starts_at: dt.datetime = said("When it began.")
    ends_at: dt.datetime = said("When it ended.")
    attendance: int = said("How many people came.")
    volunteers: int = said("How many of the members helped.", default=0)
    volunteer_hours: int = said("Hours that they gave together.", default=0)
    community_id: GlobalID | None = ref(
        "The community in care it was for.", "Community", "OverseenCommunity", optional=True
    )
    station_id: GlobalID | None = ref("The organisation's service station where it was.", "PartyStation", optional=True)


@given
class MeetingFilter:
    """Which meetings are wanted; all that is given must hold."""

    organisation_id: GlobalID | None = ref("Of this organisation.", "PartyOrg", optional=True)
    kind: words.MeetingKind | None = said("Of this kind.", default=None)


@strawberry.type
class Query:
    """Reads of organisations."""

    @reads(*_EVERYONE, parent_id="Only those beneath this one.")
    async def party_orgs(
        self, info: Info, parent_id: GlobalID | None = None, first: First = 20, after: After = None
    ) -> Connection[PartyOrg]:
        """Party organisations that stand today, oldest first."""
        beneath = key_of(parent_id, "PartyOrg", field=("parent_id",)) if parent_id else None
        found = await queries.list_party_orgs(await info.context.scope(), page(first, after), beneath)
        return Connection.of(PartyOrg, found)

    @reads(Surface.OVERSIGHT, filter="Which meetings are wanted; all where it is left out.")
    async def party_meetings(
        self, info: Info, filter: MeetingFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[PartyMeeting]:
        """Meetings of the caller's organisations, the latest first."""
        wanted = plain(filter, queries.MeetingFilter) if filter else queries.MeetingFilter()
        found = await queries.list_party_meetings(await info.context.scope(), page(first, after), wanted)
        return Connection.of(PartyMeeting, found)


@strawberry.type
class Mutation:
    """Changes to organisations and their records."""

    @mutation(Surface.CONTROL)
    async def create_party_org(self, info: Info, input: CreatePartyOrgInput) -> PartyOrg:
        """Form an organisation."""
        return PartyOrg.of(await actions.create_party_org(await info.context.scope(), plain(input, NewPartyOrg)))

    @mutation(Surface.CONTROL)
    async def end_party_org(self, info: Info, input: EndPartyOrgInput) -> PartyOrg:
        """End an organisation on a day."""
        organisation_id = key(input, "organisation_id")
        return PartyOrg.of(await actions.end_party_org(await info.context.scope(), organisation_id, input.ends_on))

    @mutation(Surface.CONTROL)
    async def appoint_supervisor(self, info: Info, input: SupervisorInput) -> PartyOrg:
        """Let an account speak for an organisation and all beneath it."""
        organisation_id = key(input, "organisation_id")
        return PartyOrg.of(await actions.appoint_supervisor(await info.context.scope(), organisation_id, input.login))

    @mutation(Surface.CONTROL)
    async def relieve_supervisor(self, info: Info, input: SupervisorInput) -> PartyOrg:
        """Let an account speak for an organisation no more."""
        organisation_id = key(input, "organisation_id")
        return PartyOrg.of(await actions.relieve_supervisor(await info.context.scope(), organisation_id, input.login))

    @mutation(Surface.OVERSIGHT)
    async def appoint_officer(self, info: Info, input: AppointOfficerInput) -> PartyOfficer:
        """Put someone into an office of the caller's organisation."""
        made = await records.appoint_officer(await info.context.scope(), plain(input, NewOfficer))
        return await _officer(info, made.id)

    @mutation(Surface.OVERSIGHT)
    async def end_office(self, info: Info, input: EndOfficeInput) -> PartyOfficer:
        """Note that someone leaves an office."""
        ended = await records.end_office(await info.context.scope(), key(input, "officer_id"), input.ends_on)
        return await _officer(info, ended.id)

    @mutation(Surface.OVERSIGHT)
    async def record_party_meeting(self, info: Info, input: RecordPartyMeetingInput) -> PartyMeeting:
        """Write down a meeting of the caller's organisation."""
        made = await records.record_party_meeting(await info.context.scope(), plain(input, MeetingRecord))
        return PartyMeeting.of(made)

    @mutation(Surface.OVERSIGHT)
    async def record_party_activity(self, info: Info, input: RecordPartyActivityInput) -> PartyActivity:
        """Write down an activity of the caller's organisation."""
        made = await records.record_party_activity(await info.context.scope(), plain(input, ActivityRecord))
        return PartyActivity.of(made)


async def _officer(info: Info, officer_id: UUID) -> PartyOfficer:
    found: PartyOfficer = await fetch(info, PartyOfficer, GlobalID("PartyOfficer", str(officer_id)))
    return found
