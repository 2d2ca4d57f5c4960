"""What happens in the communities that a branch oversees: its own meetings and activities, and the clubs' events."""

from typing import Any

from sqlalchemy import Integer, Uuid, cast, literal, null, select, union_all

from backend.core.paging import Page, Slice, paged
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.organisations import PartyActivity, PartyMeeting
from backend.modules.party.words import OverseenActivityKind
from tenants.scope import Scope, query

# Any: rows with the labels of a union
Row = Any


def _union(scope: Scope) -> Any:
    own = scope.actor.organisation_ids
    meetings = select(
        literal(OverseenActivityKind.PARTY_MEETING.value).label("kind"),
        PartyMeeting.id.label("id"),
        PartyMeeting.organisation_id.label("organisation_id"),
        cast(null(), Uuid).label("community_id"),
        PartyMeeting.topic.label("title"),
        PartyMeeting.place.label("place"),
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
        PartyActivity.starts_at,
        PartyActivity.attendance,
        PartyActivity.volunteer_hours,
    ).where(PartyActivity.organisation_id.in_(own))
    return union_all(meetings, activities).subquery("activities")


@query(PartyPermission.OVERSEE)
async def list_overseen_activities(scope: Scope, page: Page) -> Slice[Row]:
    """Meetings, activities and events that the actor may see, the latest first."""
    rows = _union(scope)
    return await paged(scope.session, select(rows), page, rows.c.starts_at, rows.c.id, newest_first=True)
