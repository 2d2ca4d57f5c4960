"""What the station does by itself: hand over, watch the clocks, release and tell, each in its time."""

import datetime as dt

from sqlalchemy import select

from backend.core import clock
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.accounts.contract import AccountPermission
from backend.modules.casework.actions.emergencies import raise_crisis
from backend.modules.casework.actions.helping import request_help
from backend.modules.casework.actions.stations import end_station_worker
from backend.modules.casework.contract.case_inputs import NewHelp
from backend.modules.casework.contract.case_words import HelpState
from backend.modules.casework.contract.events import HelpSettled, StationWorkerEnded
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.cases import CaseWorker
from backend.modules.casework.tasks import (
    hand_cases_over,
    release_cases_of_leaver,
    tell_settled_help,
    watch_crisis_clocks,
)
from backend.modules.housing.contract.events import ResidentCheckedOut
from tenants.scope import Actor, open_scope, system_actor
from tests.casework.factories import Office, casework, open_for, told
from tests.casework.test_helping import sign_up
from tests.casework.test_leaving import worker_id


def keeper(office: Office) -> Actor:
    return system_actor(office.operator.id, "test", CasePermission.KEEP_TIME, surface=Surface.CASEWORK)


async def test_of_whoever_is_checked_out_the_open_cases_are_handed_over(office: Office) -> None:
    case = await open_for(office)
    event = ResidentCheckedOut(new_id(), office.village.community_id, office.village.resident_ids, clock.today())
    async with open_scope(keeper(office)) as scope:
        await hand_cases_over(scope, event)
    heard = [(one["account_id"], one["kind"], one["facts"]) for one in await told(office)]
    assert heard == [(str(office.workers[0].account_id), "CASE_PERSON_MOVED_OUT", {"case_id": str(case.id)})]


async def test_the_clocks_of_a_crisis_are_watched_by_the_minute(office: Office) -> None:
    case = await open_for(office)
    async with open_scope(casework(office.workers[0])) as scope:
        crisis = await raise_crisis(scope, case.id, "流露轻生念头")
    with clock.at(crisis.visit_due_at + dt.timedelta(minutes=1)):
        async with open_scope(keeper(office)) as scope:
            await watch_crisis_clocks(scope)
    late = {one["account_id"] for one in await told(office) if one["kind"] == "CASE_CRISIS_VISIT_LATE"}
    assert late == {str(office.workers[0].account_id), str(office.supervisor.account_id)}


async def test_whoever_left_is_taken_off_their_cases_once_that_is_heard(office: Office) -> None:
    await open_for(office)
    gone = await worker_id(office, office.workers[0])
    async with open_scope(office.manager) as scope:
        await end_station_worker(scope, gone)
    async with open_scope(keeper(office)) as scope:
        await release_cases_of_leaver(scope, StationWorkerEnded(gone, office.station.id))
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        assert (await scope.session.scalars(select(CaseWorker).where(CaseWorker.ended_at.is_(None)))).all() == []


async def test_whoever_asked_for_help_is_told_that_it_was_settled(office: Office) -> None:
    async with open_scope(casework(office.village.resident(0))) as scope:
        asked = await request_help(scope, NewHelp(text="最近总是睡不着"))
    account_id = await sign_up(office)
    telling = system_actor(office.operator.id, "test", CasePermission.TELL, AccountPermission.FIND_RESIDENTS)
    async with open_scope(telling) as scope:
        await tell_settled_help(scope, HelpSettled(asked.id, asked.resident_id, HelpState.TAKEN))
    assert (str(account_id), "STATION_TOOK_UP") in [(one["account_id"], one["kind"]) for one in await told(office)]
