"""What the district counts of councils: held, what was on their agendas, what came of it, tasks that are late."""

from sqlalchemy import and_

from backend.modules.councils.contract.words import CouncilKind, CouncilStatus, ItemOutcome
from backend.modules.councils.models.councils import Council, CouncilItem, CouncilTask
from backend.modules.dashboard.contract.measures import (
    PEOPLE,
    PIECES,
    TIMES,
    Asked,
    Dimension,
    Measure,
    MeasureKind,
    Statement,
    facts,
    shanghai_day,
)
from backend.modules.dashboard.contract.shapes import happened, stood

COUNCIL_KIND = Dimension(
    "council_kind",
    "议事会类型",
    "Kind of council",
    (
        (CouncilKind.CONSULTATION.value, "征询会", "Consultation"),
        (CouncilKind.HEARING.value, "听证会", "Hearing"),
        (CouncilKind.COORDINATION.value, "协调会", "Coordination"),
        (CouncilKind.APPRAISAL.value, "评议会", "Appraisal"),
        (CouncilKind.TEA_TALK.value, "社长下午茶", "Tea talk"),
    ),
)
_HELD = Council.status == CouncilStatus.HELD


@facts()
def _held(asked: Asked) -> Statement:
    by, sums = {"council_kind": Council.kind}, {"people": Council.residents_present}
    return happened(asked, Council.community_id, Council.starts_at, _HELD, by=by, sums=sums)


@facts()
def _problems(asked: Asked) -> Statement:
    of_council = and_(Council.operator_id == CouncilItem.operator_id, Council.id == CouncilItem.council_id)
    return happened(asked, Council.community_id, Council.starts_at, _HELD).join(CouncilItem, of_council)


@facts()
def _solved(asked: Asked) -> Statement:
    is_solved = CouncilItem.outcome == ItemOutcome.SOLVED
    return happened(asked, CouncilItem.community_id, CouncilItem.settled_at, is_solved)


@facts()
def _sent_up(asked: Asked) -> Statement:
    is_up = CouncilItem.outcome == ItemOutcome.SENT_UP
    return happened(asked, CouncilItem.community_id, CouncilItem.settled_at, is_up)


@facts()
def _late(asked: Asked) -> Statement:
    # Late from the day after the last on which it might have been done.
    return stood(asked, CouncilTask.community_id, CouncilTask.due_on + 1, shanghai_day(CouncilTask.completed_at))


Measure(
    code="councils.held",
    zh="召开议事会",
    en="Councils held",
    zh_definition="当日召开并形成纪要的议事会",
    en_definition="Councils that were held on the day and of which there are minutes",
    source="councils",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_held,
)
Measure(
    code="councils.held_by_kind",
    zh="召开议事会（按类型）",
    en="Councils held, by kind",
    zh_definition="当日召开的议事会，分征询会、听证会、协调会、评议会、社长下午茶",
    en_definition="Councils that were held on the day, by what they were for",
    source="councils",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_held,
    by=(COUNCIL_KIND,),
)
Measure(
    code="councils.residents_present",
    zh="参与议事的住户",
    en="Residents at councils",
    zh_definition="当日召开的议事会的住户到场人次",
    en_definition="How many residents came to the councils of the day, each time counted",
    source="councils",
    unit=PEOPLE,
    kind=MeasureKind.FLOW,
    facts=_held,
    value="people",
)
Measure(
    code="councils.problems",
    zh="议事会议题",
    en="Problems before councils",
    zh_definition="当日召开的议事会的议题数",
    en_definition="Items on the agendas of the councils of the day",
    source="council_items",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_problems,
)
Measure(
    code="councils.problems_solved",
    zh="议事会解决的问题",
    en="Problems that councils solved",
    zh_definition="当日经议事会确认已解决的议题",
    en_definition="Items of agendas of which it was noted on the day that they are solved",
    source="council_items",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_solved,
)
Measure(
    code="councils.problems_sent_up",
    zh="议事会上报的问题",
    en="Problems that councils sent up",
    zh_definition="当日经议事会上报上级网格的议题",
    en_definition="Items of agendas that were sent up the grid on the day",
    source="council_items",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_sent_up,
)
Measure(
    code="councils.tasks_late",
    zh="逾期的议定任务",
    en="Tasks of councils that are late",
    zh_definition="当日终了时已过期限而未完成的议定任务",
    en_definition="Tasks that councils gave and that were past their day and not done at the end of the day",
    source="council_tasks",
    unit=PIECES,
    kind=MeasureKind.LEVEL,
    facts=_late,
)
