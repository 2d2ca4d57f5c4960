"""What no login may change or read of a poll, and that nothing of the order in which people voted is left."""

import datetime as dt

import asyncpg
import pytest
from sqlalchemy import update

from backend.core import clock
from backend.core.db import login_url
from backend.core.surfaces import Surface
from backend.modules.polls.actions.closing import close_poll
from backend.modules.polls.actions.voting import cast_ballot, record_desk_ballot
from backend.modules.polls.contract.refusals import ReceiptUnknown
from backend.modules.polls.contract.words import PollKind, VoteChannel
from backend.modules.polls.queries.receipts import ballot_receipt
from tenants.models import Operator, OperatorState
from tenants.provision import platform_actor
from tenants.scope import Actor, open_scope
from tests.housing.factories import make_resident
from tests.polls.factories import Village, a_ballot, make_crowd, make_poll, past_poll
from tests.polls.test_secrecy import STRANGER, URN_TABLES, _plain, past_voted, pinned, superuser, voted

# Of these a migration and a backup have more, and the urn's own login has another test.
OF_ONE_OPERATOR = (Surface.TENANT, Surface.RESIDENT, Surface.CASEWORK, Surface.WORKER)
READERS = sorted(set(Surface) - {Surface.BALLOT, Surface.OWNER, Surface.BACKUP})
STORED = (
    "UPDATE polls SET quorum_percent = 0",
    "UPDATE polls SET closes_at = now()",
    "DELETE FROM polls",
    "UPDATE poll_options SET title = title",
    "DELETE FROM poll_options",
    "UPDATE poll_electors SET voter_id = voter_id",
    "DELETE FROM poll_electors",
    "UPDATE poll_marks SET channel = channel",
    "DELETE FROM poll_marks",
    "UPDATE poll_tallies SET votes = 0",
    "UPDATE opened_ballots SET choices = '{1}'",
    "DELETE FROM opened_ballots",
    "UPDATE urns SET state = 'SEALED'",
    "DELETE FROM ballot_keys",
)


@pytest.mark.parametrize("surface", [Surface.TENANT, Surface.RESIDENT])
async def test_nobody_changes_what_was_stored_at_the_opening_or_given_since(village: Village, surface: Surface) -> None:
    await past_voted(village)
    async with pinned(surface, village, str(village.resident_ids[0])) as connection:
        for statement in STORED:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with connection.transaction():
                    await connection.execute(statement)


async def test_staff_add_nobody_to_an_electorate_once_the_poll_was_opened(village: Village) -> None:
    async with open_scope(village.manager) as scope:
        poll_id = await make_poll(scope, village.community_id)
        # Some who live there are left out, so that they might be added.
        await make_resident(scope)
    add = """INSERT INTO poll_electors (operator_id, poll_id, resident_id, voter_id, community_id{column})
        SELECT p.operator_id, p.id, r.id, r.id, p.community_id{value} FROM polls p, residents r
        WHERE p.id = $1 AND r.id NOT IN (SELECT resident_id FROM poll_electors)"""
    async with pinned(Surface.TENANT, village, "") as connection:
        # As of now there was no such poll, and as of then it is not now.
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            async with connection.transaction():
                await connection.execute(add.format(column="", value=""), poll_id)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with connection.transaction():
                await connection.execute(add.format(column=", frozen_at", value=", p.frozen_at"), poll_id)


async def test_staff_open_no_poll_at_a_moment_to_come(village: Village) -> None:
    async with open_scope(village.manager) as scope:
        await make_poll(scope, village.community_id)
    columns = "operator_id, community_id, title, question, kind, voters, quorum_percent, pass_rule, tie_rule"
    columns += ", most_choices, options_count, least_percent, voters_count, public_key, opened_at, closes_at"
    copy = f"""INSERT INTO polls (id, frozen_at, {columns})
        SELECT gen_random_uuid(), now() + $1::interval, {columns} FROM polls"""
    async with pinned(Surface.TENANT, village, "") as connection:
        async with connection.transaction():
            await connection.execute(copy, dt.timedelta())
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with connection.transaction():
                await connection.execute(copy, dt.timedelta(minutes=1))


