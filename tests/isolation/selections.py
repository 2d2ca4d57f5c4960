"""GraphQL documents made from the real schema: deep selections, and a ledger of which fields were really asked."""

from collections.abc import Iterator
from typing import Any, Final

from graphql import (
    GraphQLAbstractType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_object_type,
    is_required_argument,
)

from graphql_schema.schema import schema
from tests.isolation.filling import said_by_modules

GRAPHQL: Final = schema._schema
ROOTS: Final[dict[str, GraphQLObjectType]] = {
    kind: root
    for kind, root in (
        ("query", GRAPHQL.query_type),
        ("mutation", GRAPHQL.mutation_type),
        ("subscription", GRAPHQL.subscription_type),
    )
    if root is not None
}
# In a selection on several types, fields are renamed `name__Type`: their types may differ.
_SEPARATOR: Final = "__"
# What fields within other fields must be told, by `Type.field`.
_ARGUMENTS: Final[dict[str, str]] = said_by_modules("ARGUMENTS", {})


def selection(named: GraphQLNamedType, depth: int, path: tuple[str, ...] = ()) -> str:
    """Every field of a type and of what it leads to, `depth` objects deep; a type within itself by its id alone."""
    if is_leaf_type(named):
        return ""
    if is_abstract_type(named):
        return "{ __typename " + " ".join(_fragments(named, depth, path)) + " }"
    inner = (one for name, field in _fields(named) if (one := _asked(name, field, depth, (*path, named.name))))
    return "{ __typename " + " ".join(inner) + " }"


def _fields(named: Any) -> Iterator[tuple[str, GraphQLField]]:
    yield from named.fields.items()


def _asked(name: str, field: GraphQLField, depth: int, path: tuple[str, ...]) -> str | None:
    named = get_named_type(field.type)
    said = _ARGUMENTS.get(f"{path[-1]}.{name}", "")
    if not said and any(is_required_argument(argument) for argument in field.args.values()):
        return None
    if is_leaf_type(named):
        return name
    # What only passes on to another type costs no depth.
    passes_on = named.name.endswith(("Connection", "Edge", "PageInfo"))
    if named.name in path or (depth == 0 and not passes_on):
        return f"{name} {{ __typename id }}" if "id" in getattr(named, "fields", ()) else None
    page = said or ("(first: 50)" if "first" in field.args else "")
    return f"{name}{page} {selection(named, depth if passes_on else depth - 1, path)}"


def _fragments(named: GraphQLAbstractType, depth: int, path: tuple[str, ...]) -> Iterator[str]:
    for possible in GRAPHQL.get_possible_types(named):
        inner = [
            f"{name}{_SEPARATOR}{possible.name}: {one}"
            for name, field in _fields(possible)
            if possible.name not in path and (one := _asked(name, field, depth, (*path, possible.name)))
        ]
        if inner:
            yield f"... on {possible.name} {{ {' '.join(inner)} }}"


def asked_fields(data: Any) -> Iterator[tuple[str, str]]:
    """Each (type, field) that an answer holds a value of."""
    if isinstance(data, list):
        for one in data:
            yield from asked_fields(one)
    elif isinstance(data, dict):
        kind = data.get("__typename")
        for name, value in data.items():
            if kind is not None and name != "__typename":
                yield str(kind), name.split(_SEPARATOR)[0]
            yield from asked_fields(value)


def output_fields(*roots: str) -> set[tuple[str, str]]:
    """Every (type, field) of the object types that these roots lead to."""
    found: set[tuple[str, str]] = set()
    waiting: list[GraphQLNamedType] = [get_named_type(f.type) for root in roots for f in ROOTS[root].fields.values()]
    seen: set[str] = set()
    while waiting:
        named = waiting.pop()
        if named.name in seen:
            continue
        seen.add(named.name)
        if isinstance(named, GraphQLInterfaceType | GraphQLUnionType):
            waiting += GRAPHQL.get_possible_types(named)
        elif is_object_type(named):
            found |= {(named.name, name) for name, _ in _fields(named)}
            waiting += [get_named_type(field.type) for _, field in _fields(named)]
    return found


def node_types() -> list[str]:
    """The types that `node` leads to."""
    node: Any = GRAPHQL.type_map["Node"]
    return sorted(possible.name for possible in GRAPHQL.get_possible_types(node))


def document(kind: str, name: str, depth: int) -> str:
    """A whole operation that asks one root field for everything; its arguments are variables."""
    field = ROOTS[kind].fields[name]
    given = ", ".join(f"${argument}: {one.type}" for argument, one in field.args.items())
    passed = ", ".join(f"{argument}: ${argument}" for argument in field.args)
    variables, arguments = (f"({given})", f"({passed})") if field.args else ("", "")
    return f"{kind}{variables} {{ {name}{arguments} {selection(get_named_type(field.type), depth)} }}"


def node_document(type_name: str, depth: int) -> str:
    """`node(id)` of one type, and everything it leads to."""
    return f"query($id: ID!) {{ node(id: $id) {{ __typename ... on {type_name} {_of(type_name, depth)} }} }}"


def _of(type_name: str, depth: int) -> str:
    return selection(GRAPHQL.type_map[type_name], depth)


def input_type(name: str) -> GraphQLInputObjectType:
    """An input of the schema."""
    found = GRAPHQL.type_map[name]
    assert isinstance(found, GraphQLInputObjectType)
    return found
