"""Scopes: pinned, atomic, and deaf to other operators."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from backend.modules.housing.models.inventory import Community
from backend.modules.housing.words import ProductType
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator


def a_community(code: str = "mq") -> Community:
    return Community(
        code=code,
        name="马桥",
        subdistrict_code="310112112",
        address="马桥镇",
        product_type=ProductType.LONG_RENT_APARTMENT,
        max_persons_per_room=4,
        min_area_per_person=Decimal(5),
        opened_on=dt.date(2024, 1, 1),
    )


async def test_a_row_gets_the_operator_of_its_scope_and_no_other_operator_sees_it(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        scope.session.add(a_community())
    stranger = acting(await new_operator(), Role.COMMUNITY_MANAGER)
    async with open_scope(manager, read_only=True) as scope:
        assert [c.operator_id for c in await scope.session.scalars(select(Community))] == [manager.operator_id]
    async with open_scope(stranger, read_only=True) as scope:
        assert (await scope.session.scalars(select(Community))).all() == []
        assert (await scope.session.execute(text("SELECT count(*) FROM communities"))).scalar_one() == 0


async def test_a_statement_binds_the_operator(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        scope.session.add(a_community())
        await scope.session.flush()
        await scope.session.execute(update(Community).where(Community.code == "mq").values(name="x"))


async def test_a_second_pin_is_refused(manager: Actor) -> None:
    with pytest.raises(DBAPIError, match="already pinned"):
        async with open_scope(manager) as scope:
            await scope.session.execute(text("SELECT app.enter('', 'x', '', '*')"))
