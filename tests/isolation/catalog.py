"""The policy lint: what the catalog of a database must say, as rules that each name what is wrong."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import asyncpg

from backend.core.db import Base, OperatorRow
from backend.core.surfaces import Surface
from tenants import rls

SCHEMAS: Final = ["public", "shared", "app", "queue"]
OWNER: Final = Surface.OWNER.login
LOGINS: Final = frozenset(surface.login for surface in Surface)
# Tables that no model declares, and who may do what with them.
_QUEUE = {(Surface.WORKER.login, verb) for verb in ("SELECT", "INSERT", "UPDATE", "DELETE")}
UNDECLARED: Final[dict[str, set[tuple[str, str]]]] = {
    "app.alembic_version": {("PUBLIC", "SELECT")},
    "queue.queue": _QUEUE,
    "queue.worker": _QUEUE,
    "queue.result": _QUEUE,
}
ENTER: Final = "app.enter(text,text,text,text)"

Rule = Callable[[asyncpg.Connection], AsyncIterator[str]]
RULES: list[Rule] = []


def rule(check: Rule) -> Rule:
    """A rule yields a sentence for each thing that is wrong, beginning with its own name."""

    async def named(connection: asyncpg.Connection) -> AsyncIterator[str]:
        async for said in check(connection):
            yield f"{check.__name__}: {said}"

    RULES.append(named)
    return named


@dataclass(frozen=True, slots=True)
class Declared:
    """What a model says of its table."""

    schema: str
    name: str
    access: tuple[rls.Access, ...]
    is_operators: bool

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"


def declared() -> dict[str, Declared]:
    """Every table of the models, by its name with its schema."""
    found = {}
    for mapper in Base.registry.mappers:
        table: Any = mapper.local_table
        access = vars(mapper.class_).get("access", ())
        one = Declared(table.schema or "public", table.name, access, issubclass(mapper.class_, OperatorRow))
        found[one.full_name] = one
    return found


def operator_tables() -> list[str]:
    """The names of the tables that hold operators' rows; they lie in `public`."""
    return sorted(table.name for table in declared().values() if table.is_operators)


_TABLES = """
    SELECT n.nspname || '.' || c.relname AS name, c.relkind::text AS kind, c.relpersistence::text AS persistence,
           c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p', 'm', 'v', 'f') ORDER BY 1
"""


@rule
async def every_table_is_declared(connection: asyncpg.Connection) -> AsyncIterator[str]:
    known = declared()
    for row in await connection.fetch(_TABLES, SCHEMAS):
        if row["kind"] in "rpf" and row["name"] not in known and row["name"] not in UNDECLARED:
            yield f"{row['name']} has no model"
    for table in known.values():
        if not table.access:
            yield f"{table.full_name} declares no access"


@rule
async def rows_are_walled(connection: asyncpg.Connection) -> AsyncIterator[str]:
    known = declared()
    for row in await connection.fetch(_TABLES, SCHEMAS):
        if row["name"] in known and not (row["enabled"] and row["forced"]):
            yield f"{row['name']} is enabled {row['enabled']}, forced {row['forced']}"


_POLICIES = """
    SELECT schemaname || '.' || tablename AS name, policyname, permissive, array_to_string(roles, ',') AS roles, cmd,
           qual, with_check
    FROM pg_policies ORDER BY 1, 2
"""


@rule
async def policies_are_as_declared(connection: asyncpg.Connection) -> AsyncIterator[str]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for row in await connection.fetch(_POLICIES):
        columns = ("policyname", "permissive", "roles", "cmd", "qual", "with_check")
        found.setdefault(row["name"], set()).add(tuple(row[column] for column in columns))
    for table in declared().values():
        wanted: set[tuple[str, ...]] = {
            (name, kind, login, "ALL", seen, written)
            for name, kind, login, seen, written in rls.expected(
                table.name, *table.access, shared=table.schema == "shared"
            )
        }
        there = found.pop(table.full_name, set())
        for policy in sorted(wanted - there, key=str):
            yield f"{table.full_name} lacks {policy[0]} as declared"
        for policy in sorted(there - wanted, key=str):
            yield f"{table.full_name} has {policy[0]} otherwise than declared"
    for name in found:
        yield f"{name} has policies and no model"


_FUNCTIONS_IN_POLICIES = r"""
    WITH used AS (
        SELECT DISTINCT (regexp_matches(
            coalesce(polqual::text, '') || coalesce(polwithcheck::text, ''), ':(?:op)?funcid (\d+)', 'g'))[1]::oid AS id
        FROM pg_policy)
    SELECT p.oid::regprocedure::text AS name, n.nspname AS schema, p.provolatile::text AS volatility
    FROM used JOIN pg_proc p ON p.oid = used.id JOIN pg_namespace n ON n.oid = p.pronamespace ORDER BY 1
"""


@rule
async def policies_call_stable_functions(connection: asyncpg.Connection) -> AsyncIterator[str]:
    """A cached plan once served another operator's rows: an IMMUTABLE helper is folded into the plan."""
    for row in await connection.fetch(_FUNCTIONS_IN_POLICIES):
        depends_on_pin = row["schema"] != "pg_catalog" or row["name"].startswith("current_setting(")
        if depends_on_pin and row["volatility"] != "s":
            yield f"{row['name']} is not STABLE"


_GRANTS = """
    SELECT n.nspname || '.' || c.relname AS name, NULL AS column, acl.grantee::regrole::text AS login,
           acl.privilege_type AS verb, acl.is_grantable AS may_pass_on
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL aclexplode(c.relacl) acl
    WHERE n.nspname = ANY ($1) AND acl.grantee <> c.relowner AND c.relkind <> 'i'
    UNION ALL
    SELECT n.nspname || '.' || c.relname, a.attname, acl.grantee::regrole::text, acl.privilege_type, acl.is_grantable
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL aclexplode(a.attacl) acl
    WHERE n.nspname = ANY ($1) AND acl.grantee <> c.relowner
    ORDER BY 1, 2, 3, 4
"""


def _granted(accesses: Iterable[rls.Access]) -> set[tuple[str | None, str, str]]:
    return {
        (column, access.surface.login, verb)
        for access in accesses
        for verb in access.verbs
        for column in (access.columns or (None,))
    }


@rule
async def grants_are_as_declared(connection: asyncpg.Connection) -> AsyncIterator[str]:
    wanted = {table.full_name: _granted(table.access) for table in declared().values()}
    wanted |= {name: {(None, *grant) for grant in grants} for name, grants in UNDECLARED.items()}
    there: dict[str, set[tuple[str | None, str, str]]] = {}
    for row in await connection.fetch(_GRANTS, SCHEMAS):
        login = "PUBLIC" if row["login"] == "-" else row["login"]
        there.setdefault(row["name"], set()).add((row["column"], login, row["verb"]))
        if row["may_pass_on"]:
            yield f"{row['name']}: {login} may pass {row['verb']} on"
    for name in sorted(wanted.keys() | there.keys()):
        for column, login, verb in sorted(wanted.get(name, set()) - there.get(name, set()), key=str):
            yield f"{name}{_of(column)}: {login} lacks {verb}"
        for column, login, verb in sorted(there.get(name, set()) - wanted.get(name, set()), key=str):
            yield f"{name}{_of(column)}: {login} has {verb}"


def _of(column: str | None) -> str:
    return f".{column}" if column else ""
