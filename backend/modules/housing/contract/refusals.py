"""Why housing says no."""

from backend.core.errors import AppError


class BedOccupied(AppError):
    """That place is already occupied for part of the period."""

    zh = "该房源或床位在此期间已有人入住"
    constraint = "bed_occupancies_no_overlap"


class ResidentAlreadyHoused(AppError):
    """This resident already lives somewhere with this operator for part of the period."""

    zh = "该住户在此期间已有入住记录"
    constraint = "stay_residents_one_stay"


class BedAllotted(AppError):
    """This bed is held for another employer's staff for part of the period."""

    zh = "该床位在此期间已由其他用人单位包租"
    constraint = "allotted_beds_no_overlap"


class BedOutOfService(AppError):
    """This bed is out of service."""

    zh = "该床位已停用"


class EndBeforeStart(AppError):
    """The end must be after the start."""

    zh = "结束日期必须晚于开始日期"
    constraint = "stays_dates_check"


class TooFarInPast(AppError):
    """The date may be at most {days} days before today."""

    zh = "日期最多可早于今天 {days} 天"


class TooFarInFuture(AppError):
    """The date may be at most {days} days after today."""

    zh = "日期最多可晚于今天 {days} 天"


class StayTooLong(AppError):
    """A stay may last at most {days} days."""

    zh = "单次入住最长 {days} 天"


class OverLimit(AppError):
    """That would be {persons} people where {limit} are allowed; a manager may allow it with a reason."""

    zh = "入住后将有 {persons} 人，超过上限 {limit} 人；管理人员可填写理由后放行"


class ConsentMissing(AppError):
    """The resident has not consented to this."""

    zh = "尚未取得本人同意"


class MinorAlone(AppError):
    """Someone under {age} cannot lead a stay."""

    zh = "未满 {age} 周岁的人员不能单独办理入住"


class DocumentInvalid(AppError):
    """The document number is not valid."""

    zh = "证件号码无效"


class PhoneInvalid(AppError):
    """The phone number is not valid."""

    zh = "手机号码无效"


class DocumentTaken(AppError):
    """Someone with this document is already registered."""

    zh = "该证件已登记过住户"
    constraint = "residents_document_key"


class StayNotOpen(AppError):
    """This stay has already ended or was cancelled."""

    zh = "该入住已结束或已取消"


class CodeTaken(AppError):
    """This code is already in use."""

    zh = "该编号已被使用"
    constraint = "communities_operator_id_code_key"


class ReasonMissing(AppError):
    """Please give a reason."""

    zh = "请填写理由"


class RosterNotReady(AppError):
    """This import cannot be applied in its present state."""

    zh = "该导入当前不可执行"


class PlaceUnknown(AppError):
    """This community has no such building, room or bed."""

    zh = "该社区没有这一楼栋、房源或床位"


class BuildingCodeTaken(AppError):
    """This community already has a building with that code."""

    zh = "该社区已有相同编号的楼栋"
    constraint = "buildings_operator_id_community_id_code_key"


class UnitNumberTaken(AppError):
    """This building already has a unit with that number."""

    zh = "该楼栋已有相同编号的房源"
    constraint = "units_operator_id_building_id_number_key"


class CommunitiesLimited(AppError):
    """You are limited to some communities and cannot open another."""

    zh = "您的权限仅限部分社区，不能新建社区"


class NameInvalid(AppError):
    """The name is empty, too long, or has characters that no name has."""

    zh = "姓名为空、过长或含有无效字符"


class ResidentErased(AppError):
    """The particulars of this resident were erased."""

    zh = "该住户的个人信息已被删除"


class StaleVersion(AppError):
    """Someone else changed this in the meantime; please look again."""

    zh = "内容已被他人修改，请刷新后重试"


class EmployerTaken(AppError):
    """An employer with this credit code is already listed."""

    zh = "该统一社会信用代码的用人单位已存在"
    constraint = "employers_operator_id_uscc_key"


class CreditCodeInvalid(AppError):
    """The unified social credit code is not valid."""

    zh = "统一社会信用代码无效"


class FloorsInvalid(AppError):
    """A building has 1 to 120 floors."""

    zh = "楼层数应为 1 至 120"
    constraint = "buildings_floors_check"


class UnitSizeInvalid(AppError):
    """A unit has an area, and room for one person at least."""

    zh = "房源面积须大于 0，且至少可住 1 人"
    constraint = "units_size_check"


class CrowdingLimitInvalid(AppError):
    """A room is for one person at least, and the area for each cannot be negative."""

    zh = "每间至少可住 1 人，人均面积不能为负数"
    constraint = "communities_crowding_check"


class ApplicationOpen(AppError):
    """You have already applied here and there is no decision yet."""

    zh = "您在该社区已有待审核的申请"
    constraint = "stay_applications_one_open"


class ApplicationClosed(AppError):
    """This application was already decided or withdrawn."""

    zh = "该申请已处理或已撤回"
