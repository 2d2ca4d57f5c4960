"""Receipts: whoever has the code learns that the ballot lies in the urn, and nothing of what stands on it."""

from uuid import UUID

from sqlalchemy import and_, select

from backend.core.surfaces import Surface
from backend.modules.polls.contract.inputs import BallotProof
from backend.modules.polls.contract.refusals import ReceiptUnknown
from backend.modules.polls.contract.words import UrnState
from backend.modules.polls.models import Ballot, Poll, Urn
from backend.modules.polls.paper import parse_receipt_code, receipt_hash
from tenants.models import Operator, OperatorState
from tenants.roles import OPEN
from tenants.scope import Actor, Scope, open_scope, query, system_actor


@query(OPEN)
async def ballot_receipt(scope: Scope, code: str) -> BallotProof:
    """What a receipt proves; whoever asks. Raises ReceiptUnknown.

    The scope is left alone: the code says at which operator the urn stands, and the urn has a login of its own.
    """
    said = parse_receipt_code(code)
    operator_id = None if said is None else await _operator(scope, said[0])
    if said is None or operator_id is None:
        raise ReceiptUnknown(field=("code",))
    async with open_scope(system_actor(operator_id, "polls.receipts", surface=Surface.BALLOT), read_only=True) as urn:
        row = (
            await urn.session.execute(
                select(Poll.id, Poll.title, Urn.state)
                .join(Ballot, and_(Ballot.operator_id == Poll.operator_id, Ballot.poll_id == Poll.id))
                .join(Urn, and_(Urn.operator_id == Poll.operator_id, Urn.poll_id == Poll.id))
                .where(Ballot.receipt_hash == receipt_hash(said[1]))
            )
        ).one_or_none()
    if row is None:
        raise ReceiptUnknown(field=("code",))
    return BallotProof(operator_id, row.id, row.title, row.state is UrnState.EMPTIED)


async def _operator(scope: Scope, code: str) -> UUID | None:
    asking = Actor(surface=Surface.CONTROL, request_id=scope.actor.request_id, address=scope.actor.address)
    async with open_scope(asking, read_only=True) as control:
        found: UUID | None = await control.session.scalar(
            select(Operator.id).where(Operator.code == code, Operator.state == OperatorState.ACTIVE)
        )
        return found
