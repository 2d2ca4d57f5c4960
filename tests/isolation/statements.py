"""The statement lint: what every statement of the application must do to be right on one machine and on many."""

# Row-level security alone does not prune shards: each statement binds the operator of every operator table it names,
# by equality with a parameter, or with the operator of another table that is bound (architecture.md, Growing).

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import pglast
from pglast import enums, parse_sql

from tests.isolation.catalog import operator_tables

ast: Any = pglast.ast  # Any: its types call every part optional, also where the grammar has it
_CLOCKS: Final = {"now", "transaction_timestamp", "statement_timestamp", "clock_timestamp"}
_INNER: Final = (enums.JoinType.JOIN_INNER, enums.JoinType.JOIN_LEFT, enums.JoinType.JOIN_RIGHT)


@cache
def _operator_tables() -> frozenset[str]:
    return frozenset(operator_tables())


@dataclass(slots=True)
class _Level:
    """One query level: its operator tables by alias, which of them are bound, and which are equal to which."""

    outer: "_Level | None" = None
    ctes: frozenset[str] = frozenset()
    tables: dict[str, str] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    equal: list[tuple[str, str]] = field(default_factory=list)

    def settle(self) -> Iterator[str]:
        """Spread what is bound over what is equal; name what is left."""
        changed = True
        while changed:
            changed = False
            for left, right in self.equal:
                for one, other in ((left, right), (right, left)):
                    if other in self.tables and other not in self.bound and self._is_bound(one):
                        self.bound.add(other)
                        changed = True
        for alias, table in self.tables.items():
            if alias not in self.bound:
                yield f"{table} without operator_id"

    def _is_bound(self, alias: str) -> bool:
        if alias in self.tables or alias in self.others:
            return alias in self.bound
        return self.outer is not None and self.outer._is_bound(alias)


def faults(sql: str) -> list[str]:
    """What is wrong with one statement, as the driver is given it."""
    parsed = parse_sql(sql)
    found = [] if len(parsed) == 1 else ["several statements in one string"]
    for raw in parsed:
        found += _statement(raw.stmt, None, frozenset())
        found += [f"{name} inside a transaction" for name in _notifies(raw.stmt)]
    return found


def _notifies(node: Any) -> Iterator[str]:
    if isinstance(node, ast.NotifyStmt):
        yield "NOTIFY"
    for inner in _walk(node):
        if isinstance(inner, ast.FuncCall) and _says(inner.funcname, "pg_notify"):
            yield "NOTIFY"


def _walk(node: Any) -> Iterator[Any]:
    """The node and all beneath it."""
    if isinstance(node, tuple):
        for one in node:
            yield from _walk(one)
    elif isinstance(node, ast.Node):
        yield node
        for name in node.__slots__:
            yield from _walk(getattr(node, name, None))


def _says(name: Any, *wanted: str) -> bool:
    """Whether a name, which may have a schema before it, is one of these."""
    return name[-1].sval in wanted


def _statement(node: Any, outer: _Level | None, ctes: frozenset[str]) -> Iterator[str]:
    with_clause = getattr(node, "withClause", None)
    for cte in with_clause.ctes if with_clause else ():
        ctes |= {cte.ctename}
        yield from _statement(cte.ctequery, outer, ctes)
    match node:
        case ast.SelectStmt(op=enums.SetOperation.SETOP_NONE):
            yield from _select(node, outer, ctes)
        case ast.SelectStmt():
            yield from _statement(node.larg, outer, ctes)
            yield from _statement(node.rarg, outer, ctes)
        case ast.UpdateStmt():
            said = (node.targetList, node.returningClause, node.whereClause)
            yield from _level((node.relation, *(node.fromClause or ())), node.whereClause, said, outer, ctes)
        case ast.DeleteStmt():
            tables = (node.relation, *(node.usingClause or ()))
            yield from _level(tables, node.whereClause, (node.returningClause, node.whereClause), outer, ctes)
        case ast.InsertStmt():
            yield from _insert(node, outer, ctes)


