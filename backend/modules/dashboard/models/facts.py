"""What an operator's modules add up to, by community and day, and which of it is to be counted anew."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import OperatorRow, operator_fk
from tenants import rls

_WRITES = "select, insert, update, delete"


class CommunityFact(OperatorRow):
    """One community on one day: every cell of every measure that is not zero, by its key.

    It follows from source rows alone; `version` rises with every change, so that nothing older replaces it.
    """

    __tablename__ = "community_facts"
    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    counted_on: Mapped[dt.date] = mapped_column(primary_key=True)
    cells: Mapped[dict[str, Any]] = mapped_column(JSONB)
    version: Mapped[int]
    computed_at: Mapped[dt.datetime]
    __table_args__ = (operator_fk("community_id", "communities"),)
    access = (rls.staff(_WRITES, rls.community()),)


class RollupMark(OperatorRow):
    """A community that events have touched: how often, up to which of them it was counted, and since which day."""

    __tablename__ = "rollup_marks"
    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    marked: Mapped[int]
    done: Mapped[int]
    # The earliest day that may be wrong while marked > done.
    since_on: Mapped[dt.date]
    marked_at: Mapped[dt.datetime]
    __table_args__ = (operator_fk("community_id", "communities"),)
    access = (rls.staff(_WRITES, rls.community()),)


class RollupState(OperatorRow):
    """Up to which day a community was counted; its row lock lets one recomputation after another work on it."""

    __tablename__ = "rollup_states"
    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    counted_on: Mapped[dt.date | None]
    version: Mapped[int]
    computed_at: Mapped[dt.datetime | None]
    __table_args__ = (operator_fk("community_id", "communities"),)
    access = (rls.staff(_WRITES, rls.community()),)
