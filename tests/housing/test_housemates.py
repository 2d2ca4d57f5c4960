"""Who shares a unit with whom: by stays of their own or by one, and at the same time."""

import datetime as dt

from backend.core import clock
from backend.modules.housing.contract.inputs import CoOccupant
from backend.modules.housing.queries.living import list_housemate_ids
from backend.modules.housing.words import Relation
from tenants.scope import Actor, open_scope
from tests.housing.factories import Home, make_home, make_resident, make_stay


async def test_housemates_share_a_unit_for_a_day_at_least_in_whichever_bed(manager: Actor, home: Home) -> None:
    async with open_scope(manager) as scope:
        spouse = (await make_resident(scope, "周涛")).id
        one = await make_stay(scope, home, 0, co_occupants=(CoOccupant(resident_id=spouse, relation=Relation.SPOUSE),))
        other = await make_stay(scope, home, 1)
        # Whoever has yet to come does not live there.
        await make_stay(scope, home, 3, starts_on=clock.today() + dt.timedelta(days=7))
        elsewhere = await make_stay(scope, await make_home(scope))
    with clock.at(clock.now() - dt.timedelta(days=90)):
        async with open_scope(manager) as scope:
            before = await make_stay(scope, home, 2, days=30)
    async with open_scope(manager, read_only=True) as scope:
        first, second = one.lead_resident_id, other.lead_resident_id
        for someone in (first, spouse, second):
            assert set(await list_housemate_ids(scope, someone)) == {first, spouse, second}
        assert await list_housemate_ids(scope, before.lead_resident_id) == [before.lead_resident_id]
        assert await list_housemate_ids(scope, elsewhere.lead_resident_id) == [elsewhere.lead_resident_id]
