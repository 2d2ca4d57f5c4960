"""What is asked of the Open311 routes, read and refused before the database is asked."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from litestar import Request
from litestar.datastructures import MultiDict, State

from backend.core import clock
from backend.modules.issues.contract.inputs import NewRequest
from backend.modules.issues.queries.exchange import MOST_REQUESTS, RequestFilter, span_of
from backend.routes.open311_words import COMMUNITY, ArgumentInvalid, ArgumentMissing

_Request = Request[Any, Any, State]  # Any: the framework's user and session, which we do not use
_MOST_FIELDS: Final = 100
_MOST_NAMED: Final = 100
_MOST_PAGES: Final = 50
_FORM: Final = "application/x-www-form-urlencoded"
_YEARS: Final = range(2000, 2200)


async def read_form(request: _Request) -> dict[str, str]:
    """The fields of the form that are not empty; of one that comes again, the first. Raises ArgumentInvalid."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise ArgumentInvalid(name="Content-Type")
    body = await request.body()
    try:
        pairs = parse_qsl(body.decode(), errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise ArgumentInvalid(name="body") from error
    if "\x00" in "".join(value for _, value in pairs):
        raise ArgumentInvalid(name="body")
    return {name: value.strip() for name, value in reversed(pairs) if value.strip()}


def read_request(form: Mapping[str, str]) -> NewRequest:
    """The request in a form. Who it is that reports is left out. Raises ArgumentMissing, ArgumentInvalid."""
    if "service_code" not in form:
        raise ArgumentMissing(name="service_code")
    latitude, longitude = _degrees(form, "lat"), _degrees(form, "long")
    if (latitude is None) != (longitude is None):
        raise ArgumentMissing(name="lat" if latitude is None else "long")
    community = form.get(f"attribute[{COMMUNITY}]") or form.get("address_id")
    if latitude is None and community is None and "address_string" not in form:
        raise ArgumentMissing(name="lat, long, address_string, address_id")
    return NewRequest(
        service_code=form["service_code"],
        description=form.get("description"),
        community_code=community,
        address=form.get("address_string"),
        latitude=latitude,
        longitude=longitude,
        said=urlencode(sorted((name, value) for name, value in form.items() if name != "api_key")),
    )


def _degrees(form: Mapping[str, str], name: str) -> Decimal | None:
    said = form.get(name)
    if said is None:
        return None
    try:
        value = Decimal(said[:40])
    except InvalidOperation as error:
        raise ArgumentInvalid(name=name) from error
    if not value.is_finite() or abs(value) > (90 if name == "lat" else 180):
        raise ArgumentInvalid(name=name)
    return value.quantize(Decimal("0.000001"))


def by_id(said: str) -> RequestFilter:
    """The request with this id, of any time; without an id where it cannot be one."""
    return RequestFilter(start=clock.now(), end=clock.now(), ids=_ids([said]))


def read_filter(asked: MultiDict[str]) -> RequestFilter:
    """Which requests are asked for; ids override all else. Raises ArgumentInvalid."""
    named = _listed(asked, "service_request_id")
    # Ids that cannot be ids name nothing, and nothing is not everything.
    ids = _ids(named) or ((UUID(int=0),) if named else ())
    span = span_of(_moment(asked, "start_date"), _moment(asked, "end_date"))
    if span is None:
        raise ArgumentInvalid(name="start_date, end_date")
    statuses = set(_listed(asked, "status"))
    if not statuses <= {"open", "closed"}:
        raise ArgumentInvalid(name="status")
    most = _count(asked, "page_size", MOST_REQUESTS, default=MOST_REQUESTS)
    return RequestFilter(
        start=span[0],
        end=span[1],
        ids=ids,
        service_codes=tuple(_listed(asked, "service_code")),
        is_open="open" in statuses if len(statuses) == 1 else None,
        offset=(_count(asked, "page", _MOST_PAGES, default=1) - 1) * most,
        most=most,
    )


def _listed(asked: MultiDict[str], name: str) -> list[str]:
    """The values of an argument that may come again and again, and with commas. Raises ArgumentInvalid."""
    said = [one.strip() for value in asked.getall(name, []) for one in value.split(",")]
    if len(said) > _MOST_NAMED or "\x00" in "".join(said):
        raise ArgumentInvalid(name=name)
    return [one for one in said if one]


def _ids(said: list[str]) -> tuple[UUID, ...]:
    found = []
    for one in said:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return tuple(found)


def _moment(asked: Mapping[str, str], name: str) -> dt.datetime | None:
    # A plus sign that was not escaped has become a blank.
    said = (asked.get(name) or "").strip().replace(" ", "+")
    if not said:
        return None
    try:
        moment = dt.datetime.fromisoformat(said)
    except ValueError as error:
        raise ArgumentInvalid(name=name) from error
    if moment.tzinfo is None or moment.year not in _YEARS:
        raise ArgumentInvalid(name=name)
    return moment


def _count(asked: Mapping[str, str], name: str, most: int, *, default: int) -> int:
    said = (asked.get(name) or "").strip()
    if not said:
        return default
    if not (said.isascii() and said.isdecimal() and len(said) <= 4 and 1 <= int(said) <= most):
        raise ArgumentInvalid(name=name)
    return int(said)
