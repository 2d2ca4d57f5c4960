"""Roster imports driven from the upload to the end, in this process, as a worker would drive them."""

import csv
import datetime as dt
import io
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from sqlalchemy import func, select
from stdnum.cn import ric

import backend.modules.files.actions
import backend.modules.housing.tasks
import backend.modules.messaging.tasks  # noqa: F401 what handles the events of an import, and implements its ports
from backend.core import clock
from backend.modules.files.contract import FilePurpose
from backend.modules.files.receiving import receive
from backend.modules.housing.actions.inventory import create_community
from backend.modules.housing.actions.roster_imports import apply_roster_import, start_roster_import
from backend.modules.housing.models.inventory import Bed, Building, Unit
from backend.modules.housing.models.residents import Resident, ResidentNameToken
from backend.modules.housing.models.rosters import RosterImport, RosterLine
from backend.modules.housing.models.stays import BedOccupancy, Stay, StayResident
from backend.modules.housing.queries.rosters import get_roster_import
from tenants.delivery import Delivery, Outcome, deliver, relay
from tenants.scope import Actor, open_scope
from tests.housing.factories import a_community, a_document

LEDGER = (Building, Unit, Bed, Resident, ResidentNameToken, Stay, StayResident, BedOccupancy)
TODAY = clock.today()
DAY = dt.timedelta(days=1)
HEADER = ("姓名", "身份证号", "手机号", "楼栋", "房号", "床位", "入住日期", "到期日期")


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def upload(actor: Actor, content: bytes, name: str = "名册.csv") -> UUID:
    """A roster as `POST /files` takes it in."""
    return await receive(actor, FilePurpose.ROSTER, name, _pieces(content))


async def work(operator_id: UUID) -> int:
    """Deliver every event until none is left; how many handlers ran."""
    done = 0
    while True:
        waiting: list[Delivery] = []

        async def hand_over(deliveries: Sequence[Delivery], waiting: list[Delivery] = waiting) -> None:
            waiting.extend(deliveries)

        await relay(operator_id, hand_over)
        if not waiting:
            return done
        for delivery in waiting:
            done += await deliver(delivery) is Outcome.DONE


async def start(actor: Actor, community_id: UUID, content: bytes, **more: bool) -> UUID:
    """An import that waits to be read."""
    file_id = await upload(actor, content)
    async with open_scope(actor) as scope:
        roster = await start_roster_import(scope, file_id, community_id, has_consent=True, **more)
    return roster.id


async def previewed(actor: Actor, community_id: UUID, content: bytes, **more: bool) -> RosterImport:
    """An import after its dry run."""
    import_id = await start(actor, community_id, content, **more)
    await work(actor.operator)
    return await current(actor, import_id)


async def confirmed(actor: Actor, import_id: UUID) -> RosterImport:
    """An import after it was applied."""
    async with open_scope(actor) as scope:
        await apply_roster_import(scope, import_id)
    await work(actor.operator)
    return await current(actor, import_id)


async def imported(actor: Actor, community_id: UUID, content: bytes, **more: bool) -> RosterImport:
    """Previewed and applied."""
    roster = await previewed(actor, community_id, content, **more)
    return await confirmed(actor, roster.id)


async def current(actor: Actor, import_id: UUID) -> RosterImport:
    async with open_scope(actor, read_only=True) as scope:
        return await get_roster_import(scope, import_id)


async def lines_of(actor: Actor, import_id: UUID) -> list[RosterLine]:
    async with open_scope(actor, read_only=True) as scope:
        found = select(RosterLine).where(RosterLine.import_id == import_id).order_by(RosterLine.position)
        return list(await scope.session.scalars(found))


async def sizes(actor: Actor) -> dict[str, int]:
    """How many rows each table of the ledger has."""
    async with open_scope(actor, read_only=True) as scope:
        return {
            table.__tablename__: await scope.session.scalar(select(func.count()).select_from(table)) or 0
            for table in LEDGER
        }


def a_sheet(*rows: Sequence[object], header: Sequence[str] = HEADER) -> bytes:
    """A CSV with the usual columns."""
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def many_rows(count: int) -> list[tuple[object, ...]]:
    """So many people, each in a bed of their own: buildings of 500 rooms with four beds."""
    rows: list[tuple[object, ...]] = []
    for number in range(count):
        birth_on = dt.date(1960, 1, 1) + dt.timedelta(days=number % 14_000)
        body = f"310199{birth_on:%Y%m%d}{number // 14_000:03d}"
        room = number // 4 % 500
        rows.append(
            (
                f"张{chr(0x4E00 + number % 5000)}",
                body + ric.calc_check_digit(body + "0"),
                f"139{number:08d}",
                number // 2000 + 1,
                f"{room // 25 + 1}{room % 25 + 1:02d}",
                number % 4 + 1,
                *days(TODAY - (10 + number % 300) * DAY, TODAY + (30 + number % 300) * DAY),
            )
        )
    return rows


def days(start: dt.date, end: dt.date) -> tuple[str, str]:
    return start.isoformat(), end.isoformat()


def a_row(
    bed: object = 1,
    start: dt.date = TODAY - 10 * DAY,
    end: dt.date = TODAY + 90 * DAY,
    *,
    name: str = "陈晓",
    document: str | None = None,
    unit: str = "118",
    building: str = "5",
    phone: str = "13900001111",
) -> tuple[object, ...]:
    """Someone in a bed of building 5, room 118."""
    return (name, document or a_document(), phone, building, unit, bed, *days(start, end))


async def kinds(actor: Actor, roster: RosterImport) -> list[str]:
    """What each row would change, or why it cannot."""
    lines = await lines_of(actor, roster.id)
    return [line.problems[0]["code"] if line.problems else line.kind for line in lines]


async def stays(actor: Actor) -> list[Stay]:
    async with open_scope(actor, read_only=True) as scope:
        return list(await scope.session.scalars(select(Stay).order_by(Stay.starts_on, Stay.id)))


async def new_community(actor: Actor) -> UUID:
    async with open_scope(actor) as scope:
        return (await create_community(scope, a_community())).id
