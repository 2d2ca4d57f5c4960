"""Communities, places and people for tests of housing."""

import datetime as dt
import itertools
from dataclasses import dataclass
from decimal import Decimal
from typing import Any  # fields of inputs, by name
from uuid import UUID

from sqlalchemy import select
from stdnum.cn import ric

from backend.core import clock
from backend.modules.housing.actions.employers import create_employer
from backend.modules.housing.actions.inventory import create_building, create_community, create_units
from backend.modules.housing.actions.residents import register_resident
from backend.modules.housing.actions.stays import check_in
from backend.modules.housing.contract.inputs import NewCommunity, NewResident, NewStay, NewUnit
from backend.modules.housing.identity import DocumentKind
from backend.modules.housing.models.employers import Employer
from backend.modules.housing.models.inventory import Bed, Unit
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.stays import Stay
from backend.modules.housing.words import GovernanceMode, ProductType, UnitKind
from tenants.scope import Scope

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Home:
    """A community with one building and one unit of several beds."""

    community_id: UUID
    building_id: UUID
    unit_id: UUID
    bed_ids: list[UUID]


def a_community(code: str = "mq", **more: Any) -> NewCommunity:
    said: dict[str, Any] = {
        "code": code,
        "name": "马桥社区",
        "subdistrict_code": "310112112",
        "address": "马桥镇曙建路 1 号",
        "product_type": ProductType.AFFORDABLE_RENTAL,
        "governance_mode": GovernanceMode.AREA_GRID,
        "opened_on": dt.date(2024, 1, 1),
    }
    return NewCommunity(**(said | more))


async def make_home(
    scope: Scope, *, beds: int = 4, kind: UnitKind = UnitKind.ROOM, area: int = 60, max_occupants: int = 8
) -> Home:
    """Building 5, room 118, as in Maqiao."""
    community = await create_community(scope, a_community(f"c{next(_numbers)}"))
    building = await create_building(scope, community.id, "5", "5 号楼", 12)
    labels = tuple(str(number) for number in range(1, beds + 1))
    new = NewUnit(kind=kind, floor=1, number="118", area=Decimal(area), bed_labels=labels, max_occupants=max_occupants)
    (unit,) = await create_units(scope, building.id, (new,))
    return Home(community.id, building.id, unit.id, await beds_of(scope, unit))


async def beds_of(scope: Scope, unit: Unit) -> list[UUID]:
    """A unit's beds, by label."""
    rows = await scope.session.scalars(select(Bed).where(Bed.unit_id == unit.id).order_by(Bed.label))
    return [bed.id for bed in rows]


def a_document(birth_on: dt.date = dt.date(1994, 5, 17)) -> str:
    """A number that nobody has: its area code, 310190 to 310199, is unassigned."""
    area, serial = divmod(next(_numbers) % 10_000, 1000)
    body = f"31019{9 - area}{birth_on:%Y%m%d}{serial:03d}"
    return body + ric.calc_check_digit(body + "0")


def a_person(name: str = "张伟", **more: Any) -> NewResident:
    said: dict[str, Any] = {
        "name": name,
        "document_kind": DocumentKind.RESIDENT_ID,
        "document_number": a_document(),
        "phone": f"139{next(_numbers):08d}",
        "has_consented": True,
    }
    return NewResident(**(said | more))


async def make_resident(scope: Scope, name: str = "张伟", **more: Any) -> Resident:
    return await register_resident(scope, a_person(name, **more))


async def make_employer(scope: Scope, name: str = "浦江保安服务有限公司", code: str = "91310112MA1GB00A62") -> Employer:
    return await create_employer(scope, name, code)


async def make_stay(scope: Scope, home: Home, bed: int = 0, *, days: int = 365, **more: Any) -> Stay:
    """Someone new in a bed from today on."""
    today = clock.today()
    said: dict[str, Any] = {
        "unit_id": home.unit_id,
        "bed_id": home.bed_ids[bed],
        "resident_id": more.get("resident_id") or (await make_resident(scope)).id,
        "starts_on": today,
        "ends_on": today + dt.timedelta(days=days),
    }
    return await check_in(scope, NewStay(**(said | more)))
