"""The crawler: everyone asks everything of three operators, and nobody sees or changes what is another's."""

import json
import random
import secrets
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import asyncpg
import pytest

from backend.core.ids import new_id
from graphql_schema.context import Context
from tenants.roles import Role
from tests.isolation.crawling import Answer, Crawler, ask, first_event
from tests.isolation.judging import EVERYBODYS, Judge
from tests.isolation.saying import Sayer, global_id, ids_of, nobodys_ids, table_of
from tests.isolation.selections import ROOTS, document, node_document, node_types, output_fields
from tests.isolation.world import Asker, World, checksums

# Fields of queries that no row of the world leads to, each with why.
UNMET: Final[dict[tuple[str, str], str]] = (
    {("BallotReceipt", field): "whoever has no receipt is told nothing" for field in ("isCounted", "pollId", "title")}
    | {
        ("IssueRepetition", name): "comes of three reports at one place, and the world has two at two"
        for name in ("category", "community", "building", "count", "reopened", "lastAt", "prevention", "since")
    }
    | {
        ("IdentityProvider", name): "the world's operators sign in by password alone"
        for kind, name in output_fields("query")
        if kind == "IdentityProvider"
    }
    | {
        ("CertificateCheck", name): "whoever checks a certificate must know its code, which nobody guesses"
        for kind, name in output_fields("query")
        if kind == "CertificateCheck"
    }
    | {
        (kind, name): "the world's sealed months hold no figures: they are sums, in which nobody's row stands"
        for kind, name in output_fields("query")
        if kind in ("SnapshotFigure", "SnapshotChange")
    }
    | {
        ("BuildingToCover", name): "the platform asks by an operator's code, which is no id that a crawl comes upon"
        for name in ("buildingId", "code", "name")
    }
    | {
        ("CouncilDoorCode", name): "a door opens an hour before its council, and the world's are days away"
        for name in ("changesAt", "code")
    }
)
Said = tuple[dict[str, Any], set[str]]
Sums = dict[tuple[str, UUID], Any]
IN_CARE: Final = "{ oversight { communities(first: 100) { edges { node { id } } } } }"
# Rows that everyone may see, whoever's they are: the public tree of organisations.
PUBLIC: Final = {"party_orgs", *EVERYBODYS}
AT_RANDOM: Final = 200
SOAK_REQUESTS: Final = 100_000


def _crawler(world: World) -> Crawler:
    seed = secrets.randbits(32)
    print(f"seed {seed}")  # noqa: T201  # what a failure is repeated by
    return Crawler(world, random.Random(seed))


def _changed(before: Sums, after: Sums, home: UUID | None) -> set[str]:
    """The tables of other operators that changed. Who stands above them tells them of it: by events, and no more."""
    found = {table for (table, _), was in before.items() if after[table, _] != was}
    return found if home is not None else found - {"public.outbox"}


