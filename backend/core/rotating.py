"""Rotating codes: derived from the operator's key, a purpose, what they are of and the clock, and kept nowhere."""

import base64
import datetime as dt
import hmac
from dataclasses import dataclass
from uuid import UUID

from backend.core.crypto import DataKey, blind_index, subkey

_CODE_BYTES = 5


@dataclass(frozen=True, slots=True)
class RotatingCode:
    """What is shown now, and when the next one takes its place."""

    subject_id: UUID
    code: str
    changes_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Rotation:
    """Codes of one purpose under one key, each for a step of so many seconds."""

    key: DataKey
    purpose: str
    seconds: int

    def code_at(self, subject_id: UUID, moment: dt.datetime) -> RotatingCode:
        """The code of the step of time that a moment lies in."""
        step = self._step(moment)
        changes_at = dt.datetime.fromtimestamp((step + 1) * self.seconds, dt.UTC)
        return RotatingCode(subject_id, self._code(subject_id, step), changes_at)

    def is_shown(self, subject_id: UUID, said: str, moment: dt.datetime) -> bool:
        """Whether a code is the one of now, or the one before it: a phone needs a moment to scan and send."""
        step = self._step(moment)
        given = said.strip().upper().encode()
        shown = [self._code(subject_id, one).encode() for one in (step, step - 1)]
        # Both are compared whatever the first says.
        return sum(hmac.compare_digest(given, one) for one in shown) > 0

    def _step(self, moment: dt.datetime) -> int:
        return int(moment.timestamp()) // self.seconds

    def _code(self, subject_id: UUID, step: int) -> str:
        derived = blind_index(subkey(self.key.indexing, self.purpose), f"{subject_id}:{step}")
        return base64.b32encode(derived[:_CODE_BYTES]).decode()
