"""Codes of certificates: named with the operator's public code, so that anyone can have one checked."""

import base64
import re
import secrets
from typing import Final

from backend.core.errors import NotFound

_CODE: Final = re.compile(r"([a-z][a-z0-9-]{1,30})-([A-Z2-7]{12})")
_BYTES: Final = 8


def new_certificate_code(operator_code: str) -> str:
    """`<operator's code>-<60 random bits>`."""
    return f"{operator_code}-{base64.b32encode(secrets.token_bytes(_BYTES)).decode()[:12]}"


def operator_of(code: str) -> str:
    """The operator's code in one of a certificate. Raises NotFound for what cannot be one, before any look-up."""
    found = _CODE.fullmatch(code)
    if found is None:
        raise NotFound
    return found[1]
