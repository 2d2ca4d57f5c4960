"""Why clubs say no."""

from backend.core.errors import AppError


class NotYourHome(AppError):
    """You do not live in this community."""

    zh = "您不是该社区的在住住户"


class ClubNameTaken(AppError):
    """A club of this name exists in this community."""

    zh = "本社区已有同名社团"
    constraint = "clubs_one_name"


class ClubArchived(AppError):
    """This club is archived."""

    zh = "该社团已归档"


class NotClubOfficer(AppError):
    """Only the officers of this club may do this."""

    zh = "仅社团负责人可执行此操作"


class NotClubMember(AppError):
    """Only members of this club may do this."""

    zh = "仅社团成员可执行此操作"


class MemberClosed(AppError):
    """This is no longer possible with this membership."""

    zh = "该成员当前状态不允许此操作"


class ClubQuotaExceeded(AppError):
    """The club may hold spaces for at most {hours} hours a month."""

    zh = "社团每月最多占用共享空间 {hours} 小时"


class ClubEventClosed(AppError):
    """This is no longer possible with this event of the club."""

    zh = "该社团活动当前状态不允许此操作"
