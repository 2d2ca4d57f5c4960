"""Issues, councils, proposals and polls, by chance."""

from typing import Any

from backend.core import clock
from backend.modules.councils.actions.calling import cancel_council
from backend.modules.councils.actions.deciding import add_decision, complete_task, miss_tasks
from backend.modules.councils.actions.recording import settle_item
from backend.modules.councils.contract.inputs import ItemResult, NewDecision, NewTask
from backend.modules.councils.contract.words import ItemOutcome
from backend.modules.councils.models.councils import Council, CouncilItem, CouncilTask
from backend.modules.issues.actions.configuring import add_default_categories
from backend.modules.issues.actions.escalating import escalate_issue, escalate_overdue_issues
from backend.modules.issues.actions.judging import reopen_issue, verify_issue
from backend.modules.issues.actions.moving import (
    accept_issue,
    close_issue,
    pause_issue,
    resolve_issue,
    resume_issue,
    start_issue,
)
from backend.modules.issues.actions.reporting import report_issue
from backend.modules.issues.contract.inputs import NewIssue, Resolution
from backend.modules.issues.models.handling import IssueCategory
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.words import IssueOutcome, PauseReason
from backend.modules.polls.actions.closing import close_poll
from backend.modules.polls.actions.voting import cast_ballot
from backend.modules.polls.models import Poll
from backend.modules.proposals.actions.answering import answer_proposal
from backend.modules.proposals.actions.writing import withdraw_proposal
from backend.modules.proposals.contract.inputs import NewAnswer
from backend.modules.proposals.contract.words import AnswerDecision
from backend.modules.proposals.models import Proposal
from tenants.scope import open_scope
from tests.councils.factories import call, hold
from tests.dashboard.life import DAY, HOUR, Act, Life
from tests.issues.factories import a_photo
from tests.polls.factories import a_ballot, make_poll
from tests.proposals.factories import cosign, propose


class Publicly:
    """What a community reports, discusses and decides."""

    def __init__(self, life: Life) -> None:
        self._life = life

    def acts(self) -> list[Act]:
        """Those that are likelier stand here more often."""
        return [
            *(self._report,) * 3, *(self._handle,) * 6, self._judge, self._escalate, self._call, self._hold,
            self._hold, self._settle_item, self._decide, self._task, self._call_off, self._propose, self._support,
            self._answer, self._take_back, self._ask, self._vote, self._vote, self._count,
        ]  # fmt: skip

    async def open(self) -> None:
        async with open_scope(self._life.staff) as scope:
            await add_default_categories(scope)

    async def _report(self) -> None:
        category = await self._life.any(IssueCategory)
        new = NewIssue(category_id=category.id, text="走廊灯不亮")
        await self._life.act(self._life.resident(), report_issue, new)

    async def _handle(self) -> None:
        issue = await self._life.any(Issue, Issue.ended_at.is_(None))
        move = self._life.draw.choice(
            (accept_issue, start_issue, pause_issue, resume_issue, resolve_issue, close_issue)
        )
        said: tuple[Any, ...] = ()  # Any: whatever the move takes
        if move is pause_issue:
            said = (PauseReason.WAITING_FOR_PARTS,)
        elif move is resolve_issue:
            said = (Resolution(note="已更换", photo_ids=(await a_photo(self._life.staff),)),)
        elif move is close_issue:
            said = (IssueOutcome.NOT_AN_ISSUE, "现场正常")
        await self._life.act(self._life.staff, move, issue.id, *said)

    async def _judge(self) -> None:
        issue = await self._life.any(Issue, Issue.status == "RESOLVED")
        actor = next(
            one
            for number in range(4)
            for one in (self._life.office.village.resident(number),)
            if one.resident_id == issue.reporter_resident_id
        )
        if self._life.draw.random() < 0.5:
            await self._life.act(actor, verify_issue, issue.id, 5)
        else:
            await self._life.act(actor, reopen_issue, issue.id, "又坏了")

    async def _escalate(self) -> None:
        if self._life.draw.random() < 0.5:
            await self._life.act(self._life.staff, escalate_issue, (await self._life.any(Issue)).id, "需要街道协调")
        else:
            await self._life.act(self._life.staff, escalate_overdue_issues)

    async def _call(self) -> None:
        await call(self._life.office.village, starts_at=clock.now() + self._life.draw.choice((2, 30, 60)) * HOUR)

    async def _hold(self) -> None:
        council = await self._life.any(Council, Council.starts_at < clock.now() + DAY)
        await hold(self._life.office.village, council)

    async def _settle_item(self) -> None:
        item = await self._life.any(CouncilItem)
        outcome = self._life.draw.choice((ItemOutcome.SOLVED, ItemOutcome.SENT_UP))
        result = ItemResult(item_id=item.id, outcome=outcome, note="已商定")
        await self._life.act(self._life.staff, settle_item, item.council_id, result)

    async def _decide(self) -> None:
        council = await self._life.any(Council)
        task = NewTask(title="更换灯具", owner="物业", due_on=clock.today() + self._life.draw.choice((0, 1, 3)) * DAY)
        await self._life.act(self._life.staff, add_decision, council.id, NewDecision(text="尽快更换", tasks=(task,)))

    async def _task(self) -> None:
        if self._life.draw.random() < 0.5:
            await self._life.act(self._life.staff, miss_tasks)
        else:
            await self._life.act(self._life.staff, complete_task, (await self._life.any(CouncilTask)).id, "已完成")

    async def _call_off(self) -> None:
        await self._life.act(self._life.staff, cancel_council, (await self._life.any(Council)).id, "改期")

    async def _propose(self) -> None:
        await propose(self._life.office.village, self._life.draw.randrange(4))

    async def _support(self) -> None:
        await cosign(self._life.office.village, (await self._life.any(Proposal)).id, self._life.draw.randrange(4))

    async def _answer(self) -> None:
        new = NewAnswer(decision=self._life.draw.choice(list(AnswerDecision)), text="已列入计划")
        await self._life.act(self._life.staff, answer_proposal, (await self._life.any(Proposal)).id, new)

    async def _take_back(self) -> None:
        proposal = await self._life.any(Proposal)
        await self._life.act(self._life.resident(), withdraw_proposal, proposal.id, "不需要了")

    async def _ask(self) -> None:
        async with open_scope(self._life.staff) as scope:
            await make_poll(scope, self._life.here, closes_at=clock.now() + self._life.draw.choice((20, 50)) * HOUR)

    async def _vote(self) -> None:
        poll = await self._life.any(Poll)
        await self._life.act(self._life.resident(), cast_ballot, a_ballot(poll.id, self._life.draw.randrange(3)))

    async def _count(self) -> None:
        await self._life.act(
            self._life.staff, close_poll, (await self._life.any(Poll, Poll.closes_at <= clock.now())).id
        )
