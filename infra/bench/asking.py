"""GraphQL without HTTP: prepared documents executed in this process, as the transport executes them."""

from typing import Any

import msgspec

from graphql_schema.context import Context
from graphql_schema.limits import Limits
from graphql_schema.prepare import Preparer
from graphql_schema.schema import schema
from infra.bench.captured import Statement, captured
from tenants.scope import Actor

RESIDENTS = """
query Residents($first: Int!) {
  residents(first: $first) {
    edges {
      cursor
      node {
        id name documentMasked phoneMasked birthOn sex partyStatus createdAt
        stays { id status startsOn endsOn unit { id number floor } }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""
ROOM_MAP = """
query RoomMap($buildingId: ID!) {
  roomMap(buildingId: $buildingId) {
    asOf
    counts { state beds }
    floors { number units { unit { id number kind } beds { state until bed { id label condition } } } }
  }
}
"""
CHECK_IN = """
mutation CheckIn($input: CheckInInput!) {
  checkIn(input: $input) { __typename ... on Stay { id status startsOn endsOn registrationDueOn } }
}
"""
BOOK = """
mutation Book($input: CreateBookingInput!) {
  createBooking(input: $input) { __typename ... on Booking { id status startsAt endsAt } ... on Problem { code } }
}
"""
APPLY = """
mutation Apply($input: ApplyForCourseInput!) {
  applyForCourse(input: $input) {
    __typename
    ... on Enrolment { id status placeInLine { number position } }
    ... on Problem { code }
  }
}
"""
WEEK = """
query Week($first: Int!, $from: DateTime!, $to: DateTime!) {
  spaces(first: $first) {
    edges { node { id name kind availability(from: $from, to: $to) { startsAt state seatsLeft } } }
  }
}
"""
_preparer = Preparer(schema, Limits())


async def ask(actor: Actor, document: str, variables: dict[str, Any]) -> bytes:  # Any: JSON values
    """The answer as JSON. Raises RuntimeError where it has errors."""
    prepared = _preparer.prepare(document, variables, may_introspect=False)
    context = Context(actor)
    try:
        result: Any = await schema.execute(  # Any: typed to answer frames of @defer too
            prepared.text,
            variable_values=variables,
            context_value=context,
            operation_extensions=prepared.for_execution,
        )
    finally:
        await context.aclose()
    if result.errors:
        raise RuntimeError(f"{result.errors[0]}") from result.errors[0].original_error
    return msgspec.json.encode({"data": result.data})


async def statements_of(actor: Actor, document: str, variables: dict[str, Any]) -> list[Statement]:
    """What PostgreSQL is asked for one answer, once caches are warm.

    The operator's key is kept for seconds: it may be read again all the same, which the clock says and no answer.
    """
    await ask(actor, document, variables)
    with captured() as seen:
        await ask(actor, document, variables)
    return [one for one in seen if "shared.operator_keys" not in one.sql]
