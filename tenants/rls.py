"""Row-level security: the rules by name, the statements that install them, and what the catalog then says."""

# Migrations call `protect`, the policy lint `expected`. Rules are added, never changed: what has run means the same.

from collections.abc import Iterator
from dataclasses import dataclass

from backend.core.surfaces import Surface as Surface

# The pin is transaction-local and guards against mistakes; each login's grants are the second wall.
# `communities` is `*` or a comma-separated list; residents are pinned too.
ENTER = """
CREATE FUNCTION app.enter(operators text, actor text, resident text, communities text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $$
BEGIN
  IF coalesce(current_setting('app.actor', true), '') <> '' THEN
    RAISE EXCEPTION 'this transaction is already pinned' USING ERRCODE = 'XJ001';
  END IF;
  {sets}
END $$
"""
# Backups read files and tables as they are, and the owner has what it made.
PINNING = tuple(surface for surface in Surface if surface not in (Surface.BACKUP, Surface.OWNER))
_PINS = (
    ("app.operator_id", "operators"),
    ("app.actor", "actor"),
    ("app.resident_id", "resident"),
    ("app.communities", "communities"),
)


def enter_function(*, citus: bool) -> str:
    """`app.enter` for plain PostgreSQL, or for Citus, where only SET LOCAL reaches the workers."""
    plain = "PERFORM set_config('{name}', {value}, true);"
    dynamic = "EXECUTE format('SET LOCAL {name} = %L', {value});"
    return ENTER.format(
        sets="\n  ".join((dynamic if citus else plain).format(name=name, value=value) for name, value in _PINS)
    )


def enter_grants() -> Iterator[str]:
    """The statements by which only our own logins may call `app.enter`; run after it is made."""
    function = "FUNCTION app.enter(text, text, text, text)"
    yield f"REVOKE ALL ON {function} FROM PUBLIC"
    yield f"GRANT EXECUTE ON {function} TO {', '.join(surface.login for surface in PINNING)}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy expression, and the same as PostgreSQL prints it back."""

    sql: str
    catalog: str


OPERATOR = Rule(
    "operator_id = current_setting('app.operator_id')::uuid",
    "(operator_id = (current_setting('app.operator_id'::text))::uuid)",
)
OPERATORS = Rule(
    "operator_id = ANY (string_to_array(current_setting('app.operator_id'), ',')::uuid[])",
    "(operator_id = ANY ((string_to_array(current_setting('app.operator_id'::text), ','::text))::uuid[]))",
)
ALL_ROWS = Rule("true", "true")
SOME_OPERATOR = Rule("operator_id IS NOT NULL", "(operator_id IS NOT NULL)")


def community(column: str = "community_id") -> Rule:
    """Rows of the communities that the actor is limited to, or all; compared as text, since `*` is no uuid."""
    return Rule(
        "current_setting('app.communities') = '*'"
        f" OR {column}::text = ANY (string_to_array(current_setting('app.communities'), ','))",
        "((current_setting('app.communities'::text) = '*'::text)"
        f" OR (({column})::text = ANY (string_to_array(current_setting('app.communities'::text), ','::text))))",
    )


# Residents have no community before their first stay; the front desk of any community may house them.
COMMUNITY_OR_NONE = Rule(
    f"community_id IS NULL OR {community().sql}",
    f"((community_id IS NULL) OR {community().catalog[1:]}",
)
OWN_OPERATOR = Rule(
    "id = current_setting('app.operator_id')::uuid",
    "(id = (current_setting('app.operator_id'::text))::uuid)",
)
OWN_OPERATORS = Rule(
    "id = ANY (string_to_array(current_setting('app.operator_id'), ',')::uuid[])",
    "(id = ANY ((string_to_array(current_setting('app.operator_id'::text), ','::text))::uuid[]))",
)


def cared_for(column: str) -> Rule:
    """Rows of what the actor oversees; the list is never `*`, and also holds the Party organisations of the actor."""
    return Rule(
        f"{column} = ANY (string_to_array(current_setting('app.communities'), ',')::uuid[])",
        f"({column} = ANY ((string_to_array(current_setting('app.communities'::text), ','::text))::uuid[]))",
    )


