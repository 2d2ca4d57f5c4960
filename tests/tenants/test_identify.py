"""Who asks: memberships, operators, surfaces, second factors, languages, and sessions that end."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy import update

from backend.core import clock
from backend.core.crypto import master_key, new_key
from backend.core.errors import SessionEnded, Unauthenticated
from backend.core.ids import new_id
from backend.core.live import Live, live
from backend.core.paging import Page
from backend.core.settings import settings
from backend.core.surfaces import Surface
from backend.modules.accounts.actions.staff import end_membership
from backend.modules.accounts.contract import NewMembership
from backend.modules.housing.queries.inventory import list_communities
from tenants.identify import preferred_locale, still_stands
from tenants.models import Account, Operator, SignInSession
from tenants.provision import platform_actor, suspend_operator
from tenants.roles import Role, permissions_of
from tenants.scope import Actor, open_scope
from tenants.tokens import issue_access_token, read_access_token
from tests.accounts.factories import a_person, asking, signed_in
from tests.conftest import acting, new_operator
from tests.tenants.test_scope import a_community

DESK_ONLY = frozenset({Role.FRONT_DESK})
HOME_ONLY = frozenset({Role.RESIDENT})


def seat(operator: Operator, role: Role = Role.FRONT_DESK, *communities: UUID) -> NewMembership:
    return NewMembership(role=role, operator_id=operator.id, community_ids=communities or None)


async def revoke(session_id: UUID | None) -> None:
    """End a session in the database alone: no process is told."""
    async with open_scope(platform_actor("test")) as scope:
        ended = update(SignInSession).where(SignInSession.id == session_id).values(revoked_at=clock.now())
        await scope.session.execute(ended)


async def test_without_a_token_one_is_nobody_and_may_do_nothing() -> None:
    actor = await asking(None, "youchao", locale="en")
    assert actor == Actor(surface=Surface.CONTROL, request_id="test", address="127.0.0.1", locale="en")


async def test_the_only_operator_of_an_account_needs_no_name(operator: Operator) -> None:
    person = await a_person(seat(operator))
    actor = await asking((await signed_in(person)).access_token)
    assert (actor.surface, actor.operator_id, actor.roles) == (Surface.TENANT, operator.id, DESK_ONLY)
    assert actor.permissions == permissions_of(DESK_ONLY)
    assert actor.account_id == person.account.id


async def test_of_several_operators_one_must_be_named(operator: Operator) -> None:
    other = await new_operator()
    person = await a_person(seat(operator), seat(other, Role.COMMUNITY_MANAGER))
    token = (await signed_in(person)).access_token
    nowhere = await asking(token)
    assert (nowhere.surface, nowhere.operator_id, nowhere.permissions) == (Surface.CONTROL, None, frozenset())
    assert (await asking(token, operator.code)).roles == DESK_ONLY
    assert (await asking(token, other.code)).roles == {Role.COMMUNITY_MANAGER}


async def test_a_strangers_operator_answers_like_one_that_does_not_exist(operator: Operator) -> None:
    stranger = await new_operator()
    token = (await signed_in(await a_person(seat(operator)))).access_token
    strange, absent = await asking(token, stranger.code), await asking(token, "no-such-operator")
    assert strange == absent
    assert (strange.surface, strange.operator_id, strange.permissions) == (Surface.CONTROL, None, frozenset())


async def test_a_suspended_operator_lets_nobody_in(operator: Operator) -> None:
    token = (await signed_in(await a_person(seat(operator)))).access_token
    async with open_scope(platform_actor("test")) as scope:
        await suspend_operator(scope, operator.id)
    actor = await asking(token, operator.code)
    assert (actor.operator_id, actor.permissions) == (None, frozenset())


async def test_roles_at_one_operator_add_up_with_their_communities(operator: Operator) -> None:
    first, second = sorted([new_id(), new_id()])
    person = await a_person(seat(operator, Role.FRONT_DESK, second), seat(operator, Role.COMMUNITY_MANAGER, first))
    actor = await asking((await signed_in(person)).access_token)
    assert actor.roles == {Role.FRONT_DESK, Role.COMMUNITY_MANAGER}
    assert actor.community_ids == (first, second)


async def test_a_role_in_one_community_gives_no_right_in_another(operator: Operator) -> None:
    first, second = sorted([new_id(), new_id()])
    apart = await a_person(seat(operator, Role.FRONT_DESK, second), seat(operator, Role.COMMUNITY_MANAGER, first))
    assert (await asking((await signed_in(apart)).access_token)).permissions == permissions_of(DESK_ONLY)
    everywhere = await a_person(seat(operator, Role.FRONT_DESK), seat(operator, Role.COMMUNITY_MANAGER, first))
    actor = await asking((await signed_in(everywhere)).access_token)
    assert (actor.community_ids, actor.permissions) == (None, permissions_of(DESK_ONLY))


async def test_staff_limited_to_a_community_see_theirs_alone(manager: Actor, operator: Operator) -> None:
    theirs, another = a_community("mq"), a_community("pj")
    async with open_scope(manager) as scope:
        scope.session.add_all([theirs, another])
    person = await a_person(seat(operator, Role.FRONT_DESK, theirs.id))
    actor = await asking((await signed_in(person)).access_token)
    async with open_scope(actor, read_only=True) as scope:
        assert [row.code for row in (await list_communities(scope, Page())).rows] == ["mq"]


async def test_a_sensitive_role_gives_nothing_until_the_second_factor(operator: Operator) -> None:
    without = await asking((await signed_in(await a_person(seat(operator, Role.OPERATOR_ADMIN)))).access_token)
    assert (without.surface, without.operator_id, without.permissions) == (Surface.CONTROL, None, frozenset())
    person = await a_person(seat(operator, Role.OPERATOR_ADMIN), totp=True)
    actor = await asking((await signed_in(person, totp=True)).access_token)
    assert actor.roles == {Role.OPERATOR_ADMIN}


async def test_a_resident_who_is_staff_too_chooses_by_surface(operator: Operator) -> None:
    resident_id = new_id()
    home = NewMembership(role=Role.RESIDENT, operator_id=operator.id, resident_id=resident_id)
    token = (await signed_in(await a_person(seat(operator), home))).access_token
    assert (await asking(token, operator.code)).roles == DESK_ONLY
    at_home = await asking(token, operator.code, as_resident=True)
    assert (at_home.surface, at_home.resident_id, at_home.roles) == (Surface.RESIDENT, resident_id, HOME_ONLY)
    only_home = await a_person(home)
    assert (await asking((await signed_in(only_home)).access_token)).surface is Surface.RESIDENT


@pytest.mark.parametrize(
    ("role", "surface"),
    [
        (Role.PLATFORM_ADMIN, Surface.CONTROL),
        (Role.BRANCH_SUPERVISOR, Surface.OVERSIGHT),
        (Role.DISTRICT_VIEWER, Surface.DISTRICT),
    ],
)
async def test_roles_above_operators_have_surfaces_of_their_own(role: Role, surface: Surface) -> None:
    person = await a_person(NewMembership(role=role), totp=True)
    actor = await asking((await signed_in(person, totp=True)).access_token)
    assert (actor.surface, actor.operator_id, actor.roles) == (surface, None, frozenset({role}))
    assert actor.permissions == permissions_of(frozenset({role}))


async def test_a_revoked_session_is_dead_within_five_seconds_without_a_word(operator: Operator) -> None:
    token = (await signed_in(await a_person(seat(operator)))).access_token
    now = clock.now()
    with clock.at(now):
        actor = await asking(token)
        await revoke(actor.session_id)
        assert await asking(token) == actor
    with clock.at(now + dt.timedelta(seconds=settings().session_check_seconds)), pytest.raises(SessionEnded):
        await asking(token)
    assert settings().session_check_seconds <= 5


async def test_a_hint_from_another_process_ends_a_session_at_once(operator: Operator) -> None:
    token = (await signed_in(await a_person(seat(operator)))).access_token
    elsewhere, listening = Live(Surface.CONTROL), asyncio.create_task(live.listen())
    try:
        with clock.at(clock.now()):
            actor = await asking(token)
            await revoke(actor.session_id)
            async with asyncio.timeout(5):
                while not await has_ended(token):
                    elsewhere.publish(f"session:{actor.session_id}")
                    await asyncio.sleep(0.02)
    finally:
        listening.cancel()
        await elsewhere.flush()


async def has_ended(token: str) -> bool:
    try:
        await asking(token)
    except SessionEnded:
        return True
    return False


async def test_a_socket_is_told_within_a_second_that_its_session_or_its_rights_are_gone(operator: Operator) -> None:
    other = await new_operator()
    person = await a_person(seat(operator), seat(other))
    token = (await signed_in(person)).access_token
    now = clock.now()
    with clock.at(now):
        here, there = await asking(token, operator.code), await asking(token, other.code)
        assert (await still_stands(here), await still_stands(there)) == (True, True)
    async with open_scope(platform_actor("test")) as scope:
        await suspend_operator(scope, operator.id)
    with clock.at(now + dt.timedelta(seconds=1)):
        assert (await still_stands(here), await still_stands(there)) == (False, True)
    await revoke(here.session_id)
    with clock.at(now + dt.timedelta(seconds=2)):
        assert not await still_stands(there)


async def test_an_ended_membership_is_dead_in_running_sessions(operator: Operator) -> None:
    person = await a_person(seat(operator))
    made = await signed_in(person)
    assert (await asking(made.access_token)).operator_id == operator.id
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN).on(Surface.CONTROL)) as scope:
        await end_membership(scope, made.profile.seats[0].id)
    assert (await asking(made.access_token)).operator_id is None


async def test_an_expired_token_and_a_disabled_account_end_the_session(operator: Operator) -> None:
    person = await a_person(seat(operator))
    made = await signed_in(person)
    with clock.at(made.expires_at), pytest.raises(SessionEnded):
        await asking(made.access_token)
    async with open_scope(platform_actor("test")) as scope:
        disabled = update(Account).where(Account.id == person.account.id).values(disabled_at=clock.now())
        await scope.session.execute(disabled)
    with pytest.raises(SessionEnded):
        await asking(made.access_token)


def forged(**header: object) -> str:
    claims = {"iss": "xinju", "sub": str(new_id()), "sid": str(new_id()), "exp": 4_000_000_000}
    return jwt.encode({"alg": "HS256", **header}, claims, OctKey.import_key(new_key()))


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b.c",
        "x" * 2000,
        forged(kid="1"),
        forged(kid="2"),
        forged(),
        forged(kid="../../etc/passwd"),
        forged(kid="９"),
        "eyJhbGciOiJub25lIiwia2lkIjoiMSJ9.eyJpc3MiOiJ4aW5qdSIsImV4cCI6NDAwMDAwMDAwMH0.",
    ],
)
async def test_a_token_that_is_not_ours_is_refused(token: str) -> None:
    with pytest.raises(Unauthenticated):
        await asking(token)


async def test_a_token_for_a_session_of_somebody_else_is_refused(operator: Operator) -> None:
    made = await signed_in(await a_person(seat(operator)))
    session_id = read_access_token(made.access_token).session_id
    token, _ = issue_access_token(new_id(), session_id)
    with pytest.raises(SessionEnded):
        await asking(token)


async def test_keys_rotate_under_load_without_a_refused_request(operator: Operator) -> None:
    made = await signed_in(await a_person(seat(operator)))
    said = read_access_token(made.access_token)
    added = settings().secrets / "master-2.key"
    with new_master_key(added):
        key = added.read_text(encoding="ascii")
        newer, _ = issue_access_token(said.account_id, said.session_id)
    # This process knows nothing of the second version; a token of a process that does is the first to name it.
    assert master_key().current == 1
    tokens = [made.access_token] * 20 + [newer] + [made.access_token, newer] * 20
    with new_master_key(added, key, is_noticed=False):
        answers = await asyncio.gather(*(asking(token) for token in tokens))
        assert master_key().current == 2
    assert {actor.account_id for actor in answers} == {said.account_id}


@contextmanager
def new_master_key(path: Path, key: str | None = None, *, is_noticed: bool = True) -> Iterator[None]:
    """A version of the master key added as an administrator adds it; `is_noticed`: this process reads it at once."""
    path.write_text(key or new_key().hex(), encoding="ascii")
    if is_noticed:
        master_key.cache_clear()
    try:
        yield
    finally:
        path.unlink()
        master_key.cache_clear()


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        (None, "zh-CN"),
        ("en", "en"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("fr;q=1, zh-TW;q=0.5, en;q=0.4", "zh-CN"),
        ("en;q=0.1, zh-Hans", "zh-CN"),
        ("de", "zh-CN"),
        ("en;q=x", "zh-CN"),
        ("," * 5000, "zh-CN"),
    ],
)
def test_the_language_that_a_client_likes_best_is_spoken(accepted: str | None, chosen: str) -> None:
    assert preferred_locale(accepted) == chosen
