"""The policy lint: the catalog says what the models declare, and every planted defect is found."""

import asyncpg
import pytest

from tests.isolation.catalog import RULES, operator_tables
from tests.isolation.shapes import findings

BEDS = "public.beds"
PIN = "(operator_id = (current_setting('app.operator_id'))::uuid)"

# What is planted, and exactly what the lint says of it.
PLANTED: dict[str, tuple[str, list[str]]] = {
    "a table that nobody declared": (
        "CREATE TABLE public.strays (id uuid); ALTER TABLE public.strays OWNER TO xinju_owner",
        ["every_table_is_declared: public.strays has no model"],
    ),
    "row-level security switched off": (
        "ALTER TABLE beds DISABLE ROW LEVEL SECURITY",
        [f"rows_are_walled: {BEDS} is enabled False, forced True"],
    ),
    "row-level security that spares the owner": (
        "ALTER TABLE beds NO FORCE ROW LEVEL SECURITY",
        [f"rows_are_walled: {BEDS} is enabled True, forced False"],
    ),
    "a dropped policy": (
        "DROP POLICY beds_tenant_operator ON beds",
        [f"policies_are_as_declared: {BEDS} lacks beds_tenant_operator as declared"],
    ),
    "a policy that lets everything through": (
        "ALTER POLICY beds_tenant_operator ON beds USING (true)",
        [
            f"policies_are_as_declared: {BEDS} lacks beds_tenant_operator as declared",
            f"policies_are_as_declared: {BEDS} has beds_tenant_operator otherwise than declared",
        ],
    ),
    "a check that lets everything be written": (
        "ALTER POLICY beds_tenant_operator ON beds WITH CHECK (true)",
        [
            f"policies_are_as_declared: {BEDS} lacks beds_tenant_operator as declared",
            f"policies_are_as_declared: {BEDS} has beds_tenant_operator otherwise than declared",
        ],
    ),
    "a wall that is permissive": (
        (
            "DROP POLICY beds_tenant_operator ON beds;"
            f"CREATE POLICY beds_tenant_operator ON beds AS PERMISSIVE TO xinju_tenant USING {PIN} WITH CHECK {PIN}"
        ),
        [
            f"policies_are_as_declared: {BEDS} lacks beds_tenant_operator as declared",
            f"policies_are_as_declared: {BEDS} has beds_tenant_operator otherwise than declared",
        ],
    ),
    "a policy for one command alone": (
        (
            "DROP POLICY beds_tenant_operator ON beds;"
            f"CREATE POLICY beds_tenant_operator ON beds AS RESTRICTIVE FOR SELECT TO xinju_tenant USING {PIN}"
        ),
        [
            f"policies_are_as_declared: {BEDS} lacks beds_tenant_operator as declared",
            f"policies_are_as_declared: {BEDS} has beds_tenant_operator otherwise than declared",
        ],
    ),
    "one more policy": (
        "CREATE POLICY backdoor ON beds TO PUBLIC USING (true)",
        [f"policies_are_as_declared: {BEDS} has backdoor otherwise than declared"],
    ),
    "a wall that needs no pin": (
        (
            "ALTER POLICY beds_tenant_operator ON beds"
            " USING (operator_id = (current_setting('app.operator_id', true))::uuid)"
        ),
        [
            f"policies_are_as_declared: {BEDS} lacks beds_tenant_operator as declared",
            f"policies_are_as_declared: {BEDS} has beds_tenant_operator otherwise than declared",
        ],
    ),
    "an IMMUTABLE helper in a policy": (
        (
            "CREATE FUNCTION app.pinned() RETURNS uuid LANGUAGE sql IMMUTABLE"
            " AS $$ SELECT current_setting('app.operator_id')::uuid $$;"
            "ALTER POLICY beds_tenant_operator ON beds USING (operator_id = app.pinned())"
        ),
        [
            f"policies_are_as_declared: {BEDS} lacks beds_tenant_operator as declared",
            f"policies_are_as_declared: {BEDS} has beds_tenant_operator otherwise than declared",
            "policies_call_stable_functions: app.pinned() is not STABLE",
            "functions_are_harmless: app.pinned() is a function that nobody declared",
        ],
    ),
    "an IMMUTABLE current_setting": (
        "ALTER FUNCTION current_setting(text) IMMUTABLE",
        ["policies_call_stable_functions: current_setting(text) is not STABLE"],
    ),
    "a grant too many": (
        "GRANT DELETE ON beds TO xinju_tenant",
        [f"grants_are_as_declared: {BEDS}: xinju_tenant has DELETE"],
    ),
    "a grant on one column": (
        "GRANT UPDATE (label) ON beds TO xinju_district",
        [f"grants_are_as_declared: {BEDS}.label: xinju_district has UPDATE"],
    ),
    "a grant to everyone": (
        "GRANT SELECT ON beds TO PUBLIC",
        [f"grants_are_as_declared: {BEDS}: PUBLIC has SELECT"],
    ),
    "a grant that may be passed on": (
        "GRANT SELECT ON beds TO xinju_tenant WITH GRANT OPTION",
        [f"grants_are_as_declared: {BEDS}: xinju_tenant may pass SELECT on"],
    ),
    "a grant too few": (
        "REVOKE INSERT ON beds FROM xinju_tenant",
        [f"grants_are_as_declared: {BEDS}: xinju_tenant lacks INSERT"],
    ),
    "an audit trail that may be changed": (
        "GRANT UPDATE ON audit_entries TO xinju_tenant",
        ["grants_are_as_declared: public.audit_entries: xinju_tenant has UPDATE"],
    ),
    "a login that bypasses the walls": (
        "ALTER ROLE xinju_tenant BYPASSRLS",
        ["logins_have_no_powers: xinju_tenant has rolbypassrls True"],
    ),
    "a login that is a superuser": (
        "ALTER ROLE xinju_district SUPERUSER",
        ["logins_have_no_powers: xinju_district has rolsuper"],
    ),
    "a login that may become another": (
        "GRANT xinju_owner TO xinju_resident",
        ["logins_have_no_powers: xinju_resident is a member of ['xinju_owner']"],
    ),
    "a login without timeouts": (
        "ALTER ROLE xinju_tenant RESET lock_timeout",
        ["logins_have_no_powers: xinju_tenant works without timeouts"],
    ),
    "a login that owns a table": (
        "ALTER TABLE beds OWNER TO xinju_tenant",
        [
            *(f"grants_are_as_declared: {BEDS}: xinju_tenant lacks {verb}" for verb in ("INSERT", "SELECT", "UPDATE")),
            "only_the_owner_owns: xinju_tenant owns table beds",
        ],
    ),
    "a pin that anyone may set": (
        "GRANT EXECUTE ON FUNCTION app.enter(text, text, text, text) TO PUBLIC",
        ["functions_are_harmless: app.enter(text,text,text,text) may be run by -"],
    ),
    "a function that acts as its owner": (
        (
            "CREATE FUNCTION app.peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM beds';"
            "ALTER FUNCTION app.peek() OWNER TO xinju_owner"
        ),
        [
            "functions_are_harmless: app.peek() is SECURITY DEFINER without a fixed search_path",
            "functions_are_harmless: app.peek() is a function that nobody declared",
        ],
    ),
    "a unique key across operators": (
        "ALTER TABLE beds ADD CONSTRAINT beds_label_key UNIQUE (label, unit_id)",
        ["keys_hold_the_operator: beds: unique key beds_label_key does not begin with operator_id"],
    ),
    "an exclusion across operators": (
        (
            "ALTER TABLE bed_occupancies ADD CONSTRAINT wide EXCLUDE USING gist"
            " (bed_id WITH =, daterange(starts_on, ends_on) WITH &&)"
        ),
        ["keys_hold_the_operator: bed_occupancies: exclusion wide does not begin with operator_id"],
    ),
    "a foreign key across operators": (
        (
            "CREATE UNIQUE INDEX planted ON units (id); ALTER TABLE beds ADD CONSTRAINT plain FOREIGN KEY (unit_id)"
            " REFERENCES units (id)"
        ),
        [
            "keys_hold_the_operator: beds: foreign key plain does not hold operator_id",
            "indexes_begin_with_the_operator: units: index planted begins with id",
        ],
    ),
    "a foreign key that empties columns": (
        (
            "ALTER TABLE beds ADD CONSTRAINT emptying FOREIGN KEY (operator_id, unit_id)"
            " REFERENCES units (operator_id, id) ON DELETE SET NULL"
        ),
        ["keys_hold_the_operator: beds: emptying sets columns when its target goes"],
    ),
    "an index that does not begin with the operator": (
        "CREATE INDEX planted ON beds (label)",
        ["indexes_begin_with_the_operator: beds: index planted begins with label"],
    ),
    "a row that may belong to nobody": (
        "ALTER TABLE beds DROP CONSTRAINT beds_pkey CASCADE; ALTER TABLE beds ALTER operator_id DROP NOT NULL",
        [
            "keys_hold_the_operator: beds has no primary key",
            "indexes_begin_with_the_operator: beds: operator_id is not a required uuid",
        ],
    ),
    "a trigger": (
        (
            "CREATE FUNCTION pg_temp.noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
            "CREATE TRIGGER planted AFTER INSERT ON beds FOR EACH ROW EXECUTE FUNCTION pg_temp.noop()"
        ),
        ["nothing_goes_around_the_walls: beds has the trigger or rule planted"],
    ),
    "a rule that rewrites": (
        "CREATE RULE planted AS ON DELETE TO beds DO INSTEAD NOTHING",
        ["nothing_goes_around_the_walls: public.beds has the trigger or rule planted"],
    ),
    "a view that sees as its owner": (
        "CREATE VIEW planted AS SELECT 1 AS one",
        ["nothing_goes_around_the_walls: public.planted is a view without security_invoker"],
    ),
    "a materialized view": (
        "CREATE MATERIALIZED VIEW planted AS SELECT 1 AS one",
        ["nothing_goes_around_the_walls: public.planted is a materialized view"],
    ),
    "an unlogged table": (
        "ALTER TABLE notification_settings SET UNLOGGED",
        ["nothing_goes_around_the_walls: public.notification_settings is unlogged"],
    ),
    "a schema where everyone may create": (
        "GRANT CREATE ON SCHEMA public TO PUBLIC",
        ["nothing_goes_around_the_walls: PUBLIC has CREATE on schema public"],
    ),
}


async def test_the_catalog_says_what_the_models_declare(superuser: asyncpg.Connection) -> None:
    assert await findings(superuser) == []
    assert len(operator_tables()) >= 20


@pytest.mark.parametrize("defect", PLANTED)
async def test_a_planted_defect_is_found_and_nothing_else(superuser: asyncpg.Connection, defect: str) -> None:
    statements, said = PLANTED[defect]
    await superuser.execute(statements)
    assert await findings(superuser) == said


def test_every_rule_has_a_planted_defect() -> None:
    broken = {sentence.split(":")[0] for _, said in PLANTED.values() for sentence in said}
    assert len(RULES) == len(broken) == 11
