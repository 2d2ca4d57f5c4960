"""What texts may be: something, and not too long."""

from backend.core.errors import BadInput

LONGEST_TITLE, LONGEST_TEXT = 100, 2000


def a_title(text: str, field: str, longest: int = LONGEST_TITLE) -> str:
    """The text without blanks around it. Raises BadInput at the field."""
    said = text.strip()
    if not 1 <= len(said) <= longest:
        raise BadInput(field=("input", field))
    return said


def a_text(text: str, field: str) -> str:
    """The same, for up to 2,000 characters."""
    return a_title(text, field, LONGEST_TEXT)
