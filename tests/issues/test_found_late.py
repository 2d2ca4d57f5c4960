"""When something was found, where that was before it could be reported."""

import datetime as dt

import pytest

from backend.core import clock
from backend.modules.issues.queries.issues import issues_by_id
from tenants.scope import open_scope
from tests.issues.factories import Town, reported


async def test_what_was_written_down_without_a_network_says_when_it_was_found(town: Town) -> None:
    now = clock.now()
    found = now - dt.timedelta(hours=5)
    with clock.at(now):
        late, soon = await reported(town, found_at=found), await reported(town)
    # The operator's time runs from when it hears of it.
    assert (late.created_at, late.due_at) == (soon.created_at, soon.due_at)
    async with open_scope(town.neighbour, read_only=True) as scope:
        assert (await issues_by_id(scope, [late.id]))[late.id].found_at == found


@pytest.mark.parametrize("before", [dt.timedelta(minutes=2), dt.timedelta(days=-1)])
async def test_what_is_sent_at_once_or_by_a_clock_that_goes_fast_is_found_when_it_is_reported(
    town: Town, before: dt.timedelta
) -> None:
    issue = await reported(town, found_at=clock.now() - before)
    async with open_scope(town.resident, read_only=True) as scope:
        assert (await issues_by_id(scope, [issue.id]))[issue.id].found_at is None
