"""Calling a council, and calling it off: what each rule asks at its very edge, and whom it touches."""

import datetime as dt
from dataclasses import replace
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError, BadInput, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.councils.actions.calling import add_agenda_item, cancel_council, schedule_council
from backend.modules.councils.actions.inviting import reserve_council_seat
from backend.modules.councils.contract.inputs import NewBody, NewItem
from backend.modules.councils.contract.refusals import CouncilNotOpen, NoticeTooShort
from backend.modules.councils.contract.words import BodyKind, CouncilKind, CouncilStatus, ItemSubject
from backend.modules.councils.models.councils import Council, CouncilRegistration
from backend.modules.councils.queries.councils import (
    councils_by_id,
    items_of_councils_by_id,
    list_registrations,
    own_registrations_by_id,
)
from tenants.outbox import OutboxRow
from tenants.scope import open_scope
from tests.councils.factories import DAY, a_council, call, hold
from tests.councils.test_councils import about
from tests.councils.test_seats import register, withdraw
from tests.polls.factories import Village, make_village
from tests.proposals.factories import propose, settled_accounts, told, work
from tests.tracing import reason_of, traces

MINUTE = dt.timedelta(minutes=1)
NOTICE = {CouncilKind.CONSULTATION: 2, CouncilKind.HEARING: 5, CouncilKind.APPRAISAL: 2}


async def cancel(village: Village, council_id: UUID, reason: str = "场地漏水") -> None:
    async with open_scope(village.manager) as scope:
        await cancel_council(scope, council_id, reason)


async def add(village: Village, council_id: UUID, item: NewItem) -> None:
    async with open_scope(village.manager) as scope:
        await add_agenda_item(scope, council_id, item)


async def statuses(village: Village, council_id: UUID) -> list[str]:
    async with open_scope(village.manager, read_only=True) as scope:
        rows = select(CouncilRegistration.status).where(CouncilRegistration.council_id == council_id)
        return sorted(await scope.session.scalars(rows))


async def shown(village: Village, council_id: UUID) -> Council:
    async with open_scope(village.manager, read_only=True) as scope:
        return (await councils_by_id(scope, [council_id]))[council_id]


@pytest.mark.parametrize("kind", NOTICE)
async def test_a_council_is_announced_its_days_before_and_not_a_minute_less(
    village: Village, kind: CouncilKind
) -> None:
    items = (await about(village),)
    now = clock.now()
    earliest = now + NOTICE[kind] * DAY
    with clock.at(now):
        with pytest.raises(NoticeTooShort):
            await call(village, kind=kind, items=items, starts_at=earliest - MINUTE)
        council = await call(village, kind=kind, items=items, starts_at=earliest)
    assert council.starts_at == earliest


@pytest.mark.parametrize("kind", [CouncilKind.COORDINATION, CouncilKind.TEA_TALK])
async def test_what_cannot_wait_needs_no_notice_and_yet_does_not_begin_in_the_past(
    village: Village, kind: CouncilKind
) -> None:
    items = (await about(village),)
    with pytest.raises(NoticeTooShort):
        await call(village, kind=kind, items=items, starts_at=clock.now() - MINUTE)
    await call(village, kind=kind, items=items, starts_at=clock.now() + MINUTE)


