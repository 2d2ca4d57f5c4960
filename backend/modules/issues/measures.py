"""What the district counts of issues: reported, solved and in which time, open, overdue, up the grid."""

import datetime as dt
from typing import Any, Final  # Any: columns of whatever type

from sqlalchemy import ColumnElement, Interval, and_, case, func, literal, or_, select

from backend.modules.dashboard.contract.measures import (
    MINUTES,
    PIECES,
    Asked,
    Dimension,
    Measure,
    MeasureKind,
    Ratio,
    Reach,
    Statement,
    facts,
    shanghai_day,
)
from backend.modules.dashboard.contract.shapes import happened, stood
from backend.modules.grids.contract import GridLevel
from backend.modules.issues.contract.events import IssueReported
from backend.modules.issues.models.issues import Issue, IssueStep
from backend.modules.issues.words import SOLVED, IssueAct, IssueStatus

GRID_LEVEL = Dimension(
    "grid_level",
    "网格层级",
    "Level of the grid",
    (
        (GridLevel.STREET.value, "街道", "Street"),
        (GridLevel.NEIGHBOURHOOD.value, "居村", "Neighbourhood"),
        (GridLevel.MICRO.value, "微网格", "Micro grid"),
    ),
)
SOLVED_WITHIN = Dimension(
    "solved_within",
    "办结时长",
    "Time to solve",
    (
        ("1D", "一天内", "Within a day"),
        ("3D", "三天内", "Within three days"),
        ("7D", "七天内", "Within a week"),
        ("LONGER", "七天以上", "Longer"),
    ),
)
_DAY: Final = dt.timedelta(days=1)
# What was solved stays so until somebody reopens it; other ends are no solution.
_IS_SOLVED: Final = and_(
    Issue.resolved_at.is_not(None), or_(Issue.status == IssueStatus.RESOLVED, Issue.outcome.in_(SOLVED))
)
_OVER_ON: Final = case(
    (Issue.ended_at.is_not(None), func.coalesce(shanghai_day(Issue.resolved_at), shanghai_day(Issue.ended_at))),
    (Issue.status == IssueStatus.RESOLVED, shanghai_day(Issue.resolved_at)),
)


def _within(days: int) -> ColumnElement[bool]:
    return Issue.resolved_at - Issue.created_at <= literal(days * _DAY, Interval)


@facts()
def _reported(asked: Asked) -> Statement:
    return happened(asked, Issue.community_id, Issue.created_at, by={"grid_level": Issue.level})


@facts()
def _solved(asked: Asked) -> Statement:
    band = case((_within(1), "1D"), (_within(3), "3D"), (_within(7), "7D"), else_="LONGER")
    in_time = case((Issue.resolved_at <= Issue.promised_at, 1), else_=0)
    seconds = func.extract("epoch", Issue.resolved_at - Issue.created_at)
    sums = {"in_time": in_time, "minutes": func.floor(seconds / 60)}
    each = (
        select(
            Issue.operator_id,
            Issue.community_id,
            Issue.resolved_at,
            band.label("band"),
            *(column.label(name) for name, column in sums.items()),
        )
        .where(
            asked.here(Issue.community_id),
            Issue.resolved_at >= asked.starts_at,
            Issue.resolved_at < asked.ends_at,
            _IS_SOLVED,
        )
        .subquery("each")
    )
    columns: Any = each.c
    return happened(
        asked,
        columns.community_id,
        columns.resolved_at,
        by={"solved_within": columns.band},
        sums={name: columns[name] for name in sums},
    )


@facts()
def _open(asked: Asked) -> Statement:
    return stood(asked, Issue.community_id, shanghai_day(Issue.created_at), _OVER_ON, by={"grid_level": Issue.level})


@facts()
def _overdue(asked: Asked) -> Statement:
    # A clock that stands still before the deadline does not pass it.
    is_running = or_(Issue.paused_at.is_(None), Issue.paused_at >= Issue.due_at)
    return stood(asked, Issue.community_id, shanghai_day(Issue.due_at), _OVER_ON, is_running)


