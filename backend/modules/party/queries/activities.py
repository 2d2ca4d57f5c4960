"""What happens in the communities that a branch oversees: its own meetings and activities, clubs' events, councils."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Select, String, Uuid, cast, literal, null, select, union_all

from backend.core.paging import Page, Slice, paged
from backend.modules.clubs.queries.overseen import overseen_events
from backend.modules.councils.queries.overseen import overseen_councils
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.organisations import PartyActivity, PartyMeeting
from backend.modules.party.words import OverseenActivityKind
from tenants.scope import Scope, query

# Any: rows with the labels of a union
Row = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class OverseenActivityFilter:
    """Which activities are wanted; all that is given must hold. `until_at` is exclusive."""

    kinds: tuple[OverseenActivityKind, ...] = ()
    community_id: UUID | None = None
    organisation_id: UUID | None = None
    from_at: dt.datetime | None = None
    until_at: dt.datetime | None = None


def _own(own: Sequence[UUID]) -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    meetings = select(
        literal(OverseenActivityKind.PARTY_MEETING.value).label("kind"),
        PartyMeeting.id.label("id"),
        PartyMeeting.organisation_id.label("organisation_id"),
        cast(null(), Uuid).label("community_id"),
        PartyMeeting.topic.label("title"),
        PartyMeeting.place.label("place"),
        cast(null(), String).label("council_kind"),
        PartyMeeting.held_at.label("starts_at"),
        PartyMeeting.attended.label("attendance"),
        cast(null(), Integer).label("volunteer_hours"),
    ).where(PartyMeeting.organisation_id.in_(own))
    activities = select(
        literal(OverseenActivityKind.PARTY_ACTIVITY.value),
        PartyActivity.id,
        PartyActivity.organisation_id,
        PartyActivity.community_id,
        PartyActivity.title,
        PartyActivity.place,
        cast(null(), String),
        PartyActivity.starts_at,
        PartyActivity.attendance,
        PartyActivity.volunteer_hours,
    ).where(PartyActivity.organisation_id.in_(own))
    return meetings, activities


def _of_community(kind: OverseenActivityKind, said: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """What a module lets the branch see, in the columns of the union; what people called it is not among that."""
    rows = said.subquery(kind.value.lower())
    council_kind = cast(rows.c.council_kind, String) if "council_kind" in rows.c else cast(null(), String)
    return select(
        literal(kind.value),
        rows.c.id,
        cast(null(), Uuid),
        rows.c.community_id,
        cast(null(), String),
        cast(null(), String),
        council_kind,
        rows.c.starts_at,
        rows.c.attendance,
        cast(null(), Integer),
    )


def _union(scope: Scope) -> Any:
    in_care = scope.actor.community_ids or ()
    return union_all(
        *_own(scope.actor.organisation_ids),
        _of_community(OverseenActivityKind.CLUB_EVENT, overseen_events(in_care)),
        _of_community(OverseenActivityKind.COUNCIL, overseen_councils(in_care)),
    ).subquery("activities")


@query(PartyPermission.OVERSEE)
async def list_overseen_activities(scope: Scope, page: Page, wanted: OverseenActivityFilter) -> Slice[Row]:
    """Meetings, activities, events and councils that the actor may see, the latest first."""
    rows = _union(scope)
    statement = select(rows)
    if wanted.kinds:
        statement = statement.where(rows.c.kind.in_([kind.value for kind in wanted.kinds]))
    if wanted.community_id is not None:
        statement = statement.where(rows.c.community_id == wanted.community_id)
    if wanted.organisation_id is not None:
        statement = statement.where(rows.c.organisation_id == wanted.organisation_id)
    if wanted.from_at is not None:
        statement = statement.where(rows.c.starts_at >= wanted.from_at)
    if wanted.until_at is not None:
        statement = statement.where(rows.c.starts_at < wanted.until_at)
    return await paged(scope.session, statement, page, rows.c.starts_at, rows.c.id, newest_first=True)
