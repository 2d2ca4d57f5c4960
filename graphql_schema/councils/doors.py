"""The door of a council in the schema."""

import strawberry

from backend.core.surfaces import Surface
from backend.modules.councils.actions import admitting
from graphql_schema.context import Info
from graphql_schema.councils.acts import CouncilInput
from graphql_schema.councils.councils import CouncilRegistration
from graphql_schema.fields import given
from graphql_schema.inputs import key, said
from graphql_schema.mutation import mutation


@given
class AdmitToCouncilInput(CouncilInput):
    """Somebody at the door."""

    code: str = said("What their phone shows.")


@strawberry.type
class Mutation:
    """Changes at the door."""

    @mutation(Surface.TENANT)
    async def admit_to_council(self, info: Info, input: AdmitToCouncilInput) -> CouncilRegistration:
        """Let somebody in by the code of their seat: they were there. A code lets in once."""
        scope, council_id = await info.context.scope(), key(input, "council_id")
        return CouncilRegistration.of(await admitting.admit_to_council(scope, council_id, input.code))
