"""Rotating check-in codes: derived from the operator's key, the session and the clock, and kept nowhere."""

import base64
import datetime as dt
import hmac
from dataclasses import dataclass
from uuid import UUID

from backend.core.crypto import DataKey, blind_index, subkey

_CODE_BYTES = 5


@dataclass(frozen=True, slots=True)
class SessionCode:
    """What is shown in the classroom now, and when the next one takes its place."""

    session_id: UUID
    code: str
    changes_at: dt.datetime


def code_at(key: DataKey, session_id: UUID, moment: dt.datetime, seconds: int) -> SessionCode:
    """The code of the step of time that a moment lies in; steps are so many seconds long."""
    step = _step(moment, seconds)
    changes_at = dt.datetime.fromtimestamp((step + 1) * seconds, dt.UTC)
    return SessionCode(session_id, _code(key, session_id, step), changes_at)


def is_shown(key: DataKey, session_id: UUID, said: str, moment: dt.datetime, seconds: int) -> bool:
    """Whether a code is the one of now, or the one before it: a phone needs a moment to scan and send."""
    step = _step(moment, seconds)
    given = said.strip().upper().encode()
    shown = [_code(key, session_id, one).encode() for one in (step, step - 1)]
    # Both are compared whatever the first says.
    return sum(hmac.compare_digest(given, one) for one in shown) > 0


def _step(moment: dt.datetime, seconds: int) -> int:
    return int(moment.timestamp()) // seconds


def _code(key: DataKey, session_id: UUID, step: int) -> str:
    derived = blind_index(subkey(key.indexing, "session-codes"), f"{session_id}:{step}")
    return base64.b32encode(derived[:_CODE_BYTES]).decode()
