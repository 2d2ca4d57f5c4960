"""Belonging to a club: asked for, left, come back to; offices that pass on; and who reads of whom."""

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.clubs.actions.events import cancel_club_event, report_club_event, sign_up_for_club_event
from backend.modules.clubs.actions.following_up import doze_clubs, forget_member
from backend.modules.clubs.actions.founding import archive_club, change_club, create_club, set_club_quota
from backend.modules.clubs.actions.joining import appoint_club_officer, decide_club_member, leave_club
from backend.modules.clubs.contract.inputs import ClubChange, NewClub
from backend.modules.clubs.contract.refusals import MemberClosed, NotClubMember, NotClubOfficer, NotYourHome
from backend.modules.clubs.contract.words import ClubOffice, ClubStatus, JoinMode, MemberStatus
from backend.modules.clubs.models import Club, ClubMember
from backend.modules.clubs.queries.clubs import MemberView, club_members_by_id
from backend.modules.clubs.queries.events import ClubEventFilter, list_club_events
from backend.modules.housing.actions.leaving import check_out
from backend.modules.housing.models.stays import Stay
from tenants.outbox import OutboxRow
from tenants.scope import Actor, Scope, open_scope
from tests.clubs.factories import found, join, members, plan, the_club, the_event
from tests.clubs.test_clubs import following, listed
from tests.housing.factories import make_home, make_stay
from tests.polls.factories import Village, as_resident, make_village
from tests.proposals.factories import settled_accounts, told, work
from tests.tracing import reason_of, traces

DAY = dt.timedelta(days=1)


async def ids(village: Village, club_id: UUID) -> dict[int, UUID]:
    """The memberships of a club, by the number of the resident."""
    return {village.resident_ids.index(one.resident_id): one.id for one in await members(village.manager, club_id)}


async def standing(village: Village, club_id: UUID) -> dict[int, tuple[MemberStatus, ClubOffice | None]]:
    found = await members(village.manager, club_id)
    return {village.resident_ids.index(one.resident_id): (one.status, one.office) for one in found}


async def appoint(actor: Actor, member_id: UUID, office: ClubOffice | None) -> None:
    async with open_scope(actor) as scope:
        await appoint_club_officer(scope, member_id, office)


async def decide(actor: Actor, member_id: UUID, *, is_accepted: bool) -> None:
    async with open_scope(actor) as scope:
        await decide_club_member(scope, member_id, is_accepted=is_accepted)


async def leave(actor: Actor, club_id: UUID) -> None:
    async with open_scope(actor) as scope:
        await leave_club(scope, club_id)


async def move_out(village: Village, number: int) -> None:
    async with open_scope(village.manager) as scope:
        leads = select(Stay.id).where(Stay.lead_resident_id == village.resident_ids[number])
        await check_out(scope, (await scope.session.scalars(leads)).one())


def a_club(village: Village, **more: Any) -> NewClub:
    said: dict[str, Any] = {"community_id": village.community_id, "name": "合唱团", "about": "", "alias": "团长"}
    return NewClub(**(said | more))


async def test_staff_found_a_club_for_somebody_who_lives_there(village: Village) -> None:
    elsewhere = await make_village(village.operator, village.manager, people=1)
    for more, refusal in (
        ({}, BadInput),
        ({"president_id": elsewhere.resident_ids[0]}, BadInput),
        ({"president_id": village.resident_ids[0], "community_id": new_id()}, NotFound),
        ({"president_id": village.resident_ids[0], "about": "长" * 1001}, BadInput),
    ):
        with pytest.raises(refusal):
            async with open_scope(village.manager) as scope:
                await create_club(scope, a_club(village, **more))
    with pytest.raises(NotYourHome):
        async with open_scope(elsewhere.resident(0)) as scope:
            await create_club(scope, a_club(village))
    async with open_scope(village.manager) as scope:
        club_id = await create_club(scope, a_club(village, president_id=village.resident_ids[2]))
    assert await standing(village, club_id) == {2: (MemberStatus.ACTIVE, ClubOffice.PRESIDENT)}
    assert (await the_club(village.manager, club_id)).space_hours == 16
    assert await traces(village.manager, "Club") == {"create_club": 1}


async def test_who_was_declined_or_left_may_ask_again_and_is_not_in_before(village: Village) -> None:
    club_id = await found(village, join_mode=JoinMode.APPROVAL)
    for _ in range(2):
        await join(village.resident(1), club_id)
    member_id = (await ids(village, club_id))[1]
    await decide(village.resident(0), member_id, is_accepted=False)
    await join(village.resident(1), club_id)
    assert (await standing(village, club_id))[1] == (MemberStatus.PENDING, None)
    await leave(village.resident(1), club_id)
    assert (await the_club(village.manager, club_id)).members_count == 1
    with pytest.raises(NotClubMember):
        await leave(village.resident(1), club_id)
    with pytest.raises(MemberClosed):
        await decide(village.resident(0), member_id, is_accepted=True)
    await join(village.resident(1), club_id)
    await decide(village.manager, member_id, is_accepted=True)
    assert (await the_club(village.manager, club_id)).members_count == 2
    (_, again) = await members(village.manager, club_id)
    assert (again.status, again.left_at, again.joined_at is not None) == (MemberStatus.ACTIVE, None, True)
    assert await traces(village.manager, "ClubMember") == {"join_club": 3, "decide_club_member": 2, "leave_club": 1}


