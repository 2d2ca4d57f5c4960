"""Councils of a period in figures, in the schema."""

import strawberry

from backend.modules.councils.contract import words
from graphql_schema.fields import Record, column, computed, record


@record
class CouncilKindCount(Record):
    """How many councils of one kind were held."""

    kind: words.CouncilKind = column("The kind.")
    count: int = column("How many.")


@record
class CouncilReport(Record):
    """Councils of a period in figures."""

    held: int = column("Councils held.")
    problems: int = column("Items on their agendas.")
    problems_solved: int = column("Items that were solved.")
    problems_sent_up: int = column("Items that were sent up the grid.")
    tasks: int = column("Tasks that were given.")
    tasks_done: int = column("Of these, done.")
    tasks_late: int = column("Of these, late.")
    kinds: strawberry.Private[tuple[tuple[words.CouncilKind, int], ...]]

    @computed("Councils held, kind by kind.")
    def by_kind(self) -> list[CouncilKindCount]:
        """Kinds of which none was held are left out."""
        return [CouncilKindCount(kind=kind, count=count) for kind, count in self.kinds]
