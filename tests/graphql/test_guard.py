"""The guard and the preparation of documents."""

import json

import pytest
from graphql import OperationType, get_introspection_query, parse

from graphql_schema.guard import Guard, Measured
from graphql_schema.limits import Limits, Refused
from graphql_schema.prepare import Prepared, Preparer
from tests.graphql.sample import SampleContext, SampleIdentity, schema

GUARD = Guard(schema._schema, Limits())


def measure(text: str, variables: dict[str, object] | None = None) -> Measured:
    return GUARD.measure(parse(text), variables or {})


def refusal(text: str, variables: dict[str, object] | None = None, *, may_introspect: bool = False) -> str:
    """The code with which a document is refused; it must be."""
    with pytest.raises(Refused) as refused:
        Preparer(schema, Limits()).prepare(text, variables or {}, may_introspect=may_introspect)
    return str((refused.value.errors[0].extensions or {}).get("code", "GRAPHQL"))


def bomb(levels: int, width: int) -> str:
    """Fragments that each spread the next `width` times: width ** levels fields when written out."""
    links = [f"fragment F{n} on Query {{ {f'...F{n + 1} ' * width} }}" for n in range(levels)]
    return " ".join(["{ ...F0 }", *links, f"fragment F{levels} on Query {{ hello }}"])


ORDINARY = "edges { cursor node { id name tags stays { id bed } } } totalCount"


def test_a_page_of_100_with_an_ordinary_selection_passes() -> None:
    # connection 1 + total 1 + 1 for edges + 100 × (cursor 1 + node 1 + id, name, tags 3 + stays 1 + 10 × 2)
    assert measure(f"{{ residents(first: 100) {{ {ORDINARY} }} }}").cost == 3 + 100 * 26


def test_a_nested_page_multiplies_by_both_page_arguments() -> None:
    assert measure("{ residents(first: 10) { edges { node { friends(first: 7) { edges { cursor } } } } } }").cost == (
        2 + 10 * (1 + 2 + 7)
    )


def test_objects_that_are_no_lists_do_not_multiply() -> None:
    assert measure("{ residents(first: 1) { edges { node { friend { friend { friend { name } } } } } } }").cost == 7


def test_a_missing_page_argument_costs_the_schemas_default_or_else_a_full_page() -> None:
    assert measure("{ newest { name } }").cost == 1 + 5
    assert measure("{ residents { edges { cursor } } }").cost == 2 + 100


def test_a_list_without_a_page_argument_costs_its_assumed_size() -> None:
    assert measure("{ rooms { beds { label } } }").cost == 1 + 300 * (1 + 2)


def test_lists_of_a_connection_take_its_page_through_fragments_too() -> None:
    plain = "{ residents(first: 30) { edges { cursor } } }"
    spread = "{ residents(first: 30) { ...F } } fragment F on ResidentConnection { edges { ... { cursor } } }"
    assert measure(plain).cost == measure(spread).cost == 32


def test_a_page_variable_counts_with_its_value_default_or_absence() -> None:
    text = "query ($n: Int%s) { residents(first: $n) { edges { cursor } } }"
    assert measure(text % "", {"n": 3}).cost == 5
    assert measure(text % " = 4").cost == 6
    assert measure(text % "").cost == 102
    assert measure(text % "", {"n": "many"}).cost == 102


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("{ residents(first: 101) { totalCount } }", {}),
        ("{ residents(last: 9999999999) { totalCount } }", {}),
        ("query ($n: Int) { residents(first: $n) { totalCount } }", {"n": 101}),
        ("query ($n: Int = 101) { residents(first: $n) { totalCount } }", {}),
        ("query ($n: Int) { residents(first: $n) { totalCount } }", {"n": 1e9}),
    ],
)
def test_a_page_over_100_is_refused(text: str, variables: dict[str, object]) -> None:
    assert refusal(text, variables) == "PAGE_TOO_LARGE"


def test_a_remembered_document_is_weighed_again_for_other_page_sizes() -> None:
    preparer = Preparer(schema, Limits(cost=500))
    text = "query ($n: Int) { residents(first: $n) { edges { node { friends(first: 10) { edges { cursor } } } } } }"
    first = preparer.prepare(text, {"n": 2}, may_introspect=False)
    assert preparer.prepare(text, {"n": 2}, may_introspect=False) is first
    assert preparer.prepare(text, {"n": 3}, may_introspect=False) is first
    with pytest.raises(Refused) as refused:
        preparer.prepare(text, {"n": 100}, may_introspect=False)
    assert refused.value.errors[0].extensions == {"code": "QUERY_TOO_COSTLY"}


def test_a_remembered_introspection_is_refused_to_who_may_not() -> None:
    preparer = Preparer(schema, Limits())
    preparer.prepare("{ __schema { description } }", {}, may_introspect=True)
    with pytest.raises(Refused) as refused:
        preparer.prepare("{ __schema { description } }", {}, may_introspect=False)
    assert refused.value.errors[0].extensions == {"code": "INTROSPECTION_OFF"}


def test_the_cache_forgets_the_oldest_beyond_its_characters() -> None:
    preparer = Preparer(schema, Limits(), characters=40)
    first = preparer.prepare("{ a: hello }", {}, may_introspect=False)
    for name in "bcd":
        preparer.prepare(f"{{ {name}: hello }}", {}, may_introspect=False)
    assert preparer.prepare("{ a: hello }", {}, may_introspect=False) is not first


