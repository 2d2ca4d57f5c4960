"""Proposals in the schema. Their enumerations are described before any type names them."""

from graphql_schema.proposals import words as words
