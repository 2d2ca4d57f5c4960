"""Slots of responsibility days: of this community, from today on, one unit's, logged once and told."""

import datetime as dt
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.partners.actions.days import log_responsibility_day, open_responsibility_day
from backend.modules.partners.actions.registering import retire_partner
from backend.modules.partners.contract.inputs import DayOutcome, NewDay
from backend.modules.partners.contract.refusals import DayClosed, DayTaken, PartnerRetired
from backend.modules.partners.contract.words import DayStatus
from backend.modules.partners.models import ResponsibilityDay
from backend.modules.partners.queries.partners import DayFilter, list_responsibility_days
from tenants.outbox import OutboxRow
from tenants.scope import Actor, open_scope
from tests.partners.factories import make_partner
from tests.partners.test_days import OUTCOME, _cancel, make_day, take
from tests.polls.factories import Village, make_village
from tests.tracing import traces

DAY = dt.timedelta(days=1)


async def log(village: Village, day_id: UUID, outcome: DayOutcome = OUTCOME) -> None:
    async with open_scope(village.manager) as scope:
        await log_responsibility_day(scope, day_id, outcome)


async def opened(village: Village, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "community_id": village.community_id,
        "held_on": clock.today(),
        "topic": "便民服务",
        "place": "门前",
    }
    async with open_scope(village.manager) as scope:
        return await open_responsibility_day(scope, NewDay(**(said | more)))


async def slots(actor: Actor, **wanted: Any) -> list[UUID]:
    async with open_scope(actor, read_only=True) as scope:
        return [one.id for one in (await list_responsibility_days(scope, Page(9), DayFilter(**wanted))).rows]


async def test_a_slot_of_today_is_taken_and_logged_on_the_day_itself(village: Village) -> None:
    day_id, unit = await make_day(village, 0), await make_partner(village.manager)
    with pytest.raises(DayClosed):
        await log(village, day_id)
    await take(village.manager, day_id, unit)
    for served in (-1, 100_001):
        with pytest.raises(BadInput):
            await log(village, day_id, DayOutcome(outcome="理发 18 人", served_count=served))
    await log(village, day_id)
    for refused in (
        log(village, day_id, DayOutcome(outcome="再登记一次", served_count=1)),
        _cancel(village.manager, day_id),
    ):
        with pytest.raises(DayClosed):
            await refused
    async with open_scope(village.manager, read_only=True) as scope:
        day = (await scope.session.scalars(select(ResponsibilityDay))).one()
        told = (await scope.session.scalars(select(OutboxRow.name))).all()
    assert (day.status, day.served_count, day.outcome) == (DayStatus.LOGGED, 33, OUTCOME.outcome)
    assert told.count("partners.ResponsibilityDayClaimed") == 1
    assert await traces(village.manager, "ResponsibilityDay") == {
        "open_responsibility_day": 1,
        "claim_responsibility_day": 1,
        "log_responsibility_day": 1,
    }


async def test_a_unit_that_ended_its_work_takes_no_slot_and_another_may(village: Village) -> None:
    day_id, gone, unit = (
        await make_day(village),
        await make_partner(village.manager),
        await make_partner(village.manager),
    )
    async with open_scope(village.manager) as scope:
        await retire_partner(scope, gone, "已搬离")
    for partner_id, refusal in ((gone, PartnerRetired), (new_id(), NotFound)):
        with pytest.raises(refusal):
            await take(village.manager, day_id, partner_id)
    await take(village.manager, day_id, unit)
    with pytest.raises(DayTaken):
        await take(village.manager, day_id, unit)


async def test_a_slot_that_is_taken_may_still_be_called_off(village: Village) -> None:
    day_id, unit = await make_day(village), await make_partner(village.manager)
    await take(village.manager, day_id, unit)
    await _cancel(village.manager, day_id)
    with clock.at(clock.now() + 8 * DAY), pytest.raises(DayClosed):
        await log(village, day_id)


async def test_slots_are_opened_where_one_works_and_seen_where_one_lives(village: Village) -> None:
    elsewhere = await make_village(village.operator, village.manager, people=1)
    for more, refusal in (
        ({"community_id": new_id()}, NotFound),
        ({"topic": "一"}, BadInput),
        ({"place": "长" * 81}, BadInput),
    ):
        with pytest.raises(refusal):
            await opened(village, **more)
    mine, later = await opened(village), await opened(village, held_on=clock.today() + 9 * DAY)
    theirs = await opened(elsewhere)
    assert await slots(village.resident(0)) == [later, mine]
    assert await slots(elsewhere.resident(0)) == [theirs]
    assert await slots(village.manager, community_id=elsewhere.community_id) == [theirs]
    assert await slots(village.manager, from_on=clock.today() + 9 * DAY) == [later]
    assert await slots(village.manager, status=DayStatus.LOGGED) == []
