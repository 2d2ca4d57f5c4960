"""The guard: what a GraphQL document and its variables may weigh, measured once before validation."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLList,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
)

from graphql_schema.limits import Limits, Refused, refuse
from graphql_schema.list_sizes import PAGE_ARGUMENTS, assumed_size, connection_types, field_definition

_INTROSPECTION: Final = ("__schema", "__type")
_CEILING: Final = 10**12  # keeps the sums of a fragment bomb small integers


class _Weight(NamedTuple):
    depth: int = 0
    introspection_depth: int = 0
    aliases: int = 0
    directives: int = 0
    cost: int = 0
    per_item: int = 0  # cost for each row of the page that an enclosing connection was asked for

    def beside(self, other: "_Weight") -> "_Weight":
        return _Weight(
            max(self.depth, other.depth),
            max(self.introspection_depth, other.introspection_depth),
            min(self.aliases + other.aliases, _CEILING),
            min(self.directives + other.directives, _CEILING),
            min(self.cost + other.cost, _CEILING),
            min(self.per_item + other.per_item, _CEILING),
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """`page_variables`: the variables whose value the cost depends on; `steps`: selections visited, each once."""

    cost: int
    steps: int
    introspects: bool
    page_variables: tuple[str, ...]


class Guard:
    """Measures documents against one schema; holds no state of a request."""

    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self.schema = schema
        self.limits = limits
        self.connections = frozenset(connection_types(schema))

    def measure(self, document: DocumentNode, variables: Mapping[str, object]) -> Measured:
        """Weigh the document in time linear in its length. Raises Refused with the first limit that is passed."""
        return _Measurement(self, document, variables).run()

    def page_sizes(self, names: Iterable[str], variables: Mapping[str, object]) -> tuple[int | None, ...]:
        """The page sizes that the named variables ask for; None where absent. Raises Refused over `Limits.page`."""
        return tuple(self.page_size(variables.get(name)) for name in names)

    def page_size(self, value: object) -> int | None:
        """A value that is no count at all weighs as a full page: its coercion is refused later."""
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            return self.limits.page
        if value > self.limits.page:
            raise refuse("PAGE_TOO_LARGE", f"A page holds at most {self.limits.page} items.")
        return int(value)

    def check_variables(self, variables: Mapping[str, object]) -> None:
        """Raises Refused for too many values, too deep, too long a number, or text that no database can hold."""
        pending: list[tuple[object, int]] = [(value, 1) for value in variables.values()]
        seen = 0
        while pending:
            value, depth = pending.pop()
            seen += 1
            if seen > self.limits.variables or depth > self.limits.value_depth:
                raise refuse("VARIABLES_TOO_LARGE", "The variables hold too many or too deeply nested values.")
            if isinstance(value, dict):
                pending += ((key, depth) for key in value if "\0" in key)
                pending += ((item, depth + 1) for item in value.values())
            elif isinstance(value, list):
                pending += ((item, depth + 1) for item in value)
            elif isinstance(value, str):
                _check_text(value)
            elif isinstance(value, int) and abs(value) >= 10**self.limits.digits:
                raise _number_too_long(self.limits)


class _Measurement:
    """One walk over one document."""

    def __init__(self, guard: Guard, document: DocumentNode, variables: Mapping[str, object]) -> None:
        self.guard = guard
        self.limits = guard.limits
        self.variables = variables
        self.fragments: dict[str, FragmentDefinitionNode] = {}
        self.operations: list[OperationDefinitionNode] = []
        for definition in document.definitions:
            if isinstance(definition, FragmentDefinitionNode):
                self.fragments[definition.name.value] = definition
            elif isinstance(definition, OperationDefinitionNode):
                self.operations.append(definition)
        self.definitions = len(document.definitions)
        self.weights: dict[str, _Weight] = {}
        self.repeats: Counter[tuple[str, str]] = Counter()
        self.page_variables: dict[str, None] = {}
        self.page_defaults: dict[str, ValueNode | None] = {}
        self.steps = 0

    def run(self) -> Measured:
        if len(self.operations) > self.limits.operations:
            raise refuse("TOO_MANY_OPERATIONS", f"A document holds at most {self.limits.operations} operation.")
        if self.definitions - len(self.operations) > self.limits.fragments:
            raise refuse("TOO_MANY_FRAGMENTS", f"A document holds at most {self.limits.fragments} fragments.")
        total = _Weight()
        for operation in self.operations:
            total = total.beside(self._operation(operation))
        # Fragments that nothing spreads are refused by validation, which must not choke on them first.
        for name in self.fragments:
            self._fragment(name, 1)
        self._compare(total)
        return Measured(total.cost, self.steps, total.introspection_depth > 0, tuple(self.page_variables))

    def _compare(self, total: _Weight) -> None:
        limits = self.limits
        for code, noun, weight, limit in (
            ("QUERY_TOO_DEEP", "levels", total.depth, limits.depth),
            ("QUERY_TOO_DEEP", "levels of introspection", total.introspection_depth, limits.introspection_depth),
            ("TOO_MANY_ALIASES", "aliases", total.aliases, limits.aliases),
            ("TOO_MANY_DIRECTIVES", "directives", total.directives, limits.directives),
            ("QUERY_TOO_COSTLY", "values in its answer", total.cost, limits.cost),
        ):
            if weight > limit:
                raise refuse(code, f"The query has {weight} {noun}; at most {limit} are allowed.")

    def _operation(self, operation: OperationDefinitionNode) -> _Weight:
        directives = len(operation.directives or ())
        for variable in operation.variable_definitions or ():
            directives += len(variable.directives or ())
            self.page_defaults[variable.variable.name.value] = variable.default_value
            if variable.default_value is not None:
                self._check_value(variable.default_value)
        root = self.guard.schema.get_root_type(operation.operation)
        inner = self._selections(operation.selection_set, root, 1)
        return inner.beside(_Weight(directives=directives))

    def _fragment(self, name: str, nesting: int) -> _Weight:
        """Each fragment is weighed once; one that is not defined, or spreads itself, is left to validation."""
        if name not in self.weights:
            fragment = self.fragments.get(name)
            if fragment is None:
                return _Weight()
            self.weights[name] = _Weight()
            parent = self.guard.schema.get_type(fragment.type_condition.name.value)
            inner = self._selections(fragment.selection_set, parent, nesting)
            self.weights[name] = inner.beside(_Weight(directives=len(fragment.directives or ())))
        return self.weights[name]

    def _selections(self, selected: SelectionSetNode, parent: GraphQLNamedType | None, nesting: int) -> _Weight:
        if nesting > self.limits.nesting:
            raise refuse("QUERY_TOO_DEEP", f"Selections nest at most {self.limits.nesting} deep.")
        total = _Weight()
        for selection in selected.selections:
            self.steps += 1
            total = total.beside(_Weight(directives=len(selection.directives or ())))
            for directive in selection.directives or ():
                for argument in directive.arguments or ():
                    self._check_value(argument.value)
            if isinstance(selection, FieldNode):
                total = total.beside(self._field(selection, parent, nesting))
            elif isinstance(selection, FragmentSpreadNode):
                total = total.beside(self._fragment(selection.name.value, nesting + 1))
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                narrowed = self.guard.schema.get_type(condition.name.value) if condition else parent
                total = total.beside(self._selections(selection.selection_set, narrowed, nesting + 1))
        return total

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, nesting: int) -> _Weight:
        # Validation compares every two fields of one name: without this cap it is quadratic in the document.
        key = (parent.name if parent else "", (node.alias or node.name).value)
        self.repeats[key] += 1
        if self.repeats[key] > self.limits.repeats:
            raise refuse("TOO_MANY_REPEATS", f"One field may be selected at most {self.limits.repeats} times.")
        for argument in node.arguments or ():
            self._check_value(argument.value)
        definition = field_definition(self.guard.schema, parent, node.name.value)
        child = get_named_type(definition.type) if definition else None
        inner = self._selections(node.selection_set, child, nesting + 1) if node.selection_set else _Weight()
        aliases = inner.aliases + (node.alias is not None)
        if node.name.value in _INTROSPECTION:
            return _Weight(1, 1 + inner.depth, aliases, inner.directives, 1)
        page = self._page(node, definition)
        beneath = inner.cost + inner.per_item * (self.limits.page if page is None else page)
        cost, per_item = self._multiply(definition, parent, page, beneath)
        return _Weight(
            1 + inner.depth,
            inner.introspection_depth,
            aliases,
            inner.directives,
            min(cost, _CEILING),
            min(per_item, _CEILING),
        )

    def _multiply(
        self, definition: GraphQLField | None, parent: GraphQLNamedType | None, page: int | None, beneath: int
    ) -> tuple[int, int]:
        """Cost of a field, and what it adds for each row of the connection that it belongs to."""
        if definition is None or not isinstance(get_nullable_type(definition.type), GraphQLList):
            return 1 + beneath, 0
        if page is not None:
            return 1 + page * beneath, 0
        size = assumed_size(definition)
        if size is None and parent is not None and parent.name in self.guard.connections:
            return 1, beneath
        return 1 + (self.limits.assumed_list if size is None else size) * beneath, 0

    def _page(self, node: FieldNode, definition: GraphQLField | None) -> int | None:
        """Rows that a paged field may return; None for a field without page arguments."""
        if definition is None or not any(name in definition.args for name in PAGE_ARGUMENTS):
            return None
        sizes = [self._written_page(a.value) for a in node.arguments or () if a.name.value in PAGE_ARGUMENTS]
        asked = [size for size in sizes if size is not None]
        if asked:
            return max(asked)
        defaults = [definition.args[n].default_value for n in PAGE_ARGUMENTS if n in definition.args]
        return max((d for d in defaults if isinstance(d, int)), default=self.limits.page)

    def _written_page(self, value: ValueNode) -> int | None:
        if isinstance(value, VariableNode):
            name = value.name.value
            self.page_variables[name] = None
            if name in self.variables:
                return self.guard.page_size(self.variables[name])
            default = self.page_defaults.get(name)
            return None if default is None else self._written_page(default)
        if isinstance(value, NullValueNode):
            return None
        return self.guard.page_size(int(value.value) if isinstance(value, IntValueNode) else "")

    def _check_value(self, value: ValueNode) -> None:
        pending = [(value, 1)]
        while pending:
            node, depth = pending.pop()
            if depth > self.limits.value_depth:
                raise refuse("VALUE_TOO_DEEP", f"Values nest at most {self.limits.value_depth} deep.")
            if isinstance(node, ListValueNode):
                pending += ((item, depth + 1) for item in node.values)
            elif isinstance(node, ObjectValueNode):
                pending += ((field.value, depth + 1) for field in node.fields)
            elif isinstance(node, StringValueNode):
                _check_text(node.value)
            elif isinstance(node, IntValueNode | FloatValueNode) and len(node.value) > self.limits.digits:
                raise _number_too_long(self.limits)


def _check_text(text: str) -> None:
    if "\0" in text:
        raise refuse("NUL_IN_TEXT", "Text must not hold the NUL character.")


def _number_too_long(limits: Limits) -> Refused:
    return refuse("NUMBER_TOO_LONG", f"A number has at most {limits.digits} digits.")
