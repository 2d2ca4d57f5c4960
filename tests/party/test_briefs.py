"""The monthly brief: what is written down of a month, of one's own communities alone, the same on paper."""

import datetime as dt
import json
from typing import Any

import httpx

from backend.core import clock
from backend.core.timers import timers
from backend.modules.accounts.contract import NewMembership
from backend.modules.councils.contract.words import CouncilKind, CouncilStatus
from backend.modules.councils.models.councils import Council
from backend.modules.issues.actions.moving import accept_issue, resolve_issue
from backend.modules.issues.contract.inputs import Resolution
from backend.modules.party.actions.notices import withdraw_notice
from backend.modules.party.actions.organisations import appoint_supervisor
from backend.modules.party.actions.records import appoint_officer, record_party_activity, record_party_meeting
from backend.modules.party.contract.inputs import ActivityRecord, MeetingRecord, NewOfficer
from backend.modules.party.words import MeetingKind, PartyOffice
from graphql_schema.context import Context
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tenants.timing import run_timer
from tests.accounts.factories import a_person, signed_in
from tests.app.server import serving
from tests.conftest import acting, new_operator
from tests.dashboard.printed import text_of
from tests.housing.factories import make_home
from tests.isolation.crawling import ask
from tests.issues.factories import Town, a_photo, make_town, reported, resolved
from tests.party.factories import Covered, cover, issued, make_covered, make_org, platform, supervising

SECRET = "302 室漏水，门锁密码 8848"
BRIEF = """query($month: Date) { oversight { brief(month: $month) {
  monthOn untilOn isWhole path coverage { communities gaps { gap communities } }
  own { meetings attended expected activities participants volunteerHours }
  communities { name gaps community { name } issues { reported solved solvedInTime open overdue }
    councils { held present } notices { issued closed risen } }
  meetings { topic attended } notices { title state } } } }"""
TODAY = clock.today()
LAST_MONTH = TODAY.replace(day=1) - dt.timedelta(days=1)


async def told(actor: Actor, day: dt.date | None = None) -> dict[str, Any]:
    answer = await ask(Context(actor), BRIEF, {} if day is None else {"month": day.isoformat()})
    assert answer.errors == []
    assert SECRET not in json.dumps(answer.data, ensure_ascii=False)
    brief: dict[str, Any] = answer.data["oversight"]["brief"]
    return brief


async def in_care(town: Town) -> Covered:
    branch = await make_org()
    await cover(town.operator, town.home.community_id, branch)
    return Covered(town.operator, town.home, branch, supervising((town.operator, town.home), branch=branch))


async def meet(covered: Covered, at: dt.datetime, topic: str) -> None:
    async with open_scope(covered.supervisor) as scope:
        meeting = MeetingRecord(
            organisation_id=covered.branch.id,
            kind=MeetingKind.MEMBERS_MEETING,
            topic=topic,
            host="第一书记",
            place="党群服务站",
            held_at=at,
            expected=12,
            attended=10,
            result="成立志愿队",
        )
        await record_party_meeting(scope, meeting)


async def a_sitting(town: Town, at: dt.datetime, present: int) -> None:
    """A talk at tea that was held then."""
    async with open_scope(town.manager) as scope:
        times = {"starts_at": at, "ends_at": at + dt.timedelta(hours=1), "held_at": at}
        scope.session.add(
            Council(
                community_id=town.home.community_id,
                kind=CouncilKind.TEA_TALK,
                title="社长下午茶",
                place="共享厨房",
                status=CouncilStatus.HELD,
                minutes=SECRET,
                residents_present=present,
                **times,
            )
        )


async def act(covered: Covered, at: dt.datetime, people: int) -> None:
    async with open_scope(covered.supervisor) as scope:
        activity = ActivityRecord(
            organisation_id=covered.branch.id,
            title="义诊",
            place="党群服务站",
            starts_at=at,
            ends_at=at + dt.timedelta(hours=2),
            attendance=people,
            volunteers=1,
            volunteer_hours=people,
        )
        await record_party_activity(scope, activity)


