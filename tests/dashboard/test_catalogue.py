"""The catalogue of measures: by which rule each is shown, in both languages, and the page that is made of it."""

from pathlib import Path

import pytest

from backend.commands.documents import PAGES
from backend.core.settings import ROOT
from backend.modules.casework.contract.case_words import CasePhase
from backend.modules.casework.contract.words import ServiceArea
from backend.modules.councils.contract.words import CouncilKind
from backend.modules.dashboard.contract.figures import RULES
from backend.modules.dashboard.contract.measures import UNKNOWN, Dimension, Measure, Ratio, Sensitivity
from backend.modules.dashboard.disclosing import LEAST_CHANGED, LEAST_SHOWN, STEP
from backend.modules.grids.contract import GridLevel
from backend.modules.housing.identity import Sex
from backend.modules.housing.words import GovernanceMode, PartyStatus, ProductType
from backend.modules.party.words import MemberStage
from backend.modules.spaces.words import DemandOutcome, SpaceKind
from tenants.oversight_models import PartyOrgKind
from tests.dashboard.viewing import answer, viewer

DOCUMENT = "{ district { measures { code sensitivity suppression } } }"
# Decision 20: age and sex, Party and League, living alone, cases by phase or area; and what would tell one of them.
SENSITIVE = {
    "casework.open_cases_by_area",
    "casework.open_cases_by_phase",
    "housing.residents_by_age_and_sex",
    "housing.residents_by_party_status",
    "housing.residents_living_alone",
    "party.members_reported_in",
}

# What rows say; a dimension may have more, such as what is not known.
WORDS = {
    "case_phase": CasePhase,
    "council_kind": CouncilKind,
    "demand": DemandOutcome,
    "grid_level": GridLevel,
    "member_stage": MemberStage,
    "mode": GovernanceMode,
    "party_org_kind": PartyOrgKind,
    "party_status": PartyStatus,
    "product_type": ProductType,
    "service_area": ServiceArea,
    "sex": Sex,
    "space_kind": SpaceKind,
}
# These are made by the measure itself.
MADE = {"age_band", "arranged", "covered_by", "hour", "lives_alone", "solved_within", "tenure", "tier"}


def test_what_a_row_may_say_is_a_value_of_its_dimension() -> None:
    """Of any other there would be no cell in a series, and no word for it in a file."""
    assert {*WORDS, *MADE} == Dimension.declared.keys()
    for code, words in WORDS.items():
        named = {value for value, _, _ in Dimension.declared[code].values}
        assert {word.value for word in words} <= named, code


@pytest.mark.parametrize(("locale", "language"), [("zh-CN", 0), ("en", 1)])
async def test_every_measure_tells_by_which_rule_it_is_shown(locale: str, language: int) -> None:
    told = (await answer(viewer(locale=locale), DOCUMENT))["district"]["measures"]
    assert {one["code"] for one in told} == {*Measure.declared, *Ratio.declared, "dashboard.unique_residents"}
    assert {one["code"] for one in told if one["sensitivity"] == "SENSITIVE"} == SENSITIVE
    for one in told:
        assert one["suppression"] == RULES[Sensitivity(one["sensitivity"])][language], one["code"]


def test_the_rule_says_the_numbers_that_it_goes_by() -> None:
    zh, en = RULES[Sensitivity.SENSITIVE]
    assert (LEAST_SHOWN, STEP, LEAST_CHANGED) == (10, 5, 10)
    assert "小于 10 的不显示" in zh
    assert "最近的 5" in zh
    assert "under ten" in en
    assert "nearest five" in en


@pytest.mark.parametrize("path", sorted(PAGES), ids=lambda path: path.name)
def test_the_pages_say_what_the_product_says(path: Path) -> None:
    assert path.read_text(encoding="utf8") == PAGES[path](), f"`xinju docs` writes {path.relative_to(ROOT)} anew"


def test_an_open_measure_that_adds_up_cells_of_a_sensitive_one_says_so() -> None:
    """Of the same rows there are three kinds of open measures: all of them, a stated part, and by other dimensions."""
    for hidden in (Measure.declared[code] for code in SENSITIVE):
        for other in Measure.declared.values():
            if other.facts is hidden.facts and other.sensitivity is Sensitivity.OPEN and not other.by:
                told = other.tells is not None and Measure.declared[other.tells[0]].facts is hidden.facts
                assert told or other.value == hidden.value, (other.code, hidden.code)
            if other.facts is hidden.facts and other.sensitivity is Sensitivity.OPEN:
                assert not set(other.by) & set(hidden.by), (other.code, hidden.code)
    assert Measure.declared["housing.residents_undescribed"].tells == ("housing.residents_by_age_and_sex", UNKNOWN)
