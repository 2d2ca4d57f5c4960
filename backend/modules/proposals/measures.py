"""What the district counts of proposals: published, answered and in time, answers that are owed too long, done."""

from typing import Any, Final  # Any: a statement that is joined further

from sqlalchemy import and_, case, or_

from backend.modules.dashboard.contract.measures import (
    PIECES,
    Asked,
    Measure,
    MeasureKind,
    Ratio,
    Statement,
    facts,
    shanghai_day,
)
from backend.modules.dashboard.contract.shapes import happened, stood
from backend.modules.proposals.contract.words import ProposalStatus
from backend.modules.proposals.models import Proposal, ProposalProject, ProposalTally

_OF_PROPOSAL: Final = and_(Proposal.operator_id == ProposalTally.operator_id, Proposal.id == ProposalTally.proposal_id)


@facts()
def _published(asked: Asked) -> Statement:
    return happened(asked, Proposal.community_id, Proposal.published_at)


@facts()
def _answered(asked: Asked) -> Statement:
    is_in_time = or_(ProposalTally.answer_due_at.is_(None), ProposalTally.answered_at <= ProposalTally.answer_due_at)
    sums = {"in_time": case((is_in_time, 1), else_=0)}
    return happened(asked, ProposalTally.community_id, ProposalTally.answered_at, sums=sums)


@facts()
def _owed(asked: Asked) -> Statement:
    tally: Any = ProposalTally
    is_owed = Proposal.status.not_in((ProposalStatus.WITHDRAWN, ProposalStatus.MERGED, ProposalStatus.DRAFT))
    since, until = shanghai_day(tally.answer_due_at), shanghai_day(tally.answered_at)
    return stood(asked, tally.community_id, since, until, is_owed).join(Proposal, _OF_PROPOSAL)


@facts()
def _done(asked: Asked) -> Statement:
    return happened(asked, ProposalProject.community_id, ProposalProject.completed_at)


Measure(
    code="proposals.published",
    zh="社区提案",
    en="Proposals",
    zh_definition="当日公开的社区提案",
    en_definition="Proposals that were made public on the day",
    source="proposals",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_published,
)
ANSWERED = Measure(
    code="proposals.answered",
    zh="答复提案",
    en="Proposals answered",
    zh_definition="当日首次正式答复的提案",
    en_definition="Proposals that were first officially answered on the day",
    source="proposal_tallies",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_answered,
)
IN_TIME = Measure(
    code="proposals.answered_in_time",
    zh="按期答复的提案",
    en="Proposals answered in time",
    zh_definition="当日答复且不晚于答复期限的提案；未达联署门槛的视为按期",
    en_definition="Proposals that were answered on the day by the time that an answer was owed, or without owing one",
    source="proposal_tallies",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_answered,
    value="in_time",
)
Ratio(
    code="proposals.in_time_rate",
    zh="提案按期答复率",
    en="Share of proposals answered in time",
    zh_definition="按期答复的提案 ÷ 答复提案",
    en_definition="Proposals answered in time in proposals answered",
    part=IN_TIME,
    whole=ANSWERED,
)
Measure(
    code="proposals.answers_overdue",
    zh="逾期未答复的提案",
    en="Answers overdue",
    zh_definition="答复期限在当日或之前已过、当日终了时仍未答复的提案；撤回与合并的不计",
    en_definition="Proposals whose answer was owed by the day and not given at its end; withdrawn and merged ones are"
    " not counted",
    source="proposal_tallies, proposals",
    unit=PIECES,
    kind=MeasureKind.LEVEL,
    facts=_owed,
)
Measure(
    code="proposals.projects_completed",
    zh="提案落地项目",
    en="Projects done",
    zh_definition="当日完成的由提案产生的项目",
    en_definition="Projects that came of proposals and were done on the day",
    source="proposal_projects",
    unit=PIECES,
    kind=MeasureKind.FLOW,
    facts=_done,
)
