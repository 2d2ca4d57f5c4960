"""Clubs: founded, joined, run by officers, alive or dormant, archived, and left with a check-out."""

import datetime as dt
from typing import Any  # fields of inputs, by name

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import BadInput, Forbidden, NotFound
from backend.core.paging import Page
from backend.modules.clubs.actions.following_up import doze_clubs, forget_member
from backend.modules.clubs.actions.founding import archive_club, change_club
from backend.modules.clubs.actions.joining import appoint_club_officer, decide_club_member, leave_club
from backend.modules.clubs.contract.inputs import ClubChange
from backend.modules.clubs.contract.permissions import ClubPermission
from backend.modules.clubs.contract.refusals import (
    ClubArchived,
    ClubNameTaken,
    MemberClosed,
    NotClubMember,
    NotClubOfficer,
    NotYourHome,
)
from backend.modules.clubs.contract.words import ClubOffice, ClubStatus, JoinMode, MemberStatus
from backend.modules.clubs.models import Club, ClubMember
from backend.modules.clubs.queries.clubs import ClubFilter, list_clubs
from backend.modules.housing.actions.leaving import check_out, check_out_preview
from backend.modules.housing.contract.refusals import ReasonMissing
from backend.modules.housing.models.stays import Stay
from tenants.outbox import OutboxRow
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tests.clubs.factories import found, join, members, plan, the_club
from tests.conftest import acting, new_operator
from tests.housing.factories import make_home, make_stay
from tests.polls.factories import Village, as_resident
from tests.proposals.factories import all_at_once, give_accounts, told, work


async def written(actor: Actor) -> list[int]:
    async with open_scope(actor, read_only=True) as scope:
        rows = (Club, ClubMember, OutboxRow)
        return [await scope.session.scalar(select(func.count()).select_from(one)) or 0 for one in rows]


def following(village: Village) -> Actor:
    return system_actor(village.operator.id, "test", ClubPermission.FOLLOW_UP)


async def listed(actor: Actor, **wanted: Any) -> list[str]:
    async with open_scope(actor, read_only=True) as scope:
        return [club.name for club in (await list_clubs(scope, Page(50), ClubFilter(**wanted))).rows]


async def test_a_founder_presides_and_neighbours_join_at_once(village: Village) -> None:
    club_id = await found(village)
    answers = await all_at_once(*(join(village.resident(number), club_id) for number in (1, 2, 3, 1, 2)))
    assert answers == [None] * 5
    people = await members(village.resident(1), club_id)
    assert (people[0].alias, people[0].office) == ("阿飞", ClubOffice.PRESIDENT)
    assert (await the_club(village.manager, club_id)).members_count == len(people) == 4
    assert await listed(village.resident(2), is_mine=True) == ["夜跑社"]
    assert await listed(village.resident(4), is_mine=True) == []
    with pytest.raises(Forbidden):
        await members(village.resident(4), club_id)


async def test_where_officers_decide_nobody_is_in_before(village: Village) -> None:
    await give_accounts(village)
    club_id = await found(village, join_mode=JoinMode.APPROVAL)
    await join(village.resident(1), club_id)
    await join(village.resident(2), club_id)
    assert (await the_club(village.manager, club_id)).members_count == 1
    with pytest.raises(Forbidden):
        await members(village.resident(1), club_id)
    waiting = [one for one in await members(village.resident(0), club_id) if one.status is MemberStatus.PENDING]
    for one, is_accepted in zip(waiting, (True, False), strict=True):
        with pytest.raises(NotClubOfficer):
            async with open_scope(village.resident(1)) as scope:
                await decide_club_member(scope, one.id, is_accepted=True)
        async with open_scope(village.resident(0)) as scope:
            await decide_club_member(scope, one.id, is_accepted=is_accepted)
        with pytest.raises(MemberClosed):
            async with open_scope(village.resident(0)) as scope:
                await decide_club_member(scope, one.id, is_accepted=is_accepted)
    assert (await the_club(village.manager, club_id)).members_count == 2
    await work(village)
    assert len(await told(village, "CLUB_MEMBER_PENDING")) == 2
    assert len(await told(village, "CLUB_MEMBER_ACTIVE")) == len(await told(village, "CLUB_MEMBER_DECLINED")) == 1


