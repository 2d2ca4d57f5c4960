"""Who asks: from an access token and the chosen operator to an actor, checked against the session every few seconds."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from backend.core import clock
from backend.core.errors import Locale, SessionEnded
from backend.core.live import live
from backend.core.settings import settings
from backend.core.surfaces import Surface
from tenants.models import SECOND_FACTORS, Account, Membership, Operator, OperatorState, SignInSession
from tenants.oversight import care_of
from tenants.roles import Role, permissions_of
from tenants.scope import Actor, Scope, open_scope
from tenants.tokens import read_access_token

SESSION_TOPIC: Final = "session:"
# Sockets ask at intervals of their own, so what they are told must be fresher than what requests are told.
_RECHECK_SECONDS: Final = 1.0
_MOST_KNOWN: Final = 20_000
_PLATFORM_ROLES: Final = (Role.PLATFORM_ADMIN, Role.BRANCH_SUPERVISOR, Role.DISTRICT_VIEWER)


@dataclass(frozen=True, slots=True)
class _Seat:
    """A membership as it counts for a request."""

    role: Role
    operator_id: UUID | None
    operator_code: str | None
    is_open: bool
    community_ids: tuple[UUID, ...] | None
    resident_id: UUID | None
    operator_ids: tuple[UUID, ...] = ()
    organisation_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class _Standing:
    """What a live session is good for."""

    account_id: UUID
    factors: frozenset[str]
    locale: str | None
    expires_at: dt.datetime
    seats: tuple[_Seat, ...]


_known: dict[UUID, tuple[dt.datetime, _Standing | None]] = {}


def _forget(topic: str) -> None:
    _known.pop(UUID(topic.removeprefix(SESSION_TOPIC)), None)


live.hear(SESSION_TOPIC, _forget)


async def identify(
    token: str | None,
    *,
    operator_code: str | None,
    as_resident: bool,
    request_id: str,
    address: str,
    locale: str | None,
) -> Actor:
    """The actor of a request; `locale` is an Accept-Language header, and the account's own choice goes before it.

    Without a code the account's only operator is taken. Whoever names an operator that they do not belong to, that is
    suspended or that does not exist is an actor without operator, as if none were chosen. Raises Unauthenticated,
    SessionEnded.
    """
    asking = Actor(surface=Surface.CONTROL, request_id=request_id, address=address, locale=preferred_locale(locale))
    if token is None:
        return asking
    said = read_access_token(token)
    standing = await _standing(said.session_id, settings().session_check_seconds)
    if standing is None or standing.account_id != said.account_id:
        raise SessionEnded
    someone = replace(
        asking,
        account_id=said.account_id,
        session_id=said.session_id,
        factors=standing.factors,
        locale=preferred_locale(standing.locale or locale),
    )
    return _seated(someone, standing, operator_code, as_resident)


async def still_stands(actor: Actor) -> bool:
    """Whether the session lives and the actor would be let in with the same rights again; at most a second old."""
    if actor.session_id is None:
        return True
    standing = await _standing(actor.session_id, min(_RECHECK_SECONDS, settings().session_check_seconds))
    if standing is None:
        return False
    code = next((seat.operator_code for seat in standing.seats if seat.operator_id == actor.operator_id), None)
    nobody = replace(
        actor,
        surface=Surface.CONTROL,
        operator_id=None,
        operator_ids=(),
        roles=frozenset(),
        permissions=frozenset(),
        community_ids=None,
        organisation_ids=(),
        resident_id=None,
    )
    return not actor.roles or _seated(nobody, standing, code, actor.surface is Surface.RESIDENT) == actor


def preferred_locale(accepted: str | None) -> Locale:
    """The language of ours that an Accept-Language header likes best; Chinese where it names neither."""
    wanted: list[tuple[float, str]] = []
    for part in (accepted or "")[:200].split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), name.lower()))
        except ValueError:
            continue
    for _, name in sorted(wanted, key=lambda one: one[0]):
        if name.split("-")[0] in ("zh", "en"):
            return "en" if name.startswith("en") else "zh-CN"
    return "zh-CN"


def _seated(someone: Actor, standing: _Standing, code: str | None, as_resident: bool) -> Actor:
    """The actor in the seats that the code names; without any they may only ask who they are."""
    has_second = bool(standing.factors & SECOND_FACTORS)
    seats = [seat for seat in standing.seats if seat.is_open and (has_second or not seat.role.needs_second_factor)]
    if code is None:
        for role in _PLATFORM_ROLES:
            seat = next((seat for seat in seats if seat.role is role), None)
            if seat is not None:
                above = _with(someone, frozenset({role}), surface=role.surface, community_ids=seat.community_ids)
                return replace(above, operator_ids=seat.operator_ids, organisation_ids=seat.organisation_ids)
        operators = {seat.operator_id for seat in seats}
        here = seats if len(operators) == 1 else []
    else:
        here = [seat for seat in seats if seat.operator_code == code]
    staff = [seat for seat in here if seat.role.surface is Surface.TENANT]
    # Who lives here counts as a resident, and only before that as someone who would like to.
    homes = [seat for seat in here if seat.role.surface is Surface.RESIDENT]
    home = min(homes, key=lambda seat: seat.role is not Role.RESIDENT, default=None)
    if home is not None and (as_resident or not staff):
        return _with(
            someone,
            frozenset({home.role}),
            surface=Surface.RESIDENT,
            operator_id=home.operator_id,
            resident_id=home.resident_id,
        )
    if not staff or as_resident:
        return someone
    at_work = _with(
        someone,
        frozenset(seat.role for seat in staff),
        surface=Surface.TENANT,
        operator_id=staff[0].operator_id,
        community_ids=_communities(staff),
    )
    return replace(at_work, permissions=_permissions(staff))


def _with(
    someone: Actor,
    roles: frozenset[Role],
    *,
    surface: Surface,
    operator_id: UUID | None = None,
    community_ids: tuple[UUID, ...] | None = None,
    resident_id: UUID | None = None,
) -> Actor:
    return replace(
        someone,
        surface=surface,
        operator_id=operator_id,
        roles=roles,
        permissions=permissions_of(roles),
        community_ids=community_ids,
        resident_id=resident_id,
    )


def _communities(seats: list[_Seat]) -> tuple[UUID, ...] | None:
    """All that any of the seats opens; None is every community."""
    opened: set[UUID] = set()
    for seat in seats:
        if seat.community_ids is None:
            return None
        opened.update(seat.community_ids)
    return tuple(sorted(opened))


def _permissions(seats: list[_Seat]) -> frozenset[str]:
    """What the seats permit in every community that they open: a right in one must not be used in another."""
    everywhere = frozenset(seat.role for seat in seats if seat.community_ids is None)
    if everywhere:
        return permissions_of(everywhere)
    roles_in: dict[UUID, set[Role]] = defaultdict(set)
    for seat in seats:
        for community_id in seat.community_ids or ():
            roles_in[community_id].add(seat.role)
    permitted = [permissions_of(roles) for roles in {frozenset(roles) for roles in roles_in.values()}]
    return frozenset.intersection(*permitted) if permitted else frozenset()


async def _standing(session_id: UUID, max_age: float) -> _Standing | None:
    """The standing of a live session, looked up where what this process knows is older than `max_age` seconds."""
    now = clock.now()
    checked_at, standing = _known.get(session_id, (None, None))
    if checked_at is None or not 0 <= (now - checked_at).total_seconds() < max_age:
        standing = await _looked_up(session_id)
        if len(_known) >= _MOST_KNOWN:
            del _known[next(iter(_known))]
        _known[session_id] = (now, standing)
    return standing if standing is not None and standing.expires_at > now else None


async def _looked_up(session_id: UUID) -> _Standing | None:
    statement = (
        select(SignInSession, Account.locale, Membership, Operator.code, Operator.state)
        .join(Account, Account.id == SignInSession.account_id)
        .outerjoin(Membership, _counts_for_the_session())
        .outerjoin(Operator, Operator.id == Membership.operator_id)
        .where(SignInSession.id == session_id, SignInSession.revoked_at.is_(None), Account.disabled_at.is_(None))
        .order_by(Membership.id)
    )
    async with open_scope(Actor(surface=Surface.CONTROL, system="identify"), read_only=True) as scope:
        rows: Sequence[Any] = (await scope.session.execute(statement)).all()  # Any: outer joins may give nothing
        if not rows:
            return None
        session: SignInSession = rows[0][0]
        seats = [_seat(row[2], row[3], row[4]) for row in rows if row[2] is not None]
        overseen = [await _in_care(scope, session.account_id, seat) for seat in seats]
    return _Standing(
        account_id=session.account_id,
        factors=frozenset(session.factors),
        locale=rows[0][1],
        expires_at=session.expires_at,
        seats=tuple(overseen),
    )


async def _in_care(scope: Scope, account_id: UUID, seat: _Seat) -> _Seat:
    """A supervising branch's seat with what it oversees today; any other as it is."""
    if seat.role is not Role.BRANCH_SUPERVISOR:
        return seat
    organisations, communities = await care_of(scope.session, account_id)
    return replace(
        seat,
        operator_ids=tuple(sorted({operator_id for operator_id, _ in communities})),
        community_ids=tuple(sorted(community_id for _, community_id in communities)),
        organisation_ids=organisations,
    )


def _counts_for_the_session() -> ColumnElement[bool]:
    """A session from an operator's own provider is good at that operator only."""
    return and_(
        Membership.account_id == SignInSession.account_id,
        Membership.ended_at.is_(None),
        or_(SignInSession.operator_id.is_(None), SignInSession.operator_id == Membership.operator_id),
    )


def _seat(membership: Membership, code: str | None, state: OperatorState | None) -> _Seat:
    return _Seat(
        role=Role(membership.role),
        operator_id=membership.operator_id,
        operator_code=code,
        is_open=state in (None, OperatorState.ACTIVE),
        community_ids=None if membership.community_ids is None else tuple(membership.community_ids),
        resident_id=membership.resident_id,
    )
