"""The demo of the social-work stations: enough of everything for their faces, in every phase."""

import pytest
from sqlalchemy import func, select

from backend.core.db import OperatorRow
from backend.core.surfaces import Surface
from backend.modules.casework.contract.case_words import CasePhase
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.groups import GroupSession, StationActivity, StationGroup
from backend.modules.casework.models.services import ServiceRecord
from tenants.scope import open_scope
from tests.seeding.test_demo import at, demo

__all__ = ("demo",)


@pytest.mark.parametrize("code", ["guanyu", "youchao"])
async def test_a_station_has_services_groups_activities_and_cases_in_every_phase(code: str) -> None:
    counts: dict[type[OperatorRow], int] = {}
    async with open_scope((await at(code)).on(Surface.CASEWORK), read_only=True) as scope:
        for table in (ServiceRecord, Case, StationGroup, GroupSession, StationActivity):
            counts[table] = await scope.session.scalar(select(func.count()).select_from(table)) or 0
        phases = set(await scope.session.scalars(select(Case.phase)))
    assert counts == {ServiceRecord: 320, Case: 12, StationGroup: 2, GroupSession: 5, StationActivity: 5}
    assert phases == set(CasePhase)
