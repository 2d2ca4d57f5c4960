"""What a GraphQL request may weigh, and the one exception that refuses it."""

from dataclasses import dataclass

from graphql import GraphQLError


@dataclass(frozen=True, slots=True)
class Limits:
    """Counts are after fragments are spread, save `tokens`, `fragments`, `operations` and `repeats` (as written).

    `cost` is the number of field values the answer may hold: a list multiplies what is beneath it by its page
    argument, by its assumed size, or by `assumed_list`. `variables` counts values at every level of the JSON.
    """

    tokens: int = 1_000
    characters: int = 20_000
    depth: int = 12
    introspection_depth: int = 15
    nesting: int = 64
    aliases: int = 15
    directives: int = 20
    fragments: int = 40
    operations: int = 1
    repeats: int = 60
    cost: int = 10_000
    page: int = 100
    assumed_list: int = 10
    variables: int = 2_000
    value_depth: int = 10
    digits: int = 20
    errors: int = 5


class Refused(Exception):
    """A request that is answered with errors and no data.

    `status` is the HTTP status where it does not follow from GraphQL over HTTP (400, or 200 for application/json).
    """

    def __init__(self, errors: list[GraphQLError], status: int | None = None) -> None:
        super().__init__()
        self.errors = errors
        self.status = status


def refuse(code: str, message: str, status: int | None = None) -> Refused:
    """One error with a stable `extensions.code`."""
    return Refused([GraphQLError(message, extensions={"code": code})], status)
