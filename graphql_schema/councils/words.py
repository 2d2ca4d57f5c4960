"""The enumerations of councils in the schema."""

import strawberry

from backend.modules.councils.contract import words

__all__ = ["words"]

for found in (
    words.BodyKind,
    words.CouncilKind,
    words.CouncilStatus,
    words.ItemOutcome,
    words.ItemSubject,
    words.QuestionKind,
    words.RegistrationStatus,
    words.SeatKind,
    words.Verdict,
):
    strawberry.enum(found, description=" ".join((found.__doc__ or "").split()))
