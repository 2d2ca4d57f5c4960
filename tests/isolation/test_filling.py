"""The world that the crawler walks: no column that can hold words is without a canary."""

import sqlalchemy as sa

from backend.core.db import Base
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.queries.residents import opened
from tenants.departure import owner_actor
from tenants.scope import open_scope
from tests.isolation.filling import EXEMPT, ROWS, SEALED, text_columns
from tests.isolation.world import fill


async def test_every_column_that_can_hold_words_holds_a_canary() -> None:
    world, columns = await fill(), text_columns()
    assert sorted({*EXEMPT, *SEALED} - set(columns)) == []
    missing = []
    for filled in world.operators.values():
        async with open_scope(owner_actor(filled.operator_id, "test"), read_only=True) as scope:
            for name in columns:
                if name in EXEMPT or name in SEALED:
                    continue
                table, column = name.split(".")
                said = sa.cast(Base.metadata.tables[table].c[column], sa.String)
                planted = sa.select(sa.func.count()).where(said.contains(f"{filled.word}-{table}-{column}-"))
                if await scope.session.scalar(planted) != ROWS:
                    missing.append(name)
    assert missing == []


async def test_what_is_sealed_opens_to_a_canary() -> None:
    world = await fill()
    for filled in world.operators.values():
        async with open_scope(owner_actor(filled.operator_id, "test"), read_only=True) as scope:
            names = {opened(filled.key, row).name for row in await scope.session.scalars(sa.select(Resident))}
        assert names == {filled.canary("residents", "name_sealed", row) for row in range(ROWS)}
