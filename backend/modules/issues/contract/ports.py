"""Ports of issues: what other modules write into an issue's history."""

from uuid import UUID

from backend.core.ports import port
from backend.modules.issues.words import IssueAct
from tenants.scope import Scope


@port
async def note_on_issue(scope: Scope, issue_id: UUID, act: IssueAct, object_type: str, object_id: UUID) -> None:
    """Write into an issue's history that it was taken to a council (TAKEN_TO_COUNCIL) or decided there, and which.

    Reporter and followers are told. Raises NotFound.
    """


@port
async def send_issue_up(scope: Scope, issue_id: UUID, note: str) -> None:
    """Hand an issue up by one level of the grid, as a council decided; `note`: what is asked of the level above.

    The actor needs ESCALATE. Raises NotFound, IssueMoveRefused for one that is solved, TopLevelReached.
    """
