"""Generated files: they are current, and a breaking change of the schema needs its line in the changelog."""

import pytest

from backend.commands.documents import announces_breakage, breaking_changes, configuration_text, schema_text
from backend.core.settings import Settings
from tests.cli.terminal import xinju

WAS = "type Query { name: String! age(unit: String): Int }"


def test_the_generated_files_are_current() -> None:
    for command in ("schema", "docs"):
        said = xinju(command, "--check")
        assert (said.code, said.err) == (0, ""), said.out


@pytest.mark.parametrize(
    ("becomes", "says"),
    [
        ("type Query { name: String! more: Int }", "FIELD_REMOVED"),
        ("type Query { name: String age(unit: String): Int }", "FIELD_CHANGED_KIND"),
        (
            "type Query { name: String! age(unit: String!): Int }",
            "ARG_CHANGED_KIND",
        ),
    ],
)
def test_a_change_that_breaks_clients_is_seen(becomes: str, says: str) -> None:
    assert [change.type.name for change in breaking_changes(WAS, becomes)] == [says]


def test_a_change_that_breaks_nobody_passes() -> None:
    assert breaking_changes(WAS, "type Query { name: String! age(unit: String): Int more: Int }") == []
    assert breaking_changes(schema_text(), schema_text()) == []


@pytest.mark.parametrize(
    ("changelog", "is_announced"),
    [
        ("# Changelog\n\n## Unreleased\n\n### Removed\n\n- Breaking: `age` is gone.\n", True),
        ("# Changelog\n\n## Unreleased\n\n### Removed\n\n- **Breaking** `age` is gone.\n", True),
        ("# Changelog\n\n## Unreleased\n\n### Removed\n\n- Nothing is breaking: all is well.\n", False),
        ("# Changelog\n\n## Unreleased\n\n- More.\n\n## 0.1\n\n- Breaking: `age` is gone.\n", False),
    ],
)
def test_breaking_is_announced_under_unreleased(changelog: str, is_announced: bool) -> None:
    assert announces_breakage(changelog) is is_announced


def test_every_setting_has_its_row() -> None:
    rows = [line for line in configuration_text().splitlines() if line.startswith("| `")]
    assert len(rows) == len(Settings.model_fields)
    assert "| `DATABASE_URL` |  | " in configuration_text()
    assert "| `XINJU_HOME` | `.xinju` | " in configuration_text()
