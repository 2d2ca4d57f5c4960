"""Changes to clubs in the schema: founding, belonging, offices, events."""

import datetime as dt
from typing import TypeVar
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.clubs.actions import events, founding, joining
from backend.modules.clubs.contract import words
from backend.modules.clubs.contract.inputs import ClubChange, NewClub, NewClubEvent
from graphql_schema.clubs.clubs import Club, ClubEvent, ClubMember
from graphql_schema.context import Info
from graphql_schema.fields import given
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import Batched, fetch

T = TypeVar("T", bound=Batched)


@given
class CreateClubInput(Creation):
    """A club to be founded."""

    community_id: GlobalID = ref("The community.", "Community")
    name: str = said("Its name, 2 to 40 characters.")
    about: str = said("What it does, up to 1,000 characters.", default="")
    alias: str = said("By what name its president is known in it, up to 20 characters.")
    join_mode: words.JoinMode = said("How one joins.", default=words.JoinMode.OPEN)
    president_id: GlobalID | None = ref("Who presides; for staff, residents do themselves.", "Resident", optional=True)


@given
class ClubInput:
    """A club."""

    club_id: GlobalID = ref("The club.", "Club")


@given
class ChangeClubInput(ClubInput):
    """What is to be otherwise; what is left out stays."""

    name: str | None = said("Its name, 2 to 40 characters.", default=None)
    about: str | None = said("What it does, up to 1,000 characters.", default=None)
    join_mode: words.JoinMode | None = said("How one joins.", default=None)


@given
class SetClubQuotaInput(ClubInput):
    """How much a club may hold of spaces."""

    hours: int = said("Hours a month, 0 to 300.")


@given
class ArchiveClubInput(ClubInput):
    """A club that ends."""

    reason: str = said("Why, 2 to 500 characters.")


@given
class JoinClubInput(ClubInput):
    """Someone who would like to belong."""

    alias: str = said("By what name one is known in it, up to 20 characters.")


@given
class ClubMemberInput:
    """Someone's standing in a club."""

    member_id: GlobalID = ref("The membership.", "ClubMember")


@given
class DecideClubMemberInput(ClubMemberInput):
    """Whether someone is let in."""

    is_accepted: bool = said("Whether they are.")


@given
class AppointClubOfficerInput(ClubMemberInput):
    """What a member does for a club."""

    office: words.ClubOffice | None = said("The office; none where it is left out.", default=None)


@given
class PlanClubEventInput(Creation, ClubInput):
    """A time at which a club meets."""

    title: str = said("What it is, 2 to 60 characters; it stands on boards, so it names nobody.")
    starts_at: dt.datetime = said("From when.")
    ends_at: dt.datetime = said("Until when, twelve hours later at most.")
    space_id: GlobalID | None = ref("In which space, to be held for it.", "Space", optional=True)
    place: str = said("Where, in words.", default="")


@given
class ClubEventInput:
    """An event of a club."""

    event_id: GlobalID = ref("The event.", "ClubEvent")


@given
class ReportClubEventInput(ClubEventInput):
    """What came of an event."""

    attended: int = said("How many came.")


