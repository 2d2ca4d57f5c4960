"""Clubs, mentors and partners, by chance."""

from uuid import UUID

from backend.core import clock
from backend.modules.clubs.actions.events import cancel_club_event, report_club_event
from backend.modules.clubs.actions.following_up import doze_clubs
from backend.modules.clubs.actions.founding import archive_club
from backend.modules.clubs.actions.joining import join_club, leave_club
from backend.modules.clubs.models import Club, ClubEvent
from backend.modules.mentors.actions.learning import ask_mentor, end_match, log_mentor_meeting, thank_mentor
from backend.modules.mentors.actions.teaching import answer_learner, become_mentor, pause_mentoring
from backend.modules.mentors.contract.inputs import MatchWish, MentorOffer, NewMeeting
from backend.modules.mentors.contract.words import Skill
from backend.modules.mentors.models import Mentor, MentorMatch
from backend.modules.partners.actions.days import (
    cancel_responsibility_day,
    claim_responsibility_day,
    log_responsibility_day,
    open_responsibility_day,
)
from backend.modules.partners.actions.needs import (
    accept_need,
    claim_need,
    confirm_delivery,
    deliver_need,
    return_need,
    withdraw_need,
)
from backend.modules.partners.contract.inputs import DayOutcome, Delivery, NewClaim, NewDay
from backend.modules.partners.models import Need, Partner, ResponsibilityDay
from tenants.scope import Actor
from tests.clubs.factories import found, plan
from tests.dashboard.life import DAY, HOUR, Act, Life
from tests.partners.factories import make_need, make_partner
from tests.polls.factories import as_resident


