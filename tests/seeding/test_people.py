"""Invented people: the same for the same seed, valid to every check, and nobody who exists."""

import datetime as dt

from stdnum.cn import uscc

from backend.core.phones import parse_phone
from backend.modules.housing.identity import DocumentKind, Sex, normalise_name, parse_document
from backend.seeding.people import SHARES, People, Person

TODAY = dt.date(2026, 11, 21)


def test_the_same_share_invents_the_same_people() -> None:
    first, second, other = People(3, TODAY), People(3, TODAY), People(4, TODAY)
    ours = [first.adult() for _ in range(50)]
    assert [second.adult() for _ in range(50)] == ours
    assert [other.adult() for _ in range(50)] != ours
    assert first.firm() == second.firm()


def test_documents_are_valid_unassigned_and_say_when_someone_was_born() -> None:
    people = People(7, TODAY)
    for person in [*(people.adult() for _ in range(500)), people.relative(1, 5, "王", Sex.MALE)]:
        document = parse_document(DocumentKind.RESIDENT_ID, person.document_number)
        assert document.number.startswith("310199")
        assert (document.birth_on, document.sex) == (person.birth_on, person.sex)
        assert parse_phone(person.phone) == person.phone
        assert person.phone.startswith("+861349")
        assert normalise_name(person.name) == person.name


def test_no_two_people_share_a_document_or_a_phone_wherever_they_live() -> None:
    everybody = [person for share in range(SHARES) for person in _adults(share, 300)]
    assert len({person.document_number for person in everybody}) == len(everybody)
    assert len({person.phone for person in everybody}) == len(everybody)


def test_a_crowded_share_still_finds_a_number_for_everyone() -> None:
    people = People(1, TODAY)
    babies = [people.relative(2.0, 2.01) for _ in range(60)]
    assert len({baby.document_number for baby in babies}) == 60
    assert all(str(baby.birth_on).replace("-", "") == baby.document_number[6:14] for baby in babies)


def test_adults_are_thirty_two_on_average() -> None:
    ages = [_completed_years(person.birth_on) for person in _adults(9, 4000)]
    assert 31.7 <= sum(ages) / len(ages) <= 32.3
    assert (min(ages), max(ages)) == (19, 50)


def test_employers_have_valid_codes() -> None:
    people = People(2, TODAY)
    codes = [people.firm().uscc for _ in range(100)]
    assert [code for code in codes if not uscc.is_valid(code)] == []
    assert len(set(codes)) == 100


def _adults(share: int, count: int) -> list[Person]:
    people = People(share, TODAY)
    return [people.adult() for _ in range(count)]


def _completed_years(birth_on: dt.date) -> int:
    return TODAY.year - birth_on.year - ((TODAY.month, TODAY.day) < (birth_on.month, birth_on.day))
