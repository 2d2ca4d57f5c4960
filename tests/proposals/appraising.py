"""Proposals that were finished, and what residents and staff say of them round by round, for tests."""

import datetime as dt
from typing import Any  # Any: answers of the schema
from uuid import UUID

from backend.core import clock
from backend.modules.proposals.actions.answering import answer_proposal, report_project, start_project
from backend.modules.proposals.actions.appraising import answer_appraisal, ask_again, rate_proposal
from backend.modules.proposals.actions.writing import record_proposal
from backend.modules.proposals.contract.inputs import NewAnswer, NewProject, RecordedProposal
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.contract.words import AnswerDecision, ProposalOrigin
from backend.modules.proposals.queries.appraisals import AppraisalView, appraisals_of_proposals_by_id
from graphql_schema.context import Context
from tenants.scope import Actor, open_scope, system_actor
from tests.isolation.crawling import ask
from tests.polls.factories import Village

DAY = dt.timedelta(days=1)
YES = NewAnswer(decision=AnswerDecision.ACCEPTED, text="同意")
READ = """query($id: ID!) { proposal(id: $id) { rating ratings hasRated
  appraisals { round afterDays dueAt askedAt ratings rating change isPoor answer answeredAt }
  chain { kind round } } }"""


async def begun(village: Village, proposal_id: UUID, title: str = "班车加开") -> UUID:
    """A project of an answered proposal; its id."""
    async with open_scope(village.manager) as scope:
        return await start_project(scope, proposal_id, NewProject(title=title, owner="运营部", due_on=clock.today()))


async def report(village: Village, project_id: UUID, percent: int = 100) -> None:
    async with open_scope(village.manager) as scope:
        await report_project(scope, project_id, percent, "已开行")


async def finished(village: Village, days_ago: int = 0) -> UUID:
    """A proposal of the first resident, of which all was done so many days ago."""
    with clock.at(clock.now() - days_ago * DAY):
        proposal_id = await recorded(village)
        await report(village, await begun(village, proposal_id))
    return proposal_id


async def recorded(village: Village) -> UUID:
    """What the first resident said at the desk, and the answer to it."""
    new = RecordedProposal(
        community_id=village.community_id,
        title="夏季增加班车班次",
        body="晚八点后没有班车。",
        origin=ProposalOrigin.DESK,
        author_id=village.resident_ids[0],
    )
    async with open_scope(village.manager) as scope:
        proposal_id = await record_proposal(scope, new)
        await answer_proposal(scope, proposal_id, YES)
    return proposal_id


async def timed(village: Village) -> int:
    """The timer, as it runs for the operator; how many rounds it asked."""
    actor = system_actor(village.operator.id, "proposals.ask_again", ProposalPermission.FOLLOW_UP)
    async with open_scope(actor) as scope:
        return await ask_again(scope)


async def rate(village: Village, proposal_id: UUID, scores: dict[int, int]) -> None:
    for number, score in scores.items():
        async with open_scope(village.resident(number)) as scope:
            await rate_proposal(scope, proposal_id, score)


async def rounds(actor: Actor, proposal_id: UUID) -> list[AppraisalView]:
    async with open_scope(actor, read_only=True) as scope:
        return list((await appraisals_of_proposals_by_id(scope, [proposal_id])).get(proposal_id, ()))


async def said(actor: Actor, document: str, **variables: Any) -> Any:
    answer = await ask(Context(actor), document, variables)
    assert answer.errors == []
    return next(iter(answer.data.values()))


async def answer(actor: Actor, proposal_id: UUID, number: int = 1, words: str = "下周起恢复晚班") -> None:
    async with open_scope(actor) as scope:
        await answer_appraisal(scope, proposal_id, number, words)
