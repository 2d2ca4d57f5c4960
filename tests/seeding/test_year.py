"""The district's year of bookings, courses and issues: as many as planned, as rules allow, and the same each time."""

import datetime as dt
from collections import Counter
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend import registry
from backend.core import clock
from backend.core.crypto import DataKey
from backend.core.db import Base
from backend.modules.spaces.models.bookings import Booking
from backend.seeding.bulk_ledger import Ledger
from backend.seeding.district import fill_community
from backend.seeding.district_plan import plan_district
from backend.seeding.people import People
from backend.seeding.year import ORDER, Year
from tests.cli.terminal import xinju
from tests.seeding.fingerprint import admin
from tests.seeding.test_district import SCALE

_OURS = "JOIN shared.operators o ON o.id = b.operator_id AND o.code ~ '^d[0-9]'"
_HERE = "AT TIME ZONE 'Asia/Shanghai'"
# Each finds what may not be.
_WRONG = {
    "a whole space was had twice at once": f"""
        SELECT count(*) FROM bookings b {_OURS} JOIN spaces s ON s.operator_id = o.id AND s.id = b.space_id
          AND s.mode = 'EXCLUSIVE' JOIN bookings c ON c.operator_id = o.id AND c.space_id = b.space_id AND c.id <> b.id
          AND tstzrange(c.starts_at, c.ends_at) && tstzrange(b.starts_at, b.ends_at)
        WHERE b.status NOT IN ('CANCELLED', 'REJECTED') AND c.status NOT IN ('CANCELLED', 'REJECTED')""",
    "more seats were had than there are": f"""
        SELECT count(*) FROM (SELECT s.capacity, (SELECT sum(c.quantity) FROM bookings c WHERE c.operator_id = o.id
            AND c.space_id = b.space_id AND c.status NOT IN ('CANCELLED', 'REJECTED')
            AND c.starts_at <= b.starts_at AND b.starts_at < c.ends_at) AS had
          FROM bookings b {_OURS} JOIN spaces s ON s.operator_id = o.id AND s.id = b.space_id) AS at
        WHERE had > capacity""",
    "somebody booked who did not live there": f"""
        SELECT count(*) FROM bookings b {_OURS} WHERE b.resident_id IS NOT NULL AND NOT EXISTS (
          SELECT FROM stay_residents r WHERE r.operator_id = o.id AND r.resident_id = b.resident_id
            AND r.community_id = b.community_id AND r.starts_on <= (b.starts_at {_HERE})::date
            AND (r.ends_on > (b.starts_at {_HERE})::date OR b.starts_at > now()))""",
    "somebody had two bookings at once": f"""
        SELECT count(*) FROM bookings b {_OURS} JOIN bookings c ON c.operator_id = o.id AND c.id <> b.id
          AND c.resident_id = b.resident_id
          AND tstzrange(c.starts_at, c.ends_at) && tstzrange(b.starts_at, b.ends_at)""",
    "a space was used while it was closed": f"""
        SELECT count(*) FROM bookings b {_OURS} WHERE (b.starts_at {_HERE})::time < '08:00'
          OR (b.ends_at {_HERE})::time > '22:00'""",
    "a booking was made, or ended, out of time": f"""
        SELECT count(*) FROM bookings b {_OURS} WHERE b.created_at > now() OR b.created_at > b.starts_at
          OR b.ended_at > now() OR (b.status = 'CONFIRMED') <> (b.ended_at IS NULL)
          OR (b.status = 'CONFIRMED' AND (b.ends_at {_HERE})::date < (now() {_HERE})::date)""",
    "what is to come does not hold its place": f"""
        SELECT count(*) FROM bookings b {_OURS} WHERE b.status = 'CONFIRMED' AND NOT EXISTS (
          SELECT FROM booking_places p WHERE p.operator_id = o.id AND p.holder_id = b.id)""",
    "a session has no room": f"""
        SELECT count(*) FROM course_sessions b {_OURS} WHERE NOT EXISTS (SELECT FROM bookings k
          WHERE k.operator_id = o.id AND k.holder_id = b.course_id AND k.space_id = b.space_id
            AND k.starts_at = b.starts_at AND k.ends_at = b.ends_at)""",
    "seats are not those of the enrolled": f"""
        SELECT count(*) FROM course_registers b {_OURS} WHERE b.taken <> (SELECT count(*) FROM enrolments e
          WHERE e.operator_id = o.id AND e.course_id = b.course_id AND e.status IN ('ENROLLED', 'COMPLETED'))""",
    "it is not known who came to what is over": f"""
        SELECT count(*) FROM enrolments b {_OURS} JOIN course_sessions s ON s.operator_id = o.id
          AND s.course_id = b.course_id AND (s.starts_at {_HERE})::date < (now() {_HERE})::date
        WHERE b.status IN ('ENROLLED', 'COMPLETED') AND NOT EXISTS (SELECT FROM session_attendance a
          WHERE a.operator_id = o.id AND a.session_id = s.id AND a.enrolment_id = b.id)""",
    "an issue is not where its last step left it": f"""
        SELECT count(*) FROM issues b {_OURS} WHERE (b.status, b.level) IS DISTINCT FROM (SELECT (status, level)
          FROM issue_steps t WHERE t.operator_id = o.id AND t.issue_id = b.id
          ORDER BY t.created_at DESC, t.id DESC LIMIT 1)""",
    "an issue was solved before it was reported, or will be": f"""
        SELECT count(*) FROM issues b {_OURS} WHERE b.resolved_at < b.created_at OR b.resolved_at > now()
          OR b.created_at > now() OR b.ended_at < b.resolved_at""",
}


