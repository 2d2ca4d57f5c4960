"""A community as the supervising branch sees it: numbers and lamps, nobody's name."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.modules.housing import words as housing
from backend.modules.housing.queries import overseen
from backend.modules.issues.queries import oversight as issues
from backend.modules.party import words
from backend.modules.party.queries import covering, notices
from backend.modules.party.queries import gaps as lacking
from backend.modules.party.queries.organisations import party_orgs_by_id
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, one, record
from graphql_schema.housing.stays import Occupancy
from graphql_schema.inputs import key, plain, ref, said
from graphql_schema.party.organisations import PartyOrg
from graphql_schema.relay import Batched


@record
class OversightCover(Record):
    """What covers a community, and from when until when."""

    organisation_id: strawberry.Private[UUID | None]
    grid_id: strawberry.Private[UUID | None]
    organisation: PartyOrg | None = one("organisation_id", party_orgs_by_id, "The organisation.", to="PartyOrg")
    starts_on: dt.date = column("First day.")
    ends_on: dt.date = column("The day after the last; 9999-12-31 until further notice.")

    @computed("Global id of the grid, where a grid covers it.", name="gridId")
    def grid(self) -> GlobalID | None:
        """Either this or the organisation."""
        return None if self.grid_id is None else GlobalID("Grid", str(self.grid_id))


@record
class OverseenIssueTally(Record):
    """The issues of a community in numbers."""

    open: int = column("Neither resolved nor ended.")
    green: int = column("Open, with over half of the working time left.")
    yellow: int = column("Open, with over a fifth left.")
    red: int = column("Open, with less than a fifth left, or none.")
    overdue: int = column("Open past the deadline.")
    escalated: int = column("Open, and up the grid.")
    solved_lately: int = column("Resolved within the last 30 days.")


@record
class OverseenCommunity(Batched, Node):
    """A community in care, without anything that says who lives there."""

    batch = staticmethod(overseen.overseen_communities_by_id)
    id: NodeID[UUID]
    code: str = column("Short code, unique with its operator.")
    name: str = column("Name as residents know it.")
    subdistrict_code: str = column("Code of the street or town it lies in.")
    address: str = column("Street address.")
    product_type: housing.ProductType = column("What kind of rental community it is.")
    opened_on: dt.date = column("The day it opened.")

    @computed("The operator that runs it.")
    async def operator_name(self, info: Info) -> str | None:
        """By its Chinese name."""
        found = await info.context.load(notices.listed_communities_by_id, self.id)
        return found.operator_name if found else None

    @computed("How it is governed today.")
    async def governance_mode(self, info: Info) -> housing.GovernanceMode | None:
        """One of the five modes, or an area grid."""
        return await info.context.load(overseen.overseen_modes_by_id, self.id)

    @computed("Today's occupancy, from the ledger.")
    async def occupancy(self, info: Info) -> Occupancy | None:
        """Beds and people as numbers."""
        found = await info.context.load(overseen.overseen_occupancies_by_id, self.id)
        return Occupancy.of(found) if found else None

    @computed("What its cover lacks today; empty where nothing does.")
    async def gaps(self, info: Info) -> list[words.CoverageGap]:
        """In the order of the words."""
        return list(await info.context.load(lacking.gaps_by_id, self.id) or ())

    @computed("What covers it today.")
    async def cover(self, info: Info) -> OversightCover | None:
        """The organisation through which the caller sees it."""
        found = await info.context.load(covering.covers_by_id, self.id)
        return OversightCover.of(found) if found else None

    @computed("Supervision notices that are open.")
    async def open_notices(self, info: Info) -> int:
        """In whatever round."""
        found = await info.context.load(notices.notice_counts_by_id, self.id)
        return found.open if found else 0

    @computed("Supervision notices that are overdue.")
    async def overdue_notices(self, info: Info) -> int:
        """Without a reply in time."""
        found = await info.context.load(notices.notice_counts_by_id, self.id)
        return found.overdue if found else 0

    @computed("Its issues in numbers.")
    async def issue_figures(self, info: Info) -> OverseenIssueTally:
        """As they stand now."""
        found = await info.context.load(issues.overseen_tallies_by_id, self.id)
        return OverseenIssueTally.of(found or issues.IssueTally())


@given
class OverseenCommunityFilter:
    """Which communities in care are wanted; all that is given must hold."""

    subdistrict_code: str | None = said("In this street or town.", default=None)
    product_type: housing.ProductType | None = said("Of this kind.", default=None)
    governance_mode: housing.GovernanceMode | None = said("Governed in this mode today.", default=None)
    organisation_id: GlobalID | None = ref("Covered by this organisation today.", "PartyOrg", optional=True)
    gap: words.CoverageGap | None = said("Whose cover lacks this today.", default=None)


async def community_filter(info: Info, given: OverseenCommunityFilter | None) -> overseen.OverseenCommunityFilter:
    """What the queries take; everything where nothing is given."""
    if given is None:
        return overseen.OverseenCommunityFilter()
    organisation_id, scope = key(given, "organisation_id"), await info.context.scope()
    if organisation_id is None and given.gap is None:
        return plain(given, overseen.OverseenCommunityFilter)
    found: list[set[UUID]] = []
    if organisation_id is not None:
        found.append(set(await covering.list_covered_community_ids(scope, organisation_id)))
    if given.gap is not None:
        found.append(set(await covering.list_lacking_community_ids(scope, given.gap)))
    return plain(given, overseen.OverseenCommunityFilter, community_ids=sorted(set.intersection(*found)))
