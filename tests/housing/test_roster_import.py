"""Roster import: what the preview foresees, what the apply does, and what changes nothing."""

import asyncio
import json

import pytest
from sqlalchemy import func, select

from backend.modules.files.queries import get_content
from backend.modules.housing.actions.roster_imports import (
    apply_roster_import,
)
from backend.modules.housing.contract.refusals import RosterNotReady
from backend.modules.housing.models.inventory import Bed, Building, Unit
from backend.modules.housing.models.stays import Stay
from backend.modules.housing.roster.reading import read_roster
from backend.modules.housing.words import RosterStatus, StayStatus
from backend.modules.messaging.models import Notification
from tenants.audit import AuditEntry
from tenants.scope import Actor, open_scope
from tests.housing.factories import Home, a_document, make_stay
from tests.housing.imports import (
    DAY,
    TODAY,
    a_row,
    a_sheet,
    confirmed,
    current,
    imported,
    kinds,
    lines_of,
    new_community,
    previewed,
    sizes,
    stays,
    work,
)
from tests.housing.spreadsheets import ROSTERS

CODES = {
    "accepted": None,
    "refused: phone": "PHONE_MISSING",
    "refused: dates": "END_BEFORE_START",
    "refused: place taken": "BED_OCCUPIED",
    "refused: already housed": "RESIDENT_ALREADY_HOUSED",
}
# The key accepts in this row the number that it refuses in the row before (see test_roster_keys.py).
AT_ODDS = {("anle.csv", 155)}


@pytest.mark.parametrize("file", ["anle.csv", "maqiao.xlsx", "pujiang.xlsx"])
async def test_a_real_roster_is_imported_as_its_key_says(manager: Actor, file: str) -> None:
    community_id = await new_community(manager)
    content = (ROSTERS / file).read_bytes()
    key = json.loads((ROSTERS / f"{file.partition('.')[0]}.key.json").read_text("utf-8"))
    before = await sizes(manager)
    roster = await previewed(manager, community_id, content, creates_places=True)
    assert (await sizes(manager), roster.status) == (before, RosterStatus.PREVIEWED)
    roster = await confirmed(manager, roster.id)
    assert (roster.status, roster.rows_done, roster.rows_total) == (RosterStatus.APPLIED, len(key), len(key))
    expected = [said["expect"] == "accepted" and (file, said["row"]) not in AT_ODDS for said in key]
    assert (roster.counts["APPLIED"], roster.counts["FAILED"]) == (sum(expected), len(key) - sum(expected))
    housed = []
    for line, said in zip(await lines_of(manager, roster.id), key, strict=True):
        codes = {problem["code"] for problem in line.problems}
        if said["expect"] == "refused: document number" or (file, said["row"]) in AT_ODDS:
            assert codes in ({"BAD_DOCUMENT"}, {"FORMULA"})
        elif CODES[said["expect"]] is None:
            assert codes == set()
            housed.append((*map(str, filter(None, said["place"])), said["start"], said["end"]))
        else:
            assert codes == {CODES[said["expect"]]}
    assert await _ledger(manager) == sorted(housed)


async def _ledger(actor: Actor) -> list[tuple[str, ...]]:
    """Place and period of every stay, as a key writes them."""
    async with open_scope(actor, read_only=True) as scope:
        rows = await scope.session.execute(
            select(Building.code, Unit.number, Bed.label, Stay.starts_on, Stay.planned_ends_on)
            .join(Unit, Unit.id == Stay.unit_id)
            .join(Building, Building.id == Unit.building_id)
            .outerjoin(Bed, Bed.id == Stay.bed_id)
        )
        return sorted(tuple(str(value) for value in row if value is not None) for row in rows)


@pytest.mark.parametrize("file", ["anle.csv", "maqiao.xlsx", "pujiang.xlsx"])
async def test_the_same_file_again_changes_nothing(manager: Actor, file: str) -> None:
    community_id = await new_community(manager)
    content = (ROSTERS / file).read_bytes()
    first = await imported(manager, community_id, content, creates_places=True)
    before, ledger = await sizes(manager), await _ledger(manager)
    acts = await _acts(manager)
    again = await imported(manager, community_id, content, creates_places=True)
    assert {kind: count for kind, count in again.counts.items() if count} == {
        "UNCHANGED": first.counts["MOVE_IN"] + first.counts["HISTORY"],
        "ERROR": first.counts["ERROR"],
        "FAILED": first.counts["ERROR"],
        "APPLIED": first.counts["APPLIED"],
    }
    assert (await sizes(manager), await _ledger(manager)) == (before, ledger)
    assert await _acts(manager) == acts


async def _acts(actor: Actor) -> int:
    """How often something other than imports and files was changed."""
    async with open_scope(actor, read_only=True) as scope:
        of_the_ledger = AuditEntry.object_type.in_(["Stay", "Resident", "Community", "Bed"])
        return await scope.session.scalar(select(func.count()).where(of_the_ledger)) or 0


