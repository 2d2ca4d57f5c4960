"""The schema's conventions: descriptions, mutations of one shape, pages for lists, keys for creations."""

from collections.abc import Iterator
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    specified_scalar_types,
)

from backend.commands.documents import SCHEMA, schema_text
from graphql_schema.list_sizes import PAGE_ARGUMENTS
from graphql_schema.schema import schema
from tests.schema.bounded import BOUNDED

GRAPHQL: Final = schema._schema
# Mutations that are told nothing.
WITHOUT_INPUT: Final = {"beginTotp", "markAllNotificationsRead"}
# Creations without an idempotency key, each with why a second try does no harm.
WITHOUT_KEY: Final = {
    "createPartyOrg": "names are unique beneath one parent: a second try is refused",
    "createGrid": "codes are unique at any time: a second try is refused",
    "createUnits": "door numbers are unique: a second try is refused",
    "inviteStaff": "an account has a role once: a second try is refused",
    "addDefaultCategories": "what is there already is left as it is",
    "addIssueParty": "a department joins once: a second try is refused",
    "raiseCrisis": "one crisis of a case is open at a time: a second try is refused",
    "createWebhook": "its answer holds a secret, which is told once",
    "createOpen311Client": "its answer holds a secret, which is told once",
}
CREATING: Final = (
    *("create", "register", "checkIn", "allot", "apply", "invite", "start"),
    *("add", "block", "comment", "open", "plan", "post", "raise"),
    # What adds to a history, tells people or takes files each time, and is not called so.
    *("answerProposal", "assignIssue", "escalateIssue", "hideIssuePhoto", "joinWaitlist", "moveSession"),
    *("recordModelItem", "reportProject", "reviewProposal", "scoreGoal", "settleItem", "showIssuePhoto"),
)
# What only sounds like a creation.
NOT_CREATING: Final = {"applyRosterImport", "checkInBooking", "startIssue", "startRound"}


def undescribed(graphql: GraphQLSchema) -> Iterator[str]:
    """Everything that has no description."""
    for name, type_ in graphql.type_map.items():
        if name.startswith("__") or name in specified_scalar_types:
            continue
        if not type_.description and name not in ("Query", "Mutation", "Subscription", "UUID"):
            yield name
        if isinstance(type_, GraphQLEnumType):
            continue
        for field_name, field in getattr(type_, "fields", {}).items():
            if not field.description:
                yield f"{name}.{field_name}"
            for argument_name, argument in getattr(field, "args", {}).items():
                if not argument.description:
                    yield f"{name}.{field_name}({argument_name})"


def odd_mutations(graphql: GraphQLSchema) -> Iterator[str]:
    """Mutations of another shape than `field(input: X!): Success | Refusal …`."""
    problem: Any = graphql.type_map["Problem"]
    for name, field in _root(graphql, "Mutation").items():
        if list(field.args) != ([] if name in WITHOUT_INPUT else ["input"]):
            yield f"{name} takes {list(field.args)}"
        union = get_named_type(field.type)
        if not isinstance(union, GraphQLUnionType):
            yield f"{name} answers {field.type}"
            continue
        problems = [one for one in union.types if problem in one.interfaces]
        if len(problems) != len(union.types) - 1:
            yield f"{name} answers {[one.name for one in union.types]}"


def keyless_creations(graphql: GraphQLSchema) -> Iterator[str]:
    """Creations whose input has no idempotency key."""
    for name, field in _root(graphql, "Mutation").items():
        if not name.startswith(CREATING) or name in NOT_CREATING:
            continue
        given = [get_named_type(argument.type) for argument in field.args.values()]
        if not any(isinstance(one, GraphQLInputObjectType) and "idempotencyKey" in one.fields for one in given):
            yield name


def unpaged_lists(graphql: GraphQLSchema) -> Iterator[str]:
    """Lists of objects that are neither a connection's edges nor hold a page argument."""
    for name, type_ in graphql.type_map.items():
        if not isinstance(type_, GraphQLObjectType | GraphQLInterfaceType) or name.startswith("__"):
            continue
        for field_name, field in type_.fields.items():
            is_list = isinstance(get_nullable_type(field.type), GraphQLList)
            if is_list and not is_leaf_type(get_named_type(field.type)) and not name.endswith("Connection"):
                yield f"{name}.{field_name}"


def odd_connections(graphql: GraphQLSchema) -> Iterator[str]:
    """Fields that answer a connection and do not page it, or the other way round."""
    for name, type_ in graphql.type_map.items():
        for field_name, field in getattr(type_, "fields", {}).items():
            pages = any(argument in PAGE_ARGUMENTS for argument in getattr(field, "args", {}))
            if pages != get_named_type(field.type).name.endswith("Connection"):
                yield f"{name}.{field_name}"


def _root(graphql: GraphQLSchema, name: str) -> dict[str, Any]:
    root = graphql.type_map[name]
    assert isinstance(root, GraphQLObjectType)
    fields: dict[str, Any] = root.fields
    return fields


def test_everything_has_a_description() -> None:
    assert list(undescribed(GRAPHQL)) == []


def test_every_mutation_takes_one_input_and_answers_success_or_problems() -> None:
    assert list(odd_mutations(GRAPHQL)) == []


def test_every_creation_takes_an_idempotency_key_or_does_no_harm_twice() -> None:
    assert set(keyless_creations(GRAPHQL)) == set(WITHOUT_KEY)


def test_every_list_is_paged_or_bounded_by_nature() -> None:
    assert set(unpaged_lists(GRAPHQL)) == set(BOUNDED)
    assert list(odd_connections(GRAPHQL)) == []


def test_planted_faults_of_a_schema_are_found() -> None:
    planted = build_schema(
        '''
        type Query { beds: [Bed!]!  pages(first: Int): Bed  plain: BedConnection }
        type Mutation { checkIn(bed: ID!): Bed!  createBed(input: BedInput!): CreateBedResult }
        """A bed."""
        type Bed { """Its label.""" label: String }
        """Beds."""
        type BedConnection { """All.""" edges: [Bed!] }
        """What to make."""
        input BedInput { """Its label.""" label: String }
        """A refusal."""
        interface Problem { """Why.""" code: String }
        """What came of it."""
        union CreateBedResult = Bed | BedConnection
        '''
    )
    assert list(undescribed(planted)) == [
        "Query.beds", "Query.pages", "Query.pages(first)", "Query.plain", "Mutation.checkIn", "Mutation.checkIn(bed)",
        "Mutation.createBed", "Mutation.createBed(input)",
    ]  # fmt: skip
    assert list(odd_mutations(planted)) == [
        "checkIn takes ['bed']", "checkIn answers Bed!", "createBed answers ['Bed', 'BedConnection']",
    ]  # fmt: skip
    assert list(keyless_creations(planted)) == ["checkIn", "createBed"]
    assert list(unpaged_lists(planted)) == ["Query.beds"]
    assert list(odd_connections(planted)) == ["Query.pages", "Query.plain"]


def test_the_schema_that_is_checked_in_is_the_schema() -> None:
    assert SCHEMA.read_text(encoding="utf8") == schema_text()