def both(one: Rule, other: Rule) -> Rule:
    """Rows that both rules let through."""
    return Rule(f"({one.sql}) AND ({other.sql})", f"({one.catalog} AND {other.catalog})")


def present(column: str) -> Rule:
    """Rows whose column is filled."""
    return Rule(f"{column} IS NOT NULL", f"({column} IS NOT NULL)")


# What a supervising branch may see of any operator: the communities of its assignments.
OVERSEEN = both(OPERATORS, cared_for("community_id"))
# A community's rows in `shared`, as that operator's staff see them.
OF_STAFF = both(OPERATOR, community())


def own(column: str) -> Rule:
    """Rows whose column is the pinned resident."""
    return Rule(
        f"{column} = current_setting('app.resident_id')::uuid",
        f"({column} = (current_setting('app.resident_id'::text))::uuid)",
    )


NO_RESIDENT = Rule("current_setting('app.resident_id') = ''", "(current_setting('app.resident_id'::text) = ''::text)")


def own_if_resident(column: str) -> Rule:
    """Every row for staff; for whoever is pinned to a resident, that resident's."""
    return Rule(
        f"{NO_RESIDENT.sql} OR {column}::text = current_setting('app.resident_id')",
        f"({NO_RESIDENT.catalog} OR (({column})::text = current_setting('app.resident_id'::text)))",
    )


def own_or(flag: str, column: str) -> Rule:
    """Rows with a flag, and those whose column is the pinned resident."""
    return Rule(f"{flag} OR {own(column).sql}", f"({flag} OR {own(column).catalog})")


def own_either(one: str, other: str) -> Rule:
    """Rows of which the pinned resident is one of two."""
    return Rule(f"{own(one).sql} OR {own(other).sql}", f"({own(one).catalog} OR {own(other).catalog})")


def past(column: str) -> Rule:
    """Rows whose moment has come, by the clock of the database."""
    return Rule(f"{column} <= now()", f"({column} <= now())")


def mine(column: str) -> Rule:
    """Rows whose column is the pinned actor, an account."""
    return Rule(
        f"{column}::text = current_setting('app.actor')",
        f"(({column})::text = current_setting('app.actor'::text))",
    )


def mine_or_system(column: str) -> Rule:
    """Rows of the pinned account, and for handlers, who write on behalf of the product, every row."""
    return Rule(
        f"{column}::text = current_setting('app.actor') OR starts_with(current_setting('app.actor'), 'system:')",
        f"((({column})::text = current_setting('app.actor'::text))"
        " OR starts_with(current_setting('app.actor'::text), 'system:'::text))",
    )


def public_or_own(column: str) -> Rule:
    """Rows that are public, and those whose column is the pinned resident."""
    return Rule(
        f"visibility = 'PUBLIC' OR {own(column).sql}",
        f"(((visibility)::text = 'PUBLIC'::text) OR {own(column).catalog})",
    )


# A photo that was attached to something is shown by whoever shows that thing; what nobody attached is its uploader's.
UPLOADED_OR_ATTACHED_PHOTO = Rule(
    "uploaded_by = current_setting('app.actor') OR (purpose = 'PHOTO' AND attached_id IS NOT NULL)",
    "(((uploaded_by)::text = current_setting('app.actor'::text))"
    " OR (((purpose)::text = 'PHOTO'::text) AND (attached_id IS NOT NULL)))",
)


@dataclass(frozen=True, slots=True)
class Access:
    """What one login may do with a table, and with which of its rows; `check`: which it may write, if fewer."""

    surface: Surface
    privileges: str
    rule: Rule = ALL_ROWS
    columns: tuple[str, ...] = ()
    check: Rule | None = None

    @property
    def verbs(self) -> tuple[str, ...]:
        return tuple(verb.strip().upper() for verb in self.privileges.split(","))

    @property
    def written(self) -> Rule:
        """The rows that may be written."""
        return self.check or self.rule


def staff(privileges: str, rule: Rule = ALL_ROWS) -> Access:
    return Access(Surface.TENANT, privileges, rule)


