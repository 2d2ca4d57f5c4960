"""Mentoring in the schema. Its enumerations are described before any type names them."""

from graphql_schema.mentors import words as words
