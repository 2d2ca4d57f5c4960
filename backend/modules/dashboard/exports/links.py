"""Links to exports: what is wanted, sealed by the platform's key, and good for minutes."""

import base64
import binascii
import datetime as dt
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag

from backend.core import clock
from backend.core.crypto import platform_key
from backend.core.errors import Locale, NotFound
from backend.modules.dashboard.words import ExportFormat, Grouping

LINK_SECONDS: Final = 300
_CONTEXT: Final = "district-exports"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is exported: figures of a day by groups, or a form of a month. The day is settled when it is asked for."""

    format: ExportFormat
    locale: Locale
    as_of: dt.date
    by: Grouping = Grouping.DISTRICT
    measures: tuple[str, ...] | None = None
    form: str | None = None
    until: int = 0

    @property
    def name(self) -> str:
        """What the file is called."""
        what = self.form.lower() if self.form else f"figures-{self.by.lower().replace('_', '-')}"
        return f"minhang-{what}-{self.as_of.isoformat()}.{self.format.lower()}"


def path_of(wanted: Wanted) -> str:
    """Where it is fetched from now on, for five minutes."""
    until = int(clock.now().timestamp()) + LINK_SECONDS
    sealed = platform_key().seal(msgspec.json.encode(msgspec.structs.replace(wanted, until=until)).decode(), _CONTEXT)
    return f"/exports/{wanted.name}?link={base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"


def read_link(name: str, token: str) -> Wanted:
    """What a link is for. Raises NotFound for what is none, is late, or has another name."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        wanted = msgspec.json.decode(platform_key().unseal(sealed, _CONTEXT), type=Wanted)
    except (ValueError, binascii.Error, InvalidTag, msgspec.MsgspecError) as error:
        raise NotFound from error
    if clock.now().timestamp() >= wanted.until or wanted.name != name:
        raise NotFound
    return wanted
