"""Accounts of residents and of those who apply: opened by a stay, closed when they leave."""

from uuid import UUID

from sqlalchemy import and_, exists, not_, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.accounts.contract import AccountPermission
from backend.modules.accounts.phones import phone_index, seal_phone
from backend.modules.accounts.sessions import announce_account, revoke_sessions
from tenants.models import Account, Membership, Operator, OperatorState
from tenants.roles import OPEN, Role
from tenants.scope import Scope, action

# The name of a resident is sealed at the operator; the platform knows none.
_NAMELESS = "住户"


@action(AccountPermission.FOLLOW_STAYS)
async def seat_resident(scope: Scope, operator_id: UUID, resident_id: UUID, phone: str) -> None:
    """Let whoever holds the phone sign in as this resident of the operator, and nobody else any more.

    A phone that two residents share belongs to the first of them. Running it twice changes nothing.
    """
    account_id = await _account_of(scope, phone)
    await _end(scope, operator_id, resident_id, but=account_id)
    made = await scope.session.scalar(
        insert(Membership)
        .values(
            id=new_id(),
            account_id=account_id,
            operator_id=operator_id,
            role=Role.RESIDENT,
            display_name=_NAMELESS,
            resident_id=resident_id,
        )
        .on_conflict_do_nothing()
        .returning(Membership.id)
    )
    if made is not None:
        scope.record("seat_resident", "Membership", made, operator_id=str(operator_id))
        await announce_account(scope, account_id)


@action(AccountPermission.FOLLOW_STAYS)
async def unseat_resident(scope: Scope, operator_id: UUID, resident_id: UUID) -> None:
    """Nobody signs in as this resident any more. Running it twice changes nothing."""
    for membership_id in await _end(scope, operator_id, resident_id):
        scope.record("unseat_resident", "Membership", membership_id, operator_id=str(operator_id))


@action(AccountPermission.FOLLOW_STAYS)
async def forget_resident(scope: Scope, operator_id: UUID, resident_id: UUID) -> None:
    """Forget the phones of the accounts that were this resident's and serve nobody else now. They are closed.

    Running it twice changes nothing.
    """
    await unseat_resident(scope, operator_id, resident_id)
    were = select(Membership.account_id).where(
        Membership.operator_id == operator_id, Membership.resident_id == resident_id
    )
    # To apply again they would have to say again who they are.
    is_in_use = exists().where(
        Membership.account_id == Account.id,
        Membership.ended_at.is_(None),
        not_(and_(Membership.operator_id == operator_id, Membership.role == Role.APPLICANT)),
    )
    closed = await scope.session.scalars(
        update(Account)
        .where(Account.id.in_(were), ~is_in_use, Account.phone_index.is_not(None))
        .values(phone_index=None, phone_sealed=None, disabled_at=clock.now())
        .returning(Account.id)
        .execution_options(synchronize_session=False)
    )
    for account_id in closed.all():
        await revoke_sessions(scope, account_id, "account_closed")
        scope.record("forget_resident", "Account", account_id, operator_id=str(operator_id))


@action(OPEN)
async def become_applicant(scope: Scope, operator_code: str) -> UUID:
    """Let the caller apply for a place with an operator; the operator's id. Raises NotFound, Unauthenticated."""
    operator_id: UUID | None = await scope.session.scalar(
        select(Operator.id).where(Operator.code == operator_code, Operator.state == OperatorState.ACTIVE)
    )
    if operator_id is None or scope.actor.account_id is None:
        raise NotFound(field=("input", "operator_code"))
    made = await scope.session.scalar(
        insert(Membership)
        .values(
            id=new_id(),
            account_id=scope.actor.account_id,
            operator_id=operator_id,
            role=Role.APPLICANT,
            display_name=_NAMELESS,
        )
        .on_conflict_do_nothing()
        .returning(Membership.id)
    )
    if made is not None:
        scope.record("become_applicant", "Membership", made, operator_id=str(operator_id))
        await announce_account(scope, scope.actor.account_id)
    return operator_id


async def _account_of(scope: Scope, phone: str) -> UUID:
    account_id = new_id()
    made: UUID | None = await scope.session.scalar(
        insert(Account)
        .values(
            id=account_id,
            display_name=_NAMELESS,
            phone_index=phone_index(phone),
            phone_sealed=seal_phone(account_id, phone),
        )
        .on_conflict_do_nothing()
        .returning(Account.id)
    )
    if made is not None:
        return made
    known: UUID = (
        await scope.session.scalars(select(Account.id).where(Account.phone_index == phone_index(phone)))
    ).one()
    return known


async def _end(scope: Scope, operator_id: UUID, resident_id: UUID, but: UUID | None = None) -> list[UUID]:
    ended = (
        await scope.session.execute(
            update(Membership)
            .where(
                Membership.operator_id == operator_id,
                Membership.resident_id == resident_id,
                Membership.ended_at.is_(None),
                Membership.account_id != but if but is not None else Membership.id.is_not(None),
            )
            .values(ended_at=clock.now())
            .returning(Membership.id, Membership.account_id)
        )
    ).all()
    for row in ended:
        await announce_account(scope, row.account_id)
    return [row.id for row in ended]
