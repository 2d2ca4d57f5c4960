"""Words that the project's files may not use: a resident is no tenant, and the files speak of the product alone."""

import re
from collections.abc import Iterator

import pytest

from tests.architecture.lint import ANY_FILE, Proof, Source, lint, proofs

# The package `tenants`, the staff login and the standard term are the three uses that mean the operator.
MEANS_OPERATOR = re.compile(
    r"""\b(from|import)\ tenants\b | \btenants[./*] | (["'`])tenants\2 | xinju_tenant\b | multi-tenan(t|cy)\b
      | \bSurface\.TENANT\b | \bTENANT\ =\ "tenant" | \b[a-z]+s_tenant(_operator)?\b """,
    re.VERBOSE,
)
CONFIGURATION = re.compile(r"(.*/)?([^/]+\.(ini|toml|ya?ml|cfg)|\.importlinter|Makefile|Dockerfile|\.ci/.*)")
WORD = re.compile(r"(?<!\w)tenants?(?!\w)", re.IGNORECASE)


@lint(
    6,
    where=ANY_FILE,
    bad=[
        {"backend/modules/housing/models.py": "tenant_id = resident_id"},
        {"graphql_schema/housing.py": "description='The tenant who lives here'"},
        {"graphql_schema/schema.graphql": "type Stay { leadTenant: Resident! }"},
        {"docs/manual.md": "A tenant may book the hall."},
        {"docs/manual.md": "The tenants of the operator book the hall; leadTenant is first."},
    ],
    good=[
        {"backend/worker.py": "from tenants.scope import open_scope"},
        {"backend/core/db.py": 'class Surface(StrEnum):\n    TENANT = "tenant"'},
        {"docs/manual.md": "Multi-tenant: an operator is the tenant. Its code lives in `tenants`, `tenants/scope.py`."},
        {"tests/isolation/test_policies.py": "DROP POLICY beds_tenant_operator ON beds"},
        {".importlinter": "root_packages =\n    tenants"},
    ],
    excused={
        r"docs/decisions/0001-.*": "names this lint",
        r"tests/architecture/.*": "patterns and examples name the package",
    },
)
def a_resident_is_never_called_a_tenant(source: Source) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.lines, 1):
        rest = MEANS_OPERATOR.sub("", line)
        if CONFIGURATION.fullmatch(source.path):
            rest = re.sub(r"\btenants\b", "", rest)
        if re.search(r"operator", rest, re.IGNORECASE):
            rest = WORD.sub("", rest) if not re.search(r"\btenants\b", rest) else rest
        if re.search("tenant", rest, re.IGNORECASE):
            yield number, "say resident, or operator: `tenant` means the operator and stays in tenants/"


# The night school teaches painting with AI, so only the sense of a maker is refused.
MAKERS = re.compile(
    r"""\b(claude|anthropic|openai|chatgpt|copilot|gemini|llms?|language\ models?|sub-?agents?)\b
      | \bAI[- ](agent|assistant|assisted|author|coder|generated|made|session|written)s?\b
      | \b(generated|written|made)\ (by|with)\ (an\ )?AI\b
      | \bco-authored-by:
      | \b(left|written|made|built|done|noted|found)\ (by|in)\ (\w+\ ){1,3}session\b | \bhelpers?\ sessions?\b
      | \b(issue|task)\ brief\b | \bbrief\.md\b
      | \bdesign/\w+\.md\b | \.\./shared\b | \bshared/(design|spikes|data|hooks)\b | \bspikes?/""",
    re.VERBOSE | re.IGNORECASE,
)


@lint(
    19,
    where=ANY_FILE,
    bad=[
        {"docs/notes.md": "Written by an AI."},
        {"backend/core/db.py": "# left by the previous session"},
        {"README.md": "The rosters come from ../shared/data."},
        {"CHANGELOG.md": "Co-Authored-By: someone"},
    ],
    good=[
        {"backend/modules/courses/seed.py": "TITLES = ('AI painting for Mid-Autumn', 'One-person marketing')"},
        {"backend/core/db.py": "# one session, one connection; this session waits"},
    ],
    excused={r"tests/architecture/test_words\.py": "its own examples"},
)
def files_speak_of_the_product_alone(source: Source) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.lines, 1):
        found = MAKERS.search(line)
        if found:
            yield number, f"{found[0]!r} is about how the file was made"


@pytest.mark.parametrize("proof", proofs(__name__), ids=str)
def test_words_mean_what_the_glossary_says(proof: Proof) -> None:
    proof.holds()
