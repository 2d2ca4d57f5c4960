"""The enumerations of spaces in the schema."""

import strawberry

from backend.modules.spaces import words

for found in (
    words.AppealStatus,
    words.Audience,
    words.BookingStatus,
    words.CancelCause,
    words.CheckInMethod,
    words.QuotaMeasure,
    words.QuotaPeriod,
    words.SeriesScope,
    words.SlotState,
    words.SpaceKind,
    words.SpaceMode,
):
    strawberry.enum(found, description=" ".join((found.__doc__ or "").split()))
