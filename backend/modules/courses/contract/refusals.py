"""Why the night school says no."""

from backend.core.errors import AppError


class CourseFull(AppError):
    """This course is full; you would be number {place} in line."""

    zh = "课程名额已满；如参加候补，您排在第 {place} 位"


class SessionClash(AppError):
    """This overlaps another course that you have applied for or sit in."""

    zh = "上课时间与您已报名的其他课程冲突"
    constraint = "session_seats_no_overlap"


class TermLimit(AppError):
    """You may have at most {limit} courses in this term."""

    zh = "本期每人最多报名 {limit} 门课程"


class CategoryLimit(AppError):
    """You may have at most {limit} courses of this kind in this term."""

    zh = "本期同类课程每人最多报名 {limit} 门"


class EnrolmentClosed(AppError):
    """This course does not take applications now."""

    zh = "该课程当前不在报名时间内"


class AlreadyEnrolled(AppError):
    """You have already applied for this course, or sit in it."""

    zh = "您已报名该课程"
    constraint = "enrolments_one_open"


class AbsenceBlock(AppError):
    """After {absences} absences you may apply again from {until} on; you may appeal."""

    zh = "因缺课 {absences} 次，您在 {until} 之前不能报名；如有异议可申诉"


class OtherCommunity(AppError):
    """This course is for the residents of its own community."""

    zh = "该课程仅面向本社区住户"


class EnrolmentOver(AppError):
    """This enrolment has already ended."""

    zh = "该报名已结束"


class EnrolmentUndecided(AppError):
    """Only an application that waits for an answer can be answered."""

    zh = "只有待审核的报名才能处理"


class SeatsTaken(AppError):
    """More seats than that are taken or held."""

    zh = "已占用或保留的名额多于该数量"
    constraint = "course_registers_seats_check"


class TermDatesInvalid(AppError):
    """A term ends after it starts, and its applications close after they open."""

    zh = "学期结束须晚于开始，报名截止须晚于开放"
    constraint = "terms_dates_check"


class TermLimitInvalid(AppError):
    """A term allows each resident 1 to 20 courses, and as many of one kind at most."""

    zh = "每人每期可报 1 至 20 门，同类课程不得多于此数"
    constraint = "terms_limits_check"


class CapacityInvalid(AppError):
    """A course has 1 to 500 seats."""

    zh = "课程名额应为 1 至 500"
    constraint = "course_registers_capacity_check"


class LotteryTooLate(AppError):
    """A lottery is announced before the applications open."""

    zh = "抽签须在报名开放之前公布"


class LotteryListOpen(AppError):
    """The draw follows the list of applicants, which is published once the applications have closed."""

    zh = "报名截止并公布申请名单后方可抽签"


class LotteryAbsent(AppError):
    """The seats of this course are not drawn by lot."""

    zh = "该课程不采用抽签方式"


class CourseNotOpen(AppError):
    """This course was cancelled, or has finished."""

    zh = "该课程已取消或已结束"


class PatternEmpty(AppError):
    """This pattern gives no session within the term."""

    zh = "按此安排在学期内没有可上课的日期"


class PatternInvalid(AppError):
    """A weekly pattern has 1 to 7 times, each with its end after its start, and 1 to 60 sessions."""

    zh = "每周安排应有 1 至 7 个时段且结束晚于开始，课次为 1 至 60"


class SessionOver(AppError):
    """This session has begun, or was cancelled."""

    zh = "该课次已开始或已取消"


class SessionDatesInvalid(AppError):
    """A session ends after it starts, within a day."""

    zh = "课次的结束须晚于开始，且不超过一天"
    constraint = "course_sessions_dates_check"


class SessionOverlap(AppError):
    """This course has a session at that time already."""

    zh = "该课程在此时间已有课次"
    constraint = "course_sessions_no_overlap"


class SessionPlaceTaken(AppError):
    """The space is not free at {moment}; no session was planned or moved."""

    zh = "该空间在 {moment} 已被占用，课次未作任何安排或调整"


class AttendanceTooEarly(AppError):
    """Attendance is taken from {minutes} minutes before the session on."""

    zh = "开课前 {minutes} 分钟起方可签到"


class CheckInClosed(AppError):
    """Check-in is open from {minutes} minutes before the session until its end."""

    zh = "开课前 {minutes} 分钟至下课为签到时间"


class CodeExpired(AppError):
    """This code is not valid any more; scan the one that is shown now."""

    zh = "签到码已失效，请扫描当前显示的二维码"


class NotEnrolled(AppError):
    """You have no seat in this course."""

    zh = "您不在该课程的学员名单中"


class FeedbackTooEarly(AppError):
    """Feedback is given after the first session."""

    zh = "首次课后方可评价"


class FeedbackGiven(AppError):
    """You have already given your feedback on this course."""

    zh = "您已评价过该课程"
    constraint = "course_reviews_operator_id_enrolment_id_key"


class RatingInvalid(AppError):
    """A rating is a number from 1 to 5."""

    zh = "评分应为 1 至 5"
    constraint = "course_reviews_ratings_check"


class CourseNotFinished(AppError):
    """Certificates are issued after the last session."""

    zh = "最后一次课结束后方可颁发证书"


class BlockNotAppealable(AppError):
    """This block is over, or was appealed against already."""

    zh = "该限制已结束，或已申诉过"


class AppealAbsent(AppError):
    """No appeal waits for an answer here."""

    zh = "没有待处理的申诉"


class ReasonTooShort(AppError):
    """Please give a reason of 2 to 500 characters."""

    zh = "请填写 2 至 500 字的理由"


class WishClosed(AppError):
    """This wish has been answered."""

    zh = "该心愿已有答复"


class WishKnown(AppError):
    """This course is wished for already; please add your vote to it."""

    zh = "已有相同的课程心愿，请直接附议"
    constraint = "course_wishes_one_open"


class TextInvalid(AppError):
    """This text is empty or too long."""

    zh = "内容为空或过长"