async def test_offices_pass_on_and_the_president_leaves_an_heir(village: Village) -> None:
    club_id = await found(village)
    for number in (1, 2):
        await join(village.resident(number), club_id, f"成员{number}")
    by_name = {one.alias: one.id for one in await members(village.manager, club_id)}
    async with open_scope(village.resident(0)) as scope:
        await appoint_club_officer(scope, by_name["成员1"], ClubOffice.OFFICER)
    with pytest.raises(BadInput):
        async with open_scope(village.resident(0)) as scope:
            await appoint_club_officer(scope, by_name["阿飞"], None)
    async with open_scope(village.manager) as scope:
        await appoint_club_officer(scope, by_name["成员2"], ClubOffice.PRESIDENT)
    offices = {one.alias: one.office for one in await members(village.manager, club_id)}
    assert offices == {"阿飞": ClubOffice.OFFICER, "成员1": ClubOffice.OFFICER, "成员2": ClubOffice.PRESIDENT}
    async with open_scope(village.resident(2)) as scope:
        await leave_club(scope, club_id)
    left = {one.alias: (one.office, one.status) for one in await members(village.manager, club_id)}
    assert left["阿飞"] == (ClubOffice.PRESIDENT, MemberStatus.ACTIVE)
    assert left["成员2"] == (None, MemberStatus.LEFT)
    with pytest.raises(NotClubMember):
        async with open_scope(village.resident(2)) as scope:
            await leave_club(scope, club_id)


async def test_check_out_ends_offices_as_it_said_before(village: Village) -> None:
    club_id = await found(village)
    await join(village.resident(1), club_id)
    async with open_scope(village.manager) as scope:
        (stay_id,) = await scope.session.scalars(
            select(Stay.id).where(Stay.lead_resident_id == village.resident_ids[0])
        )
        shown = [one for one in await check_out_preview(scope, stay_id) if one.module == "clubs"]
        await check_out(scope, stay_id)
    assert [(one.act, one.count) for one in shown] == [("leave_clubs", 1), ("end_club_offices", 1)]
    assert (await the_club(village.manager, club_id)).members_count == 1
    assert await listed(village.manager, is_leaderless=True) == ["夜跑社"]


async def test_a_quarter_without_an_event_is_dormant_and_an_event_wakes(village: Village) -> None:
    await give_accounts(village)
    club_id = await found(village)
    with clock.at(clock.now() + dt.timedelta(days=91)):
        for fell in (1, 0):
            async with open_scope(following(village)) as scope:
                assert await doze_clubs(scope) == fell
        await work(village)
        assert (await the_club(village.manager, club_id)).status is ClubStatus.DORMANT
        assert len(await told(village, "CLUB_DORMANT")) == 1
        await plan(village.resident(0), club_id)
        assert (await the_club(village.manager, club_id)).status is ClubStatus.ACTIVE
        async with open_scope(following(village)) as scope:
            assert await doze_clubs(scope) == 0


async def test_an_archived_club_is_read_and_its_name_is_free(village: Village) -> None:
    club_id = await found(village)
    with pytest.raises(ClubNameTaken):
        await found(village, 1)
    with pytest.raises(ReasonMissing):
        async with open_scope(village.resident(0)) as scope:
            await archive_club(scope, club_id, "")
    async with open_scope(village.resident(0)) as scope:
        await archive_club(scope, club_id, "成员都搬走了")
    before = await written(village.manager)
    for act in (join(village.resident(1), club_id), plan(village.resident(0), club_id)):
        with pytest.raises(ClubArchived):
            await act
    assert await written(village.manager) == before
    await found(village, 1)
    assert await listed(village.resident(2), status=ClubStatus.ARCHIVED) == ["夜跑社"]


async def test_only_officers_and_staff_change_a_club_and_only_neighbours_join(village: Village) -> None:
    club_id = await found(village)
    await join(village.resident(1), club_id)
    async with open_scope(village.manager) as scope:
        elsewhere = await make_home(scope)
        stranger = as_resident(village.operator, (await make_stay(scope, elsewhere)).lead_resident_id)
    before = await written(village.manager)
    with pytest.raises(NotYourHome):
        await join(stranger, club_id)
    with pytest.raises(NotClubOfficer):
        async with open_scope(village.resident(1)) as scope:
            await change_club(scope, club_id, ClubChange(name="晨跑社"))
    with pytest.raises(NotFound):
        async with open_scope(acting(await new_operator(), Role.COMMUNITY_MANAGER)) as scope:
            await change_club(scope, club_id, ClubChange(name="晨跑社"))
    assert await written(village.manager) == before
    assert await listed(stranger) == []
    async with open_scope(village.manager) as scope:
        await change_club(scope, club_id, ClubChange(name="晨跑社", join_mode=JoinMode.APPROVAL))
    changed = await the_club(village.manager, club_id)
    assert (changed.name, changed.join_mode, changed.about) == ("晨跑社", JoinMode.APPROVAL, "每周三晚八点沿江夜跑")


@pytest.mark.parametrize("more", [{"name": "一"}, {"name": "长" * 41}, {"alias": " "}, {"about": "长" * 1001}])
async def test_odd_words_are_refused(village: Village, more: dict[str, Any]) -> None:
    before = await written(village.manager)
    with pytest.raises(BadInput):
        await found(village, **more)
    assert await written(village.manager) == before


async def test_an_erased_member_leaves_no_name(village: Village) -> None:
    club_id = await found(village)
    for _ in range(2):
        async with open_scope(following(village)) as scope:
            await forget_member(scope, village.resident_ids[0])
    assert [one.alias for one in await members(village.manager, club_id)] == [""]
