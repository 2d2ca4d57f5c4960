"""What rows of a roster change: moves, ends, people left out, people who live along, and new places."""

import datetime as dt

from sqlalchemy import select

from backend.modules.housing.actions.inventory import set_bed_state
from backend.modules.housing.actions.leaving import check_out
from backend.modules.housing.models.inventory import Bed, Building, Unit
from backend.modules.housing.models.stays import StayResident
from backend.modules.housing.queries.rosters import problems_of
from backend.modules.housing.words import BedCondition, Relation, StayStatus
from tenants.scope import Actor, open_scope
from tests.housing.factories import Home, a_document, make_home, make_resident, make_stay
from tests.housing.imports import (
    DAY,
    HEADER,
    TODAY,
    a_row,
    a_sheet,
    confirmed,
    imported,
    kinds,
    lines_of,
    new_community,
    previewed,
    sizes,
    stays,
)


async def test_someone_who_moved_room_is_transferred_and_keeps_the_start_of_residency(
    manager: Actor, home: Home
) -> None:
    document = a_document()
    async with open_scope(manager) as scope:
        person = await make_resident(scope, document_number=document)
        was = await make_stay(
            scope, home, 0, resident_id=person.id, starts_on=TODAY - 20 * DAY, ends_on=TODAY + 300 * DAY
        )
    sheet = a_sheet(a_row(2, TODAY - 3 * DAY, TODAY + 200 * DAY, document=document))
    roster = await previewed(manager, home.community_id, sheet)
    assert await kinds(manager, roster) == ["TRANSFER"]
    roster = await confirmed(manager, roster.id)
    left, moved = await stays(manager)
    assert (left.id, left.status, left.ends_on) == (was.id, StayStatus.ENDED, TODAY - 3 * DAY)
    assert (moved.bed_id, moved.starts_on, moved.ends_on) == (home.bed_ids[1], TODAY - 3 * DAY, TODAY + 200 * DAY)
    assert (moved.residency_started_on, moved.previous_stay_id) == (TODAY - 20 * DAY, was.id)
    again = await imported(manager, home.community_id, sheet)
    assert await kinds(manager, again) == ["UNCHANGED"]


async def test_an_end_in_the_past_moves_someone_out_and_a_later_one_lets_them_stay(manager: Actor, home: Home) -> None:
    documents = [a_document(), a_document()]
    async with open_scope(manager) as scope:
        for bed, document in enumerate(documents):
            person = await make_resident(scope, document_number=document)
            await make_stay(scope, home, bed, resident_id=person.id, starts_on=TODAY - 20 * DAY)
    sheet = a_sheet(
        a_row(1, TODAY - 20 * DAY, TODAY - 2 * DAY, document=documents[0]),
        a_row(1, TODAY - 2 * DAY),
        a_row(2, TODAY - 20 * DAY, TODAY + 700 * DAY, document=documents[1]),
    )
    roster = await previewed(manager, home.community_id, sheet)
    assert await kinds(manager, roster) == ["MOVE_OUT", "MOVE_IN", "END_CHANGED"]
    await confirmed(manager, roster.id)
    found = {(stay.bed_id, stay.starts_on): (stay.status, stay.ends_on) for stay in await stays(manager)}
    assert found == {
        (home.bed_ids[0], TODAY - 20 * DAY): (StayStatus.ENDED, TODAY - 2 * DAY),
        (home.bed_ids[0], TODAY - 2 * DAY): (StayStatus.ACTIVE, TODAY + 90 * DAY),
        (home.bed_ids[1], TODAY - 20 * DAY): (StayStatus.ACTIVE, TODAY + 700 * DAY),
    }
    again = await imported(manager, home.community_id, sheet)
    assert await kinds(manager, again) == ["UNCHANGED"] * 3


async def test_a_complete_roster_moves_out_whom_it_leaves_out_and_nobody_it_means(manager: Actor, home: Home) -> None:
    named, listed = a_document(), a_document()
    async with open_scope(manager) as scope:
        people = [
            await make_resident(scope, "赵缺"),
            await make_resident(scope, "钱误", document_number=named),
            await make_resident(scope, "孙在", document_number=listed),
        ]
        for bed, person in enumerate(people):
            await make_stay(scope, home, bed, resident_id=person.id, starts_on=TODAY - 20 * DAY)
    sheet = a_sheet(
        a_row(3, TODAY - 20 * DAY, TODAY + 365 * DAY, name="孙在", document=listed),
        a_row(2, TODAY - 20 * DAY, name="钱误", document=named, phone=""),
        a_row(1, TODAY - 4 * DAY, name="李新"),
    )
    roster = await previewed(manager, home.community_id, sheet, is_complete=True)
    assert await kinds(manager, roster) == ["MOVE_OUT", "UNCHANGED", "PHONE_MISSING", "MOVE_IN"]
    missing = (await lines_of(manager, roster.id))[0]
    assert (missing.number, missing.sheet) == (None, "")
    await confirmed(manager, roster.id)
    found = {(stay.bed_id, stay.starts_on): (stay.status, stay.ends_on) for stay in await stays(manager)}
    assert found[home.bed_ids[0], TODAY - 20 * DAY] == (StayStatus.ENDED, TODAY - 4 * DAY)
    assert found[home.bed_ids[0], TODAY - 4 * DAY][0] is StayStatus.ACTIVE
    assert found[home.bed_ids[1], TODAY - 20 * DAY][0] is StayStatus.ACTIVE


