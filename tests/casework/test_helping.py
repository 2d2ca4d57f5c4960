"""A resident asks for help from the phone; a worker takes it up, and nobody else reads it."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core.errors import Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.accounts.contract import AccountPermission
from backend.modules.casework.actions.helping import answer_help, request_help, tell_settled, withdraw_help
from backend.modules.casework.contract.case_inputs import NewHelp
from backend.modules.casework.contract.case_refusals import HelpAsked, NotAssigned, StationMissing
from backend.modules.casework.contract.case_words import CaseSource, HelpState
from backend.modules.casework.contract.events import HelpSettled
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.queries.helping import list_help_requests
from backend.modules.casework.queries.histories import list_case_reads, list_help_reads
from tenants.models import Account, Membership
from tenants.outbox import OutboxRow
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import open_scope, system_actor
from tests.casework.asking import answered, done
from tests.casework.factories import Office, audited, casework, make_office, open_for, told
from tests.casework.test_moving import elsewhere
from tests.conftest import new_operator
from tests.housing.factories import make_home, make_stay
from tests.isolation.saying import global_id
from tests.polls.factories import as_resident

WORDS = "最近总是睡不着，想找人聊聊"
ADVICE = "先按时记睡眠日记，周三晚有心理咨询开放日"


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
    assert [one["account_id"] for one in await told(office)] == [str(office.workers[0].account_id)]
    async with open_scope(casework(office.workers[0])) as scope:
        (heard,) = (await list_help_requests(scope, Page())).rows
        assert heard.text == WORDS
    assert await audited(office, "read_help_request") == 1
    case = await open_for(office, help_request_id=heard.id, source=CaseSource.GRID)
    assert case.source is CaseSource.SELF
    async with open_scope(casework(office.village.resident(0))) as scope:
        (mine,) = (await list_help_requests(scope, Page())).rows
        assert (mine.state, mine.case_id) == (HelpState.TAKEN, case.id)
        # Of what they asked, too, they see who read it; that they look themselves is none of it.
        (read,) = (await list_case_reads(scope, Page(), case.id)).rows
        assert (read.act, read.actor_name) == ("read_help_request", "李社工")


async def test_who_read_what_was_asked_is_for_whoever_asked_and_the_supervisor(office: Office) -> None:
    async with open_scope(casework(office.village.resident(0))) as scope:
        request = await request_help(scope, NewHelp(text=WORDS))
    async with open_scope(casework(office.workers[0])) as scope:
        await list_help_requests(scope, Page())
    for actor in (office.village.resident(0), office.supervisor):
        async with open_scope(casework(actor)) as scope:
            (read,) = (await list_help_reads(scope, Page(), request.id)).rows
            assert (read.act, read.actor_name) == ("read_help_request", "李社工")
    refused = {office.workers[0]: NotAssigned, office.outsider: NotFound, office.village.resident(1): NotFound}
    for actor, refusal in refused.items():
        with pytest.raises(refusal):
            async with open_scope(casework(actor)) as scope:
                await list_help_reads(scope, Page(), request.id)


async def test_without_a_choice_the_supervisor_is_told_and_nobody_else_hears_a_word(office: Office) -> None:
    async with open_scope(casework(office.village.resident(0))) as scope:
        await request_help(scope, NewHelp(text=WORDS, is_urgent=True))
    assert [one["account_id"] for one in await told(office)] == [str(office.supervisor.account_id)]
    async with open_scope(casework(office.outsider)) as scope:
        assert (await list_help_requests(scope, Page())).rows == []
    async with open_scope(casework(office.village.resident(1))) as scope:
        assert (await list_help_requests(scope, Page())).rows == []
    with pytest.raises(Forbidden):
        async with open_scope(casework(office.manager)) as scope:
            await list_help_requests(scope, Page())


async def test_a_list_that_is_counted_too_is_written_down_as_read_once(office: Office) -> None:
    async with open_scope(casework(office.village.resident(0))) as scope:
        await request_help(scope, NewHelp(text=WORDS))
    counted = "fragment Counted on HelpRequestConnection { totalCount }"
    listed = f"{{ helpRequests {{ ...Counted edges {{ node {{ text }} }} }} }} {counted}"
    answer = await answered(office.workers[0], listed)
    assert answer.data == {"helpRequests": {"totalCount": 1, "edges": [{"node": {"text": WORDS}}]}}
    assert await audited(office, "read_help_request") == 1


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


async def test_the_station_answers_without_a_case_and_the_resident_is_told_and_reads_it(office: Office) -> None:
    async with open_scope(casework(office.village.resident(0))) as scope:
        asked = await request_help(scope, NewHelp(text=WORDS))
    for stranger in (office.outsider, (await make_office(await new_operator())).supervisor):
        with pytest.raises(NotFound):
            async with open_scope(casework(stranger)) as scope:
                await answer_help(scope, asked.id, "不该由我答复")
    said = {"requestId": global_id("HelpRequest", asked.id), "answer": ADVICE}
    shown = "... on HelpRequest { state answer takenAt } ... on Refusal { code }"
    answer = await done(office.workers[1], "answerHelp", shown, **said)
    assert (answer["state"], answer["answer"], answer["takenAt"] is None) == ("ANSWERED", ADVICE, False)
    assert (await done(office.supervisor, "answerHelp", shown, **said))["code"] == "HELP_SETTLED_ALREADY"
    with pytest.raises(NotFound):
        await open_for(office, help_request_id=asked.id)
    async with open_scope(casework(office.village.resident(0))) as scope:
        (mine,) = (await list_help_requests(scope, Page())).rows
        assert (mine.text, mine.answer) == (WORDS, ADVICE)
    async with open_scope(casework(office.village.resident(1))) as scope:
        assert (await list_help_requests(scope, Page())).rows == []
    assert await audited(office, "answer_help") == 1


@pytest.mark.parametrize("is_answered", [True, False])
async def test_a_resident_is_told_that_there_is_an_answer_and_nothing_of_it(office: Office, is_answered: bool) -> None:
    async with open_scope(casework(office.village.resident(0))) as scope:
        asked = await request_help(scope, NewHelp(text=WORDS))
    if is_answered:
        async with open_scope(casework(office.workers[0])) as scope:
            await answer_help(scope, asked.id, ADVICE)
    else:
        await open_for(office, help_request_id=asked.id)
    account_id = await sign_up(office)
    telling = system_actor(office.operator.id, "test", CasePermission.TELL, AccountPermission.FIND_RESIDENTS)
    async with open_scope(office.manager, read_only=True) as scope:
        wanted = select(OutboxRow.payload).where(OutboxRow.name == "casework.HelpSettled")
        (payload,) = await scope.session.scalars(wanted)
    assert set(payload) == {"request_id", "resident_id", "state"}
    async with open_scope(telling) as scope:
        fact = HelpSettled(asked.id, office.village.resident_ids[0], HelpState(payload["state"]))
        await tell_settled(scope, fact)
    kind = "STATION_ANSWERED" if is_answered else "STATION_TOOK_UP"
    heard = [(one["account_id"], one["object_id"], one["facts"]) for one in await told(office) if one["kind"] == kind]
    assert heard == [(str(account_id), str(asked.id), {})]


async def sign_up(office: Office) -> UUID:
    """An account for the first resident; its id."""
    async with open_scope(platform_actor("test")) as scope:
        account = Account(display_name="住户", login=f"resident.{new_id()}")
        scope.session.add(account)
        await scope.session.flush()
        member = Membership(
            account_id=account.id,
            operator_id=office.operator.id,
            role=Role.RESIDENT,
            resident_id=office.village.resident_ids[0],
            display_name="住户",
        )
        scope.session.add(member)
        return account.id


async def test_a_case_answers_what_its_own_person_asked_its_own_station_for(office: Office) -> None:
    async with open_scope(casework(office.village.resident(0))) as scope:
        asked = await request_help(scope, NewHelp(text=WORDS))
    with pytest.raises(NotFound):
        await open_for(office, help_request_id=asked.id, resident_id=office.village.resident_ids[1])
    station_id, there = await elsewhere(office)
    beside = replace(office, workers=(there, there))
    with pytest.raises(NotFound):
        await open_for(beside, help_request_id=asked.id, station_id=station_id)
    assert (await open_for(office, help_request_id=asked.id)).resident_id == asked.resident_id


async def test_where_no_station_serves_one_is_told_so(office: Office) -> None:
    async with open_scope(office.manager) as scope:
        stay = await make_stay(scope, await make_home(scope))
    with pytest.raises(StationMissing):
        async with open_scope(casework(as_resident(office.operator, stay.lead_resident_id))) as scope:
            await request_help(scope, NewHelp(text=WORDS))
