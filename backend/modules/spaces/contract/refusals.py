"""Why spaces say no."""

from backend.core.errors import AppError, Label
from backend.modules.spaces.contract.inputs import Quota
from backend.modules.spaces.words import QuotaMeasure, QuotaPeriod


class SlotTaken(AppError):
    """This time is already taken."""

    zh = "该时段已被预约"
    constraint = "booking_places_no_overlap"


class SlotFree(AppError):
    """This time is free: it can be booked, and needs no wait-list."""

    zh = "该时段可以直接预约，无需候补"


class OutsideOpeningHours(AppError):
    """The space is not open then."""

    zh = "该时间不在空间开放时间内"


class SlotMisaligned(AppError):
    """Times begin and end in steps of {minutes} minutes from the opening."""

    zh = "起止时间须从开放时间起按 {minutes} 分钟对齐"


class DurationInvalid(AppError):
    """A booking lasts {least} to {most} minutes."""

    zh = "单次预约时长应为 {least} 至 {most} 分钟"


class TooEarly(AppError):
    """That is too early; it is possible from {moment} on."""

    zh = "时间过早，最早可在 {moment} 之后办理"


class TooLate(AppError):
    """That is too late; it was possible until {moment}."""

    zh = "时间已过，须在 {moment} 之前办理"


class QuotaExceeded(AppError):
    """That is more than the {amount} {measure} that are allowed a {period}."""

    zh = "已超过预约限额：{period}最多 {amount} {measure}"


_MEASURES = {QuotaMeasure.COUNT: Label("次", "bookings"), QuotaMeasure.HOURS: Label("小时", "hours")}
_PERIODS = {
    QuotaPeriod.DAY: Label("每天", "day"),
    QuotaPeriod.WEEK: Label("每周", "week"),
    QuotaPeriod.MONTH: Label("每月", "month"),
    QuotaPeriod.YEAR: Label("每年", "year"),
}


def quota_exceeded(quota: Quota) -> QuotaExceeded:
    """The refusal of what a quota does not allow, in words."""
    said = {"measure": _MEASURES[quota.measure], "period": _PERIODS[quota.period]}
    return QuotaExceeded(field=("input", "starts_at"), amount=quota.amount, **said)


class CreditBlocked(AppError):
    """Missed bookings have cost too much credit; booking is possible again from {until} on."""

    zh = "因多次爽约信用分不足，{until} 起可恢复预约，如有异议可申诉"


class SpaceBlocked(AppError):
    """The space is closed then for a stated reason."""

    zh = "该空间在此时段暂停开放"


class NotEligible(AppError):
    """This space is not open to you at that time."""

    zh = "该空间在此时段不对您开放"


class TermsMissing(AppError):
    """Please read and accept the rules of this space first."""

    zh = "请先阅读并同意该空间的使用须知"
    constraint = "bookings_terms_check"


class CapacityExceeded(AppError):
    """This space has room for {capacity}."""

    zh = "该空间最多容纳 {capacity} 人"


class EquipmentTaken(AppError):
    """There is not enough of this equipment at that time."""

    zh = "该设备在此时段数量不足"


class BookingNotOpen(AppError):
    """This booking cannot be changed any more."""

    zh = "该预约已结束或已取消，不能再更改"


class BookingDecided(AppError):
    """This booking was already decided."""

    zh = "该预约已审核"


class CodeUnknown(AppError):
    """This is not the code of a space where you have a booking now."""

    zh = "该二维码对应的空间当前没有您的预约"


class SpaceNameTaken(AppError):
    """This community already has a space with that name."""

    zh = "该社区已有同名空间"
    constraint = "spaces_operator_id_community_id_name_key"


class RulesInvalid(AppError):
    """The rules of a space do not fit together."""

    zh = "空间的规则设置有误"
    constraint = "spaces_rules_check"


class NestingInvalid(AppError):
    """A part lies in a space of the same community that is booked as a whole, and has no bookings of its own yet."""

    zh = "子空间须隶属同一社区内整体预约的空间，且尚无预约"


class RecurrenceInvalid(AppError):
    """This repetition cannot be used; it has to end, and may have up to {most} dates."""

    zh = "重复规则无效；须有结束条件，且最多 {most} 次"


class SeriesConflicting(AppError):
    """Some dates of the series are not possible; nothing was booked."""

    zh = "该系列中有不可预约的日期，未生成任何预约"


class AppealOpen(AppError):
    """There is an appeal already."""

    zh = "已提交过申诉"
    constraint = "credit_appeals_operator_id_charge_id_key"


class AppealClosed(AppError):
    """This appeal was already decided."""

    zh = "该申诉已处理"


class ExplanationMissing(AppError):
    """Please say why, in 2 to 500 characters."""

    zh = "请填写理由（2 至 500 字）"
