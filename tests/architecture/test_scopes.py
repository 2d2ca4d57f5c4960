"""Use cases: their names, their permission, their first parameter; and who may open or end a transaction."""

import ast
import re
from collections.abc import Iterator, Sequence

import pytest

from tests.architecture.lint import Finding, Proof, Source, lint, proofs, tree_lint
from tests.architecture.syntax import Function, called, constant, functions, public_functions

ACTIONS = r"backend/modules/\w+/actions(/\w+)?\.py"
QUERIES = r"backend/modules/\w+/queries(/\w+)?\.py"
TASKS = r"backend/modules/\w+/tasks(/\w+)?\.py"
HOUSING = "backend/modules/housing"

VERB_NOUN = re.compile(r"[a-z]+(_[a-z0-9]+)+")
READ_VERBS = {"get", "list", "count", "find", "fetch", "load", "read"}
READ = re.compile(r"get_\w+|list_\w+s|count_\w+|\w+_(by|of|for)_\w+")
# Answers of the field that are neither one row nor a list of rows; each is a field of the schema by that name.
DOMAIN_READS = {
    "availability", "ballot_receipt", "case_kpis", "case_timeline", "check_out_preview", "coverage",
    "lottery_draw", "occupancy", "preview_booking_series", "quality", "ranking", "room_map", "series", "space_use",
    "summary",
}  # fmt: skip


def _coroutines(source: Source) -> Iterator[ast.AsyncFunctionDef]:
    return (node for node in public_functions(source) if isinstance(node, ast.AsyncFunctionDef))


def _first_is_scope(node: Function) -> bool:
    first = (*node.args.posonlyargs, *node.args.args)[:1]
    return bool(first) and first[0].arg == "scope" and ast.unparse(first[0].annotation or ast.Name("?")) == "Scope"


@lint(
    2,
    where=ACTIONS,
    bad=[
        {f"{HOUSING}/actions.py": "async def checkin(scope: Scope): ..."},
        {f"{HOUSING}/actions/stays.py": "async def get_stay(scope: Scope): ..."},
    ],
    good=[{f"{HOUSING}/actions.py": "async def check_in(scope: Scope): ...\ndef _place(): ..."}],
)
def actions_are_verb_and_noun(source: Source) -> Iterator[tuple[int, str]]:
    for node in _coroutines(source):
        if not VERB_NOUN.fullmatch(node.name) or node.name.split("_")[0] in READ_VERBS:
            yield node.lineno, f"action {node.name}: verb_noun, and not a read"


@tree_lint(
    2,
    where=r"(backend|graphql_schema|tenants)/.*\.py",
    bad=[
        {
            "graphql_schema/housing.py": "class Mutation:\n    @mutation\n    async def check_in(self): ...",
            f"{HOUSING}/actions.py": "@action(P)\nasync def register_stay(scope: Scope): ...",
        }
    ],
    good=[
        {
            "graphql_schema/housing/stays.py": "class Mutation:\n    @mutation(S)\n    async def check_in(self): ...",
            f"{HOUSING}/actions/stays.py": "@action(P)\nasync def check_in(scope: Scope): ...",
        },
        {
            "graphql_schema/accounts.py": "class Mutation:\n    @mutation\n    async def sign_in(self): ...",
            "tenants/sign_in.py": "async def sign_in(database, new): ...",
        },
    ],
)
def a_mutation_is_called_like_its_action(tree: Sequence[Source]) -> Iterator[Finding]:
    actions = {
        node.name
        for source in tree
        if re.fullmatch(ACTIONS, source.path) or source.path.startswith("tenants/")
        for node in _coroutines(source)
    }
    for source in tree:
        if source.path.startswith("graphql_schema/"):
            for node in functions(source.tree):
                if "mutation" in map(called, node.decorator_list) and node.name not in actions:
                    yield Finding(source.path, node.lineno, f"mutation {node.name} has no action of its name")


@lint(
    3,
    where=QUERIES,
    bad=[
        {f"{HOUSING}/queries.py": "async def fetch_stay(scope: Scope): ..."},
        {f"{HOUSING}/queries.py": "async def list_stay(scope: Scope): ..."},
        {f"{HOUSING}/queries.py": "async def stays(scope: Scope): ..."},
    ],
    good=[
        {
            f"{HOUSING}/queries.py": "async def get_stay(): ...\nasync def list_stays(): ...\n"
            "async def stays_by_id(): ...\nasync def count_stays(): ...\nasync def room_map(): ...\ndef _own(): ..."
        }
    ],
)
def reads_have_one_of_four_names(source: Source) -> Iterator[tuple[int, str]]:
    for node in _coroutines(source):
        if not READ.fullmatch(node.name) and node.name not in DOMAIN_READS:
            yield node.lineno, f"read {node.name}: get_x, list_xs, xs_by_id, count_xs, or a declared word of the field"


