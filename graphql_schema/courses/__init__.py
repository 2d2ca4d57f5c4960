"""The night school in the schema. Its enumerations are described before any type names them."""

from graphql_schema.courses import words as words
