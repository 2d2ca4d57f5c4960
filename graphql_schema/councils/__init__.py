"""Councils in the schema. Their enumerations are described before any type names them."""

from graphql_schema.councils import words as words
