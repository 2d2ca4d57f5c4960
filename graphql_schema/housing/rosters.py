"""Roster imports in the schema: upload, dry run, apply, and how far it is."""

import datetime as dt
from collections.abc import AsyncGenerator
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.live import live
from backend.core.surfaces import Surface
from backend.modules.files.queries import files_by_id
from backend.modules.housing import words
from backend.modules.housing.actions import roster_imports as actions
from backend.modules.housing.models.rosters import RosterImport as Stored
from backend.modules.housing.queries import inventory
from backend.modules.housing.queries import rosters as queries
from backend.modules.housing.roster.model import Field
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, one, reads, record, watches
from graphql_schema.files import File
from graphql_schema.housing.inventory import Community
from graphql_schema.inputs import Creation, key, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, key_of, page
from tenants.scope import open_scope

_FINISHED = (words.RosterStatus.APPLIED, words.RosterStatus.REFUSED, words.RosterStatus.CANCELLED)
strawberry.enum(Field, name="RosterField", description="What a column of a roster says.")
Kinds = Annotated[
    list[words.RosterRowKind] | None, strawberry.argument(description="Only rows that would change this.")
]
States = Annotated[list[words.RosterRowState] | None, strawberry.argument(description="Only rows in these states.")]


@record
class RosterColumn:
    """A column of the file that was understood."""

    sheet: str = strawberry.field(description="The sheet's title; empty for CSV.")
    field: Field = strawberry.field(description="What it says.")
    header: str = strawberry.field(description="Its header in the file.")
    letter: str = strawberry.field(description="Its letter in the file.")


@record
class RosterCount:
    """How many rows would change the same."""

    kind: words.RosterRowKind = strawberry.field(description="What they would change.")
    rows: int = strawberry.field(description="How many.")


@record
class RosterProblem(Record):
    """Why a row cannot be applied."""

    code: str = column("Stable code for programs.")
    field: Field | None = column("What is at fault, if one cell is.")
    letter: str | None = column("The column's letter in the file.")
    reason: str | None = column("What exactly is wrong with a name or a document number, as a code.")
    message: str = column("Sentence for the user, in the user's language.")


@record
class RosterRow(Record):
    """One row of a roster, or someone whom a complete roster leaves out."""

    id: strawberry.ID = column("Its id; it is no node.")
    position: int = column("Its place in the order in which rows are taken.")
    sheet: str = column("The sheet's title; empty for CSV.")
    number: int | None = column("The row's number in the sheet; none for someone whom the file leaves out.")
    kind: words.RosterRowKind = column("What it would change.")
    state: words.RosterRowState = column("What became of it.")
    name_masked: str = column("The name, masked.")
    place: str = column("Building, room and bed.")
    problems: list[RosterProblem] = strawberry.field(description="Why it cannot be applied.")

    @classmethod
    def of(cls, row: queries.RowView) -> "RosterRow":
        """The GraphQL object of a row."""
        return cls(
            id=strawberry.ID(str(row.id)),
            position=row.position,
            sheet=row.sheet,
            number=row.number,
            kind=row.kind,
            state=row.state,
            name_masked=row.name_masked,
            place=row.place,
            problems=[RosterProblem.of(problem) for problem in row.problems],
        )


