"""Why cases say no."""

from backend.core.errors import AppError


class NotAssigned(AppError):
    """You neither answer for this case nor supervise it."""

    zh = "您不是该个案的负责社工或督导"


class PhaseOrder(AppError):
    """A case goes through its phases in order, and back only with a reason."""

    zh = "个案须按接案、预估、计划、介入、评估、结案的顺序推进，退回须说明理由"
    constraint = "case_steps_order_check"


class ConsentRecorded(AppError):
    """This consent is already recorded."""

    zh = "该同意已有记录"
    constraint = "case_consents_one_current"


class ApprovalMissing(AppError):
    """The station's supervisor has not approved this yet."""

    zh = "尚未经督导批准"


class ApprovalPending(AppError):
    """This is already before the supervisor."""

    zh = "已提交督导审批，请等待"
    constraint = "case_approvals_one_open"


class ApprovalDecided(AppError):
    """This was already decided."""

    zh = "该申请已有审批结果"


class CommentMissing(AppError):
    """Whoever rejects says why."""

    zh = "驳回须说明理由"


class SelfApproval(AppError):
    """Nobody approves their own work."""

    zh = "不能审批自己提交或负责的个案"
    constraint = "case_approvals_self_check"


class CaseClosed(AppError):
    """This case is closed."""

    zh = "该个案已结案"


class CaseNotClosed(AppError):
    """This case is not closed."""

    zh = "该个案尚未结案"


class CaseDuplicate(AppError):
    """This person has an open case at the station already."""

    zh = "该服务对象在本站已有进行中的个案"
    constraint = "cases_one_open"


class CaseElsewhere(AppError):
    """This person has an open case at another station."""

    zh = "该服务对象在其他社工站已有进行中的个案"
    constraint = "cases_one_open_anywhere"


class GoalMissing(AppError):
    """A plan needs a goal."""

    zh = "计划至少须有一个目标"


class AlreadyAssigned(AppError):
    """This person already works on the case."""

    zh = "该社工已负责此个案"
    constraint = "case_workers_one_current"


class HelpAsked(AppError):
    """You have already asked this station; it will answer."""

    zh = "您已提交求助，社工站会尽快联系您"
    constraint = "help_requests_one_open"


class HelpSettledAlready(AppError):
    """This request was taken up, answered or taken back already."""

    zh = "该求助已接手、已答复或已撤回"


class StationMissing(AppError):
    """No station serves your home yet."""

    zh = "您所在社区暂无社工站"


class CaseShredded(AppError):
    """What this case held was erased with the person."""

    zh = "该个案内容已随个人信息一并删除"


class TransferPending(AppError):
    """This case is already to be transferred."""

    zh = "该个案已有待处理的转案申请"
    constraint = "case_moves_one_open"


class MoveDecided(AppError):
    """This can no longer be decided so."""

    zh = "该转案或转介当前状态不允许此操作"


class GlassNotNeeded(AppError):
    """You read this case anyway."""

    zh = "您本就可以查看该个案"


class CrisisRaised(AppError):
    """A crisis of this case is already being dealt with."""

    zh = "该个案已有处理中的危机"
    constraint = "case_crises_one_open"


class CrisisOpen(AppError):
    """A crisis of this case is not over yet."""

    zh = "该个案的危机尚未结束，请先结束危机处理"


class CrisisMissing(AppError):
    """There is no crisis of this case to be dealt with."""

    zh = "该个案没有处理中的危机"


class CasesLinked(AppError):
    """These cases are already linked."""

    zh = "两个个案已建立关联"
    constraint = "case_links_pair_key"
