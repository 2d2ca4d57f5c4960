"""What the district counts of clubs: how many there are and live, their members, events and guests."""

from backend.modules.clubs.contract.words import ClubEventStatus, MemberStatus
from backend.modules.clubs.models import Club, ClubEvent, ClubMember
from backend.modules.dashboard.contract.measures import (
    PEOPLE,
    TIMES,
    Asked,
    Measure,
    MeasureKind,
    MeasureUnit,
    Statement,
    facts,
    shanghai_day,
)
from backend.modules.dashboard.contract.shapes import happened, stood

_CLUBS = MeasureUnit("CLUBS", "个", "clubs")


@facts()
def _clubs(asked: Asked) -> Statement:
    return stood(asked, Club.community_id, shanghai_day(Club.created_at), shanghai_day(Club.archived_at))


@facts()
def _members(asked: Asked) -> Statement:
    came = ClubMember.status.in_((MemberStatus.ACTIVE, MemberStatus.LEFT))
    since, until = shanghai_day(ClubMember.joined_at), shanghai_day(ClubMember.left_at)
    return stood(asked, ClubMember.community_id, since, until, came)


@facts()
def _events(asked: Asked) -> Statement:
    is_held = ClubEvent.status == ClubEventStatus.HELD
    sums = {"people": ClubEvent.attended_count}
    return happened(asked, ClubEvent.community_id, ClubEvent.starts_at, is_held, sums=sums)


Measure(
    code="clubs.clubs",
    zh="社团数",
    en="Clubs",
    zh_definition="当日终了时未归档的社团",
    en_definition="Clubs that were founded by the end of the day and not archived",
    source="clubs",
    unit=_CLUBS,
    kind=MeasureKind.LEVEL,
    facts=_clubs,
)
Measure(
    code="clubs.members",
    zh="社团成员",
    en="Members of clubs",
    zh_definition="当日终了时的社团成员人次，一人参加多个社团分别计",
    en_definition="Members of clubs at the end of the day; whoever belongs to two counts twice",
    source="club_members",
    unit=PEOPLE,
    kind=MeasureKind.LEVEL,
    facts=_members,
)
Measure(
    code="clubs.events",
    zh="社团活动",
    en="Events of clubs",
    zh_definition="当日开始并已举办的社团活动",
    en_definition="Events of clubs that began on the day and were held",
    source="club_events",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_events,
)
Measure(
    code="clubs.event_attendance",
    zh="社团活动参与人次",
    en="Attendance at events of clubs",
    zh_definition="当日已举办的社团活动的到场人次",
    en_definition="How many came to the events that were held on the day",
    source="club_events",
    unit=PEOPLE,
    kind=MeasureKind.FLOW,
    facts=_events,
    value="people",
)