def resident(privileges: str, rule: Rule = ALL_ROWS, check: Rule | None = None) -> Access:
    return Access(Surface.RESIDENT, privileges, rule, check=check)


def ballot(privileges: str, rule: Rule = ALL_ROWS) -> Access:
    return Access(Surface.BALLOT, privileges, rule)


def oversight(*columns: str, rule: Rule = OVERSEEN) -> Access:
    """The supervising branch reads these columns (all where none is named) of the communities that it oversees."""
    return Access(Surface.OVERSIGHT, "select", rule, columns)


def casework(privileges: str, rule: Rule = NO_RESIDENT) -> Access:
    return Access(Surface.CASEWORK, privileges, rule)


def control(privileges: str) -> Access:
    return Access(Surface.CONTROL, privileges)


def worker(privileges: str) -> Access:
    return Access(Surface.WORKER, privileges)


# The owner migrates, exports and erases: pinned like everyone, but to all rows of that operator.
OWNER = Access(Surface.OWNER, "select, insert, update, delete")


def protect(table: str, *accesses: Access, shared: bool = False) -> Iterator[str]:
    """The statements that wall a table: RLS forced, grants, and a pair of policies for each login.

    A shared table has no operator, so it has only the permissive half.
    """
    name = f"shared.{table}" if shared else table
    yield distribute(name, shared=shared)
    yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY"
    for access in (*accesses, OWNER):
        yield from admit(table, access, shared=shared)


def admit(table: str, access: Access, *, shared: bool = False) -> Iterator[str]:
    """The statements that let one login at a table that is walled: its grant, and its pair of policies."""
    name, login = f"shared.{table}" if shared else table, access.surface.login
    if access is not OWNER:
        columns = f" ({', '.join(access.columns)})" if access.columns else ""
        yield f"GRANT {', '.join(verb + columns for verb in access.verbs)} ON {name} TO {login}"
    yield (
        f"CREATE POLICY {table}_{access.surface} ON {name} AS PERMISSIVE FOR ALL TO {login}"
        f" USING ({access.rule.sql}) WITH CHECK ({access.written.sql})"
    )
    if not shared:
        rule = wall(access.surface).sql
        yield (
            f"CREATE POLICY {table}_{access.surface}_operator ON {name} AS RESTRICTIVE FOR ALL TO {login}"
            f" USING ({rule}) WITH CHECK ({rule})"
        )


def expel(table: str, access: Access, *, shared: bool = False) -> Iterator[str]:
    """What undoes `admit`."""
    name = f"shared.{table}" if shared else table
    yield f"DROP POLICY {table}_{access.surface} ON {name}"
    if not shared:
        yield f"DROP POLICY {table}_{access.surface}_operator ON {name}"
    columns = f" ({', '.join(access.columns)})" if access.columns else ""
    yield f"REVOKE {', '.join(verb + columns for verb in access.verbs)} ON {name} FROM {access.surface.login}"


def distribute(name: str, *, shared: bool) -> str:
    """Spread a table over the shards by its operator (or copy a shared one to all); nothing without Citus."""
    call = f"create_reference_table('{name}')" if shared else f"create_distributed_table('{name}', 'operator_id')"
    return (
        f"DO $$ BEGIN IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN PERFORM {call}; END IF; END $$"
    )


def wall(surface: Surface) -> Rule:
    """The restrictive operator rule of a login: oversight is pinned to several; the platform to none, and names one."""
    return {Surface.OVERSIGHT: OPERATORS, Surface.CONTROL: SOME_OPERATOR}.get(surface, OPERATOR)


def expected(table: str, *accesses: Access, shared: bool = False) -> set[tuple[str, str, str, str, str]]:
    """The policies that the catalog must hold: (name, PERMISSIVE or RESTRICTIVE, login, rows seen, rows written)."""
    rows = set()
    for access in (*accesses, OWNER):
        login = access.surface.login
        rule = wall(access.surface).catalog
        rows.add((f"{table}_{access.surface}", "PERMISSIVE", login, access.rule.catalog, access.written.catalog))
        if not shared:
            rows.add((f"{table}_{access.surface}_operator", "RESTRICTIVE", login, rule, rule))
    return rows
