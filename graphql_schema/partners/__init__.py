"""Partners in the schema. Their enumerations are described before any type names them."""

from graphql_schema.partners import words as words
