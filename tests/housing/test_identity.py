"""Documents, phones and names: read as people type them, masked, and found again."""

import contextlib
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backend.modules.housing.identity import (
    MAX_NAME,
    MAX_TOKENS,
    Document,
    DocumentKind,
    InvalidDocument,
    InvalidName,
    InvalidPhone,
    Sex,
    guess_document_kind,
    mask_document,
    mask_name,
    mask_phone,
    name_tokens,
    normalise_name,
    parse_document,
    parse_phone,
)
from tests.housing.spreadsheets import resident_number

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Numbers by the standard's own table: any region, any day, any sequence."""
    region = draw(st.integers(110000, 899999))
    birth = draw(st.dates(date(1900, 1, 1), date(2026, 1, 1)))
    body = f"{region}{birth:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return body + CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


@given(numbers())
def test_every_number_by_the_standard_is_read_with_birth_and_sex(number: str) -> None:
    document = parse_document(DocumentKind.RESIDENT_ID, number)
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    sex = Sex.MALE if number[16] in "13579" else Sex.FEMALE
    assert document == Document(DocumentKind.RESIDENT_ID, number, born, sex)


@given(numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_changed_digit_is_always_noticed(number: str, at: int, digit: str) -> None:
    assume(number[at] != digit)
    with pytest.raises(InvalidDocument):
        parse_document(DocumentKind.RESIDENT_ID, number[:at] + digit + number[at + 1 :])


@given(numbers(), st.integers(0, 16))
def test_two_neighbouring_digits_swapped_are_always_noticed(number: str, at: int) -> None:
    assume(number[at] != number[at + 1])
    with pytest.raises(InvalidDocument):
        parse_document(DocumentKind.RESIDENT_ID, number[:at] + number[at + 1] + number[at] + number[at + 2 :])


@pytest.mark.parametrize(
    "typed",
    [
        "31019919900307009x",
        "３１０１９９１９９００３０７００９ｘ",
        " 310199 19900307 009X ",
        "310199-19900307-009X",
        "31019919900307009X\u202c",
    ],
)
def test_a_number_has_one_form_however_it_is_typed(typed: str) -> None:
    assert parse_document(DocumentKind.RESIDENT_ID, typed).number == "31019919900307009X"


@pytest.mark.parametrize("region", ["310199", "310225", "310119", "000000", "830000"])
def test_no_region_is_refused(region: str) -> None:
    body = f"{region}19900307001"
    check = CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]
    assert parse_document(DocumentKind.RESIDENT_ID, body + check).birth_on == date(1990, 3, 7)


@pytest.mark.parametrize(
    ("kind", "typed", "reason"),
    [
        (DocumentKind.RESIDENT_ID, "", "empty"),
        (DocumentKind.RESIDENT_ID, " \u200b", "empty"),
        (DocumentKind.RESIDENT_ID, "31019919900307009", "length"),
        (DocumentKind.RESIDENT_ID, "310199900307009", "length"),
        (DocumentKind.RESIDENT_ID, "3101991990030700O9", "format"),
        (DocumentKind.RESIDENT_ID, "310199199003070X91", "format"),
        (DocumentKind.RESIDENT_ID, "٣10199199003070091", "format"),
        (DocumentKind.RESIDENT_ID, resident_number(9)[:17] + "1", "checksum"),
        (DocumentKind.RESIDENT_ID, resident_number(1, "19900230"), "birth_date"),
        (DocumentKind.PASSPORT, "E123", "length"),
        (DocumentKind.PASSPORT, "ABCDEFGH", "format"),
        (DocumentKind.HK_MACAO_PERMIT, "A12345678", "format"),
        (DocumentKind.HK_MACAO_PERMIT, "H1234567", "length"),
        (DocumentKind.TAIWAN_PERMIT, "1234567", "length"),
        (DocumentKind.TAIWAN_PERMIT, "A2345678", "format"),
        (DocumentKind.FOREIGN_PERMANENT_RESIDENT, "USA31019900307", "length"),
        (DocumentKind.FOREIGN_PERMANENT_RESIDENT, "931840199003070011", "checksum"),
    ],
)
def test_a_wrong_document_is_refused_with_its_reason(kind: DocumentKind, typed: str, reason: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        parse_document(kind, typed)
    assert caught.value.reason == reason
    assert str(caught.value) == reason


FOREIGN = "931840199003070012"


@pytest.mark.parametrize(
    ("kind", "typed", "number"),
    [
        (DocumentKind.PASSPORT, "e 1234 5678", "E12345678"),
        (DocumentKind.PASSPORT, "123456789", "123456789"),
        (DocumentKind.HK_MACAO_PERMIT, "h12345678", "H12345678"),
        (DocumentKind.HK_MACAO_PERMIT, "M1234567801", "M1234567801"),
        (DocumentKind.TAIWAN_PERMIT, "１２３４５６７８", "12345678"),
        (DocumentKind.TAIWAN_PERMIT, "0012345601(B)", "0012345601B"),
        (DocumentKind.FOREIGN_PERMANENT_RESIDENT, "usa310199003070", "USA310199003070"),
    ],
)
def test_other_documents_have_one_form_and_tell_no_birth(kind: DocumentKind, typed: str, number: str) -> None:
    assert parse_document(kind, typed) == Document(kind, number)


def test_a_new_permanent_residents_card_tells_birth_and_sex() -> None:
    body = "93184019900307001"
    check = CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]
    document = parse_document(DocumentKind.FOREIGN_PERMANENT_RESIDENT, body + check)
    assert (document.birth_on, document.sex) == (date(1990, 3, 7), Sex.MALE)
    assert guess_document_kind(body + check) is DocumentKind.FOREIGN_PERMANENT_RESIDENT


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("31019919900307009x", DocumentKind.RESIDENT_ID),
        ("3101991990030700", DocumentKind.RESIDENT_ID),
        ("", DocumentKind.RESIDENT_ID),
        ("H12345678", DocumentKind.HK_MACAO_PERMIT),
        ("E12345678", DocumentKind.PASSPORT),
        ("USA310199003070", DocumentKind.FOREIGN_PERMANENT_RESIDENT),
    ],
)
def test_a_kind_that_is_not_stated_is_guessed(typed: str, kind: DocumentKind) -> None:
    assert guess_document_kind(typed) is kind


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("13800000001", "+8613800000001"),
        ("+86 138 0000 0001", "+8613800000001"),
        ("0086-138-0000-0001", "+8613800000001"),
        ("86-13800000001", "+8613800000001"),
        ("（+86）１３８０００００００１", "+8613800000001"),
        ("138—0000—0001", "+8613800000001"),
        ("\u202d13800000001\u202c", "+8613800000001"),
        ("021-5432 1234", "+862154321234"),
        ("+852 9123 4567", "+85291234567"),
    ],
)
def test_a_phone_becomes_e164_however_it_is_typed(typed: str, phone: str) -> None:
    assert parse_phone(typed) == phone


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"), (" ", "empty"), ("1380000000", "format"), ("138000000012", "format"), ("无", "format"),
        ("13800000001;13800000002", "format"), ("13800000001x5", "format"), ("1" * 300, "format"),
        ("+999123456", "format"),
    ],
)  # fmt: skip
def test_what_is_no_phone_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(InvalidPhone) as caught:
        parse_phone(typed)
    assert caught.value.reason == reason


