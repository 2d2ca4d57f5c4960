"""Sealed files: read back whole from any place, and refused wherever a byte is not as it was written."""

import os
from pathlib import Path

import pytest

from backend.core.crypto import new_key
from backend.core.files import CHUNK_BYTES, FileDamaged, SealedWriter, open_sealed


def written(path: Path, key: bytes, plain: bytes, piece: int = 10_000) -> Path:
    writer = SealedWriter(path, key)
    for start in range(0, len(plain), piece):
        writer.write(plain[start : start + piece])
    writer.finish()
    return path


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_what_is_written_is_read_back(tmp_path: Path, size: int) -> None:
    plain, key = os.urandom(size), new_key()
    with open_sealed(written(tmp_path / "a", key, plain), key) as content:
        assert content.read() == plain
        assert content.seek(0, os.SEEK_END) == size
        assert content.seek(size // 2) == size // 2
        assert content.read() == plain[size // 2 :]


def test_nothing_stands_under_the_name_before_the_end_and_nothing_is_left_after_giving_up(tmp_path: Path) -> None:
    writer = SealedWriter(tmp_path / "a", new_key())
    writer.write(b"x" * 200_000)
    assert not (tmp_path / "a").exists()
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


def test_the_plaintext_is_not_on_the_disk(tmp_path: Path) -> None:
    sealed = written(tmp_path / "a", new_key(), "张伟民,310112199003078888\n".encode() * 5000).read_bytes()
    assert "张伟民".encode() not in sealed
    assert b"310112199003078888" not in sealed
    assert oct((tmp_path / "a").stat().st_mode & 0o777) == "0o600"


def test_a_changed_cut_swapped_or_foreign_file_is_refused(tmp_path: Path) -> None:
    key, chunk = new_key(), CHUNK_BYTES + 16
    whole = written(tmp_path / "a", key, os.urandom(3 * CHUNK_BYTES)).read_bytes()
    flipped = bytearray(whole)
    flipped[chunk + 100] ^= 1
    swapped = whole[:7] + whole[7 + chunk : 7 + 2 * chunk] + whole[7 : 7 + chunk] + whole[7 + 2 * chunk :]
    for number, damaged in enumerate((bytes(flipped), whole[: 7 + 2 * chunk], whole[:-1], swapped, whole + b"x", b"")):
        path = tmp_path / f"damaged-{number}"
        path.write_bytes(damaged)
        with open_sealed(path, key) as content, pytest.raises(FileDamaged):
            content.read()
    with open_sealed(tmp_path / "a", new_key()) as content, pytest.raises(FileDamaged):
        content.read()
