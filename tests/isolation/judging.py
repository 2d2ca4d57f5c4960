"""What someone may see of the canaries, by what the tables declare; and what an answer shows beyond it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from backend.core.surfaces import Surface
from tenants import rls
from tenants.scope import Actor
from tests.isolation.catalog import declared
from tests.isolation.filling import SHARED
from tests.isolation.saying import rows_named
from tests.isolation.world import Asker, World

_CANARY: Final = re.compile(r"(Kx[0-9a-f]{12})(?:-([a-z_]+)-([a-z_]+)-(\d))?", re.IGNORECASE)
# Rows of the district, which no operator owns: all staff may see them, as on the notice board of the grid.
EVERYBODYS: Final = {"grids", "grid_members"}
_COMMUNITY_RULES: Final = (rls.community(), rls.community("id"), rls.COMMUNITY_OR_NONE)


@dataclass(frozen=True, slots=True)
class Planted:
    """A row that was planted, by an operator of this world or (None) of another test's."""

    operator_id: UUID | None
    table: str
    row: int


class Judge:
    """Knows every canary and every id of a world."""

    def __init__(self, world: World) -> None:
        self.words = {filled.word.lower(): filled.operator_id for filled in world.operators.values()}
        self.rows = {
            row_id: Planted(filled.operator_id, table, row)
            for filled in world.operators.values()
            for table, ids in filled.ids.items()
            if table not in EVERYBODYS
            for row, row_id in enumerate(ids)
        }
        self.access = {table.name: {one.surface: one for one in table.access} for table in declared().values()}

    def leaks(self, asker: Asker, answer: Any, sent: set[str]) -> list[str]:
        """What an answer shows that this asker may not see; what they sent may come back."""
        found = []
        for field, text in _texts(answer):
            for word, table, column, row in _CANARY.findall(text):
                planted = Planted(self.words.get(word.lower()), table or "operators", int(row or 0))
                if not self.may_see(asker, planted, column):
                    found.append(f"{asker.name} sees {planted.table}.{column} of row {planted.row}")
            row_id = None if text in sent else rows_named(text)
            if row_id not in self.rows or (field == "objectId" and _is_told_by_trail(asker, self.rows[row_id])):
                continue
            if not self.may_see(asker, self.rows[row_id]):
                found.append(f"{asker.name} sees the id of {self.rows[row_id].table} {self.rows[row_id].row}")
        return found

    def may_see(self, asker: Asker, planted: Planted, column: str = "") -> bool:
        """By the grant and the row rule of the asker's login; nothing of another operator, save for oversight.

        In care of the supervising branch is the first row of each table.
        """
        actor = asker.actor
        is_listed = planted.table == "communities" and not column and actor.operator_id is None
        if planted.table == "operators" and actor.surface is Surface.DISTRICT:
            # Whose figures they are, the district is told.
            return bool(actor.permissions)
        if planted.table == "buildings" and not column and actor.surface is Surface.CONTROL:
            # Which building a grid covers, it says itself.
            return bool(actor.permissions)
        if planted.table in SHARED or is_listed or actor.surface is Surface.OVERSIGHT:
            return self._may_see_beyond(actor, planted, column)
        if actor.surface is Surface.CONTROL and planted.table == "operators":
            return "platform:manage_operators" in actor.permissions
        if planted.operator_id is None or planted.operator_id != actor.operator_id:
            return False
        if planted.table in ("operators", "memberships", "accounts"):
            return True
        access = self.access[planted.table].get(actor.surface)
        if access is None:
            return self._may_see_of_cases(actor, planted)
        is_limited = actor.community_ids is not None and access.rule in _COMMUNITY_RULES
        is_own = access.rule not in (rls.ALL_ROWS, *_COMMUNITY_RULES)
        return planted.row == 0 or not (is_limited or is_own)

    def _may_see_of_cases(self, actor: Actor, planted: Planted) -> bool:
        """What only the casework login reaches: the station's staff; of residents, each their own, without content."""
        access = self.access[planted.table].get(Surface.CASEWORK)
        if access is None or actor.surface not in (Surface.TENANT, Surface.RESIDENT):
            return False
        if actor.surface is Surface.RESIDENT:
            return access.rule != rls.NO_RESIDENT and planted.row == 0
        return "casework:work_on_cases" in actor.permissions

    def _may_see_beyond(self, actor: Actor, planted: Planted, column: str) -> bool:
        """Rows of `shared`, and what the branch sees of operators: only granted columns, only what the rule opens."""
        table = planted.table
        if table == "communities" and actor.surface in (Surface.CONTROL, Surface.DISTRICT):
            table = "listed_communities"
        access = self.access.get(table, {}).get(actor.surface)
        if access is None or (access.columns and column and column not in access.columns):
            return False
        if actor.surface in (Surface.CONTROL, Surface.DISTRICT) or access.rule == rls.ALL_ROWS:
            return bool(actor.permissions) and (access.rule == rls.ALL_ROWS or planted.row == 0)
        if actor.surface is Surface.OVERSIGHT:
            return planted.operator_id in actor.operator_ids and planted.row == 0
        is_own = planted.operator_id is not None and planted.operator_id == actor.operator_id
        return is_own and (actor.community_ids is None or planted.row == 0)


def _is_told_by_trail(asker: Asker, planted: Planted) -> bool:
    """Who did what to which object is read by the operator's administrators, cases included: by id alone."""
    return "audit:read" in asker.actor.permissions and planted.operator_id == asker.actor.operator_id


def _texts(answer: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Every text, with the field that says it."""
    if isinstance(answer, str):
        yield field, answer
    elif isinstance(answer, dict):
        for name, value in answer.items():
            yield "", name
            yield from _texts(value, name)
    elif isinstance(answer, list | tuple):
        for value in answer:
            yield from _texts(value, field)
