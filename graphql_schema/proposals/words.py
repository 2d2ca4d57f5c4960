"""The enumerations of proposals in the schema."""

import strawberry

from backend.modules.proposals.contract import words

for found in (
    words.AnswerDecision,
    words.AnswerLamp,
    words.ProposalOrigin,
    words.ProposalStatus,
    words.ProposalStepKind,
    words.ReviewStage,
    words.Stance,
):
    strawberry.enum(found, description=" ".join((found.__doc__ or "").split()))