async def test_a_month_is_told_from_what_is_written_down_and_the_month_before_is_another(operator: Operator) -> None:
    town, foreign = await make_town(operator), await make_town(await new_operator())
    covered = await in_care(town)
    await reported(town, text=SECRET)
    await resolved(town, text=SECRET)
    await reported(foreign, text=SECRET)
    await issued(covered)
    now = clock.now()
    await meet(covered, now - dt.timedelta(seconds=1), "本月")
    await meet(covered, dt.datetime.combine(LAST_MONTH, dt.time(12), clock.SHANGHAI), "上月")
    brief = await told(covered.supervisor, TODAY)
    (row,) = brief["communities"]
    assert row["issues"] == {"reported": 2, "solved": 1, "solvedInTime": 1, "open": 1, "overdue": 0}
    assert row["notices"] == {"issued": 1, "closed": 0, "risen": 0}
    assert row["councils"] == {"held": 0, "present": 0}
    assert row["gaps"] == ["NO_SECRETARY", "NO_GRID"]
    assert (brief["monthOn"], brief["isWhole"]) == (TODAY.replace(day=1).isoformat(), False)
    assert brief["own"] | {"meetings": 1, "attended": 10, "expected": 12} == brief["own"]
    assert [one["topic"] for one in brief["meetings"]] == ["本月"]
    assert [one["state"] for one in brief["notices"]] == ["ISSUED"]
    before = await told(covered.supervisor)
    assert (before["monthOn"], before["isWhole"]) == (LAST_MONTH.replace(day=1).isoformat(), True)
    assert before["communities"][0]["issues"] == {
        "reported": 0,
        "solved": 0,
        "solvedInTime": 0,
        "open": 0,
        "overdue": 0,
    }
    assert ([one["topic"] for one in before["meetings"]], before["notices"]) == (["上月"], [])


async def test_what_is_overdue_at_the_end_of_a_month_is_said_of_that_month(operator: Operator) -> None:
    town = await make_town(operator)
    covered = await in_care(town)
    with clock.at(clock.now() - dt.timedelta(days=70)):
        day = clock.today()
        await reported(town, text=SECRET)
    issues = (await told(covered.supervisor, day))["communities"][0]["issues"]
    assert issues["reported"] == 1
    later = (await told(covered.supervisor, TODAY))["communities"][0]["issues"]
    assert later == {"reported": 0, "solved": 0, "solvedInTime": 0, "open": 1, "overdue": 1}


async def test_cover_and_gaps_are_those_of_the_month_and_not_of_today(operator: Operator, manager: Actor) -> None:
    covered, first = await make_covered(operator, manager), TODAY.replace(day=1)
    other = await new_operator()
    async with open_scope(acting(other, *manager.roles)) as scope:
        late = await make_home(scope)
    await cover(other, late.community_id, covered.branch, starts_on=first)
    both = supervising((operator, covered.home), (other, late), branch=covered.branch)
    async with open_scope(covered.supervisor) as scope:
        secretary = NewOfficer(
            organisation_id=covered.branch.id, office=PartyOffice.SECRETARY, name="王", starts_on=first
        )
        await appoint_officer(scope, secretary)
    now, before = await told(both, TODAY), await told(both)
    assert [row["gaps"] for row in now["communities"]] == [["NO_GRID"]] * 2
    assert [row["gaps"] for row in before["communities"]] == [["NO_SECRETARY", "NO_GRID"]]
    counts = [one["coverage"] for one in (now, before)]
    assert [one["communities"] for one in counts] == [2, 1]
    gaps = [{gap["gap"]: gap["communities"] for gap in one["gaps"]} for one in counts]
    assert gaps == [{"NO_GRID": 2}, {"NO_SECRETARY": 1, "NO_GRID": 1}]


async def test_a_month_tells_of_what_was_in_care_then_and_of_no_day_after(operator: Operator) -> None:
    left, kept = await make_town(operator), await make_town(operator)
    branch, successor = await make_org(), await make_org()
    middle = LAST_MONTH.replace(day=15)
    await cover(operator, left.home.community_id, branch, ends_on=middle)
    await cover(operator, left.home.community_id, successor, starts_on=middle)
    await cover(operator, kept.home.community_id, branch)
    noon = dt.datetime.combine(middle, dt.time(12), clock.SHANGHAI)
    then, after = noon - dt.timedelta(days=3), noon + dt.timedelta(days=3)
    for at, present, org in ((then, 7, branch), (after, 100, successor)):
        await a_sitting(left, at, present)
        await a_sitting(kept, at, present)
        here = Covered(operator, left.home, org, supervising((operator, left.home), branch=org))
        with clock.at(at):
            await issued(here, title=f"第{present}号")
    today = supervising((operator, kept.home), branch=branch)
    before = await told(today, LAST_MONTH)
    gone, stayed = sorted(before["communities"], key=lambda row: row["community"] is not None)
    assert (gone["councils"], stayed["councils"]) == ({"held": 1, "present": 7}, {"held": 2, "present": 107})
    assert gone["notices"] == {"issued": 1, "closed": 0, "risen": 0}
    assert (gone["community"], gone["gaps"], stayed["community"] is None) == (None, [], False)
    assert [one["title"] for one in before["notices"]] == ["第7号"]
    assert before["coverage"]["communities"] == 1
    assert [row["community"] is None for row in (await told(today, TODAY))["communities"]] == [False]
    of_successor = await told(supervising((operator, left.home), branch=successor), LAST_MONTH)
    assert [row["councils"] for row in of_successor["communities"]] == [{"held": 1, "present": 100}]


