"""The district's figures of the station are what an independent count of the source rows says."""

import datetime as dt

import asyncpg

from backend.core import clock
from tests.casework.telling import Told
from tests.courses.test_measures import around, total
from tests.dashboard.counted import by_hand, differences, of_days, rebuild, stored


async def test_short_help_and_cases_are_counted_as_by_hand(told: Told, raw: asyncpg.Connection) -> None:
    operator_id = told.office.operator.id
    with clock.at(clock.now() + dt.timedelta(days=2)):
        await rebuild(operator_id)
        days = around(clock.today(), 5)
        counted = of_days(await stored(operator_id, days))
        assert differences(counted, await by_hand(raw, operator_id, days)) == []
    assert total(counted, "casework.services_by_area") == total(counted, "casework.services") == 1
    assert total(counted, "casework.service_minutes") == 20
    assert total(counted, "casework.cases_opened") == 1
    # Open on the day it was opened and on the two that follow.
    assert total(counted, "casework.open_cases_by_phase") == total(counted, "casework.open_cases") == 3
