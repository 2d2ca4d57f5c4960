"""Residents may ask for residents: they find themselves, masked, and nobody else by whatever filter or path."""

from typing import Any  # Any: answers of the schema

import pytest
from sqlalchemy import text

from graphql_schema.context import Context
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.housing.factories import a_document, make_home, make_resident, make_stay
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id

OWN, NEIGHBOURS = a_document(), a_document()
PHONE, OTHER = "13912345678", "13987654321"
LIST = """query($filter: ResidentFilter) { residents(first: 100, filter: $filter) { totalCount edges { node {
  id name documentMasked phoneMasked partyStatus skills livesAlone stays { id } community { name } } } } }"""
ONE = "query($id: ID!) { resident(id: $id) { name } node(id: $id) { id } }"


@pytest.fixture
async def neighbours(operator: Operator, manager: Actor) -> tuple[Actor, str, str]:
    """A resident, and the global ids of theirs and of whoever has the next bed."""
    async with open_scope(manager) as scope:
        home = await make_home(scope, beds=2)
        me = await make_resident(scope, "欧阳清风", document_number=OWN, phone=PHONE)
        neighbour = await make_resident(scope, "上官婉清", document_number=NEIGHBOURS, phone=OTHER)
        for bed, person in enumerate((me, neighbour)):
            await make_stay(scope, home, bed, resident_id=person.id)
    mine, theirs = global_id("Resident", me.id), global_id("Resident", neighbour.id)
    return acting(operator, Role.RESIDENT, resident_id=me.id), mine, theirs


async def found(actor: Actor, **filter: Any) -> list[dict[str, Any]]:
    answer = await ask(Context(actor), LIST, {"filter": filter} if filter else {})
    assert answer.errors == []
    rows = answer.data["residents"]
    assert rows["totalCount"] == len(rows["edges"])
    return [edge["node"] for edge in rows["edges"]]


async def test_a_resident_finds_their_own_row_masked_and_no_other(neighbours: tuple[Actor, str, str]) -> None:
    me, mine, theirs = neighbours
    (row,) = await found(me)
    assert (row["id"], row["name"], len(row["stays"])) == (mine, "欧阳清风", 1)
    assert OWN[6:14] not in row["documentMasked"]
    assert PHONE[3:7] not in row["phoneMasked"]
    for theirs_ in ({"phone": OTHER}, {"documentNumber": NEIGHBOURS}, {"name": "上官"}):
        assert await found(me, **theirs_) == [], theirs_
    own: tuple[dict[str, Any], ...] = (
        {"phone": PHONE},
        {"documentNumber": OWN},
        {"name": "欧阳"},
        {"livesHereNow": True},
    )
    for filter in own:
        assert [one["id"] for one in await found(me, **filter)] == [mine], filter
    assert (await ask(Context(me), ONE, {"id": theirs})).data == {"resident": None, "node": None}


async def test_a_resident_changes_nothing_of_a_neighbour_and_reveals_nobody(neighbours: tuple[Actor, str, str]) -> None:
    me, mine, theirs = neighbours
    reveal = """mutation($id: ID!) { revealDocument(input: {residentId: $id, reason: "想看看"}) {
      __typename ... on Problem { code } } }"""
    erase = reveal.replace("revealDocument", "eraseResident")
    for text_ in (reveal, erase):
        for id_ in (mine, theirs):
            answer = await ask(Context(me), text_, {"id": id_})
            (said,) = answer.data.values()
            assert said["code"] == "FORBIDDEN"


async def test_the_database_shows_a_resident_one_row_whatever_is_asked(neighbours: tuple[Actor, str, str]) -> None:
    me, _, _ = neighbours
    async with open_scope(me, read_only=True) as scope:
        assert await scope.session.scalar(text("SELECT count(*) FROM residents")) == 1
        assert (
            await scope.session.scalar(text("SELECT count(*) FROM residents WHERE id <> :me"), {"me": me.resident_id})
            == 0
        )


async def test_someone_of_another_operator_finds_nobody_here(neighbours: tuple[Actor, str, str]) -> None:
    me, mine, theirs = neighbours
    other = await new_operator()
    stranger = acting(other, Role.RESIDENT, resident_id=me.resident_id)
    assert await found(stranger) == []
    for id_ in (mine, theirs):
        assert (await ask(Context(stranger), ONE, {"id": id_})).data == {"resident": None, "node": None}
