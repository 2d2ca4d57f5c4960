"""The words of Party organisations and their oversight, as code, schema and tables spell them."""

from enum import StrEnum

from tenants.oversight_models import PartyOrgKind as PartyOrgKind


class PartyOffice(StrEnum):
    """What someone is in an organisation; 第一书记 is the first secretary."""

    FIRST_SECRETARY = "FIRST_SECRETARY"
    SECRETARY = "SECRETARY"
    DEPUTY_SECRETARY = "DEPUTY_SECRETARY"
    ORGANISATION_COMMISSIONER = "ORGANISATION_COMMISSIONER"
    PUBLICITY_COMMISSIONER = "PUBLICITY_COMMISSIONER"
    DISCIPLINE_COMMISSIONER = "DISCIPLINE_COMMISSIONER"
    GROUP_LEADER = "GROUP_LEADER"


class MemberStage(StrEnum):
    """A member who votes (正式), or one on probation (预备)."""

    FORMAL = "FORMAL"
    PROBATIONARY = "PROBATIONARY"


class TransferDirection(StrEnum):
    """Whether the relation of organisation (组织关系) is moved to the organisation (转入) or away from it (转出)."""

    IN = "IN"
    OUT = "OUT"


class TransferState(StrEnum):
    """Where a request to move the relation of organisation stands."""

    REQUESTED = "REQUESTED"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"


class MeetingKind(StrEnum):
    """Three meetings and one lesson (三会一课), and the themed Party day."""

    MEMBERS_MEETING = "MEMBERS_MEETING"
    COMMITTEE_MEETING = "COMMITTEE_MEETING"
    GROUP_MEETING = "GROUP_MEETING"
    PARTY_LECTURE = "PARTY_LECTURE"
    THEME_DAY = "THEME_DAY"


class OrganisationHint(StrEnum):
    """What the number of formal members suggests: a branch from 3, jointly with others below, a committee from 7."""

    FORM_BRANCH = "FORM_BRANCH"
    FORM_JOINT_BRANCH = "FORM_JOINT_BRANCH"
    ELECT_COMMITTEE = "ELECT_COMMITTEE"
    SPLIT_BRANCH = "SPLIT_BRANCH"


class CoverageGap(StrEnum):
    """What the cover of a community lacks.

    NO_SECRETARY: its organisation has neither a secretary nor a leader in office; NO_GRID: no grid covers any of it;
    NO_MODE: no mode of governance is set; ENDING_SOON: its cover ends within 30 days and nothing follows.
    """

    NO_SECRETARY = "NO_SECRETARY"
    NO_GRID = "NO_GRID"
    NO_MODE = "NO_MODE"
    ENDING_SOON = "ENDING_SOON"


class NoticeState(StrEnum):
    """Where a supervision notice stands."""

    ISSUED = "ISSUED"
    REPLIED = "REPLIED"
    RETURNED = "RETURNED"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"


class ReplyDecision(StrEnum):
    """What the issuer made of a reply."""

    ACCEPTED = "ACCEPTED"
    RETURNED = "RETURNED"


class Lamp(StrEnum):
    """How much of the time is left: plenty, under a third, none; or the matter is done."""

    GREEN = "GREEN"
    YELLOW = "YELLOW"
    RED = "RED"
    DONE = "DONE"


class WithdrawalCause(StrEnum):
    """Why a member's report no longer holds."""

    BY_MEMBER = "BY_MEMBER"
    LEFT = "LEFT"
    ERASED = "ERASED"


class ModelItem(StrEnum):
    """The eight that a model building has (八有)."""

    ORGANISATION = "ORGANISATION"
    VENUE = "VENUE"
    TEAM = "TEAM"
    RULES = "RULES"
    ACTIVITIES = "ACTIVITIES"
    SERVICES = "SERVICES"
    CONVENTION = "CONVENTION"
    RESULTS = "RESULTS"


class ActivityAudience(StrEnum):
    """Who may sign up: members who reported in, or everyone who lives in the community."""

    MEMBERS = "MEMBERS"
    COMMUNITY = "COMMUNITY"


class MemberActivityStatus(StrEnum):
    """Where an activity with sign-up stands; of one that was HELD there is a record."""

    OPEN = "OPEN"
    CANCELLED = "CANCELLED"
    HELD = "HELD"


class OverseenActivityKind(StrEnum):
    """What kind of activity a supervising branch sees."""

    PARTY_MEETING = "PARTY_MEETING"
    PARTY_ACTIVITY = "PARTY_ACTIVITY"
    CLUB_EVENT = "CLUB_EVENT"
    COUNCIL = "COUNCIL"
