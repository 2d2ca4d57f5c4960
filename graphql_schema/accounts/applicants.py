"""Becoming an applicant, in the schema."""

import strawberry

from backend.core.surfaces import Surface
from backend.modules.accounts import queries
from backend.modules.accounts.actions.residents import become_applicant
from graphql_schema.accounts.profile import Me, me_of
from graphql_schema.context import Info
from graphql_schema.fields import given
from graphql_schema.inputs import said
from graphql_schema.mutation import mutation


@given
class BecomeApplicantInput:
    """With whom one would like to live."""

    operator_code: str = said("The operator's code, as its posters and links have it.")


@strawberry.type
class Mutation:
    """Writes."""

    @mutation(Surface.CONTROL)
    async def become_applicant(self, info: Info, input: BecomeApplicantInput) -> Me:
        """Be allowed to apply for a place with an operator; then act with its code and `X-Surface: resident`."""
        scope = await info.context.scope()
        await become_applicant(scope, input.operator_code)
        return me_of(await queries.get_profile(scope))