async def test_a_name_in_a_club_has_a_length(village: Village) -> None:
    club_id = await found(village)
    for alias in ("", " ", "名" * 21):
        with pytest.raises(BadInput):
            await join(village.resident(1), club_id, alias)


async def test_an_office_is_a_members_and_the_longest_serving_officer_is_the_heir(village: Village) -> None:
    club_id, other_id = await found(village), await found(village, 4, name="合唱团")
    now = clock.now()
    for number, hours in ((3, 1), (1, 2), (2, 3)):
        with clock.at(now + dt.timedelta(hours=hours)):
            await join(village.resident(number), club_id)
    with clock.at(now + dt.timedelta(minutes=1)):
        await join(village.resident(0), other_id)
    by_number = await ids(village, club_id)
    for number in (1, 2):
        await appoint(village.resident(0), by_number[number], ClubOffice.OFFICER)
    # An officer of another club is no heir here, however long they have been one.
    await appoint(village.resident(4), (await ids(village, other_id))[0], ClubOffice.OFFICER)
    await leave(village.resident(0), club_id)
    officer, active = ClubOffice.OFFICER, MemberStatus.ACTIVE
    assert await standing(village, club_id) == {
        0: (MemberStatus.LEFT, None),
        1: (active, ClubOffice.PRESIDENT),
        2: (active, officer),
        3: (active, None),
    }
    assert (await standing(village, other_id))[0] == (active, officer)
    with pytest.raises(MemberClosed):
        await appoint(village.resident(1), by_number[0], officer)
    await appoint(village.resident(1), by_number[2], None)
    assert (await standing(village, club_id))[2] == (active, None)
    assert (await traces(village.manager, "ClubMember"))["succeed_president"] == 1


async def test_members_run_nothing_and_officers_all_but_the_quota(village: Village) -> None:
    club_id = await found(village)
    for number in (1, 2):
        await join(village.resident(number), club_id)
    by_number = await ids(village, club_id)
    await appoint(village.resident(0), by_number[1], ClubOffice.OFFICER)
    event_id = await plan(village.resident(1), club_id)
    member, officer = village.resident(2), village.resident(1)
    acts: tuple[Callable[[Scope], Awaitable[None]], ...] = (
        lambda scope: change_club(scope, club_id, ClubChange(name="晨跑社")),
        lambda scope: archive_club(scope, club_id, "不办了"),
        lambda scope: appoint_club_officer(scope, by_number[2], ClubOffice.PRESIDENT),
        lambda scope: decide_club_member(scope, by_number[2], is_accepted=True),
        lambda scope: cancel_club_event(scope, event_id),
        lambda scope: report_club_event(scope, event_id, 3),
    )
    for act in acts:
        with pytest.raises(NotClubOfficer):
            async with open_scope(member) as scope:
                await act(scope)
    with pytest.raises(Forbidden):
        async with open_scope(officer) as scope:
            await set_club_quota(scope, club_id, 300)
    for name in ("一", "长" * 41):
        with pytest.raises(BadInput):
            async with open_scope(officer) as scope:
                await change_club(scope, club_id, ClubChange(name=name))
    async with open_scope(officer) as scope:
        await change_club(scope, club_id, ClubChange(join_mode=JoinMode.APPROVAL))
    async with open_scope(officer) as scope:
        await change_club(scope, club_id, ClubChange(about="改为晨跑"))
    assert (await the_club(village.manager, club_id)).join_mode is JoinMode.APPROVAL
    async with open_scope(officer) as scope:
        await archive_club(scope, club_id, " 并入晨跑社 ")
    archived = await the_club(village.resident(3), club_id)
    assert (archived.status, archived.archived_at is not None) == (ClubStatus.ARCHIVED, True)
    assert await reason_of(village.manager, "archive_club") == "并入晨跑社"
    assert await traces(village.manager, "Club") == {"create_club": 1, "change_club": 2, "archive_club": 1}


async def by_id(actor: Actor, *member_ids: UUID) -> list[MemberView]:
    async with open_scope(actor, read_only=True) as scope:
        return list((await club_members_by_id(scope, member_ids)).values())


