"""Responsibility days: one unit a slot, logged on the day or later."""

import datetime as dt
from uuid import UUID

import pytest

from backend.core import clock
from backend.core.errors import BadInput, Forbidden
from backend.core.paging import Page
from backend.modules.partners.actions.days import (
    cancel_responsibility_day,
    claim_responsibility_day,
    log_responsibility_day,
    open_responsibility_day,
)
from backend.modules.partners.contract.inputs import DayOutcome, NewDay
from backend.modules.partners.contract.refusals import DayClosed, DayTaken
from backend.modules.partners.contract.words import DayStatus
from backend.modules.partners.queries.partners import DayFilter, list_responsibility_days
from tenants.scope import Actor, open_scope
from tests.partners.factories import make_partner
from tests.polls.factories import Village
from tests.proposals.factories import all_at_once

OUTCOME = DayOutcome(outcome="理发 18 人，磨刀 9 把，法律咨询 6 人", served_count=33)


async def make_day(village: Village, days: int = 7) -> UUID:
    new = NewDay(
        community_id=village.community_id,
        held_on=clock.today() + dt.timedelta(days=days),
        topic="社会责任日便民服务",
        place="党群服务站门前",
    )
    async with open_scope(village.manager) as scope:
        return await open_responsibility_day(scope, new)


async def take(actor: Actor, day_id: UUID, partner_id: UUID) -> None:
    async with open_scope(actor) as scope:
        await claim_responsibility_day(scope, day_id, partner_id)


async def test_of_ten_units_one_takes_the_slot_and_its_outcome_is_logged(village: Village) -> None:
    units = [await make_partner(village.manager) for _ in range(10)]
    day_id = await make_day(village)
    answers = await all_at_once(*(take(village.manager, day_id, unit) for unit in units))
    assert answers.count(None) == 1
    assert sum(isinstance(one, DayTaken) for one in answers) == 9
    with pytest.raises(DayClosed):
        async with open_scope(village.manager) as scope:
            await log_responsibility_day(scope, day_id, OUTCOME)
    with clock.at(clock.now() + dt.timedelta(days=8)):
        async with open_scope(village.manager) as scope:
            await log_responsibility_day(scope, day_id, OUTCOME)
    async with open_scope(village.resident(0), read_only=True) as scope:
        (shown,) = (await list_responsibility_days(scope, Page(10), DayFilter())).rows
    assert (shown.status, shown.served_count, shown.partner_id) == (
        DayStatus.LOGGED,
        33,
        units[answers.index(None)],
    )
    with pytest.raises(DayTaken):
        await take(village.manager, day_id, units[0])


async def test_a_slot_that_is_called_off_is_not_taken(village: Village) -> None:
    day_id, unit = await make_day(village), await make_partner(village.manager)
    async with open_scope(village.manager) as scope:
        await cancel_responsibility_day(scope, day_id)
    for refused in (take(village.manager, day_id, unit), _cancel(village.manager, day_id)):
        with pytest.raises(DayClosed):
            await refused
    with pytest.raises(BadInput):
        await make_day(village, -1)
    with pytest.raises(Forbidden):
        await _cancel(village.resident(0), day_id)


async def _cancel(actor: Actor, day_id: UUID) -> None:
    async with open_scope(actor) as scope:
        await cancel_responsibility_day(scope, day_id)
