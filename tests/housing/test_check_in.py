"""Check-in: what is refused, what is written, and who wins."""

import asyncio
import datetime as dt
from collections import Counter
from typing import Any  # fields of inputs, by name

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import AppError, Forbidden, NotFound
from backend.modules.housing.actions.employers import allot_beds, create_employer
from backend.modules.housing.actions.inventory import set_bed_state
from backend.modules.housing.actions.stays import cancel_stay, check_in, confirm_arrival, extend_stay
from backend.modules.housing.contract.inputs import CoOccupant, NewStay
from backend.modules.housing.contract.refusals import (
    BedAllotted,
    BedOccupied,
    BedOutOfService,
    ConsentMissing,
    DocumentInvalid,
    DocumentTaken,
    EndBeforeStart,
    MinorAlone,
    OverLimit,
    ResidentAlreadyHoused,
    StayTooLong,
    TooFarInFuture,
    TooFarInPast,
)
from backend.modules.housing.models.stays import BedOccupancy, Stay, StayResident
from backend.modules.housing.words import BedCondition, Relation, StayStatus, UnitKind
from tenants.audit import AuditEntry
from tenants.models import Operator
from tenants.outbox import OutboxRow
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.housing.factories import Home, a_document, make_home, make_resident, make_stay

TODAY = clock.today()
DAY = dt.timedelta(days=1)


async def written(actor: Actor) -> Counter[str]:
    """How many rows of an act there are."""
    async with open_scope(actor, read_only=True) as scope:
        return Counter(
            {
                table.__tablename__: await scope.session.scalar(select(func.count()).select_from(table))
                for table in (Stay, StayResident, BedOccupancy, OutboxRow, AuditEntry)
            }
        )


async def test_a_resident_is_housed_in_a_bed(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        stay = await make_stay(scope, home, bed=2)
    assert (stay.status, stay.starts_on, stay.residency_started_on) == (StayStatus.ACTIVE, TODAY, TODAY)
    assert stay.registration_due_on == TODAY + 7 * DAY
    async with open_scope(manager, read_only=True) as scope:
        held = (await scope.session.scalars(select(BedOccupancy))).all()
    assert [(row.bed_id, row.stay_id, row.starts_on, row.ends_on) for row in held] == [
        (home.bed_ids[2], stay.id, TODAY, TODAY + 365 * DAY)
    ]


async def test_letting_a_unit_occupies_all_its_beds(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        await make_stay(scope, home, bed_id=None)
    with pytest.raises(BedOccupied):
        async with open_scope(manager) as scope:
            await make_stay(scope, home, bed=3)


async def test_a_bed_is_free_again_on_the_morning_of_leaving(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        await make_stay(scope, home, days=10)
        later = await make_stay(scope, home, starts_on=TODAY + 10 * DAY, ends_on=TODAY + 20 * DAY)
    assert later.status is StayStatus.RESERVED


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"starts_on": TODAY - 31 * DAY}, TooFarInPast),
        ({"starts_on": TODAY + 181 * DAY, "ends_on": TODAY + 300 * DAY}, TooFarInFuture),
        ({"ends_on": TODAY}, EndBeforeStart),
        ({"starts_on": TODAY - 5 * DAY, "ends_on": TODAY - 2 * DAY}, EndBeforeStart),
        ({"ends_on": TODAY + 1831 * DAY}, StayTooLong),
    ],
)
async def test_odd_dates_are_refused_and_nothing_is_written(
    manager: Actor, home: Home, said: dict[str, Any], refusal: type[AppError]
) -> None:
    async with open_scope(manager) as scope:
        resident = await make_resident(scope)
    before = await written(manager)
    with pytest.raises(refusal):
        async with open_scope(manager) as scope:
            await make_stay(scope, home, resident_id=resident.id, **said)
    assert await written(manager) == before


