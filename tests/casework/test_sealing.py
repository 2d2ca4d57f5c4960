"""What is sealed in a case opens in its own place alone: not by another case's key, nor in another row or column."""

import pytest
from cryptography.exceptions import InvalidTag

from backend.core.crypto import DataKey, new_key
from backend.core.ids import new_id
from backend.modules.casework.sealing import (
    CaseSeal,
    answer_context,
    group_context,
    help_context,
    service_context,
)


def test_the_key_of_one_case_put_beside_another_opens_nothing() -> None:
    operator, case_id = DataKey.of(new_key()), new_id()
    seal, wrapped = CaseSeal.fresh(operator, case_id)
    sealed = seal.seal(case_id, "problem", "失眠三周")
    assert CaseSeal.opened(operator, case_id, wrapped).unseal(case_id, "problem", sealed) == "失眠三周"
    for key, whose in ((operator, new_id()), (DataKey.of(new_key()), case_id)):
        with pytest.raises(InvalidTag):
            CaseSeal.opened(key, whose, wrapped)
    # Each case has a key of its own, and neither it nor the words lie in what is kept.
    other, _ = CaseSeal.fresh(operator, case_id)
    with pytest.raises(InvalidTag):
        other.unseal(case_id, "problem", sealed)
    assert seal.key.sealing not in wrapped
    assert "失眠".encode() not in sealed


def test_what_is_said_opens_in_its_row_and_column_alone() -> None:
    row_id, (seal, _) = new_id(), CaseSeal.fresh(DataKey.of(new_key()), new_id())
    text, content = seal.seal(row_id, "text", "父亲去世"), seal.seal_bytes(row_id, "content", b"%PDF")
    assert (seal.unseal(row_id, "text", text), seal.unseal_bytes(row_id, "content", content)) == ("父亲去世", b"%PDF")
    for whose, column in ((new_id(), "text"), (row_id, "title"), (new_id(), "content"), (row_id, "name")):
        with pytest.raises(InvalidTag):
            seal.unseal(whose, column, text)
        with pytest.raises(InvalidTag):
            seal.unseal_bytes(whose, column, content)


def test_no_two_texts_of_the_station_are_bound_to_the_same() -> None:
    one, other = new_id(), new_id()
    bound = [
        context(row_id) for context in (help_context, answer_context, service_context) for row_id in (one, other)
    ] + [group_context(row_id, column) for row_id in (one, other) for column in ("aim", "topic")]
    assert len(set(bound)) == len(bound)
