"""The sealer of the audit trail, and the check of its seals."""

import datetime as dt
from collections.abc import Sequence

import structlog
from sqlalchemy import func, select

from backend.core import clock
from backend.core.ids import first_id_at
from backend.modules.audit.chain import FIRST, link
from backend.modules.audit.contract import AuditPermission
from tenants.audit import AuditEntry, AuditSeal
from tenants.scope import Scope, action

_BATCH = 1000
# An entry is looked for as long as a transaction may last, and then some; `everything` finds what came later still.
_RECENT = dt.timedelta(hours=2)

log = structlog.get_logger()


@action(AuditPermission.SEAL)
async def seal_entries(scope: Scope, *, everything: bool = False) -> int:
    """Chain the entries that no seal holds yet, by id, and tell how many. An entry committed late is chained later.

    Sealers of one operator wait for each other; the key on the number makes a fork impossible in any case.
    """
    lock = func.pg_advisory_xact_lock(func.hashtextextended(f"audit_seals:{scope.operator_id}", 0))
    await scope.session.execute(select(lock))
    last = await scope.session.scalar(select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1))
    number, before = (last.number, last.hash) if last else (0, FIRST)
    entries = await _unsealed(scope, everything=everything)
    for entry in entries:
        number, before = number + 1, link(before, entry)
        scope.session.add(AuditSeal(number=number, entry_id=entry.id, hash=before))
    if entries:
        # The head of the chain outlives the database in the log: a cut end is found by it.
        log.info("audit_sealed", operator=str(scope.operator_id), count=number, head=before.hex())
    return len(entries)


async def _unsealed(scope: Scope, *, everything: bool) -> Sequence[AuditEntry]:
    sealed = select(AuditSeal.entry_id).where(
        AuditSeal.operator_id == AuditEntry.operator_id, AuditSeal.entry_id == AuditEntry.id
    )
    waiting = select(AuditEntry).where(~sealed.exists()).order_by(AuditEntry.id).limit(_BATCH)
    if not everything:
        waiting = waiting.where(AuditEntry.id >= first_id_at(clock.now() - _RECENT))
    found: Sequence[AuditEntry] = (await scope.session.scalars(waiting)).all()
    return found


@action(AuditPermission.VERIFY)
async def verify_chain(scope: Scope) -> int | None:
    """The number of the first seal that does not fit its entry or the seal before it, or None where all do.

    A missing number, a changed entry and a missing entry are found; a cut end is found by the head in the log.
    """
    number, before = 0, FIRST
    while True:
        page = await scope.session.execute(
            select(AuditSeal, AuditEntry)
            .outerjoin(
                AuditEntry, (AuditEntry.operator_id == AuditSeal.operator_id) & (AuditEntry.id == AuditSeal.entry_id)
            )
            .where(AuditSeal.number > number)
            .order_by(AuditSeal.number)
            .limit(_BATCH)
        )
        rows: Sequence[tuple[AuditSeal, AuditEntry | None]] = page.all()
        for seal, entry in rows:
            if seal.number != number + 1 or entry is None or link(before, entry) != seal.hash:
                return number + 1
            number, before = seal.number, seal.hash
        scope.session.expunge_all()
        if len(rows) < _BATCH:
            return None
