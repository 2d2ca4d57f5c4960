"""What the district counts of the night school: courses under way, sessions, applications, attendance."""

from sqlalchemy import Integer, and_, case, cast, func, select

from backend.modules.courses.contract.events import CourseCancelled, SessionCancelled, SessionMoved, SessionsPlanned
from backend.modules.courses.contract.words import CAME, AttendanceMark, SessionStatus
from backend.modules.courses.models.courses import CourseSession
from backend.modules.courses.models.enrolments import Attendance, Enrolment
from backend.modules.dashboard.contract.measures import (
    MINUTES,
    TIMES,
    Asked,
    Measure,
    MeasureKind,
    MeasureUnit,
    Ratio,
    Reach,
    Statement,
    facts,
    shanghai_day,
)

_COURSES = MeasureUnit("COURSES", "门", "courses")
_SESSIONS = MeasureUnit("SESSIONS", "次", "sessions")


@facts()
def _running(asked: Asked) -> Statement:
    span = (
        select(
            CourseSession.community_id,
            CourseSession.course_id,
            func.min(shanghai_day(CourseSession.starts_at)).label("first_on"),
            func.max(shanghai_day(CourseSession.starts_at)).label("last_on"),
        )
        .where(asked.here(CourseSession.community_id), CourseSession.status == SessionStatus.PLANNED)
        .group_by(CourseSession.community_id, CourseSession.course_id)
        .subquery("span")
    )
    day = asked.each_day()
    return (
        select(span.c.community_id, day.c.counted_on, func.count().label("count"))
        .join(day, and_(span.c.first_on <= day.c.counted_on, span.c.last_on >= day.c.counted_on))
        .group_by(span.c.community_id, day.c.counted_on)
    )


@facts()
def _sessions(asked: Asked) -> Statement:
    day = shanghai_day(CourseSession.starts_at)
    seconds = func.extract("epoch", CourseSession.ends_at - CourseSession.starts_at)
    return (
        select(
            CourseSession.community_id,
            day.label("counted_on"),
            func.count().label("count"),
            cast(func.sum(seconds) / 60, Integer).label("minutes"),
        )
        .where(
            asked.here(CourseSession.community_id),
            CourseSession.starts_at >= asked.starts_at,
            CourseSession.starts_at < asked.ends_at,
            CourseSession.status == SessionStatus.PLANNED,
        )
        .group_by(CourseSession.community_id, day)
    )


@facts()
def _applications(asked: Asked) -> Statement:
    day = shanghai_day(Enrolment.applied_at)
    return (
        select(Enrolment.community_id, day.label("counted_on"), func.count().label("count"))
        .where(
            asked.here(Enrolment.community_id),
            Enrolment.applied_at >= asked.starts_at,
            Enrolment.applied_at < asked.ends_at,
        )
        .group_by(Enrolment.community_id, day)
    )


@facts()
def _attendance(asked: Asked) -> Statement:
    day = shanghai_day(CourseSession.starts_at)
    return (
        select(
            CourseSession.community_id,
            day.label("counted_on"),
            func.sum(case((Attendance.mark.in_(CAME), 1), else_=0)).label("came"),
            func.sum(case((Attendance.mark != AttendanceMark.EXCUSED, 1), else_=0)).label("expected"),
        )
        .join(
            Attendance,
            and_(Attendance.operator_id == CourseSession.operator_id, Attendance.session_id == CourseSession.id),
        )
        .where(
            asked.here(CourseSession.community_id),
            CourseSession.starts_at >= asked.starts_at,
            CourseSession.starts_at < asked.ends_at,
            CourseSession.status == SessionStatus.PLANNED,
        )
        .group_by(CourseSession.community_id, day)
    )


Measure(
    code="courses.courses",
    zh="在读课程",
    en="Courses under way",
    zh_definition="当日处于首次课与末次课之间的夜校课程，已取消的课次不计",
    en_definition="Night-school courses between their first and their last session on the day; cancelled sessions are"
    " not counted",
    source="course_sessions",
    unit=_COURSES,
    kind=MeasureKind.LEVEL,
    facts=_running,
)
Measure(
    code="courses.sessions",
    zh="夜校课次",
    en="Night-school sessions",
    zh_definition="当日开始的课次，已取消的不计",
    en_definition="Sessions that begin on the day; cancelled ones are not counted",
    source="course_sessions",
    unit=_SESSIONS,
    kind=MeasureKind.FLOW,
    facts=_sessions,
)
Measure(
    code="courses.minutes",
    zh="夜校授课时长",
    en="Time taught",
    zh_definition="当日开始的课次的时长，已取消的不计",
    en_definition="How long the sessions that begin on the day last; cancelled ones are not counted",
    source="course_sessions",
    unit=MINUTES,
    kind=MeasureKind.FLOW,
    facts=_sessions,
    value="minutes",
)
Measure(
    code="courses.applications",
    zh="夜校报名",
    en="Applications for courses",
    zh_definition="当日提交的报名人次，无论录取与否",
    en_definition="How often somebody applied for a course on the day, whatever came of it",
    source="enrolments",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_applications,
)
CAME_TO = Measure(
    code="courses.attendances",
    zh="夜校出勤",
    en="Attendance at courses",
    zh_definition="当日开始的课次中登记为出勤或迟到的人次",
    en_definition="How often somebody came to a session that begins on the day, however late",
    source="session_attendance, course_sessions",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_attendance,
    value="came",
)
EXPECTED = Measure(
    code="courses.attendances_expected",
    zh="夜校应到",
    en="Expected at courses",
    zh_definition="当日开始的课次中已登记考勤的人次，请假不计",
    en_definition="How often it was noted whether somebody came to a session that begins on the day, excuses left out",
    source="session_attendance, course_sessions",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_attendance,
    value="expected",
)
Ratio(
    code="courses.attendance_rate",
    zh="夜校出勤率",
    en="Attendance rate of courses",
    zh_definition="夜校出勤 ÷ 夜校应到",
    en_definition="Attendance in those that were expected",
    part=CAME_TO,
    whole=EXPECTED,
)
# When a course ends follows from its sessions, on every day since it began.
for _event in (CourseCancelled, SessionCancelled, SessionMoved, SessionsPlanned):
    Reach(_event, lambda _: None)
