"""What staff do with proposals: note what they think, answer officially, merge what is alike, see that it is done."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.proposals.chain import take_step
from backend.modules.proposals.contract.inputs import NewAnswer, NewProject, NewReview
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.contract.refusals import ProposalClosed
from backend.modules.proposals.contract.words import ProposalStatus, ProposalStepKind
from backend.modules.proposals.models import (
    Proposal,
    ProposalAnswer,
    ProposalCoauthor,
    ProposalFollow,
    ProposalProject,
    ProposalReview,
    ProposalSupport,
)
from backend.modules.proposals.rounds import plan_rounds
from backend.modules.proposals.standing import count_cosigner, lock_tally
from tenants.scope import Scope, action

_LONGEST_TEXT, _LONGEST_TITLE, _LONGEST_NOTE = 4000, 120, 1000
_ANSWERABLE = (ProposalStatus.PUBLISHED, ProposalStatus.ANSWERED, ProposalStatus.UNDERWAY)


async def _locked(scope: Scope, proposal_id: UUID, *statuses: ProposalStatus) -> Proposal:
    proposal: Proposal | None = await scope.session.scalar(
        select(Proposal).where(Proposal.id == proposal_id, Proposal.is_public).with_for_update()
    )
    if proposal is None:
        raise NotFound(field=("input", "proposal_id"))
    if proposal.status not in statuses:
        raise ProposalClosed
    return proposal


def _words(text: str, name: str, longest: int) -> str:
    if not 1 <= len(text.strip()) <= longest:
        raise BadInput(field=("input", name))
    return text.strip()


@action(ProposalPermission.REVIEW)
async def review_proposal(scope: Scope, proposal_id: UUID, new: NewReview) -> None:
    """Note how far staff have come with it, for staff alone: nobody else is told. Raises NotFound, BadInput."""
    note = _words(new.note, "note", _LONGEST_NOTE)
    proposal = await _locked(scope, proposal_id, *ProposalStatus)
    scope.session.add(
        ProposalReview(
            community_id=proposal.community_id,
            proposal_id=proposal_id,
            stage=new.stage,
            note=note,
            reviewed_by=scope.actor.name,
        )
    )
    scope.record("review_proposal", "Proposal", proposal_id, community_id=proposal.community_id, stage=new.stage.value)


@action(ProposalPermission.ANSWER)
async def answer_proposal(scope: Scope, proposal_id: UUID, new: NewAnswer) -> None:
    """Answer officially; author, co-signers and followers are told. A later answer adds to the first.

    Raises NotFound, BadInput, ProposalClosed.
    """
    text = _words(new.text, "text", _LONGEST_TEXT)
    tally = await lock_tally(scope, proposal_id)
    proposal = await _locked(scope, proposal_id, *_ANSWERABLE)
    before = await scope.session.scalar(
        select(func.count()).select_from(ProposalAnswer).where(ProposalAnswer.proposal_id == proposal_id)
    )
    answer = ProposalAnswer(
        id=new_id(),
        community_id=proposal.community_id,
        proposal_id=proposal_id,
        number=(before or 0) + 1,
        decision=new.decision,
        text=text,
        planned_on=new.planned_on,
    )
    scope.session.add(answer)
    tally.answered_at = tally.answered_at or clock.now()
    if proposal.status is ProposalStatus.PUBLISHED:
        proposal.status = ProposalStatus.ANSWERED
    scope.record(
        "answer_proposal", "Proposal", proposal_id, community_id=proposal.community_id, decision=new.decision.value
    )
    facts = {"decision": new.decision.value}
    if new.planned_on is not None:
        facts["planned_on"] = new.planned_on.isoformat()
    kind = ProposalStepKind.ANSWERED
    take_step(scope, proposal_id, proposal.community_id, kind, "ProposalAnswer", answer.id, **facts)


@action(ProposalPermission.MERGE)
async def merge_proposal(scope: Scope, proposal_id: UUID, into_id: UUID) -> None:
    """Let one proposal go on in another of the same community, with all who stand behind it.

    Both are locked in the order of their ids. Raises NotFound, BadInput, ProposalClosed.
    """
    tallies = {one: await lock_tally(scope, one) for one in sorted({proposal_id, into_id})}
    if proposal_id == into_id:
        raise BadInput(field=("input", "into_id"))
    proposal = await _locked(scope, proposal_id, ProposalStatus.PUBLISHED)
    into = await _locked(scope, into_id, ProposalStatus.PUBLISHED)
    if proposal.community_id != into.community_id:
        raise NotFound(field=("input", "into_id"))
    joined = await _move_supports(scope, proposal, into)
    tallies[into_id].followers += await _move_follows(scope, proposal, into)
    proposal.status, proposal.merged_into_id = ProposalStatus.MERGED, into_id
    scope.record("merge_proposal", "Proposal", proposal_id, community_id=into.community_id, into_id=str(into_id))
    kind = ProposalStepKind.MERGED
    take_step(scope, proposal_id, into.community_id, kind, "Proposal", into_id)
    take_step(scope, into_id, into.community_id, kind, "Proposal", proposal_id, joined=joined)
    count_cosigner(scope, tallies[into_id], joined)


async def _move_supports(scope: Scope, proposal: Proposal, into: Proposal) -> int:
    """Who stood behind the one, those who wrote it included, stands behind the other; how many are new there."""
    behind = set(
        await scope.session.scalars(
            select(ProposalSupport.resident_id).where(ProposalSupport.proposal_id == proposal.id)
        )
    )
    behind |= {*proposal.coauthor_ids} | ({proposal.author_id} if proposal.author_id else set())
    # Nobody supports what they write, or ask to.
    asked = select(ProposalCoauthor.resident_id).where(ProposalCoauthor.proposal_id == into.id)
    behind -= {into.author_id, *await scope.session.scalars(asked)}
    return await _add_new(scope, ProposalSupport, into, sorted(behind, key=str), created_at=clock.now())


async def _move_follows(scope: Scope, proposal: Proposal, into: Proposal) -> int:
    """Who is told of the one is told of the other; how many are new there."""
    following = await scope.session.scalars(
        select(ProposalFollow.resident_id).where(ProposalFollow.proposal_id == proposal.id)
    )
    return await _add_new(scope, ProposalFollow, into, following.all())


async def _add_new(
    scope: Scope,
    table: type[ProposalSupport | ProposalFollow],
    into: Proposal,
    resident_ids: Sequence[UUID],
    **more: dt.datetime,
) -> int:
    """Of the residents those who were not there yet stand there too; how many."""
    said = {"proposal_id": into.id, "community_id": into.community_id, **more}
    rows = [{"resident_id": one, **said} for one in resident_ids]
    if not rows:
        return 0
    made = await scope.session.scalars(insert(table).values(rows).on_conflict_do_nothing().returning(table.resident_id))
    return len(made.all())


@action(ProposalPermission.RUN_PROJECT)
async def start_project(scope: Scope, proposal_id: UUID, new: NewProject) -> UUID:
    """Begin what was promised; the project's id. Raises NotFound, BadInput, ProposalClosed."""
    title, owner = _words(new.title, "title", _LONGEST_TITLE), _words(new.owner, "owner", _LONGEST_TITLE)
    proposal = await _locked(scope, proposal_id, ProposalStatus.ANSWERED, ProposalStatus.UNDERWAY)
    project = ProposalProject(
        id=new_id(),
        community_id=proposal.community_id,
        proposal_id=proposal_id,
        title=title,
        owner=owner,
        due_on=new.due_on,
    )
    scope.session.add(project)
    proposal.status = ProposalStatus.UNDERWAY
    scope.record("start_project", "ProposalProject", project.id, community_id=proposal.community_id)
    kind = ProposalStepKind.PROJECT_STARTED
    due_on = new.due_on.isoformat()
    take_step(scope, proposal_id, proposal.community_id, kind, "ProposalProject", project.id, due_on=due_on)
    return project.id


