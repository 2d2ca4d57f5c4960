"""Demo of polls: Youchao's shared space of 2,400 square metres, budgets of buildings, and what is open now."""

import datetime as dt
import random
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.inventory import buildings_of_communities_by_id, list_communities
from backend.modules.polls.actions.closing import close_poll
from backend.modules.polls.actions.opening import open_poll
from backend.modules.polls.actions.voting import cast_ballot
from backend.modules.polls.contract.inputs import NewBallot, NewPoll
from backend.modules.polls.contract.permissions import PollPermission
from backend.modules.polls.contract.words import PassRule, PollKind, TieRule
from backend.modules.polls.models import Poll, PollElector
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.queries.proposals import ProposalFilter, list_proposals
from tenants.scope import Actor, open_scope, system_actor

_DESIGN = ("健康驿站为主，运动区次之", "运动区为主，亲子阅读次之", "亲子阅读为主，健康驿站次之")
_HOURS = ("至 22:00", "至 23:00", "通宵开放")


@dataclass(frozen=True, slots=True)
class _Area:
    """A building of the demo whose residents share out what there is for it; counted by now, or open."""

    code: str
    budget: int
    costs: Mapping[str, int]
    is_open: bool = False


_AREAS: dict[str, tuple[_Area, ...]] = {
    "youchao": (
        _Area("1", 12000, {"楼道扶手": 5000, "门厅长椅": 2600, "单元门雨棚": 6400, "楼道感应灯": 3800}),
        _Area("5", 9000, {"晾衣架": 3000, "鞋柜": 4200, "热水机": 5200, "公告栏": 800}),
    ),
    "weilingdi": (
        _Area("4", 10000, {"儿童扶手": 2400, "电梯间扶手": 3600, "楼顶晾晒区": 7000, "快递架": 1500}, is_open=True),
    ),
}


async def seed_beside(operator_id: UUID, code: str) -> None:
    """One poll that is counted and one that is open; nothing where there is any."""
    staff = system_actor(operator_id, "seed", *PollPermission, *HousingPermission, *ProposalPermission)
    async with open_scope(staff, read_only=True) as scope:
        if await scope.session.scalar(select(Poll.id).limit(1)) is not None:
            return
        found = (await list_communities(scope, Page(1))).rows
        buildings = await buildings_of_communities_by_id(scope, [one.id for one in found])
    for community in found:
        if code == "youchao":
            await _vote_on_design(staff, community.id)
        known = {one.code: one for one in buildings[community.id]}
        for area in _AREAS.get(code, ()):
            building = known[area.code]
            await _share_out(staff, community.id, building.id, building.name, area)
        await _ask_now(staff, community.id)


async def _vote_on_design(staff: Actor, community_id: UUID) -> None:
    """Opened three weeks ago for a week: ranked, half of the residents at least."""
    opened_at = clock.now() - dt.timedelta(days=21)
    closes_at = opened_at + dt.timedelta(days=7)
    with clock.at(opened_at):
        async with open_scope(staff) as scope:
            about = (await list_proposals(scope, Page(100), ProposalFilter(community_id=community_id))).rows
            poll_id = await open_poll(
                scope,
                NewPoll(
                    community_id=community_id,
                    title="2400 平方米共享空间设计方案",
                    question="共享空间怎么分区？请按喜好排序，得票最高的方案开工。",
                    options=_DESIGN,
                    kind=PollKind.RANKED,
                    closes_at=closes_at,
                    quorum_percent=25,
                    pass_rule=PassRule.PLURALITY,
                    tie_rule=TieRule.LOT,
                    proposal_id=next((one.id for one in about if "共享空间" in one.title), None),
                ),
            )
    with clock.at(opened_at + dt.timedelta(days=3)):
        await _cast(staff, poll_id, share=3, choices=((1, 2, 3), (2, 1, 3), (3, 1, 2), (2, 3, 1), (2, 1, 3)))
    async with open_scope(staff) as scope:
        await close_poll(scope, poll_id)


async def _share_out(staff: Actor, community_id: UUID, building_id: UUID, name: str, area: _Area) -> None:
    """Opened two days ago, or twelve and counted since: what the building's own budget is for."""
    opened_at = clock.now() - dt.timedelta(days=2 if area.is_open else 12)
    with clock.at(opened_at):
        async with open_scope(staff) as scope:
            poll_id = await open_poll(
                scope,
                NewPoll(
                    community_id=community_id,
                    building_id=building_id,
                    title=f"{name}微改造",
                    question=f"{name}今年的微改造预算先用在哪里？在预算内最多选三项。",
                    options=tuple(area.costs),
                    costs=tuple(area.costs.values()),
                    kind=PollKind.BUDGET,
                    budget=area.budget,
                    least_percent=20,
                    most_choices=3,
                    quorum_percent=20,
                    tie_rule=TieRule.LOT,
                    closes_at=opened_at + dt.timedelta(days=7),
                ),
            )
    within = [one for one in ((1, 2), (2, 4), (1, 4), (3,), (2,), (1, 2)) if _cost(area, one) <= area.budget]
    with clock.at(opened_at + dt.timedelta(days=1)):
        await _cast(staff, poll_id, share=2, choices=within)
    if not area.is_open:
        async with open_scope(staff) as scope:
            await close_poll(scope, poll_id)


def _cost(area: _Area, choices: Sequence[int]) -> int:
    costs = tuple(area.costs.values())
    return sum(costs[one - 1] for one in choices)


async def _ask_now(staff: Actor, community_id: UUID) -> None:
    with clock.at(clock.now() - dt.timedelta(days=1)):
        async with open_scope(staff) as scope:
            poll_id = await open_poll(
                scope,
                NewPoll(
                    community_id=community_id,
                    title="自习室开放到几点",
                    question="您希望自习室每天开放到什么时候？",
                    options=_HOURS,
                    kind=PollKind.SINGLE,
                    closes_at=clock.now() + dt.timedelta(days=8),
                    quorum_percent=30,
                ),
            )
    await _cast(staff, poll_id, share=12, choices=((1,), (2,), (2,), (3,)))


async def _cast(staff: Actor, poll_id: UUID, share: int, choices: Sequence[tuple[int, ...]]) -> None:
    """Every so many-th voter but the first, who is left for whoever tries the demo."""
    drawn = random.Random(7)
    async with open_scope(staff, read_only=True) as scope:
        electors = (
            await scope.session.scalars(
                select(PollElector.resident_id).where(PollElector.poll_id == poll_id).order_by(PollElector.resident_id)
            )
        ).all()
    for resident_id in electors[1::share]:
        actor = Actor(
            surface=Surface.RESIDENT,
            operator_id=staff.operator_id,
            resident_id=resident_id,
            system="seed",
            permissions=frozenset({PollPermission.VOTE}),
        )
        ballot = NewBallot(poll_id=poll_id, choices=drawn.choice(choices), secret=secrets.token_hex(16))
        async with open_scope(actor) as scope:
            await cast_ballot(scope, ballot)
