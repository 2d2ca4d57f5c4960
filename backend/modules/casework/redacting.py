"""Taking people out of texts: known names become numbers, what looks like a phone or a document becomes a mark."""

import re
from collections.abc import Mapping
from typing import Final

import phonenumbers

# Full-width digits, letters and @, as Chinese keyboards write them.
_PLAIN: Final = {wide: wide - 0xFEE0 for wide in range(0xFF10, 0xFF5B) if chr(wide).isalnum() or chr(wide) == "＠"}
_PHONE: Final = "〔电话〕"
_DOCUMENT: Final = "〔证件〕"
# In this order: an address of mail may begin with a phone, and the number of a document may hold one.
_NUMBERS: Final = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII), "〔邮箱〕"),
    (re.compile(r"(?<![0-9])[1-9]\d{5}[- ]?(?:19|20)\d{2}[- ]?\d{4}[- ]?\d{3}[0-9Xx](?![0-9Xx])"), _DOCUMENT),
    # Of older documents and bank cards, whatever their check digits.
    (re.compile(r"(?<![0-9])\d{14,18}[0-9Xx](?![0-9Xx])"), _DOCUMENT),
    (re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9])"), _PHONE),
    (re.compile(r"(?<![0-9])[(（]?0\d{2,3}[)）]?[- ]?\d{3,4}[- ]?\d{4}(?![0-9])"), _PHONE),
    # Of passports and permits, once no phone that letters touch is left.
    (re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{1,3}\d{7,12}(?![0-9A-Za-z])"), _DOCUMENT),
)
# Two characters are set apart to look like three; dots in names from other languages are left out, or are others.
_GAP: Final = "[ \u3000·•・‧]"


def person(number: int) -> str:
    """How a person is called in an export."""
    return f"人员{number:06d}"


def redacted(text: str, numbers: Mapping[str, int]) -> str:
    """The text without these names, longest first, and without numbers by which people are found.

    Numbers go first: that of a person, put before a phone, would make one long number of both.
    """
    text = text.translate(_PLAIN)
    for pattern, mark in _NUMBERS:
        text = pattern.sub(mark, text)
    return _without_names(_without_phones(text), numbers)


def _without_phones(text: str) -> str:
    """Those of other countries, and whatever else is valid somewhere."""
    for match in reversed(list(phonenumbers.PhoneNumberMatcher(text, "CN"))):
        text = text[: match.start] + _PHONE + text[match.end :]
    return text


def _without_names(text: str, numbers: Mapping[str, int]) -> str:
    # One character is no name that could be told from other words; Latin ones are, if they stand alone.
    names = sorted((name for name in numbers if len(re.sub(_GAP, "", name)) > 1), key=len, reverse=True)
    if not names:
        return text
    alone = [f"({_spelled(name.translate(_PLAIN))})" for name in names]

    def number(found: re.Match[str]) -> str:
        return person(numbers[names[(found.lastindex or 1) - 1]])

    return re.sub("|".join(alone), number, text, flags=re.IGNORECASE)


def _spelled(name: str) -> str:
    """A name as people write it: a Latin one in one word or several, another with gaps or dots in between."""
    if name.isascii():
        return r"(?<![A-Za-z])" + "[ -]*".join(map(re.escape, name.split())) + r"(?![A-Za-z])"
    return f"{_GAP}*".join(map(re.escape, re.sub(_GAP, "", name)))
