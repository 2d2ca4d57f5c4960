"""The words of housing: its enumerations, as code, schema and tables spell them."""

from enum import StrEnum


class ProductType(StrEnum):
    """What kind of rental community it is."""

    LONG_RENT_APARTMENT = "LONG_RENT_APARTMENT"
    AFFORDABLE_RENTAL = "AFFORDABLE_RENTAL"
    PUBLIC_RENTAL = "PUBLIC_RENTAL"
    TALENT_APARTMENT = "TALENT_APARTMENT"
    CITY_BUILDERS_HOME = "CITY_BUILDERS_HOME"


class GovernanceMode(StrEnum):
    """The district's five modes, and the area grid for communities not yet in one."""

    COMMITTEE_OR_PREPARATORY_GROUP = "COMMITTEE_OR_PREPARATORY_GROUP"
    MANAGED_BY_NEIGHBOUR = "MANAGED_BY_NEIGHBOUR"
    MANAGED_BY_NEIGHBOUR_WITH_STATION = "MANAGED_BY_NEIGHBOUR_WITH_STATION"
    WITHIN_COMMITTEE = "WITHIN_COMMITTEE"
    SELF_GOVERNANCE_WITH_STATIONS = "SELF_GOVERNANCE_WITH_STATIONS"
    AREA_GRID = "AREA_GRID"


class UnitKind(StrEnum):
    """A suite (一套房) or a room (一间房)."""

    SUITE = "SUITE"
    ROOM = "ROOM"


class BedCondition(StrEnum):
    """The physical state of a bed, apart from who lives in it."""

    CLEAN = "CLEAN"
    DIRTY = "DIRTY"
    INSPECTED = "INSPECTED"
    OUT_OF_SERVICE = "OUT_OF_SERVICE"


class PlaceState(StrEnum):
    """What the room map shows of a bed."""

    VACANT = "VACANT"
    RESERVED = "RESERVED"
    ALLOTTED = "ALLOTTED"
    OCCUPIED = "OCCUPIED"
    DUE_IN = "DUE_IN"
    DUE_OUT = "DUE_OUT"
    OVERSTAYED = "OVERSTAYED"
    OUT_OF_SERVICE = "OUT_OF_SERVICE"


class PartyStatus(StrEnum):
    """Party or Youth League membership, as the resident states it and only by consent."""

    NOT_STATED = "NOT_STATED"
    NONE = "NONE"
    LEAGUE_MEMBER = "LEAGUE_MEMBER"
    PARTY_MEMBER = "PARTY_MEMBER"


class Relation(StrEnum):
    """What a person in a stay is to the one who leads it."""

    LEAD = "LEAD"
    SPOUSE = "SPOUSE"
    CHILD = "CHILD"
    PARENT = "PARENT"
    SIBLING = "SIBLING"
    FRIEND = "FRIEND"
    COLLEAGUE = "COLLEAGUE"
    OTHER = "OTHER"


class StayStatus(StrEnum):
    """A stay before, during and after it is lived; cancelled ones hold nothing."""

    RESERVED = "RESERVED"
    ACTIVE = "ACTIVE"
    ENDED = "ENDED"
    CANCELLED = "CANCELLED"


class RosterStatus(StrEnum):
    """How far an import has come."""

    UPLOADED = "UPLOADED"
    READING = "READING"
    PREVIEWED = "PREVIEWED"
    APPLYING = "APPLYING"
    APPLIED = "APPLIED"
    REFUSED = "REFUSED"
    CANCELLED = "CANCELLED"


class RosterRowKind(StrEnum):
    """What a row of a roster would change."""

    MOVE_IN = "MOVE_IN"
    MOVE_OUT = "MOVE_OUT"
    TRANSFER = "TRANSFER"
    END_CHANGED = "END_CHANGED"
    UNCHANGED = "UNCHANGED"
    HISTORY = "HISTORY"
    ERROR = "ERROR"


class RosterRowState(StrEnum):
    """What became of a row."""

    PENDING = "PENDING"
    APPLIED = "APPLIED"
    FAILED = "FAILED"


class ApplicationStatus(StrEnum):
    """Where an application stands."""

    SUBMITTED = "SUBMITTED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
