"""The enumerations of partners in the schema."""

import strawberry

from backend.modules.partners.contract import words

for found in (words.ClaimStatus, words.DayStatus, words.NeedStatus, words.PartnerKind, words.ResourceKind):
    strawberry.enum(found, description=" ".join((found.__doc__ or "").split()))
