"""Visits to a station: counted once by service and day, corrected by the difference, and nobody's name."""

import datetime as dt

import pytest
from sqlalchemy import text

from backend.core import clock
from backend.core.errors import AppError, BadInput, NotFound
from backend.core.paging import Page
from backend.modules.party.contract.refusals import VisitNotePersonal, VisitsCounted
from backend.modules.party.queries.visits import list_service_figures, list_station_visits, station_visits_by_id
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.party.factories import Covered, make_covered
from tests.party.members import outcomes
from tests.party.stationed import closed, counted, opened, services


async def figures(covered: Covered, station_id: object, month: dt.date | None = None) -> list[tuple[object, int, int]]:
    async with open_scope(covered.supervisor, read_only=True) as scope:
        found = await list_service_figures(scope, station_id, month)  # type: ignore[arg-type]  # an id
    return [(one.service_id, one.people, one.days) for one in found]


async def test_visits_are_summed_by_service_and_month(covered: Covered) -> None:
    with clock.at(clock.moment(clock.today().replace(day=20), 12)):
        today, last_month = clock.today(), clock.today().replace(day=1) - dt.timedelta(days=1)
        station = await opened(covered)
        offered = await services(covered.supervisor, station.id)
        clinic, library = offered["健康义诊"], offered["职工书屋"]
        for day, service, people in (
            (today, clinic, 12),
            (today, library, 30),
            (today - dt.timedelta(days=1), clinic, 8),
            (last_month, clinic, 99),
        ):
            await counted(covered.supervisor, station.id, service, people, visited_on=day)
        assert await figures(covered, station.id) == [(library, 30, 1), (clinic, 20, 2)]
        assert await figures(covered, station.id, last_month) == [(clinic, 99, 1)]


async def test_a_service_is_counted_once_a_day_and_corrected_by_the_difference(covered: Covered) -> None:
    station = await opened(covered)
    clinic = (await services(covered.supervisor, station.id))["健康义诊"]
    await counted(covered.supervisor, station.id, clinic, 40, note="义诊加场")
    with pytest.raises(VisitsCounted):
        await counted(covered.supervisor, station.id, clinic, 40)
    with pytest.raises(BadInput):
        await counted(covered.supervisor, station.id, clinic, 40, reason="没有变化")
    await counted(covered.supervisor, station.id, clinic, 34, reason="重复登记 6 人次")
    assert await figures(covered, station.id) == [(clinic, 34, 1)]
    async with open_scope(covered.supervisor, read_only=True) as scope:
        rows = (await list_station_visits(scope, Page(), station.id)).rows
    assert [(row.number, row.people, row.note) for row in rows] == [
        (1, -6, "重复登记 6 人次"),
        (0, 40, "义诊加场"),
    ]


async def test_many_who_count_at_once_count_once(covered: Covered) -> None:
    station = await opened(covered)
    clinic = (await services(covered.supervisor, station.id))["健康义诊"]
    found = await outcomes(*[lambda: counted(covered.supervisor, station.id, clinic, 5)] * 4)
    assert found == {"done": 1, VisitsCounted.code: 3}
    found = await outcomes(
        *[lambda n=n: counted(covered.supervisor, station.id, clinic, n, reason="更正") for n in (6, 7, 8)]
    )
    assert found == {"done": 3}
    ((_, people, _),) = await figures(covered, station.id)
    assert people in (6, 7, 8)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"people": -1}, BadInput),
        ({"people": 10_001}, BadInput),
        ({"visited_on": clock.today() + dt.timedelta(days=1)}, BadInput),
        ({"visited_on": clock.today() - dt.timedelta(days=40)}, BadInput),
        ({"reason": "还没有登记过"}, NotFound),
        ({"note": "联系人 138 0013 8000"}, VisitNotePersonal),
        ({"note": "证件310112199001011234"}, VisitNotePersonal),
        ({"note": "长" * 201}, BadInput),
    ],
)
async def test_odd_visits_are_refused(covered: Covered, more: dict[str, object], refusal: type[AppError]) -> None:
    station = await opened(covered)
    clinic = (await services(covered.supervisor, station.id))["健康义诊"]
    with pytest.raises(refusal):
        await counted(covered.supervisor, station.id, clinic, **({"people": 3} | more))  # type: ignore[arg-type]  # named above
    assert await figures(covered, station.id) == []


async def test_a_closed_station_is_counted_until_the_day_it_closed(covered: Covered) -> None:
    station = await opened(covered)
    clinic = (await services(covered.supervisor, station.id))["健康义诊"]
    await closed(covered.supervisor, station)
    await counted(covered.supervisor, station.id, clinic, 3)
    with clock.at(clock.now() + dt.timedelta(days=1)), pytest.raises(BadInput):
        await counted(covered.supervisor, station.id, clinic, 3)


async def test_visits_are_the_organisations_own(operator: Operator, manager: Actor, covered: Covered) -> None:
    station = await opened(covered)
    clinic = (await services(covered.supervisor, station.id))["健康义诊"]
    made = await counted(covered.supervisor, station.id, clinic, 3)
    other = await make_covered(operator, manager)
    for asked in (list_service_figures, lambda scope, wanted: list_station_visits(scope, Page(), wanted)):
        with pytest.raises(NotFound):
            async with open_scope(other.supervisor, read_only=True) as scope:
                await asked(scope, station.id)
    with pytest.raises(NotFound):
        await counted(other.supervisor, station.id, clinic, 3, reason="别家的站")
    theirs = await opened(other)
    with pytest.raises(NotFound):
        await counted(other.supervisor, theirs.id, clinic, 3)
    async with open_scope(other.supervisor, read_only=True) as scope:
        assert await station_visits_by_id(scope, [made.id]) == {}
        assert await scope.session.scalar(text("SELECT count(*) FROM shared.party_station_visits")) == 0
