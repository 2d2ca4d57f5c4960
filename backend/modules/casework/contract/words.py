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