async def test_someone_under_age_cannot_live_alone(manager: Actor, home: Home) -> None:
    born = TODAY.replace(year=TODAY.year - 17)
    async with open_scope(manager) as scope:
        child = await make_resident(scope, document_number=a_document(born))
    before = await written(manager)
    with pytest.raises(MinorAlone) as refused:
        async with open_scope(manager) as scope:
            await make_stay(scope, home, resident_id=child.id)
    assert refused.value.message("zh-CN") == "未满 18 周岁的人员不能单独办理入住"
    assert await written(manager) == before


async def test_a_child_may_live_along(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        child = await make_resident(scope, document_number=a_document(TODAY.replace(year=TODAY.year - 3)))
        along = (CoOccupant(resident_id=child.id, relation=Relation.CHILD),)
        stay = await make_stay(scope, home, bed_id=None, co_occupants=along)
        other = await make_home(scope)
    with pytest.raises(ResidentAlreadyHoused):
        async with open_scope(manager) as scope:
            await make_stay(scope, other, co_occupants=along)
    assert stay.status is StayStatus.ACTIVE


async def test_too_many_people_are_refused_or_allowed_with_a_reason(manager: Actor, desk: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope, beds=3, area=9)
        await make_stay(scope, home, bed=0)
        await make_stay(scope, home, bed=1)
    before = await written(manager)
    tries: tuple[tuple[Actor, dict[str, Any]], ...] = ((desk, {"over_limit_reason": "亲属"}), (manager, {}))
    for actor, said in tries:
        with pytest.raises(OverLimit) as refused:
            async with open_scope(actor) as scope:
                await make_stay(scope, home, bed=2, **said)
        assert refused.value.facts == {"persons": 3, "limit": 2}
    assert await written(manager) == before
    async with open_scope(manager) as scope:
        stay = await make_stay(scope, home, bed=2, over_limit_reason="临时安置")
    assert stay.over_limit_reason == "临时安置"


async def test_a_taken_bed_of_a_full_room_is_taken_and_not_crowded(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope, beds=2, max_occupants=2)
        for bed in range(2):
            await make_stay(scope, home, bed=bed)
    with pytest.raises(BedOccupied):
        async with open_scope(manager) as scope:
            await make_stay(scope, home, bed=1)


async def test_a_suite_has_no_limit_of_persons_a_room(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope, beds=9, kind=UnitKind.SUITE, area=200, max_occupants=12)
        for bed in range(9):
            await make_stay(scope, home, bed=bed)


async def test_beds_out_of_service_are_refused(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        await set_bed_state(scope, home.bed_ids[0], BedCondition.OUT_OF_SERVICE, "漏水")
    with pytest.raises(BedOutOfService):
        async with open_scope(manager) as scope:
            await make_stay(scope, home)


async def test_an_employers_beds_are_for_its_own_workers(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        guards = await create_employer(scope, "保安公司", "91310112MA1GB00A62")
        await allot_beds(scope, guards.id, tuple(home.bed_ids[:2]), TODAY, TODAY + 90 * DAY)
    with pytest.raises(BedAllotted):
        async with open_scope(manager) as scope:
            await make_stay(scope, home, days=30)
    async with open_scope(manager) as scope:
        await make_stay(scope, home, days=30, employer_id=guards.id)


async def test_consent_and_a_valid_document_are_needed(manager: Actor) -> None:
    number = a_document()
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    for said, refusal in (({"has_consented": False}, ConsentMissing), ({"document_number": wrong}, DocumentInvalid)):
        with pytest.raises(refusal):
            async with open_scope(manager) as scope:
                await make_resident(scope, **said)


async def test_a_document_is_registered_once(manager: Actor) -> None:
    number = a_document()
    async with open_scope(manager) as scope:
        await make_resident(scope, document_number=number)
    with pytest.raises(DocumentTaken):
        async with open_scope(manager) as scope:
            await make_resident(scope, document_number=number.lower())


async def test_the_permission_is_asked_before_anything_else(operator: Operator, home: Home, manager: Actor) -> None:
    worker = acting(operator, Role.SOCIAL_WORKER)
    new = NewStay(unit_id=home.unit_id, resident_id=home.unit_id, starts_on=TODAY, ends_on=TODAY)
    with pytest.raises(Forbidden):
        async with open_scope(worker) as scope:
            await check_in(scope, new)


async def test_another_operators_bed_is_not_there(home: Home) -> None:
    stranger = acting(await new_operator(), Role.COMMUNITY_MANAGER)
    with pytest.raises(NotFound):
        async with open_scope(stranger) as scope:
            await make_stay(scope, home)
    assert (await written(stranger))["stays"] == 0


async def test_staff_of_one_community_cannot_house_elsewhere(operator: Operator, manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        other = await make_home(scope)
    limited = acting(operator, Role.FRONT_DESK, community_ids=(other.community_id,))
    with pytest.raises(NotFound):
        async with open_scope(limited) as scope:
            await make_stay(scope, home)
    async with open_scope(limited) as scope:
        await make_stay(scope, other)


async def test_who_arrives_becomes_active_and_who_cancels_holds_nothing(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        coming = await make_stay(scope, home, starts_on=TODAY + DAY, ends_on=TODAY + 9 * DAY)
        gone = await make_stay(scope, home, bed=1, starts_on=TODAY + DAY, ends_on=TODAY + 9 * DAY)
    with clock.at(clock.now() + DAY):
        async with open_scope(manager) as scope:
            assert (await confirm_arrival(scope, coming.id)).status is StayStatus.ACTIVE
            assert (await cancel_stay(scope, gone.id, "不来了")).status is StayStatus.CANCELLED
            await make_stay(scope, home, bed=1, starts_on=TODAY + DAY, ends_on=TODAY + 9 * DAY)


async def test_an_extension_cannot_run_into_the_next_stay(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        first = await make_stay(scope, home, days=10)
        await make_stay(scope, home, starts_on=TODAY + 15 * DAY, ends_on=TODAY + 30 * DAY)
    with pytest.raises(BedOccupied):
        async with open_scope(manager) as scope:
            await extend_stay(scope, first.id, TODAY + 16 * DAY)
    async with open_scope(manager) as scope:
        longer = await extend_stay(scope, first.id, TODAY + 15 * DAY)
    assert (longer.planned_ends_on, longer.ends_on) == (TODAY + 15 * DAY, TODAY + 15 * DAY)


async def _outcome(actor: Actor, new: NewStay) -> str:
    try:
        async with open_scope(actor) as scope:
            await check_in(scope, new)
    except AppError as refusal:
        return refusal.code
    return "housed"


async def test_of_two_hundred_people_for_one_bed_exactly_one_is_housed(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        people = [(await make_resident(scope)).id for _ in range(200)]
    wanted = [
        NewStay(unit_id=home.unit_id, bed_id=home.bed_ids[0], resident_id=one, starts_on=TODAY, ends_on=TODAY + DAY)
        for one in people
    ]
    outcomes = Counter(await asyncio.gather(*(_outcome(manager, new) for new in wanted)))
    assert outcomes == {"housed": 1, "BED_OCCUPIED": 199}
    assert (await written(manager))["bed_occupancies"] == 1


async def test_one_person_is_housed_in_exactly_one_of_fifty_beds(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope, beds=24, kind=UnitKind.SUITE, area=900, max_occupants=99)
        person = await make_resident(scope)
    wanted = [
        NewStay(unit_id=home.unit_id, bed_id=bed, resident_id=person.id, starts_on=TODAY, ends_on=TODAY + DAY)
        for bed in home.bed_ids
    ]
    outcomes = Counter(await asyncio.gather(*(_outcome(manager, new) for new in wanted)))
    assert outcomes == {"housed": 1, "RESIDENT_ALREADY_HOUSED": 23}
