"""Constraints and refusals: what a constraint refuses is either said to the user, or cannot come from a user."""

import re
from typing import Final

import asyncpg

from backend import registry
from backend.core.errors import AppError
from tests.isolation import filling
from tests.isolation.catalog import SCHEMAS, operator_tables

registry.load("contract")

# Constraints of operators' tables that no refusal names, each with why nobody can meet it.
INTERNAL: Final = {
    "allotments_dates_check": "allot_beds and end_allotment compare the dates first",
    "allotted_beds_dates_check": "the dates are those of the allotment",
    "audit_seals_operator_id_entry_id_key": "the sealer writes alone, under a lock",
    "bed_occupancies_dates_check": "the dates are those of the stay",
    "beds_operator_id_unit_id_label_key": "beds are made once, with their unit, and the labels are compared then",
    "booking_places_span_check": "the rules ask for an end after the start",
    "bookings_holder_check": "both columns are written together",
    "bookings_quantity_check": "the rules ask for one at least",
    "bookings_times_check": "the rules ask for an end after the start",
    "credit_charges_operator_id_booking_id_key": "a second one is dropped by ON CONFLICT",
    "credit_charges_points_check": "operators set what a missed booking costs",
    "equipment_loans_quantity_check": "lending asks for one at least",
    "files_attached_check": "both columns are written together",
    "files_size_check": "what is too large is refused while it is received",
    "governance_periods_dates_check": "periods are cut under the lock of their community",
    "governance_periods_one_mode": "periods are cut under the lock of their community",
    "issue_rules_someone_check": "the action asks for one of the two",
    "issue_templates_step_key": "a second one takes the place of the first by ON CONFLICT",
    "issues_paused_check": "the columns are written together",
    "issues_resolved_check": "the columns are written together",
    "notification_settings_quiet_check": "the action asks for both ends",
    "notifications_operator_id_account_id_kind_object_id_key": "a second one is dropped by ON CONFLICT",
    "patrol_rounds_operator_id_route_id_starts_at_key": "a second one is dropped by ON CONFLICT",
    "residents_erased_check": "erasing empties all of it at once",
    "residents_party_by_consent_check": "the actions ask for the consent first",
    "roster_imports_progress_check": "rows are counted before they are done with",
    "roster_rows_operator_id_import_id_position_key": "rows are numbered as they are read",
    "slots_one_open": "a second one is dropped by ON CONFLICT",
    "slots_times_check": "the rules ask for an end after the start",
    "space_blocks_times_check": "block_space compares the times first",
    "space_equipments_operator_id_space_id_name_key": "a second one is an update by ON CONFLICT",
    "space_equipments_stock_check": "set_equipment looks at the number first",
    "spaces_operator_id_code_index_key": "codes are drawn from 2^120",
    "stay_applications_dates_check": "apply_for_stay compares the dates first",
    "stay_residents_dates_check": "the dates are those of the stay",
    "waitlist_entries_offer_check": "both columns are written together",
    "waitlist_entries_offered_check": "an offer is written with its times",
    "waitlist_entries_one_open": "join_line looks for an open place under the lock of the line",
    "waitlist_entries_operator_id_line_id_number_key": "numbers are given out under the lock of the line",
    "waitlist_lines_hold_check": "modules declare how long they hold",
    "waitlist_lines_operator_id_kind_subject_id_key": "a second one is dropped by ON CONFLICT",
    "webhook_deliveries_due_check": "both columns are written together",
    "webhook_deliveries_operator_id_webhook_id_event_id_key": "a second one is dropped by ON CONFLICT",
    "webhooks_disabled_check": "both columns are written together",
    "webhooks_previous_secret_check": "both columns are written together",
    # What each `tests/<module>/filling.py` says of its own.
    **filling.INTERNAL,
}
# The schema's enumerations let nothing else through.
_ENUMERATION: Final = re.compile(r"CHECK \(\(+\w+\)?(::text)? = ANY \(")

_CONSTRAINTS = """
    SELECT n.nspname AS schema, c.relname AS table, k.conname AS name, pg_get_constraintdef(k.oid) AS definition
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY ($1) AND k.contype IN ('u', 'x', 'c', 'f', 'p')
    UNION ALL
    SELECT n.nspname, c.relname, i.relname, 'UNIQUE' FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY ($1) AND x.indisunique AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid)
    ORDER BY 1, 2, 3
"""


def unsaid(constraints: list[asyncpg.Record], tables: list[str], internal: set[str]) -> list[str]:
    """The constraints of these tables that neither a refusal nor the list names."""
    return [
        row["name"]
        for row in constraints
        if row["schema"] == "public"
        and row["table"] in tables
        and row["definition"].startswith(("UNIQUE", "EXCLUDE", "CHECK"))
        and not _ENUMERATION.match(row["definition"])
        and row["name"] not in internal
        and row["name"] not in AppError.by_constraint
    ]


async def test_every_refusal_names_a_constraint_that_is_there(superuser: asyncpg.Connection) -> None:
    there = {row["name"] for row in await superuser.fetch(_CONSTRAINTS, SCHEMAS)}
    named = {
        name for name, error in AppError.by_constraint.items() if error.__module__.startswith(("backend", "tenants"))
    }
    assert named - there == set()
    assert len(named) >= 10


async def test_every_constraint_is_said_to_the_user_or_cannot_be_met(superuser: asyncpg.Connection) -> None:
    constraints = await superuser.fetch(_CONSTRAINTS, SCHEMAS)
    assert unsaid(constraints, operator_tables(), set(INTERNAL)) == []
    assert set(INTERNAL) - set(unsaid(constraints, operator_tables(), set())) == set()


async def test_a_constraint_without_a_refusal_is_found(superuser: asyncpg.Connection) -> None:
    await superuser.execute("ALTER TABLE beds ADD CONSTRAINT beds_label_short CHECK (length(label) < 9) NOT VALID")
    constraints = await superuser.fetch(_CONSTRAINTS, SCHEMAS)
    assert unsaid(constraints, operator_tables(), set(INTERNAL)) == ["beds_label_short"]
