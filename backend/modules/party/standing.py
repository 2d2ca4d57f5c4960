"""What follows from figures alone: lamps, hints, and names that were sealed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core.crypto import platform_key
from backend.modules.party.words import Lamp, OrganisationHint, PartyOffice, PartyOrgKind

# A branch is formed from three formal members; seven elect a committee; a branch of more than fifty is too large.
BRANCH_FROM, COMMITTEE_FROM, BRANCH_MOST = 3, 7, 50
_YELLOW_SHARE = 1 / 3


@dataclass(frozen=True, slots=True)
class Officer:
    """Someone in office, with the name opened."""

    id: UUID
    office: PartyOffice
    name: str
    starts_on: dt.date
    ends_on: dt.date


def suggestions(kind: PartyOrgKind, formal_members: int) -> Sequence[OrganisationHint]:
    """What the number of formal members suggests for an organisation of this kind."""
    found = []
    if kind is PartyOrgKind.GROUP and formal_members >= BRANCH_FROM:
        found.append(OrganisationHint.FORM_BRANCH)
    if kind is PartyOrgKind.JOINT_BRANCH and formal_members >= BRANCH_FROM:
        found.append(OrganisationHint.FORM_BRANCH)
    if kind is PartyOrgKind.BRANCH and formal_members < BRANCH_FROM:
        found.append(OrganisationHint.FORM_JOINT_BRANCH)
    if kind in (PartyOrgKind.BRANCH, PartyOrgKind.JOINT_BRANCH) and formal_members >= COMMITTEE_FROM:
        found.append(OrganisationHint.ELECT_COMMITTEE)
    if kind in (PartyOrgKind.BRANCH, PartyOrgKind.JOINT_BRANCH) and formal_members > BRANCH_MOST:
        found.append(OrganisationHint.SPLIT_BRANCH)
    return found


def lamp(began_on: dt.date, due_on: dt.date, today: dt.date, *, is_done: bool = False) -> Lamp:
    """By the share of days that is left: red once the day has passed, yellow in the last third."""
    if is_done:
        return Lamp.DONE
    if today > due_on:
        return Lamp.RED
    whole = max((due_on - began_on).days, 1)
    return Lamp.YELLOW if (due_on - today).days <= whole * _YELLOW_SHARE else Lamp.GREEN


def opened_name(sealed: bytes | None, context: str) -> str | None:
    """The name that the platform's key sealed; None where there is none."""
    return platform_key().unseal(sealed, context) if sealed is not None else None