def a_body(name: str) -> NewBody:
    return NewBody(kind=BodyKind.POLICE, name=name)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"items": tuple(NewItem(title="一件") for _ in range(51))}, "items"),
        ({"bodies": tuple(a_body("派出所") for _ in range(31))}, "bodies"),
        ({"bodies": (a_body(" "),)}, "bodies"),
        ({"place": " "}, "place"),
        ({"seats": 2001}, "seats"),
        ({"reserved_seats": 1}, "reserved_seats"),
        ({"seats": 3, "reserved_seats": 2, "speaking_slots": 2}, "speaking_slots"),
        ({"items": (NewItem(title="无", subject_id=UUID(int=1)),)}, "items"),
    ],
)
async def test_an_odd_table_or_agenda_is_refused_at_its_field(
    village: Village, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        await call(village, **more)
    assert refused.value.field == ("input", field)


async def test_a_moment_without_its_zone_is_refused(village: Village) -> None:
    new = a_council(village.community_id)
    naive = replace(new, starts_at=new.starts_at.replace(tzinfo=None), ends_at=new.ends_at.replace(tzinfo=None))
    with pytest.raises(BadInput):
        async with open_scope(village.manager) as scope:
            await schedule_council(scope, naive)


async def test_the_fullest_table_that_is_allowed_is_called(village: Village) -> None:
    bodies = tuple(a_body(f"第 {number} 方") for number in range(30))
    items = tuple(NewItem(title=f"第 {number} 件") for number in range(50))
    council = await call(village, items=items, bodies=bodies, seats=2000)
    with pytest.raises(BadInput):
        await add(village, council.id, NewItem(title="第 51 件"))
    async with open_scope(village.manager, read_only=True) as scope:
        assert len((await items_of_councils_by_id(scope, [council.id]))[council.id]) == 50


async def test_a_grid_that_is_not_there_calls_nobody(village: Village) -> None:
    with pytest.raises(NotFound) as refused:
        await call(village, grid_id=new_id())
    assert refused.value.field == ("input", "grid_id")


async def strange_items(village: Village) -> list[tuple[NewItem, type[AppError]]]:
    """A proposal of another community, a draft that nobody saw, and one that is nowhere."""
    elsewhere = await make_village(village.operator, village.manager, people=1)
    ids = (await propose(elsewhere), await propose(village, is_published=False), new_id())
    named = [NewItem(subject=ItemSubject.PROPOSAL, subject_id=one, title="别处的事") for one in ids]
    odd = NewItem(subject=ItemSubject.OTHER, subject_id=ids[0], title="别处的事")
    return [*((item, NotFound) for item in named), (odd, BadInput)]


async def test_an_agenda_takes_only_what_is_published_in_its_own_community(village: Village) -> None:
    council = await call(village)
    for item, refusal in await strange_items(village):
        with pytest.raises(refusal):
            await call(village, items=(item,))
        with pytest.raises(refusal):
            await add(village, council.id, item)
    async with open_scope(village.manager, read_only=True) as scope:
        (only,) = (await items_of_councils_by_id(scope, [council.id]))[council.id]
    assert only.subject is ItemSubject.OTHER


async def test_calling_off_ends_the_seats_and_offers_of_this_council_alone(village: Village) -> None:
    council, other = await call(village, seats=2), await call(village, seats=2)
    for number in (0, 1, 2):
        await register(village, number, council.id)
    await withdraw(village, 0, council.id)
    await work(village)
    await register(village, 0, other.id)
    assert await statuses(village, council.id) == ["CANCELLED", "HELD", "REGISTERED"]
    await cancel(village, council.id)
    assert await statuses(village, council.id) == ["CANCELLED"] * 3
    assert await statuses(village, other.id) == ["REGISTERED"]
    async with open_scope(village.resident(0), read_only=True) as scope:
        assert set(await own_registrations_by_id(scope, [council.id, other.id])) == {other.id}
    async with open_scope(village.manager, read_only=True) as scope:
        assert await own_registrations_by_id(scope, [council.id, other.id]) == {}
        there = (await list_registrations(scope, Page(), other.id)).rows
    assert [one.resident_id for one in there] == [village.resident_ids[0]]


async def test_whoever_had_a_seat_reads_that_it_is_off_and_why(village: Village) -> None:
    accounts = await settled_accounts(village)
    council, other = await call(village), await call(village)
    for number in (1, 2):
        await register(village, number, council.id)
    await register(village, 3, other.id)
    async with open_scope(village.manager) as scope:
        await reserve_council_seat(scope, council.id, village.resident_ids[4])
    await cancel(village, council.id, " 场地漏水 ")
    await work(village)
    assert sorted(accounts[one] for one in await told(village, "COUNCIL_CANCELLED")) == [1, 2, 4]
    found = await shown(village, council.id)
    assert (found.status, found.cancelled_reason) == (CouncilStatus.CANCELLED, "场地漏水")
    assert await reason_of(village.manager, "cancel_council") == "场地漏水"


async def test_what_was_held_or_called_off_is_not_called_off_any_more(village: Village) -> None:
    held, off = await call(village), await call(village)
    await hold(village, held)
    await cancel(village, off.id)
    for council in (held, off):
        with pytest.raises(CouncilNotOpen):
            await cancel(village, council.id, "再取消一次")
    assert (await shown(village, held.id)).status is CouncilStatus.HELD
    assert (await shown(village, off.id)).cancelled_reason == "场地漏水"


async def test_calling_is_written_down_and_told(village: Village) -> None:
    council = await call(village, space_id=None)
    await add(village, council.id, NewItem(title="冰箱清理"))
    await cancel(village, council.id)
    acts = ("schedule_council", "add_agenda_item", "cancel_council")
    assert await traces(village.manager, "Council") == dict.fromkeys(acts, 1)
    async with open_scope(village.manager, read_only=True) as scope:
        names = set(await scope.session.scalars(select(OutboxRow.name)))
    assert {"councils.CouncilCalled", "councils.CouncilItemAdded", "councils.CouncilCancelled"} <= names
