"""What the planner cannot know: how much there is of an operator that was just imported."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from sqlalchemy import func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession


@asynccontextmanager
async def joined_by_hash(session: AsyncSession) -> AsyncIterator[None]:
    """Read many rows of an operator at once without nested loops.

    Statistics know nothing of an operator that was just imported: for the one row that the planner then reckons with, a
    nested loop is best, and for the thousands that there are it takes minutes. Hashing is right for both, whatever the
    values, so that a statement is planned once for a connection.
    """
    await _plan(session, "off", "force_generic_plan")
    yield
    # Not in a `finally`: after an error the transaction is lost, and the settings with it.
    await _plan(session, "on", "auto")


async def _plan(
    session: AsyncSession, nested_loops: Literal["on", "off"], plans: Literal["force_generic_plan", "auto"]
) -> None:
    await session.execute(
        select(
            func.set_config("enable_nestloop", nested_loops, literal(True)),
            func.set_config("plan_cache_mode", plans, literal(True)),
        )
    )
