"""What the schema says about the length of its lists."""

from collections.abc import Iterator
from typing import Final

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
)

ASSUMED_SIZE: Final = "assumed_size"
"""Key in a Strawberry field's `metadata`: the length its list usually has, where `Limits.assumed_list` is far off."""

PAGE_ARGUMENTS: Final = ("first", "last")


def field_definition(schema: GraphQLSchema, parent: GraphQLNamedType | None, name: str) -> GraphQLField | None:
    """None for a field that the schema lacks: validation says so."""
    if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
        return schema.get_field(parent, name)
    return None


def assumed_size(definition: GraphQLField) -> int | None:
    """Rows that the schema's author expects of a list without page arguments; None where nothing is said."""
    declared = definition.extensions.get("strawberry-definition")
    size = getattr(declared, "metadata", {}).get(ASSUMED_SIZE)
    return size if isinstance(size, int) else None


def connection_types(schema: GraphQLSchema) -> Iterator[str]:
    """Object types that a paged field returns: the page argument of that field sizes the lists directly in them."""
    for type_ in schema.type_map.values():
        if not isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            continue
        for field in type_.fields.values():
            paged = any(name in field.args for name in PAGE_ARGUMENTS)
            if paged and not isinstance(get_nullable_type(field.type), GraphQLList):
                yield get_named_type(field.type).name
