"""What the district counts of the station: short help by area, and cases; those by area or phase by the week alone."""

from sqlalchemy import Integer, and_, cast, func, literal, select

from backend.core.surfaces import Surface
from backend.modules.casework.contract.case_words import CaseEventKind, CasePhase
from backend.modules.casework.contract.events import CaseMoved
from backend.modules.casework.contract.words import ServiceArea
from backend.modules.casework.models.cases import Case, CaseEvent, CaseStep
from backend.modules.casework.models.services import ServiceRecord
from backend.modules.dashboard.contract.measures import (
    MINUTES,
    PIECES,
    TIMES,
    Asked,
    Dimension,
    Measure,
    MeasureKind,
    Reach,
    Sensitivity,
    Statement,
    facts,
    shanghai_day,
)

_AREAS = {
    ServiceArea.BASIC: ("基本服务", "Basic services"),
    ServiceArea.PROFESSIONAL: ("专业服务", "Professional services"),
    ServiceArea.EMPOWERMENT: ("社区赋能", "Community empowerment"),
}
_PHASES = {
    CasePhase.INTAKE: ("接案", "Intake"),
    CasePhase.ASSESSMENT: ("预估", "Assessment"),
    CasePhase.PLANNING: ("计划", "Planning"),
    CasePhase.INTERVENTION: ("介入", "Intervention"),
    CasePhase.EVALUATION: ("评估", "Evaluation"),
    CasePhase.CLOSURE: ("结案", "Closure"),
}
AREA = Dimension("service_area", "服务领域", "Area", tuple((one.value, *_AREAS[one]) for one in ServiceArea))
PHASE = Dimension("case_phase", "个案阶段", "Phase", tuple((one.value, *_PHASES[one]) for one in CasePhase))
_ENDS = {CaseEventKind.OPENED: 1, CaseEventKind.REOPENED: 1, CaseEventKind.CLOSED: -1}


@facts(Surface.CASEWORK)
def _services(asked: Asked) -> Statement:
    return (
        select(
            ServiceRecord.community_id,
            ServiceRecord.happened_on.label("counted_on"),
            ServiceRecord.area.label(AREA.code),
            func.count().label("count"),
            cast(func.sum(ServiceRecord.minutes), Integer).label("minutes"),
        )
        .where(
            asked.here(ServiceRecord.community_id),
            ServiceRecord.happened_on >= asked.first_on,
            ServiceRecord.happened_on <= asked.last_on,
        )
        .group_by(ServiceRecord.community_id, ServiceRecord.happened_on, ServiceRecord.area)
    )


@facts(Surface.CASEWORK)
def _opened(asked: Asked) -> Statement:
    day = shanghai_day(Case.opened_at)
    return (
        select(Case.community_id, day.label("counted_on"), func.count().label("count"))
        .where(
            asked.here(Case.community_id),
            Case.opened_at >= asked.starts_at,
            Case.opened_at < asked.ends_at,
        )
        .group_by(Case.community_id, day)
    )


@facts(Surface.CASEWORK)
def _open(asked: Asked) -> Statement:
    """A case is open on a day if it was, at the end of it: of its openings and endings until then the last says so."""
    day = asked.each_day()
    last = (
        select(CaseEvent.case_id, day.c.counted_on, func.max(CaseEvent.happened_at).label("happened_at"))
        .join(day, shanghai_day(CaseEvent.happened_at) <= day.c.counted_on)
        .where(CaseEvent.kind.in_(_ENDS))
        .group_by(CaseEvent.operator_id, CaseEvent.case_id, day.c.counted_on)
        .add_columns(CaseEvent.operator_id)
        .subquery("last")
    )
    step = (
        select(CaseStep.operator_id, CaseStep.case_id, day.c.counted_on, func.max(CaseStep.number).label("number"))
        .join(day, shanghai_day(CaseStep.entered_at) <= day.c.counted_on)
        .group_by(CaseStep.operator_id, CaseStep.case_id, day.c.counted_on)
        .subquery("step")
    )
    here = and_(CaseEvent.operator_id == last.c.operator_id, CaseEvent.case_id == last.c.case_id)
    at = and_(step.c.operator_id == Case.operator_id, step.c.case_id == Case.id)
    stood = and_(CaseStep.operator_id == step.c.operator_id, CaseStep.case_id == step.c.case_id)
    return (
        select(
            Case.community_id,
            last.c.counted_on,
            Case.area.label(AREA.code),
            CaseStep.phase.label(PHASE.code),
            func.count(literal(1)).label("count"),
        )
        .join(last, and_(last.c.operator_id == Case.operator_id, last.c.case_id == Case.id))
        .join(CaseEvent, and_(here, CaseEvent.happened_at == last.c.happened_at))
        .join(step, and_(at, step.c.counted_on == last.c.counted_on))
        .join(CaseStep, and_(stood, CaseStep.number == step.c.number))
        .where(
            asked.here(Case.community_id),
            CaseEvent.kind.in_((CaseEventKind.OPENED, CaseEventKind.REOPENED)),
        )
        .group_by(Case.community_id, last.c.counted_on, Case.area, CaseStep.phase)
    )


Measure(
    code="casework.services",
    zh="社工服务",
    en="Services of the station",
    zh_definition="社工站当日提供的短期服务次数",
    en_definition="How often the station gave short help on the day",
    source="service_records",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_services,
)
Measure(
    code="casework.services_by_area",
    zh="社工服务（按领域）",
    en="Services of the station by area",
    zh_definition="社工站当日提供的短期服务次数，按基本服务、专业服务、社区赋能",
    en_definition="How often the station gave short help on the day: basic, professional, empowering",
    source="service_records",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_services,
    by=(AREA,),
)
Measure(
    code="casework.service_minutes",
    zh="社工服务时长",
    en="Time of services",
    zh_definition="当日短期服务的时长",
    en_definition="How long the short help of the day took",
    source="service_records",
    unit=MINUTES,
    kind=MeasureKind.FLOW,
    facts=_services,
    value="minutes",
)
Measure(
    code="casework.cases_opened",
    zh="新开个案",
    en="Cases opened",
    zh_definition="当日接案的个案，重新开案不计",
    en_definition="Cases opened on the day; those opened again are not counted",
    source="cases",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_opened,
)
Measure(
    code="casework.open_cases",
    zh="在办个案",
    en="Open cases",
    zh_definition="当日结束时未结案的个案",
    en_definition="Cases that are not closed at the end of the day",
    source="cases, case_events",
    unit=PIECES,
    kind=MeasureKind.LEVEL,
    facts=_open,
)
for _code, _by, _zh, _en in (
    ("casework.open_cases_by_area", AREA, "按领域", "by area"),
    ("casework.open_cases_by_phase", PHASE, "按阶段", "by phase"),
):
    Measure(
        code=_code,
        zh=f"在办个案（{_zh}）",
        en=f"Open cases {_en}",
        zh_definition=f"当日结束时未结案的个案，{_zh}",
        en_definition=f"Cases that are not closed at the end of the day, {_en}",
        source="cases, case_steps, case_events",
        unit=PIECES,
        kind=MeasureKind.LEVEL,
        facts=_open,
        by=(_by,),
        sensitivity=Sensitivity.SENSITIVE,
    )
# A case may change its area, which it is counted under on every day.
Reach(CaseMoved, lambda _: None)
