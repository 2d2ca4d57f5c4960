"""The rules of a space in the schema, as they are read and as they are given."""

import datetime as dt

from backend.modules.spaces import words
from backend.modules.spaces.contract.inputs import Band, Opening, Quota, Rulebook
from graphql_schema.fields import Record, column, given, record
from graphql_schema.inputs import plain, said


@record
class SpaceOpening(Record):
    """Open on a weekday."""

    weekday: int = column("1 is Monday, 7 Sunday.")
    opens: int = column("Minutes from midnight.")
    closes: int = column("Minutes from the same midnight; past 1440 is the next day.")


@record
class SpaceBand(Record):
    """Open to an audience."""

    audience: words.Audience = column("To whom.")
    weekdays: list[int] = column("On these weekdays; none means all.")
    opens: int = column("Minutes from midnight.")
    closes: int = column("Minutes from the same midnight; past 1440 is the next day.")


@record
class SpaceQuota(Record):
    """How much one resident may book."""

    measure: words.QuotaMeasure = column("What is counted.")
    period: words.QuotaPeriod = column("Over which period.")
    amount: int = column("How much at most.")
    weekdays: list[int] = column("What begins on these weekdays counts; none means all.")
    opens: int = column("What begins from then on, in minutes from midnight.")
    closes: int = column("And before then; past 1440 is the next day.")


@given
class OpeningInput:
    """Open on a weekday."""

    weekday: int = said("1 is Monday, 7 Sunday.")
    opens: int = said("Minutes from midnight.")
    closes: int = said("Minutes from the same midnight; past 1440 is the next day.")


@given
class BandInput:
    """Open to an audience."""

    audience: words.Audience = said("To whom.")
    weekdays: list[int] = said("On these weekdays; none means all.", default_factory=list)
    opens: int = said("Minutes from midnight.", default=0)
    closes: int = said("Minutes from the same midnight; past 1440 is the next day.", default=2880)


@given
class QuotaInput:
    """How much one resident may book."""

    measure: words.QuotaMeasure = said("What is counted.")
    period: words.QuotaPeriod = said("Over which period.")
    amount: int = said("How much at most.")
    weekdays: list[int] = said("What begins on these weekdays counts; none means all.", default_factory=list)
    opens: int = said("What begins from then on, in minutes from midnight.", default=0)
    closes: int = said("And before then; past 1440 is the next day.", default=2880)


def _residents() -> list[BandInput]:
    return [BandInput(audience=words.Audience.RESIDENT)]


@given
class SpaceRulesInput:
    """How a space may be used; all of its rules at once."""

    mode: words.SpaceMode = said("Booked as a whole, or by seats.")
    capacity: int = said("How many people, or seats.")
    hours: list[OpeningInput] = said("When it is open.")
    closed_on: list[dt.date] = said("Days on which it does not open.", default_factory=list)
    audiences: list[BandInput] = said("Who may book when; residents at any time.", default_factory=_residents)
    quotas: list[QuotaInput] = said("How much one resident may book.", default_factory=list)
    is_for_all_communities: bool = said(
        "Whether residents of the operator's other communities may book.", default=False
    )
    slot_minutes: int = said("The step of its grid.", default=30)
    min_minutes: int = said("The shortest booking.", default=30)
    max_minutes: int = said("The longest booking.", default=240)
    buffer_before: int = said("Minutes kept free before a booking.", default=0)
    buffer_after: int = said("Minutes kept free after a booking.", default=0)
    notice_minutes: int = said("How long before its start a booking has to be made.", default=0)
    advance_days: int = said("How many days ahead can be booked.", default=30)
    cancel_notice_minutes: int = said("How long before its start a booking can be moved or cancelled.", default=0)
    approval_from_minutes: int | None = said("From this length on staff approve; 0: always; none: never.", default=None)
    needs_check_in: bool = said("Whether people check in.", default=False)
    release_minutes: int | None = said("Minutes after which who has not come loses the place.", default=None)
    hold_minutes: int = said("How long a freed place is held for the next in line.", default=30)
    terms: str | None = said("Rules of use that residents accept.", default=None)


def rules_of(given: SpaceRulesInput) -> Rulebook:
    """The rules as the actions take them."""
    return plain(
        given,
        Rulebook,
        hours=tuple(plain(one, Opening) for one in given.hours),
        audiences=tuple(plain(one, Band) for one in given.audiences),
        quotas=tuple(plain(one, Quota) for one in given.quotas),
    )
