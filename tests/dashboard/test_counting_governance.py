"""Governance and oversight: every figure of half a year is what an independent count of the source rows says."""

import datetime as dt

import asyncpg
import pytest

from backend import registry
from backend.core import clock
from backend.core.paging import Page
from backend.modules.councils.contract.words import ItemSubject
from backend.modules.councils.halfyear import HalfYear, make_half_year
from backend.modules.councils.queries.figures import get_council_figures
from backend.modules.dashboard.counting import MONTH
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.inventory import list_communities
from backend.modules.party.actions.members import withdraw_report
from backend.modules.party.actions.notices import return_reply
from backend.modules.party.actions.records import record_party_activity
from backend.modules.party.actions.replies import reply_to_notice
from backend.modules.party.contract.inputs import ActivityRecord
from backend.modules.party.words import MemberStage
from backend.modules.polls.actions.closing import close_poll
from backend.modules.polls.actions.voting import cast_ballot
from backend.seeding.stories import STORIES
from tenants.models import Operator
from tenants.scope import Actor, open_scope, system_actor
from tests.dashboard.counted import Figures, by_hand, differences, of_days, rebuild, released, stored
from tests.dashboard.delivering import settle
from tests.dashboard.viewing import answer, viewer
from tests.housing.factories import make_home
from tests.issues.factories import Town, make_town, reported, resolved
from tests.issues.test_escalating import covered as gridded
from tests.party.factories import Covered, a_reply, cover, delivered, issued, make_org, supervising
from tests.party.test_members import a_member, as_resident
from tests.party.test_members import reported as reported_in
from tests.polls.factories import a_ballot, make_village, past_poll
from tests.proposals.factories import propose

for part in ("actions", "tasks", "seed"):
    registry.load(part)
DAY = dt.timedelta(days=1)
_HALF_YEARLY = ("councils.held", "councils.problems_solved")
_HALF_YEAR = """query($from: Date!, $to: Date!) { district {
  held: series(measure: "councils.held", by: OPERATOR, from: $from, to: $to) { group { key } total }
  solved: series(measure: "councils.problems_solved", by: OPERATOR, from: $from, to: $to) { group { key } total }
  beds: series(measure: "housing.beds", by: OPERATOR, from: $from, to: $to) { group { key } total }
} }"""
MODULES = ("issues", "councils", "proposals", "polls", "clubs", "mentors", "partners")


def total(counted: Figures, code: str) -> int:
    return sum(number for cells in counted.values() for key, number in cells.items() if key.split("|")[0] == code)


async def told(operator: Operator, code: str) -> None:
    """The story of the demo, with what the modules of governance add to it."""
    seeds = registry.load("seed")
    added = [permission for one in seeds.values() for permission in getattr(one, "PERMISSIONS", ())]
    async with open_scope(system_actor(operator.id, "seed", *HousingPermission, *added)) as scope:
        await STORIES[code](scope)
        for module in seeds.values():
            if hasattr(module, "seed"):
                await module.seed(scope, code)
    for name, module in seeds.items():
        if name in MODULES and hasattr(module, "seed_beside"):
            await module.seed_beside(operator.id, code)


async def test_half_a_year_of_the_demo_is_counted_as_by_hand(operator: Operator, raw: asyncpg.Connection) -> None:
    await told(operator, "weilingdi")
    await rebuild(operator.id)
    days = [clock.today() - number * DAY for number in (*range(60), *range(60, 181, 8))]
    counted = of_days(await stored(operator.id, days))
    assert differences(counted, await by_hand(raw, operator.id, days)) == []
    for code in (
        "issues.reported", "issues.solved_by_time", "issues.solved_in_time", "issues.minutes_to_solve",
        "issues.open_by_level", "issues.overdue", "councils.held_by_kind", "councils.problems_solved",
        "councils.tasks_late", "proposals.published", "proposals.answered_in_time", "polls.opened",
        "clubs.clubs", "clubs.members", "clubs.events", "mentors.mentors", "partners.needs_opened",
    ):  # fmt: skip
        assert total(counted, code) > 0, code


@pytest.fixture
async def watched(operator: Operator, manager: Actor) -> Covered:
    town = await make_town(operator)
    branch = await make_org()
    await cover(operator, town.home.community_id, branch)
    return Covered(operator, town.home, branch, supervising((operator, town.home), branch=branch))