async def refuse_urn(connection: asyncpg.Connection) -> None:
    for table in URN_TABLES:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with connection.transaction():
                await connection.fetch(f"SELECT * FROM {table}")


@pytest.mark.parametrize("surface", READERS)
async def test_no_reader_of_the_database_opens_the_urn_even_when_it_is_counted(
    village: Village, surface: Surface
) -> None:
    poll_id, _ = await past_voted(village)
    async with open_scope(village.manager) as scope:
        await close_poll(scope, poll_id)
    if surface in OF_ONE_OPERATOR:
        async with pinned(surface, village, str(village.resident_ids[0])) as connection:
            await refuse_urn(connection)
    else:
        connection = await asyncpg.connect(_plain(login_url(surface)))
        await refuse_urn(connection)
        await connection.close()


async def test_the_order_in_which_ballots_lie_is_not_the_order_in_which_people_voted(village: Village) -> None:
    """Each of sixteen chooses something else, one after the other: what lies in that order would say who chose what."""
    people = await make_crowd(village, 16)
    options = tuple(f"第 {number} 项" for number in range(16))
    poll_id, moment = await past_poll(people, options=options)
    with clock.at(moment):
        for number in range(16):
            async with open_scope(people.resident(number)) as scope:
                await cast_ballot(scope, a_ballot(poll_id, number + 1))
    async with open_scope(people.manager) as scope:
        await close_poll(scope, poll_id)
    async with superuser() as connection:
        lying = "SELECT choices FROM opened_ballots WHERE poll_id = $1 ORDER BY ctid"
        laid = [row["choices"][0] for row in await connection.fetch(lying, poll_id)]
    assert sorted(laid) == list(range(1, 17))
    assert laid not in (sorted(laid), sorted(laid, reverse=True))


async def test_a_vote_at_the_desk_is_no_other_ballot_than_one_by_phone(village: Village, desk: Actor) -> None:
    poll_id, moment = await past_poll(village, kind=PollKind.MULTIPLE, most_choices=2)
    with clock.at(moment):
        async with open_scope(desk) as scope:
            by_desk = await record_desk_ballot(scope, a_ballot(poll_id, 1, 2), village.resident_ids[0])
        async with open_scope(village.resident(1)) as scope:
            by_phone = await cast_ballot(scope, a_ballot(poll_id, 3))
    async with superuser() as connection:
        rows = await connection.fetch("SELECT * FROM ballots WHERE poll_id = $1", poll_id)
        marks = await connection.fetch("SELECT channel FROM poll_marks WHERE poll_id = $1", poll_id)
    assert len({len(row["sealed"]) for row in rows}) == 1
    assert sorted(row["channel"] for row in marks) == [VoteChannel.DESK, VoteChannel.ONLINE]
    for receipt in (by_desk, by_phone):
        async with open_scope(STRANGER) as scope:
            assert (await ballot_receipt(scope, receipt)).poll_id == poll_id


async def test_one_polls_key_opens_no_other_polls_ballots(village: Village) -> None:
    (first, _), (second, _) = await past_voted(village), await past_voted(village)
    async with open_scope(village.manager) as scope:
        await close_poll(scope, first)
    async with superuser() as connection:
        left = await connection.fetch("SELECT poll_id FROM ballot_keys WHERE poll_id = ANY($1)", [first, second])
    assert [row["poll_id"] for row in left] == [second]
    async with open_scope(village.manager) as scope:
        await close_poll(scope, second)


async def test_a_receipt_of_an_operator_that_is_not_active_any_more_proves_nothing(village: Village) -> None:
    async with open_scope(village.manager) as scope:
        await make_poll(scope, village.community_id)
    _, (code, *_) = await voted(village)
    async with open_scope(platform_actor("test")) as scope:
        ended = update(Operator).where(Operator.id == village.operator.id)
        await scope.session.execute(ended.values(state=OperatorState.SUSPENDED))
    with pytest.raises(ReceiptUnknown):
        async with open_scope(STRANGER) as scope:
            await ballot_receipt(scope, code)
