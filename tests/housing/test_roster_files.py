"""Whole files that are refused, each with its code, and bytes that nobody meant as a roster."""

import contextlib
import io
import struct
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from backend.modules.housing.roster.guarded import read_roster_guarded
from backend.modules.housing.roster.model import MIB, Field, Roster, RosterLimits, UnreadableRoster
from backend.modules.housing.roster.reading import read_roster
from tests.housing.spreadsheets import HEADER, ROSTERS, csv_text, person, xlsx

SMALL = RosterLimits(rows=10, columns=20)


def code_of(data: bytes, limits: RosterLimits | None = None) -> str:
    with pytest.raises(UnreadableRoster) as caught:
        read_roster(data, limits)
    return caught.value.code.value


def packed(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def repacked(data: bytes, changed: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()} | changed)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "EMPTY"),
        (b" \r\n\t", "EMPTY"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "NOT_A_SPREADSHEET"),
        (b"%PDF-1.7\n%abc", "UNSUPPORTED_FORMAT"),
        ("<html><table><tr><td>姓名</td></tr></table></html>".encode(), "UNSUPPORTED_FORMAT"),
        (b'<?xml version="1.0"?><Workbook/>', "UNSUPPORTED_FORMAT"),
        ("今天天气不错".encode(), "NO_HEADER"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "NOT_A_SPREADSHEET"),
        (b"PK\x03\x04" + bytes(60), "DAMAGED"),
        (packed({"notes.txt": b"hello"}), "NOT_A_SPREADSHEET"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "UNSUPPORTED_FORMAT"),
        (xlsx([HEADER, person()])[:-200], "DAMAGED"),
        (xlsx([HEADER]), "NO_ROWS"),
        (xlsx([]), "NO_HEADER"),
        ((ROSTERS / "encrypted.xlsx").read_bytes(), "ENCRYPTED"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_as_what_it_is(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_missing_columns_are_named() -> None:
    with pytest.raises(UnreadableRoster) as caught:
        read_roster(xlsx([["姓名", "身份证号", "入住日期"], ["赵宁", "1", "2026-01-05"]]))
    assert caught.value.code.value == "COLUMNS_MISSING"
    assert caught.value.fields == (Field.PHONE, Field.UNIT)


@pytest.mark.parametrize("as_csv", [False, True])
def test_rows_and_columns_are_counted(as_csv: bool) -> None:
    def file(people: int, columns: int = 0) -> bytes:
        rows = [[*row, *["x"] * columns] for row in [HEADER, *[person()] * people]]
        return csv_text(rows).encode() if as_csv else xlsx(rows)

    assert len(read_roster(file(10), SMALL).rows) == 10
    assert code_of(file(11), SMALL) == "TOO_MANY_ROWS"
    assert code_of(file(1, columns=15), SMALL) == "TOO_MANY_COLUMNS"


def test_a_stray_cell_at_the_far_end_is_refused_before_it_is_given_memory() -> None:
    def below(_: Workbook, sheet: Worksheet) -> None:
        sheet.write(1_048_575, 0, "x")

    def aside(_: Workbook, sheet: Worksheet) -> None:
        sheet.write(0, 16_383, "x")

    assert code_of(xlsx([HEADER, person()], below)) == "TOO_MANY_ROWS"
    assert code_of(xlsx([HEADER, person()], aside)) == "TOO_MANY_COLUMNS"


def test_formats_without_content_far_below_are_no_rows() -> None:
    def colour(workbook: Workbook, sheet: Worksheet) -> None:
        sheet.write_blank(1_048_575, 60, None, workbook.add_format({"bold": True}))

    assert len(read_roster(xlsx([HEADER, person()], colour)).rows) == 1


def test_a_file_over_the_size_is_refused_unopened() -> None:
    assert code_of(b"PK\x03\x04" + bytes(SMALL.file_size)) == "FILE_TOO_LARGE"


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    sheet = "xl/worksheets/sheet1.xml"
    assert code_of(repacked(xlsx([HEADER, person()]), {sheet: b" " * (30 * MIB)})) == "ZIP_BOMB"
    bulky = {f"xl/media/image{number}.png": bytes(range(256)) * 4096 * 4 for number in range(30)}
    assert code_of(repacked(xlsx([HEADER, person()]), bulky)) == "ZIP_BOMB"
    assert code_of(packed({f"part{number}": b"" for number in range(2001)})) == "ZIP_BOMB"


def test_a_bomb_that_lies_about_its_size_is_found_out() -> None:
    data = bytearray(repacked(xlsx([HEADER, person()]), {"xl/bomb.xml": b" " * (30 * MIB)}))
    entry = data.rindex(b"xl/bomb.xml") - 46
    assert data[entry : entry + 4] == b"PK\x01\x02"
    data[entry + 24 : entry + 28] = struct.pack("<I", 1000)
    assert code_of(bytes(data)) == "DAMAGED"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_xml_that_declares_entities_is_refused(part: str) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w>&b;</w>'
    assert code_of(repacked(xlsx([HEADER, person()]), {part: bomb})) == "DAMAGED"


def outcome(data: bytes) -> str:
    try:
        roster = read_roster(data, SMALL)
    except UnreadableRoster as refused:
        return refused.code.value
    assert isinstance(roster, Roster)
    return "READ"


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=2000), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"])
)
def test_arbitrary_bytes_are_refused_and_nothing_else(noise: bytes, magic: bytes) -> None:
    assert outcome(magic + noise) != "READ"


