"""The other half of the policy lint: logins, functions, and the shapes that tables, keys and indexes may have."""

from collections.abc import AsyncIterator

import asyncpg

from backend.core.surfaces import Surface
from tenants import rls
from tests.isolation.catalog import ENTER, LOGINS, OWNER, RULES, SCHEMAS, operator_tables, rule

_LOGINS = """
    SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolconfig,
           ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = r.oid) AS member_of
    FROM pg_roles r WHERE rolname LIKE 'xinju\\_%' ORDER BY 1
"""
_POWERS = ("rolsuper", "rolcreaterole", "rolcreatedb", "rolreplication")
_TIMEOUTS = {"lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"}


@rule
async def logins_have_no_powers(connection: asyncpg.Connection) -> AsyncIterator[str]:
    rows = {row["rolname"]: row for row in await connection.fetch(_LOGINS)}
    for login in sorted(LOGINS ^ rows.keys()):
        yield f"{login} is {'missing' if login in LOGINS else 'unknown'}"
    for login, row in rows.items():
        is_backup = login == Surface.BACKUP.login
        for power in _POWERS:
            if row[power]:
                yield f"{login} has {power}"
        if row["rolbypassrls"] is not is_backup:
            yield f"{login} has rolbypassrls {row['rolbypassrls']}"
        if row["member_of"] != (["pg_read_all_data"] if is_backup else []):
            yield f"{login} is a member of {row['member_of']}"
        if not {said.split("=")[0] for said in row["rolconfig"] or ()} >= _TIMEOUTS:
            yield f"{login} works without timeouts"


_OWNED = """
    SELECT refobjid::regrole::text AS login, pg_describe_object(classid, objid, objsubid) AS thing
    FROM pg_shdepend
    WHERE refclassid = 'pg_authid'::regclass AND deptype = 'o'
      AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
      AND refobjid::regrole::text = ANY ($1) ORDER BY 1, 2
"""


@rule
async def only_the_owner_owns(connection: asyncpg.Connection) -> AsyncIterator[str]:
    for row in await connection.fetch(_OWNED, sorted(LOGINS - {OWNER})):
        yield f"{row['login']} owns {row['thing']}"


_FUNCTIONS = """
    SELECT p.oid::regprocedure::text AS name, p.prosecdef AS is_definer, p.proconfig AS settings,
           p.provolatile::text AS volatility,
           ARRAY(SELECT grantee::regrole::text FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner)))
                 WHERE grantee <> p.proowner ORDER BY 1) AS may_run
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = ANY ($1)
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1
"""


@rule
async def functions_are_harmless(connection: asyncpg.Connection) -> AsyncIterator[str]:
    pinning = {surface.login for surface in rls.PINNING}
    for row in await connection.fetch(_FUNCTIONS, SCHEMAS):
        has_path = any(said.startswith("search_path=") for said in row["settings"] or ())
        if row["is_definer"] and not has_path:
            yield f"{row['name']} is SECURITY DEFINER without a fixed search_path"
        if row["name"] != ENTER:
            yield f"{row['name']} is a function that nobody declared"
            continue
        for login in sorted(pinning ^ set(row["may_run"])):
            yield f"{ENTER} may {'not ' * (login in pinning)}be run by {login}"
        if row["is_definer"] or not has_path or row["volatility"] != "v":
            yield f"{ENTER} is not a plain volatile function with a fixed search_path"


_FIRST_KEYS = """
    SELECT c.relname AS table, k.conname AS key, k.contype::text AS kind, a.attname AS first, k.confdeltype::text,
           EXISTS (SELECT FROM unnest(k.conkey) WITH ORDINALITY u(n, i)
                   JOIN pg_attribute own ON own.attrelid = k.conrelid AND own.attnum = u.n
                   JOIN pg_attribute other ON other.attrelid = k.confrelid AND other.attnum = k.confkey[u.i]
                   WHERE own.attname = 'operator_id' AND other.attname = 'operator_id') AS equates_operator,
           target.relname AS target, tn.nspname AS target_schema, fn.nspname AS schema
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace fn ON fn.oid = c.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
    LEFT JOIN pg_class target ON target.oid = k.confrelid LEFT JOIN pg_namespace tn ON tn.oid = target.relnamespace
    WHERE fn.nspname = ANY ($1) AND k.contype IN ('p', 'u', 'x', 'f') ORDER BY 1, 2
"""
_KINDS = {"p": "primary key", "u": "unique key", "x": "exclusion"}


