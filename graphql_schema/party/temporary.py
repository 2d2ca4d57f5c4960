"""Temporary branches in the schema: formed for a project by the branch's own committee, and closed with it."""

import datetime as dt

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.party.actions import temporary as actions
from backend.modules.party.contract.inputs import NewTemporaryBranch
from graphql_schema.context import Info
from graphql_schema.fields import given
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.party.organisations import PartyOrg


@given
class FormTemporaryBranchInput(Creation):
    """A branch for a project (临时党支部)."""

    parent_id: GlobalID = ref("The caller's committee or general branch.", "PartyOrg")
    name: str = said("Name, up to 100 characters.")
    project: str = said("What it is for, up to 100 characters.")
    ends_on: dt.date = said("The day the project ends, three years from now at most.")


@given
class CloseTemporaryBranchInput:
    """A project that ends, and its branch with it."""

    organisation_id: GlobalID = ref("The temporary branch.", "PartyOrg")
    ends_on: dt.date = said("The day, today at the earliest; a later one than was planned prolongs it.")


@strawberry.type
class Mutation:
    """Changes to temporary branches."""

    @mutation(Surface.OVERSIGHT, over=Surface.CONTROL)
    async def form_temporary_branch(self, info: Info, input: FormTemporaryBranchInput) -> PartyOrg:
        """Form a branch for a project."""
        scope = await info.context.scope()
        return PartyOrg.of(await actions.form_temporary_branch(scope, plain(input, NewTemporaryBranch)))

    @mutation(Surface.OVERSIGHT, over=Surface.CONTROL)
    async def close_temporary_branch(self, info: Info, input: CloseTemporaryBranchInput) -> PartyOrg:
        """Say when the project ends, and the branch with it."""
        scope, organisation_id = await info.context.scope(), key(input, "organisation_id")
        return PartyOrg.of(await actions.close_temporary_branch(scope, organisation_id, input.ends_on))
