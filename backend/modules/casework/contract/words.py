"""The words of the station: its enumerations, as code, schema and tables spell them."""

from enum import StrEnum


class StationRole(StrEnum):
    """What someone does at a station: social work (社工), or its supervision (督导), which decides on approvals."""

    WORKER = "WORKER"
    SUPERVISOR = "SUPERVISOR"


class ServiceArea(StrEnum):
    """What kind of help it is: basic services (基本服务), professional ones (专业服务), or empowerment (社区赋能)."""

    BASIC = "BASIC"
    PROFESSIONAL = "PROFESSIONAL"
    EMPOWERMENT = "EMPOWERMENT"


class ServiceChannel(StrEnum):
    """How someone was served: at the station, at home, by phone, online, or at an event."""

    STATION = "STATION"
    VISIT = "VISIT"
    PHONE = "PHONE"
    ONLINE = "ONLINE"
    EVENT = "EVENT"


class WorkKind(StrEnum):
    """What is on a worker's day list: the next step of a case by its phase, and what waits or runs against a clock."""

    ASSESSMENT = "ASSESSMENT"
    PLAN = "PLAN"
    FOLLOW_UP = "FOLLOW_UP"
    CLOSURE = "CLOSURE"
    ASSIGNMENT = "ASSIGNMENT"
    APPROVAL = "APPROVAL"
    GROUP_APPROVAL = "GROUP_APPROVAL"
    TRANSFER = "TRANSFER"
    HELP = "HELP"
    CRISIS_VISIT = "CRISIS_VISIT"
    CRISIS_NOTICE = "CRISIS_NOTICE"
    ACTIVITY = "ACTIVITY"


class ActivityKind(StrEnum):
    """What is planned for a case: a first contact, a visit at home, the next talk, or a look at the whole plan."""

    FIRST_CONTACT = "FIRST_CONTACT"
    VISIT = "VISIT"
    CONTACT = "CONTACT"
    REVIEW = "REVIEW"