async def test_a_month_counts_what_is_of_it_alone(operator: Operator) -> None:
    town = await make_town(operator)
    covered, stranger = await in_care(town), await make_org()
    middle = dt.datetime.combine(LAST_MONTH.replace(day=15), dt.time(12), clock.SHANGHAI)
    before = middle - dt.timedelta(days=31)
    after = clock.moment(TODAY.replace(day=1))
    for at, present in ((before, 3), (middle, 7), (after, 11)):
        await a_sitting(town, at, present)
        await act(covered, at, present)
        await meet(covered, at, f"{at:%m-%d}")
    await meet(
        Covered(operator, town.home, stranger, supervising((operator, town.home), branch=stranger)), middle, "别"
    )
    with clock.at(before - dt.timedelta(days=31)):
        early = await issued(covered)
    with clock.at(before):
        await run_timer(operator.id, timers["party.let_notices_rise"])
        closed, ignored = await issued(covered), await issued(covered, title="无人答复")
        async with open_scope(covered.supervisor) as scope:
            for one in (early, closed):
                await withdraw_notice(scope, one.id)
        late = await reported(town, text=SECRET)
    with clock.at(middle):
        await run_timer(operator.id, timers["party.let_notices_rise"])
        photo = await a_photo(town.desk)
        async with open_scope(town.desk) as scope:
            await accept_issue(scope, late.id)
            await resolve_issue(scope, late.id, Resolution(note="已更换滴水管", photo_ids=(photo,)))
    brief = await told(covered.supervisor, LAST_MONTH)
    (row,) = brief["communities"]
    assert row["councils"] == {"held": 1, "present": 7}
    assert row["notices"] == {"issued": 0, "closed": 0, "risen": 1}
    assert row["issues"] == {"reported": 0, "solved": 1, "solvedInTime": 0, "open": 0, "overdue": 0}
    meetings = {"meetings": 1, "attended": 10, "expected": 12}
    assert brief["own"] == meetings | {"activities": 1, "participants": 7, "volunteerHours": 7}
    assert [one["topic"] for one in brief["meetings"]] == [f"{middle:%m-%d}"]
    assert [one["title"] for one in brief["notices"]] == [ignored.title]


async def test_a_month_that_has_not_begun_is_refused(covered: Covered) -> None:
    answer = await ask(Context(covered.supervisor), BRIEF, {"month": (TODAY + dt.timedelta(days=40)).isoformat()})
    assert [one["extensions"]["code"] for one in answer.errors] == ["BAD_INPUT"]


async def test_the_paper_says_the_same_to_its_branch_and_nothing_to_anybody_else(operator: Operator) -> None:
    town = await make_town(operator)
    covered = await in_care(town)
    await reported(town, text=SECRET)
    await meet(covered, clock.now() - dt.timedelta(seconds=1), "楼道堆物整治")
    person = await a_person(NewMembership(role=Role.BRANCH_SUPERVISOR))
    async with open_scope(platform()) as scope:
        await appoint_supervisor(scope, covered.branch.id, person.login)
    resident = await a_person(NewMembership(role=Role.FRONT_DESK, operator_id=operator.id))
    brief = await told(covered.supervisor, TODAY)
    async with serving() as server, httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=60) as http:
        tokens = [(await signed_in(one)).access_token for one in (person, resident)]
        heads = [{"authorization": f"Bearer {token}"} for token in tokens]
        answer = await http.get(brief["path"], headers=heads[0])
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        drawn = text_of(answer.content).replace("\n", "")
        for said in (brief["communities"][0]["name"], "楼道堆物整治", covered.branch.name.split()[-1], "组织无书记"):
            assert said in drawn
        assert "8848" not in drawn
        head = heads[1] | {"x-operator": operator.code}
        assert (await http.get(brief["path"], headers=head)).status_code == 403
        assert (await http.get(brief["path"])).status_code == 401
        assert (await http.get("/briefs/2026-99.pdf", headers=heads[0])).status_code == 404
