"""What a member says with a report: the day of joining the Party, and which organisation keeps the relation."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final  # Any: columns of a report by name
from uuid import UUID

from backend.core import clock
from backend.core.crypto import DataKey
from backend.core.errors import BadInput
from backend.modules.party.contract.inputs import NewReport, ReportChange
from backend.modules.party.models.organisations import PartyConsent
from backend.modules.party.naming import NamedOrg, named_org
from backend.modules.party.sealing import home_context
from tenants.scope import Scope

# The Party's first congress.
_FOUNDED_ON: Final = dt.date(1921, 7, 1)


@dataclass(frozen=True, slots=True)
class Particulars:
    """A day and an organisation; None or unsaid where nothing was said of it."""

    joined_on: dt.date | None
    home: NamedOrg

    async def columns(self, scope: Scope, report_id: UUID) -> dict[str, Any]:
        """As a report keeps them, the name sealed by the operator's key."""
        sealed = None
        if self.home.name is not None:
            sealed = (await scope.key()).seal(self.home.name, home_context("party_consents", report_id))
        return {"joined_on": self.joined_on, "home_organisation_id": self.home.id, "home_sealed": sealed}


async def said_particulars(scope: Scope, said: NewReport | ReportChange) -> Particulars:
    """What an input says. Raises BadInput for a day that cannot be, or for two organisations; NotFound."""
    if said.joined_on is not None and not _FOUNDED_ON <= said.joined_on <= clock.today():
        raise BadInput(field=("input", "joined_on"))
    return Particulars(said.joined_on, await named_org(scope, said.home_organisation_id, said.home_name, "home"))


def opened_home(key: DataKey, consent: PartyConsent) -> str | None:
    """The home organisation's name, where the member gave one."""
    sealed = consent.home_sealed
    return None if sealed is None else key.unseal(sealed, home_context("party_consents", consent.id))
