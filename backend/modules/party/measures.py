"""What the district counts of oversight: who covers which community, activities there, supervision notices."""

import datetime as dt
from typing import Any, Final  # Any: columns of `shared`, and statements that are joined further

from sqlalchemy import and_, case, func, select

from backend.modules.dashboard.contract.measures import (
    COMMUNITIES,
    PEOPLE,
    PIECES,
    TIMES,
    Asked,
    Dimension,
    Measure,
    MeasureKind,
    MeasureUnit,
    Ratio,
    Reach,
    Sensitivity,
    Statement,
    facts,
    shanghai_day,
)
from backend.modules.dashboard.contract.shapes import happened, stood
from backend.modules.party.contract.events import ReplyDecided
from backend.modules.party.models.notices import NoticeReply, SupervisionNotice
from backend.modules.party.models.organisations import PartyActivity, PartyConsent
from tenants.oversight_models import ListedCommunity, OversightAssignment, PartyOrg

_HOURS: Final = MeasureUnit("HOURS", "小时", "hours")
COVERED_BY = Dimension(
    "covered_by",
    "覆盖方式",
    "Covered by",
    (("ORGANISATION", "党组织", "A Party organisation"), ("GRID", "网格", "A grid")),
)
ORG_KIND = Dimension(
    "party_org_kind",
    "覆盖组织类型",
    "Kind of organisation",
    (
        ("COMMITTEE", "党委", "Committee"),
        ("GENERAL_BRANCH", "党总支", "General branch"),
        ("BRANCH", "党支部", "Branch"),
        ("JOINT_BRANCH", "联合党支部", "Joint branch"),
        ("GROUP", "党小组", "Group"),
    ),
)
STAGE = Dimension(
    "member_stage",
    "党员类别",
    "Stage of membership",
    (("FORMAL", "正式党员", "Formal"), ("PROBATIONARY", "预备党员", "On probation")),
)


@facts()
def _covered(asked: Asked) -> Statement:
    kind = case((OversightAssignment.organisation_id.is_not(None), "ORGANISATION"), else_="GRID")
    begins, ends = OversightAssignment.starts_on, OversightAssignment.ends_on
    return stood(asked, OversightAssignment.community_id, begins, ends, by={"covered_by": kind})


@facts()
def _organised(asked: Asked) -> Statement:
    begins, ends = OversightAssignment.starts_on, OversightAssignment.ends_on
    covers = OversightAssignment.organisation_id == PartyOrg.id
    return stood(asked, OversightAssignment.community_id, begins, ends, covers, by={"party_org_kind": PartyOrg.kind})


@facts()
def _members(asked: Asked) -> Statement:
    since, until = shanghai_day(PartyConsent.consented_at), shanghai_day(PartyConsent.withdrawn_at)
    return stood(asked, PartyConsent.community_id, since, until, by={"member_stage": PartyConsent.stage})


@facts()
def _listed(asked: Asked) -> Statement:
    never: Any = func.nullif(ListedCommunity.opened_on, ListedCommunity.opened_on)
    return stood(asked, ListedCommunity.community_id, ListedCommunity.opened_on, never)


@facts()
def _activities(asked: Asked) -> Statement:
    sums = {"people": PartyActivity.attendance, "hours": PartyActivity.volunteer_hours}
    return happened(asked, PartyActivity.community_id, PartyActivity.starts_at, sums=sums)


@facts()
def _issued(asked: Asked) -> Statement:
    return happened(asked, SupervisionNotice.community_id, SupervisionNotice.issued_at)


@facts()
def _overdue(asked: Asked) -> Statement:
    answered = and_(
        NoticeReply.operator_id == SupervisionNotice.operator_id,
        NoticeReply.notice_id == SupervisionNotice.id,
        NoticeReply.round == SupervisionNotice.round,
    )
    over_on = func.least(shanghai_day(NoticeReply.replied_at), shanghai_day(SupervisionNotice.closed_at))
    each = (
        select(
            SupervisionNotice.community_id, (SupervisionNotice.due_on + 1).label("late_on"), over_on.label("over_on")
        )
        .outerjoin(NoticeReply, answered)
        .where(asked.here(SupervisionNotice.community_id))
        .subquery("each")
    )
    return stood(asked, each.c.community_id, each.c.late_on, each.c.over_on)


