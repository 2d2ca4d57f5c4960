"""Identity documents and names: reading what people type, masking, and the tokens for search."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from backend.core.phones import InvalidPhone as InvalidPhone
from backend.core.phones import mask_phone as mask_phone
from backend.core.phones import parse_phone as parse_phone

MAX_NAME = 60
MAX_TOKENS = 20


class DocumentKind(StrEnum):
    """What kind of identity document it is."""

    RESIDENT_ID = "RESIDENT_ID"
    PASSPORT = "PASSPORT"
    HK_MACAO_PERMIT = "HK_MACAO_PERMIT"
    TAIWAN_PERMIT = "TAIWAN_PERMIT"
    FOREIGN_PERMANENT_RESIDENT = "FOREIGN_PERMANENT_RESIDENT"


class Sex(StrEnum):
    """Sex, as the document says it."""

    FEMALE = "FEMALE"
    MALE = "MALE"


@dataclass(frozen=True, slots=True)
class Document:
    """A number in its one normal form, with what the number itself tells about its holder."""

    kind: DocumentKind
    number: str
    birth_on: date | None = None
    sex: Sex | None = None


class InvalidDocument(ValueError):
    """`reason` is one of empty, length, format, birth_date, checksum; the number is never part of the message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class InvalidName(ValueError):
    """`reason` is one of empty, length, characters; the name is never part of the message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# Passports differ by country: ICAO Doc 9303 gives nine places to the number, some countries print more.
# Home-return permits: H or M, eight digits, older cards add two for the renewal. Taiwan: eight digits, older cards ten
# and a letter. Permanent residence: eighteen digits as in GB 11643 since 2023, before that three letters of the nation
# and twelve digits.
_SHAPES = {
    DocumentKind.PASSPORT: re.compile(r"(?=.*[0-9])[A-Z0-9]{5,15}"),
    DocumentKind.HK_MACAO_PERMIT: re.compile(r"[HM][0-9]{8}([0-9]{2})?"),
    DocumentKind.TAIWAN_PERMIT: re.compile(r"[0-9]{8}|[0-9]{10}[A-Z]?"),
    DocumentKind.FOREIGN_PERMANENT_RESIDENT: re.compile(r"[A-Z]{3}[0-9]{12}"),
}
_LENGTHS = {
    DocumentKind.PASSPORT: range(5, 16),
    DocumentKind.HK_MACAO_PERMIT: (9, 11),
    DocumentKind.TAIWAN_PERMIT: (8, 10, 11),
    DocumentKind.FOREIGN_PERMANENT_RESIDENT: (15, 18),
}
_GB_11643 = re.compile(r"[0-9]{17}[0-9X]")
_BETWEEN = re.compile(r"[\s()-]")


def parse_document(kind: DocumentKind, raw: str) -> Document:
    """Full-width characters, small letters, spaces, hyphens and brackets are accepted. Raises InvalidDocument.

    Regions of a resident's number are not looked up: people keep the numbers of regions long abolished.
    """
    number = _compact(raw)
    if not number:
        raise InvalidDocument("empty")
    if kind is DocumentKind.RESIDENT_ID or (kind is DocumentKind.FOREIGN_PERMANENT_RESIDENT and number[0].isdigit()):
        return _parse_gb_11643(kind, number)
    if len(number) not in _LENGTHS[kind]:
        raise InvalidDocument("length")
    if not _SHAPES[kind].fullmatch(number):
        raise InvalidDocument("format")
    return Document(kind, number)


def _compact(raw: str) -> str:
    visible = "".join(char for char in unicodedata.normalize("NFKC", raw) if unicodedata.category(char) != "Cf")
    return _BETWEEN.sub("", visible).upper()


def _parse_gb_11643(kind: DocumentKind, number: str) -> Document:
    if len(number) != 18:
        raise InvalidDocument("length")
    if not _GB_11643.fullmatch(number):
        raise InvalidDocument("format")
    if ric.calc_check_digit(number) != number[-1]:
        raise InvalidDocument("checksum")
    try:
        birth_on = ric.get_birth_date(number)
    except InvalidComponent:
        raise InvalidDocument("birth_date") from None
    return Document(kind, number, birth_on, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def guess_document_kind(raw: str) -> DocumentKind:
    """The kind that a number without a stated kind is most likely of; RESIDENT_ID if it looks like nothing else."""
    number = _compact(raw)
    if _GB_11643.fullmatch(number) and number.startswith("9"):
        return DocumentKind.FOREIGN_PERMANENT_RESIDENT
    for kind in (DocumentKind.HK_MACAO_PERMIT, DocumentKind.FOREIGN_PERMANENT_RESIDENT):
        if _SHAPES[kind].fullmatch(number):
            return kind
    if number[:1].isalpha() and _SHAPES[DocumentKind.PASSPORT].fullmatch(number):
        return DocumentKind.PASSPORT
    return DocumentKind.RESIDENT_ID


def mask_document(number: str) -> str:
    """`310***********4231`, `E******78`: as many characters as the number has; birth date and sequence start hidden."""
    if len(number) >= 15:
        return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"
    if len(number) >= 5:
        return f"{number[0]}{'*' * (len(number) - 3)}{number[-2:]}"
    return "*" * len(number)


_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_RUN = re.compile(f"[{_HAN}]+")
_WORD = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+(?:['’-][^\W_{_HAN}]+)*")
_HAN_GAP = re.compile(f"(?<=[{_HAN}]) (?=[{_HAN}])")
_HAN_DOT = re.compile(f"(?<=[{_HAN}]) ?[.•‧・･∙⋅] ?(?=[{_HAN}])")
_COMPOUND_SURNAMES = frozenset(
    "欧阳 太史 上官 端木 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 "
    "公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 "
    "壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 "
    "公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 "
    "子书 子桑 即墨 达奚 褚师 完颜 纳兰 叶赫 歐陽 司馬 東方 諸葛 尉遲 澹臺 鍾離 長孫 鮮于".split()
)


def normalise_name(raw: str) -> str:
    """NFKC, no spaces inside Chinese, one between other words, one sort of middle dot. Raises InvalidName."""
    # NFKC on a name of thousands of characters may grow it eighteenfold: the length is looked at on both sides.
    if len(raw) > 4 * MAX_NAME:
        raise InvalidName("length")
    shown = "".join(char for char in unicodedata.normalize("NFKC", raw) if unicodedata.category(char) != "Cf")
    name = " ".join(shown.split())
    name = _HAN_DOT.sub("·", _HAN_GAP.sub("", name))
    if not name:
        raise InvalidName("empty")
    if len(name) > MAX_NAME:
        raise InvalidName("length")
    kinds = {unicodedata.category(char) for char in name}
    if kinds & {"Cc", "Cs", "Co", "Cn"} or not kinds & {"Lu", "Ll", "Lt", "Lm", "Lo", "Nl"}:
        raise InvalidName("characters")
    return name


def mask_name(name: str) -> str:
    """`张*`, `欧阳**`, `J*** S***`: the surname of a Chinese name, the first letter of each other word."""
    return _WORD.sub(lambda found: _mask_word(found[0]), name)


def _mask_word(word: str) -> str:
    if not _HAN_RUN.fullmatch(word):
        return f"{word[0]}***"
    kept = 2 if len(word) > 2 and word[:2] in _COMPOUND_SURNAMES else min(1, len(word) - 1)
    return word[:kept] + "*" * (len(word) - kept)


def name_tokens(name: str) -> frozenset[str]:
    """What a name is found by: each word, and every run of characters inside a Chinese one; at most MAX_TOKENS."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = _WORD.findall(_HAN_GAP.sub("", " ".join(folded.split())))
    tokens: dict[str, None] = dict.fromkeys(words)
    for word in words:
        if _HAN_RUN.fullmatch(word):
            tokens.update(dict.fromkeys(_substrings(word)))
    return frozenset(list(tokens)[:MAX_TOKENS])


def _substrings(word: str) -> Iterator[str]:
    """Shortest first, so that a cap takes the longest and least searched away."""
    for length in range(1, min(len(word), MAX_TOKENS)):
        for start in range(len(word) - length + 1):
            yield word[start : start + length]
