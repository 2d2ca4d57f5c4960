"""Residents in the schema: masked as the server has it, revealed for a reason."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core import clock
from backend.core.surfaces import Surface
from backend.modules.housing import words
from backend.modules.housing.actions import residents as actions
from backend.modules.housing.actions.erasing import erase_resident
from backend.modules.housing.contract.inputs import NewResident, ResidentChange
from backend.modules.housing.identity import DocumentKind, Sex
from backend.modules.housing.queries import inventory
from backend.modules.housing.queries import residents as queries
from backend.modules.housing.queries import stays as stay_queries
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, many, one, reads, record
from graphql_schema.housing.inventory import Community
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, fetch, page

if TYPE_CHECKING:
    from graphql_schema.housing.stays import Stay


@record
class Resident(Batched, Node):
    """A person who lives, lived or will live with the operator. Documents and phones are masked."""

    batch = staticmethod(queries.residents_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID | None]
    community: Community | None = one(
        "community_id", inventory.communities_by_id, "Where they live or lived last.", to="Community"
    )
    name: str = column("Name as the document has it; empty once erased.")
    document_kind: DocumentKind = column("Kind of identity document.")
    document_masked: str = column("Document number with its middle hidden.")
    phone_masked: str = column("Phone with its middle hidden.")
    birth_on: dt.date | None = column("Date of birth, where the document says or someone stated it.")
    sex: Sex | None = column("Sex, where the document says it.")
    party_status: words.PartyStatus = column("Party or League membership, as stated and by consent.")
    skills: list[str] = column("What they can do for others.")
    lives_alone: bool | None = column("Whether they live alone, if known.")
    created_at: dt.datetime = column("When they were registered.")
    is_erased: bool = column("Whether the particulars were erased.")
    version: int = column("Rises with each change; named when changing, so that nobody overwrites another.")
    stays: list[Annotated["Stay", strawberry.lazy("graphql_schema.housing.stays")]] = many(
        stay_queries.stays_of_residents_by_id, "All stays, the latest first.", to="Stay"
    )

    @computed("Whole years of age today.")
    def age(self) -> int | None:
        """From the date of birth."""
        if self.birth_on is None:
            return None
        today = clock.today()
        return today.year - self.birth_on.year - ((today.month, today.day) < (self.birth_on.month, self.birth_on.day))


@record
class RevealedDocument(Record):
    """What is masked elsewhere. Reading it was written into the audit trail."""

    resident_id: strawberry.Private[UUID]
    document_number: str = column("The whole document number.")
    phone: str = column("The whole phone, in E.164.")
    emergency_contact: str | None = column("Whom to call, as given.")


@given
class ResidentFilter:
    """Which residents are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("Who live or lived last there.", "Community", optional=True)
    name: str | None = said("A piece of the name.", default=None)
    document_number: str | None = said("The whole document number.", default=None)
    phone: str | None = said("The whole phone.", default=None)
    lives_here_now: bool | None = said("Whether they live here today.", default=None)
    party_status: words.PartyStatus | None = said("Membership as stated.", default=None)
    lives_alone: bool | None = said("Whether they live alone.", default=None)


@given
class RegisterResidentInput(Creation):
    """Who someone is, as the document says."""

    name: str = said("Name as the document has it.")
    document_kind: DocumentKind = said("Kind of identity document.")
    document_number: str = said("Document number; spaces, full-width digits and a small x are fine.")
    phone: str = said("Phone; without a country code it is a Chinese one.")
    has_consented: bool = said("Whether the person consents to the collection of what is given here.")
    birth_on: dt.date | None = said("Date of birth, where the document does not say it.", default=None)
    emergency_contact: str | None = said("Whom to call.", default=None)
    party_status: words.PartyStatus = said(
        "Party or League membership, as stated.", default=words.PartyStatus.NOT_STATED
    )
    has_consented_to_party_status: bool = said("Separate consent for stating membership.", default=False)
    skills: list[str] = said("What they can do for others, up to 20.", default_factory=list)
    lives_alone: bool | None = said("Whether they live alone.", default=None)


@given
class UpdateResidentInput:
    """What is to be corrected; what is left out stays."""

    resident_id: GlobalID = ref("The resident.", "Resident")
    version: int = said("The version that was read.")
    phone: str | None = said("The new phone.", default=None)
    emergency_contact: str | None = said("Whom to call.", default=None)
    party_status: words.PartyStatus | None = said("Membership as stated.", default=None)
    has_consented_to_party_status: bool = said("Separate consent for stating membership.", default=False)
    skills: list[str] | None = said("All skills, up to 20.", default=None)
    lives_alone: bool | None = said("Whether they live alone.", default=None)


@given
class ReasonedResidentInput:
    """A resident, and why."""

    resident_id: GlobalID = ref("The resident.", "Resident")
    reason: str = said("Why, 2 to 500 characters.")


@strawberry.type
class Query:
    """Reads of residents."""

    @reads(Surface.TENANT, Surface.RESIDENT, filter="Which residents are wanted; all where it is left out.")
    async def residents(
        self, info: Info, filter: ResidentFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[Resident]:
        """The residents that the caller may see, newest first."""
        wanted = plain(filter, queries.ResidentFilter) if filter else queries.ResidentFilter()
        found = await queries.list_residents(await info.context.scope(), page(first, after), wanted)
        return Connection.of(Resident, found)

    @reads(Surface.TENANT, Surface.RESIDENT, id="The resident.")
    async def resident(self, info: Info, id: GlobalID) -> Resident | None:
        """One resident."""
        found: Resident | None = await fetch(info, Resident, id)
        return found


@strawberry.type
class Mutation:
    """Changes to residents."""

    @mutation(Surface.TENANT)
    async def register_resident(self, info: Info, input: RegisterResidentInput) -> Resident:
        """Register a person, by consent."""
        new = plain(input, NewResident, skills=tuple(input.skills))
        made = await actions.register_resident(await info.context.scope(), new)
        return await _shown(info, made.id)

    @mutation(Surface.TENANT)
    async def update_resident(self, info: Info, input: UpdateResidentInput) -> Resident:
        """Correct what is known of a resident."""
        change = plain(input, ResidentChange, skills=None if input.skills is None else tuple(input.skills))
        scope, resident_id = await info.context.scope(), key(input, "resident_id")
        await actions.update_resident(scope, resident_id, input.version, change)
        return await _shown(info, resident_id)

    @mutation(Surface.TENANT)
    async def reveal_document(self, info: Info, input: ReasonedResidentInput) -> RevealedDocument:
        """Show what is masked, for a reason that goes into the audit trail."""
        scope, resident_id = await info.context.scope(), key(input, "resident_id")
        return RevealedDocument.of(await actions.reveal_document(scope, resident_id, input.reason))

    @mutation(Surface.TENANT)
    async def erase_resident(self, info: Info, input: ReasonedResidentInput) -> Resident:
        """Erase a former resident's particulars for good."""
        resident_id = key(input, "resident_id")
        await erase_resident(await info.context.scope(), resident_id, input.reason)
        return await _shown(info, resident_id)


async def _shown(info: Info, resident_id: UUID) -> Resident:
    found: Resident = await fetch(info, Resident, GlobalID("Resident", str(resident_id)))
    return found
