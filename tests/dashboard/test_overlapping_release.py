"""A week's release of real communities: what a street and two modes have in common tells of neither community."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from backend.core import clock
from backend.modules.dashboard.releases import release_week
from backend.modules.housing.actions.inventory import create_building, create_community, create_units
from backend.modules.housing.contract.inputs import NewUnit
from backend.modules.housing.words import GovernanceMode, UnitKind
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import open_scope
from tests.conftest import acting
from tests.dashboard.counted import rebuild
from tests.dashboard.viewing import answer, viewer
from tests.housing.factories import Home, a_community, beds_of, make_stay

pytestmark = pytest.mark.usefixtures("district", "alone")

DAY = dt.timedelta(days=1)
STREET, ELSEWHERE = "310112112", "310112108"
BOTH = (
    "SELECT key, cells FROM shared.released_tables WHERE measure = 'housing.residents_by_age_and_sex' AND grouping = $1"
)
_SEX = "UPDATE residents SET birth_on = '1999-01-01', sex = $3 WHERE operator_id = $1 AND id = ANY($2)"


async def lived_in(operator: Operator, raw: asyncpg.Connection, men: int, women: int, **more: Any) -> None:
    """A community in which so many men and women live since ten days, all of one age."""
    people: list[UUID] = []
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
        community = await create_community(scope, a_community(f"c{men}{more['governance_mode'][:3]}", **more))
        building = await create_building(scope, community.id, "5", "5 号楼", 12)
        labels = tuple(str(number + 1) for number in range(men + women))
        suite = NewUnit(
            kind=UnitKind.SUITE, floor=1, number="118", area=Decimal(400), bed_labels=labels, max_occupants=len(labels)
        )
        (unit,) = await create_units(scope, building.id, (suite,))
        home = Home(community.id, building.id, unit.id, await beds_of(scope, unit))
        for bed in range(men + women):
            stay = await make_stay(scope, home, bed, starts_on=clock.today() - 10 * DAY)
            people.append(stay.lead_resident_id)
    for sex, some in (("MALE", people[:men]), ("FEMALE", people[men:])):
        await raw.execute(_SEX, operator.id, some, sex)


async def test_nine_and_nine_are_not_told_by_the_twenty_of_their_street(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    for mode in (GovernanceMode.AREA_GRID, GovernanceMode.WITHIN_COMMITTEE):
        await lived_in(operator, raw, 9, 15, governance_mode=mode, subdistrict_code=STREET)
    elsewhere = GovernanceMode.MANAGED_BY_NEIGHBOUR
    await lived_in(operator, raw, 20, 4, governance_mode=elsewhere, subdistrict_code=ELSEWHERE)
    await rebuild(operator.id)
    assert await release_week()
    shown: dict[str, dict[str, str]] = {}
    for by in ("DISTRICT", "SUBDISTRICT", "MODE"):
        shown[by] = {row["key"]: row["cells"] for row in await raw.fetch(BOTH, by)}
    assert "25-29|MALE" not in shown["SUBDISTRICT"][STREET]
    assert '"25-29|FEMALE": 30' in shown["SUBDISTRICT"][STREET]
    assert '"25-29|FEMALE": 15' in shown["MODE"]["AREA_GRID"]
    assert 'MALE": 9' not in str(shown)
    assert (await answer(viewer(), "{ district { summary { releasedOn } } }"))["district"]["summary"]["releasedOn"]
