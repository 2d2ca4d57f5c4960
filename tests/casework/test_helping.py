"""A resident asks for help from the phone; a worker takes it up, and nobody else reads it."""

import pytest
from sqlalchemy import select

from backend.core.errors import Forbidden, NotFound
from backend.core.paging import Page
from backend.modules.casework.actions.helping import request_help, withdraw_help
from backend.modules.casework.contract.case_inputs import NewHelp
from backend.modules.casework.contract.case_refusals import HelpAsked, StationMissing
from backend.modules.casework.contract.case_words import CaseSource, HelpState
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.queries.helping import list_help_requests
from tenants.outbox import OutboxRow
from tenants.scope import open_scope
from tests.casework.asking import done
from tests.casework.factories import Office, audited, casework, open_for
from tests.housing.factories import make_home, make_stay
from tests.isolation.saying import global_id
from tests.polls.factories import as_resident

WORDS = "最近总是睡不着，想找人聊聊"


async def told(office: Office) -> list[str]:
    async with open_scope(office.manager, read_only=True) as scope:
        rows = await scope.session.scalars(
            select(OutboxRow.payload).where(OutboxRow.name == "messaging.NotificationWanted").order_by(OutboxRow.id)
        )
        return [one["account_id"] for one in rows]


async def test_a_resident_asks_a_worker_of_their_choice_who_opens_a_case(office: Office) -> None:
    async with open_scope(office.manager, read_only=True) as scope:
        chosen = await scope.session.scalar(
            select(StationWorker.id).where(StationWorker.account_id == office.workers[0].account_id)
        )
    assert chosen is not None
    asked = await done(
        office.village.resident(0),
        "requestHelp",
        "... on HelpRequest { id text state worker { name } }",
        text=WORDS,
        workerId=global_id("StationWorker", chosen),
    )
    assert (asked["text"], asked["state"], asked["worker"]) == (WORDS, "ASKED", {"name": "李社工"})
    assert await told(office) == [str(office.workers[0].account_id)]
    async with open_scope(casework(office.workers[0])) as scope:
        (heard,) = (await list_help_requests(scope, Page())).rows
        assert heard.text == WORDS
    assert await audited(office, "read_help_request") == 1
    case = await open_for(office, help_request_id=heard.id, source=CaseSource.GRID)
    assert case.source is CaseSource.SELF
    async with open_scope(casework(office.village.resident(0))) as scope:
        (mine,) = (await list_help_requests(scope, Page())).rows
        assert (mine.state, mine.case_id) == (HelpState.TAKEN, case.id)


async def test_without_a_choice_the_supervisor_is_told_and_nobody_else_hears_a_word(office: Office) -> None:
    async with open_scope(casework(office.village.resident(0))) as scope:
        await request_help(scope, NewHelp(text=WORDS, is_urgent=True))
    assert await told(office) == [str(office.supervisor.account_id)]
    async with open_scope(casework(office.outsider)) as scope:
        assert (await list_help_requests(scope, Page())).rows == []
    async with open_scope(casework(office.village.resident(1))) as scope:
        assert (await list_help_requests(scope, Page())).rows == []
    with pytest.raises(Forbidden):
        async with open_scope(casework(office.manager)) as scope:
            await list_help_requests(scope, Page())


async def test_one_request_is_open_at_a_time_and_may_be_taken_back(office: Office) -> None:
    async with open_scope(casework(office.village.resident(0))) as scope:
        first = await request_help(scope, NewHelp(text=WORDS))
    with pytest.raises(HelpAsked):
        async with open_scope(casework(office.village.resident(0))) as scope:
            await request_help(scope, NewHelp(text=WORDS))
    with pytest.raises(NotFound):
        async with open_scope(casework(office.village.resident(1))) as scope:
            await withdraw_help(scope, first.id)
    async with open_scope(casework(office.village.resident(0))) as scope:
        assert (await withdraw_help(scope, first.id)).said_sealed is None
    async with open_scope(casework(office.village.resident(0))) as scope:
        await request_help(scope, NewHelp(text=WORDS))


async def test_where_no_station_serves_one_is_told_so(office: Office) -> None:
    async with open_scope(office.manager) as scope:
        stay = await make_stay(scope, await make_home(scope))
    with pytest.raises(StationMissing):
        async with open_scope(casework(as_resident(office.operator, stay.lead_resident_id))) as scope:
            await request_help(scope, NewHelp(text=WORDS))
