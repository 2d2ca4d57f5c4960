"""The words of mentoring: its enumerations, as code, schema and tables spell them."""

from enum import StrEnum


class Skill(StrEnum):
    """What a mentor (学长) can teach, and someone would like to learn."""

    CAREER = "CAREER"
    COOKING = "COOKING"
    DESIGN = "DESIGN"
    FINANCE = "FINANCE"
    FITNESS = "FITNESS"
    GARDENING = "GARDENING"
    HANDICRAFT = "HANDICRAFT"
    LANGUAGE = "LANGUAGE"
    LAW = "LAW"
    MUSIC = "MUSIC"
    PARENTING = "PARENTING"
    PHOTOGRAPHY = "PHOTOGRAPHY"
    PROGRAMMING = "PROGRAMMING"
    REPAIR = "REPAIR"
    VIDEO = "VIDEO"
    WRITING = "WRITING"


class MatchStatus(StrEnum):
    """How far a mentor and whoever learns from them have come."""

    REQUESTED = "REQUESTED"
    ACTIVE = "ACTIVE"
    DECLINED = "DECLINED"
    ENDED = "ENDED"