async def test_a_roster_that_is_not_complete_moves_nobody_out(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        await make_stay(scope, home, 0, starts_on=TODAY - 20 * DAY)
    roster = await previewed(manager, home.community_id, a_sheet(a_row(2)))
    assert await kinds(manager, roster) == ["MOVE_IN"]


async def test_who_lives_along_joins_the_stay_of_the_lead(manager: Actor, home: Home) -> None:
    header = (*HEADER, "与主租人关系")
    child = a_document(TODAY - dt.timedelta(days=2000))
    sheet = a_sheet((*a_row("", name="周主"), ""), (*a_row("", name="周子", document=child), "儿子"), header=header)
    await imported(manager, home.community_id, sheet)
    (stay,) = await stays(manager)
    async with open_scope(manager, read_only=True) as scope:
        living = await scope.session.execute(select(StayResident.stay_id, StayResident.relation))
        assert sorted(living.all()) == sorted([(stay.id, Relation.LEAD), (stay.id, Relation.CHILD)])


async def test_places_that_rows_name_are_made_with_all_their_beds_and_only_when_told_to(manager: Actor) -> None:
    community_id = await new_community(manager)
    sheet = a_sheet(a_row(1), a_row(3, name="吴二"), a_row("", unit="1106", building="6"))
    roster = await imported(manager, community_id, sheet)
    assert await kinds(manager, roster) == ["PLACE_UNKNOWN"] * 3
    assert (await sizes(manager))["buildings"] == 0
    await imported(manager, community_id, sheet, creates_places=True)
    async with open_scope(manager, read_only=True) as scope:
        rows = await scope.session.execute(
            select(Building.code, Building.floors, Unit.number, Unit.floor, Unit.kind, Bed.label)
            .join(Unit, Unit.building_id == Building.id)
            .join(Bed, Bed.unit_id == Unit.id)
        )
        assert sorted(rows.all()) == [
            ("5", 1, "118", 1, "ROOM", "1"),
            ("5", 1, "118", 1, "ROOM", "3"),
            ("6", 11, "1106", 11, "SUITE", "1"),
        ]


async def test_a_room_in_which_every_row_is_refused_is_not_made(manager: Actor) -> None:
    community_id = await new_community(manager)
    child = a_document(TODAY - dt.timedelta(days=2000))
    sheet = a_sheet(a_row(1), a_row(1, unit="220", document=child))
    roster = await imported(manager, community_id, sheet, creates_places=True)
    assert await kinds(manager, roster) == ["MOVE_IN", "MINOR_ALONE"]
    made = await sizes(manager)
    assert (made["units"], made["beds"]) == (1, 1)


async def test_the_rules_of_a_check_in_hold_for_every_row(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope, beds=3, max_occupants=1)
        await set_bed_state(scope, home.bed_ids[2], BedCondition.OUT_OF_SERVICE)
    roster = await previewed(
        manager,
        home.community_id,
        a_sheet(
            a_row(3),
            a_row(1, document=a_document(TODAY - dt.timedelta(days=2000))),
            a_row(1, TODAY, TODAY + 5000 * DAY),
            a_row(1, TODAY + 300 * DAY, TODAY + 400 * DAY),
            a_row(1),
            a_row(2),
        ),
    )
    assert await kinds(manager, roster) == [
        *("BED_OUT_OF_SERVICE", "MINOR_ALONE", "STAY_TOO_LONG", "TOO_FAR_IN_FUTURE", "MOVE_IN", "OVER_LIMIT")
    ]
    lines = await lines_of(manager, roster.id)
    assert problems_of(lines[5], "zh-CN")[0].message.startswith("入住后将有 2 人，超过上限 1 人")


async def test_who_left_early_is_not_moved_in_again_by_the_old_file(manager: Actor, home: Home) -> None:
    sheet = a_sheet(a_row(1))
    await imported(manager, home.community_id, sheet)
    (stay,) = await stays(manager)
    async with open_scope(manager) as scope:
        await check_out(scope, stay.id)
    again = await imported(manager, home.community_id, sheet)
    assert await kinds(manager, again) == ["UNCHANGED"]
    assert [one.status for one in await stays(manager)] == [StayStatus.ENDED]
