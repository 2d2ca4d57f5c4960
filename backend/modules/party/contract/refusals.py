"""Why Party oversight says no."""

from backend.core.errors import AppError, Conflict


class CommunityCovered(AppError):
    """Another organisation or grid covers this community for part of the period."""

    zh = "该社区在此期间已由其他党组织或网格覆盖"
    constraint = "oversight_assignments_one_cover"


class OrganisationNameTaken(AppError):
    """There is an organisation of this name beneath the same parent."""

    zh = "同一上级下已有同名党组织"
    constraint = "party_orgs_name_key"


class OrganisationDatesInvalid(AppError):
    """An organisation must end after it was formed."""

    zh = "党组织的结束日期必须晚于成立日期"
    constraint = "party_orgs_dates_check"


class OrganisationLevelInvalid(AppError):
    """An organisation of this kind cannot stand beneath one of that kind."""

    zh = "该类党组织不能隶属于所选上级"


class BranchNotTemporary(AppError):
    """This organisation was not formed for a project."""

    zh = "该党组织不是为项目成立的临时党支部"
    constraint = "party_orgs_project_check"


class CoverOutlastsOrganisation(AppError):
    """An organisation covers nothing after it has ended."""

    zh = "覆盖期不能超过党组织的存续期"


class CoverMissing(AppError):
    """Name either an organisation or a grid."""

    zh = "请指定党组织或网格其中之一"


class SupervisorAppointed(AppError):
    """This account already speaks for that organisation."""

    zh = "该账号已关联此党组织"
    constraint = "branch_supervisors_current_key"


class OfficeHeld(AppError):
    """Someone else holds this office for part of the period."""

    zh = "该职务在此期间已有人担任"
    constraint = "party_officers_one_holder"


class OfficeDatesInvalid(AppError):
    """An office must end after it begins."""

    zh = "任职结束日期必须晚于开始日期"
    constraint = "party_officers_dates_check"


class AttendanceImpossible(AppError):
    """More came than could come."""

    zh = "到会人数不能超过应到人数"
    constraint = "party_meetings_attendance_check"


class ActivityHoursInvalid(AppError):
    """An activity must end after it begins, and people and hours cannot be negative."""

    zh = "活动结束时间必须晚于开始时间，人数与时长不能为负"
    constraint = "party_activities_figures_check"


class DeadlineInvalid(AppError):
    """A deadline is 1 to {days} working days away."""

    zh = "期限应为 1 至 {days} 个工作日"


class NoticeClosed(AppError):
    """This notice is closed or was withdrawn."""

    zh = "该督办单已办结或已撤回"


class NoticeAnswered(AppError):
    """This notice has been answered and waits for a decision."""

    zh = "该督办单已回复，等待审核"
    constraint = "notice_replies_one_a_round"


class NoticeUnanswered(AppError):
    """This notice has no reply to decide on."""

    zh = "该督办单尚无待审核的回复"


class EvidenceMissing(AppError):
    """Please attach evidence."""

    zh = "请附上佐证材料"


class ReturnReasonMissing(AppError):
    """Please say why the reply is returned."""

    zh = "请填写退回理由"


class AlreadyReportedIn(AppError):
    """This resident has reported in already."""

    zh = "该住户已报到"
    constraint = "party_consents_one_report"


class NotMember(AppError):
    """Only who has stated, by consent, to be a Party member can report in."""

    zh = "仅本人已同意登记党员身份的住户可以报到"


class ReportConsentMissing(AppError):
    """Reporting in takes the member's consent."""

    zh = "报到须征得本人同意"


class CoverAbsent(AppError):
    """No Party organisation covers this community."""

    zh = "该社区尚无党组织覆盖"


class NotReportedIn(AppError):
    """Only a member who has reported in, and not withdrawn it, can do this."""

    zh = "仅已报到且未撤回的党员可以办理"


class HomeRecorded(AppError):
    """The home organisation is recorded already; from now on a transfer changes it."""

    zh = "组织关系所在党组织已登记，变更请办理组织关系转接"


class TransferOpen(AppError):
    """A transfer of this member waits for its decision already."""

    zh = "该党员已有待审核的组织关系转接申请"
    constraint = "party_transfers_one_open"


class TransferConsentMissing(AppError):
    """The organisation that decides must be told the name: that takes the member's consent."""

    zh = "办理转接须向党组织提供姓名，请征得本人同意"


class RelationHere(AppError):
    """The relation of organisation is with this organisation already."""

    zh = "组织关系已在该党组织"


class RelationElsewhere(AppError):
    """The relation of organisation is not with this organisation."""

    zh = "组织关系不在该党组织，无法转出"


class TransferClosed(AppError):
    """This transfer was decided or withdrawn already."""

    zh = "该转接申请已办结或已撤回"


class TransferReasonMissing(AppError):
    """Please say why the transfer is refused."""

    zh = "请填写不予转接的理由"
    constraint = "party_transfers_reason_check"


class ActivityFull(AppError):
    """All places at this activity are taken."""

    zh = "该活动名额已满"
    constraint = "member_activities_seats_check"


class ActivityClosed(AppError):
    """This activity was called off, is over, or has begun."""

    zh = "该活动已取消、已开始或已结束"


class ActivityNotBegun(AppError):
    """Hours are recorded once an activity has begun, and it is closed once it is over."""

    zh = "活动开始后才能登记时长，结束后才能归档"


class HoursRecorded(AppError):
    """The hours of this person at this activity are counted already; please correct them instead."""

    zh = "该住户在此活动的时长已登记，请使用更正"
    constraint = "volunteer_entries_counted_once"


class PartyStationNameTaken(AppError):
    """The organisation has another open station of this name."""

    zh = "该党组织已有同名的党群服务站"
    constraint = "party_stations_one_name"


class PartyStationClosed(AppError):
    """This service station is closed."""

    zh = "该党群服务站已关闭"


class StationHoursInvalid(AppError):
    """Opening hours end after they begin, on the same day, and do not overlap."""

    zh = "开放时间须当日结束、晚于开始时间，且不能重叠"
    constraint = "party_station_hours_one_at_a_time"


class StationServiceTwice(AppError):
    """The station offers two services of one name."""

    zh = "同一服务站不能有两项同名服务"
    constraint = "party_station_services_one_name"


class VisitsCounted(AppError):
    """The visits for this service on this day are counted already; please say why they are to be corrected."""

    zh = "该服务当日的到访已登记，如需更正请填写理由"
    constraint = "party_station_visits_counted_once"


class VisitNotePersonal(AppError):
    """A note on visits names nobody: please leave out telephone and document numbers."""

    zh = "到访备注不得包含个人信息，请删去电话或证件号码"


class ModelBuildingOpened(AppError):
    """This building has a checklist already."""

    zh = "该楼栋已建立八有清单"
    constraint = "model_buildings_operator_id_building_id_key"


class ItemsUnmet(AppError):
    """{count} of the eight items are not met."""

    zh = "八有标准尚有 {count} 项未达成"


class BuildingRecognised(AppError):
    """This building is recognised already."""

    zh = "该楼栋已获命名"
    constraint = "building_recognitions_model_building_id_key"


class RecognitionsGiven(AppError):
    """This organisation has recognised all {most} buildings of its first batch."""

    zh = "该党组织首批 {most} 个命名名额已用完"


class RecognitionMeanwhile(Conflict):
    """Another building was recognised at the same moment; please try again."""

    zh = "刚刚有其他楼栋获得命名，请重试"
    constraint = "building_recognitions_organisation_id_number_key"
