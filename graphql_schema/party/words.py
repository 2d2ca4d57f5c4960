"""The enumerations of Party oversight in the schema."""

import strawberry

from backend.modules.party import words

for found in (
    words.ActivityAudience,
    words.CoverageGap,
    words.Lamp,
    words.MeetingKind,
    words.MemberActivityStatus,
    words.MemberStage,
    words.ModelItem,
    words.NoticeState,
    words.OrganisationHint,
    words.OverseenActivityKind,
    words.PartyOffice,
    words.PartyOrgKind,
    words.ReplyDecision,
    words.TransferDirection,
    words.TransferState,
    words.WithdrawalCause,
):
    strawberry.enum(found, description=" ".join((found.__doc__ or "").split()))
