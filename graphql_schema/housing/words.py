"""Housing's enumerations in the schema."""

import strawberry

from backend.modules.housing import identity, words

for found in (
    words.ApplicationStatus,
    words.BedCondition,
    words.GovernanceMode,
    words.PartyStatus,
    words.PlaceState,
    words.ProductType,
    words.Relation,
    words.RosterRowKind,
    words.RosterRowState,
    words.RosterStatus,
    words.StayStatus,
    words.UnitKind,
    identity.DocumentKind,
    identity.Sex,
):
    strawberry.enum(found, description=" ".join((found.__doc__ or "").split()))
