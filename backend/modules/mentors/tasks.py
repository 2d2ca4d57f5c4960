"""What mentoring does on its own."""

from backend.core.events import on
from backend.modules.accounts.contract import AccountPermission
from backend.modules.housing.contract.events import ParticularsErased
from backend.modules.mentors.actions import following_up
from backend.modules.mentors.contract.events import MatchChanged, MentorPraised
from backend.modules.mentors.contract.permissions import MentorPermission
from tenants.scope import Scope

_MAY = (MentorPermission.FOLLOW_UP,)
_TELL = (*_MAY, AccountPermission.FIND_RESIDENTS)


@on(MatchChanged, permissions=_MAY)
async def count_match(scope: Scope, event: MatchChanged) -> None:
    """A resident's login writes its own rows alone: the mentor's numbers are the product's."""
    await following_up.tally_mentor(scope, event.mentor_id)


@on(MatchChanged, permissions=_TELL)
async def tell_match(scope: Scope, event: MatchChanged) -> None:
    """Nobody has to ask what was answered."""
    await following_up.tell_match(scope, event)


@on(MentorPraised, permissions=_MAY)
async def count_praise(scope: Scope, event: MentorPraised) -> None:
    """Meetings and thanks are counted."""
    await following_up.tally_mentor(scope, event.mentor_id)


@on(MentorPraised, permissions=_TELL)
async def tell_thanks(scope: Scope, event: MentorPraised) -> None:
    """Thanks arrive."""
    await following_up.tell_thanks(scope, event)


@on(ParticularsErased, permissions=_MAY)
async def forget_words(scope: Scope, event: ParticularsErased) -> None:
    """What they said goes with them."""
    await following_up.forget_words(scope, event.resident_id)