async def test_a_prepared_document_is_neither_parsed_nor_validated_again() -> None:
    document = parse("query ($unused: Int) { hello }")
    prepared = Prepared("no GraphQL at all", document, GUARD.measure(document, {}))
    context = SampleContext(SampleIdentity(None))
    result = await schema.execute(prepared.text, context_value=context, operation_extensions=prepared.for_execution)
    assert (result.data, result.errors) == ({"hello": "hello world"}, None)


def test_the_standard_introspection_query_passes_for_who_may() -> None:
    text = get_introspection_query(
        descriptions=True, specified_by_url=True, directive_is_repeatable=True, schema_description=True
    )
    prepared = Preparer(schema, Limits()).prepare(text, {}, may_introspect=True)
    assert prepared.operation(None).operation is OperationType.QUERY


def test_a_fragment_bomb_is_weighed_by_visiting_each_selection_once() -> None:
    text = bomb(levels=30, width=8)
    guard = Guard(schema._schema, Limits(cost=10**30))
    assert guard.measure(parse(text), {}).steps == 1 + 30 * 8 + 1
    assert refusal(text) == "QUERY_TOO_COSTLY"


DEEP = "{ residents(first: 1) { edges { node { " + "friend { " * 10 + "name" + " }" * 14
NESTED: dict[str, object] = json.loads('{"a":' * 11 + "1" + "}" * 11)
CIRCULAR = "fields { type { " * 5 + "name" + " } }" * 5


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("QUERY_TOO_DEEP", DEEP),
        ("QUERY_TOO_DEEP", "{ " + "... { " * 70 + "hello" + " }" * 71),
        (
            "QUERY_TOO_COSTLY",
            "{ residents(first: 100) { edges { node { friends(first: 100) { edges { cursor } } } } } }",
        ),
        ("QUERY_TOO_COSTLY", "{ residents(last: -1) { edges { node { friends { edges { cursor } } } } } }"),
        ("TOO_MANY_ALIASES", "{ " + " ".join(f"a{n}: hello" for n in range(16)) + " }"),
        ("TOO_MANY_DIRECTIVES", "{ hello " + "@skip(if: false) " * 21 + "}"),
        ("TOO_MANY_REPEATS", "{ " + "hello " * 61 + "}"),
        ("TOO_MANY_FRAGMENTS", "{ hello } " + " ".join(f"fragment F{n} on Query {{ hello }}" for n in range(41))),
        ("TOO_MANY_OPERATIONS", "query A { hello } query B { hello }"),
        ("VALUE_TOO_DEEP", "{ search(filter: " + "{ inner: " * 11 + "null" + " }" * 11 + ") }"),
        ("NUMBER_TOO_LONG", "{ search(count: " + "9" * 10_000 + ") }"),
        ("NUMBER_TOO_LONG", "{ residents(first: " + "9" * 10_000 + ") { totalCount } }"),
        ("NUMBER_TOO_LONG", "query ($n: Int = " + "9" * 10_000 + ") { residents(first: $n) { totalCount } }"),
        ("NUMBER_TOO_LONG", "{ search(ratio: 1." + "0" * 40 + ") }"),
        ("NUL_IN_TEXT", '{ search(text: "a\\u0000b") }'),
        ("INTROSPECTION_OFF", "{ __schema { description } }"),
        ("INTROSPECTION_OFF", '{ ...F } fragment F on Query { a: __type(name: "Query") { name } }'),
        ("GRAPHQL", "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"),
        ("GRAPHQL", "{ ...Nowhere }"),
        ("GRAPHQL", "{ hello } fragment Unused on Query { ...Unused }"),
        ("GRAPHQL", "{ nowhere { nothing(first: 3) { no } } }"),
        ("GRAPHQL", "{ " + "hello " * 1_000 + "}"),
        ("GRAPHQL", "{" * 900),
        ("GRAPHQL", "# \n" * 200 + "{ hello }"),
        ("GRAPHQL", '{ search(text: "\\ud800") }'),
        ("GRAPHQL", "type Query { hello: String }"),
    ],
)
def test_a_document_over_a_limit_is_refused_by_code(code: str, text: str) -> None:
    assert refusal(text) == code


def test_circular_introspection_is_refused_even_to_who_may() -> None:
    assert refusal(f'{{ __type(name: "Query") {{ {CIRCULAR} }} }}', may_introspect=True) == "GRAPHQL"
    deep = "{ __schema { types { " + "ofType { " * 14 + "name" + " }" * 17
    assert refusal(deep, may_introspect=True) == "QUERY_TOO_DEEP"


def test_errors_are_capped_and_suggest_nothing() -> None:
    with pytest.raises(Refused) as refused:
        Preparer(schema, Limits(errors=3)).prepare("{ hell helo hallo hullo hella }", {}, may_introspect=False)
    assert [error.message for error in refused.value.errors] == [
        "Cannot query field 'hell' on type 'Query'.",
        "Cannot query field 'helo' on type 'Query'.",
        "Cannot query field 'hallo' on type 'Query'.",
        "Too many validation errors, error limit reached. Validation aborted.",
    ]


@pytest.mark.parametrize(
    ("code", "variables"),
    [
        ("VARIABLES_TOO_LARGE", {"ids": ["1"] * 2_001}),
        ("VARIABLES_TOO_LARGE", NESTED),
        ("NUMBER_TOO_LONG", {"n": 10**30}),
        ("NUL_IN_TEXT", {"a": [{"b": "x\0"}]}),
        ("NUL_IN_TEXT", {"a": {"x\0": 1}}),
    ],
)
def test_variables_over_a_limit_are_refused_by_code(code: str, variables: dict[str, object]) -> None:
    assert refusal("{ hello }", variables) == code
