"""Short help is written down; what a station may be asked for is the operator's to say."""

import asyncio
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.casework.contract.events import ServiceRecorded
from backend.modules.casework.contract.inputs import NewService, NewServiceItem
from backend.modules.casework.contract.permissions import CasePermission, StationPermission
from backend.modules.casework.contract.refusals import ServiceItemUnknown
from backend.modules.casework.defaults import services_of
from backend.modules.casework.history import require_text
from backend.modules.casework.models.services import ServiceItem, ServiceRecord
from backend.modules.casework.reaching import refuse_erased, served_communities, served_community, station_roles
from backend.modules.casework.sealing import service_context
from backend.modules.housing.queries.residents import residents_by_id
from tenants.models import Operator
from tenants.scope import Scope, action, open_scope

_LONGEST_TEXT = 4000
_LONGEST = {"code": 32, "name_zh": 40, "name_en": 60}
_MOST_MINUTES, _MOST_PEOPLE = 1440, 10_000


@action(StationPermission.MANAGE)
async def create_service_item(scope: Scope, new: NewServiceItem) -> ServiceItem:
    """Something more that stations do. Raises BadInput, ServiceItemTaken."""
    for name, longest in _LONGEST.items():
        if not 1 <= len(getattr(new, name).strip()) <= longest:
            raise BadInput(field=("input", name))
    item = ServiceItem(id=new_id(), **{name: getattr(new, name) for name in NewServiceItem.__slots__})
    scope.session.add(item)
    await scope.session.flush()
    scope.record("create_service_item", "ServiceItem", item.id)
    return item


@action(StationPermission.MANAGE)
async def retire_service_item(scope: Scope, item_id: UUID) -> ServiceItem:
    """Nothing new is written down under it; what was stays. Raises ServiceItemUnknown."""
    item: ServiceItem | None = await scope.session.scalar(
        select(ServiceItem).where(ServiceItem.id == item_id).with_for_update()
    )
    if item is None:
        raise ServiceItemUnknown(field=("input", "item_id"))
    item.is_active = False
    scope.record("retire_service_item", "ServiceItem", item_id)
    return item


@action(StationPermission.MANAGE)
async def add_default_services(scope: Scope) -> int:
    """Take over what the operator's catalog lists, or the usual nine, where no code is in use; how many came."""
    code = await scope.session.scalar(select(Operator.code).where(Operator.id == scope.operator_id))
    wanted = await asyncio.to_thread(services_of, code or "")
    made = await scope.session.scalars(
        insert(ServiceItem)
        .values([{"id": new_id(), **{n: getattr(one, n) for n in NewServiceItem.__slots__}} for one in wanted])
        .on_conflict_do_nothing(index_elements=["operator_id", "code"])
        .returning(ServiceItem.id)
    )
    return len(made.all())


@action(CasePermission.RECORD_SERVICES)
async def record_service(scope: Scope, new: NewService) -> ServiceRecord:
    """Write down short help that was given by the actor. Raises NotFound, BadInput, ServiceItemUnknown."""
    if new.station_id not in await station_roles(scope):
        raise NotFound(field=("input", "station_id"))
    _refuse_unfit(new)
    area = await scope.session.scalar(
        select(ServiceItem.area).where(ServiceItem.id == new.item_id, ServiceItem.is_active)
    )
    if area is None:
        raise ServiceItemUnknown(field=("input", "item_id"))
    record_id, sealed = new_id(), None
    if new.text is not None:
        text = require_text(new.text, "text", _LONGEST_TEXT)
        sealed = (await scope.key()).seal(text, service_context(record_id))
    record = ServiceRecord(
        id=record_id,
        station_id=new.station_id,
        community_id=await _community(scope, new),
        item_id=new.item_id,
        area=area,
        account_id=scope.actor.account_id,
        resident_id=new.resident_id,
        channel=new.channel,
        happened_on=new.happened_on,
        minutes=new.minutes,
        people=new.people,
        said_sealed=sealed,
        recorded_at=clock.now(),
    )
    scope.session.add(record)
    await scope.session.flush()
    if record.resident_id is not None:
        await refuse_erased(scope, record.resident_id)
    scope.record("record_service", "ServiceRecord", record_id, community_id=record.community_id)
    scope.emit(ServiceRecorded(record_id, record.community_id, new.happened_on))
    return record


def _refuse_unfit(new: NewService) -> None:
    if new.happened_on > clock.today():
        raise BadInput(field=("input", "happened_on"))
    if not 1 <= new.minutes <= _MOST_MINUTES:
        raise BadInput(field=("input", "minutes"))
    if not 1 <= new.people <= _MOST_PEOPLE:
        raise BadInput(field=("input", "people"))


async def _community(scope: Scope, new: NewService) -> UUID:
    """The one that is named, the resident's, or the station's first; the station serves it. Raises NotFound."""
    if new.resident_id is None:
        return await served_community(scope, new.station_id, new.community_id)
    async with open_scope(scope.actor.on(Surface.TENANT), read_only=True) as housing:
        found = (await residents_by_id(housing, [new.resident_id])).get(new.resident_id)
    if found is None or found.is_erased:
        raise NotFound(field=("input", "resident_id"))
    served = await served_communities(scope, new.station_id)
    home = found.community_id if found.community_id in served else None
    return await served_community(scope, new.station_id, new.community_id or home)


@action(CasePermission.FORGET)
async def forget_services(scope: Scope, resident_id: UUID) -> None:
    """What was written of an erased resident goes; that a service was given stays counted."""
    await scope.session.execute(
        update(ServiceRecord).where(ServiceRecord.resident_id == resident_id).values(said_sealed=None)
    )