@action(ProposalPermission.RUN_PROJECT)
async def report_project(scope: Scope, project_id: UUID, percent: int, note: str) -> None:
    """Say how far a project is, 0 to 100 percent; at 100 it is done. Raises NotFound, BadInput, ProposalClosed."""
    said = _words(note, "note", _LONGEST_NOTE)
    if not 0 <= percent <= 100:
        raise BadInput(field=("input", "percent"))
    project: ProposalProject | None = await scope.session.scalar(
        select(ProposalProject).where(ProposalProject.id == project_id).with_for_update()
    )
    if project is None:
        raise NotFound(field=("input", "project_id"))
    if project.completed_at is not None:
        raise ProposalClosed
    project.percent, project.note = percent, said
    is_done = percent == 100
    kind = ProposalStepKind.PROJECT_COMPLETED if is_done else ProposalStepKind.PROJECT_REPORTED
    if is_done:
        project.completed_at = clock.now()
        await _finish(scope, project)
    scope.record("report_project", "ProposalProject", project_id, community_id=project.community_id, percent=percent)
    take_step(scope, project.proposal_id, project.community_id, kind, "ProposalProject", project_id, percent=percent)


async def _finish(scope: Scope, project: ProposalProject) -> None:
    """The proposal is done once none of its projects is open; residents appraise it then, and again later."""
    await scope.session.flush()
    # Of two that are finished at once the later one waits here, and sees the other.
    proposal = await scope.session.scalar(select(Proposal).where(Proposal.id == project.proposal_id).with_for_update())
    still_open = await scope.session.scalar(
        select(ProposalProject.id)
        .where(ProposalProject.proposal_id == project.proposal_id, ProposalProject.completed_at.is_(None))
        .limit(1)
    )
    if still_open is None and proposal is not None and proposal.status is ProposalStatus.UNDERWAY:
        proposal.status = ProposalStatus.DONE
        await plan_rounds(scope, proposal)
