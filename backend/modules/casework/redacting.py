"""Taking people out of texts: known names and what looks like a phone or a document become numbers or marks."""

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
CONTACT: Final = "〔联系人〕"
# What is no name of those who are to be told in an emergency, before a name or alone.
_KIN: Final = re.compile(
    "(?:爷爷|奶奶|外公|外婆|父亲|母亲|爸爸|妈妈|父母|丈夫|妻子|老公|老婆|爱人|配偶|哥哥|姐姐|弟弟|妹妹|儿子|女儿|男友|女友"
    "|男朋友|女朋友|朋友|同学|同事|室友|亲戚|亲属|家属|家长|领导|主管|本人|紧急联系人|联系人|电话|手机|微信)+"
)
# Two characters are set apart to look like three; dots in names from other languages are left out, or are others.
_GAP: Final = "[ \u3000·•・‧]"


def person(number: int) -> str:
    """How a person is called in an export."""
    return f"人员{number:06d}"


def names_in(contact: str) -> list[str]:
    """The names of those who are to be told in an emergency, as people write them: 母亲 王芳 13900000000."""
    parts = re.split(r"[\d+,;:/()（），；：、。|-]+", contact.translate(_PLAIN))
    words = [word for part in parts for word in ([part.strip()] if part.isascii() else part.split())]
    return [name for word in words if (name := _KIN.sub("", word))]


def redacted(text: str, marks: Mapping[str, str]) -> str:
    """The text without these names, longest first, and without numbers by which people are found.

    `marks`: what stands for each name.

    Numbers go first: that of a person, put before a phone, would make one long number of both.
    """
    text = text.translate(_PLAIN)
    for pattern, mark in _NUMBERS:
        text = pattern.sub(mark, text)
    return _without_names(_without_phones(text), marks)


def _without_phones(text: str) -> str:
    """Those of other countries, and whatever else is valid somewhere."""
    for match in reversed(list(phonenumbers.PhoneNumberMatcher(text, "CN"))):
        text = text[: match.start] + _PHONE + text[match.end :]
    return text


def _without_names(text: str, marks: Mapping[str, str]) -> str:
    # One character is no name that could be told from other words; Latin ones are, if they stand alone.
    names = sorted((name for name in marks if len(re.sub(_GAP, "", name)) > 1), key=len, reverse=True)
    if not names:
        return text
    alone = [f"({_spelled(name.translate(_PLAIN))})" for name in names]

    def mark(found: re.Match[str]) -> str:
        return marks[names[(found.lastindex or 1) - 1]]

    return re.sub("|".join(alone), mark, text, flags=re.IGNORECASE)


def _spelled(name: str) -> str:
    """A name as people write it: a Latin one in one word or several, another with gaps or dots in between."""
    if name.isascii():
        return r"(?<![A-Za-z])" + "[ -]*".join(map(re.escape, name.split())) + r"(?![A-Za-z])"
    return f"{_GAP}*".join(map(re.escape, re.sub(_GAP, "", name)))
