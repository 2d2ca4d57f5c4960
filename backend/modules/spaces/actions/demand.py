"""Unmet demand: what was wanted and not free, counted beside the refused act, without saying who wanted it."""

from backend.modules.spaces.contract.events import SpaceWanted
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.contract.refusals import SlotTaken
from backend.modules.spaces.models.spaces import SpaceDemand
from backend.modules.spaces.words import DemandOutcome
from tenants.outliving import outlives
from tenants.scope import Actor, open_scope


@outlives(SlotTaken)
async def _count_refusal(actor: Actor, refusal: SlotTaken) -> None:
    """A time that somebody could not have."""
    wanted = refusal.facts.get("wanted")
    if not isinstance(wanted, tuple) or not actor.can(SpacePermission.BOOK):
        return
    community_id, space_id, starts_at, ends_at = wanted
    async with open_scope(actor) as scope:
        scope.session.add(
            SpaceDemand(
                community_id=community_id,
                space_id=space_id,
                starts_at=starts_at,
                ends_at=ends_at,
                outcome=DemandOutcome.REFUSED,
            )
        )
        scope.emit(SpaceWanted(space_id, community_id))
