"""Links to the documents of certificates: signed by the operator's key, and good for minutes."""

import base64
import binascii
import hmac
import struct
from dataclasses import dataclass
from typing import Final

from backend.core import clock
from backend.core.crypto import DataKey, blind_index, subkey
from backend.core.errors import NotFound

LINK_SECONDS: Final = 300
_UNTIL: Final = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A certificate's code, until when its document may be fetched, and the signature of both."""

    code: str
    until: int
    mac: bytes

    def is_signed(self, key: DataKey) -> bool:
        return hmac.compare_digest(_mac(key, self.code, self.until), self.mac)


def path_of(code: str, key: DataKey) -> str:
    """Where the document of a certificate is fetched from now on, for five minutes."""
    until = int(clock.now().timestamp()) + LINK_SECONDS
    token = base64.urlsafe_b64encode(_UNTIL.pack(until) + _mac(key, code, until)).decode().rstrip("=")
    return f"/certificates/{code}.pdf?link={token}"


def read_link(code: str, token: str) -> DocumentLink:
    """The link, its signature not yet checked. Raises NotFound for what is none, or late."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        (until,) = _UNTIL.unpack(raw[: _UNTIL.size])
    except (ValueError, binascii.Error, struct.error) as error:
        raise NotFound from error
    if clock.now().timestamp() >= until:
        raise NotFound
    return DocumentLink(code, until, raw[_UNTIL.size :])


def _mac(key: DataKey, code: str, until: int) -> bytes:
    return blind_index(subkey(key.indexing, "certificate-links"), f"{code}:{until}")