@pytest.fixture(scope="module")
def district(database: None) -> None:
    made = xinju("seed", "--district", "--scale", SCALE)
    assert (made.code, made.err) == (0, "")


async def _rows(sql: str) -> list[Any]:  # Any: rows of asyncpg
    connection = await admin()
    try:
        return list(await connection.fetch(sql))
    finally:
        await connection.close()


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("wrong", _WRONG)
async def test_nothing_is_there_that_rules_would_have_refused(wrong: str) -> None:
    [row] = await _rows(_WRONG[wrong])
    assert row["count"] == 0


@pytest.mark.usefixtures("district")
async def test_bookings_are_as_many_as_planned_and_spread_like_a_week() -> None:
    rows = await _rows(
        f"""SELECT b.status, extract(isodow FROM b.starts_at {_HERE})::int AS weekday,
              extract(hour FROM b.starts_at {_HERE})::int AS hour, (b.starts_at {_HERE})::date AS day
            FROM bookings b {_OURS} WHERE b.audience <> 'ORGANISER'"""
    )
    assert len(rows) == 6_000
    statuses = Counter(row["status"] for row in rows)
    assert set(statuses) == {"COMPLETED", "CANCELLED", "REJECTED", "RELEASED", "CONFIRMED"} | {"NO_SHOW"}
    assert statuses["COMPLETED"] > 4_500
    assert 60 < statuses["NO_SHOW"] + statuses["RELEASED"] < 400
    weekdays = Counter(row["weekday"] for row in rows)
    assert weekdays[6] + weekdays[7] > 0.32 * len(rows)
    assert min(weekdays.values()) > 0.08 * len(rows)
    evenings = Counter(row["hour"] for row in rows if row["weekday"] <= 5)
    assert evenings[19] > 3 * evenings[9]
    assert len({row["day"] for row in rows}) > 330


@pytest.mark.usefixtures("district")
async def test_there_is_unmet_demand_and_a_night_school_and_most_issues_are_solved() -> None:
    [row] = await _rows(
        f"""SELECT (SELECT count(*) FROM space_demands b {_OURS}) AS missed,
              (SELECT count(*) FROM course_sessions b {_OURS}) AS sessions,
              (SELECT count(*) FROM enrolments b {_OURS}) AS enrolments,
              (SELECT avg((b.mark IN ('PRESENT', 'LATE'))::int) FROM session_attendance b {_OURS}) AS came,
              (SELECT count(*) FROM issues b {_OURS}) AS issues,
              (SELECT count(*) FROM issues b {_OURS} WHERE b.resolved_at IS NOT NULL) AS solved,
              (SELECT count(*) FROM issues b {_OURS} WHERE b.resolved_at > b.promised_at) AS late,
              (SELECT count(*) FROM issues b {_OURS} WHERE b.ended_at IS NULL) AS open,
              (SELECT count(*) FROM issue_steps b {_OURS} WHERE act = 'ESCALATED_BY_TIME') AS escalated"""
    )
    assert row["missed"] > 50
    assert row["sessions"] > 80
    assert row["enrolments"] > 50
    assert 0.75 < row["came"] < 0.95
    assert 380 < row["issues"] <= 453
    assert row["solved"] > 0.8 * row["issues"]
    assert 0.04 < row["late"] / row["issues"] < 0.2
    assert row["open"] > 3
    assert row["escalated"] >= row["late"]


def _made(number: int) -> list[tuple[str, list[tuple[object, ...]]]]:
    """What an operator of the plan would be loaded with; ids by their order, sealed bytes left out."""
    registry.load("models")
    plan = plan_district(0.01)[0]
    key, ids = DataKey.of(bytes(32)), count()
    seen: dict[UUID, int] = {}
    with clock.at(dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)):
        ledger, people, year = Ledger(uuid4(), key), People(number, clock.today()), Year(uuid4(), key, number)
        for community in plan.communities:
            community_id = fill_community(ledger, people, community)
            year.fill(community_id, ledger.lived_in(community_id), community)

    def plain(value: object) -> object:
        if isinstance(value, UUID):
            return seen[value] if value in seen else seen.setdefault(value, next(ids))
        return repr(value)

    def rows(model: type[Base]) -> list[tuple[object, ...]]:
        found = year.rows.of(model)
        return [tuple(plain(value) for value in row.values() if not isinstance(value, bytes)) for row in found]

    return [(model.__tablename__, rows(model)) for model in ORDER]


def test_two_runs_make_the_same_and_another_operator_something_else() -> None:
    first = _made(3)
    assert first == _made(3)
    bookings = dict(first)[Booking.__tablename__]
    assert len(bookings) > 2_000
    assert bookings != dict(_made(4))[Booking.__tablename__]
