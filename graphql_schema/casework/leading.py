"""How groups are led and community activities held, in the schema; all of it over the casework login."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.casework.actions import gatherings, group_approvals, groups
from backend.modules.casework.contract import case_words, group_words, words
from backend.modules.casework.contract.group_inputs import (
    ActivityReport,
    NewActivity,
    NewGroup,
    NewMember,
    NewSession,
)
from graphql_schema.casework.groups import StationActivity, StationGroup
from graphql_schema.casework.stale import StaleVersionProblem, shown
from graphql_schema.context import Info
from graphql_schema.fields import given
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation


@given
class GroupInput:
    """A group."""

    group_id: GlobalID = ref("The group.", "StationGroup")


@given
class OpenGroupInput(Creation):
    """A group to be prepared."""

    station_id: GlobalID = ref("At which station.", "Station")
    title: str = said("What it is called, up to 60 characters.")
    area: words.ServiceArea = said("What kind of help it is.")
    aim: str = said("What it is for; it is sealed.")
    capacity: int = said("For how many it is meant, 2 to 100.")
    community_id: GlobalID | None = ref("Where; the station's first where it is left out.", "Community", optional=True)


@given
class AdvanceGroupInput(GroupInput):
    """The phase that a group goes on to."""

    phase: group_words.GroupPhase = said("The one after its own.")


@given
class AddGroupMemberInput(Creation, GroupInput):
    """Someone who joins a group."""

    resident_id: GlobalID = ref("Who.", "Resident")
    form: case_words.ConsentForm = said("How they consented.")


@given
class EndGroupMemberInput:
    """Someone who leaves a group."""

    member_id: GlobalID = ref("Who.", "GroupMember")


@given
class RecordGroupSessionInput(Creation, GroupInput):
    """A session that was held."""

    happened_on: dt.date = said("On which day, not after today.")
    minutes: int = said("How long, 1 to 1,440.")
    topic: str = said("What it was about; it is sealed.")
    text: str = said("What was done; it is sealed.")
    member_ids: list[GlobalID] = ref("The members who came.", "GroupMember")


@given
class RequestGroupApprovalInput(GroupInput):
    """What is laid before the supervisor."""

    subject: group_words.GroupSubject = said("What.")


@given
class DecideGroupApprovalInput:
    """What the supervisor decides."""

    approval_id: GlobalID = ref("What was laid before them.", "GroupApproval")
    is_approved: bool = said("Whether it is approved.")
    comment: str | None = said("What there is to say of that.", default=None)


@given
class CloseGroupInput(GroupInput):
    """How a group ends."""

    outcome: str = said("What came of it; it is sealed.")


@given
class PlanStationActivityInput(Creation):
    """A community activity that is planned."""

    station_id: GlobalID = ref("By which station.", "Station")
    title: str = said("What it is called, up to 60 characters.")
    starts_on: dt.date = said("Its first day.")
    ends_on: dt.date = said("Its last day.")
    expected: int = said("How many are expected.")
    item_id: GlobalID | None = ref("The service it is part of, if of one.", "ServiceItem", optional=True)
    community_id: GlobalID | None = ref("Where; the station's first where it is left out.", "Community", optional=True)


@given
class ReportStationActivityInput:
    """What came of a community activity."""

    activity_id: GlobalID = ref("Which.", "StationActivity")
    version: int = said("The version that was read.")
    attended: int = said("How many came.")
    outcome: str = said("What came of it, up to 4,000 characters.")


async def _group(info: Info, group_id: UUID) -> StationGroup:
    group: StationGroup = await shown(info, StationGroup, group_id)
    return group


@strawberry.type
class Mutation:
    """Changes to groups and community activities."""

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def open_group(self, info: Info, input: OpenGroupInput) -> StationGroup:
        """Prepare a group, which the caller leads."""
        made = await groups.open_group(await info.context.scope(), plain(input, NewGroup))
        return await _group(info, made.id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def advance_group(self, info: Info, input: AdvanceGroupInput) -> StationGroup:
        """Take a group to the phase after its own."""
        scope, group_id = await info.context.scope(), key(input, "group_id")
        return await _group(info, (await groups.advance_group(scope, group_id, input.phase)).id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def add_group_member(self, info: Info, input: AddGroupMemberInput) -> StationGroup:
        """Someone joins a group, by consent."""
        made = await groups.add_group_member(await info.context.scope(), plain(input, NewMember))
        return await _group(info, made.group_id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def end_group_member(self, info: Info, input: EndGroupMemberInput) -> StationGroup:
        """Someone leaves a group, or no longer consents."""
        scope, member_id = await info.context.scope(), key(input, "member_id")
        return await _group(info, (await groups.end_group_member(scope, member_id)).id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def record_group_session(self, info: Info, input: RecordGroupSessionInput) -> StationGroup:
        """Write down a session, and who came."""
        made = await groups.record_group_session(await info.context.scope(), plain(input, NewSession))
        return await _group(info, made.group_id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def request_group_approval(self, info: Info, input: RequestGroupApprovalInput) -> StationGroup:
        """Lay a group's plan, or its end, before the supervisor."""
        scope, group_id = await info.context.scope(), key(input, "group_id")
        await group_approvals.request_group_approval(scope, group_id, input.subject)
        return await _group(info, group_id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def decide_group_approval(self, info: Info, input: DecideGroupApprovalInput) -> StationGroup:
        """Approve or reject, by the station's supervisor; nobody their own."""
        scope, approval_id = await info.context.scope(), key(input, "approval_id")
        decided = await group_approvals.decide_group_approval(
            scope, approval_id, is_approved=input.is_approved, comment=input.comment
        )
        return await _group(info, decided.group_id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def close_group(self, info: Info, input: CloseGroupInput) -> StationGroup:
        """End a group whose end was approved."""
        scope, group_id = await info.context.scope(), key(input, "group_id")
        return await _group(info, (await groups.close_group(scope, group_id, input.outcome)).id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def plan_station_activity(self, info: Info, input: PlanStationActivityInput) -> StationActivity:
        """Plan a community activity."""
        made = await gatherings.plan_station_activity(await info.context.scope(), plain(input, NewActivity))
        return StationActivity.of(made)

    @mutation(Surface.TENANT, over=Surface.CASEWORK, problems=(StaleVersionProblem,))
    async def report_station_activity(self, info: Info, input: ReportStationActivityInput) -> StationActivity:
        """Say how many came to a community activity, and what came of it."""
        scope = await info.context.scope()
        return StationActivity.of(await gatherings.report_station_activity(scope, plain(input, ActivityReport)))
