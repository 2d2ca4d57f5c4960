"""Secrets that are given away: 160 random bits, named with the operator's public code, kept as a hash."""

import base64
import hashlib
import re
import secrets
from typing import Final

from backend.core.errors import NotFound

_CODE: Final = r"[a-z][a-z0-9-]{1,30}"
_GIVEN: Final = re.compile(rf"({_CODE})-([a-z2-7]{{32}})")


def new_secret() -> str:
    """32 letters and digits that nobody guesses."""
    return base64.b32encode(secrets.token_bytes(20)).decode().lower()


def hash_of(secret: str) -> bytes:
    """What is kept of a secret; it is random enough to need no salt."""
    return hashlib.sha256(secret.encode()).digest()


def is_code(text: str) -> bool:
    """Whether an operator could have this public code."""
    return re.fullmatch(_CODE, text) is not None


def given_secret(code: str, secret: str) -> str:
    """`<operator's code>-<secret>`, as it is given away."""
    return f"{code}-{secret}"


def read_secret(given: str) -> tuple[str, str]:
    """The operator's code and the secret. Raises NotFound for what cannot be one, before anything is looked up."""
    found = _GIVEN.fullmatch(given)
    if found is None:
        raise NotFound
    return found[1], found[2]
