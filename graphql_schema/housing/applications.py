"""Applications in the schema: asked for on the phone, answered at the desk."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.housing import words
from backend.modules.housing.actions import applications as actions
from backend.modules.housing.contract.inputs import NewApplication
from backend.modules.housing.identity import DocumentKind
from backend.modules.housing.queries import applications as queries
from backend.modules.housing.queries import inventory, stays
from graphql_schema.context import Info
from graphql_schema.fields import column, given, one, reads, record
from graphql_schema.housing.inventory import Community
from graphql_schema.housing.stays import Stay
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, fetch, key_of, page


@record
class StayApplication(Batched, Node):
    """Someone would like to live here. What was rejected or withdrawn no longer says who it was."""

    batch = staticmethod(queries.applications_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    stay_id: strawberry.Private[UUID | None]
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    stay: Stay | None = one("stay_id", stays.stays_by_id, "The stay it led to.", to="Stay")
    name: str = column("Name as the document has it.")
    document_kind: DocumentKind | None = column("Kind of identity document.")
    document_masked: str = column("Document number with its middle hidden.")
    phone_masked: str = column("Phone with its middle hidden.")
    note: str | None = column("What the applicant wishes to add.")
    wanted_kind: words.UnitKind | None = column("A suite or a room; none for a bed.")
    starts_on: dt.date = column("First day wanted.")
    ends_on: dt.date = column("Day of leaving wanted.")
    status: words.ApplicationStatus = column("Where it stands.")
    decision_reason: str | None = column("Why it was rejected.")
    created_at: dt.datetime = column("When it was made.")
    decided_at: dt.datetime | None = column("When it was decided or withdrawn.")


@given
class ApplyForStayInput(Creation):
    """What someone who would like to live here says."""

    community_id: GlobalID = ref("The community.", "Community")
    name: str = said("Name as the document has it.")
    document_kind: DocumentKind = said("Kind of identity document.")
    document_number: str = said("Document number.")
    phone: str = said("Phone; without a country code it is a Chinese one.")
    starts_on: dt.date = said("First day wanted.")
    ends_on: dt.date = said("Day of leaving wanted.")
    has_consented: bool = said("Whether the person consents to the collection of what is given here.")
    wanted_kind: words.UnitKind | None = said("A suite or a room; leave it out for a bed.", default=None)
    note: str | None = said("Anything to add, up to 500 characters.", default=None)


@given
class ApplicationInput:
    """An application."""

    application_id: GlobalID = ref("The application.", "StayApplication")


@given
class AcceptApplicationInput:
    """The place that an applicant gets."""

    application_id: GlobalID = ref("The application.", "StayApplication")
    unit_id: GlobalID = ref("The suite or room.", "Unit")
    bed_id: GlobalID | None = ref("The bed; leave it out to let the whole unit.", "Bed", optional=True)
    over_limit_reason: str | None = said("Why more people than the limit may live there; managers only.", default=None)


@given
class RejectApplicationInput:
    """A no, and why."""

    application_id: GlobalID = ref("The application.", "StayApplication")
    reason: str = said("Why, 2 to 500 characters; the applicant reads it.")


@strawberry.type
class Query:
    """Reads of applications."""

    @reads(Surface.TENANT, Surface.RESIDENT, community_id="Only of this community.", status="Only in this state.")
    async def stay_applications(
        self,
        info: Info,
        community_id: GlobalID | None = None,
        status: words.ApplicationStatus | None = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[StayApplication]:
        """The applications that the caller may see, newest first; an applicant sees their own."""
        where = key_of(community_id, "Community") if community_id else None
        found = await queries.list_applications(await info.context.scope(), page(first, after), where, status)
        return Connection.of(StayApplication, found)


@strawberry.type
class Mutation:
    """Changes to applications."""

    @mutation(Surface.RESIDENT)
    async def apply_for_stay(self, info: Info, input: ApplyForStayInput) -> StayApplication:
        """Ask for a place."""
        made = await actions.apply_for_stay(await info.context.scope(), plain(input, NewApplication))
        return await _shown(info, made.id)

    @mutation(Surface.RESIDENT)
    async def withdraw_application(self, info: Info, input: ApplicationInput) -> StayApplication:
        """Take an application back."""
        application_id = key(input, "application_id")
        await actions.withdraw_application(await info.context.scope(), application_id)
        return await _shown(info, application_id)

    @mutation(Surface.TENANT)
    async def accept_application(self, info: Info, input: AcceptApplicationInput) -> StayApplication:
        """Give an applicant a place: registered and checked in, in one act."""
        scope, application_id = await info.context.scope(), key(input, "application_id")
        unit_id, bed_id = key(input, "unit_id"), key(input, "bed_id")
        await actions.accept_application(scope, application_id, unit_id, bed_id, input.over_limit_reason)
        return await _shown(info, application_id)

    @mutation(Surface.TENANT)
    async def reject_application(self, info: Info, input: RejectApplicationInput) -> StayApplication:
        """Say no to an applicant, with a reason."""
        scope, application_id = await info.context.scope(), key(input, "application_id")
        await actions.reject_application(scope, application_id, input.reason)
        return await _shown(info, application_id)


async def _shown(info: Info, application_id: UUID) -> StayApplication:
    found: StayApplication = await fetch(info, StayApplication, GlobalID("StayApplication", str(application_id)))
    return found
