"""The district: its figures are exact in the plan, and what is loaded at one per cent is a year of real stays."""

from collections import Counter

import pytest

from backend.modules.housing.words import GovernanceMode, ProductType
from backend.seeding.district_plan import plan_district, shared_out
from tests.cli.terminal import xinju
from tests.seeding.fingerprint import admin, fingerprint

SCALE = "0.01"
_OURS = "JOIN shared.operators o ON o.id = operator_id AND o.code ~ '^d[0-9]'"


def test_the_whole_plan_has_the_figures_of_the_district() -> None:
    operators = plan_district()
    communities = [community for operator in operators for community in operator.communities]
    assert (len(operators), len(communities)) == (40, 520)
    assert len({community.subdistrict_code for community in communities}) == 14
    assert sum(community.units for community in communities) == 148_000
    assert sum(community.living for community in communities) == 151_000
    assert sum(community.beds for community in communities) == 5_387
    homes = [community for community in communities if community.beds]
    assert len(homes) == 21
    assert {home.product_type for home in homes} == {ProductType.CITY_BUILDERS_HOME}
    modes = Counter(community.mode for community in communities)
    assert modes[GovernanceMode.AREA_GRID] == 520 - 222
    assert {mode for mode in GovernanceMode if modes[mode]} == set(GovernanceMode)
    assert GovernanceMode.AREA_GRID not in {home.mode for home in homes}
    assert plan_district() == operators


@pytest.mark.parametrize("scale", [0.002, 0.01, 0.1, 0.37])
def test_a_part_of_the_district_adds_up(scale: float) -> None:
    communities = [community for operator in plan_district(scale) for community in operator.communities]
    assert sum(community.units for community in communities) == round(148_000 * scale)
    assert sum(community.living for community in communities) == round(151_000 * scale)
    assert len(communities) == max(2, round(520 * scale))


def test_shares_add_up_to_the_total() -> None:
    assert shared_out(10, [1, 1, 1]) == [4, 3, 3]
    assert shared_out(7, [0, 2, 5]) == [0, 2, 5]


async def test_a_hundredth_of_the_district_is_loaded_once() -> None:
    made = xinju("seed", "--district", "--scale", SCALE)
    assert (made.code, made.err) == (0, "")
    assert "Residents of the district" in made.out
    before = await fingerprint()
    again = xinju("seed", "--district", "--scale", SCALE)
    assert (again.code, again.err) == (0, "")
    assert await fingerprint() == before
    counted = await _counts()
    living = counted.pop("living")
    assert living == 1_510
    assert counted == {"communities": 5, "units": 1_480, "home_beds": 54, "unsealed": 0, "homeless": 0, "doubled": 0}


async def test_the_district_has_a_year_behind_it_and_some_days_ahead() -> None:
    assert xinju("seed", "--district", "--scale", SCALE).code == 0
    connection = await admin()
    try:
        rows = await connection.fetch(f"SELECT status, count(*) FROM stays {_OURS} GROUP BY status")
        by_status = {row["status"]: row["count"] for row in rows}
        moved = await connection.fetchval(
            f"""
            SELECT count(*) FROM stays {_OURS} JOIN stays p ON p.operator_id = o.id AND p.id = stays.previous_stay_id
            WHERE p.ends_on = stays.starts_on AND p.lead_resident_id = stays.lead_resident_id
              AND stays.residency_started_on = p.starts_on
              AND (p.unit_id <> stays.unit_id OR p.bed_id <> stays.bed_id)
            """
        )
        linked = await connection.fetchval(f"SELECT count(*) FROM stays {_OURS} WHERE previous_stay_id IS NOT NULL")
        workers = await connection.fetchval(f"SELECT count(*) FROM stays {_OURS} WHERE employer_id IS NOT NULL")
        held = await connection.fetchval(f"SELECT count(*) FROM allotted_beds {_OURS}")
    finally:
        await connection.close()
    assert set(by_status) == {"ACTIVE", "ENDED", "RESERVED"}
    assert by_status["ENDED"] > 200
    assert by_status["RESERVED"] > 10
    assert moved == linked > 10
    assert workers > 20
    assert held == 37


async def _counts() -> dict[str, int]:
    connection = await admin()
    try:
        row = await connection.fetchrow(
            f"""
            SELECT (SELECT count(*) FROM communities {_OURS}) AS communities,
              (SELECT count(*) FROM units {_OURS}) AS units,
              (SELECT count(*) FROM beds {_OURS} JOIN communities c ON c.operator_id = o.id
                 AND c.id = beds.community_id AND c.product_type = 'CITY_BUILDERS_HOME') AS home_beds,
              (SELECT count(*) FROM residents {_OURS} WHERE name_sealed IS NULL OR document_index IS NULL) AS unsealed,
              (SELECT count(DISTINCT sr.resident_id) FROM stay_residents sr JOIN shared.operators o
                 ON o.id = sr.operator_id AND o.code ~ '^d[0-9]' JOIN stays s ON s.operator_id = o.id
                 AND s.id = sr.stay_id AND s.status = 'ACTIVE' AND s.ends_on > current_date) AS living,
              (SELECT count(*) FROM stays {_OURS} WHERE NOT EXISTS (SELECT FROM bed_occupancies b
                 WHERE b.operator_id = o.id AND b.stay_id = stays.id)) AS homeless,
              (SELECT count(*) FROM bed_occupancies {_OURS} JOIN bed_occupancies b ON b.operator_id = o.id
                 AND b.bed_id = bed_occupancies.bed_id AND b.id <> bed_occupancies.id
                 AND daterange(b.starts_on, b.ends_on)
                   && daterange(bed_occupancies.starts_on, bed_occupancies.ends_on)) AS doubled
            """
        )
        return dict(row)
    finally:
        await connection.close()
