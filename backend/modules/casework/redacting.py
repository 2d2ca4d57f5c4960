"""Taking people out of texts: known names become numbers, what looks like a phone or a document becomes a mark."""

import re
from collections.abc import Mapping

_NUMBERS = (
    (re.compile(r"(?<![0-9])[1-9]\d{16}[0-9Xx](?![0-9Xx])"), "〔证件〕"),
    (re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9])"), "〔电话〕"),
    (re.compile(r"(?<![0-9])0\d{2,3}[- ]?\d{7,8}(?![0-9])"), "〔电话〕"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "〔邮箱〕"),
)


def person(number: int) -> str:
    """How a person is called in an export."""
    return f"人员{number:06d}"


def redacted(text: str, numbers: Mapping[str, int]) -> str:
    """The text without these names, longest first, and without numbers by which people are found."""
    for name in sorted(numbers, key=len, reverse=True):
        if len(name) > 1:
            text = text.replace(name, person(numbers[name]))
    for pattern, mark in _NUMBERS:
        text = pattern.sub(mark, text)
    return text
