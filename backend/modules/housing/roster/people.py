"""The person and the stay of one row, or every reason why it cannot be read."""

import re
from dataclasses import dataclass, field
from datetime import date

from backend.modules.housing.identity import (
    Document,
    DocumentKind,
    InvalidDocument,
    InvalidName,
    InvalidPhone,
    guess_document_kind,
    normalise_name,
    parse_document,
    parse_phone,
)
from backend.modules.housing.roster.cells import folded_text, has_lost_digits, parse_date
from backend.modules.housing.roster.model import Column, Field, Political, RosterRow, RowCode, RowError
from backend.modules.housing.roster.places import Place, parse_place
from backend.modules.housing.roster.rows import RawRow

MAX_TEXT = 100
MAX_SKILLS = 20
_KINDS = {
    DocumentKind.RESIDENT_ID: (
        "身份证 居民身份证 二代身份证 第二代居民身份证 户口簿 港澳台居民居住证 id idcard residentid"
    ),
    DocumentKind.PASSPORT: "护照 中国护照 外国护照 passport",
    DocumentKind.HK_MACAO_PERMIT: "港澳居民来往内地通行证 港澳通行证 港澳居民通行证 回乡证 hkmacaopermit",
    DocumentKind.TAIWAN_PERMIT: "台湾居民来往大陆通行证 台胞证 台湾通行证 台湾居民通行证 taiwanpermit",
    DocumentKind.FOREIGN_PERMANENT_RESIDENT: (
        "外国人永久居留身份证 外国人永久居留证 永久居留身份证 永居证 foreignpermanentresident"
    ),
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_MEMBERSHIPS = {
    Political.PARTY: "中共党员 党员 中国共产党党员 正式党员 是 party member",
    Political.PROBATIONARY_PARTY: "预备党员 中共预备党员",
    Political.LEAGUE: "团员 共青团员 中国共产主义青年团团员 league",
    Political.NONE: "群众 否 无 无党派 none",
}
_MEMBERSHIP_OF = {word: membership for membership, words in _MEMBERSHIPS.items() for word in words.split()}
_YES = {"是", "有", "独居", "y", "yes", "√", "✓", "1", "true"}
_NO = {"否", "无", "非独居", "n", "no", "×", "0", "false"}
_BLANKS_AND_BRACKETS = re.compile(r"[\s()]")
_SKILL_ENDS = re.compile(r"[,;、，；/|]")
_NAME_AND_PHONE = re.compile(r"(?P<name>.*?[^\W\d])[\W_]*(?P<phone>\+?[0-9][0-9 -]{6,}[0-9])")


@dataclass(slots=True)
class RowReader:
    """Reads one row, field by field, and keeps what is wrong with it."""

    raw: RawRow
    columns: dict[Field, Column]
    sheet_building: str
    epoch_1904: bool
    errors: list[RowError] = field(default_factory=list)

    def refuse(self, code: RowCode, at: Field, reason: str | None = None) -> None:
        # What a formula gives is not looked at: it may never have been calculated, so one reason is enough.
        if at not in self.raw.formulas or code is RowCode.FORMULA:
            self.errors.append(RowError(self.raw.at, code, self.columns.get(at), reason))

    def text(self, of: Field) -> str:
        return folded_text(self.raw.cells.get(of, ""))

    def read(self) -> RosterRow | None:
        """The row, or None after noting every error in it: someone who mends a file wants all of them at once."""
        for each in self.columns:
            if each in self.raw.formulas:
                self.refuse(RowCode.FORMULA, each)
        name, document, phone = self._name(), self._document(), self._phone()
        place = self._place()
        starts_on, ends_on = self._date(Field.STARTS_ON, RowCode.START_MISSING), None
        if Field.ENDS_ON in self.columns:
            ends_on = self._date(Field.ENDS_ON, RowCode.END_MISSING)
        if starts_on and ends_on and ends_on <= starts_on:
            self.refuse(RowCode.END_BEFORE_START, Field.ENDS_ON)
        emergency_name, emergency_phone = self._emergency()
        employer, relation = self._note(Field.EMPLOYER), self._note(Field.RELATION)
        skills = self._skills()
        if self.errors or not (name and document and phone and place and starts_on):
            return None
        return RosterRow(
            at=self.raw.at,
            name=name,
            document=document,
            phone=phone,
            building=place.building,
            unit=place.unit,
            bed=place.bed,
            starts_on=starts_on,
            ends_on=ends_on,
            employer=employer,
            emergency_name=emergency_name,
            emergency_phone=emergency_phone,
            relation=relation,
            political=_MEMBERSHIP_OF.get(self.text(Field.POLITICAL).casefold()),
            skills=skills,
            lives_alone=self._lives_alone(),
        )

    def _name(self) -> str | None:
        try:
            return normalise_name(self.text(Field.NAME))
        except InvalidName as error:
            missing = error.reason == "empty"
            self.refuse(
                RowCode.NAME_MISSING if missing else RowCode.BAD_NAME, Field.NAME, None if missing else error.reason
            )
            return None

    def _document(self) -> Document | None:
        number = self.text(Field.DOCUMENT)
        if not number:
            self.refuse(RowCode.DOCUMENT_MISSING, Field.DOCUMENT)
            return None
        if has_lost_digits(self.raw.cells[Field.DOCUMENT]):
            self.refuse(RowCode.DIGITS_LOST, Field.DOCUMENT)
            return None
        kind = self._document_kind(number)
        if kind is None:
            self.refuse(RowCode.DOCUMENT_KIND_UNKNOWN, Field.DOCUMENT_KIND)
            return None
        try:
            return parse_document(kind, number)
        except InvalidDocument as error:
            if error.reason == "checksum" and number.endswith("000"):
                # A number of eighteen digits that once was a spreadsheet's number ends in three noughts.
                self.refuse(RowCode.DIGITS_LOST, Field.DOCUMENT)
            else:
                self.refuse(RowCode.BAD_DOCUMENT, Field.DOCUMENT, error.reason)
            return None

    def _document_kind(self, number: str) -> DocumentKind | None:
        likely = guess_document_kind(number)
        stated = self.text(Field.DOCUMENT_KIND)
        if not stated:
            return likely
        kind = _KIND_OF.get(_BLANKS_AND_BRACKETS.sub("", stated).casefold())
        # 身份证 is also said of the card of a foreign permanent resident, whose number begins with 9.
        is_foreign = kind is DocumentKind.RESIDENT_ID and likely is DocumentKind.FOREIGN_PERMANENT_RESIDENT
        return likely if is_foreign else kind

    def _phone(self) -> str | None:
        if not (text := self.text(Field.PHONE)):
            self.refuse(RowCode.PHONE_MISSING, Field.PHONE)
        elif has_lost_digits(self.raw.cells[Field.PHONE]):
            self.refuse(RowCode.DIGITS_LOST, Field.PHONE)
        else:
            try:
                return parse_phone(text)
            except InvalidPhone:
                self.refuse(RowCode.BAD_PHONE, Field.PHONE)
        return None

    def _place(self) -> Place | None:
        unit = self.text(Field.UNIT)
        building = self.text(Field.BUILDING)
        if not unit:
            self.refuse(RowCode.PLACE_MISSING, Field.UNIT)
            return None
        place = parse_place(building or self.sheet_building, unit, self.text(Field.BED))
        if place is None:
            self.refuse(RowCode.PLACE_UNREADABLE, Field.UNIT)
        elif place.building is None and Field.BUILDING in self.columns:
            self.refuse(RowCode.PLACE_MISSING, Field.BUILDING)
            return None
        return place

    def _date(self, of: Field, missing: RowCode) -> date | None:
        if not self.text(of):
            self.refuse(missing, of)
            return None
        day = parse_date(self.raw.cells[of], epoch_1904=self.epoch_1904)
        if day is None:
            self.refuse(RowCode.BAD_DATE, of)
        return day

    def _emergency(self) -> tuple[str | None, str | None]:
        """The two may share a cell: 王芳 13900000000."""
        name, phone = self.text(Field.EMERGENCY_NAME), self.text(Field.EMERGENCY_PHONE)
        if not phone and (both := _NAME_AND_PHONE.fullmatch(name)):
            name, phone = both["name"], both["phone"]
        if len(name) > MAX_TEXT:
            self.refuse(RowCode.TEXT_TOO_LONG, Field.EMERGENCY_NAME)
        try:
            return name or None, parse_phone(phone) if phone else None
        except InvalidPhone:
            at = Field.EMERGENCY_PHONE if Field.EMERGENCY_PHONE in self.columns else Field.EMERGENCY_NAME
            self.refuse(RowCode.BAD_EMERGENCY_PHONE, at)
            return None, None

    def _note(self, of: Field) -> str | None:
        text = self.text(of)
        if len(text) > MAX_TEXT:
            self.refuse(RowCode.TEXT_TOO_LONG, of)
        return text or None

    def _lives_alone(self) -> bool | None:
        stated = self.text(Field.LIVES_ALONE).casefold()
        return True if stated in _YES else False if stated in _NO else None

    def _skills(self) -> tuple[str, ...]:
        skills = tuple(skill for part in _SKILL_ENDS.split(self.text(Field.SKILLS)) if (skill := part.strip()))
        if len(skills) > MAX_SKILLS or any(len(skill) > MAX_TEXT for skill in skills):
            self.refuse(RowCode.TEXT_TOO_LONG, Field.SKILLS)
        return skills
