"""Links to files: signed by the operator's key, good for minutes, and void once the file is attached elsewhere."""

import base64
import binascii
import hmac
import struct
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from backend.core import clock
from backend.core.crypto import DataKey, blind_index, subkey
from backend.core.errors import NotFound
from backend.core.surfaces import Surface

LINK_SECONDS: Final = 300
_SURFACES: Final = (Surface.TENANT, Surface.RESIDENT)
_BODY: Final = struct.Struct(">16s16sBI")
_MAC_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Link:
    """Which file, for whom, over which login, and until when (seconds since 1970)."""

    file_id: UUID
    account_id: UUID
    surface: Surface
    until: int

    @property
    def body(self) -> bytes:
        return _BODY.pack(self.file_id.bytes, self.account_id.bytes, _SURFACES.index(self.surface), self.until)

    def mac(self, key: DataKey, attached_id: UUID | None) -> bytes:
        """Signs what the file is attached to as well, so that a link dies with the right it was made by."""
        said = self.body + (attached_id.bytes if attached_id else b"")
        return blind_index(subkey(key.indexing, "file-links"), said.hex())


def new_link(file_id: UUID, account_id: UUID, surface: Surface) -> Link:
    """A link that starts now."""
    return Link(file_id, account_id, surface, int(clock.now().timestamp()) + LINK_SECONDS)


def token_of(link: Link, code: str, key: DataKey, attached_id: UUID | None) -> str:
    """`<operator's code>.<link and its signature>`, fit for a path."""
    signed = link.body + link.mac(key, attached_id)
    return f"{code}.{base64.urlsafe_b64encode(signed).decode().rstrip('=')}"


def read_token(token: str) -> tuple[str, Link, bytes]:
    """The operator's code, the link and its signature, not yet checked. Raises NotFound for what is none, or late."""
    code, _, rest = token.partition(".")
    try:
        signed = base64.urlsafe_b64decode(rest + "=" * (-len(rest) % 4))
        file_id, account_id, surface, until = _BODY.unpack(signed[:-_MAC_BYTES])
        link = Link(UUID(bytes=file_id), UUID(bytes=account_id), _SURFACES[surface], until)
    except (ValueError, binascii.Error, struct.error, IndexError) as error:
        raise NotFound from error
    if clock.now().timestamp() >= link.until:
        raise NotFound
    return code, link, signed[-_MAC_BYTES:]


def check(link: Link, mac: bytes, key: DataKey, attached_id: UUID | None) -> None:
    """Raises NotFound where the signature is not ours for this file as it is attached now."""
    if not hmac.compare_digest(link.mac(key, attached_id), mac):
        raise NotFound