async def test_the_preview_foresees_what_the_rows_before_would_change(manager: Actor, home: Home) -> None:
    twice = a_document()
    roster = await previewed(
        manager,
        home.community_id,
        a_sheet(
            a_row(1),
            a_row(1, TODAY - 5 * DAY),
            a_row(2, document=twice),
            a_row(3, document=twice),
            a_row(3, TODAY - 90 * DAY, TODAY - 10 * DAY),
            a_row(3, TODAY - 10 * DAY),
            a_row(9),
            a_row(4, TODAY + 10 * DAY),
        ),
    )
    assert await kinds(manager, roster) == [
        *("MOVE_IN", "BED_OCCUPIED", "MOVE_IN", "RESIDENT_ALREADY_HOUSED", "HISTORY", "MOVE_IN", "PLACE_UNKNOWN"),
        "MOVE_IN",
    ]
    assert await stays(manager) == []
    await confirmed(manager, roster.id)
    assert [stay.status for stay in await stays(manager)] == [
        *(StayStatus.ENDED, StayStatus.ACTIVE, StayStatus.ACTIVE, StayStatus.ACTIVE, StayStatus.RESERVED)
    ]


async def test_the_sheet_of_failures_holds_only_what_failed_and_why(manager: Actor, home: Home) -> None:
    bad = a_row(2, name="冯错", phone="")
    roster = await imported(manager, home.community_id, a_sheet(a_row(1, name="陈对"), bad, a_row(9, name="卫无")))
    async with open_scope(manager) as scope:
        assert roster.failed_file_id is not None
        with await get_content(scope, roster.failed_file_id) as content:
            failures = read_roster(content.read())
    (sheet,) = failures.sheets
    assert [cells[0] for cells in sheet.cells.values()] == ["冯错", "卫无"]
    assert [cells[-2:] for cells in sheet.cells.values()] == [
        ("手机号（C 列）：缺少手机号", "3"),
        ("房号（E 列）：该社区没有这一楼栋、房源或床位", "4"),
    ]


async def test_an_import_without_failures_makes_no_sheet(manager: Actor, home: Home) -> None:
    roster = await imported(manager, home.community_id, a_sheet(a_row(1)))
    assert roster.failed_file_id is None


async def test_a_file_that_is_no_roster_is_refused_as_a_whole(manager: Actor, home: Home) -> None:
    roster = await previewed(manager, home.community_id, b"one,two\n1,2\n")
    assert (roster.status, roster.refusal, roster.rows_total) == (RosterStatus.REFUSED, "NO_HEADER", 0)
    header = ("姓名", "手机号", "房号", "入住日期")
    roster = await previewed(manager, home.community_id, a_sheet(("陈", "1", "2", "3"), header=header))
    assert (roster.status, roster.refusal) == (RosterStatus.REFUSED, "COLUMNS_MISSING")
    assert "DOCUMENT" in roster.refusal_fields
    with pytest.raises(RosterNotReady):
        async with open_scope(manager) as scope:
            await apply_roster_import(scope, roster.id)


async def test_a_row_whose_bed_is_taken_since_the_preview_fails_alone(manager: Actor, home: Home) -> None:
    roster = await previewed(manager, home.community_id, a_sheet(a_row(1), a_row(2), a_row(3)))
    async with open_scope(manager) as scope:
        await make_stay(scope, home, 1)
    roster = await confirmed(manager, roster.id)
    assert await kinds(manager, roster) == ["MOVE_IN", "BED_OCCUPIED", "MOVE_IN"]
    assert (roster.counts["APPLIED"], roster.counts["FAILED"]) == (2, 1)
    assert len(await stays(manager)) == 3


async def test_two_imports_of_one_community_at_once_give_each_bed_once(manager: Actor, home: Home) -> None:
    documents = [a_document() for _ in range(4)]
    sheets = [
        a_sheet(*(a_row(bed, document=document) for bed, document in enumerate(documents, 1))),
        a_sheet(*(a_row(bed, document=document) for bed, document in enumerate(reversed(documents), 1))),
    ]
    found = [await previewed(manager, home.community_id, sheet) for sheet in sheets]
    for roster in found:
        async with open_scope(manager) as scope:
            await apply_roster_import(scope, roster.id)
    await asyncio.gather(work(manager.operator), work(manager.operator))
    await work(manager.operator)
    rosters = [await current(manager, roster.id) for roster in found]
    assert [roster.status for roster in rosters] == [RosterStatus.APPLIED] * 2
    assert sum(roster.counts["APPLIED"] for roster in rosters) == 4
    assert len({stay.bed_id for stay in await stays(manager)}) == len(await stays(manager)) == 4


async def test_whoever_started_it_is_told_of_the_preview_and_of_the_end(manager: Actor, home: Home) -> None:
    roster = await imported(manager, home.community_id, a_sheet(a_row(1), a_row(1)))
    async with open_scope(manager, read_only=True) as scope:
        told = (await scope.session.scalars(select(Notification).order_by(Notification.id))).all()
    assert [(one.kind, one.object_id, one.facts) for one in told] == [
        ("ROSTER_PREVIEWED", roster.id, {"rows": 2, "errors": 1}),
        ("ROSTER_APPLIED", roster.id, {"rows": 2, "failed": 1}),
    ]
