"""From a document's text to something that may be executed: parsed, weighed and validated once, then remembered."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import strawberry
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    get_operation_ast,
    parse,
    specified_rules,
    validate,
)
from graphql.validation import MaxIntrospectionDepthRule
from strawberry.extensions import SchemaExtension
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule
from strawberry.types import ExecutionContext

from graphql_schema.guard import Guard, Measured
from graphql_schema.limits import Limits, Refused, refuse

_PREPARED: Final = "prepared"
# Strawberry's own validation adds the same two rules of its own to graphql-core's.
_RULES: Final = (*specified_rules, MaxIntrospectionDepthRule, MaybeNullValidationRule, OneOfInputValidationRule)
_COMMENTS: Final = 100
_ACCEPTED_PAGES: Final = 64


@dataclass(frozen=True, slots=True)
class Prepared:
    """A valid document; `accepted` holds the page sizes for which its cost was found within the limits."""

    text: str
    document: DocumentNode
    measured: Measured
    accepted: set[tuple[int | None, ...]] = field(default_factory=set)

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """Raises Refused where the document has no operation of that name."""
        operation = get_operation_ast(self.document, name)
        if operation is None:
            raise refuse("UNKNOWN_OPERATION", "The document has no operation of this name.")
        return operation

    @property
    def for_execution(self) -> dict[str, object]:
        """To be passed as `operation_extensions` to a ServedSchema."""
        return {_PREPARED: self}


class _UsePrepared(SchemaExtension):
    """Hands Strawberry the document that was prepared, so that it neither parses nor validates again."""

    def on_operation(self) -> Iterator[None]:
        prepared = (self.execution_context.operation_extensions or {}).get(_PREPARED)
        if isinstance(prepared, Prepared):
            self.execution_context.graphql_document = prepared.document
            self.execution_context.pre_execution_errors = []
        yield


class ServedSchema(strawberry.Schema):
    """A schema behind the transport: takes prepared documents, and leaves logging to graphql_schema.masking."""

    def get_extensions(self, sync: bool = False) -> list[SchemaExtension]:
        return [_UsePrepared(), *super().get_extensions(sync)]

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Strawberry's own logs the text of exceptions, personal data included."""


class Preparer:
    """Prepares documents for one schema, and remembers the latest valid ones up to `characters` of text."""

    def __init__(self, schema: ServedSchema, limits: Limits, characters: int = 300_000) -> None:
        self._schema = schema._schema
        self._limits = limits
        self._characters = characters
        self._held = 0
        self._cache: OrderedDict[str, Prepared] = OrderedDict()
        self.guard = Guard(self._schema, limits)

    def prepare(self, text: str, variables: Mapping[str, object], *, may_introspect: bool) -> Prepared:
        """Raises Refused: parse and validation errors, INTROSPECTION_OFF, or a limit of the guard."""
        self.guard.check_variables(variables)
        prepared = self._cache.get(text)
        if prepared is None:
            prepared = self._prepare(text, variables, may_introspect)
            self._remember(prepared)
        else:
            self._cache.move_to_end(text)
            _check_introspection(prepared.measured, may_introspect)
            self._check_pages(prepared, variables)
        return prepared

    def _prepare(self, text: str, variables: Mapping[str, object], may_introspect: bool) -> Prepared:
        limits = self._limits
        try:
            document = parse(
                text, max_lexical_tokens=limits.tokens, max_comments=_COMMENTS, max_source_length=limits.characters
            )
        except GraphQLSyntaxError as error:
            raise Refused([error]) from None
        measured = self.guard.measure(document, variables)
        _check_introspection(measured, may_introspect)
        errors = validate(self._schema, document, _RULES, max_errors=limits.errors, hide_suggestions=True)
        if errors:
            raise Refused(errors)
        return Prepared(text, document, measured, {self.guard.page_sizes(measured.page_variables, variables)})

    def _check_pages(self, prepared: Prepared, variables: Mapping[str, object]) -> None:
        """Only page sizes that come from variables can change what a document costs."""
        sizes = self.guard.page_sizes(prepared.measured.page_variables, variables)
        if sizes in prepared.accepted:
            return
        self.guard.measure(prepared.document, variables)
        if len(prepared.accepted) >= _ACCEPTED_PAGES:
            prepared.accepted.clear()
        prepared.accepted.add(sizes)

    def _remember(self, prepared: Prepared) -> None:
        self._cache[prepared.text] = prepared
        self._held += len(prepared.text)
        while self._held > self._characters:
            dropped, _ = self._cache.popitem(last=False)
            self._held -= len(dropped)


def _check_introspection(measured: Measured, may_introspect: bool) -> None:
    if measured.introspects and not may_introspect:
        raise refuse("INTROSPECTION_OFF", "The schema is not open to introspection.")
