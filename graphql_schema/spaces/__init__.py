"""Spaces in the schema. Their enumerations are described before any type names them."""

from graphql_schema.spaces import words as words
