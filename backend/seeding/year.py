"""A year of what residents do: bookings, issues, and the night school of the communities that are governed."""

import random
from collections.abc import Sequence
from uuid import UUID

from backend.core.crypto import DataKey
from backend.modules.housing.words import GovernanceMode
from backend.seeding import year_of_courses, year_of_issues, year_of_spaces
from backend.seeding.bulk_ledger import Lived
from backend.seeding.bulk_rows import Rows
from backend.seeding.district_plan import PlannedCommunity
from backend.seeding.year_of_courses import YearOfCourses
from backend.seeding.year_of_issues import YearOfIssues
from backend.seeding.year_of_spaces import YearOfSpaces
from tenants.scope import Scope

ORDER = (*year_of_spaces.ORDER, *year_of_courses.ORDER, *year_of_issues.ORDER)


class Year:
    """The year of one operator; the same for the same number and day, but for ids and what is sealed."""

    def __init__(self, operator_id: UUID, key: DataKey, number: int) -> None:
        draw = random.Random(f"xinju:year:{number}")
        self.rows = Rows(operator_id)
        self._spaces = YearOfSpaces(self.rows, key, draw)
        self._courses = YearOfCourses(self.rows, self._spaces, draw)
        self._issues = YearOfIssues(self.rows, key, draw)

    def fill(self, community_id: UUID, lived: Sequence[Lived], plan: PlannedCommunity) -> None:
        """The year of a community. Its bookings are as many as planned; a course's own are beside them."""
        rooms = self._spaces.open(community_id, plan.bookings)
        if plan.mode is not GovernanceMode.AREA_GRID:
            self._courses.fill(community_id, rooms[0], lived)
        self._spaces.fill(community_id, rooms, lived, plan.bookings)
        self._issues.fill(community_id, lived, plan.living)

    async def load(self, scope: Scope) -> int:
        """Write everything; returns the rows."""
        return await self.rows.load(scope, ORDER)
