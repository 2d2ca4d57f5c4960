"""A resident asks for help from the phone, and is answered."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.casework.contract.case_inputs import NewHelp
from backend.modules.casework.contract.case_refusals import HelpSettledAlready, StationMissing
from backend.modules.casework.contract.case_words import HelpState
from backend.modules.casework.contract.events import HelpSettled, HelpWanted
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.history import require_text
from backend.modules.casework.models.contents import HelpRequest
from backend.modules.casework.models.stations import StationCommunity, StationWorker
from backend.modules.casework.reaching import refuse_erased, station_roles
from backend.modules.casework.sealing import answer_context, help_context
from backend.modules.housing.queries.living import list_home_ids
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope, action, open_scope

_LONGEST = 4000


@action(CasePermission.ASK_HELP)
async def request_help(scope: Scope, new: NewHelp) -> HelpRequest:
    """Ask the station that serves one's home, and a worker of it if one is named; they alone read it.

    Raises NotFound, BadInput, StationMissing, HelpAsked.
    """
    resident_id = scope.actor.resident_id
    if resident_id is None:
        raise NotFound
    text = require_text(new.text, "text", _LONGEST)
    station_id = await _station(scope, resident_id)
    told = await _told(scope, station_id, new.worker_id)
    request_id = new_id()
    request = HelpRequest(
        id=request_id,
        station_id=station_id,
        resident_id=resident_id,
        worker_id=new.worker_id,
        said_sealed=(await scope.key()).seal(text, help_context(request_id)),
        is_urgent=new.is_urgent,
        state=HelpState.ASKED,
        asked_at=clock.now(),
    )
    scope.session.add(request)
    await scope.session.flush()
    await refuse_erased(scope, resident_id)
    scope.record("request_help", "HelpRequest", request_id)
    scope.emit(HelpWanted(request_id, station_id))
    for account_id in told:
        scope.emit(
            NotificationWanted(
                account_id=account_id, kind="HELP_REQUESTED", object_type="HelpRequest", object_id=request_id
            )
        )
    return request


async def _station(scope: Scope, resident_id: UUID) -> UUID:
    async with open_scope(scope.actor.on(Surface.RESIDENT), read_only=True) as housing:
        homes = await list_home_ids(housing, resident_id)
    found: UUID | None = await scope.session.scalar(
        select(StationCommunity.station_id)
        .where(StationCommunity.community_id.in_(homes))
        .order_by(StationCommunity.station_id)
        .limit(1)
    )
    if found is None:
        raise StationMissing
    return found


async def _told(scope: Scope, station_id: UUID, worker_id: UUID | None) -> list[UUID]:
    """Whom the resident chose, or all who supervise the station. Raises NotFound."""
    here = select(StationWorker.account_id).where(
        StationWorker.station_id == station_id, StationWorker.ended_at.is_(None)
    )
    if worker_id is None:
        chosen = here.where(StationWorker.role == StationRole.SUPERVISOR)
    else:
        chosen = here.where(StationWorker.id == worker_id)
    found = sorted(await scope.session.scalars(chosen))
    if worker_id is not None and not found:
        raise NotFound(field=("input", "worker_id"))
    return found


@action(CasePermission.ASK_HELP)
async def withdraw_help(scope: Scope, request_id: UUID) -> HelpRequest:
    """Take back what nobody has taken up yet: what was said is forgotten. Raises NotFound."""
    request: HelpRequest | None = await scope.session.scalar(
        select(HelpRequest)
        .where(
            HelpRequest.id == request_id,
            HelpRequest.resident_id == scope.actor.resident_id,
            HelpRequest.state == HelpState.ASKED,
        )
        .with_for_update()
    )
    if request is None:
        raise NotFound(field=("input", "request_id"))
    request.state, request.said_sealed = HelpState.WITHDRAWN, None
    scope.record("withdraw_help", "HelpRequest", request_id)
    await scope.session.flush()
    return request


@action(CasePermission.WORK)
async def answer_help(scope: Scope, request_id: UUID, answer: str) -> HelpRequest:
    """Answer without a case, as somebody of the station: advice, where else to turn, or why it cannot help.

    The resident is told that there is an answer, and reads it themselves.
    Raises NotFound, BadInput, HelpSettledAlready.
    """
    request: HelpRequest | None = await scope.session.scalar(
        select(HelpRequest)
        .where(HelpRequest.id == request_id, HelpRequest.station_id.in_(await station_roles(scope)))
        .with_for_update()
    )
    if request is None:
        raise NotFound(field=("input", "request_id"))
    if request.state is not HelpState.ASKED:
        raise HelpSettledAlready
    said = require_text(answer, "answer", _LONGEST)
    request.answer_sealed = (await scope.key()).seal(said, answer_context(request.id))
    request.state, request.taken_at = HelpState.ANSWERED, clock.now()
    scope.record("answer_help", "HelpRequest", request_id)
    scope.emit(HelpSettled(request_id, request.resident_id, request.state))
    await scope.session.flush()
    return request


@action(CasePermission.TELL)
async def tell_settled(scope: Scope, fact: HelpSettled) -> None:
    """Tell the resident that the station took up, or answered, what they asked for; nothing if they left."""
    kind = "STATION_ANSWERED" if fact.state is HelpState.ANSWERED else "STATION_TOOK_UP"
    accounts = await resident_accounts_by_id(scope, [fact.resident_id])
    for account_id in accounts.values():
        scope.emit(
            NotificationWanted(account_id=account_id, kind=kind, object_type="HelpRequest", object_id=fact.request_id)
        )
