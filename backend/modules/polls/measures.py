"""What the district counts of polls: opened, counted, how many voted of how many; never how."""

from sqlalchemy import and_, case

from backend.modules.dashboard.contract.measures import (
    PEOPLE,
    TIMES,
    Asked,
    Measure,
    MeasureKind,
    Ratio,
    Statement,
    facts,
)
from backend.modules.dashboard.contract.shapes import happened
from backend.modules.polls.contract.words import PollOutcome, PollStatus
from backend.modules.polls.models import Poll, PollState

_OF_POLL = and_(PollState.operator_id == Poll.operator_id, PollState.poll_id == Poll.id)


@facts()
def _opened(asked: Asked) -> Statement:
    stands = PollState.status != PollStatus.CANCELLED
    return happened(asked, Poll.community_id, Poll.opened_at, stands).join(PollState, _OF_POLL)


@facts()
def _counted(asked: Asked) -> Statement:
    passed = case((PollState.outcome == PollOutcome.PASSED, 1), else_=0)
    sums = {"passed": passed, "ballots": PollState.ballots_count, "voters": Poll.voters_count}
    is_counted = PollState.status == PollStatus.COUNTED
    return happened(asked, PollState.community_id, PollState.counted_at, is_counted, sums=sums).join(Poll, _OF_POLL)


Measure(
    code="polls.opened",
    zh="发起表决",
    en="Polls opened",
    zh_definition="当日发起且未取消的表决",
    en_definition="Polls that were opened on the day and not called off since",
    source="polls, poll_states",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_opened,
)
Measure(
    code="polls.counted",
    zh="完成计票的表决",
    en="Polls counted",
    zh_definition="当日完成计票的表决",
    en_definition="Polls whose urn was counted on the day",
    source="poll_states",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_counted,
)
Measure(
    code="polls.passed",
    zh="表决通过",
    en="Polls passed",
    zh_definition="当日完成计票且结果为通过的表决",
    en_definition="Polls that were counted on the day and passed",
    source="poll_states",
    unit=TIMES,
    kind=MeasureKind.FLOW,
    facts=_counted,
    value="passed",
)
BALLOTS = Measure(
    code="polls.ballots",
    zh="收到选票",
    en="Ballots",
    zh_definition="当日完成计票的表决所收选票",
    en_definition="Ballots in the urns that were counted on the day",
    source="poll_states",
    unit=PEOPLE,
    kind=MeasureKind.FLOW,
    facts=_counted,
    value="ballots",
)
VOTERS = Measure(
    code="polls.voters",
    zh="有表决权数",
    en="Votes that could be given",
    zh_definition="当日完成计票的表决的有表决权总数",
    en_definition="How many votes could be given in the polls that were counted on the day",
    source="polls",
    unit=PEOPLE,
    kind=MeasureKind.FLOW,
    facts=_counted,
    value="voters",
)
Ratio(
    code="polls.turnout_rate",
    zh="表决参与率",
    en="Turnout",
    zh_definition="收到选票 ÷ 有表决权数",
    en_definition="Ballots in votes that could be given",
    part=BALLOTS,
    whole=VOTERS,
)
