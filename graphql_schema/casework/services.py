"""Short help in the schema: what stations do, and what they did."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.casework.actions import services as actions
from backend.modules.casework.contract import words
from backend.modules.casework.contract.inputs import NewService, NewServiceItem
from backend.modules.casework.queries import histories
from backend.modules.casework.queries import services as queries
from backend.modules.casework.queries import stations as station_queries
from backend.modules.housing.queries import inventory, residents
from graphql_schema.casework.parts import CaseRead, confided
from graphql_schema.casework.stale import shown
from graphql_schema.casework.stations import Station, StationWorker
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, one, reads, record
from graphql_schema.housing.inventory import Community
from graphql_schema.housing.residents import Resident
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, key_of, page


@record
class ServiceItem(Batched, Node):
    """Something that stations do (服务事项)."""

    batch = staticmethod(queries.service_items_by_id)
    id: NodeID[UUID]
    code: str = column("By which programs know it.")
    area: words.ServiceArea = column("To which area it belongs.")
    name_zh: str = column("What it is called in Chinese.")
    name_en: str = column("What it is called in English.")
    is_active: bool = column("Whether it is still done.")


@record
class ServiceSaid(Record):
    """What was written of short help. Reading it is written down."""

    text: str | None = column("What it says; none where it was erased.")


@record
class ServiceRecord(Batched, Node):
    """Short help that was given once."""

    batch = staticmethod(queries.service_records_by_id)
    id: NodeID[UUID]
    station_id: strawberry.Private[UUID]
    community_id: strawberry.Private[UUID]
    item_id: strawberry.Private[UUID]
    account_id: strawberry.Private[UUID]
    resident_id: strawberry.Private[UUID | None]
    area: words.ServiceArea = column("To which area it belonged.")
    channel: words.ServiceChannel = column("How it was given.")
    happened_on: dt.date = column("On which day.")
    minutes: int = column("How long it took.")
    people: int = column("To how many it was given.")
    recorded_at: dt.datetime = column("When it was written down.")
    station: Station | None = one("station_id", station_queries.stations_by_id, "By which station.", to="Station")
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    item: ServiceItem | None = one("item_id", queries.service_items_by_id, "What was done.", to="ServiceItem")
    worker: StationWorker | None = one(
        "account_id", queries.workers_of_accounts_by_id, "Who gave it.", to="StationWorker"
    )
    resident: Resident | None = one(
        "resident_id", residents.residents_by_id, "To whom, if to one of the residents.", to="Resident"
    )

    @computed("What was written of it, for whoever wrote it and the station's supervisor.")
    async def said(self, info: Info) -> ServiceSaid | None:
        """Read over the casework login, and written down."""
        row = await info.context.load(queries.service_texts_by_id, self.id)
        return None if row is None else ServiceSaid.of(row)


@given
class ServiceRecordFilter:
    """Which records are wanted; all that is given must hold."""

    station_id: GlobalID | None = ref("Of this station.", "Station", optional=True)
    area: words.ServiceArea | None = said("Of this area.", default=None)
    item_id: GlobalID | None = ref("Of this service.", "ServiceItem", optional=True)
    worker_id: GlobalID | None = ref("Given by this worker.", "StationWorker", optional=True)
    resident_id: GlobalID | None = ref("Given to this resident.", "Resident", optional=True)
    from_on: dt.date | None = said("On this day or after it.", default=None)
    to_on: dt.date | None = said("On this day or before it.", default=None)


@given
class RecordServiceInput(Creation):
    """Short help that was given."""

    station_id: GlobalID = ref("By which station.", "Station")
    item_id: GlobalID = ref("What was done.", "ServiceItem")
    channel: words.ServiceChannel = said("How it was given.")
    happened_on: dt.date = said("On which day, not after today.")
    minutes: int = said("How long it took, 1 to 1,440.")
    people: int = said("To how many it was given.", default=1)
    community_id: GlobalID | None = ref(
        "Where; the resident's community or the station's first where it is left out.", "Community", optional=True
    )
    resident_id: GlobalID | None = ref("To whom, if to one of the residents.", "Resident", optional=True)
    text: str | None = said("What is to be remembered of it, up to 4,000 characters; it is sealed.", default=None)


@given
class CreateServiceItemInput(Creation):
    """Something more that stations do."""

    code: str = said("By which programs know it, up to 32 characters.")
    area: words.ServiceArea = said("To which area it belongs.")
    name_zh: str = said("What it is called in Chinese.")
    name_en: str = said("What it is called in English.")


@given
class RetireServiceItemInput:
    """What stations do no more."""

    item_id: GlobalID = ref("What.", "ServiceItem")


@strawberry.type
class Query:
    """Reads of short help."""

    @reads(Surface.TENANT, Surface.RESIDENT, with_retired="What is done no more too.")
    async def service_items(
        self, info: Info, with_retired: bool = False, first: First = 20, after: After = None
    ) -> Connection[ServiceItem]:
        """What the operator's stations do."""
        scope, asked = await info.context.scope(), page(first, after)
        return Connection.of(ServiceItem, await queries.list_service_items(scope, asked, with_retired=with_retired))

    @reads(Surface.TENANT, over=Surface.CASEWORK, filter="Which records are wanted; all where it is left out.")
    async def service_records(
        self, info: Info, filter: ServiceRecordFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[ServiceRecord]:
        """Short help that the caller's stations gave, the latest first."""
        wanted = plain(filter, queries.ServiceFilter) if filter else queries.ServiceFilter()
        asked = page(first, after)
        found = await confided(info, lambda scope: queries.list_service_records(scope, asked, wanted))
        return Connection.of(ServiceRecord, found)

    @reads(Surface.TENANT, over=Surface.CASEWORK, record_id="Of which short help.")
    async def service_access_log(
        self, info: Info, record_id: GlobalID, first: First = 20, after: After = None
    ) -> Connection[CaseRead]:
        """Who read what was said of short help, newest first: for its station's supervisor."""
        key, asked = key_of(record_id, "ServiceRecord", field=("recordId",)), page(first, after)
        found = await confided(info, lambda scope: histories.list_service_reads(scope, asked, key))
        return Connection.of(CaseRead, found)


@strawberry.type
class Mutation:
    """Changes to short help."""

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def record_service(self, info: Info, input: RecordServiceInput) -> ServiceRecord:
        """Write down short help that the caller gave."""
        made = await actions.record_service(await info.context.scope(), plain(input, NewService))
        record: ServiceRecord = await shown(info, ServiceRecord, made.id)
        return record

    @mutation(Surface.TENANT)
    async def create_service_item(self, info: Info, input: CreateServiceItemInput) -> ServiceItem:
        """Let stations do something more."""
        made = await actions.create_service_item(await info.context.scope(), plain(input, NewServiceItem))
        return ServiceItem.of(made)

    @mutation(Surface.TENANT)
    async def retire_service_item(self, info: Info, input: RetireServiceItemInput) -> ServiceItem:
        """Nothing new is written down under it; what was stays."""
        scope = await info.context.scope()
        return ServiceItem.of(await actions.retire_service_item(scope, key(input, "item_id")))
