"""Groups as every act on them begins: locked, and with a line for the history."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.casework.contract.case_refusals import NotAssigned
from backend.modules.casework.contract.group_refusals import GroupClosed
from backend.modules.casework.contract.group_words import GroupEventKind, GroupStatus
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.models.groups import GroupEvent, StationGroup
from backend.modules.casework.reaching import station_roles
from backend.modules.casework.sealing import group_context
from tenants.scope import Scope


def note_group(scope: Scope, group: StationGroup, kind: GroupEventKind, word: str | None = None) -> None:
    """One line of the history, and of the audit trail; `word` is a code, never something that was written."""
    said = {"group_id": group.id, "kind": kind, "account_id": scope.actor.account_id, "word": word}
    scope.session.add(GroupEvent(id=new_id(), happened_at=clock.now(), **said))
    scope.record(f"group_{kind.value.lower()}", "StationGroup", group.id, community_id=group.community_id)


async def sealed_of_group(scope: Scope, row_id: UUID, column: str, text: str) -> bytes:
    """A text of group work under the operator's key, bound to where it stands."""
    return (await scope.key()).seal(text, group_context(row_id, column))


async def lock_group(scope: Scope, group_id: UUID) -> StationGroup:
    """A group that the actor leads or supervises, locked. Raises NotFound, NotAssigned, GroupClosed."""
    group: StationGroup | None = await scope.session.scalar(
        select(StationGroup).where(StationGroup.id == group_id).with_for_update()
    )
    role = None if group is None else (await station_roles(scope)).get(group.station_id)
    if group is None or role is None:
        raise NotFound(field=("input", "group_id"))
    if group.account_id != scope.actor.account_id and role is not StationRole.SUPERVISOR:
        raise NotAssigned
    if group.status is GroupStatus.CLOSED:
        raise GroupClosed
    return group
