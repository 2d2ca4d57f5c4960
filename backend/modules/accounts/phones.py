"""The phones of accounts: found by a keyed index, sealed under the platform's key."""

from uuid import UUID

from sqlalchemy import ColumnElement

from backend.core.crypto import platform_key
from backend.core.errors import BadInput
from backend.core.phones import InvalidPhone, parse_phone
from tenants.models import Account


def read_phone(typed: str, field: str) -> str:
    """E.164 of what someone typed. Raises BadInput at the field."""
    try:
        return parse_phone(typed)
    except InvalidPhone as error:
        raise BadInput(field=("input", field)) from error


def phone_index(phone: str) -> bytes:
    """Sixteen bytes that stand for an E.164 phone in every table of the platform."""
    return platform_key().index(f"phone:{phone}")


def seal_phone(account_id: UUID, phone: str) -> bytes:
    return platform_key().seal(phone, f"accounts:{account_id}:phone_sealed")


def named_by(login: str) -> ColumnElement[bool]:
    """The condition for the account that a log-in name or a phone names."""
    try:
        return Account.phone_index == phone_index(parse_phone(login))
    except InvalidPhone:
        return Account.login == login.strip().lower()
