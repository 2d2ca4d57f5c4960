"""The secret in a feed's address: 160 random bits, named with the operator's public code, kept as a hash."""

import base64
import hashlib
import re
import secrets
from typing import Final

from backend.core.errors import NotFound

_ADDRESS: Final = re.compile(r"([a-z][a-z0-9-]{1,30})-([a-z2-7]{32})\.ics")


def new_secret() -> str:
    """32 letters and digits that nobody guesses."""
    return base64.b32encode(secrets.token_bytes(20)).decode().lower()


def hash_of(secret: str) -> bytes:
    """What is kept of a secret; it is random enough to need no salt."""
    return hashlib.sha256(secret.encode()).digest()


def file_name(code: str, secret: str) -> str:
    """`<operator's code>-<secret>.ics`."""
    return f"{code}-{secret}.ics"


def read_file_name(name: str) -> tuple[str, str]:
    """The operator's code and the secret. Raises NotFound for what cannot be one, before anything is looked up."""
    found = _ADDRESS.fullmatch(name)
    if found is None:
        raise NotFound
    return found[1], found[2]
