"""A refusal in a query is an error with its code, in the caller's language."""

from dataclasses import replace

from backend.core.ids import new_id
from graphql_schema.context import Context
from tenants.roles import Role
from tenants.scope import Actor
from tests.conftest import acting, new_operator
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id

ROOM_MAP = "query($id: ID!) { map: roomMap(buildingId: $id) { asOf } }"


async def test_a_query_that_is_refused_has_its_code_and_speaks_chinese_unless_asked(manager: Actor) -> None:
    variables = {"id": global_id("Building", new_id())}
    answer = await ask(Context(manager), ROOM_MAP, variables)
    (error,) = answer.errors
    assert (error["message"], error["path"]) == ("未找到该内容", ["map"])
    assert error["extensions"] == {"code": "NOT_FOUND"}
    answer = await ask(Context(replace(manager, locale="en")), ROOM_MAP, variables)
    assert answer.errors[0]["message"] == "There is no such thing here."


async def test_a_query_that_is_given_nonsense_names_the_field(manager: Actor) -> None:
    answer = await ask(Context(manager), "{ communities(first: 101) { totalCount } }", {})
    assert answer.errors[0]["extensions"] == {"code": "BAD_INPUT", "field": ["first"]}


async def test_the_anonymous_and_those_of_another_surface_are_refused_alike_everywhere() -> None:
    anonymous = Actor(surface=acting(await new_operator()).surface)
    answer = await ask(Context(anonymous), "{ communities { totalCount } }", {})
    assert answer.errors[0]["extensions"] == {"code": "UNAUTHENTICATED"}
    resident = acting(await new_operator(), Role.RESIDENT, resident_id=new_id())
    answer = await ask(Context(resident), "{ employers { totalCount } }", {})
    assert (answer.errors[0]["extensions"], answer.statements) == ({"code": "FORBIDDEN"}, 0)
