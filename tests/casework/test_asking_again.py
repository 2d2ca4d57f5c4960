"""What somebody asked a station for is taken up once, by that station, for that person, and leaves a trace."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.core.errors import AppError, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.casework.actions.forgetting import shred_cases
from backend.modules.casework.actions.helping import answer_help, request_help, withdraw_help
from backend.modules.casework.actions.stations import add_station_worker, create_station, end_station_worker
from backend.modules.casework.contract.case_inputs import NewHelp
from backend.modules.casework.contract.case_words import HelpState
from backend.modules.casework.contract.inputs import NewStation, NewStationWorker
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.contents import HelpRequest
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.queries.helping import list_help_requests
from backend.modules.housing.actions.erasing import erase_resident_again
from tenants.audit import AuditEntry
from tenants.outbox import OutboxRow
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tests.casework.factories import Office, casework, make_member, open_for, told
from tests.housing.factories import make_home, make_stay
from tests.polls.factories import as_resident

WORDS = "最近总是睡不着，想找人聊聊"


async def asking(
    actor: Actor, text: str = WORDS, *, worker_id: UUID | None = None, is_urgent: bool = False
) -> HelpRequest:
    async with open_scope(casework(actor)) as scope:
        return await request_help(scope, NewHelp(text=text, worker_id=worker_id, is_urgent=is_urgent))


async def tried(office: Office, **more: object) -> str:
    """OK, or the code of the refusal, of a case that is opened upon a request."""
    try:
        await open_for(office, **more)
    except AppError as refusal:
        return refusal.code
    return "OK"


async def state(office: Office, request: HelpRequest) -> tuple[HelpState, bool]:
    """Where the request stands, and whether it says when it was taken."""
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        row = (await scope.session.scalars(select(HelpRequest).where(HelpRequest.id == request.id))).one()
        return row.state, row.taken_at is not None


async def cases(office: Office) -> int:
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        return await scope.session.scalar(select(func.count()).select_from(Case)) or 0


async def second(office: Office) -> Office:
    """Another station of the operator, and a worker of it."""
    async with open_scope(office.manager) as scope:
        home = await make_home(scope)
        station = await create_station(scope, NewStation(name="第二社工站", community_ids=(home.community_id,)))
    colleague, membership_id = await make_member(office.operator, Role.SOCIAL_WORKER, "二站社工")
    async with open_scope(office.manager) as scope:
        working = NewStationWorker(station_id=station.id, membership_id=membership_id, role=StationRole.WORKER)
        await add_station_worker(scope, working)
    return replace(office, station=station, workers=(colleague, office.workers[1]))


async def worker_id(office: Office, of: Actor) -> UUID:
    async with open_scope(office.manager, read_only=True) as scope:
        wanted = select(StationWorker.id).where(StationWorker.account_id == of.account_id)
        return (await scope.session.scalars(wanted)).one()


async def test_a_request_is_taken_up_by_the_station_that_was_asked_for_whoever_asked(office: Office) -> None:
    asked = await asking(office.village.resident(0))
    there = await second(office)
    assert await tried(office, help_request_id=asked.id, resident_id=office.village.resident_ids[1]) == "NOT_FOUND"
    assert await tried(there, help_request_id=asked.id) == "NOT_FOUND"
    assert await tried(office, help_request_id=new_id()) == "NOT_FOUND"
    assert (await cases(office), await state(office, asked)) == (0, (HelpState.ASKED, False))
    assert await tried(office, help_request_id=asked.id) == "OK"
    assert await state(office, asked) == (HelpState.TAKEN, True)


async def test_what_was_taken_up_or_taken_back_is_not_taken_again(office: Office) -> None:
    taken, back = await asking(office.village.resident(0)), await asking(office.village.resident(1))
    assert await tried(office, help_request_id=taken.id) == "OK"
    assert await tried(office, help_request_id=taken.id, is_separate=True) == "NOT_FOUND"
    async with open_scope(casework(office.village.resident(1))) as scope:
        await withdraw_help(scope, back.id)
    assert await tried(office, help_request_id=back.id, resident_id=office.village.resident_ids[1]) == "NOT_FOUND"
    # Nor does the person take back what somebody has begun with.
    for request, person in ((taken, 0), (back, 1)):
        with pytest.raises(NotFound):
            async with open_scope(casework(office.village.resident(person))) as scope:
                await withdraw_help(scope, request.id)
    assert (await cases(office), await state(office, taken)) == (1, (HelpState.TAKEN, True))
    # Who has been answered asks again.
    assert (await asking(office.village.resident(0))).id != taken.id


async def test_of_an_answer_and_a_withdrawal_at_once_one_is_refused(office: Office) -> None:
    asked = await asking(office.village.resident(0))

    async def answer(actor: Actor) -> str:
        try:
            async with open_scope(casework(actor)) as scope:
                await answer_help(scope, asked.id, "周三晚有心理咨询开放日")
        except AppError as refusal:
            return refusal.code
        return "ANSWERED"

    async def withdraw() -> str:
        try:
            async with open_scope(casework(office.village.resident(0))) as scope:
                await withdraw_help(scope, asked.id)
        except AppError as refusal:
            return refusal.code
        return "WITHDRAWN"

    given = [answer(one) for one in (*office.workers, office.supervisor)]
    first, *others = sorted(await asyncio.gather(*given, withdraw()))
    assert (first, others) in (
        ("ANSWERED", ["HELP_SETTLED_ALREADY", "HELP_SETTLED_ALREADY", "NOT_FOUND"]),
        ("HELP_SETTLED_ALREADY", ["HELP_SETTLED_ALREADY", "HELP_SETTLED_ALREADY", "WITHDRAWN"]),
    )


async def test_no_case_is_opened_for_somebody_who_is_erased_or_not_there(office: Office) -> None:
    asked = await asking(office.village.resident(0))
    gone = office.village.resident_ids[0]
    async with open_scope(office.manager) as scope:
        assert await erase_resident_again(scope, gone)
    # The worker process has not heard of it yet.
    assert await tried(office, help_request_id=asked.id) == "NOT_FOUND"
    forgetting = system_actor(office.operator.id, "test", CasePermission.FORGET, surface=Surface.CASEWORK)
    async with open_scope(forgetting) as scope:
        await shred_cases(scope, gone)
    for more in ({"help_request_id": asked.id}, {}, {"resident_id": new_id()}):
        assert await tried(office, **more) == "NOT_FOUND"
    assert (await cases(office), await state(office, asked)) == (0, (HelpState.WITHDRAWN, False))


async def test_whoever_is_asked_works_at_the_station_of_the_persons_home_now(office: Office) -> None:
    there = await second(office)
    strange, gone = await worker_id(office, there.workers[0]), await worker_id(office, office.workers[1])
    async with open_scope(office.manager) as scope:
        await end_station_worker(scope, gone)
    for chosen in (strange, gone, new_id()):
        with pytest.raises(NotFound):
            await asking(office.village.resident(0), worker_id=chosen)
    assert await told(office) == []
    # Of two stations, the one that serves the home is asked.
    async with open_scope(office.manager) as scope:
        served = await scope.session.scalar(select(StationWorker.station_id).where(StationWorker.id == strange))
        home = await make_home(scope)
        stay = await make_stay(scope, home)
        third = await create_station(scope, NewStation(name="第三社工站", community_ids=(home.community_id,)))
    assert (await asking(as_resident(office.operator, stay.lead_resident_id))).station_id == third.id != served
    assert (await asking(office.village.resident(0))).station_id == office.station.id


async def test_who_leads_the_station_is_told_when_nobody_is_chosen_and_nobody_else(office: Office) -> None:
    asked = await asking(office.village.resident(0), is_urgent=True)
    heard = [(one["account_id"], one["kind"], one["object_id"]) for one in await told(office)]
    assert heard == [(str(office.supervisor.account_id), "HELP_REQUESTED", str(asked.id))]
    async with open_scope(office.manager, read_only=True) as scope:
        wanted = select(OutboxRow.payload).where(OutboxRow.name == "casework.HelpWanted")
        assert list(await scope.session.scalars(wanted)) == [
            {"request_id": str(asked.id), "station_id": str(office.station.id)}
        ]


async def test_the_list_tells_what_still_waits_and_what_cannot_wait(office: Office) -> None:
    first, other = await asking(office.village.resident(0)), await asking(office.village.resident(1), is_urgent=True)
    async with open_scope(casework(office.workers[0])) as scope:
        await answer_help(scope, first.id, "周三晚有心理咨询开放日")
    for wanted, found in (
        (None, [(first.id, False), (other.id, True)]),
        (HelpState.ASKED, [(other.id, True)]),
        (HelpState.ANSWERED, [(first.id, False)]),
        (HelpState.TAKEN, []),
    ):
        async with open_scope(casework(office.workers[1])) as scope:
            rows = (await list_help_requests(scope, Page(), wanted)).rows
            assert [(one.id, one.is_urgent) for one in rows] == found


async def test_what_is_asked_and_answered_has_words(office: Office) -> None:
    for text in (" ", "啊", "字" * 4001):
        with pytest.raises(AppError, match="BAD_INPUT"):
            await asking(office.village.resident(0), text)
    asked = await asking(office.village.resident(0))
    for text in (" ", "好", "字" * 4001):
        with pytest.raises(AppError, match="BAD_INPUT"):
            async with open_scope(casework(office.workers[0])) as scope:
                await answer_help(scope, asked.id, text)
    assert await state(office, asked) == (HelpState.ASKED, False)


async def test_asking_answering_and_taking_back_are_written_down(office: Office) -> None:
    first, other = await asking(office.village.resident(0)), await asking(office.village.resident(1))
    async with open_scope(casework(office.workers[0])) as scope:
        await answer_help(scope, first.id, "周三晚有心理咨询开放日")
    async with open_scope(casework(office.village.resident(1))) as scope:
        await withdraw_help(scope, other.id)
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        rows = await scope.session.execute(
            select(AuditEntry.act, AuditEntry.object_id)
            .where(AuditEntry.object_type == "HelpRequest")
            .order_by(AuditEntry.id)
        )
        found = [(row.act, row.object_id) for row in rows]
    assert found == [
        ("request_help", first.id),
        ("request_help", other.id),
        ("answer_help", first.id),
        ("withdraw_help", other.id),
    ]