@facts()
def _escalated(asked: Asked) -> Statement:
    up = IssueStep.act.in_((IssueAct.ESCALATED, IssueAct.ESCALATED_BY_TIME))
    return happened(asked, IssueStep.community_id, IssueStep.created_at, up, by={"grid_level": IssueStep.level})


Measure(
    code="issues.reported",
    zh="问题上报",
    en="Issues reported",
    zh_definition="当日上报的问题（含随手拍、巡查、网格发现）",
    en_definition="Issues that were reported on the day, by whomever",
    source="issues",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_reported,
)
Measure(
    code="issues.reported_by_level",
    zh="问题上报（按网格层级）",
    en="Issues reported, by level of the grid",
    zh_definition="当日上报的问题，按目前所在的网格层级",
    en_definition="Issues that were reported on the day, by the level of the grid that they are with now",
    source="issues",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_reported,
    by=(GRID_LEVEL,),
)
SOLVED_ISSUES = Measure(
    code="issues.solved",
    zh="问题办结",
    en="Issues solved",
    zh_definition="当日办结且未被重新打开的问题",
    en_definition="Issues that were solved on the day and not reopened since",
    source="issues",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_solved,
)
Measure(
    code="issues.solved_by_time",
    zh="问题办结（按时长）",
    en="Issues solved, by time taken",
    zh_definition="当日办结的问题，按上报到办结的时长",
    en_definition="Issues that were solved on the day, by how long that took from the report",
    source="issues",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_solved,
    by=(SOLVED_WITHIN,),
)
IN_TIME = Measure(
    code="issues.solved_in_time",
    zh="按期办结的问题",
    en="Issues solved in time",
    zh_definition="当日办结且不晚于首次承诺期限（暂停、延期顺延）的问题",
    en_definition="Issues that were solved on the day before the promise that was made first; pauses and extensions"
    " move it",
    source="issues",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_solved,
    value="in_time",
)
Ratio(
    code="issues.in_time_rate",
    zh="问题按期办结率",
    en="Share of issues solved in time",
    zh_definition="按期办结的问题 ÷ 问题办结",
    en_definition="Issues solved in time in issues solved",
    part=IN_TIME,
    whole=SOLVED_ISSUES,
)
Measure(
    code="issues.minutes_to_solve",
    zh="办结用时合计",
    en="Time taken to solve",
    zh_definition="当日办结的问题从上报到办结所用时间之和",
    en_definition="How long the issues that were solved on the day took from report to solution, added up",
    source="issues",
    unit=MINUTES,
    kind=MeasureKind.FLOW,
    facts=_solved,
    value="minutes",
)
Measure(
    code="issues.open",
    zh="在办问题",
    en="Open issues",
    zh_definition="当日终了时既未办结也未关闭的问题",
    en_definition="Issues that were neither solved nor closed at the end of the day",
    source="issues",
    unit=PIECES,
    kind=MeasureKind.LEVEL,
    facts=_open,
)
Measure(
    code="issues.open_by_level",
    zh="在办问题（按网格层级）",
    en="Open issues, by level of the grid",
    zh_definition="当日终了时在办的问题，按目前所在的网格层级",
    en_definition="Issues that were open at the end of the day, by the level of the grid that they are with now",
    source="issues",
    unit=PIECES,
    kind=MeasureKind.LEVEL,
    facts=_open,
    by=(GRID_LEVEL,),
)
Measure(
    code="issues.overdue",
    zh="超期问题",
    en="Overdue issues",
    zh_definition="期限在当日或之前已过、当日终了时仍在办的问题；暂停计时的不计",
    en_definition="Issues whose deadline had passed by the day and that were open at its end; a clock that stands still"
    " does not pass it",
    source="issues",
    unit=PIECES,
    kind=MeasureKind.LEVEL,
    facts=_overdue,
)
Measure(
    code="issues.escalated",
    zh="问题上升",
    en="Issues sent up the grid",
    zh_definition="当日上升一级的次数，按上升后的网格层级",
    en_definition="How often on the day an issue went up by one level of the grid, by the level that it came to",
    source="issue_steps",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_escalated,
    by=(GRID_LEVEL,),
)
# The deadline in it is of days to come.
Reach(IssueReported, lambda _: dt.date.max)
