"""The monthly brief: what happened in the communities in care and in the branch itself, from what is written down."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # Any: rows of labelled columns
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.core import clock
from backend.core.errors import BadInput
from backend.modules.councils.queries.overseen import SittingTally, overseen_sittings_by_id
from backend.modules.housing.queries.overseen import overseen_communities_by_id
from backend.modules.issues.queries.oversight import IssueSpan, overseen_spans_by_id
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.notices import SupervisionNotice
from backend.modules.party.models.organisations import PartyActivity, PartyMeeting
from backend.modules.party.queries.caring import Care, cares_by_id, reader_of
from backend.modules.party.queries.covering import Coverage, get_coverage_of
from backend.modules.party.queries.gaps import gaps_by_id
from backend.modules.party.queries.organisations import party_orgs_by_id
from backend.modules.party.words import CoverageGap
from tenants.scope import Scope, open_scope, query

_MOST_LISTED = 100
# The second is exclusive.
Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True, slots=True)
class NoticeSpan:
    """The supervision notices of a community that were issued, closed, or rose to the district over a span."""

    issued: int = 0
    closed: int = 0
    risen: int = 0


@dataclass(frozen=True, slots=True)
class BriefRow:
    """One community in a month."""

    community_id: UUID
    code: str
    name: str
    issues: IssueSpan
    councils: SittingTally
    notices: NoticeSpan
    gaps: Sequence[CoverageGap]


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """What the branch's own organisations did in a month."""

    meetings: int
    attended: int
    expected: int
    activities: int
    participants: int
    volunteer_hours: int


@dataclass(frozen=True, slots=True)
class Brief:
    """A month of the branch: `until_on` is the day after the last. Cover and gaps are of its last day, or today."""

    month_on: dt.date
    until_on: dt.date
    made_at: dt.datetime
    coverage: Coverage
    rows: Sequence[BriefRow]
    own: OwnRecord
    meetings: Sequence[PartyMeeting]
    organisation_names: Mapping[UUID, str]
    notices: Sequence[SupervisionNotice]

    @property
    def is_whole(self) -> bool:
        """Whether the month was over when this was made."""
        return self.made_at >= clock.moment(self.until_on)


def month_of(day: dt.date | None) -> tuple[dt.date, dt.date]:
    """The month that a day is in, by its first day and the day after its last; last month where no day is given.

    Raises BadInput for a month that has not begun.
    """
    today = clock.today()
    first, after = clock.month_of(day or today.replace(day=1) - dt.timedelta(days=1))
    if first > today or first.year < 2000:
        raise BadInput(field=("month",))
    return first, after


@query(PartyPermission.OVERSEE)
async def get_brief(scope: Scope, day: dt.date | None = None) -> Brief:
    """The month that a day is in, or the last one, of what was in the actor's care in it. Raises BadInput.

    A community whose care began or ended within the month is told of for the days on which it was in care.
    """
    month = month_of(day)
    as_of = min(month[1] - dt.timedelta(days=1), clock.today())
    cares = await cares_by_id(scope, month[0], as_of + dt.timedelta(days=1))
    async with open_scope(reader_of(scope.actor, cares), read_only=True) as then:
        return await _brief(then, month, as_of, cares)


async def _brief(scope: Scope, month: tuple[dt.date, dt.date], as_of: dt.date, cares: Mapping[UUID, Care]) -> Brief:
    first, until = month
    span = clock.moment(first), clock.moment(until)
    together: dict[Span, list[UUID]] = defaultdict(list)
    for community_id, care in cares.items():
        ends_on = until if care.until_on > as_of else care.until_on
        together[clock.moment(care.from_on), clock.moment(ends_on)].append(community_id)
    operators = {one: care.operator_id for one, care in cares.items() if care.until_on > as_of}
    gaps = await gaps_by_id(scope, list(operators), as_of)
    meetings = await _meetings(scope, span)
    organisations = await party_orgs_by_id(scope, list({one.organisation_id for one in meetings}))
    rows = [row for days, ids in together.items() for row in await _rows(scope, ids, gaps, days)]
    notices = [one for days, ids in together.items() for one in await _notices(scope, ids, days)]
    return Brief(
        month_on=first,
        until_on=until,
        made_at=clock.now(),
        coverage=await get_coverage_of(scope, operators, gaps, as_of),
        rows=sorted(rows, key=lambda row: (row.code, row.community_id)),
        own=await _own(scope, span),
        meetings=meetings,
        organisation_names={one.id: one.name for one in organisations.values()},
        notices=sorted(notices, key=lambda one: (one.due_on, one.id))[:_MOST_LISTED],
    )


