"""What the Open311 routes say: services, requests and refusals as GeoReport v2 shapes them, in two languages."""

import datetime as dt
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from backend.core import clock
from backend.core.errors import AppError, Busy, Conflict, Forbidden, Label, Locale, NotFound, said_in
from backend.core.settings import settings
from backend.modules.issues.contract.refusals import CategoryUnknown, PlaceMissing, ReportLimitReached
from backend.modules.issues.models.handling import IssueCategory
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.queries.exchange import RequestView, ServedCommunity
from backend.modules.issues.words import IssueOutcome, IssueStatus
from tenants.models import Operator

Said = dict[str, Any]  # Any: JSON values

SPECIFICATION: Final = "http://wiki.open311.org/GeoReport_v2"
COMMUNITY: Final = "community"
# When the shape of what is served last changed.
_CHANGESET: Final = "2026-11-27T00:00:00+08:00"


class JurisdictionMissing(AppError):
    """jurisdiction_id was not provided."""

    zh = "缺少 jurisdiction_id"


class ArgumentMissing(AppError):
    """{name} was not provided."""

    zh = "缺少 {name}"


class ArgumentInvalid(AppError):
    """{name} cannot be used."""

    zh = "{name} 的内容无效"


class ResourceUnknown(AppError):
    """{name} was not found."""

    zh = "没有这一 {name}"


_REFUSED: Final[dict[type[AppError], tuple[int, Label | None]]] = {
    NotFound: (404, Label("没有这一 jurisdiction_id", "jurisdiction_id was not found.")),
    ResourceUnknown: (404, None),
    CategoryUnknown: (404, Label("没有这一 service_code", "service_code was not found.")),
    Forbidden: (403, Label("api_key 缺失或无效", "api_key is missing, or not valid for this jurisdiction_id.")),
    PlaceMissing: (
        400,
        Label(
            "无法确定是哪个社区：请按 service definition 给出 attribute[community] 或 address_id，"
            "或给出社区附近的 lat 和 long",
            "No community is meant: give attribute[community] or address_id as the service definition lists them,"
            " or lat and long close to one.",
        ),
    ),
    ReportLimitReached: (429, None),
    Busy: (503, None),
    Conflict: (503, None),
}
_NOTES: Final = {
    IssueStatus.REPORTED: Label("已上报，待受理", "Reported"),
    IssueStatus.ACCEPTED: Label("已受理", "Accepted"),
    IssueStatus.IN_PROGRESS: Label("处理中", "In progress"),
    IssueStatus.PAUSED: Label("暂缓处理", "On hold"),
    IssueStatus.REOPENED: Label("重新处理", "Reopened"),
    IssueStatus.RESOLVED: Label("已办结，待确认", "Resolved, not yet confirmed"),
}
_ENDS: Final = {
    IssueOutcome.FIXED_BY_AUTHORITY: Label("已解决", "Fixed"),
    IssueOutcome.FIXED_BY_USER: Label("上报人已自行解决", "Fixed by whoever reported it"),
    IssueOutcome.DUPLICATE: Label("重复上报", "Duplicate"),
    IssueOutcome.NOT_AN_ISSUE: Label("经核实不属于问题", "Found to be in order"),
    IssueOutcome.WITHDRAWN: Label("上报人已撤回", "Withdrawn"),
}


def refused(refusal: AppError, locale: Locale) -> tuple[int, list[Said]]:
    """The HTTP status and the errors; whatever has no status of its own is 400, as the specification says."""
    status, label = _REFUSED.get(type(refusal), (400, None))
    description = refusal.message(locale) if label is None else said_in(locale, *label)
    return status, [{"code": status, "description": description}]


def status_name(status: int) -> str:
    """What the framework says where we say nothing, without a word of the request."""
    return HTTPStatus(status).phrase


def discovery(locale: Locale) -> Said:
    """The document that leads to the endpoint."""
    contact = Label("请联系您社区的运营方管理员", "Ask the administrator of the operator concerned.")
    keys = Label(
        "由运营方管理员在管理台「设置 · Open311 接入」中发放",
        "Given by the operator's administrator, in the console under Settings, Open311.",
    )
    endpoint = {
        "specification": SPECIFICATION,
        "url": f"{settings().url.rstrip('/')}/open311/v2",
        "changeset": _CHANGESET,
        "type": "production" if settings().is_production else "test",
        "formats": ["text/xml", "application/json"],
    }
    return {
        "changeset": _CHANGESET,
        "contact": said_in(locale, *contact),
        "key_service": said_in(locale, *keys),
        "endpoints": [endpoint],
    }


def service(row: IssueCategory, locale: Locale) -> Said:
    """A category; the name in the other language is among its keywords."""
    name, other = (row.name_zh, row.name_en) if locale == "zh-CN" else (row.name_en, row.name_zh)
    days = row.standard_days
    within = Label(f"{days} 个工作日内处理", f"Dealt with in {days} working day{'s' if days > 1 else ''}")
    return {
        "service_code": row.code,
        "service_name": name,
        "description": said_in(locale, *within),
        "metadata": True,
        "type": "realtime",
        "keywords": f"{other}, {row.code}",
        "group": said_in(locale, "社区问题", "Community issues"),
    }


def service_definition(code: str, communities: Sequence[ServedCommunity], locale: Locale) -> Said:
    """What else may be said of a request: in which community it is, where the place alone does not tell."""
    which = Label("在哪个社区", "In which community it is")
    attribute = {
        "variable": True,
        "code": COMMUNITY,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": said_in(
            locale, "不填则按 address_id、经纬度或地址判断", "Left out, address_id, lat and long or the address tell"
        ),
        "order": 1,
        "description": said_in(locale, *which),
        "values": [{"key": one.code, "name": one.name} for one in communities],
    }
    return {"service_code": code, "attributes": [attribute]}


def service_request(row: RequestView, operator: Operator, locale: Locale) -> Said:
    """An issue: where it stands in fixed words, and its community for a place."""
    label = _NOTES.get(row.status) or (None if row.outcome is None else _ENDS[row.outcome])
    place = row.community
    return {
        "service_request_id": str(row.id),
        "status": "open" if row.is_open else "closed",
        "status_notes": None if label is None else said_in(locale, *label),
        "service_name": said_in(locale, row.name_zh, row.name_en),
        "service_code": row.code,
        "description": row.text,
        "agency_responsible": said_in(locale, operator.name_zh, operator.name_en),
        "service_notice": None,
        "requested_datetime": moment(row.created_at),
        "updated_datetime": moment(row.updated_at),
        "expected_datetime": moment(row.due_at),
        "address": None if place is None else f"{place.name}，{place.address}",
        "address_id": None if place is None else place.code,
        "zipcode": None,
        "lat": None if place is None or place.latitude is None else float(place.latitude),
        "long": None if place is None or place.longitude is None else float(place.longitude),
        "media_url": None,
    }


def received(issue: Issue, locale: Locale) -> Said:
    """What whoever sent a request is told of it."""
    # The midnight that ends a day is of that day.
    until = (issue.promised_at - dt.timedelta(microseconds=1)).astimezone(clock.SHANGHAI)
    notice = Label(f"预计 {until:%Y-%m-%d} 内办结", f"To be solved by the end of {until:%Y-%m-%d}")
    return {
        "service_request_id": str(issue.id),
        "service_notice": said_in(locale, *notice),
        "account_id": None,
    }


def moment(value: dt.datetime) -> str:
    """As https://www.w3.org/TR/NOTE-datetime has it, in Shanghai."""
    return value.astimezone(clock.SHANGHAI).isoformat(timespec="seconds")
