"""The words of group work and community activities."""

from enum import StrEnum


class GroupPhase(StrEnum):
    """The phases of a group by MZ/T 095-2017, in order: 筹备期, 形成期, 转折期, 成熟期, 结束期."""

    PREPARATION = "PREPARATION"
    FORMING = "FORMING"
    TRANSITION = "TRANSITION"
    MATURITY = "MATURITY"
    ENDING = "ENDING"

    @property
    def position(self) -> int:
        """1 for the first."""
        return list(GroupPhase).index(self) + 1


class GroupStatus(StrEnum):
    """Whether a group meets."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


class GroupSubject(StrEnum):
    """What the supervisor decides of a group: its plan, before it begins to form, and its end."""

    PLAN = "PLAN"
    CLOSURE = "CLOSURE"


class GroupEventKind(StrEnum):
    """What happened to a group."""

    OPENED = "OPENED"
    ADVANCED = "ADVANCED"
    MEMBER_JOINED = "MEMBER_JOINED"
    MEMBER_LEFT = "MEMBER_LEFT"
    SESSION_RECORDED = "SESSION_RECORDED"
    APPROVAL_REQUESTED = "APPROVAL_REQUESTED"
    APPROVAL_DECIDED = "APPROVAL_DECIDED"
    CLOSED = "CLOSED"
