"""The file names of calendars, which are secrets."""

from typing import Final

from backend.core.errors import NotFound
from tenants.secrets import given_secret, read_secret

_SUFFIX: Final = ".ics"


def file_name(code: str, secret: str) -> str:
    """`<operator's code>-<secret>.ics`."""
    return given_secret(code, secret) + _SUFFIX


def read_file_name(name: str) -> tuple[str, str]:
    """The operator's code and the secret. Raises NotFound for what cannot be one, before anything is looked up."""
    if not name.endswith(_SUFFIX):
        raise NotFound
    return read_secret(name.removesuffix(_SUFFIX))
