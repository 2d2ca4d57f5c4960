"""Documents compared across operators: only as marks under a key that its owner throws away."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Any, Final  # Any: rows of a few columns

from sqlalchemy import and_, select

from backend.core.crypto import DataKey, blind_index
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.stays import Stay, StayResident
from backend.modules.housing.queries.stays import LIVED
from backend.modules.housing.sealing import ResidentSeal
from tenants.scope import Scope, query

_AT_ONCE: Final = 2_000
_OF_RESIDENT = and_(StayResident.operator_id == Resident.operator_id, StayResident.resident_id == Resident.id)
_OF_STAY = and_(Stay.operator_id == StayResident.operator_id, Stay.id == StayResident.stay_id)


@query(HousingPermission.COMPARE)
async def marks_of_residents(scope: Scope, day: dt.date, key: bytes) -> Sequence[bytes]:
    """A keyed hash of the document of everyone who lives here on a day; whoever has no document left is random.

    Documents are opened here and leave only as marks. The key is the caller's: with another key the same person has
    another mark, so marks of two runs, or of an operator that has no key, cannot be compared.
    """
    living = (
        select(Resident.id, Resident.key_wrapped, Resident.document_kind, Resident.document_sealed)
        .join(
            StayResident,
            and_(StayResident.operator_id == Resident.operator_id, StayResident.resident_id == Resident.id),
        )
        .join(Stay, _OF_STAY)
        .where(StayResident.starts_on <= day, StayResident.ends_on > day, Stay.status.in_(LIVED))
    )
    rows, operator = (await scope.session.execute(living)).all(), await scope.key()
    marks: list[bytes] = []
    for start in range(0, len(rows), _AT_ONCE):
        marks += await asyncio.to_thread(_marks, rows[start : start + _AT_ONCE], operator, key)
    return marks


def _marks(rows: Sequence[Any], operator: DataKey, key: bytes) -> list[bytes]:
    return [_mark(row, operator, key) for row in rows]


def _mark(row: Any, operator: DataKey, key: bytes) -> bytes:
    if row.document_sealed is None or row.key_wrapped is None:
        return blind_index(key, f"nobody:{row.id}")
    number = ResidentSeal.opened(operator, row.id, row.key_wrapped).unseal("document", row.document_sealed)
    return blind_index(key, f"{row.document_kind}:{number}")
