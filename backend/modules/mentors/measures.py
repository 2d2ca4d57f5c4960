"""What the district counts of mentors: how many there are, their meetings, and thanks."""

from backend.modules.dashboard.contract.measures import (
    MINUTES,
    PEOPLE,
    TIMES,
    Asked,
    Measure,
    MeasureKind,
    Statement,
    facts,
    shanghai_day,
)
from backend.modules.dashboard.contract.shapes import happened, stood
from backend.modules.mentors.models import Mentor, MentorMatch, MentorMeeting


@facts()
def _mentors(asked: Asked) -> Statement:
    return stood(asked, Mentor.community_id, shanghai_day(Mentor.created_at), shanghai_day(Mentor.retired_at))


@facts()
def _meetings(asked: Asked) -> Statement:
    return happened(
        asked, MentorMeeting.community_id, MentorMeeting.created_at, sums={"minutes": MentorMeeting.minutes}
    )


@facts()
def _thanks(asked: Asked) -> Statement:
    return happened(asked, MentorMatch.community_id, MentorMatch.thanked_at)


Measure(
    code="mentors.mentors",
    zh="学长",
    en="Mentors",
    zh_definition="当日终了时在任的学长",
    en_definition="Mentors who had offered themselves by the end of the day and not retired",
    source="mentors",
    unit=PEOPLE,
    kind=MeasureKind.LEVEL,
    facts=_mentors,
)
Measure(
    code="mentors.meetings",
    zh="学长带教",
    en="Meetings with mentors",
    zh_definition="当日记录的带教次数",
    en_definition="Meetings of mentors and learners that were written down on the day",
    source="mentor_meetings",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_meetings,
)
Measure(
    code="mentors.minutes",
    zh="学长带教时长",
    en="Time given by mentors",
    zh_definition="当日记录的带教时长",
    en_definition="How long the meetings lasted that were written down on the day",
    source="mentor_meetings",
    unit=MINUTES,
    kind=MeasureKind.FLOW,
    facts=_meetings,
    value="minutes",
)
Measure(
    code="mentors.thanks",
    zh="对学长的感谢",
    en="Thanks to mentors",
    zh_definition="当日写给学长的感谢",
    en_definition="Thanks that were said to mentors on the day",
    source="mentor_matches",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_thanks,
)
