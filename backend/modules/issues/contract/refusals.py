"""Why a word about an issue is refused."""

from backend.core.errors import AppError


class IssueMoveRefused(AppError):
    """The issue is in a state in which this cannot be done."""

    zh = "问题的当前状态不允许此操作"


class AfterPhotoMissing(AppError):
    """A photo taken after the work is needed."""

    zh = "办结须上传处理后的照片"


class PhotoMissing(AppError):
    """A photo is needed."""

    zh = "请上传照片"


class PhotoLimitReached(AppError):
    """At most {limit} photos."""

    zh = "照片最多 {limit} 张"


class ReportLimitReached(AppError):
    """At most {limit} reports a day."""

    zh = "每天最多上报 {limit} 个问题"


class NotTheReporter(AppError):
    """Only whoever reported the issue can say whether it is solved."""

    zh = "只有上报人可以确认或重新打开该问题"


class TopLevelReached(AppError):
    """The issue is already with the street's general grid."""

    zh = "该问题已在街镇总网格，不能再上报"


class CategoryUnknown(AppError):
    """There is no such category of issues."""

    zh = "没有这一问题类别"


class CategoryCodeTaken(AppError):
    """This code of a category is already in use."""

    zh = "该问题类别编号已被使用"
    constraint = "issue_categories_operator_id_code_key"


class DeadlineUnknown(AppError):
    """A deadline is 1, 3, 5 or 15 working days."""

    zh = "办理时限应为 1、3、5 或 15 个工作日"
    constraint = "issue_categories_deadlines_check"


class PlaceMissing(AppError):
    """Please say where it is."""

    zh = "请选择问题地点"


class AssigneeUnknown(AppError):
    """Nobody of that kind works for this operator."""

    zh = "该运营方没有这名工作人员"


class ExtensionOpen(AppError):
    """More time was asked for already, and there is no decision yet."""

    zh = "已有待审批的延期申请"
    constraint = "issue_extensions_one_open"


class ExtensionClosed(AppError):
    """This request for more time was already decided."""

    zh = "该延期申请已审批"


class ExtensionOwn(AppError):
    """Whoever asked for more time cannot approve it."""

    zh = "申请人不能审批自己的延期申请"


class ExtensionTooLong(AppError):
    """A deadline can be put off by 1 to {days} working days."""

    zh = "延期应为 1 至 {days} 个工作日"


class LeadTaken(AppError):
    """This issue has a lead department already."""

    zh = "该问题已有牵头部门"
    constraint = "issue_parties_one_lead"


class PartyAlreadyJoined(AppError):
    """This department handles the issue already."""

    zh = "该部门已参与处理"
    constraint = "issue_parties_operator_id_issue_id_department_key"


class IssueRatingInvalid(AppError):
    """A rating is 1 to 5."""

    zh = "评分应为 1 至 5"
    constraint = "issues_rating_check"


class TextTooLong(AppError):
    """At most {limit} characters."""

    zh = "最多 {limit} 个字"


class RuleTaken(AppError):
    """There is a rule for this category and place already."""

    zh = "该类别和地点已有分派规则"
    constraint = "issue_rules_place_key"


class WorksPeriodInvalid(AppError):
    """The end must be after the start."""

    zh = "结束时间必须晚于开始时间"
    constraint = "planned_works_period_check"


class PatrolPointCodeTaken(AppError):
    """This community has a point with that code already."""

    zh = "该社区已有相同编号的巡查点"
    constraint = "patrol_points_operator_id_community_id_code_key"


class PatrolHoursInvalid(AppError):
    """The end of a round must be after its start, and it needs days and points."""

    zh = "巡查结束时间必须晚于开始时间，且须设定日期和巡查点"
    constraint = "patrol_routes_hours_check"


class RoundNotOpen(AppError):
    """This round is not due now, or is over."""

    zh = "该巡查未到时间或已结束"


class PointNotOnRoute(AppError):
    """This point is not part of the round."""

    zh = "该点位不在本次巡查路线上"


class Open311NameInvalid(AppError):
    """A client needs a name of at most 60 characters."""

    zh = "请填写接入方名称，最多 60 个字"


class Open311ClientLimitReached(AppError):
    """There may be at most {limit} keys in force."""

    zh = "有效密钥最多 {limit} 个"


class PreventionPlanned(AppError):
    """A preventive task for this type and place is under way already."""

    zh = "该处同类问题已有进行中的预防任务"
    constraint = "issues_one_prevention"
