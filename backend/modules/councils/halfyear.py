"""Half a year of councils through the actions: so many sittings, so many problems, and what came of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core import clock
from backend.modules.councils.actions.calling import schedule_council
from backend.modules.councils.actions.deciding import add_decision, complete_task
from backend.modules.councils.actions.recording import record_minutes, settle_item
from backend.modules.councils.contract.inputs import (
    ItemResult,
    NewBody,
    NewCouncil,
    NewDecision,
    NewItem,
    NewRecord,
    NewTask,
)
from backend.modules.councils.contract.words import BodyKind, CouncilKind, ItemOutcome, ItemSubject, Verdict
from backend.modules.councils.models.councils import Council, CouncilItem
from backend.modules.councils.queries.councils import (
    bodies_of_councils_by_id,
    items_of_councils_by_id,
    tasks_of_decisions_by_id,
)
from tenants.scope import Actor, Scope, open_scope

_DAY = dt.timedelta(days=1)
_TABLE = (
    NewBody(kind=BodyKind.PROPERTY, name="物业公司"),
    NewBody(kind=BodyKind.SANITATION, name="环卫所"),
    NewBody(kind=BodyKind.URBAN_MANAGEMENT, name="城管中队"),
)
_TITLES = {
    CouncilKind.CONSULTATION: "征询会",
    CouncilKind.HEARING: "听证会",
    CouncilKind.COORDINATION: "协调会",
    CouncilKind.APPRAISAL: "评议会",
    CouncilKind.TEA_TALK: "社长下午茶",
}
_TOPICS = ("楼道堆物", "夜间噪声", "非机动车停放", "垃圾清运", "空调滴水", "共享空间开放时间", "照明损坏")


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfYear:
    """What is to be made: councils of one community, problems spread over them, in the days before `until_on`.

    `subjects` are issues and proposals for the agendas, in turn; without any all councils are consultations. Every
    `sent_up`-th problem goes up the grid, all others are solved. `grid_ids` take the councils in turn.
    """

    community_id: UUID
    councils: int
    problems: int
    until_on: dt.date
    days: int = 182
    subjects: Sequence[tuple[ItemSubject, UUID]] = ()
    grid_ids: Sequence[UUID] = ()
    sent_up: int = 0


async def make_half_year(actor: Actor, wanted: HalfYear) -> None:
    """Call, hold, decide and finish every council, each on its day."""
    first = 0
    for number in range(wanted.councils):
        last = wanted.problems * (number + 1) // wanted.councils
        day = wanted.until_on - _DAY * (wanted.days - wanted.days * number // wanted.councils)
        await _one(actor, wanted, number, range(first, last), day)
        first = last


def _kind(wanted: HalfYear, number: int) -> CouncilKind:
    kinds = (CouncilKind.COORDINATION, CouncilKind.CONSULTATION, CouncilKind.HEARING, CouncilKind.COORDINATION)
    if not wanted.subjects:
        return CouncilKind.CONSULTATION
    return CouncilKind.APPRAISAL if number % 8 == 7 else kinds[number % len(kinds)]


def _items(wanted: HalfYear, problems: range) -> tuple[NewItem, ...]:
    made = []
    for problem in problems:
        title = f"{_TOPICS[problem % len(_TOPICS)]}（第 {problem + 1} 件）"
        if wanted.subjects:
            subject, subject_id = wanted.subjects[problem % len(wanted.subjects)]
            made.append(NewItem(subject=subject, subject_id=subject_id, title=title))
        else:
            made.append(NewItem(title=title))
    return tuple(made)


async def _one(actor: Actor, wanted: HalfYear, number: int, problems: range, day: dt.date) -> None:
    kind = _kind(wanted, number)
    starts_at = clock.moment(day, 19)
    with clock.at(starts_at - 8 * _DAY):
        async with open_scope(actor) as scope:
            council = await schedule_council(
                scope,
                NewCouncil(
                    community_id=wanted.community_id,
                    kind=kind,
                    title=f"{day.month} 月第 {number + 1} 次{_TITLES[kind]}",
                    place="社区议事厅",
                    starts_at=starts_at,
                    ends_at=starts_at + dt.timedelta(hours=2),
                    items=_items(wanted, problems),
                    bodies=_TABLE,
                    grid_id=wanted.grid_ids[number % len(wanted.grid_ids)] if wanted.grid_ids else None,
                ),
            )
    with clock.at(starts_at + dt.timedelta(hours=2)):
        await _hold(actor, council, kind)
    with clock.at(starts_at + 5 * _DAY):
        await _finish(actor, wanted, council, problems)


async def _hold(actor: Actor, council: Council, kind: CouncilKind) -> None:
    async with open_scope(actor) as scope:
        bodies = (await bodies_of_councils_by_id(scope, [council.id]))[council.id]
        record = NewRecord(
            text="与会各方说明情况，逐项议定办法。",
            residents_present=6,
            body_ids=tuple(one.id for one in bodies),
            verdict=Verdict.SATISFIED if kind is CouncilKind.APPRAISAL else None,
        )
        await record_minutes(scope, council.id, record)


async def _finish(actor: Actor, wanted: HalfYear, council: Council, problems: range) -> None:
    """One task for each problem, done by the fifth day; what nobody here can do goes up."""
    async with open_scope(actor) as scope:
        items = (await items_of_councils_by_id(scope, [council.id])).get(council.id, ())
        for item, problem in zip(items, problems, strict=True):
            if wanted.sent_up and problem % wanted.sent_up == wanted.sent_up - 1:
                sent = ItemResult(item_id=item.id, outcome=ItemOutcome.SENT_UP, note="报上级网格")
                await settle_item(scope, council.id, sent)
            else:
                await _solve(scope, council, item)


async def _solve(scope: Scope, council: Council, item: CouncilItem) -> None:
    task = NewTask(title=f"处理：{item.title}", owner="物业公司", due_on=clock.today() + _DAY)
    decision = await add_decision(scope, council.id, NewDecision(text="立即整改并回访", item_id=item.id, tasks=(task,)))
    for made in (await tasks_of_decisions_by_id(scope, [decision.id]))[decision.id]:
        await complete_task(scope, made.id, "已整改，已回访")
    await settle_item(scope, council.id, ItemResult(item_id=item.id, outcome=ItemOutcome.SOLVED))
