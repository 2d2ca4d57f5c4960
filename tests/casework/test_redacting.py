"""What people are found by is taken out of texts: names, numbers of phones and of documents, addresses of mail."""

import pytest

from backend.modules.casework.redacting import names_in, person, redacted

PEOPLE = ("Li Ming", "Li", "王明", "王明月", "李社工", "阿不都·热合曼", "周(涛)", "Ａｎｎａ")
NAMES = {name: person(number) for number, name in enumerate(PEOPLE, start=1)}


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Li Ming说Li会来", "人员000001说人员000002会来"),
        ("王明月和王明同住", "人员000004和人员000003同住"),
        ("LI MING's life with Alice", "人员000001's life with Alice"),
        ("李社工，李社工", "人员000005，人员000005"),
        ("LiMing、li-ming、LI  MING", "人员000001、人员000001、人员000001"),
        ("周(涛)和周涛", "人员000007和周涛"),
        ("Anna、Ａｎｎａ与Ali、Lily", "人员000008、人员000008与Ali、Lily"),
        ("王 明、王　明和王 明月", "人员000003、人员000003和人员000004"),
        ("阿不都·热合曼、阿不都•热合曼、阿不都热合曼", "人员000006、人员000006、人员000006"),
    ],
)
def test_the_longest_name_goes_first_and_a_latin_one_stands_alone(written: str, left: str) -> None:
    assert redacted(written, NAMES) == left


@pytest.mark.parametrize(
    "phone",
    [
        *(
            "13812345678",
            "138 1234 5678",
            "138-1234-5678",
            "+86 13812345678",
            "8613812345678",
            "１３８１２３４５６７８",
        ),
        *("021-54880000", "02154880000", "021-5488 0000", "(021)54880000", "（0512）6288 1234", "+86 21 5488 0000"),
        *("400-820-8820", "+1 650-253-0000"),
    ],
)
def test_a_phone_becomes_a_mark_however_it_is_written(phone: str) -> None:
    assert redacted(f"请打{phone}，找她", {}) == "请打〔电话〕，找她"


@pytest.mark.parametrize("phone", ["13812345678", "15412345678", "021-54880000"])
def test_a_phone_that_letters_touch_is_found_and_so_is_one_that_nobody_was_given_yet(phone: str) -> None:
    assert redacted(f"tel{phone}", {}) == "tel〔电话〕"


@pytest.mark.parametrize(
    "number",
    [
        *("310112199001011234", "31011219900101123X", "31011219900101123x", "310112 19900101 1234"),
        *("310112900101123", "E12345678", "EA1234567", "H1234567801", "USA310012345678", "6222021234567890123"),
    ],
)
def test_the_number_of_a_document_becomes_a_mark(number: str) -> None:
    assert redacted(f"证号{number}，已核对", {}) == "证号〔证件〕，已核对"


@pytest.mark.parametrize("address", ["li.ming+x@mail.example.com", "13812345678@163.com", "li_ming＠qq.com"])
def test_an_address_of_mail_becomes_a_mark_and_the_words_beside_it_stay(address: str) -> None:
    assert redacted(f"邮箱{address}可用", NAMES) == "邮箱〔邮箱〕可用"


def test_a_number_beside_a_name_is_found_though_the_name_becomes_a_number_too() -> None:
    assert redacted("李社工13812345678，王明310112199001011234", NAMES) == "人员000005〔电话〕，人员000003〔证件〕"


def test_days_hours_rooms_and_sums_stay() -> None:
    text = "2026-11-28 10:00-12:00 在 1106 室第3次面谈，共 120 分钟，欠费 1500000 元，编号 20261128"
    assert redacted(text, NAMES) == text


def test_one_character_is_no_name() -> None:
    assert redacted("明天再来", {"明": "某人"}) == "明天再来"


@pytest.mark.parametrize(
    ("contact", "names"),
    [
        ("王芳 13900000000", ["王芳"]),
        ("母亲 王芳 139-0000-0000", ["王芳"]),
        ("母亲王芳（上海）", ["王芳", "上海"]),
        ("王芳(妈妈)，李强：爸爸", ["王芳", "李强"]),
        ("Mary Ann Smith +1 650-253-0000", ["Mary Ann Smith"]),
        ("阿不都·热合曼１３９００００００００", ["阿不都·热合曼"]),
        ("母亲 13900000000", []),
        ("", []),
    ],
)
def test_who_is_to_be_told_in_an_emergency_is_found_among_kin_and_numbers(contact: str, names: list[str]) -> None:
    assert names_in(contact) == names
