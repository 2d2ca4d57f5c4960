"""The problem of a version that is no longer the last, and how mutations show what they changed."""

from typing import Any
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core.errors import AppError, Locale
from backend.modules.housing.contract import refusals
from graphql_schema.context import Info
from graphql_schema.fields import given
from graphql_schema.inputs import ref
from graphql_schema.problem import Problem, ProblemCode, Refusal, path, says_more
from graphql_schema.relay import Batched, fetch


@strawberry.type(name="StaleVersion", description="Somebody else changed it since the version that was read.")
class StaleVersionProblem(Problem):
    """What one has to look at again."""

    version: int = strawberry.field(description="The version that there is now.")
    changed: list[str] = strawberry.field(description="The fields that changed in the meantime, never to what.")


@says_more(refusals.StaleVersion)
def _stale(error: AppError, locale: Locale) -> Problem:
    if "changed" not in error.facts:
        return Refusal(code=ProblemCode(error.code), message=error.message(locale), field=path(error))
    facts: dict[str, Any] = error.facts  # Any: what the refusal was raised with
    return StaleVersionProblem(
        code=ProblemCode(error.code),
        message=error.message(locale),
        field=path(error),
        version=facts["version"],
        changed=list(facts["changed"]),
    )


@given
class CaseInput:
    """A case."""

    case_id: GlobalID = ref("The case.", "Case")


async def shown(info: Info, kind: type[Batched], row_id: UUID) -> Any:  # Any: a node of that kind
    """What a mutation changed, read in its own transaction, and written down as read."""
    return await fetch(info, kind, GlobalID(kind.__name__, str(row_id)))
