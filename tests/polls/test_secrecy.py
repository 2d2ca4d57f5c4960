"""Secrecy: nobody links voter and choice, nobody reads the result before the close, and the receipt verifies."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from backend.core import clock
from backend.core.db import login_url
from backend.core.errors import Forbidden
from backend.core.settings import settings
from backend.core.surfaces import Surface
from backend.modules.polls.actions.closing import close_poll, empty_urn
from backend.modules.polls.actions.voting import cast_ballot
from backend.modules.polls.contract.permissions import PollPermission
from backend.modules.polls.contract.refusals import PollStillOpen, ReceiptUnknown
from backend.modules.polls.models import Ballot, PollMark
from backend.modules.polls.paper import Stub, receipt_hash, sealed_choices
from backend.modules.polls.queries.polls import list_opened_ballots, tallies_by_id
from backend.modules.polls.queries.receipts import ballot_receipt
from tenants.scope import Actor, open_scope, system_actor
from tests.polls.factories import Village, a_ballot, a_secret, make_poll, past_poll

URN_TABLES = ("ballots", "ballot_keys", "urns")
STRANGER = Actor(surface=Surface.CONTROL, request_id="test", address="127.0.0.1")


@asynccontextmanager
async def pinned(surface: Surface, village: Village, resident: str = "") -> AsyncIterator[asyncpg.Connection]:
    """A login's own connection, pinned as someone who sees everything there is for it; rolled back."""
    connection = await asyncpg.connect(_plain(login_url(surface)))
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute("SELECT app.enter($1, 'system:test', $2, '*')", str(village.operator.id), resident)
    yield connection
    await transaction.rollback()
    await connection.close()


def _plain(url: Any) -> str:
    text: str = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return text


@asynccontextmanager
async def superuser() -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(_plain(settings().admin_database_url))
    yield connection
    await connection.close()


async def vote(village: Village, number: int, poll_id: UUID, *choices: int) -> str:
    async with open_scope(village.resident(number)) as scope:
        return await cast_ballot(scope, a_ballot(poll_id, *choices))


async def voted(village: Village, **more: object) -> tuple[UUID, list[str]]:
    """A poll that is open for three more days, with three votes."""
    async with open_scope(village.manager) as scope:
        poll_id = await make_poll(scope, village.community_id, **more)
    return poll_id, [await vote(village, number, poll_id, number % 2 + 1) for number in range(3)]


async def past_voted(village: Village) -> tuple[UUID, list[str]]:
    """A poll whose time is over, with three votes."""
    poll_id, moment = await past_poll(village)
    with clock.at(moment):
        return poll_id, [await vote(village, number, poll_id, number % 2 + 1) for number in range(3)]


@pytest.mark.parametrize("surface", [Surface.TENANT, Surface.RESIDENT, Surface.CASEWORK, Surface.WORKER])
async def test_no_other_login_reads_the_urn(village: Village, surface: Surface) -> None:
    await voted(village)
    async with pinned(surface, village, str(village.resident_ids[0])) as connection:
        for table in URN_TABLES:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with connection.transaction():
                    await connection.fetch(f"SELECT * FROM {table}")


@pytest.mark.parametrize("verb", ["UPDATE ballots SET poll_id = poll_id", "DELETE FROM ballots"])
async def test_even_the_urns_login_only_adds_ballots(village: Village, verb: str) -> None:
    await voted(village)
    async with pinned(Surface.BALLOT, village) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(verb)