@rule
async def keys_hold_the_operator(connection: asyncpg.Connection) -> AsyncIterator[str]:
    """Foreign-key checks ignore row-level security, so that a plain one has accepted another operator's row."""
    ours = set(operator_tables())
    keyed = set()
    for row in await connection.fetch(_FIRST_KEYS, SCHEMAS):
        if row["kind"] == "f" and row["confdeltype"] in ("n", "d"):
            yield f"{row['table']}: {row['key']} sets columns when its target goes"
        if row["schema"] != "public" or row["table"] not in ours:
            if row["kind"] == "f" and row["target"] in ours and row["target_schema"] == "public":
                yield f"{row['table']}: {row['key']} leads from outside to operators' rows"
            continue
        if row["kind"] == "f":
            if row["target_schema"] != "shared" and not row["equates_operator"]:
                yield f"{row['table']}: foreign key {row['key']} does not hold operator_id"
        elif row["first"] != "operator_id":
            yield f"{row['table']}: {_KINDS[row['kind']]} {row['key']} does not begin with operator_id"
        if row["kind"] == "p":
            keyed.add(row["table"])
    for table in sorted(ours - keyed):
        yield f"{table} has no primary key"


_INDEXES = """
    SELECT c.relname AS table, i.relname AS index, a.attname AS first, column_.attnotnull AS is_required
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
    LEFT JOIN pg_attribute column_ ON column_.attrelid = c.oid AND column_.attname = 'operator_id'
    WHERE n.nspname = 'public' AND c.relname = ANY ($1)
      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))
    ORDER BY 1, 2
"""
_REQUIRED = """
    SELECT c.relname AS table FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relname = ANY ($1) AND NOT EXISTS (
        SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'operator_id' AND a.attnotnull
          AND a.atttypid = 'uuid'::regtype) ORDER BY 1
"""


@rule
async def indexes_begin_with_the_operator(connection: asyncpg.Connection) -> AsyncIterator[str]:
    for row in await connection.fetch(_INDEXES, operator_tables()):
        if row["first"] != "operator_id":
            yield f"{row['table']}: index {row['index']} begins with {row['first']}"
    for row in await connection.fetch(_REQUIRED, operator_tables()):
        yield f"{row['table']}: operator_id is not a required uuid"


_ODD_RELATIONS = """
    SELECT n.nspname || '.' || c.relname AS name, c.relkind::text AS kind, c.relpersistence::text AS persistence,
           coalesce(c.reloptions::text, '') AS options
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY ($1)
      AND (c.relkind IN ('v', 'm') OR (c.relkind IN ('r', 'p') AND c.relpersistence <> 'p')) ORDER BY 1
"""
_TRIGGERS = """
    SELECT t.tgrelid::regclass::text AS table, t.tgname AS trigger FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY ($1) AND NOT t.tgisinternal
    UNION ALL
    SELECT schemaname || '.' || tablename, rulename FROM pg_rules WHERE schemaname = ANY ($1)
    ORDER BY 1, 2
"""
_SCHEMAS = """
    SELECT n.nspname AS schema, acl.grantee::regrole::text AS login, acl.privilege_type AS verb
    FROM pg_namespace n CROSS JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) acl
    WHERE n.nspname = ANY ($1) AND acl.grantee <> n.nspowner AND acl.privilege_type = 'CREATE'
    UNION ALL
    SELECT n.nspname, '-', acl.privilege_type
    FROM pg_namespace n CROSS JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) acl
    WHERE n.nspname = ANY ($1) AND acl.grantee = 0 AND acl.privilege_type = 'USAGE' ORDER BY 1, 2, 3
"""


@rule
async def nothing_goes_around_the_walls(connection: asyncpg.Connection) -> AsyncIterator[str]:
    for row in await connection.fetch(_ODD_RELATIONS, SCHEMAS):
        if row["persistence"] != "p":
            yield f"{row['name']} is unlogged"
        if row["kind"] == "m":
            yield f"{row['name']} is a materialized view"
        if row["kind"] == "v" and "security_invoker=true" not in row["options"]:
            yield f"{row['name']} is a view without security_invoker"
    for row in await connection.fetch(_TRIGGERS, SCHEMAS):
        yield f"{row['table']} has the trigger or rule {row['trigger']}"
    for row in await connection.fetch(_SCHEMAS, SCHEMAS):
        if row["login"] != OWNER:
            yield f"{'PUBLIC' if row['login'] == '-' else row['login']} has {row['verb']} on schema {row['schema']}"


async def findings(connection: asyncpg.Connection) -> list[str]:
    """All that is wrong with the catalog, as one superuser's transaction sees it."""
    return [said for check in RULES async for said in check(connection)]
