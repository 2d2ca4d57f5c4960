"""The enumerations of issues in the schema."""

import strawberry

from backend.modules.issues import words
from graphql_schema import grids as grids

for found in (
    words.ExtensionStatus,
    words.IssueAct,
    words.IssueLamp,
    words.IssueOrder,
    words.IssueOutcome,
    words.IssueSource,
    words.IssueStatus,
    words.IssueTerms,
    words.IssueVisibility,
    words.PauseReason,
    words.PhotoMoment,
    words.RoundStatus,
):
    strawberry.enum(found, description=" ".join((found.__doc__ or "").split()))
