"""Control tables: operators, accounts, memberships and sessions. They belong to no operator and lie in `shared`."""

import datetime as dt
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import SharedRow, created_at, one_of
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from tenants import rls
from tenants.roles import Role

_CONTROL = rls.control("select, insert, update, delete")
_PINNED = (Surface.TENANT, Surface.RESIDENT, Surface.CASEWORK, Surface.BALLOT)


class OperatorState(StrEnum):
    """Suspended operators cannot be entered; erased ones keep their name and nothing else."""

    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    ERASED = "ERASED"


class Operator(SharedRow):
    """A company that runs rental communities, isolated from every other."""

    __tablename__ = "operators"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    brand_colour: Mapped[str]
    modules: Mapped[list[str]] = mapped_column(ARRAY(String))
    limits: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[OperatorState] = mapped_column(default=OperatorState.ACTIVE)
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        CheckConstraint("code ~ '^[a-z][a-z0-9-]{1,30}$'", name="code"),
        one_of("state", OperatorState),
        {"schema": "shared"},
    )
    access = (
        _CONTROL,
        rls.worker("select"),
        *(rls.Access(surface, "select", rls.OWN_OPERATOR) for surface in _PINNED),
        rls.Access(Surface.OVERSIGHT, "select", rls.OWN_OPERATORS),
    )


class OperatorKey(SharedRow):
    """The operator's data key, wrapped by the master key. Without it nothing that it sealed can be read again."""

    __tablename__ = "operator_keys"
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("shared.operators.id"), primary_key=True)
    wrapped: Mapped[bytes | None]
    destroyed_at: Mapped[dt.datetime | None]
    __table_args__ = (
        CheckConstraint("(wrapped IS NULL) = (destroyed_at IS NOT NULL)", name="destroyed"),
        {"schema": "shared"},
    )
    access = (_CONTROL, *(rls.Access(surface, "select", rls.OPERATOR) for surface in _PINNED))


class Account(SharedRow):
    """Someone who can sign in. One account may be staff of several operators and live with one of them."""

    __tablename__ = "accounts"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    login: Mapped[str | None] = mapped_column(unique=True)
    phone_index: Mapped[bytes | None] = mapped_column(unique=True)
    phone_sealed: Mapped[bytes | None]
    display_name: Mapped[str]
    password_hash: Mapped[str | None]
    totp_sealed: Mapped[bytes | None]
    totp_confirmed_at: Mapped[dt.datetime | None]
    totp_last_step: Mapped[int | None]
    locale: Mapped[str | None]
    disabled_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        CheckConstraint("login ~ '^(?=.*[a-z])[a-z0-9._@-]{3,64}$'", name="login"),
        CheckConstraint("(phone_index IS NULL) = (phone_sealed IS NULL)", name="phone"),
        CheckConstraint("locale IN ('zh-CN', 'en')", name="locale"),
        {"schema": "shared"},
    )
    access = (_CONTROL,)


class Membership(SharedRow):
    """What an account is to an operator (or, without one, to the platform or the district), and since when."""

    __tablename__ = "memberships"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("shared.accounts.id"))
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("shared.operators.id"))
    role: Mapped[Role]
    display_name: Mapped[str]
    community_ids: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid))
    resident_id: Mapped[UUID | None]
    created_at: Mapped[dt.datetime] = created_at()
    ended_at: Mapped[dt.datetime | None]
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("(role = 'RESIDENT') = (resident_id IS NOT NULL)", name="resident"),
        Index(
            "memberships_current_key",
            "account_id",
            "operator_id",
            "role",
            unique=True,
            postgresql_where="ended_at IS NULL",
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_memberships_operator_id", "operator_id", "id"),
        {"schema": "shared"},
    )
    access = (_CONTROL, rls.staff("select", rls.OPERATOR))


class Factor(StrEnum):
    """How whoever holds a session has shown who they are."""

    PASSWORD = "PASSWORD"  # noqa: S105  # a name
    CODE = "CODE"
    TOTP = "TOTP"
    PROVIDER = "PROVIDER"
    PROVIDER_MFA = "PROVIDER_MFA"
    API_CLIENT = "API_CLIENT"


SECOND_FACTORS = frozenset({Factor.TOTP, Factor.PROVIDER_MFA})


