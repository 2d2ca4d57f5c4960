"""Councils in the schema: the coming and the held ones, with tasks that somebody owes."""

import datetime as dt
from typing import cast
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID, to_base64

from backend.core import clock
from backend.core.surfaces import Surface
from backend.modules.councils.contract import words
from backend.modules.councils.queries import councils as queries
from backend.modules.councils.queries import doors, figures, forms, topics
from backend.modules.grids.queries import grids_by_id
from backend.modules.housing.queries import inventory, residents
from graphql_schema.context import Info
from graphql_schema.councils.figures import CouncilReport
from graphql_schema.councils.forms import CouncilAnswer, CouncilDoorCode, CouncilForm
from graphql_schema.fields import Record, column, computed, given, many, one, reads, record
from graphql_schema.grids import Grid
from graphql_schema.housing.inventory import Community
from graphql_schema.housing.residents import Resident
from graphql_schema.inputs import plain, ref, said
from graphql_schema.relay import After, Batched, Connection, First, fetch, key_of, page


@record
class CouncilItem(Batched, Node):
    """One item of an agenda."""

    batch = staticmethod(queries.items_by_id)
    id: NodeID[UUID]
    position: int = column("Its place, 1 for the first.")
    subject: words.ItemSubject = column("What it is about.")
    subject_id: strawberry.Private[UUID | None]
    title: str = column("In a line.")
    outcome: words.ItemOutcome = column("What the council did with it.")
    note: str | None = column("What there is to say of that.")
    settled_at: dt.datetime | None = column("When that was.")

    @computed("Global id of the issue or proposal.", name="subjectId")
    def about(self) -> strawberry.ID | None:
        """A client may ask for it by `node`."""
        return None if self.subject_id is None else strawberry.ID(to_base64(self.subject.type_name, self.subject_id))


@record
class CouncilBody(Batched, Node):
    """A body that was asked to the table."""

    batch = staticmethod(queries.bodies_by_id)
    id: NodeID[UUID]
    kind: words.BodyKind = column("What it is.")
    name: str = column("What it is called.")
    was_present: bool = column("Whether it came.")


@record
class CouncilTask(Batched, Node):
    """What somebody is to do about a decision."""

    batch = staticmethod(queries.council_tasks_by_id)
    id: NodeID[UUID]
    council_id: strawberry.Private[UUID]
    council: "Council | None" = one("council_id", queries.councils_by_id, "Who decided it.", to="Council")
    title: str = column("What.")
    owner: str = column("By whom.")
    due_on: dt.date = column("By when, the day included.")
    percent: int = column("How far it is.")
    note: str | None = column("What was said last.")
    completed_at: dt.datetime | None = column("When it was done.")

    @computed("Whether its day is over and it is not done.")
    def is_late(self) -> bool:
        """Days are Shanghai's."""
        return self.completed_at is None and self.due_on < clock.today()


@record
class CouncilDecision(Batched, Node):
    """What a council decided."""

    batch = staticmethod(queries.decisions_by_id)
    id: NodeID[UUID]
    council_id: strawberry.Private[UUID]
    item_id: strawberry.Private[UUID | None]
    council: "Council | None" = one("council_id", queries.councils_by_id, "Who decided it.", to="Council")
    item: CouncilItem | None = one("item_id", queries.items_by_id, "The item that it is about.", to="CouncilItem")
    text: str = column("In words.")
    decided_at: dt.datetime = column("When it was written down.")
    tasks: list[CouncilTask] = many(queries.tasks_of_decisions_by_id, "Who does what about it.", to="CouncilTask")


@record
class CouncilSeating(Record):
    """How many seats there are."""

    seats: int = column("All of them.")
    reserved: int = column("Of these, how many are kept.")
    speaking: int = column("Of all, how many are for those who want to speak.")
    taken: int = column("How many of the others are taken or held.")
    reserved_taken: int = column("How many of those that are kept have been given away.")
    speaking_taken: int = column("How many of those for speakers are taken or held.")


@record
class CouncilRegistration(Batched, Node):
    """A resident's seat: staff see all, a resident their own."""

    batch = staticmethod(queries.registrations_by_id)
    id: NodeID[UUID]
    resident_id: strawberry.Private[UUID]
    kind: words.SeatKind = column("Open to all, kept, or with time to speak.")
    status: words.RegistrationStatus = column("Held, taken, given back; and who came.")
    created_at: dt.datetime = column("Since when.")
    admitted_at: dt.datetime | None = column("When they were let in at the door.")
    taken_back_at: dt.datetime | None = column("When staff took the invitation back, if they did.")
    resident: Resident | None = one("resident_id", residents.residents_by_id, "Who.", to="Resident")


@record
class CouncilTopic(Batched, Node):
    """What somebody who wants to speak would speak of: staff read all, a resident their own."""

    batch = staticmethod(topics.council_topics_by_id)
    id: NodeID[UUID]
    resident_id: strawberry.Private[UUID]
    resident: Resident | None = one("resident_id", residents.residents_by_id, "Who.", to="Resident")
    text: str = column("In a line.")
    subject: words.ItemSubject | None = column("Whether an issue or a proposal became of it.")
    subject_id: strawberry.Private[UUID | None]

    @computed("Global id of the issue or proposal that became of it.", name="subjectId")
    def about(self) -> strawberry.ID | None:
        """A client may ask for it by `node`."""
        if self.subject is None or self.subject_id is None:
            return None
        return strawberry.ID(to_base64(self.subject.type_name, self.subject_id))


