"""Housing in the schema. Its enumerations are described before any type names them."""

from graphql_schema.housing import words as words
