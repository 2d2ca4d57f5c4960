"""The enumerations of the station in the schema."""

import strawberry

from backend.modules.casework.contract import case_words, group_words, words

for found in (
    group_words.GroupPhase,
    group_words.GroupStatus,
    group_words.GroupSubject,
    words.ActivityKind,
    words.ServiceArea,
    words.ServiceChannel,
    words.WorkKind,
    words.StationRole,
    case_words.ApprovalState,
    case_words.ApprovalSubject,
    case_words.CaseEventKind,
    case_words.CaseRelation,
    case_words.CrisisStep,
    case_words.MoveKind,
    case_words.MoveState,
    case_words.CaseOutcome,
    case_words.CasePhase,
    case_words.CaseReach,
    case_words.CaseRole,
    case_words.CaseSource,
    case_words.CaseStatus,
    case_words.ConsentForm,
    case_words.ConsentPurpose,
    case_words.HelpState,
    case_words.NoteKind,
    case_words.RiskLevel,
):
    strawberry.enum(found, description=" ".join((found.__doc__ or "").split()))