async def test_the_urns_login_reads_no_voters(village: Village) -> None:
    await voted(village)
    async with pinned(Surface.BALLOT, village) as connection:
        for table in ("poll_marks", "poll_electors", "audit_entries", "residents"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with connection.transaction():
                    await connection.fetch(f"SELECT * FROM {table}")


async def test_a_resident_sees_whether_they_voted_themselves_and_nobody_else(village: Village) -> None:
    await voted(village)
    async with pinned(Surface.RESIDENT, village, str(village.resident_ids[1])) as connection:
        rows = await connection.fetch("SELECT resident_id FROM poll_marks")
    assert [row["resident_id"] for row in rows] == [village.resident_ids[1]]


async def test_the_database_gives_the_key_to_nobody_before_the_closing_time(village: Village) -> None:
    open_id, _ = await voted(village)
    closed_id, _ = await past_voted(village)
    async with pinned(Surface.BALLOT, village) as connection:
        rows = await connection.fetch("SELECT poll_id FROM ballot_keys")
    assert [row["poll_id"] for row in rows] == [closed_id]
    assert open_id != closed_id


async def test_the_result_cannot_be_read_before_the_close_by_any_way(village: Village) -> None:
    poll_id, _ = await voted(village)
    with pytest.raises(PollStillOpen):
        async with open_scope(village.manager) as scope:
            await close_poll(scope, poll_id)
    with pytest.raises(Forbidden):
        async with open_scope(village.manager) as scope:
            await empty_urn(scope, poll_id, await scope.key(), 0)
    counter = system_actor(village.operator.id, "test", PollPermission.COUNT, surface=Surface.BALLOT)
    async with open_scope(village.manager) as scope:
        key = await scope.key()
    with clock.at(clock.now() + dt.timedelta(days=30)), pytest.raises(PollStillOpen):
        async with open_scope(counter) as scope:
            await empty_urn(scope, poll_id, key, 0)
    async with open_scope(village.manager, read_only=True) as scope:
        assert await list_opened_ballots(scope, poll_id) == []
        assert await tallies_by_id(scope, [poll_id]) == {}


async def test_nothing_that_is_kept_links_voter_and_ballot(village: Village) -> None:
    """As a superuser sees it: no value and no transaction id is in both, and ballots tell neither when nor who."""
    await past_voted(village)
    async with superuser() as connection:
        marks = await connection.fetch("SELECT xmin::text AS xmin, m.* FROM poll_marks m")
        ballots = await connection.fetch("SELECT xmin::text AS xmin, b.* FROM ballots b")
        kinds = await connection.fetch(
            "SELECT data_type FROM information_schema.columns WHERE table_name IN ('ballots', 'opened_ballots')"
        )
    mine = [row for row in marks if row["operator_id"] == village.operator.id]
    theirs = [row for row in ballots if row["operator_id"] == village.operator.id]
    shared = {village.operator.id, mine[0]["poll_id"]}
    assert {str(value) for row in mine for value in row.values()} & {
        str(value) for row in theirs for value in row.values()
    } == {str(one) for one in shared}
    assert {row["id"].version for row in theirs} == {4}
    assert not {row["data_type"] for row in kinds} & {"timestamp with time zone", "date", "bigint"}


async def test_neither_audit_nor_outbox_nor_keys_say_anything_of_a_ballot(village: Village) -> None:
    poll_id, _ = await past_voted(village)
    async with superuser() as connection:
        ballots = await connection.fetch("SELECT * FROM ballots WHERE poll_id = $1", poll_id)
        said = [
            await connection.fetchval(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            for table in ("audit_entries", "outbox", "idempotency_keys", "event_receipts", "notifications")
        ]
    for row in ballots:
        for value in (str(row["id"]), row["receipt_hash"].hex(), row["digest"].hex(), row["sealed"].hex()):
            assert not any(value in text for text in said)


async def test_after_the_count_the_key_is_gone_and_nothing_leads_from_receipt_to_choice(village: Village) -> None:
    poll_id, _ = await past_voted(village)
    async with open_scope(village.manager) as scope:
        await close_poll(scope, poll_id)
    async with superuser() as connection:
        keys = await connection.fetchval("SELECT count(*) FROM ballot_keys WHERE poll_id = $1", poll_id)
        opened = await connection.fetch(
            "SELECT xmin::text AS xmin, id, choices FROM opened_ballots WHERE poll_id = $1", poll_id
        )
        ballots = await connection.fetch("SELECT id FROM ballots WHERE poll_id = $1", poll_id)
    assert keys == 0
    assert len({row["xmin"] for row in opened}) == 1
    assert not {row["id"] for row in opened} & {row["id"] for row in ballots}
    assert sorted(row["choices"] for row in opened) == [[1], [1], [2]]


async def test_equal_choices_are_sealed_unequally_and_all_as_long(village: Village) -> None:
    poll_id, _ = await voted(village, kind="RANKED")
    async with superuser() as connection:
        sealed = [row[0] for row in await connection.fetch("SELECT sealed FROM ballots WHERE poll_id = $1", poll_id)]
    assert len(set(sealed)) == 3
    public = bytes(32)
    with pytest.raises(ValueError, match="shared key"):
        sealed_choices(public, poll_id, [1], 3)
    assert len({len(one) for one in sealed}) == 1


async def test_the_receipt_verifies_for_anyone_who_has_it(village: Village) -> None:
    poll_id, (code, *_) = await past_voted(village)
    async with open_scope(STRANGER) as scope:
        before = await ballot_receipt(scope, f" {code.lower()} ")
    async with open_scope(village.manager) as scope:
        await close_poll(scope, poll_id)
    async with open_scope(STRANGER) as scope:
        after = await ballot_receipt(scope, code)
    assert (before.poll_id, before.is_counted, after.is_counted) == (poll_id, False, True)


@pytest.mark.parametrize("code", ["", "x", "nobody-AAAAAA-AAAAAA-AAAAAA-AAAAAA", "----", "a-b-c-d-e"])
async def test_a_code_of_no_ballot_is_refused(village: Village, code: str) -> None:
    with pytest.raises(ReceiptUnknown):
        async with open_scope(STRANGER) as scope:
            await ballot_receipt(scope, code)


async def test_another_operators_code_finds_nothing(village: Village) -> None:
    _, (code, *_) = await voted(village)
    receipt = code.split("-", 1)[1]
    with pytest.raises(ReceiptUnknown):
        async with open_scope(STRANGER) as scope:
            await ballot_receipt(scope, f"youchao-{receipt}")


async def test_mark_and_receipt_do_not_follow_from_each_other(village: Village) -> None:
    poll_id, secret = village.community_id, a_secret()
    one, other = Stub.of(secret, poll_id, [1]), Stub.of(secret, poll_id, [2])
    assert (one.mark, one.receipt) == (other.mark, other.receipt)
    assert one.digest != other.digest
    assert len({one.mark, one.digest, receipt_hash(one.receipt), Stub.of(a_secret(), poll_id, [1]).mark}) == 4


async def test_staff_see_who_has_voted_and_not_how(village: Village) -> None:
    await voted(village)
    async with open_scope(village.manager, read_only=True) as scope:
        marks = (await scope.session.scalars(select(PollMark))).all()
    assert {mark.resident_id for mark in marks} == set(village.resident_ids[:3])
    assert set(PollMark.__table__.columns.keys()) & set(Ballot.__table__.columns.keys()) == {"operator_id", "poll_id"}
