"""What ends with a check-out: drafts that nobody saw, following, and writing with others."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update

from backend.modules.housing.contract.check_out import CheckOutHook, Leaving
from backend.modules.housing.contract.inputs import CheckOutEffect
from backend.modules.proposals.contract.words import ProposalStatus
from backend.modules.proposals.models import Proposal, ProposalCoauthor, ProposalFollow, ProposalTally
from backend.modules.proposals.writers import end_coauthoring
from tenants.scope import Scope

_MODULE = "proposals"


async def _preview(scope: Scope, leaving: Leaving) -> Sequence[CheckOutEffect]:
    drafts = await scope.session.scalar(
        select(func.count())
        .select_from(Proposal)
        .where(Proposal.author_id.in_(leaving.resident_ids), Proposal.status == ProposalStatus.DRAFT)
    )
    follows = await scope.session.scalar(
        select(func.count()).select_from(ProposalFollow).where(ProposalFollow.resident_id.in_(leaving.resident_ids))
    )
    coauthoring = await scope.session.scalar(
        select(func.count()).select_from(ProposalCoauthor).where(ProposalCoauthor.resident_id.in_(leaving.resident_ids))
    )
    return _effects(drafts or 0, follows or 0, coauthoring or 0)


async def _apply(scope: Scope, leaving: Leaving) -> Sequence[CheckOutEffect]:
    drafts = await scope.session.scalars(
        update(Proposal)
        .where(Proposal.author_id.in_(leaving.resident_ids), Proposal.status == ProposalStatus.DRAFT)
        .values(status=ProposalStatus.WITHDRAWN)
        .returning(Proposal.id)
    )
    follows = await scope.session.scalars(
        delete(ProposalFollow)
        .where(ProposalFollow.resident_id.in_(leaving.resident_ids))
        .returning(ProposalFollow.proposal_id)
    )
    followed = follows.all()
    for proposal_id in sorted(followed):
        await scope.session.execute(
            update(ProposalTally)
            .where(ProposalTally.proposal_id == proposal_id)
            .values(followers=ProposalTally.followers - 1)
        )
    return _effects(len(drafts.all()), len(followed), await end_coauthoring(scope, leaving.resident_ids))


def _effects(drafts: int, follows: int, coauthoring: int) -> list[CheckOutEffect]:
    counted = (("withdraw_draft", drafts), ("unfollow", follows), ("stop_coauthoring", coauthoring))
    return [CheckOutEffect(module=_MODULE, act=act, count=count) for act, count in counted if count]


CheckOutHook(_MODULE, _preview, _apply)
