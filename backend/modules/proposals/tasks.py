"""What proposals do on their own: tell each step, take up what polls and councils did, watch the time, ask again."""

from backend.core.events import on
from backend.core.timers import every
from backend.modules.accounts.contract import AccountPermission
from backend.modules.councils.contract.events import CouncilItemAdded, CouncilTaskCompleted, DecisionMade
from backend.modules.housing.contract.events import ParticularsErased
from backend.modules.polls.contract.events import PollCancelled, PollCounted, PollOpened
from backend.modules.proposals.actions import appraising, following_up
from backend.modules.proposals.contract.events import CoauthorAsked, CoauthorDecided, CoauthorLeft, ProposalStepTaken
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.contract.words import ProposalStepKind
from tenants.scope import Scope

_MAY = (ProposalPermission.FOLLOW_UP,)
_PROPOSAL = "Proposal"


@on(ProposalStepTaken, permissions=(*_MAY, AccountPermission.FIND_RESIDENTS))
async def tell_step(scope: Scope, event: ProposalStepTaken) -> None:
    """Nobody who stands behind a proposal has to ask what became of it."""
    await following_up.tell_audience(scope, event)


@on(CoauthorAsked, permissions=(*_MAY, AccountPermission.FIND_RESIDENTS))
async def tell_asked(scope: Scope, event: CoauthorAsked) -> None:
    """The author decides who writes with them."""
    await following_up.tell_asked(scope, event)


@on(CoauthorDecided, permissions=(*_MAY, AccountPermission.FIND_RESIDENTS))
async def tell_decided(scope: Scope, event: CoauthorDecided) -> None:
    """Whoever asked hears the answer."""
    await following_up.tell_decided(scope, event)


@on(CoauthorLeft, permissions=_MAY)
async def strike_who_left(scope: Scope, event: CoauthorLeft) -> None:
    """Whoever left is no more among those who write."""
    await following_up.strike_who_left(scope, event)


@every(seconds=300, permissions=_MAY)
async def watch_answers(scope: Scope) -> None:
    """An answer that is late is late for everyone to see."""
    await following_up.miss_answers(scope)


@every(seconds=600, permissions=_MAY)
async def ask_again(scope: Scope) -> None:
    """What was done is appraised again, when it has had time to prove itself."""
    await appraising.ask_again(scope)


@on(ParticularsErased, permissions=_MAY)
async def forget_words(scope: Scope, event: ParticularsErased) -> None:
    """What they wrote goes with them."""
    await following_up.forget_author(scope, event.resident_id)


@on(PollOpened, permissions=_MAY)
async def link_poll(scope: Scope, event: PollOpened) -> None:
    """Residents are asked about it."""
    if event.proposal_id is not None:
        await following_up.link_step(scope, event.proposal_id, ProposalStepKind.POLL_OPENED, "Poll", event.poll_id)


@on(PollCounted, permissions=_MAY)
async def link_result(scope: Scope, event: PollCounted) -> None:
    """Residents have decided."""
    if event.proposal_id is not None:
        kind, outcome = ProposalStepKind.POLL_COUNTED, event.outcome.value
        await following_up.link_step(scope, event.proposal_id, kind, "Poll", event.poll_id, {"outcome": outcome})


@on(PollCancelled, permissions=_MAY)
async def link_cancelled_poll(scope: Scope, event: PollCancelled) -> None:
    """Residents are not asked after all."""
    if event.proposal_id is not None:
        await following_up.link_step(scope, event.proposal_id, ProposalStepKind.POLL_CANCELLED, "Poll", event.poll_id)


@on(CouncilItemAdded, permissions=_MAY)
async def link_council(scope: Scope, event: CouncilItemAdded) -> None:
    """A council talks about it."""
    if event.subject_type == _PROPOSAL and event.subject_id is not None:
        kind = ProposalStepKind.ON_AGENDA
        await following_up.link_step(
            scope, event.subject_id, kind, "Council", event.council_id, {"council": event.council_kind.value}
        )


@on(DecisionMade, permissions=_MAY)
async def link_decision(scope: Scope, event: DecisionMade) -> None:
    """A council has decided about it; an appraisal council has appraised it."""
    if event.subject_type == _PROPOSAL and event.subject_id is not None:
        kind = ProposalStepKind.APPRAISED if event.is_appraisal else ProposalStepKind.DECIDED
        await following_up.link_step(scope, event.subject_id, kind, "Council", event.council_id)


@on(CouncilTaskCompleted, permissions=_MAY)
async def link_task(scope: Scope, event: CouncilTaskCompleted) -> None:
    """What a council gave someone to do about it is done."""
    if event.subject_type == _PROPOSAL and event.subject_id is not None:
        kind = ProposalStepKind.TASK_COMPLETED
        await following_up.link_step(scope, event.subject_id, kind, "CouncilTask", event.task_id)
