"""Files that are generated from the code and checked in: the schema, and the table of settings."""

import pkgutil
import re
from pathlib import Path

from graphql import BreakingChange, build_schema, find_breaking_changes
from pydantic_core import PydanticUndefined

from backend.core.settings import ROOT, Settings

SCHEMA = ROOT / "graphql_schema" / "schema.graphql"
CONFIGURATION = ROOT / "docs" / "configuration.md"
CHANGELOG = ROOT / "CHANGELOG.md"

_ANNOUNCED = re.compile(r"^\s*-\s+\**Breaking\b", re.MULTILINE | re.IGNORECASE)
_INTRODUCTION = """\
# Configuration

Every setting is an environment variable. `xinju config-docs` makes this table of `backend/core/settings.py`.

| variable | default | meaning |
|---|---|---|
"""


def schema_text() -> str:
    """The schema as it is checked in."""
    # Building it takes longer than all the rest of the command line, which does without.
    schema = pkgutil.resolve_name("graphql_schema.schema:schema")
    return f"{schema.as_str()}\n"


def breaking_changes(was: str, becomes: str) -> list[BreakingChange]:
    """What a client written for the first text would trip over in the second."""
    return find_breaking_changes(build_schema(was), build_schema(becomes))


def announces_breakage(changelog: str) -> bool:
    """Whether the changelog's Unreleased section has a line that begins with Breaking."""
    unreleased = re.split(r"^## ", changelog, flags=re.MULTILINE)[1:2]
    return any(_ANNOUNCED.search(section) for section in unreleased)


def configuration_text() -> str:
    """docs/configuration.md."""
    return _INTRODUCTION + "".join(sorted(_row(name) for name in Settings.model_fields))


def _row(name: str) -> str:
    field = Settings.model_fields[name]
    variable = field.validation_alias or f"XINJU_{name.upper()}"
    default = field.get_default(call_default_factory=True)
    if isinstance(default, Path):
        shown = f"`{default.relative_to(ROOT)}`" if default.is_relative_to(ROOT) else f"`{default}`"
    else:
        shown = "" if default in ("", None, [], PydanticUndefined) else f"`{default}`"
    return f"| `{variable}` | {shown} | {field.description} |\n"