CELLS = st.one_of(st.text(max_size=30), st.integers(-(10**18), 10**18).map(str), st.dates().map(str))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=5))
def test_any_text_in_any_cell_gives_rows_errors_or_skips(rows: list[list[str]]) -> None:
    data = csv_text([HEADER, person(), *rows]).encode("utf-8", "replace")
    assert outcome(data) in {"READ", "NOT_A_SPREADSHEET", "DAMAGED", "TOO_MANY_COLUMNS"}


WHOLE = xlsx([HEADER, person(starts=date(2026, 1, 5))])
WITH_SHEET = {"xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(WITH_SHEET)), st.integers(0, 2000), st.binary(min_size=1, max_size=4))
def test_a_workbook_with_a_damaged_part_is_read_or_refused(part: str, at: int, noise: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        content = bytearray(archive.read(part))
    content[at % len(content) : at % len(content) + len(noise)] = noise
    assert outcome(repacked(WHOLE, {part: bytes(content)})) != "TOO_HEAVY"


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 5631), st.binary(min_size=1, max_size=4))
def test_an_old_xls_with_damaged_bytes_is_read_or_refused(at: int, noise: bytes) -> None:
    data = bytearray((ROSTERS / "legacy.xls").read_bytes())
    data[at : at + len(noise)] = noise
    # In the child: a length that a damaged byte makes absurd ends the process that believes it.
    with contextlib.suppress(UnreadableRoster):
        assert isinstance(read_roster_guarded(bytes(data), SMALL), Roster)


def test_a_broken_xls_at_which_its_reader_panics_is_damaged() -> None:
    data = bytearray((ROSTERS / "legacy.xls").read_bytes())
    data[1491] = 1
    assert code_of(bytes(data)) == "DAMAGED"


def test_an_xls_that_asks_for_absurd_memory_costs_the_child_alone() -> None:
    data = bytearray((ROSTERS / "legacy.xls").read_bytes())
    data[2484:2488] = b"\xff\xff\xff\xff"
    with pytest.raises(UnreadableRoster) as caught:
        read_roster_guarded(bytes(data))
    assert caught.value.code.value == "TOO_HEAVY"


def test_xml_in_an_encoding_that_nobody_knows_is_damaged() -> None:
    workbook = b'<?xml version="1.0" encoding="U-F-8"?><workbook/>'
    assert code_of(repacked(xlsx([HEADER, person()]), {"xl/workbook.xml": workbook})) == "DAMAGED"
