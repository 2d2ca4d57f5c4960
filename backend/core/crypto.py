"""Envelope encryption: master key > operator's key > resident's key; and keyed blind indexes."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.core.settings import settings

KEY_BYTES = 32
_NONCE_BYTES = 12


def new_key() -> bytes:
    """A random 256-bit key."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plaintext: bytes, context: str) -> bytes:
    """AES-256-GCM: nonce + ciphertext + tag, bound to `context` so that it opens nowhere else."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, context.encode())


def unseal(key: bytes, sealed: bytes, context: str) -> bytes:
    """The plaintext; raises cryptography's InvalidTag where the key, the bytes or the context differ."""
    return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context.encode())


def subkey(key: bytes, purpose: str) -> bytes:
    """An independent key for one purpose, derived from another."""
    return hmac.digest(key, b"xinju:" + purpose.encode(), hashlib.sha256)


def blind_index(key: bytes, text: str) -> bytes:
    """Sixteen bytes by which equal texts are found without being readable."""
    return hmac.digest(key, text.encode(), hashlib.sha256)[:16]


@dataclass(frozen=True, slots=True)
class DataKey:
    """A key with its two uses kept apart."""

    sealing: bytes
    indexing: bytes

    @classmethod
    def of(cls, key: bytes) -> "DataKey":
        return cls(subkey(key, "seal"), subkey(key, "index"))

    def seal(self, text: str, context: str) -> bytes:
        return seal(self.sealing, text.encode(), context)

    def unseal(self, sealed: bytes, context: str) -> str:
        return unseal(self.sealing, sealed, context).decode()

    def index(self, text: str) -> bytes:
        return blind_index(self.indexing, text)


@dataclass(frozen=True, slots=True)
class MasterKey:
    """Wraps every other key. Rotation adds a version; what older versions wrapped still opens."""

    versions: dict[int, bytes]

    @property
    def current(self) -> int:
        return max(self.versions)

    def wrap(self, key: bytes, context: str) -> bytes:
        return bytes([self.current]) + seal(self.versions[self.current], key, context)

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        return unseal(self.versions[wrapped[0]], wrapped[1:], context)


def read_master_key(folder: Path) -> MasterKey:
    """The files `master-1.key`, `master-2.key`, … of a folder, each holding 64 hexadecimal digits."""
    versions = {
        int(path.stem.removeprefix("master-")): bytes.fromhex(path.read_text(encoding="ascii").strip())
        for path in sorted(folder.glob("master-*.key"))
    }
    if not versions:
        raise FileNotFoundError(f"no master-<n>.key in {folder}")
    return MasterKey(versions)


@cache
def master_key() -> MasterKey:
    """The master key of this installation."""
    return read_master_key(settings().secrets)


@cache
def platform_key() -> DataKey:
    """The key of what belongs to the platform itself, such as the phones of accounts."""
    first = master_key().versions[min(master_key().versions)]
    return DataKey.of(subkey(first, "platform"))