@lint(
    10,
    where=f"{ACTIONS}|{QUERIES}",
    bad=[
        {f"{HOUSING}/actions.py": "async def check_in(scope: Scope): ..."},
        {f"{HOUSING}/actions.py": "@query(P)\nasync def check_in(scope: Scope): ..."},
        {f"{HOUSING}/queries.py": "@query()\nasync def get_stay(scope: Scope): ..."},
        {f"{HOUSING}/queries.py": "@query\nasync def get_stay(scope: Scope): ..."},
        {f"{HOUSING}/queries.py": "@query(None)\nasync def get_stay(scope: Scope): ..."},
    ],
    good=[
        {f"{HOUSING}/actions/stays.py": "@action(HousingPermission.CHECK_IN)\nasync def check_in(scope: Scope): ..."},
        {f"{HOUSING}/queries.py": "@query(OPEN)\nasync def get_stay(scope: Scope): ...\nasync def _own(): ..."},
    ],
)
def every_use_case_declares_its_permission(source: Source) -> Iterator[tuple[int, str]]:
    kind = "query" if re.fullmatch(QUERIES, source.path) else "action"
    for node in _coroutines(source):
        marks = [mark for mark in node.decorator_list if isinstance(mark, ast.Call) and called(mark) == kind]
        named = [mark for mark in marks if mark.args and isinstance(mark.args[0], ast.Attribute | ast.Name)]
        if not named:
            yield node.lineno, f"{node.name} needs @{kind}(permission), or @{kind}(OPEN)"


@lint(
    10,
    where=f"{ACTIONS}|{QUERIES}|{TASKS}",
    bad=[
        {f"{HOUSING}/actions.py": "async def check_in(session: AsyncSession): ..."},
        {f"{HOUSING}/queries.py": "async def get_stay(id: UUID, scope: Scope): ..."},
        {f"{HOUSING}/tasks.py": "@on(StayEnded)\nasync def free_bed(event: StayEnded): ..."},
        {f"{HOUSING}/tasks.py": "async def free_bed(*, scope: Scope): ..."},
    ],
    good=[{f"{HOUSING}/tasks.py": "@on(StayEnded)\nasync def free_bed(scope: Scope, event: StayEnded): ..."}],
)
def the_scope_comes_first(source: Source) -> Iterator[tuple[int, str]]:
    for node in _coroutines(source):
        if not _first_is_scope(node):
            yield node.lineno, f"{node.name}: the first parameter is `scope: Scope`"


ENDS = {"commit", "rollback", "begin"}
MAKES = {"AsyncSession", "LockedSession", "sessionmaker", "async_sessionmaker", "create_engine", "create_async_engine"}
PAST_THE_POOL = re.compile(r"(asyncpg|psycopg)\.(\w+\.)?(connect|create_pool)|\w+\.raw_connection")
PIN = re.compile(r"\bapp\.enter\s*\(|set_config\s*\(|\bSET\s+(LOCAL|SESSION|ROLE)\b", re.IGNORECASE)


@lint(
    12,
    where=r"(backend|graphql_schema|tenants)/.*\.py",
    bad=[
        {f"{HOUSING}/actions.py": "async def f(scope):\n    await scope.session.commit()"},
        {f"{HOUSING}/actions.py": "async def f(scope):\n    await scope.session.rollback()"},
        {"backend/app.py": "maker = async_sessionmaker(engine)"},
        {"backend/app.py": "async def f():\n    async with engine.begin() as connection: ..."},
        {"backend/worker.py": "sql = text(\"SELECT app.enter('a', 'b')\")"},
        {"graphql_schema/context.py": "session = LockedSession(engine)"},
        {"backend/worker.py": "async def f():\n    await asyncpg.connect(url)"},
        {"backend/worker.py": "async def f():\n    await psycopg.AsyncConnection.connect(url)"},
    ],
    good=[
        {
            "backend/worker.py": "async def f(actor):\n    async with open_scope(actor) as scope:\n"
            "        async with scope.session.begin_nested(): ..."
        },
        {"tenants/scope.py": "async def f(session):\n    await session.commit()"},
    ],
    excused={
        r"tenants/scope\.py": "the one place where a transaction is pinned and committed",
        r"tenants/rls\.py": "installs app.enter",
        r"backend/core/db\.py": "makes the engines",
        r"backend/core/live\.py": "LISTEN holds a connection outside any transaction, and reads no table",
        r"tenants/logins\.py": "creates the logins, before there is anything to pin",
        r"backend/migrations/.*": "runs as the owner, one transaction per migration",
    },
)
def only_the_scope_ends_a_transaction(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            name = called(node)
            passes = PAST_THE_POOL.fullmatch(ast.unparse(node.func))
            if passes or name in MAKES or (name in ENDS and isinstance(node.func, ast.Attribute)):
                yield node.lineno, f"{name}() stands in tenants/scope.py alone"
        elif (said := constant(node)) and PIN.search(said):
            yield getattr(node, "lineno", 1), "the pin is set by tenants/scope.py alone"


@pytest.mark.parametrize("proof", proofs(__name__), ids=str)
def test_use_cases_have_a_scope_and_a_permission(proof: Proof) -> None:
    proof.holds()
