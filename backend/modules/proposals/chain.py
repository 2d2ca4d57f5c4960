"""The chain of a proposal: each step is written once and told by an event."""

from uuid import UUID

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.proposals.contract.events import ProposalStepTaken
from backend.modules.proposals.contract.words import ProposalStepKind
from backend.modules.proposals.models import ProposalStep
from tenants.scope import Scope


def take_step(
    scope: Scope,
    proposal_id: UUID,
    community_id: UUID,
    kind: ProposalStepKind,
    object_type: str | None = None,
    object_id: UUID | None = None,
    **facts: str | int,
) -> UUID:
    """Write a step and let its author and followers be told; the id of the step."""
    step_id = new_id()
    scope.session.add(
        ProposalStep(
            id=step_id,
            proposal_id=proposal_id,
            community_id=community_id,
            kind=kind,
            # Not when it is flushed, which may be later.
            taken_at=clock.now(),
            object_type=object_type,
            object_id=object_id,
            facts=facts,
        )
    )
    scope.emit(ProposalStepTaken(step_id, proposal_id, community_id, kind))
    return step_id
