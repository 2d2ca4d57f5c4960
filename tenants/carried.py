"""Which rows belong to an operator: all of its own tables, and its part of the shared ones."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, or_, select

from backend.core.crypto import DataKey, platform_key
from backend.core.db import Base
from tenants.models import Account, ExternalIdentity, IdentityProvider, Membership, Operator

# An archive takes an operator to another installation; these shared tables stay behind, each for its reason.
LEFT_BEHIND = {
    "operator_keys": "travels sealed under the passphrase, and is wrapped anew on arrival",
    "sessions": "a sign-in is valid where it was made",
    "refresh_tokens": "as sessions",
    "sign_in_codes": "a code lives for minutes",
    "oidc_sign_ins": "as sign-in codes",
    "throttles": "belongs to addresses and phones, not to an operator",
    "platform_audit": "the platform's own memory, which outlives operators",
    "subdistricts": "the same everywhere",
    "calendar_days": "as subdistricts",
    "party_orgs": "the district's own tree, which another installation has or has not",
    "branch_supervisors": "accounts of the district, not of an operator",
    "oversight_assignments": "made by the district where the operator runs",
    "listed_communities": "copied anew from the operator's own communities",
    "oversight_keys": "a retry comes within minutes",
    "oversight_receipts": "as events that were delivered",
    "party_officers": "the organisations' own",
    "party_members": "reported in to an organisation that stays behind",
    "transfer_papers": "laid before an organisation that stays behind",
    "party_meetings": "the organisations' own",
    "party_activities": "the organisations' own",
    "party_stations": "the organisations' own",
    "party_station_hours": "as the stations",
    "party_station_days": "as the stations",
    "party_station_services": "as the stations",
    "party_station_visits": "as the stations",
    "supervision_notices": "issued by organisations that stay behind",
    "notice_answers": "as the notices that they answer",
    "building_recognitions": "given by organisations that stay behind",
    "grids": "the district's, which no operator owns",
    "grid_members": "as grids",
    "grid_coverages": "the district's word about a community, given anew where it arrives",
    "released_operators": "what the district may read, released anew from the facts where they arrive",
    "released_communities": "as released operators",
    "released_facts": "as released operators",
    "released_tables": "as released operators",
    "release_bases": "what hides is drawn where it is released",
    "district_counts": "as released operators",
    "releases": "as released operators",
    "district_snapshots": "sealed by the district where the figures were read",
}


def operator_tables() -> list[Table]:
    """Every table of operators' rows, each after those that it refers to."""
    return [table for table in Base.metadata.sorted_tables if table.schema is None and "operator_id" in table.columns]


def accounts_of(operator_id: UUID) -> Select[UUID]:
    """The ids of all who are or were members of the operator, or are known at its identity provider."""
    return select(Account.id).where(
        or_(
            Account.id.in_(select(Membership.account_id).where(Membership.operator_id == operator_id)),
            Account.id.in_(select(ExternalIdentity.account_id).where(ExternalIdentity.operator_id == operator_id)),
        )
    )


def only_accounts_of(operator_id: UUID) -> Select[UUID]:
    """Those of them whom nobody else knows."""
    return accounts_of(operator_id).where(
        Account.id.not_in(select(Membership.account_id).where(Membership.operator_id.is_distinct_from(operator_id))),
        Account.id.not_in(select(ExternalIdentity.account_id).where(ExternalIdentity.operator_id != operator_id)),
    )


def carried(operator_id: UUID) -> Iterator[tuple[Table, Select[Any]]]:  # Any: columns of each table
    """The operator's part of the shared tables, each after those that it refers to."""
    for model, condition in (
        (Operator, Operator.id == operator_id),
        (IdentityProvider, IdentityProvider.operator_id == operator_id),
        (Account, Account.id.in_(accounts_of(operator_id))),
        (Membership, Membership.operator_id == operator_id),
        (ExternalIdentity, ExternalIdentity.operator_id == operator_id),
    ):
        table: Table = Base.metadata.tables[f"shared.{model.__tablename__}"]
        yield table, select(table).where(condition)


# What the platform's key seals must be sealed anew, since another installation has another key.
_PLATFORM_SEALED = {
    "accounts": ("phone_sealed", "totp_sealed"),
    "identity_providers": ("client_secret_sealed",),
}


def _context(table: str, column: str, row: dict[str, Any]) -> str:  # Any: column values
    owner = row["operator_id" if table == "identity_providers" else "id"]
    return f"{table}:{owner}:{column}"


def packed(table: Table, row: dict[str, Any], key: DataKey) -> dict[str, Any]:  # Any: column values
    """A shared row as the archive has it: what the platform's key sealed is sealed by the operator's."""
    for column in _PLATFORM_SEALED.get(table.name, ()):
        if row[column] is not None:
            context = _context(table.name, column, row)
            row[column] = key.seal(platform_key().unseal(row[column], context), f"archive:{context}")
    return row


def unpacked(table: Table, row: dict[str, Any], key: DataKey) -> dict[str, Any]:  # Any: column values
    """A shared row as this installation keeps it."""
    for column in _PLATFORM_SEALED.get(table.name, ()):
        if row[column] is not None:
            context = _context(table.name, column, row)
            text = key.unseal(row[column], f"archive:{context}")
            row[column] = platform_key().seal(text, context)
            if column == "phone_sealed":
                row["phone_index"] = platform_key().index(f"phone:{text}")
    return row
