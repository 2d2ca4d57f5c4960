"""Why partners say no."""

from backend.core.errors import AppError


class NotYourHome(AppError):
    """You do not live in this community."""

    zh = "您不是该社区的在住住户"


class PartnerRegistered(AppError):
    """A partner with this unified social credit code is registered already."""

    zh = "该统一社会信用代码的共建单位已登记"
    constraint = "partners_operator_id_uscc_key"


class PartnerRetired(AppError):
    """This partner takes part no more."""

    zh = "该共建单位已退出共建"


class OfferUnsuited(AppError):
    """This offer is another partner's, of another kind, or over."""

    zh = "该资源不属于此单位、类别不符或已失效"


class OfferUsedUp(AppError):
    """This offer has been used up."""

    zh = "该资源已用完"
    constraint = "partner_offers_uses_check"


class NeedTaken(AppError):
    """Another partner has already claimed this need."""

    zh = "该需求已被其他单位认领"
    constraint = "need_claims_one_open"


class NeedClosed(AppError):
    """This is no longer possible with this need."""

    zh = "该需求当前状态不允许此操作"


class DayTaken(AppError):
    """Another unit has already taken this slot of the responsibility day."""

    zh = "该责任日档期已被其他单位认领"


class DayClosed(AppError):
    """This is no longer possible with this slot of the responsibility day."""

    zh = "该责任日档期当前状态不允许此操作"
