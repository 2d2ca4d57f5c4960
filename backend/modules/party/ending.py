"""How an organisation ends: what it covers ends with it, and the operators are told."""

import datetime as dt

from sqlalchemy import select

from backend.modules.party.contract.events import OversightEnded
from backend.modules.party.contract.refusals import OrganisationDatesInvalid
from tenants.oversight_models import OversightAssignment, PartyOrg
from tenants.scope import Scope


async def end_with_cover(scope: Scope, organisation: PartyOrg, day: dt.date) -> None:
    """The organisation stands no more from a day on, and covers nothing. Raises OrganisationDatesInvalid."""
    if day <= organisation.formed_on:
        raise OrganisationDatesInvalid(field=("input", "ends_on"))
    organisation.ends_on = day
    covers = await scope.session.scalars(
        select(OversightAssignment)
        .where(OversightAssignment.organisation_id == organisation.id, OversightAssignment.ends_on > day)
        .order_by(OversightAssignment.id)
        .with_for_update()
    )
    for cover in covers:
        # What was to begin later never does: a cover over no day.
        cover.ends_on = max(day, cover.starts_on)
        scope.emit(OversightEnded(cover.id, cover.community_id, cover.ends_on), cover.operator_id)
