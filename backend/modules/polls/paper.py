"""Ballot papers: filled in, sealed so that the poll's key alone opens them, and proven by a receipt."""

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend.core.crypto import KEY_BYTES, seal, unseal

_SECRET = re.compile(r"[0-9a-f]{32,64}")
_RECEIPT_BYTES = 15
_PUBLIC_BYTES = 32


def is_secret(text: str) -> bool:
    """Whether a text can be the secret of a vote: at least 128 bits, in hexadecimal."""
    return _SECRET.fullmatch(text) is not None and len(set(text)) > 4


@dataclass(frozen=True, slots=True)
class Stub:
    """What follows from a voter's secret. None of it leads to another without the secret, which is kept nowhere.

    `mark` stands beside the voter's name, `receipt` is for the voter, `digest` lies with the ballot and tells whether a
    retry is the same vote.
    """

    mark: bytes
    receipt: str
    digest: bytes

    @classmethod
    def of(cls, secret: str, poll_id: UUID, choices: Sequence[int]) -> "Stub":
        def derived(purpose: str) -> bytes:
            return hmac.digest(bytes.fromhex(secret.ljust(64, "0")), f"{poll_id}:{purpose}".encode(), hashlib.sha256)

        receipt = base64.b32encode(derived("receipt")[:_RECEIPT_BYTES]).decode()
        return cls(derived("mark"), receipt, derived(f"choices:{','.join(map(str, choices))}"))


def receipt_hash(receipt: str) -> bytes:
    """By which the ballot of a receipt is found."""
    return hashlib.sha256(b"receipt:" + receipt.encode()).digest()


def receipt_code(operator_code: str, receipt: str) -> str:
    """What the voter keeps: the operator's code and the receipt, in groups of six."""
    return "-".join([operator_code, *(receipt[start : start + 6] for start in range(0, len(receipt), 6))])


def parse_receipt_code(code: str) -> tuple[str, str] | None:
    """The operator's code and the receipt, or None. Operators' codes may have dashes too; receipts have four groups."""
    parts = code.strip().replace(" ", "").rsplit("-", 4)
    receipt = "".join(parts[1:]).upper()
    if len(parts) != 5 or not re.fullmatch(r"[A-Z2-7]{24}", receipt):
        return None
    return parts[0].lower(), receipt


def new_keys() -> tuple[bytes, bytes]:
    """A private key and its public half, of a poll."""
    key = X25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def _shared(secret: bytes, ephemeral: bytes, public: bytes) -> bytes:
    info = b"xinju:ballot:" + ephemeral + public
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)


def sealed_choices(public_key: bytes, poll_id: UUID, choices: Sequence[int], options: int) -> bytes:
    """The choices under the public key: whoever sealed them cannot open them again. All ballots have one length."""
    plain = bytes(choices) + bytes(options - len(choices))
    ephemeral = X25519PrivateKey.generate()
    public = ephemeral.public_key().public_bytes_raw()
    secret = ephemeral.exchange(X25519PublicKey.from_public_bytes(public_key))
    return public + seal(_shared(secret, public, public_key), plain, f"ballot:{poll_id}")


def opened_choices(private_key: bytes, poll_id: UUID, sealed: bytes) -> list[int]:
    """The choices of a sealed ballot. Raises InvalidTag where it was made for another poll, or changed."""
    key = X25519PrivateKey.from_private_bytes(private_key)
    public, rest = sealed[:_PUBLIC_BYTES], sealed[_PUBLIC_BYTES:]
    secret = key.exchange(X25519PublicKey.from_public_bytes(public))
    plain = unseal(_shared(secret, public, key.public_key().public_bytes_raw()), rest, f"ballot:{poll_id}")
    return [choice for choice in plain if choice]