@record
class Council(Batched, Node):
    """A council (议事会), with all that was said and decided there."""

    batch = staticmethod(queries.councils_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    grid_id: strawberry.Private[UUID | None]
    grid: Grid | None = one("grid_id", grids_by_id, "The grid that called it, where one did.", to="Grid")
    kind: words.CouncilKind = column("What it is for.")
    title: str = column("In a line.")
    place: str = column("Where it is held.")
    status: words.CouncilStatus = column("Called, held or called off.")
    starts_at: dt.datetime = column("When it begins.")
    ends_at: dt.datetime = column("When it ends.")
    minutes: str | None = column("What was said.")
    residents_present: int | None = column("How many residents came.")
    verdict: words.Verdict | None = column("What an appraisal finds.")
    held_at: dt.datetime | None = column("When its minutes were written down.")
    cancelled_reason: str | None = column("Why it was called off.")
    items: list[CouncilItem] = many(queries.items_of_councils_by_id, "The agenda.", to="CouncilItem")
    bodies: list[CouncilBody] = many(queries.bodies_of_councils_by_id, "Who else was asked.", to="CouncilBody")
    decisions: list[CouncilDecision] = many(
        queries.decisions_of_councils_by_id, "What was decided.", to="CouncilDecision"
    )
    topics: list[CouncilTopic] = many(
        topics.topics_of_councils_by_id, "What those who want to speak would speak of.", to="CouncilTopic"
    )

    form: CouncilForm | None = one(
        "id", forms.forms_of_councils_by_id, "What those who register are asked.", to="CouncilForm"
    )

    @computed("How many seats there are; none where all may come.")
    async def seating(self, info: Info) -> CouncilSeating | None:
        """Seats for residents."""
        row = await info.context.load(queries.seatings_by_id, self.id)
        return None if row is None else CouncilSeating.of(row)

    @computed("The seat of the resident who asks.")
    async def my_registration(self, info: Info) -> CouncilRegistration | None:
        """Whoever waits in line asks `waitlist`."""
        row = await info.context.load(queries.own_registrations_by_id, self.id)
        return None if row is None else CouncilRegistration.of(row)

    my_seats: list[CouncilRegistration] = many(
        queries.own_seats_by_id, "Every seat that the resident who asks had or has.", to="CouncilRegistration"
    )
    my_door_code: CouncilDoorCode | None = one(
        "id", doors.own_door_codes_by_id, "What the resident who asks shows at the door now.", to="CouncilDoorCode"
    )
    my_answers: list[CouncilAnswer] = many(
        forms.own_answers_by_id, "What the resident who asks answered.", to="CouncilAnswer"
    )


@given
class CouncilFilter:
    """Which councils are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    kind: words.CouncilKind | None = said("Of this kind.", default=None)
    status: words.CouncilStatus | None = said("In this state.", default=None)
    starts_from: dt.datetime | None = said("Beginning at this moment or later.", default=None)
    starts_until: dt.datetime | None = said("Beginning before this moment.", default=None)
    subject_id: GlobalID | None = ref("With this on the agenda.", "Issue", "Proposal", optional=True)
    is_mine: bool = said("Where the resident who asks had a seat or said anything, wherever they live.", default=False)


@given
class CouncilTaskFilter:
    """Which tasks are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    is_open: bool | None = said("Whether it is not done yet.", default=None)
    is_late: bool | None = said("Whether it is late.", default=None)


@strawberry.type
class Query:
    """Reads of councils."""

    @reads(Surface.TENANT, Surface.RESIDENT, filter="Which councils are wanted; all where it is left out.")
    async def councils(
        self, info: Info, filter: CouncilFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[Council]:
        """The councils that the caller may see, the latest first."""
        wanted = plain(filter, queries.CouncilFilter) if filter else queries.CouncilFilter()
        found = await queries.list_councils(await info.context.scope(), page(first, after), wanted)
        return Connection.of(Council, found)

    @reads(Surface.TENANT, Surface.RESIDENT, id="The council.")
    async def council(self, info: Info, id: GlobalID) -> Council | None:
        """One council with its agenda, table, decisions and tasks, if the caller may see it."""
        return cast("Council | None", await fetch(info, Council, id))

    @reads(Surface.TENANT, Surface.RESIDENT, filter="Which tasks are wanted; all where it is left out.")
    async def council_tasks(
        self, info: Info, filter: CouncilTaskFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[CouncilTask]:
        """The tasks that councils gave, the one that is due first before the others."""
        wanted = plain(filter, queries.TaskFilter) if filter else queries.TaskFilter()
        found = await queries.list_council_tasks(await info.context.scope(), page(first, after), wanted)
        return Connection.of(CouncilTask, found)

    @reads(Surface.TENANT, council_id="The council.")
    async def council_registrations(
        self, info: Info, council_id: GlobalID, first: First = 20, after: After = None
    ) -> Connection[CouncilRegistration]:
        """Who has, or had, a seat at a council."""
        about = key_of(council_id, "Council", field=("council_id",))
        found = await queries.list_registrations(await info.context.scope(), page(first, after), about)
        return Connection.of(CouncilRegistration, found)

    @reads(
        Surface.TENANT,
        from_on="The first day; half a year before the end where it is left out.",
        until_on="The day after the last; tomorrow where it is left out.",
        community_id="Only of this community.",
    )
    async def council_figures(
        self,
        info: Info,
        from_on: dt.date | None = None,
        until_on: dt.date | None = None,
        community_id: GlobalID | None = None,
    ) -> CouncilReport:
        """Councils held in a period, what was on their agendas, and what came of it."""
        where = key_of(community_id, "Community", field=("community_id",)) if community_id else None
        scope = await info.context.scope()
        return CouncilReport.of(await figures.get_council_figures(scope, from_on, until_on, where))
