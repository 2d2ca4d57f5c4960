"""/briefs: the monthly brief of a supervising branch on paper, for whoever is signed in to it."""

import asyncio
import datetime as dt
from typing import Any, Final

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.params import FromPath

from backend.core import clock
from backend.core.errors import Forbidden, Locale, NotFound, said_in
from backend.core.surfaces import Surface
from backend.modules.dashboard.exports.rendering import pdf_of
from backend.modules.dashboard.exports.sheets import Document, Sheet
from backend.modules.party.queries.briefs import Brief, get_brief
from backend.modules.party.words import CoverageGap
from backend.routes.callers import actor_of, bearer_token
from backend.routes.documents import saved_as
from tenants.scope import open_scope

_Request = Request[Any, Any, State]  # Any: the framework's user and session, which we do not use
_GAPS: Final = {
    CoverageGap.NO_SECRETARY: ("组织无书记", "no secretary"),
    CoverageGap.NO_GRID: ("未纳入网格", "in no grid"),
    CoverageGap.NO_MODE: ("未定治理模式", "no mode"),
    CoverageGap.ENDING_SOON: ("覆盖将到期", "cover ends soon"),
}
_STATES: Final = {
    "ISSUED": ("待回复", "issued"),
    "REPLIED": ("已回复待审", "replied"),
    "RETURNED": ("退回重办", "returned"),
    "CLOSED": ("已办结", "closed"),
    "WITHDRAWN": ("已撤回", "withdrawn"),
}
_KINDS: Final = {
    "MEMBERS_MEETING": ("党员大会", "members' meeting"),
    "COMMITTEE_MEETING": ("支委会", "committee meeting"),
    "GROUP_MEETING": ("党小组会", "group meeting"),
    "PARTY_LECTURE": ("党课", "lecture"),
    "THEME_DAY": ("主题党日", "themed day"),
}


@get("/briefs/{name:str}", include_in_schema=False)
async def get_brief_on_paper(request: _Request, name: FromPath[str]) -> Response[bytes]:
    """`2026-10.pdf`, of what the caller oversees; whoever oversees nothing is refused."""
    actor = await actor_of(request, bearer_token(request))
    if actor.surface is not Surface.OVERSIGHT:
        raise Forbidden
    async with open_scope(actor, read_only=True) as scope:
        brief = await get_brief(scope, _month(name))
    made = await asyncio.to_thread(pdf_of, brief_document(actor.locale, brief))
    return saved_as(name, made, "application/pdf")


def _month(name: str) -> dt.date:
    try:
        return dt.datetime.strptime(name, "%Y-%m.pdf").replace(tzinfo=clock.SHANGHAI).date()
    except ValueError as error:
        raise NotFound from error


def brief_document(locale: Locale, brief: Brief) -> Document:
    """The brief as tables: its communities, the branch's meetings, its notices."""
    return Document(_title(locale, brief), _notes(locale, brief), _sheets(locale, brief))


def _title(locale: Locale, brief: Brief) -> str:
    return said_in(locale, f"{brief.month_on:%Y年%-m月}督导简报", f"Brief of {brief.month_on:%Y-%m}")


def _notes(locale: Locale, brief: Brief) -> tuple[tuple[str, str], ...]:
    own, care = brief.own, brief.coverage
    made = brief.made_at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
    until = (
        said_in(locale, "全月", "the whole month")
        if brief.is_whole
        else said_in(locale, "本月至今", "the month so far")
    )
    return (
        (said_in(locale, "范围", "Of"), until),
        (said_in(locale, "生成时间", "Made at"), made),
        (
            said_in(locale, "覆盖", "Coverage"),
            said_in(
                locale,
                f"{care.communities} 个社区，{care.operators} 家运营方，{care.organisations} 个党组织",
                f"{care.communities} communities, {care.operators} operators, {care.organisations} organisations",
            ),
        ),
        (
            said_in(locale, "组织生活", "Meetings"),
            said_in(
                locale,
                f"{own.meetings} 次，应到 {own.expected} 人次，实到 {own.attended} 人次",
                f"{own.meetings}, attended by {own.attended} of {own.expected}",
            ),
        ),
        (
            said_in(locale, "党员活动", "Activities"),
            said_in(
                locale,
                f"{own.activities} 次，{own.participants} 人次，志愿服务 {own.volunteer_hours} 小时",
                f"{own.activities} with {own.participants} people, {own.volunteer_hours} hours of volunteers",
            ),
        ),
    )


def _sheets(locale: Locale, brief: Brief) -> tuple[Sheet, ...]:
    names = {row.community_id: row.name for row in brief.rows}
    columns = said_in(locale, *_COLUMNS)
    communities = tuple(
        (
            row.name,
            *(row.issues.reported, row.issues.solved, row.issues.solved_in_time, row.issues.open, row.issues.overdue),
            *(row.councils.held, row.councils.present),
            *(row.notices.issued, row.notices.closed, row.notices.risen),
            "、".join(said_in(locale, *_GAPS[gap]) for gap in row.gaps),
        )
        for row in brief.rows
    )
    meetings = tuple(
        (
            one.held_at.astimezone(clock.SHANGHAI).strftime("%m-%d %H:%M"),
            brief.organisation_names.get(one.organisation_id, ""),
            *(said_in(locale, *_KINDS[one.kind]), one.topic, one.attended, one.expected, one.result),
        )
        for one in brief.meetings
    )
    notices = tuple(
        (names.get(one.community_id, ""), one.title, one.due_on.isoformat(), said_in(locale, *_STATES[one.state]))
        for one in brief.notices
    )
    return (
        Sheet(said_in(locale, "各社区", "Communities"), columns[0], communities),
        Sheet(said_in(locale, "三会一课", "Meetings"), columns[1], meetings),
        Sheet(said_in(locale, "督办单", "Supervision notices"), columns[2], notices),
    )


_COLUMNS: Final = (
    (
        (
            "社区",
            "新增问题",
            "办结",
            "按期办结",
            "在办",
            "超期",
            "议事会",
            "到会",
            "签发督办",
            "办结督办",
            "上报区级",
            "覆盖缺口",
        ),
        ("时间", "党组织", "类型", "议题", "实到", "应到", "结果"),
        ("社区", "事由", "期限", "状态"),
    ),
    (
        (
            *("Community", "Reported", "Solved", "In time", "Open", "Overdue", "Councils", "Present"),
            *("Notices issued", "Closed", "Risen", "Gaps in cover"),
        ),
        ("When", "Organisation", "Kind", "Topic", "Came", "Expected", "Result"),
        ("Community", "About", "Due", "State"),
    ),
)
