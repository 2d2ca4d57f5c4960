"""Row-level security: the statements that install its rules, and what the catalog then says."""

# Migrations call `protect`, the policy lint `expected`; both know the rules by this module.

from collections.abc import Iterator
from dataclasses import dataclass

from backend.core.surfaces import Surface as Surface
from tenants.rules import ALL_ROWS as ALL_ROWS
from tenants.rules import COMMUNITY_OR_NONE as COMMUNITY_OR_NONE
from tenants.rules import NO_RESIDENT as NO_RESIDENT
from tenants.rules import OF_STAFF as OF_STAFF
from tenants.rules import OPERATOR as OPERATOR
from tenants.rules import OPERATORS as OPERATORS
from tenants.rules import OVERSEEN as OVERSEEN
from tenants.rules import OWN_OPERATOR as OWN_OPERATOR
from tenants.rules import OWN_OPERATORS as OWN_OPERATORS
from tenants.rules import SOME_OPERATOR as SOME_OPERATOR
from tenants.rules import UPLOADED_OR_ATTACHED_PHOTO as UPLOADED_OR_ATTACHED_PHOTO
from tenants.rules import Rule as Rule
from tenants.rules import among as among
from tenants.rules import any_of as any_of
from tenants.rules import both as both
from tenants.rules import cared_for as cared_for
from tenants.rules import community as community
from tenants.rules import just_now as just_now
from tenants.rules import mine as mine
from tenants.rules import mine_or_system as mine_or_system
from tenants.rules import own as own
from tenants.rules import own_either as own_either
from tenants.rules import own_if_resident as own_if_resident
from tenants.rules import own_or as own_or
from tenants.rules import past as past
from tenants.rules import present as present
from tenants.rules import public_or_own as public_or_own

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


def staff(privileges: str, rule: Rule = ALL_ROWS, check: Rule | None = None) -> Access:
    return Access(Surface.TENANT, privileges, rule, check=check)


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