@strawberry.type
class Mutation:
    """Changes to clubs."""

    @mutation(Surface.TENANT, Surface.RESIDENT)
    async def create_club(self, info: Info, input: CreateClubInput) -> Club:
        """Found a club: a resident presides over what they found, staff say who does."""
        return await _shown(info, Club, await founding.create_club(await info.context.scope(), plain(input, NewClub)))

    @mutation(Surface.TENANT, Surface.RESIDENT)
    async def change_club(self, info: Info, input: ChangeClubInput) -> Club:
        """Say otherwise what a club is and how one joins."""
        club_id = key(input, "club_id")
        await founding.change_club(await info.context.scope(), club_id, plain(input, ClubChange))
        return await _shown(info, Club, club_id)

    @mutation(Surface.TENANT)
    async def set_club_quota(self, info: Info, input: SetClubQuotaInput) -> Club:
        """Say how many hours a month a club may hold spaces."""
        await founding.set_club_quota(await info.context.scope(), key(input, "club_id"), input.hours)
        return await _shown(info, Club, key(input, "club_id"))

    @mutation(Surface.TENANT, Surface.RESIDENT)
    async def archive_club(self, info: Info, input: ArchiveClubInput) -> Club:
        """End a club: what it planned is called off, its past stays to be read."""
        await founding.archive_club(await info.context.scope(), key(input, "club_id"), input.reason)
        return await _shown(info, Club, key(input, "club_id"))

    @mutation(Surface.RESIDENT)
    async def join_club(self, info: Info, input: JoinClubInput) -> Club:
        """Belong to a club, or ask its officers."""
        await joining.join_club(await info.context.scope(), key(input, "club_id"), input.alias)
        return await _shown(info, Club, key(input, "club_id"))

    @mutation(Surface.RESIDENT)
    async def leave_club(self, info: Info, input: ClubInput) -> Club:
        """Belong to a club no more, or ask no more; an office ends with it."""
        await joining.leave_club(await info.context.scope(), key(input, "club_id"))
        return await _shown(info, Club, key(input, "club_id"))

    @mutation(Surface.TENANT, Surface.RESIDENT)
    async def decide_club_member(self, info: Info, input: DecideClubMemberInput) -> ClubMember:
        """Let someone in who asked, or not."""
        scope, member_id = await info.context.scope(), key(input, "member_id")
        await joining.decide_club_member(scope, member_id, is_accepted=input.is_accepted)
        return await _shown(info, ClubMember, member_id)

    @mutation(Surface.TENANT, Surface.RESIDENT)
    async def appoint_club_officer(self, info: Info, input: AppointClubOfficerInput) -> ClubMember:
        """Give a member an office, or none; a new president makes the last one an officer."""
        member_id = key(input, "member_id")
        await joining.appoint_club_officer(await info.context.scope(), member_id, input.office)
        return await _shown(info, ClubMember, member_id)

    @mutation(Surface.TENANT, Surface.RESIDENT)
    async def plan_club_event(self, info: Info, input: PlanClubEventInput) -> ClubEvent:
        """Plan an event: staff hold its space at once, an officer's wish for one is settled a moment later."""
        made = await events.plan_club_event(await info.context.scope(), plain(input, NewClubEvent))
        return await _shown(info, ClubEvent, made)

    @mutation(Surface.TENANT, Surface.RESIDENT)
    async def cancel_club_event(self, info: Info, input: ClubEventInput) -> ClubEvent:
        """Call an event off before it begins; whoever signed up is told, the space is free again."""
        await events.cancel_club_event(await info.context.scope(), key(input, "event_id"))
        return await _shown(info, ClubEvent, key(input, "event_id"))

    @mutation(Surface.TENANT, Surface.RESIDENT)
    async def report_club_event(self, info: Info, input: ReportClubEventInput) -> ClubEvent:
        """Say how many came, once it has begun."""
        await events.report_club_event(await info.context.scope(), key(input, "event_id"), input.attended)
        return await _shown(info, ClubEvent, key(input, "event_id"))

    @mutation(Surface.RESIDENT)
    async def sign_up_for_club_event(self, info: Info, input: ClubEventInput) -> ClubEvent:
        """Say that one will come."""
        await events.sign_up_for_club_event(await info.context.scope(), key(input, "event_id"))
        return await _shown(info, ClubEvent, key(input, "event_id"))

    @mutation(Surface.RESIDENT)
    async def withdraw_from_club_event(self, info: Info, input: ClubEventInput) -> ClubEvent:
        """Say that one will not come after all."""
        await events.withdraw_from_club_event(await info.context.scope(), key(input, "event_id"))
        return await _shown(info, ClubEvent, key(input, "event_id"))


async def _shown(info: Info, kind: type[T], made: UUID) -> T:
    shown: T = await fetch(info, kind, GlobalID(kind.__name__, str(made)))
    return shown
