"""What the crawler plants in the tables of files."""

from collections.abc import Mapping
from typing import Final

from backend.modules.files.queries import name_context
from tests.isolation.planting import Filled, Given, account

LINKS: Final = {"file_id": "files"}
EXEMPT: Final[Mapping[str, str]] = {
    "files.uploaded_by": "an account's id, by which a file is found",
    "files.attached_type": "a type's name, by which readers are found",
    "files.digest": "a hash",
}


def _file_name(filled: Filled, row: int) -> bytes:
    return filled.key.seal(filled.canary("files", "name_sealed", row), name_context(filled.ids["files"][row]))


SEALED: Final[Mapping[str, Given]] = {"files.name_sealed": _file_name}
GIVEN: Final[Mapping[str, Given]] = {
    "files.uploaded_by": account,
    "files.attached_type": lambda *_: None,
    "files.attached_id": lambda *_: None,
}