class SignInSession(SharedRow):
    """One sign-in of one account on one device, until it expires or is revoked.

    A session that an operator's own identity provider vouched for is good at that operator only: the provider may
    say anything about anybody.
    """

    __tablename__ = "sessions"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("shared.accounts.id"))
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("shared.operators.id"))
    factors: Mapped[list[str]] = mapped_column(ARRAY(String))
    user_agent: Mapped[str]
    address: Mapped[str]
    created_at: Mapped[dt.datetime] = created_at()
    expires_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]
    revoked_because: Mapped[str | None]
    __table_args__ = (Index("ix_sessions_account_id", "account_id"), {"schema": "shared"})
    access = (_CONTROL,)


class RefreshToken(SharedRow):
    """A token that can be used once; using it again revokes the whole session."""

    __tablename__ = "refresh_tokens"
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("shared.sessions.id"))
    created_at: Mapped[dt.datetime] = created_at()
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]
    __table_args__ = (Index("ix_refresh_tokens_session_id", "session_id"), {"schema": "shared"})
    access = (_CONTROL,)


class SignInCode(SharedRow):
    """A one-time code sent to a phone; known and unknown phones look alike."""

    __tablename__ = "sign_in_codes"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    phone_index: Mapped[bytes]
    code_hash: Mapped[bytes]
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime] = created_at()
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]
    __table_args__ = (Index("ix_sign_in_codes_phone_index", "phone_index", "created_at"), {"schema": "shared"})
    access = (_CONTROL,)


class Throttle(SharedRow):
    """How often something was tried lately: by account, by phone, by address, by device; the bucket is a keyed hash."""

    __tablename__ = "throttles"
    bucket: Mapped[bytes] = mapped_column(primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[dt.datetime]
    __table_args__ = (Index("ix_throttles_expires_at", "expires_at"), {"schema": "shared"})
    access = (_CONTROL,)


class IdentityProvider(SharedRow):
    """An operator's own OpenID provider, for its staff."""

    __tablename__ = "identity_providers"
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("shared.operators.id"), primary_key=True)
    issuer: Mapped[str]
    client_id: Mapped[str]
    client_secret_sealed: Mapped[bytes | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = ({"schema": "shared"},)
    access = (_CONTROL,)


class ExternalIdentity(SharedRow):
    """Who an account is at an operator's own provider."""

    __tablename__ = "external_identities"
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("shared.operators.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("shared.accounts.id"))
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (Index("ix_external_identities_account_id", "account_id"), {"schema": "shared"})
    access = (_CONTROL,)


class OidcSignIn(SharedRow):
    """A sign-in under way at an operator's own provider: state, nonce and PKCE verifier, used once."""

    __tablename__ = "oidc_sign_ins"
    state_hash: Mapped[bytes] = mapped_column(primary_key=True)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("shared.operators.id"))
    nonce: Mapped[str]
    verifier_sealed: Mapped[bytes]
    created_at: Mapped[dt.datetime] = created_at()
    expires_at: Mapped[dt.datetime]
    __table_args__ = ({"schema": "shared"},)
    access = (_CONTROL,)


class Subdistrict(SharedRow):
    """One of Minhang's streets and towns, by its code of administrative division."""

    __tablename__ = "subdistricts"
    code: Mapped[str] = mapped_column(primary_key=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    __table_args__ = ({"schema": "shared"},)
    access = tuple(
        rls.Access(surface, "select") for surface in (*_PINNED, Surface.CONTROL, Surface.OVERSIGHT, Surface.DISTRICT)
    )


class CalendarDay(SharedRow):
    """A day off, or a day worked, that the library of holidays does not know; it wins over the library."""

    __tablename__ = "calendar_days"
    falls_on: Mapped[dt.date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    name: Mapped[str]
    __table_args__ = (CheckConstraint("length(name) BETWEEN 1 AND 60", name="name"), {"schema": "shared"})
    access = (
        _CONTROL,
        *(rls.Access(surface, "select") for surface in (*_PINNED, Surface.OVERSIGHT, Surface.DISTRICT)),
    )


class PlatformAuditEntry(SharedRow):
    """Who did what at the platform itself: sign-ins, sessions, operators. Append-only."""

    __tablename__ = "platform_audit"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    created_at: Mapped[dt.datetime] = created_at()
    account_id: Mapped[UUID | None]
    act: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[UUID | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    request_id: Mapped[str]
    address: Mapped[str]
    __table_args__ = (Index("ix_platform_audit_account_id", "account_id", "id"), {"schema": "shared"})
    access = (rls.control("select, insert"), rls.Access(Surface.OVERSIGHT, "insert"))
