"""Every change that the schema offers is made by a page of some face, or is named here with why none makes it."""

from pathlib import Path
from typing import Any, Final

import pytest
from graphql import FieldNode, FragmentDefinitionNode, OperationDefinitionNode, OperationType, parse

from backend.core.settings import ROOT
from graphql_schema.schema import schema

FACES: Final = ROOT / "web" / "src"
# Mutations that no face sends, each with why: none.
NO_FACE: Final[dict[str, str]] = {}


def sent_by(text: str) -> set[str]:
    """The mutations that the operations of a document send."""
    found: set[str] = set()
    for node in parse(text, no_location=True).definitions:
        assert isinstance(node, OperationDefinitionNode | FragmentDefinitionNode)
        if isinstance(node, OperationDefinitionNode) and node.operation is OperationType.MUTATION:
            found |= {one.name.value for one in node.selection_set.selections if isinstance(one, FieldNode)}
    return found


def without_face(offered: set[str], sent: set[str], excused: set[str]) -> tuple[set[str], set[str]]:
    """What is offered and neither sent nor excused, and what is excused for nothing."""
    return offered - sent - excused, excused & sent | excused - offered


@pytest.mark.parametrize(
    ("sent", "excused", "missing", "needless"),
    [
        ({"openCase"}, {"closeCase"}, set(), set()),
        ({"openCase"}, set(), {"closeCase"}, set()),
        ({"openCase", "closeCase"}, {"closeCase"}, set(), {"closeCase"}),
        ({"openCase", "closeCase"}, {"endCase"}, set(), {"endCase"}),
    ],
)
def test_a_mutation_without_a_face_is_seen(
    sent: set[str], excused: set[str], missing: set[str], needless: set[str]
) -> None:
    assert without_face({"openCase", "closeCase"}, sent, excused) == (missing, needless)


def test_only_what_an_operation_sends_counts() -> None:
    document = """mutation Plan($input: PlanInput!) { plan: planVisit(input: $input) { ...Row } }
    query Read { openCase { id } } fragment Row on Visit { closeCase }"""
    assert sent_by(document) == {"planVisit"}


def _documents() -> list[Path]:
    return sorted(FACES.rglob("*.graphql"))


def test_every_mutation_has_a_face_or_a_reason() -> None:
    mutations: Any = schema._schema.mutation_type
    sent = {name for path in _documents() for name in sent_by(path.read_text(encoding="utf8"))}
    assert sent <= set(mutations.fields)
    assert without_face(set(mutations.fields), sent, set(NO_FACE)) == (set(), set())
