"""Sealed months in the schema: what was said of them, and what was corrected."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry.relay import Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.dashboard import words
from backend.modules.dashboard.actions import sealing
from backend.modules.dashboard.contract import figures, snapshots
from backend.modules.dashboard.contract.measures import Measure as Declared
from backend.modules.dashboard.contract.measures import Ratio
from backend.modules.dashboard.queries import snapshots as queries
from backend.modules.dashboard.queries.reading import group_of, groups_by_grouping
from graphql_schema.context import Info
from graphql_schema.dashboard.figures import Group, Measure
from graphql_schema.fields import column, computed, given, record
from graphql_schema.inputs import said
from graphql_schema.mutation import mutation
from graphql_schema.relay import Batched

By = Annotated[words.Grouping, strawberry.argument(description="By what it is put together.")]
Codes = Annotated[list[str] | None, strawberry.argument(description="Only these measures; all if left out.")]


@record
class SnapshotFigure:
    """A figure as it was sealed, of a level on the last day, of a flow over the month."""

    measure: Measure = column("What it is a figure of.")
    group: Group = column("Of whom.")
    values: list[str] = column("A part of it, by the values of the measure's dimensions; none for the whole.", size=2)
    value: float | None = column("How much; none for a share of nothing. What was hidden is not listed.")


@record
class SnapshotChange:
    """What a restatement corrects."""

    measure: Measure = column("What it is a figure of.")
    group: Group = column("Of whom.")
    values: list[str] = column("The part of it; none for the whole.", size=2)
    was: float | None = column("What was last said; none where nothing was.")
    now: float | None = column("What is said now; none where nothing is.")


@record
class DistrictSnapshot(Batched, Node):
    """A month as it was sealed, or a restatement of it. Neither is ever changed."""

    batch = staticmethod(queries.snapshots_by_id)
    id: NodeID[UUID]
    row: strawberry.Private[snapshots.Snapshot]
    position: int = column("Its place in the chain, from 1.")
    restatement: int = column("0 for the seal, 1 and up for its restatements.")
    reason: str | None = column("Why it was restated.")
    sealed_at: dt.datetime = column("When.")
    hash: str = column("Covers all that it says and the hash of the one before.")
    before: str = column("The hash of the one before.")
    is_intact: bool = column("Whether it still says what its hash covers.")

    @classmethod
    def of(cls, row: Any) -> "DistrictSnapshot":  # Any: as every type is made of its row
        names = ("id", "position", "restatement", "reason", "sealed_at", "hash", "before", "is_intact")
        return cls(row=row, **{name: getattr(row, name) for name in names})

    @computed("The month, by its first day.")
    def month(self) -> dt.date:
        """In Shanghai."""
        return self.row.month_on

    @computed("The day that levels hold for.")
    def as_of(self) -> dt.date:
        """The last of the month."""
        return self.row.as_of_on

    @computed("What it says, of the whole district or by group.", size=100)
    async def figures(self, info: Info, by: By, measures: Codes = None) -> list[SnapshotFigure]:
        """Of measures that are still in the catalogue."""
        groups = await groups_by_grouping(await info.context.scope(), by)
        return [
            SnapshotFigure(
                measure=Measure(row=figures.described(one.measure)),
                group=Group.of(group_of(groups, one.key)),
                values=one.cell.split("|") if one.cell else [],
                value=one.value,
            )
            for one in queries.figures_by(self.row, by)
            if _is_known(one.measure) and (measures is None or one.measure in measures)
        ]

    @computed("What it says otherwise than was last said; nothing for a seal.", size=50)
    async def changes(self, info: Info) -> list[SnapshotChange]:
        """In the order of groups and measures."""
        scope = await info.context.scope()
        wanted = sorted({one.grouping for one in self.row.changes})
        groups = {by: await groups_by_grouping(scope, by) for by in wanted}
        return [
            SnapshotChange(
                measure=Measure(row=figures.described(one.measure)),
                group=Group.of(group_of(groups[one.grouping], one.key)),
                values=one.cell.split("|") if one.cell else [],
                was=one.was,
                now=one.now,
            )
            for one in self.row.changes
            if _is_known(one.measure)
        ]


def _is_known(code: str) -> bool:
    return code in Declared.declared or code in Ratio.declared or code == figures.UNIQUE.code


@given
class SealSnapshotInput:
    """A month that is over."""

    month: dt.date = said("Any day of the month.")


@given
class RestateSnapshotInput:
    """A sealed month, and why it is to be restated."""

    month: dt.date = said("Any day of the month.")
    reason: str = said("Why; it is kept for good.")


@strawberry.type
class Mutation:
    """What is settled for good."""

    @mutation(Surface.CONTROL)
    async def seal_snapshot(self, info: Info, input: SealSnapshotInput) -> DistrictSnapshot:
        """Seal a month as it is known now."""
        return DistrictSnapshot.of(await sealing.seal_snapshot(await info.context.scope(), input.month))

    @mutation(Surface.CONTROL)
    async def restate_snapshot(self, info: Info, input: RestateSnapshotInput) -> DistrictSnapshot:
        """Say what is known of a sealed month now; what was sealed stays beside it."""
        scope = await info.context.scope()
        return DistrictSnapshot.of(await sealing.restate_snapshot(scope, input.month, input.reason))
