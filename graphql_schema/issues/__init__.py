"""Issues in the schema. Their enumerations are described before any type names them."""

from graphql_schema.issues import words as words