COVERED = Measure(
    code="party.communities_covered",
    zh="党组织覆盖的社区",
    en="Communities covered",
    zh_definition="当日由党组织或网格覆盖的社区",
    en_definition="Communities that a Party organisation or a grid covered on the day",
    source="oversight_assignments",
    unit=COMMUNITIES,
    kind=MeasureKind.LEVEL,
    facts=_covered,
)
Measure(
    code="party.communities_covered_by_kind",
    zh="覆盖的社区（按方式）",
    en="Communities covered, by what",
    zh_definition="当日覆盖的社区，分党组织覆盖与网格覆盖",
    en_definition="Communities that were covered on the day, by a Party organisation or by a grid",
    source="oversight_assignments",
    unit=COMMUNITIES,
    kind=MeasureKind.LEVEL,
    facts=_covered,
    by=(COVERED_BY,),
)
Measure(
    code="party.communities_by_organisation",
    zh="党组织覆盖的社区（按组织类型）",
    en="Communities covered by organisations, by their kind",
    zh_definition="当日由党组织直接覆盖的社区，按党委、总支、支部、联合支部、小组区分；网格覆盖的不计",
    en_definition="Communities that a Party organisation covered on the day, by what kind it is; those covered by a"
    " grid are not among them",
    source="oversight_assignments, party_orgs",
    unit=COMMUNITIES,
    kind=MeasureKind.LEVEL,
    facts=_organised,
    by=(ORG_KIND,),
)
Measure(
    code="party.members_reported_in",
    zh="双报到党员",
    en="Members who reported in",
    zh_definition="当日终了时本人同意报到且未撤回的党员，分正式与预备",
    en_definition="Members who had reported in by consent and not withdrawn it by the end of the day, by stage",
    source="party_consents",
    unit=PEOPLE,
    kind=MeasureKind.LEVEL,
    facts=_members,
    by=(STAGE,),
    sensitivity=Sensitivity.SENSITIVE,
)
LISTED = Measure(
    code="party.communities_listed",
    zh="应覆盖的社区",
    en="Communities to be covered",
    zh_definition="当日已启用并列入名录的社区",
    en_definition="Communities in the district's list that had opened by the day",
    source="listed_communities",
    unit=COMMUNITIES,
    kind=MeasureKind.LEVEL,
    facts=_listed,
)
Ratio(
    code="party.coverage_rate",
    zh="党的组织覆盖率",
    en="Share of communities covered",
    zh_definition="党组织覆盖的社区 ÷ 应覆盖的社区",
    en_definition="Communities covered in communities to be covered",
    part=COVERED,
    whole=LISTED,
)
Measure(
    code="party.activities",
    zh="党组织活动",
    en="Activities of Party organisations",
    zh_definition="当日党组织在社区开展的活动",
    en_definition="Activities of Party organisations in communities that began on the day",
    source="party_activities",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_activities,
)
Measure(
    code="party.activity_attendance",
    zh="党组织活动参与人次",
    en="Attendance at these activities",
    zh_definition="当日党组织在社区开展的活动的参与人次",
    en_definition="How many came to the activities of the day",
    source="party_activities",
    unit=PEOPLE,
    kind=MeasureKind.FLOW,
    facts=_activities,
    value="people",
)
Measure(
    code="party.volunteer_hours",
    zh="志愿服务时长",
    en="Hours of volunteers",
    zh_definition="当日党组织在社区开展的活动中的志愿服务时长",
    en_definition="Hours that volunteers gave at the activities of the day",
    source="party_activities",
    unit=_HOURS,
    kind=MeasureKind.FLOW,
    facts=_activities,
    value="hours",
)
Measure(
    code="party.notices_issued",
    zh="发出督办单",
    en="Supervision notices issued",
    zh_definition="当日发出的督办单",
    en_definition="Supervision notices that were issued on the day",
    source="supervision_notices",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_issued,
)
Measure(
    code="party.notices_overdue",
    zh="逾期督办单",
    en="Supervision notices overdue",
    zh_definition="当日终了时已过现行期限而未回复、未办结的督办单",
    en_definition="Supervision notices that were past their present deadline without a reply, and not closed, at the"
    " end of the day",
    source="supervision_notices, notice_replies",
    unit=PIECES,
    kind=MeasureKind.LEVEL,
    facts=_overdue,
)
# A reply that is returned moves the deadline, and with it the days on which the notice was overdue.
Reach(ReplyDecided, lambda event: dt.date.max if event.is_accepted else None)
