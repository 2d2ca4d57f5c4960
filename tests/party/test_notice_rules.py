"""What a notice keeps of itself, who hears of it, when exactly it is late, and the lists of notices."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import Any  # filters, by name
from uuid import UUID

import pytest
from sqlalchemy import select, update

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.core.timers import timers
from backend.modules.accounts.contract import NewMembership
from backend.modules.messaging.models import Notification
from backend.modules.party.actions.notices import accept_reply, return_reply, withdraw_notice
from backend.modules.party.actions.replies import reply_to_notice
from backend.modules.party.contract.inputs import NewReply
from backend.modules.party.contract.refusals import EvidenceMissing
from backend.modules.party.queries.notices import (
    NoticeCounts,
    NoticeFilter,
    list_notices,
    notice_counts_by_id,
)
from backend.modules.party.words import NoticeState
from tenants.models import Membership, Operator
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tenants.timing import run_timer
from tests.accounts.factories import Person, a_person
from tests.conftest import acting
from tests.housing.factories import make_home
from tests.party.factories import Covered, a_reply, cover, delivered, emitted, issued, supervising
from tests.party.members import outcomes

# A Monday.
MONDAY = dt.datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
DAY = dt.timedelta(days=1)


async def replied(covered: Covered, manager: Actor, notice_id: UUID) -> None:
    async with open_scope(manager) as scope:
        await reply_to_notice(scope, await a_reply(scope, notice_id))
    await delivered(covered.operator)


async def risen(covered: Covered, moment: dt.datetime) -> None:
    with clock.at(moment):
        assert await run_timer(covered.operator.id, timers["party.let_notices_rise"])


async def listed(actor: Actor, **wanted: Any) -> set[UUID]:
    async with open_scope(actor, read_only=True) as scope:
        return {row.id for row in (await list_notices(scope, Page(100), NoticeFilter(**wanted))).rows}


async def told(operator: Operator, person: Person) -> list[tuple[str, Any]]:
    """What somebody was told of notices and replies, and until when there is time where that was said."""
    reader = replace(acting(operator, Role.COMMUNITY_MANAGER), account_id=person.account.id)
    async with open_scope(reader, read_only=True) as scope:
        wanted = select(Notification).where(Notification.account_id == person.account.id).order_by(Notification.id)
        return [(row.kind, row.facts.get("due_on")) for row in await scope.session.scalars(wanted)]


async def test_a_notice_keeps_its_first_day_and_who_issued_it_and_a_return_sets_another(
    covered: Covered, manager: Actor
) -> None:
    with clock.at(MONDAY):
        notice = await issued(covered, working_days=3)
        await replied(covered, manager, notice.id)
        async with open_scope(covered.supervisor) as scope:
            again = await return_reply(scope, notice.id, " 照片看不清 ", 10)
    assert (again.first_due_on, again.due_on) == (dt.date(2026, 3, 5), dt.date(2026, 3, 16))
    assert again.issued_by_id == covered.supervisor.account_id


async def test_a_reply_is_decided_once_however_many_decide(covered: Covered, manager: Actor) -> None:
    notice = await issued(covered)
    await replied(covered, manager, notice.id)

    async def accept() -> None:
        async with open_scope(covered.supervisor) as scope:
            await accept_reply(scope, notice.id)

    async def send_back() -> None:
        async with open_scope(covered.supervisor) as scope:
            await return_reply(scope, notice.id, "请补充照片", 2)

    found = await outcomes(*[accept] * 3, *[send_back] * 3)
    assert found["done"] == 1
    assert set(found) <= {"done", "NOTICE_CLOSED", "NOTICE_UNANSWERED"}
    assert await emitted(manager, "party.ReplyDecided") == 1


async def test_managers_of_the_community_in_office_hear_of_each_turn(
    operator: Operator, covered: Covered, manager: Actor
) -> None:
    here = await a_person(
        NewMembership(role=Role.COMMUNITY_MANAGER, operator_id=operator.id, community_ids=(covered.home.community_id,))
    )
    former = await a_person(NewMembership(role=Role.COMMUNITY_MANAGER, operator_id=operator.id))
    async with open_scope(platform_actor("test")) as scope:
        await scope.session.execute(
            update(Membership).where(Membership.account_id == former.account.id).values(ended_at=clock.now())
        )
    notice = await issued(covered)
    await replied(covered, manager, notice.id)
    async with open_scope(covered.supervisor) as scope:
        due_on = (await return_reply(scope, notice.id, "请补充照片", 2)).due_on
    await replied(covered, manager, notice.id)
    async with open_scope(covered.supervisor) as scope:
        await accept_reply(scope, notice.id)
    other = await issued(covered, title="另一件")
    async with open_scope(covered.supervisor) as scope:
        await withdraw_notice(scope, other.id)
    await delivered(operator)
    assert Counter(await told(operator, here)) == {
        ("SUPERVISION_NOTICE_ISSUED", None): 2,
        ("SUPERVISION_REPLY_RETURNED", due_on.isoformat()): 1,
        ("SUPERVISION_REPLY_ACCEPTED", None): 1,
        ("SUPERVISION_NOTICE_WITHDRAWN", None): 1,
    }
    assert await told(operator, former) == []


async def test_ten_photos_are_too_many(covered: Covered, manager: Actor) -> None:
    notice = await issued(covered)
    reply = NewReply(notice_id=notice.id, text="已整改", evidence_ids=tuple(new_id() for _ in range(10)))
    with pytest.raises(EvidenceMissing):
        async with open_scope(manager) as scope:
            await reply_to_notice(scope, reply)


async def test_a_notice_rises_the_day_after_its_day_and_each_once(covered: Covered, manager: Actor) -> None:
    with clock.at(MONDAY):
        first, second = await issued(covered, working_days=3), await issued(covered, title="第二件", working_days=4)
        # What waits for the branch does not rise with what nobody answered.
        await replied(covered, manager, (await issued(covered, title="已答复", working_days=3)).id)
    await risen(covered, MONDAY + 3 * DAY)
    assert await listed(covered.supervisor, risen_only=True) == set()
    await risen(covered, MONDAY + 4 * DAY)
    assert await listed(covered.supervisor, risen_only=True) == {first.id}
    await risen(covered, MONDAY + 5 * DAY)
    assert await listed(covered.supervisor, risen_only=True) == {first.id, second.id}
    assert await emitted(acting(covered.operator, Role.OPERATOR_ADMIN), "party.NoticeRaised") == 2


async def test_lists_and_counts_say_what_is_open_and_late(operator: Operator, covered: Covered, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        far = await make_home(scope)
    await cover(operator, far.community_id, covered.branch)
    both = Covered(
        operator,
        covered.home,
        covered.branch,
        supervising((operator, covered.home), (operator, far), branch=covered.branch),
    )
    with clock.at(MONDAY):
        late, answered, closed = [await issued(both, title=f"第{number}件") for number in range(3)]
        due_today = await issued(both, title="今天到期", working_days=4)
        await replied(both, manager, answered.id)
        async with open_scope(both.supervisor) as scope:
            await withdraw_notice(scope, closed.id)
        there = await issued(both, community_id=far.community_id, working_days=60)
    with clock.at(MONDAY + 4 * DAY):
        assert await listed(both.supervisor, overdue_only=True) == {late.id}
        async with open_scope(both.supervisor, read_only=True) as scope:
            counts = await notice_counts_by_id(scope, [covered.home.community_id, far.community_id])
    assert counts == {covered.home.community_id: NoticeCounts(3, 1), far.community_id: NoticeCounts(1, 0)}
    assert await listed(both.supervisor, states=(NoticeState.ISSUED,)) == {late.id, due_today.id, there.id}
    assert await listed(both.supervisor, states=(NoticeState.WITHDRAWN,)) == {closed.id}
    assert await listed(both.supervisor, community_id=far.community_id) == {there.id}
