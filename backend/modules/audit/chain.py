"""One link of the chain: the hash of an entry and of the link before it."""

import hashlib

import msgspec

from tenants.audit import AuditEntry

# What stands before the first link.
FIRST = bytes(32)


def link(before: bytes, entry: AuditEntry) -> bytes:
    """SHA-256 of the previous hash and of every column of the entry, as JSON with sorted names."""
    columns = {column.key: getattr(entry, column.key) for column in AuditEntry.__table__.columns}
    return hashlib.sha256(before + msgspec.json.encode(columns, order="sorted")).digest()