def an_activity(covered: Covered, starts_at: dt.datetime) -> ActivityRecord:
    return ActivityRecord(
        organisation_id=covered.branch.id,
        community_id=covered.home.community_id,
        title="晨间巡查",
        place="5 号楼",
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=1),
        attendance=9,
        volunteers=4,
        volunteer_hours=8,
    )


async def test_coverage_activities_and_overdue_notices_are_counted_as_by_hand(
    watched: Covered, manager: Actor, raw: asyncpg.Connection
) -> None:
    with clock.at(clock.now() - 40 * DAY):
        late, answered = await issued(watched), await issued(watched)
        async with open_scope(watched.supervisor) as scope:
            await record_party_activity(scope, an_activity(watched, clock.now()))
    with clock.at(clock.now() - 30 * DAY):
        async with open_scope(manager) as scope:
            await reply_to_notice(scope, await a_reply(scope, answered.id))
    await delivered(watched.operator)
    await rebuild(watched.operator.id)
    days = [clock.today() - number * DAY for number in range(50)]
    counted = of_days(await stored(watched.operator.id, days))
    assert differences(counted, await by_hand(raw, watched.operator.id, days)) == []
    here = watched.home.community_id
    assert counted[here, clock.today()]["party.notices_overdue"] == 1
    assert counted[here, clock.today() - 31 * DAY]["party.notices_overdue"] == 2
    assert counted[here, clock.today()]["party.communities_covered_by_kind|ORGANISATION"] == 1
    assert counted[here, clock.today() - 40 * DAY]["party.volunteer_hours"] == 8
    assert late.id != answered.id


async def test_a_reply_that_is_returned_moves_the_days_on_which_its_notice_was_overdue(
    watched: Covered, manager: Actor, raw: asyncpg.Connection
) -> None:
    operator, noon = watched.operator, clock.moment(clock.today(), 12)
    with clock.at(noon - 30 * DAY):
        notice = await issued(watched, working_days=1)
    with clock.at(noon - 10 * DAY):
        async with open_scope(manager) as scope:
            await reply_to_notice(scope, await a_reply(scope, notice.id))
        await delivered(operator)
    with clock.at(noon):
        await rebuild(operator.id)
        async with open_scope(watched.supervisor) as scope:
            await return_reply(scope, notice.id, "照片不清楚", 5)
        await settle(operator.id)
    days = [clock.today() - number * DAY for number in range(35)]
    assert differences(of_days(await stored(operator.id, days)), await by_hand(raw, operator.id, days)) == []
    with clock.at(noon + 12 * DAY):
        await rebuild(operator.id)
        days = [clock.today() - number * DAY for number in range(12)]
        counted = of_days(await stored(operator.id, days))
        assert differences(counted, await by_hand(raw, operator.id, days)) == []
        # What was replied is no answer to the second round.
        assert counted[watched.home.community_id, clock.today()]["party.notices_overdue"] == 1


async def test_a_community_is_counted_among_those_listed_whoever_hears_of_it_first(
    operator: Operator, manager: Actor, raw: asyncpg.Connection
) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope)
    await settle(operator.id)
    with clock.at(clock.now() + dt.timedelta(minutes=6)):
        await delivered(operator)
    days = [clock.today() - number * DAY for number in range(5)]
    counted = of_days(await stored(operator.id, days))
    assert differences(counted, await by_hand(raw, operator.id, days)) == []
    assert counted[home.community_id, clock.today()]["party.communities_listed"] == 1