@given(st.text(max_size=40), st.sampled_from(DocumentKind))
def test_any_text_is_a_document_or_refused_as_one(text: str, kind: DocumentKind) -> None:
    with contextlib.suppress(InvalidDocument):
        number = parse_document(kind, text).number
        assert parse_document(kind, number).number == number


@given(st.text(max_size=40))
def test_any_text_is_a_phone_or_refused_as_one(text: str) -> None:
    with contextlib.suppress(InvalidPhone):
        phone = parse_phone(text)
        assert parse_phone(phone) == phone


@given(st.text(max_size=80))
def test_any_text_is_a_name_in_its_one_form_or_refused_as_one(text: str) -> None:
    assert len(name_tokens(text)) <= MAX_TOKENS
    with contextlib.suppress(InvalidName):
        name = normalise_name(text)
        assert normalise_name(name) == name
        assert 0 < len(name) <= MAX_NAME


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("赵 　宁", "赵宁"),
        ("ＪＯＨＮ   smith", "JOHN smith"),
        ("李 John", "李 John"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
        ("买买提 • 吐尔逊", "买买提·吐尔逊"),
        (" 赵\n宁 ", "赵宁"),
        ("赵\u200b宁", "赵宁"),
    ],
)
def test_a_name_has_one_form_however_it_is_typed(typed: str, name: str) -> None:
    assert normalise_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("　", "empty"),
        ("赵" * 61, "length"),
        ("a" * 100_000, "length"),
        ("赵\x00宁", "characters"),
        ("\ue000", "characters"),
        ("😀", "characters"),
        ("1+1", "characters"),
    ],
)
def test_what_is_no_name_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(InvalidName) as caught:
        normalise_name(typed)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"), ("张三丰", "张**"), ("欧阳修", "欧阳*"), ("欧阳修文", "欧阳**"), ("司马", "司*"), ("张", "*"),
        ("买买提·吐尔逊", "买**·吐**"), ("John Smith", "J*** S***"), ("", ""),
    ],
)  # fmt: skip
def test_a_masked_name_keeps_the_surname_or_the_first_letters(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_masked_numbers_hide_birth_date_and_middle() -> None:
    assert mask_document("31019919900307009X") == "310***********009X"
    assert mask_document("E12345678") == "E******78"
    assert mask_document("1234") == "****"
    assert mask_phone("+8613812345678") == "138****5678"
    assert mask_phone("+85291234567") == "+85*****4567"
    assert mask_phone("+1") == "**"


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("赵宁", {"赵", "宁", "赵宁"}),
        ("于然磊", {"于", "然", "磊", "于然", "然磊", "于然磊"}),
        ("Ｊohn SMITH", {"john", "smith"}),
        ("李 John", {"李", "john"}),
        ("赵 宁", {"赵", "宁", "赵宁"}),
        ("", set()),
    ],
)
def test_a_name_is_found_by_its_words_and_runs_of_characters(name: str, tokens: set[str]) -> None:
    assert name_tokens(name) == tokens


def test_a_long_name_keeps_itself_and_its_shortest_runs() -> None:
    tokens = name_tokens("古丽仙巴哈提阿不都热依木")
    assert len(tokens) == MAX_TOKENS
    assert {"古丽仙巴哈提阿不都热依木", "古", "木", "古丽"} <= tokens
