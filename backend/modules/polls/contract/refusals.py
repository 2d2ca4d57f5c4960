"""Why polls say no."""

from backend.core.errors import AppError


class NotInElectorate(AppError):
    """You are not among those who lived here when this poll was opened."""

    zh = "您不在本次表决开启时确定的选民名单中"
    constraint = "poll_marks_elector_fkey"


class AlreadyVoted(AppError):
    """This vote was already given."""

    zh = "该票已投出"


class SecretUsed(AppError):
    """This secret belongs to another vote; make a new one."""

    zh = "该随机码已用于其他选票，请重新生成"
    constraint = "poll_marks_operator_id_poll_id_secret_hash_key"


class OtherChoicesGiven(AppError):
    """This vote was already given with other choices; the first one counts."""

    zh = "该票已按其他选项投出，以首次为准"


class PollClosed(AppError):
    """This poll is closed."""

    zh = "该表决已结束"


class PollStillOpen(AppError):
    """This poll is open until its closing time, and nobody learns anything before."""

    zh = "该表决尚未到截止时间，在此之前任何人都不能获知结果"


class ElectorateEmpty(AppError):
    """Nobody who may vote lives there."""

    zh = "该范围内没有符合条件的选民"


class ChoicesInvalid(AppError):
    """These choices do not fit this poll."""

    zh = "所选项不符合该表决的规则"


class PollRulesInvalid(AppError):
    """A poll has 2 to 50 options, a quorum of 0 to 100 percent, and as many choices as options at most."""

    zh = "表决须有 2 至 50 个选项，法定参与比例为 0 至 100，可选项数不超过选项总数"
    constraint = "polls_rules_check"


class BudgetInvalid(AppError):
    """A budget poll has a budget, a cost for each option that is within it, and a least share of 0 to 100 percent."""

    zh = "预算表决须有预算总额，每个选项须有不超过总额的金额，最低支持率为 0 至 100"
    constraint = "polls_budget_check"


class BudgetExceeded(AppError):
    """These choices cost {cost} yuan together, more than the budget of {budget}."""

    zh = "所选项目合计 {cost} 元，超过预算 {budget} 元"


class ReceiptUnknown(AppError):
    """No ballot belongs to this code."""

    zh = "没有与该回执码对应的选票"