def _within(column: InstrumentedAttribute[Any], span: Span) -> ColumnElement[bool]:
    return and_(column >= span[0], column < span[1])


async def _rows(
    scope: Scope, ids: Sequence[UUID], gaps: Mapping[UUID, Sequence[CoverageGap]], span: Span
) -> Sequence[BriefRow]:
    communities = await overseen_communities_by_id(scope, ids)
    issues = await overseen_spans_by_id(scope, ids, *span)
    councils = await overseen_sittings_by_id(scope, ids, *span)
    notices = await _notice_spans(scope, ids, span)
    return [
        BriefRow(
            community_id=one,
            code=row.code,
            name=row.name,
            issues=issues.get(one, IssueSpan(community_id=one)),
            councils=councils.get(one, SittingTally()),
            notices=notices.get(one, NoticeSpan()),
            gaps=gaps.get(one, ()),
        )
        for one, row in communities.items()
    ]


async def _notice_spans(scope: Scope, ids: Sequence[UUID], span: Span) -> Mapping[UUID, NoticeSpan]:
    columns = (SupervisionNotice.issued_at, SupervisionNotice.closed_at, SupervisionNotice.risen_at)
    within = [func.count().filter(_within(one, span)) for one in columns]
    rows = await scope.session.execute(
        select(SupervisionNotice.community_id, *within)
        .where(SupervisionNotice.community_id.in_(ids))
        .group_by(SupervisionNotice.community_id)
    )
    return {community_id: NoticeSpan(*counts) for community_id, *counts in rows}


async def _own(scope: Scope, span: Span) -> OwnRecord:
    own = scope.actor.organisation_ids
    met: Any = (
        await scope.session.execute(
            select(
                func.count(),
                func.coalesce(func.sum(PartyMeeting.attended), 0),
                func.coalesce(func.sum(PartyMeeting.expected), 0),
            ).where(PartyMeeting.organisation_id.in_(own), _within(PartyMeeting.held_at, span))
        )
    ).one()
    done: Any = (
        await scope.session.execute(
            select(
                func.count(),
                func.coalesce(func.sum(PartyActivity.attendance), 0),
                func.coalesce(func.sum(PartyActivity.volunteer_hours), 0),
            ).where(PartyActivity.organisation_id.in_(own), _within(PartyActivity.starts_at, span))
        )
    ).one()
    return OwnRecord(*met, *done)


async def _meetings(scope: Scope, span: Span) -> Sequence[PartyMeeting]:
    rows = await scope.session.scalars(
        select(PartyMeeting)
        .where(PartyMeeting.organisation_id.in_(scope.actor.organisation_ids), _within(PartyMeeting.held_at, span))
        .order_by(PartyMeeting.held_at, PartyMeeting.id)
        .limit(_MOST_LISTED)
    )
    return rows.all()


async def _notices(scope: Scope, ids: Sequence[UUID], span: Span) -> Sequence[SupervisionNotice]:
    """Issued in the span or before, and not closed before it."""
    rows = await scope.session.scalars(
        select(SupervisionNotice)
        .where(
            SupervisionNotice.community_id.in_(ids),
            SupervisionNotice.issued_at < span[1],
            or_(SupervisionNotice.closed_at.is_(None), SupervisionNotice.closed_at >= span[0]),
        )
        .order_by(SupervisionNotice.due_on, SupervisionNotice.id)
        .limit(_MOST_LISTED)
    )
    return rows.all()