async def _crawl_at_random(crawler: Crawler, superuser: asyncpg.Connection, requests: int) -> None:
    """As each operator's people in turn, and as those of none; rows of others that changed meanwhile are findings."""
    world = crawler.world
    for home in (*world.operators, None):
        before = await checksums(superuser, world.foreign(home))
        for _ in range(requests // 4):
            await crawler.at_random(crawler.rng.choice(world.at(home)))
        if home is not None:
            # The trail tells of all that was done by then, and of nobody else's doings.
            own = ids_of(world.operators[home], crawler.rng)
            admin = world.asker(home, Role.OPERATOR_ADMIN)
            await crawler.call(admin, "query", "auditEntries", own, depth=3, is_sensible=True)
        after = await checksums(superuser, world.foreign(home))
        crawler.findings |= {f"{one} of another operator changed" for one in _changed(before, after, home)}


async def test_a_deep_look_at_all_of_ones_own_shows_no_more_than_that(world: World) -> None:
    crawler = _crawler(world)
    # What is said in cases is told to those who work on them alone.
    for role in (Role.OPERATOR_ADMIN, Role.RESIDENT, Role.STATION_SUPERVISOR):
        await crawler.deep(world.asker(crawler.rng.choice(list(world.operators)), role))
    for asker in (*world.at(None), world.branch):
        await crawler.deep(asker)
    assert sorted(crawler.findings) == []
    assert output_fields("query") - crawler.covered == set(UNMET)


async def test_everyone_asks_everything_with_ids_from_anywhere(world: World, superuser: asyncpg.Connection) -> None:
    crawler = _crawler(world)
    home = crawler.rng.choice(list(world.operators))
    before = await checksums(superuser, world.foreign(home))
    for asker in world.at(home):
        await crawler.everything_once(asker)
    assert await checksums(superuser, world.foreign(home)) == before
    before = await checksums(superuser, world.foreign(None))
    for asker in (*world.at(None), world.branch):
        await crawler.everything_once(asker)
    assert _changed(before, await checksums(superuser, world.foreign(None)), None) == set()
    assert sorted(crawler.findings) == []
    fields = {(kind, name) for kind in ("query", "mutation") for name in ROOTS[kind].fields}
    askers = {asker.name for asker in world.askers}
    assert crawler.called == {(*field, asker) for field in fields for asker in askers}


async def test_the_branch_sees_what_is_in_its_care_of_all_operators_and_nothing_else(
    world: World, superuser: asyncpg.Connection
) -> None:
    crawler = _crawler(world)
    before = await checksums(superuser, list(world.operators))
    for filled in world.operators.values():
        for name in ROOTS["query"].fields:
            await crawler.call(world.branch, "query", name, ids_of(filled, crawler.rng), depth=4, is_sensible=True)
        for type_name in node_types():
            for row_id in filled.ids[table_of(type_name)]:
                await crawler.node(world.branch, type_name, row_id, 2)
    for _ in range(AT_RANDOM):
        await crawler.at_random(world.branch)
    assert sorted(crawler.findings) == []
    after = await checksums(superuser, list(world.operators))
    assert _changed(before, after, None) == set()
    answer = await ask(Context(world.branch.actor), IN_CARE, {})
    seen = {edge["node"]["id"] for edge in answer.data["oversight"]["communities"]["edges"]}
    first = [filled.ids["communities"][0] for filled in world.operators.values()]
    assert seen == {global_id("OverseenCommunity", community_id) for community_id in first}


async def test_nobody_finds_another_operator_at_random(world: World, superuser: asyncpg.Connection) -> None:
    crawler = _crawler(world)
    await _crawl_at_random(crawler, superuser, AT_RANDOM)
    assert sorted(crawler.findings) == []


def _alike(answer: Answer, sent: set[str]) -> tuple[str, int]:
    told = json.dumps(answer.told, ensure_ascii=False, sort_keys=True)
    for one in sorted(sent, key=len, reverse=True):
        told = told.replace(one, "ID")
    return told, answer.statements


async def _differ(asker: Asker, text: str, anothers: Said, nobodys: Said) -> bool:
    """Whether the two are told apart by what is answered or by what it costs; keys may expire while one is asked."""
    await ask(Context(asker.actor), text, nobodys[0])
    for _ in range(2):
        one, other = [_alike(await ask(Context(asker.actor), text, said), sent) for said, sent in (anothers, nobodys)]
        if one == other:
            return False
    return True


@pytest.mark.parametrize("kind", ["query", "mutation"])
async def test_what_is_anothers_and_what_is_not_there_answer_alike(world: World, kind: str) -> None:
    crawler = _crawler(world)
    home = next(iter(world.operators))
    anyones = ids_of(world.operators[world.foreign(home)[0]], crawler.rng)
    compared, different = 0, []

    def foreign(type_name: str) -> UUID:
        return new_id() if table_of(type_name) in PUBLIC else anyones(type_name)

    for name in ROOTS[kind].fields:
        for role in (Role.OPERATOR_ADMIN, Role.RESIDENT):
            seed = crawler.rng.random()
            sayers = [
                Sayer(random.Random(seed), ids, is_sensible=True, names_all=True) for ids in (foreign, nobodys_ids)
            ]
            anothers, nobodys = [(sayer.variables(kind, name), sayer.sent) for sayer in sayers]
            if nobodys[1]:
                compared += 1
                if await _differ(world.asker(home, role), document(kind, name, 1), anothers, nobodys):
                    different.append((name, role))
    assert different == []
    assert compared >= 14


async def test_a_node_of_another_is_no_node(world: World) -> None:
    home = next(iter(world.operators))
    there = world.operators[world.foreign(home)[0]]
    different = []
    for type_name in (name for name in node_types() if table_of(name) not in PUBLIC):
        for role in (Role.OPERATOR_ADMIN, Role.SOCIAL_WORKER, Role.RESIDENT):
            foreign, nobodys = global_id(type_name, there.ids[table_of(type_name)][0]), global_id(type_name, new_id())
            text = node_document(type_name, 1)
            if await _differ(world.asker(home, role), text, ({"id": foreign}, {foreign}), ({"id": nobodys}, {nobodys})):
                different.append((type_name, role))
    assert different == []


async def test_a_subscription_tells_of_ones_own_alone(world: World) -> None:
    crawler = _crawler(world)
    home = next(iter(world.operators))
    foreign = ids_of(world.operators[world.foreign(home)[0]], crawler.rng)
    askers = (*world.at(home), world.asker(None, Role.DISTRICT_VIEWER))
    for name in ROOTS["subscription"].fields:
        text, told = document("subscription", name, 1), []
        for asker in askers:
            for ids in (foreign, nobodys_ids, ids_of(world.operators[home], crawler.rng)):
                sayer = Sayer(crawler.rng, ids, is_sensible=True)
                answer = await first_event(Context(asker.actor), text, sayer.variables("subscription", name))
                assert Judge(world).leaks(asker, answer.told, sayer.sent) == []
                assert answer.internal == []
                told.append((asker.name, _alike(answer, sayer.sent)))
        assert {asker for asker, _ in told} == {asker.name for asker in askers}
        assert told[0::3] == told[1::3]
        assert any(answer[0].startswith('{"data": {') for _, answer in told[2::3])


async def test_a_planted_hole_is_seen_in_answers_and_in_rows(world: World, superuser: asyncpg.Connection) -> None:
    here, there = list(world.operators)[:2]
    victim = world.asker(there, Role.OPERATOR_ADMIN)
    asker = replace(world.asker(here, Role.OPERATOR_ADMIN))
    rng = random.Random(1)
    before = await checksums(superuser, world.foreign(here))
    # A scope pinned to another operator is what a broken pin would be.
    pinned_elsewhere = Context(replace(asker.actor, operator_id=there))
    answer = await ask(pinned_elsewhere, document("query", "communities", 1), {"first": 50})
    leaks = Judge(world).leaks(asker, answer.told, set())
    assert "OPERATOR_ADMIN sees communities.name of row 0" in leaks
    assert "OPERATOR_ADMIN sees the id of communities 1" in leaks
    assert Judge(world).leaks(victim, answer.told, set()) == []
    sayer = Sayer(rng, ids_of(world.operators[there], rng), is_sensible=True)
    variables = {"input": sayer.variables("mutation", "setBedState")["input"] | {"note": "written from outside"}}
    written = await ask(pinned_elsewhere, document("mutation", "setBedState", 0), variables)
    assert written.data["setBedState"]["__typename"] == "Bed"
    after = await checksums(superuser, world.foreign(here))
    changed = {table for (table, _), was in before.items() if after[table, _] != was}
    assert changed == {"public.beds", "public.audit_entries", "public.outbox"}


@pytest.mark.soak
async def test_a_hundred_thousand_requests_find_nothing_of_another_operator(
    world: World, superuser: asyncpg.Connection
) -> None:
    crawler = _crawler(world)
    for operator_id in world.operators:
        for asker in world.at(operator_id):
            await crawler.deep(asker)
    for asker in world.askers:
        await crawler.everything_once(asker)
    while crawler.requests < SOAK_REQUESTS:
        await _crawl_at_random(crawler, superuser, 4000)
        assert sorted(crawler.findings) == []
