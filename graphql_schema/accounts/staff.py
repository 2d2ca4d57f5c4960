"""Operators and their staff in the schema."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.accounts import queries
from backend.modules.accounts.actions import single_sign_on
from backend.modules.accounts.actions import staff as actions
from backend.modules.accounts.contract import StaffInvitation
from graphql_schema.accounts.profile import community_global_ids
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, reads, record
from graphql_schema.inputs import key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, page
from tenants.models import OperatorState
from tenants.roles import Role

strawberry.enum(OperatorState, description="Whether an operator can be entered.")


@record
class Operator(Batched, Node):
    """A company that runs rental communities."""

    batch = staticmethod(queries.operators_by_id)
    id: NodeID[UUID]
    code: str = column("Short code, unique on the platform; what `X-Operator` names.")
    name_zh: str = column("Chinese name.")
    name_en: str = column("English name.")
    brand_colour: str = column("Colour of its faces, as `#rrggbb`.")
    modules: list[str] = column("The modules that are enabled.")
    state: OperatorState = column("Whether it can be entered.")
    created_at: dt.datetime = column("Since when.")


@record
class StaffMember(Batched, Node):
    """A role of someone at the operator."""

    batch = staticmethod(queries.staff_members_by_id)
    id: NodeID[UUID]
    display_name: str = column("Name.")
    role: Role = column("The role.")
    created_at: dt.datetime = column("Since when.")
    ended_at: dt.datetime | None = column("Until when, if it has ended.")
    community_ids: strawberry.Private[list[UUID] | None]

    @computed("The communities that the role is limited to; none means all of them.")
    def communities(self) -> list[GlobalID] | None:
        """As global ids."""
        return community_global_ids(self.community_ids)


@given
class InviteStaffInput:
    """Whom to invite, and as what: by phone, or by a new log-in name with its first password."""

    role: Role = said("A role of the operator's staff.")
    display_name: str = said("Name.")
    phone: str | None = said("Phone; its holder signs in by codes.", default=None)
    login: str | None = said("A new log-in name.", default=None)
    password: str | None = said("The first password of the log-in name.", default=None)
    community_ids: list[GlobalID] | None = ref(
        "The communities to limit the role to; left out for all that the inviter has.", "Community", optional=True
    )


@given
class EndMembershipInput:
    """Which membership ends."""

    staff_member_id: GlobalID = ref("The staff member.", "StaffMember")


@given
class SetIdentityProviderInput:
    """The operator's own OpenID provider."""

    issuer: str = said("Its issuer, as its discovery document says it.")
    client_id: str = said("What it calls us.")
    client_secret: str | None = said("The secret that it gave us; none for a public client.", default=None)


@record
class IdentityProvider(Record):
    """The operator's own OpenID provider."""

    issuer: str = column("Its issuer.")
    client_id: str = column("What it calls us.")
    redirect_uri: str = column("The redirect URI to register there.")


@strawberry.type
class Query:
    """Reads."""

    @reads(Surface.CONTROL)
    async def operators(self, info: Info, first: First = 20, after: After = None) -> Connection[Operator]:
        """Every operator of the platform, by code."""
        return Connection.of(Operator, await queries.list_operators(await info.context.scope(), page(first, after)))

    @reads(Surface.TENANT)
    async def staff(self, info: Info, first: First = 20, after: After = None) -> Connection[StaffMember]:
        """The operator's staff."""
        found = await queries.list_staff_members(await info.context.scope(), page(first, after))
        return Connection.of(StaffMember, found)

    @reads(Surface.TENANT, over=Surface.CONTROL)
    async def identity_provider(self, info: Info) -> IdentityProvider | None:
        """The provider that is set, for the operator's administrators; never its secret."""
        found = await queries.get_identity_provider(await info.context.scope(Surface.CONTROL))
        return None if found is None else IdentityProvider.of(found)


@strawberry.type
class Mutation:
    """Writes."""

    @mutation(Surface.CONTROL)
    async def invite_staff(self, info: Info, input: InviteStaffInput) -> StaffMember:
        """Give someone a role at the operator."""
        return StaffMember.of(await actions.invite_staff(await info.context.scope(), plain(input, StaffInvitation)))

    @mutation(Surface.CONTROL)
    async def end_membership(self, info: Info, input: EndMembershipInput) -> StaffMember:
        """End a role at the operator, at once."""
        member = await actions.end_membership(await info.context.scope(), key(input, "staff_member_id"))
        return StaffMember.of(member)

    @mutation(Surface.CONTROL)
    async def set_identity_provider(self, info: Info, input: SetIdentityProviderInput) -> IdentityProvider:
        """Let the staff sign in through the operator's own OpenID provider, at `/auth/oidc/<code>/start`."""
        redirect_uri = await single_sign_on.set_identity_provider(
            await info.context.scope(), input.issuer, input.client_id, input.client_secret
        )
        return IdentityProvider(issuer=input.issuer, client_id=input.client_id, redirect_uri=redirect_uri)
