"""Party organisations in the schema. Their enumerations are described before any type names them."""

from graphql_schema.party import words as words
