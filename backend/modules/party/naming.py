"""The organisation that a member names: one of the tree, or another by its name; and the report it is said of."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.modules.party.contract.refusals import CoverAbsent, NotReportedIn
from backend.modules.party.models.organisations import PartyConsent
from backend.modules.party.texts import a_title
from tenants.oversight_models import OversightAssignment, PartyOrg
from tenants.scope import Scope

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class NamedOrg:
    """An organisation by id, or by its name; neither where none was named."""

    id: UUID | None = None
    name: str | None = None

    @property
    def is_said(self) -> bool:
        """Whether any was named."""
        return self.id is not None or self.name is not None


async def require_standing(scope: Scope, organisation_id: UUID, field: str) -> UUID:
    """The id of an organisation that stands today. Raises NotFound at the field."""
    today = clock.today()
    known = select(PartyOrg.id).where(
        PartyOrg.id == organisation_id, PartyOrg.formed_on <= today, PartyOrg.ends_on > today
    )
    if await scope.session.scalar(known) is None:
        raise NotFound(field=("input", field))
    return organisation_id


async def named_org(scope: Scope, organisation_id: UUID | None, name: str | None, prefix: str) -> NamedOrg:
    """What was named in `<prefix>_organisation_id` or `<prefix>_name`. Raises NotFound, and BadInput for both."""
    if organisation_id is not None and name is not None:
        raise BadInput(field=("input", f"{prefix}_name"))
    if organisation_id is not None:
        return NamedOrg(id=await require_standing(scope, organisation_id, f"{prefix}_organisation_id"))
    return NamedOrg(name=a_title(name, f"{prefix}_name", _LONGEST_NAME) if name is not None else None)


def own_or_named(scope: Scope, resident_id: UUID | None) -> UUID:
    """Of whom it is said: residents speak for themselves, staff name them. Raises NotFound, BadInput."""
    own = scope.actor.resident_id
    if own is not None and resident_id not in (None, own):
        raise NotFound(field=("input", "resident_id"))
    wanted = own or resident_id
    if wanted is None:
        raise BadInput(field=("input", "resident_id"))
    return wanted


async def lock_report_of(scope: Scope, resident_id: UUID) -> PartyConsent:
    """The report of a member that holds, until the end of the transaction. Raises NotReportedIn."""
    found: PartyConsent | None = await scope.session.scalar(
        select(PartyConsent)
        .where(PartyConsent.resident_id == resident_id, PartyConsent.withdrawn_at.is_(None))
        .with_for_update()
    )
    if found is None:
        raise NotReportedIn
    return found


async def covering_org(scope: Scope, community_id: UUID, named: UUID | None) -> UUID:
    """The organisation that was named in `organisation_id`, or the one that covers a community today.

    Raises NotFound, CoverAbsent.
    """
    today = clock.today()
    if named is not None:
        return await require_standing(scope, named, "organisation_id")
    covering: UUID | None = await scope.session.scalar(
        select(OversightAssignment.organisation_id).where(
            OversightAssignment.operator_id == scope.operator_id,
            OversightAssignment.community_id == community_id,
            OversightAssignment.starts_on <= today,
            OversightAssignment.ends_on > today,
        )
    )
    if covering is None:
        raise CoverAbsent
    return covering
