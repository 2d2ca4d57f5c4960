"""Why mentoring says no."""

from backend.core.errors import AppError


class NotYourHome(AppError):
    """You do not live in this community."""

    zh = "您不是该社区的在住住户"


class MentorFull(AppError):
    """This mentor has no room for another at present."""

    zh = "该学长目前名额已满"
    constraint = "mentors_room_check"


class MentorPaused(AppError):
    """This mentor takes nobody on at present."""

    zh = "该学长目前暂不接收新学员"


class MentorMissesSkill(AppError):
    """This mentor does not teach that."""

    zh = "该学长未登记此项技能"


class OwnMentor(AppError):
    """You cannot be your own mentor."""

    zh = "不能向自己报名"


class MatchOpen(AppError):
    """You have already asked this mentor, or learn from them."""

    zh = "您已向该学长报名或正在结对"
    constraint = "mentor_matches_one_open"


class MatchClosed(AppError):
    """This is no longer possible with this match."""

    zh = "该结对当前状态不允许此操作"


class AlreadyThanked(AppError):
    """You have already thanked for this."""

    zh = "您已表达过感谢"