async def test_members_read_of_members_and_officers_of_those_who_ask_or_left_too(village: Village) -> None:
    club_id = await found(village, join_mode=JoinMode.APPROVAL)
    for number in (1, 2, 3):
        await join(village.resident(number), club_id, f"成员{number}")
    by_number = await ids(village, club_id)
    for number in (1, 2):
        await decide(village.resident(0), by_number[number], is_accepted=True)
    await leave(village.resident(2), club_id)
    assert [one.alias for one in await members(village.resident(1), club_id)] == ["阿飞", "成员1"]
    assert len(await members(village.resident(0), club_id)) == 4
    for number in (2, 3, 4):
        with pytest.raises(Forbidden):
            await members(village.resident(number), club_id)
    assert [one.alias for one in await by_id(village.resident(1), *by_number.values())] == ["成员1"]
    assert len(await by_id(village.resident(0), *by_number.values())) == 4
    assert await by_id(village.resident(4), *by_number.values()) == []
    assert await listed(village.resident(2), is_mine=True) == []
    assert await listed(village.resident(3), is_mine=True) == []


async def test_whoever_moves_out_leaves_heirs_and_places_and_their_past_stays(village: Village) -> None:
    club_id = await found(village)
    for number in (1, 2):
        await join(village.resident(number), club_id)
    by_number = await ids(village, club_id)
    await appoint(village.resident(0), by_number[1], ClubOffice.OFFICER)
    past, coming = await plan(village.resident(0), club_id), await plan(village.resident(0), club_id, starts_at=week())
    for event_id in (past, coming):
        for number in (0, 2):
            async with open_scope(village.resident(number)) as scope:
                await sign_up_for_club_event(scope, event_id)
    await leave(village.resident(2), club_id)
    counts = [(await the_event(village.manager, event_id)).guests_count for event_id in (past, coming)]
    assert counts == [1, 1]
    with clock.at(clock.now() + 3 * DAY):
        await move_out(village, 0)
    left = MemberStatus.LEFT, None
    assert await standing(village, club_id) == {0: left, 1: (MemberStatus.ACTIVE, ClubOffice.PRESIDENT), 2: left}
    assert (await the_club(village.manager, club_id)).members_count == 1
    counts = [(await the_event(village.manager, event_id)).guests_count for event_id in (past, coming)]
    assert counts == [1, 0]


def week() -> dt.datetime:
    return clock.moment(clock.today() + 7 * DAY, 20)


async def test_a_club_is_dormant_for_want_of_events_of_its_own_and_when_it_is_old_enough(village: Village) -> None:
    accounts = await settled_accounts(village)
    silent, lively = await found(village, 0, name="静坐社"), await found(village, 1, name="夜跑社")
    gone = await found(village, 2, name="已散的社")
    await join(village.resident(3), silent)
    await plan(village.resident(1), lively, starts_at=week())
    called_off = await plan(village.resident(0), silent, starts_at=week())
    async with open_scope(village.resident(0)) as scope:
        await cancel_club_event(scope, called_off)
    async with open_scope(village.resident(2)) as scope:
        await archive_club(scope, gone, "不办了")
    founded = clock.now()
    for days, fell in ((89, 0), (91, 1), (98, 1)):
        with clock.at(founded + days * DAY):
            async with open_scope(following(village)) as scope:
                assert await doze_clubs(scope) == fell, days
    async with open_scope(village.manager, read_only=True) as scope:
        states = {club.id: club for club in await scope.session.scalars(select(Club))}
    assert states[gone].status is ClubStatus.ARCHIVED
    assert states[silent].dormant_at == founded + 91 * DAY
    assert states[lively].status is ClubStatus.DORMANT
    with clock.at(founded + 98 * DAY):
        await work(village)
    # The officers of each, and not whoever else belongs to it.
    assert sorted(accounts[one] for one in await told(village, "CLUB_DORMANT")) == [0, 1]
    await plan(village.resident(0), silent, starts_at=week())
    awake = await the_club(village.manager, silent)
    assert (awake.status, awake.dormant_at) == (ClubStatus.ACTIVE, None)


async def test_who_is_erased_is_no_founder_any_more_and_everybody_else_keeps_their_name(village: Village) -> None:
    club_id = await found(village)
    await join(village.resident(1), club_id, "小林")
    async with open_scope(following(village)) as scope:
        await forget_member(scope, village.resident_ids[0])
    assert [one.alias for one in await members(village.manager, club_id)] == ["", "小林"]
    assert (await the_club(village.manager, club_id)).founder_id is None


async def test_a_neighbour_from_elsewhere_sees_neither_club_nor_event(village: Village) -> None:
    club_id = await found(village)
    await plan(village.resident(0), club_id)
    async with open_scope(village.manager) as scope:
        stay = await make_stay(scope, await make_home(scope))
    stranger = as_resident(village.operator, stay.lead_resident_id)
    assert await listed(stranger) == []
    for actor, events in ((stranger, 0), (village.resident(3), 1)):
        async with open_scope(actor, read_only=True) as scope:
            assert len((await list_club_events(scope, Page(), ClubEventFilter())).rows) == events
    async with open_scope(village.manager, read_only=True) as scope:
        assert len((await scope.session.scalars(select(ClubMember.id))).all()) == 1
        told_of = select(OutboxRow.name).where(OutboxRow.name.like("clubs.%"))
        assert set(await scope.session.scalars(told_of)) == {"clubs.ClubChanged", "clubs.ClubEventChanged"}
