"""Why councils say no."""

from backend.core.errors import AppError


class NoticeTooShort(AppError):
    """A council of this kind is announced at least {days} days before."""

    zh = "此类会议须至少提前 {days} 天公告"


class AgendaMissing(AppError):
    """A council of this kind needs an issue or a proposal on its agenda."""

    zh = "此类会议的议程须包含问题或提案"


class TooFewPresent(AppError):
    """A council of this kind needs at least {least} of them present; there were {present}."""

    zh = "此类会议至少须有 {least} 方（人）到场，实到 {present}"


class VerdictMissing(AppError):
    """An appraisal ends with a verdict, and no other council has one."""

    zh = "评议会须给出评议结论，其他会议不填写"


class CouncilNotOpen(AppError):
    """This is no longer possible with this council."""

    zh = "该会议当前状态不允许此操作"


class CouncilNotBegun(AppError):
    """This council has not begun yet."""

    zh = "会议尚未开始"


class CouncilFull(AppError):
    """All seats are taken."""

    zh = "席位已满"
    constraint = "council_seatings_seats_check"


class SpeakingSlotMissing(AppError):
    """Nobody signs up to speak at this council."""

    zh = "该会议不设发言席位"


class AlreadyRegistered(AppError):
    """You are already registered for this council."""

    zh = "您已报名该会议"
    constraint = "council_registrations_one_open"


class QuestionsSettled(AppError):
    """These questions have been answered, or have changed meanwhile: look at the council again."""

    zh = "报名问题已有人作答或刚刚更改，请刷新后再试"
    constraint = "council_answers_operator_id_form_id_fkey"


class AnswerMissing(AppError):
    """Question {number} must be answered."""

    zh = "第 {number} 个问题必须作答"


class DoorClosed(AppError):
    """The door is open from {minutes} minutes before a council begins until it ends."""

    zh = "签到时间为会议开始前 {minutes} 分钟至会议结束"


class DoorCodeUnknown(AppError):
    """This code is nobody's here, or has expired: ask for the one that is shown now."""

    zh = "签到码无效或已更新，请出示当前的签到码"


class AlreadyAdmitted(AppError):
    """They have been let in already."""

    zh = "已经签到入场"


class InvitationEnded(AppError):
    """This seat is no longer kept for whoever was invited."""

    zh = "该受邀席位已不再保留"


class CouncilPeriodInvalid(AppError):
    """A council ends after it begins, within a day."""

    zh = "会议结束时间须晚于开始时间，且不超过一天"
    constraint = "councils_period_check"


class TaskDone(AppError):
    """This task is already done."""

    zh = "该任务已完成"