@record
class RosterImport(Batched, Node):
    """One uploaded roster of one community, from the upload to the sheet of failed rows."""

    batch = staticmethod(queries.roster_imports_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    file_id: strawberry.Private[UUID]
    failed_file_id: strawberry.Private[UUID | None]
    refusal_fields: strawberry.Private[list[str]]
    community: Community | None = one("community_id", inventory.communities_by_id, "Its community.", to="Community")
    file: File | None = one("file_id", files_by_id, "What was uploaded.", to="File")
    failed_file: File | None = one(
        "failed_file_id", files_by_id, "A sheet of only the rows that failed, with the reasons.", to="File"
    )
    status: words.RosterStatus = column("How far it has come.")
    creates_places: bool = column("Whether places that are not known are made.")
    is_complete: bool = column("Whether who lives here and is not in the file has left.")
    refusal: str | None = column("Why the whole file was refused, as a code.")
    rows_total: int = column("Rows in all.")
    rows_done: int = column("Rows that are done with.")
    consent_confirmed_at: dt.datetime = column("When the consent of everyone in the file was confirmed.")
    created_at: dt.datetime = column("When it was started.")
    applied_at: dt.datetime | None = column("When all its rows were done.")
    columns: list[RosterColumn] = strawberry.field(description="The columns that were understood.")
    counts: list[RosterCount] = strawberry.field(description="How many rows would change what.")

    @classmethod
    def of(cls, row: Stored) -> "RosterImport":
        """The GraphQL object of an import."""
        made = super().of(row)
        made.columns = [
            RosterColumn(sheet=said["sheet"], field=Field(said["field"]), header=said["header"], letter=said["letter"])
            for said in row.columns
        ]
        made.counts = [
            RosterCount(kind=kind, rows=row.counts[kind]) for kind in words.RosterRowKind if row.counts.get(kind)
        ]
        return made

    @computed("Why the whole file was refused, as a sentence in the user's language.")
    async def refusal_message(self, info: Info) -> str | None:
        """None where it was not."""
        return queries.refusal_message(self.refusal, self.refusal_fields, info.context.actor.locale)

    @computed("Its rows in the file's order; those whom the file leaves out come first.")
    async def rows(
        self, info: Info, kinds: Kinds = None, states: States = None, first: First = 20, after: After = None
    ) -> Connection[RosterRow]:
        """A page of them."""
        found = await queries.list_roster_rows(
            await info.context.scope(),
            self.id,
            page(first, after),
            locale=info.context.actor.locale,
            kinds=kinds or (),
            states=states or (),
        )
        return Connection.of(RosterRow, found)


@given
class StartRosterImportInput(Creation):
    """A roster to read. Nothing is changed before it is applied."""

    file_id: GlobalID = ref("What was uploaded by `POST /files`, for the purpose ROSTER.", "File")
    community_id: GlobalID = ref("The community that it is of.", "Community")
    has_consent: bool = said("Confirms that everyone in the file has consented; who confirmed it is kept.")
    creates_places: bool = said("Make buildings, rooms and beds that are not known; managers only.", default=False)
    is_complete: bool = said("Who lives there and is not in the file has left.", default=False)


@given
class RosterImportInput:
    """An import."""

    import_id: GlobalID = ref("The import.", "RosterImport")


@strawberry.type
class Query:
    """Reads of roster imports."""

    @reads(Surface.TENANT, community_id="Only of this community.")
    async def roster_imports(
        self, info: Info, community_id: GlobalID | None = None, first: First = 20, after: After = None
    ) -> Connection[RosterImport]:
        """The imports that the caller may see, newest first."""
        scope = await info.context.scope()
        wanted = key_of(community_id, "Community", field=("community_id",)) if community_id else None
        return Connection.of(RosterImport, await queries.list_roster_imports(scope, page(first, after), wanted))

    @reads(Surface.TENANT, id="The import.")
    async def roster_import(self, info: Info, id: GlobalID) -> RosterImport | None:
        """One import; none where there is no such import for the caller."""
        row = await info.context.load(queries.roster_imports_by_id, key_of(id, "RosterImport", field=("id",)))
        return None if row is None else RosterImport.of(row)


@strawberry.type
class Mutation:
    """Steering roster imports."""

    @mutation(Surface.TENANT)
    async def start_roster_import(self, info: Info, input: StartRosterImportInput) -> RosterImport:
        """Have an uploaded roster read, and see what it would change."""
        made = await actions.start_roster_import(
            await info.context.scope(),
            key(input, "file_id"),
            key(input, "community_id"),
            has_consent=input.has_consent,
            creates_places=input.creates_places,
            is_complete=input.is_complete,
        )
        return RosterImport.of(made)

    @mutation(Surface.TENANT)
    async def apply_roster_import(self, info: Info, input: RosterImportInput) -> RosterImport:
        """Apply every row of a previewed roster that can be."""
        return RosterImport.of(await actions.apply_roster_import(await info.context.scope(), key(input, "import_id")))

    @mutation(Surface.TENANT)
    async def cancel_roster_import(self, info: Info, input: RosterImportInput) -> RosterImport:
        """Give up an import that was not applied."""
        return RosterImport.of(await actions.cancel_roster_import(await info.context.scope(), key(input, "import_id")))


@strawberry.type
class Subscription:
    """Following a roster import."""

    @watches(Surface.TENANT, import_id="The import.")
    async def roster_import_progress(self, info: Info, import_id: GlobalID) -> AsyncGenerator[RosterImport, None]:
        """The import whenever it has come further, until it is at its end."""
        wanted = key_of(import_id, "RosterImport", field=("import_id",))
        told = None
        async for _ in live.wakes(f"{info.context.actor.operator}:roster:{wanted}"):
            # Read anew under the caller's own scope: a hint tells nobody what they may not see.
            async with open_scope(info.context.actor, read_only=True) as scope:
                row = await queries.get_roster_import(scope, wanted)
            if (row.status, row.rows_done) != told:
                told = (row.status, row.rows_done)
                yield RosterImport.of(row)
            if row.status in _FINISHED:
                return
