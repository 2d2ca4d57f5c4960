"""Why proposals say no."""

from backend.core.errors import AppError


class NotYourHome(AppError):
    """You do not live in this community."""

    zh = "您不是该社区的在住住户"


class ProposalClosed(AppError):
    """This is no longer possible with this proposal."""

    zh = "该提案当前状态不允许此操作"


class ProposalLimitReached(AppError):
    """You may have at most {limit} open proposals at a time."""

    zh = "您同时最多可有 {limit} 件未答复的提案"


class CosignLimitReached(AppError):
    """You may co-sign at most {limit} proposals in 30 days."""

    zh = "30 天内最多可联署 {limit} 件提案"


class OwnProposal(AppError):
    """This is your own proposal."""

    zh = "不能联署自己的提案"


class CoauthorsFull(AppError):
    """A proposal has five co-authors at most."""

    zh = "一件提案最多五位共同起草人"
    constraint = "proposals_coauthors_check"


class AlreadyRated(AppError):
    """You have already appraised this."""

    zh = "您已评议过"
