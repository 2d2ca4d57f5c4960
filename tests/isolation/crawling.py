"""The crawler: asks the real schema as someone, and keeps what came back, what it cost and what it covered."""

import asyncio
import random
from contextlib import aclosing
from dataclasses import dataclass, field, fields
from typing import Any, Final
from uuid import UUID

from graphql import is_required_argument
from sqlalchemy import Engine, event

from backend import registry
from graphql_schema.context import Context
from graphql_schema.limits import Limits, Refused
from graphql_schema.masking import answer_errors
from graphql_schema.prepare import Preparer
from graphql_schema.schema import schema
from tests.isolation.filling import ROWS
from tests.isolation.judging import Judge
from tests.isolation.saying import Ids, Sayer, global_id, ids_of, nobodys_ids, row_of, table_of
from tests.isolation.selections import ROOTS, asked_fields, document, node_document, node_types
from tests.isolation.world import Asker, World

MOST_ERRORS: Final = 100
_PATIENCE_SECONDS: Final = 10
_NO_LIMIT: Final = 10**9
# As many digits as a number may have are a number of their own.
_DIGITS: Final = 400
# What an operator's staff show to all who live with it, all of them see, and rightly: nobody is to try it on their own.
_SHOWING: Final = {"setIssueVisibility"}
# What modules implement for each other is found by being imported, as the application does.
for part in ("models", "contract", "queries", "actions"):
    registry.load(part)


# Each document is parsed and validated once, as the transport does; its limits have tests of their own.
_LIMITS: Final = Limits(**{one.name: _NO_LIMIT for one in fields(Limits)} | {"digits": _DIGITS})
_preparer = Preparer(schema, _LIMITS, _NO_LIMIT)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a caller is told, and how many statements it took."""

    data: Any
    errors: list[Any]
    statements: int

    @property
    def told(self) -> dict[str, Any]:
        return {"data": self.data, "errors": self.errors}

    @property
    def internal(self) -> list[Any]:
        return [error for error in self.errors if error["extensions"]["code"] == "INTERNAL"]


def _extensions(text: str, variables: dict[str, Any]) -> dict[str, object]:
    try:
        return _preparer.prepare(text, variables, may_introspect=True).for_execution
    except Refused:
        # What is not valid is answered by Strawberry itself.
        return {}


async def ask(context: Context, text: str, variables: dict[str, Any]) -> Answer:
    """One operation in one context, as the transport runs it."""
    counted = [0]

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        # An operator's key is kept for seconds, whatever is asked: when it is read again the clock says.
        counted[0] += "shared.operator_keys" not in statement

    event.listen(Engine, "before_cursor_execute", count)
    try:
        result: Any = await schema.execute(
            text,
            variable_values=variables,
            context_value=context,
            operation_extensions=_extensions(text, variables),
        )
        errors = answer_errors(result.errors or (), MOST_ERRORS, context.actor.locale)
        return Answer(result.data, list(errors), counted[0])
    finally:
        event.remove(Engine, "before_cursor_execute", count)
        await context.aclose()


async def first_event(context: Context, text: str, variables: dict[str, Any]) -> Answer:
    """The first event of a subscription."""
    source = await schema.stream(text, variable_values=variables, context_value=context)
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS), aclosing(source):
            result: Any = await anext(source)
            errors = answer_errors(result.errors or (), MOST_ERRORS, context.actor.locale)
            return Answer(result.data, list(errors), 0)
    finally:
        await context.aclose()


@dataclass(slots=True)
class Crawler:
    """Walks a world. `findings` are what no answer may be; `covered` and `called` are what was asked."""

    world: World
    rng: random.Random
    judge: Judge = field(init=False)
    findings: set[str] = field(default_factory=set)
    covered: set[tuple[str, str]] = field(default_factory=set)
    called: set[tuple[str, str, str]] = field(default_factory=set)
    requests: int = 0

    def __post_init__(self) -> None:
        self.judge = Judge(self.world)

    async def run(self, asker: Asker, text: str, variables: dict[str, Any], sent: set[str], what: str) -> Answer:
        """Ask, and judge the answer."""
        answer = await ask(Context(asker.actor), text, variables)
        self.requests += 1
        self.covered |= set(asked_fields(answer.data))
        self.findings |= {f"{what}: {said}" for said in self.judge.leaks(asker, answer.told, sent)}
        self.findings |= {f"{what}: {asker.name} is told INTERNAL at {_place(error)}" for error in answer.internal}
        return answer

    async def call(self, asker: Asker, kind: str, name: str, ids: Ids, *, depth: int, is_sensible: bool) -> Answer:
        """One root field, with ids from one source."""
        sayer = Sayer(self.rng, ids, is_sensible)
        variables = sayer.variables(kind, name)
        self.called.add((kind, name, asker.name))
        return await self.run(asker, document(kind, name, depth), variables, sayer.sent, name)

    async def node(self, asker: Asker, type_name: str, row_id: Any, depth: int) -> Answer:
        """`node` of one row."""
        sent = global_id(type_name, row_id)
        return await self.run(
            asker, node_document(type_name, depth), {"id": sent}, {sent, str(row_id)}, f"node({type_name})"
        )

    async def everything_once(self, asker: Asker) -> None:
        """Every query, mutation and kind of node, with ids of their own, of others and of nobody."""
        for kind in ("query", "mutation"):
            for name in ROOTS[kind].fields:
                await self.call(asker, kind, name, self._some_ids(asker, name), depth=1, is_sensible=False)
        for type_name in node_types():
            await self.node(asker, type_name, self._some_ids(asker)(type_name), 1)

    async def deep(self, asker: Asker) -> None:
        """Every query with each row of the asker's own, and all their nodes, as deep as types go."""
        own = self.world.operators[asker.home or next(iter(self.world.operators))]
        for name, asked in ROOTS["query"].fields.items():
            # Where no row must be named, the first answer has them all.
            for row in range(ROWS if any(map(is_required_argument, asked.args.values())) else 1):
                await self.call(asker, "query", name, row_of(own, row), depth=4, is_sensible=True)
        for type_name in node_types():
            for row_id in own.ids[table_of(type_name)]:
                await self.node(asker, type_name, row_id, 2)

    async def at_random(self, asker: Asker) -> None:
        """Anything, with ids from anywhere."""
        kind = self.rng.choice(("query", "query", "mutation"))
        name = self.rng.choice(list(ROOTS[kind].fields))
        is_sensible = self.rng.random() < 0.5
        await self.call(
            asker, kind, name, self._some_ids(asker, name), depth=self.rng.randrange(3), is_sensible=is_sensible
        )

    def _some_ids(self, asker: Asker, asked: str = "node") -> Ids:
        others = [ids_of(self.world.operators[other], self.rng) for other in self.world.foreign(asker.home)]
        own = [ids_of(self.world.operators[asker.home], self.rng)] if asker.home and asked not in _SHOWING else []
        sources = [*own, *others, nobodys_ids]

        def somebodys(type_name: str) -> UUID:
            return self.rng.choice(sources)(type_name)

        return somebodys


def _place(error: Any) -> str:
    return ".".join(str(step) for step in error.get("path", ()) if not isinstance(step, int))
