"""Mentoring in the schema: who teaches what, and who learns from whom."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.housing.queries import inventory
from backend.modules.mentors.contract import words
from backend.modules.mentors.queries import mentors as queries
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, many, one, reads, record
from graphql_schema.housing.inventory import Community
from graphql_schema.inputs import plain, ref, said
from graphql_schema.relay import After, Batched, Connection, First, page


@record
class Mentor(Batched, Node):
    """A resident who teaches others (学长), by the name that they gave."""

    batch = staticmethod(queries.mentors_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    resident_id: strawberry.Private[UUID]
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    alias: str = column("By what name they are known; empty where they were erased.")
    about: str = column("What they say of themselves.")
    skills: list[words.Skill] = column("What they teach.", size=6)
    capacity: int = column("How many they take on at a time.")
    mentees: int = column("How many learn from them now.")
    meetings: int = column("How often they have met with learners.")
    minutes: int = column("For how long in all.")
    thanks: int = column("How many have thanked them.")
    is_open: bool = column("Whether they take anyone on at present.")
    created_at: dt.datetime = column("Since when they teach.")
    retired_at: dt.datetime | None = column("When they ceased to, with their stay.")

    @computed("Whether it is the resident who asks.")
    def is_mine(self, info: Info) -> bool:
        """Others are known by their names alone."""
        return self.resident_id == info.context.actor.resident_id


@record
class MentorMeeting(Record):
    """A time at which a mentor and a learner met."""

    held_on: dt.date = column("The day.")
    minutes: int = column("For how long.")


@record
class MentorMatch(Batched, Node):
    """Someone learns something from a mentor."""

    batch = staticmethod(queries.mentor_matches_by_id)
    id: NodeID[UUID]
    mentor_id: strawberry.Private[UUID]
    teacher_id: strawberry.Private[UUID]
    mentor: Mentor | None = one("mentor_id", queries.mentors_by_id, "From whom.", to="Mentor")
    skill: words.Skill = column("What.")
    status: words.MatchStatus = column("How far they have come.")
    alias: str = column("By what name whoever learns is known.")
    wish: str = column("What they would like.")
    thanks: str = column("The thanks that were given.")
    asked_at: dt.datetime = column("When they asked.")
    answered_at: dt.datetime | None = column("When that was answered.")
    ended_at: dt.datetime | None = column("When they were done.")
    thanked_at: dt.datetime | None = column("When thanks were given.")
    meetings: list[MentorMeeting] = many(
        queries.meetings_of_matches_by_id, "When they met, first to last.", to="MentorMeeting"
    )

    @computed("Whether the resident who asks is the mentor of it.")
    def is_teacher(self, info: Info) -> bool:
        """Otherwise they are whoever learns, or staff."""
        return self.teacher_id == info.context.actor.resident_id


@given
class MentorFilter:
    """Which mentors are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    skill: words.Skill | None = said("Who teach this.", default=None)
    has_room: bool | None = said("Whether they can take another on.", default=None)
    is_mine: bool = said("The resident who asks.", default=False)


@given
class MentorMatchFilter:
    """Which matches are wanted; all that is given must hold."""

    mentor_id: GlobalID | None = ref("With this mentor.", "Mentor", optional=True)
    status: words.MatchStatus | None = said("In this state.", default=None)


@strawberry.type
class Query:
    """Reads of mentoring."""

    @reads(Surface.TENANT, Surface.RESIDENT, filter="Which mentors are wanted; all where it is left out.")
    async def mentors(
        self, info: Info, filter: MentorFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[Mentor]:
        """The mentors that the caller may see, newest first."""
        wanted = plain(filter, queries.MentorFilter) if filter else queries.MentorFilter()
        found = await queries.list_mentors(await info.context.scope(), page(first, after), wanted)
        return Connection.of(Mentor, found)

    @reads(Surface.TENANT, Surface.RESIDENT, filter="Which matches are wanted; all where it is left out.")
    async def mentor_matches(
        self, info: Info, filter: MentorMatchFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[MentorMatch]:
        """The matches of the resident who asks, or of staff's communities, newest first."""
        wanted = plain(filter, queries.MatchFilter) if filter else queries.MatchFilter()
        found = await queries.list_mentor_matches(await info.context.scope(), page(first, after), wanted)
        return Connection.of(MentorMatch, found)