async def test_members_are_counted_from_their_report_to_its_withdrawal_and_communities_by_who_covers_them(
    watched: Covered, manager: Actor, raw: asyncpg.Connection
) -> None:
    operator, today = watched.operator, clock.today()
    with clock.at(clock.now() - 20 * DAY):
        stays, leaves = [await a_member(watched, manager, bed=bed) for bed in (2, 3)]
        await reported_in(as_resident(operator, stays))
        report = await reported_in(as_resident(operator, leaves), stage=MemberStage.PROBATIONARY)
    with clock.at(clock.now() - 10 * DAY):
        async with open_scope(as_resident(operator, leaves)) as scope:
            await withdraw_report(scope, report.id)
    await rebuild(operator.id)
    days = [today - number * DAY for number in range(25)]
    counted = of_days(await stored(operator.id, days))
    assert differences(counted, await by_hand(raw, operator.id, days)) == []
    here = watched.home.community_id
    by_stage = {
        number: [
            counted[here, today - number * DAY].get(f"party.members_reported_in|{stage.value}", 0)
            for stage in MemberStage
        ]
        for number in (21, 20, 11, 10, 0)
    }
    assert by_stage == {21: [0, 0], 20: [1, 1], 11: [1, 1], 10: [1, 0], 0: [1, 0]}
    assert counted[here, today]["party.communities_by_organisation|BRANCH"] == 1
    # Of so few the district is told nothing, and the sum not either.
    assert not any("members_reported_in" in cell for cells in (await released(operator.id)).values() for cell in cells)


async def test_what_goes_up_the_grid_is_counted_by_the_level_it_came_to(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    town: Town = await make_town(operator)
    await gridded(town)
    await reported(town)
    await resolved(town)
    await rebuild(operator.id)
    days = [clock.today() + number * DAY for number in (0, -1)]
    counted = of_days(await stored(operator.id, days))
    assert differences(counted, await by_hand(raw, operator.id, days)) == []
    here = counted[town.home.community_id, clock.today()]
    assert (here["issues.reported"], here["issues.solved"], here["issues.open_by_level|MICRO"]) == (2, 1, 1)


async def test_polls_are_counted_with_their_turnout_and_not_before_they_are_closed(
    operator: Operator, manager: Actor, raw: asyncpg.Connection
) -> None:
    village = await make_village(operator, manager, 4)
    poll_id, moment = await past_poll(village)
    with clock.at(moment):
        for number in range(3):
            async with open_scope(village.resident(number)) as scope:
                await cast_ballot(scope, a_ballot(poll_id, 1))
    await rebuild(operator.id)
    today, here = clock.today(), village.community_id
    assert "polls.ballots" not in (await stored(operator.id, [today])).get((here, today), {})
    async with open_scope(manager) as scope:
        await close_poll(scope, poll_id)
    await rebuild(operator.id)
    days = [today - number * DAY for number in range(3)]
    counted = of_days(await stored(operator.id, days))
    assert differences(counted, await by_hand(raw, operator.id, days)) == []
    cells = counted[here, today]
    assert [cells[f"polls.{code}"] for code in ("counted", "passed", "ballots", "voters")] == [1, 1, 3, 4]


async def test_the_months_of_half_a_year_say_what_the_report_of_councils_says(
    operator: Operator, manager: Actor
) -> None:
    """Meetings held and problems solved in half a year: the district's months added up, and the operator's own page."""
    village = await make_village(operator, manager, 5)
    until_on = clock.today().replace(day=1)
    half = HalfYear(
        community_id=village.community_id,
        councils=6,
        problems=15,
        until_on=until_on,
        days=170,
        subjects=[(ItemSubject.PROPOSAL, await propose(village))],
        sent_up=5,
    )
    await make_half_year(manager, half)
    await rebuild(operator.id)
    async with open_scope(manager, read_only=True) as scope:
        report = await get_council_figures(scope, from_on=until_on - 182 * DAY, until_on=clock.today() + DAY)
        assert len((await list_communities(scope, Page())).rows) == 1
    facts = await stored(operator.id)
    ends = {(day.year, day.month): day for _, day in sorted(facts, key=lambda key: key[1])}
    months = [facts[village.community_id, day] for day in ends.values() if day >= until_on - 190 * DAY]
    held, solved = [sum(cells.get(MONTH + code, 0) for cells in months) for code in _HALF_YEARLY]
    assert (held, solved) == (report.held, report.problems_solved) == (6, 12)
    data = await answer(viewer(), _HALF_YEAR, **{"from": str(until_on - 182 * DAY), "to": str(clock.today())})
    told = {
        name: [one["total"] for one in found if one["group"]["key"] == str(operator.id)]
        for name, found in data["district"].items()
    }
    assert told == {"held": [held], "solved": [solved], "beds": [None]}
