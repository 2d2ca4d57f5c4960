"""Which activities a resident sees: those of one's home, members' own while one reports, and what one signed up for."""

from uuid import UUID

from sqlalchemy import select

from backend.core.paging import Page
from backend.modules.housing.actions.leaving import check_out
from backend.modules.housing.models.stays import Stay
from backend.modules.party.actions.members import withdraw_report
from backend.modules.party.queries.volunteering import (
    MemberActivityFilter,
    list_member_activities,
    member_activities_by_id,
)
from backend.modules.party.words import ActivityAudience
from tenants.scope import Actor, open_scope
from tests.housing.factories import make_home
from tests.party.factories import Covered
from tests.party.joining import a_neighbour, afterwards, planned, recorded, signed_up
from tests.party.members import a_member, reports


async def seen(actor: Actor, *asked: UUID) -> set[UUID]:
    """What somebody finds in the list, which is also all that they open of what they ask for by id."""
    async with open_scope(actor, read_only=True) as scope:
        listed = {row.id for row in (await list_member_activities(scope, Page(), MemberActivityFilter())).rows}
        assert set(await member_activities_by_id(scope, list(asked))) == listed & set(asked)
    return listed


async def test_with_the_report_members_activities_go_out_of_sight(covered: Covered, manager: Actor) -> None:
    member = await a_member(covered, manager)
    of_members = await planned(covered, manager, audience=ActivityAudience.MEMBERS)
    of_all = await planned(covered, manager)
    assert await seen(member, of_members, of_all) == {of_members, of_all}
    (report,) = await reports(member)
    async with open_scope(member) as scope:
        await withdraw_report(scope, report.id)
    assert await seen(member, of_members, of_all) == {of_all}


async def test_activities_outside_ones_home_are_out_of_sight(covered: Covered, manager: Actor) -> None:
    member, neighbour = await a_member(covered, manager), await a_neighbour(covered, manager, 1)
    async with open_scope(manager) as scope:
        elsewhere = await make_home(scope)
    here = await planned(covered, manager)
    there = [
        await planned(
            covered,
            manager,
            community_id=elsewhere.community_id,
            organisation_id=covered.branch.id,
            audience=audience,
        )
        for audience in ActivityAudience
    ]
    for actor in (member, neighbour):
        assert await seen(actor, here, *there) == {here}


async def test_what_one_took_part_in_stays_in_sight_after_moving_away(covered: Covered, manager: Actor) -> None:
    neighbour = await a_neighbour(covered, manager)
    mine, others = await planned(covered, manager), await planned(covered, manager)
    await signed_up(neighbour, mine)
    with afterwards():
        await recorded(manager, mine, neighbour, 60)
        async with open_scope(manager) as scope:
            of_them = select(Stay.id).where(Stay.lead_resident_id == neighbour.resident_id)
            await check_out(scope, (await scope.session.scalars(of_them)).one())
        assert await seen(neighbour, mine, others) == {mine}
