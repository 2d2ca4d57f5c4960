"""Who one is, in the schema: the account, its memberships, and what it changes about itself."""

from enum import Enum
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.accounts import queries
from backend.modules.accounts.actions import credentials as actions
from backend.modules.accounts.contract import Profile, Seat
from graphql_schema.context import Info
from graphql_schema.fields import given, reads, record
from graphql_schema.inputs import said
from graphql_schema.mutation import mutation
from tenants.roles import Role

strawberry.enum(Role, description="What a membership makes of an account.")


@strawberry.enum(description="A language that the product speaks.")
class Language(Enum):
    """By its tag (BCP 47)."""

    ZH_CN = "zh-CN"
    EN = "en"


@record
class Membership:
    """A role that the caller has at an operator, or of the platform or district."""

    id: strawberry.ID = strawberry.field(description="Its id; it is no node.")
    role: Role = strawberry.field(description="The role.")
    operator_code: str | None = strawberry.field(description="What to send as `X-Operator`; none for platform roles.")
    operator_name_zh: str | None = strawberry.field(description="The operator's Chinese name.")
    operator_name_en: str | None = strawberry.field(description="The operator's English name.")
    brand_colour: str | None = strawberry.field(description="The operator's accent colour, `#` and six hex digits.")
    modules: list[str] = strawberry.field(description="The modules that the operator uses.")
    permissions: list[str] = strawberry.field(
        description="What the role may do, as `module:verb`; where it is sensitive, once the second factor was shown."
    )
    community_ids: list[GlobalID] | None = strawberry.field(
        description="The communities that the role is limited to; none means all of them."
    )
    is_open: bool = strawberry.field(description="False while the operator is suspended.")


@record
class Me:
    """The account that is signed in."""

    account_id: strawberry.ID = strawberry.field(description="Its id; it is no node.")
    display_name: str = strawberry.field(description="Its name.")
    login: str | None = strawberry.field(description="Its log-in name, where it has one.")
    locale: Language | None = strawberry.field(description="The language that was chosen; none follows the browser.")
    has_totp: bool = strawberry.field(description="Whether an authenticator counts.")
    second_factor_due: bool = strawberry.field(
        description="Whether some role gives no rights until the second factor was shown in this session."
    )
    memberships: list[Membership] = strawberry.field(description="What the account is, and where.")


def me_of(profile: Profile) -> Me:
    """The GraphQL object of a profile."""
    return Me(
        account_id=strawberry.ID(str(profile.account_id)),
        display_name=profile.display_name,
        login=profile.login,
        locale=Language(profile.locale) if profile.locale else None,
        has_totp=profile.has_totp,
        second_factor_due=profile.second_factor_due,
        memberships=[_membership(seat) for seat in profile.seats],
    )


def community_global_ids(ids: tuple[UUID, ...] | list[UUID] | None) -> list[GlobalID] | None:
    """The ids by which clients name communities."""
    return None if ids is None else [GlobalID("Community", str(one)) for one in ids]


def _membership(seat: Seat) -> Membership:
    return Membership(
        id=strawberry.ID(str(seat.id)),
        role=seat.role,
        operator_code=seat.operator_code,
        operator_name_zh=seat.operator_name_zh,
        operator_name_en=seat.operator_name_en,
        brand_colour=seat.brand_colour,
        modules=list(seat.modules),
        permissions=list(seat.permissions),
        community_ids=community_global_ids(seat.community_ids),
        is_open=seat.is_open,
    )


@record
class TotpEnrolment:
    """A secret that an authenticator keeps; it counts once `confirmTotp` has seen a code of it."""

    secret: str = strawberry.field(description="In base32, to type in.")
    uri: str = strawberry.field(description="The `otpauth://` address, to show as a QR code.")


@given
class ConfirmTotpInput:
    """The first code of an authenticator."""

    code: str = said("Six digits.")


@given
class SetPasswordInput:
    """A new password."""

    password: str = said("The new one, 10 to 128 characters.")
    current: str | None = said("The one until now, where there is one.", default=None)


@given
class SetLocaleInput:
    """A language."""

    locale: Language = said("The language of messages.")


@strawberry.type
class Query:
    """Reads."""

    @reads(*Surface)
    async def me(self, info: Info) -> Me:
        """The account that is signed in, with its memberships everywhere."""
        return me_of(await queries.get_profile(await info.context.scope(Surface.CONTROL)))


@strawberry.type
class Mutation:
    """Writes."""

    @mutation(Surface.CONTROL)
    async def begin_totp(self, info: Info) -> TotpEnrolment:
        """Get a secret for an authenticator; what was begun before is forgotten."""
        made = await actions.begin_totp(await info.context.scope())
        return TotpEnrolment(secret=made.secret, uri=made.uri)

    @mutation(Surface.CONTROL)
    async def confirm_totp(self, info: Info, input: ConfirmTotpInput) -> Me:
        """Let the authenticator count from now on, in this session too; every other session ends."""
        scope = await info.context.scope()
        await actions.confirm_totp(scope, input.code)
        return me_of(await queries.get_profile(scope))

    @mutation(Surface.CONTROL)
    async def set_password(self, info: Info, input: SetPasswordInput) -> Me:
        """Change the password; every other session ends."""
        scope = await info.context.scope()
        await actions.set_password(scope, input.password, input.current)
        return me_of(await queries.get_profile(scope))

    @mutation(Surface.CONTROL)
    async def set_locale(self, info: Info, input: SetLocaleInput) -> Me:
        """Choose the language of messages."""
        scope = await info.context.scope()
        await actions.set_locale(scope, input.locale.value)
        return me_of(await queries.get_profile(scope))