class Neighbours:
    """What people of a community do for each other, and what others do for them."""

    def __init__(self, life: Life) -> None:
        self._life = life

    def acts(self) -> list[Act]:
        """Those that are likelier stand here more often."""
        return [
            self._found, self._join, self._leave_club, self._plan_event, self._plan_event, self._report_event,
            self._drop_event, self._archive, self._teach, self._ask_mentor, self._ask_mentor, self._answer_learner,
            self._meet, self._meet, self._thank, self._end_match, self._need, self._need, *(self._see_to,) * 4,
            self._open_day, self._take_day, self._log_day,
        ]  # fmt: skip

    async def open(self) -> None:
        await make_partner(self._life.staff)

    def _resident(self, resident_id: UUID) -> Actor:
        return as_resident(self._life.operator, resident_id)

    async def _found(self) -> None:
        number = self._life.draw.randrange(4)
        await found(self._life.office.village, number, name=f"夜跑社 {self._life.draw.randrange(10_000)}")

    async def _join(self) -> None:
        await self._life.act(self._life.resident(), join_club, (await self._life.any(Club)).id, "小林")

    async def _leave_club(self) -> None:
        await self._life.act(self._life.resident(), leave_club, (await self._life.any(Club)).id)

    async def _plan_event(self) -> None:
        await plan(self._life.staff, (await self._life.any(Club)).id, starts_at=self._life.soon())

    async def _report_event(self) -> None:
        event = await self._life.any(ClubEvent, ClubEvent.status == "CONFIRMED")
        with clock.at(max(clock.now(), event.starts_at)):
            await self._life.act(self._life.staff, report_club_event, event.id, self._life.draw.randrange(20))

    async def _drop_event(self) -> None:
        await self._life.act(self._life.staff, cancel_club_event, (await self._life.any(ClubEvent)).id)

    async def _archive(self) -> None:
        if self._life.draw.random() < 0.3:
            await self._life.act(self._life.staff, archive_club, (await self._life.any(Club)).id, "无人打理")
        else:
            await self._life.act(self._life.staff, doze_clubs)

    async def _teach(self) -> None:
        offer = MentorOffer(
            community_id=self._life.here, alias="老周", about="十年设计", skills=(Skill.DESIGN,), capacity=2
        )
        await self._life.act(self._life.resident(), become_mentor, offer)

    async def _ask_mentor(self) -> None:
        mentor = await self._life.any(Mentor)
        wish = MatchWish(mentor_id=mentor.id, skill=Skill.DESIGN, alias="小林", wish="想转行")
        await self._life.act(self._life.resident(), ask_mentor, wish)

    async def _answer_learner(self) -> None:
        match = await self._life.any(MentorMatch, MentorMatch.status == "REQUESTED")
        mentor = await self._life.any(Mentor, Mentor.id == match.mentor_id)
        if self._life.draw.random() < 0.2:
            is_open = self._life.draw.random() < 0.5
            await self._life.act(self._resident(mentor.resident_id), pause_mentoring, mentor.id, is_open=is_open)
        await self._life.act(self._resident(mentor.resident_id), answer_learner, match.id, is_accepted=True)

    async def _meet(self) -> None:
        match = await self._life.any(MentorMatch, MentorMatch.status == "ACTIVE")
        meeting = NewMeeting(
            held_on=clock.today() - self._life.draw.choice((0, 0, 3)) * DAY, minutes=self._life.draw.choice((30, 90))
        )
        await self._life.act(self._resident(match.learner_id), log_mentor_meeting, match.id, meeting)

    async def _thank(self) -> None:
        match = await self._life.any(MentorMatch)
        await self._life.act(self._resident(match.learner_id), thank_mentor, match.id, "谢谢！")

    async def _end_match(self) -> None:
        match = await self._life.any(MentorMatch)
        await self._life.act(self._resident(match.learner_id), end_match, match.id)

    async def _need(self) -> None:
        """Staff open theirs at once, residents wait for staff."""
        actor = self._life.draw.choice((self._life.staff, self._life.resident()))
        await make_need(actor, self._life.office.village)

    async def _see_to(self) -> None:
        """The next step of a need, or back, or never."""
        need, draw = await self._life.any(Need), self._life.draw.random()
        if draw < 0.15:
            await self._life.act(self._life.staff, withdraw_need, need.id, "已自行解决")
        elif draw < 0.3:
            await self._life.act(self._life.staff, return_need, need.id, "抽不出人手")
        elif need.status == "PROPOSED":
            await self._life.act(self._life.staff, accept_need, need.id)
        elif need.status == "OPEN":
            partner = await self._life.any(Partner)
            await self._life.act(self._life.staff, claim_need, need.id, NewClaim(partner_id=partner.id))
        elif need.status == "CLAIMED":
            delivery = Delivery(delivered_on=clock.today(), outcome="为 26 名骑手测了血压")
            await self._life.act(self._life.staff, deliver_need, need.id, delivery)
        else:
            asker = self._life.staff if need.resident_id is None else self._resident(need.resident_id)
            await self._life.act(asker, confirm_delivery, need.id, 5)

    async def _open_day(self) -> None:
        held_on = clock.today() + self._life.draw.choice((0, 1, 2)) * DAY
        new = NewDay(community_id=self._life.here, held_on=held_on, topic="便民服务", place="站门前")
        await self._life.act(self._life.staff, open_responsibility_day, new)

    async def _take_day(self) -> None:
        day = await self._life.any(ResponsibilityDay)
        if self._life.draw.random() < 0.2:
            await self._life.act(self._life.staff, cancel_responsibility_day, day.id)
        else:
            partner = await self._life.any(Partner)
            await self._life.act(self._life.staff, claim_responsibility_day, day.id, partner.id)

    async def _log_day(self) -> None:
        day = await self._life.any(ResponsibilityDay, ResponsibilityDay.status == "CLAIMED")
        with clock.at(max(clock.now(), clock.moment(day.held_on) + HOUR)):
            outcome = DayOutcome(outcome="理发 18 人", served_count=self._life.draw.randrange(40))
            await self._life.act(self._life.staff, log_responsibility_day, day.id, outcome)
