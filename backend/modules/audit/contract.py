"""Audit: the names that other code may use."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from tenants.roles import ADMINS, Permission


class AuditPermission(Permission):
    """Who may read the operator's audit trail, and chain and check it."""

    READ = "audit:read", ADMINS
    SEAL = "audit:seal", ()
    VERIFY = "audit:verify", ADMINS


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which entries are wanted: all where nothing is said; `since` is in, `until` is out."""

    object_id: UUID | None = None
    actor: str | None = None
    act: str | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