def _select(node: Any, outer: _Level | None, ctes: frozenset[str]) -> Iterator[str]:
    parts: Any = (
        node.targetList,
        node.whereClause,
        node.havingClause,
        node.groupClause,
        node.sortClause,
        node.valuesLists,
    )
    yield from _level(node.fromClause or (), node.whereClause, parts, outer, ctes)


def _insert(node: Any, outer: _Level | None, ctes: frozenset[str]) -> Iterator[str]:
    table = node.relation.relname
    columns = {target.name for target in node.cols or ()}
    if _is_operators(node.relation, ctes) and "operator_id" not in columns:
        yield f"{table} without operator_id"
    yield from _statement(node.selectStmt, outer, ctes)
    conflict = node.onConflictClause
    for inner in _walk(conflict.targetList if conflict else None):
        if isinstance(inner, ast.FuncCall) and _says(inner.funcname, *_CLOCKS):
            yield "now() in DO UPDATE: use EXCLUDED"
        if isinstance(inner, ast.SQLValueFunction):
            yield "now() in DO UPDATE: use EXCLUDED"


def _level(
    from_items: Iterable[Any], where: Any, parts: Any, outer: _Level | None, ctes: frozenset[str]
) -> Iterator[str]:
    level = _Level(outer, ctes)
    for item in from_items:
        yield from _from(item, level)
    _conditions(where, level)
    yield from level.settle()
    for sublink in _sublinks(parts):
        yield from _statement(sublink, level, ctes)


def _from(item: Any, level: _Level) -> Iterator[str]:
    match item:
        case ast.RangeVar():
            alias = item.alias.aliasname if item.alias else item.relname
            if _is_operators(item, level.ctes):
                level.tables[alias] = item.relname
            else:
                level.others.add(alias)
        case ast.JoinExpr():
            yield from _from(item.larg, level)
            yield from _from(item.rarg, level)
            if item.jointype in _INNER:
                _conditions(item.quals, level)
            for sublink in _sublinks(item.quals):
                yield from _statement(sublink, level, level.ctes)
        case ast.RangeSubselect():
            # Its columns are those of tables that were bound within.
            yield from _statement(item.subquery, level.outer, level.ctes)
            level.others.add(item.alias.aliasname)
            level.bound.add(item.alias.aliasname)


def _sublinks(parts: Any) -> Iterator[Any]:
    """The subqueries directly beneath, not those within them."""
    if isinstance(parts, tuple):
        for one in parts:
            yield from _sublinks(one)
    elif isinstance(parts, ast.SubLink):
        yield parts.subselect
        yield from _sublinks(parts.testexpr)
    elif isinstance(parts, ast.Node):
        for name in parts.__slots__:
            yield from _sublinks(getattr(parts, name, None))


def _conditions(node: Any, level: _Level) -> None:
    """What the conjuncts of a condition bind and equate."""
    match node:
        case ast.BoolExpr(boolop=enums.BoolExprType.AND_EXPR):
            for one in node.args:
                _conditions(one, level)
        case ast.A_Expr(kind=enums.A_Expr_Kind.AEXPR_OP | enums.A_Expr_Kind.AEXPR_OP_ANY) if _says(node.name, "="):
            left, right = _operator_of(node.lexpr, level), _operator_of(node.rexpr, level)
            if left and right:
                level.equal.append((left, right))
            elif left and _is_given(node.rexpr):
                level.bound.add(left)
            elif right and _is_given(node.lexpr):
                level.bound.add(right)


def _operator_of(node: Any, level: _Level) -> str | None:
    """The alias whose operator_id this is."""
    fields: Any = node.fields if isinstance(node, ast.ColumnRef) else ()
    if not fields or getattr(fields[-1], "sval", None) != "operator_id":
        return None
    if len(fields) > 1:
        return str(fields[-2].sval)
    return next(iter(level.tables), None) if len(level.tables) == 1 else None


def _is_given(node: Any) -> bool:
    """Whether a value comes from outside the statement."""
    if isinstance(node, ast.TypeCast):
        return _is_given(node.arg)
    return isinstance(node, ast.ParamRef | ast.A_Const)


def _is_operators(relation: Any, ctes: frozenset[str]) -> bool:
    is_ours = relation.schemaname in (None, "public") and relation.relname not in ctes
    return is_ours and relation.relname in _operator_tables()
