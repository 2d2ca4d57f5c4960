"""Files that are generated from the code and checked in: the schema, and some pages of docs/."""

import pkgutil
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graphql import BreakingChange, build_schema, find_breaking_changes
from pydantic_core import PydanticUndefined

from backend import registry
from backend.core.db import Base
from backend.core.errors import AppError
from backend.core.settings import ROOT, Settings
from backend.modules.dashboard import forms as _forms  # noqa: F401 declares them
from backend.modules.dashboard.contract.figures import RULES, Described, catalogue
from backend.modules.dashboard.contract.measures import Check, Form

SCHEMA = ROOT / "graphql_schema" / "schema.graphql"
CHANGELOG = ROOT / "CHANGELOG.md"

_ANNOUNCED = re.compile(r"^\s*-\s+\**Breaking\b", re.MULTILINE | re.IGNORECASE)
_INTRODUCTION = """\
# Configuration

Every setting is an environment variable. `xinju docs` makes this table of `backend/core/settings.py`.

| variable | default | meaning |
|---|---|---|
"""
_PROBLEMS = """\
# Problem codes

A mutation that is refused answers a `Problem` with one of these codes; a query that is refused has the code in
`extensions.code` of the error. Codes never change their meaning. `xinju docs` makes this
table of the modules' contracts.

| code | 中文 | English | constraint |
|---|---|---|---|
"""
_TABLES = """\
# Data model

Every table, whom it is for, and which database login may do what with it. Tables in `shared` have no operator; all
others begin with `operator_id`, which is part of every key. `xinju docs` makes this page of the models.
"""
_MEASURES = """\
# Measures

Everything that the district is shown. LEVEL figures say how things stand on a day, FLOW figures what happened
on it, and of several days they are added up. `xinju docs` makes this page of the modules' measures.

{rules}
| code | name | definition | unit | kind | release | by | source |
|---|---|---|---|---|---|---|---|
"""
_CHECKS = """
## Checks of the quality of records

| code | what ought to be so | what to do | wrong / of |
|---|---|---|---|
"""
_FORMS = """
## Monthly forms

Filled from the figures: nobody types a number.
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
    """The page of settings."""
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


def problems_text() -> str:
    """The page of problem codes: every refusal that a client may meet, in both languages."""
    errors: dict[str, type[AppError]] = pkgutil.resolve_name("graphql_schema.problem:ERRORS")
    rows = (f"| `{code}` | {error.zh} | {_english(error)} | {_where(error)} |\n" for code, error in errors.items())
    return _PROBLEMS + "".join(rows)


def _english(error: type[AppError]) -> str:
    return " ".join((error.__doc__ or "").split())


def _where(error: type[AppError]) -> str:
    return f"`{error.constraint}`" if error.constraint else ""


def data_model_text() -> str:
    """The page of tables: what each holds, who may reach it, and what it refers to."""
    registry.load("models")
    mappers = sorted(Base.registry.mappers, key=lambda mapper: str(mapper.local_table))
    return _TABLES + "".join(_table(mapper.class_) for mapper in mappers)


def _table(model: Any) -> str:  # Any: a mapped class with its `access`
    table = model.__table__
    doc = " ".join((model.__doc__ or "").split())
    reach = "; ".join(f"{access.surface.login}: {access.privileges}" for access in model.access)
    to = sorted({key.column.table.fullname for key in table.foreign_keys})
    columns = ", ".join(f"`{column.name}`" for column in table.columns)
    refers = f"\n- refers to: {', '.join(to)}" if to else ""
    return f"\n## {table.fullname}\n\n{doc}\n\n- columns: {columns}\n- logins: {reach}{refers}\n"


def measures_text() -> str:
    """The page of measures: everything that the district is shown, what exactly it is, and where it comes from."""
    registry.load("measures")
    rows = "".join(_measure(one) for one in catalogue())
    checks = "".join(_check(Check.declared[code]) for code in sorted(Check.declared))
    forms = "".join(_form(Form.declared[code]) for code in sorted(Form.declared))
    rules = "".join(f"- {one}: {en}.\n  {zh}。\n" for one, (zh, en) in RULES.items())
    return f"{_MEASURES.replace('{rules}', rules)}{rows}{_CHECKS}{checks}{_FORMS}{forms}"


def _measure(one: Described) -> str:
    by = ", ".join(f"{dimension.zh} {dimension.en}" for dimension in one.by) or "—"
    names = f"{one.zh}<br>{one.en}", f"{one.zh_definition}<br>{one.en_definition}", f"{one.unit.zh} {one.unit.en}"
    return f"| `{one.code}` | {' | '.join(names)} | {one.kind} | {one.sensitivity} | {by} | `{one.source}` |\n"


def _check(one: Check) -> str:
    wrong = f"`{one.wrong.code}` / `{one.of.code}`"
    return f"| `{one.code}` | {one.zh}<br>{one.en} | {one.zh_remedy}<br>{one.en_remedy} | {wrong} |\n"


def _form(form: Form) -> str:
    lines = "".join(
        f"| {line.number} | {line.zh.strip('　')}<br>{line.en} | `{' · '.join((line.measure, *line.cell))}` |\n"
        for line in form.lines
    )
    return f"\n### {form.zh} {form.en} (`{form.code}`)\n\n| no. | line | measure |\n|---|---|---|\n{lines}"


PAGES: dict[Path, Callable[[], str]] = {
    ROOT / "docs" / "configuration.md": configuration_text,
    ROOT / "docs" / "problems.md": problems_text,
    ROOT / "docs" / "data-model.md": data_model_text,
    ROOT / "docs" / "measures.md": measures_text,
}
