"""The social-work station in the schema. Its enumerations are described before any type names them."""

from graphql_schema.casework import words as words
