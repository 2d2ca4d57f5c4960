"""All that a supervising branch has in care, in numbers, and what the cover of it lacks."""

import strawberry

from backend.modules.housing import words as housing
from backend.modules.party import words
from backend.modules.party.queries import covering
from graphql_schema.fields import Record, column, computed, record


@record
class ModeCount(Record):
    """How many communities are governed in one mode."""

    mode: housing.GovernanceMode = column("The mode.")
    communities: int = column("How many.")


@record
class GapCount(Record):
    """How many communities lack one thing in their cover."""

    gap: words.CoverageGap = column("What.")
    communities: int = column("How many.")


@record
class OversightCoverage(Record):
    """All that the caller oversees, in numbers."""

    communities: int = column("Communities in care.")
    operators: int = column("Operators that run them.")
    organisations: int = column("Organisations that the caller speaks for.")
    ending_soon: int = column("Communities whose cover ends within 30 days without another that follows.")
    modes: strawberry.Private[list[covering.ModeCount]]
    gaps: strawberry.Private[list[covering.GapCount]]

    @computed("By governance mode, those that occur.", name="modes")
    def by_mode(self) -> list[ModeCount]:
        """In the order of the handbook."""
        return [ModeCount.of(one) for one in self.modes]

    @computed("What the cover of some lacks, thing by thing.", name="gaps")
    def by_gap(self) -> list[GapCount]:
        """Things that none lacks are left out."""
        return [GapCount.of(one) for one in self.gaps]
