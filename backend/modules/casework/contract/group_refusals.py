"""Why groups say no."""

from backend.core.errors import AppError


class AlreadyInGroup(AppError):
    """This person is in the group already."""

    zh = "该居民已在小组中"
    constraint = "group_members_one_current"


class GroupFull(AppError):
    """The group has as many members as it was planned for."""

    zh = "小组人数已满"


class GroupClosed(AppError):
    """This group is over."""

    zh = "该小组已结束"
