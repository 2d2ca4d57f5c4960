"""What housing does on its own: the ledger follows those who overstay, and rosters are read and applied."""

from backend.core.events import on
from backend.core.timers import daily
from backend.modules.files.contract import FilePermission
from backend.modules.housing.actions.overstays import lengthen_overstays
from backend.modules.housing.actions.rosters.applying import apply_roster_rows
from backend.modules.housing.actions.rosters.finishing import announce_stays, finish_roster
from backend.modules.housing.actions.rosters.forgetting import forget_rosters
from backend.modules.housing.actions.rosters.new_places import prepare_roster_places
from backend.modules.housing.actions.rosters.previewing import preview_roster, take_up_roster
from backend.modules.housing.contract.events import (
    RosterConfirmed,
    RosterContinued,
    RosterRowsApplied,
    RosterSettled,
    RosterTakenUp,
    RosterUploaded,
)
from backend.modules.housing.contract.permissions import HousingPermission
from tenants.scope import Scope


@daily("00:05", permissions=[HousingPermission.CHECK_IN])
async def follow_overstays(scope: Scope) -> None:
    """Every night, before anyone looks at the room map."""
    await lengthen_overstays(scope)


@daily("03:20", permissions=[HousingPermission.IMPORT_ROSTER])
async def forget_old_rosters(scope: Scope) -> None:
    """Before the files are swept, at 03:40."""
    await forget_rosters(scope)


@on(RosterUploaded, permissions=[HousingPermission.IMPORT_ROSTER])
async def take_up(scope: Scope, event: RosterUploaded) -> None:
    """So that whoever waits sees that it is being read."""
    await take_up_roster(scope, event.import_id)


@on(RosterTakenUp, permissions=[HousingPermission.IMPORT_ROSTER, FilePermission.READ])
async def preview(scope: Scope, event: RosterTakenUp) -> None:
    """The dry run."""
    await preview_roster(scope, event.import_id)


@on(RosterConfirmed, permissions=[HousingPermission.IMPORT_ROSTER])
async def prepare_places(scope: Scope, event: RosterConfirmed) -> None:
    """Places come before people."""
    await prepare_roster_places(scope, event.import_id)


@on(RosterContinued, permissions=[HousingPermission.IMPORT_ROSTER])
async def apply_rows(scope: Scope, event: RosterContinued) -> None:
    """Each transaction asks for the next, so that no message takes long and none is done twice."""
    await apply_roster_rows(scope, event.import_id, event.position)


@on(RosterRowsApplied, permissions=[HousingPermission.IMPORT_ROSTER, FilePermission.READ])
async def finish(scope: Scope, event: RosterRowsApplied) -> None:
    """What failed is handed back as a sheet."""
    await finish_roster(scope, event.import_id)


@on(RosterSettled, permissions=[HousingPermission.IMPORT_ROSTER])
async def announce(scope: Scope, event: RosterSettled) -> None:
    """Everyone whom a roster brought is told of like any check-in."""
    await announce_stays(scope, event.import_id, event.stay_id)
