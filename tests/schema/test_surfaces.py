"""Which database logins each root field may run under, as a list that a change must change too."""

from pathlib import Path
from typing import Any

from graphql_schema.schema import schema

LISTED = Path(__file__).parent / "surfaces.txt"


def _surfaces() -> str:
    lines = []
    for root in ("Query", "Mutation", "Subscription"):
        type_: Any = schema._schema.type_map[root]
        for name, field in sorted(type_.fields.items()):
            declared = field.extensions["strawberry-definition"].metadata
            public = " public" if declared.get("public") else ""
            over = f" over {declared['over'].login}" if declared.get("over") else ""
            lines.append(f"{root}.{name}: {' '.join(one.login for one in declared['surfaces'])}{over}{public}\n")
    return "".join(lines)


def test_every_root_field_runs_under_the_logins_that_are_listed() -> None:
    assert _surfaces() == LISTED.read_text(encoding="utf8")
