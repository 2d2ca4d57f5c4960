"""Texts that people type: trimmed, and neither empty nor too long."""

from backend.modules.courses.contract.refusals import TextInvalid

LONGEST_TITLE = 60
LONGEST_TEXT = 2000


def line(said: str, *field: str, longest: int = LONGEST_TITLE, may_be_empty: bool = False) -> str:
    """A text without what surrounds it. Raises TextInvalid at `input` and the field."""
    text = said.strip()
    if len(text) > longest or (not text and not may_be_empty) or "\x00" in text:
        raise TextInvalid(field=("input", *field))
    return text
