"""The rule that one thing is never held twice at one time, as an exclusion constraint."""

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import ExcludeConstraint

_PERIOD = text("daterange(starts_on, ends_on)")


def never_twice(column: str, name: str) -> ExcludeConstraint:
    """No two rows with the same column at one time. A row whose end is its start holds nothing."""
    return ExcludeConstraint(("operator_id", "="), (column, "="), (_PERIOD, "&&"), name=name)
