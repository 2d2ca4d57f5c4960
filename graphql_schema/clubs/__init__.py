"""Clubs in the schema. Their enumerations are described before any type names them."""

from graphql_schema.clubs import words as words
