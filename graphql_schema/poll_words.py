"""The enumerations of polls in the schema."""

import strawberry

from backend.modules.polls.contract import words

__all__ = ["words"]

for found in (
    words.PassRule,
    words.PollKind,
    words.PollOutcome,
    words.PollStatus,
    words.TieRule,
    words.VoterUnit,
):
    strawberry.enum(found, description=" ".join((found.__doc__ or "").split()))
