"""The changelog and the decision records have their form, and the table of enforcers tells the truth."""

import importlib
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.architecture.lint import LINTS, ROOT, repository
from tests.architecture.test_linters import REFUSED

HERE = Path(__file__).parent
RECORDS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
TABLE = ROOT / "docs/decisions/0001-conventions-and-their-enforcers.md"
CONVENTIONS = 26

for file in sorted(HERE.glob("test_*.py")):
    importlib.import_module(f"tests.architecture.{file.stem}")


def rows(text: str) -> dict[int, str]:
    """The enforcers of each convention, as the table writes them."""
    return {int(number): cell for number, cell in re.findall(r"^\| (\d+) \|.*\| (.*) \|$", text, re.MULTILINE)}


def untruths(text: str) -> list[str]:
    """What a table of enforcers says wrongly, or leaves out."""
    table, codes = rows(text), {code for code, _, _ in REFUSED}
    wrong = [f"{number} is missing" for number in range(1, CONVENTIONS + 1) if number not in table]
    for number, cell in table.items():
        named = re.findall(r"(ruff )?`([^`]+)`", cell)
        if not named and "review" not in cell:
            wrong.append(f"{number} names no enforcer")
        for ruff, name in named:
            stands = name in codes if ruff else name in LINTS or (ROOT / name).exists()
            if not stands:
                wrong.append(f"{number}: {name} does not exist")
    missing = [one for one in LINTS.values() if f"`{one.name}`" not in table.get(one.convention, "")]
    return wrong + [f"{one.convention} does not name {one.name}" for one in missing]


def test_the_table_of_enforcers_tells_the_truth() -> None:
    assert untruths(TABLE.read_text(encoding="utf8")) == []


@pytest.mark.parametrize(
    ("instead", "of", "says"),
    [
        ("", "`actions_are_verb_and_noun`, ", "2 does not name actions_are_verb_and_noun"),
        ("`files_are_tall`", "`files_are_short`", "7: files_are_tall does not exist"),
        ("ruff `XYZ001`", "ruff `BLE001`", "14: XYZ001 does not exist"),
        ("| 27 |", "| 17 |", "17 is missing"),
        ("hope", "review: no syntax tells a rule from a write", "11 names no enforcer"),
    ],
)
def test_an_untrue_table_is_noticed(instead: str, of: str, says: str) -> None:
    text = TABLE.read_text(encoding="utf8")
    assert of in text
    assert says in untruths(text.replace(of, instead))


def test_every_lint_carries_bad_and_good_examples() -> None:
    assert len(LINTS) >= 30
    assert [one.name for one in LINTS.values() if not one.bad or not one.good] == []


def test_every_excuse_that_applies_is_needed() -> None:
    idle = []
    for one in LINTS.values():
        for pattern in one.excused:
            named = [source for source in repository() if re.fullmatch(pattern, source.path)]
            if named and not list(one.check([source for source in named if re.fullmatch(one.where, source.path)])):
                idle.append(f"{one.name}: {pattern}")
    assert idle == []


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_record_has_its_four_headings(record: Path) -> None:
    text = record.read_text(encoding="utf8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Status", "Context", "Decision", "Enforced by"]
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+", record.stem)
    assert text.startswith(f"# {int(record.stem[:4])}. ")


def test_records_are_numbered_in_order() -> None:
    assert [int(record.stem[:4]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))


def test_the_changelog_has_an_unreleased_section_with_lines() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf8")
    sections = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    unreleased = sections[0]
    headings = Counter(re.findall(r"^### (.+)$", unreleased, re.MULTILINE))
    assert unreleased.startswith("Unreleased\n")
    assert set(headings) <= {"Added", "Changed", "Fixed", "Removed", "Security"}
    assert max(headings.values()) == 1
    assert re.search(r"^- \S", unreleased, re.MULTILINE)
