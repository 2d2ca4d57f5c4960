"""Party oversight of a community of its own, by chance: who covers it, members, activities and notices."""

from collections.abc import Sequence

from backend.core import clock
from backend.core.errors import AppError
from backend.modules.party.actions.assigning import end_oversight
from backend.modules.party.actions.members import withdraw_report
from backend.modules.party.actions.notices import accept_reply, return_reply, withdraw_notice
from backend.modules.party.actions.records import record_party_activity
from backend.modules.party.actions.replies import reply_to_notice
from backend.modules.party.contract.inputs import ActivityRecord
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.notices import SupervisionNotice
from backend.modules.party.models.organisations import PartyConsent
from backend.modules.party.tasks import let_notices_rise
from backend.modules.party.words import MemberStage
from tenants.delivery import Delivery, deliver, relay
from tenants.oversight_models import OversightAssignment
from tenants.scope import open_scope, system_actor
from tests.dashboard.delivering import OURS
from tests.dashboard.life import DAY, HOUR, Act, Life
from tests.housing.factories import make_home
from tests.party.factories import Covered, a_reply, cover, issued, make_org, platform, supervising
from tests.party.test_members import a_member, as_resident, reported

_BEDS = 12


class Oversight:
    """A branch, and a community that it covers, or does not."""

    def __init__(self, life: Life) -> None:
        self._life = life
        self._beds = iter(range(_BEDS))
        self._covered: Covered | None = None

    @property
    def covered(self) -> Covered:
        assert self._covered is not None
        return self._covered

    def acts(self) -> list[Act]:
        """Those that are likelier stand here more often."""
        return [
            self._cover, self._uncover, self._do_something, self._do_something, self._demand, self._demand,
            *(self._answer_demand,) * 3, self._judge_reply, self._judge_reply, self._judge_reply, self._demand_no_more,
            self._report_in, self._report_out, self._carry, self._carry,
        ]  # fmt: skip

    async def open(self) -> None:
        async with open_scope(self._life.staff) as scope:
            home = await make_home(scope, beds=_BEDS, area=240, max_occupants=_BEDS)
        branch = await make_org()
        operator = self._life.operator
        await cover(operator, home.community_id, branch, starts_on=clock.today() - 30 * DAY)
        self._covered = Covered(operator, home, branch, supervising((operator, home), branch=branch))

    async def _cover(self) -> None:
        since = clock.today() + self._life.draw.choice((-3, 0, 2)) * DAY
        here = self.covered.home.community_id
        await cover(self._life.operator, here, self.covered.branch, starts_on=since)

    async def _uncover(self) -> None:
        here = OversightAssignment.community_id == self.covered.home.community_id
        assignment = await self._life.any(OversightAssignment, here, OversightAssignment.ends_on > clock.today())
        await self._life.act(
            platform(), end_oversight, assignment.id, clock.today() - self._life.draw.choice((0, 2)) * DAY
        )

    async def _do_something(self) -> None:
        starts_at = clock.now() - self._life.draw.choice((1, 30, 400)) * HOUR
        record = ActivityRecord(
            organisation_id=self.covered.branch.id,
            community_id=self.covered.home.community_id,
            title="晨间巡查",
            place="5 号楼",
            starts_at=starts_at,
            ends_at=starts_at + HOUR,
            attendance=self._life.draw.randrange(20),
            volunteers=4,
            volunteer_hours=self._life.draw.randrange(9),
        )
        await self._life.act(self.covered.supervisor, record_party_activity, record)

    async def _demand(self) -> None:
        await issued(self.covered, working_days=self._life.draw.choice((1, 2)))

    async def _notice(self) -> SupervisionNotice:
        here = SupervisionNotice.operator_id == self._life.operator.id
        notice: SupervisionNotice = await self._life.any(SupervisionNotice, here)
        return notice

    async def _answer_demand(self) -> None:
        notice = await self._notice()
        async with open_scope(self._life.staff) as scope:
            await reply_to_notice(scope, await a_reply(scope, notice.id))

    async def _judge_reply(self) -> None:
        await self._carry()
        notice, supervisor = await self._notice(), self.covered.supervisor
        if self._life.draw.random() < 0.4:
            await self._life.act(supervisor, accept_reply, notice.id)
        else:
            await self._life.act(supervisor, return_reply, notice.id, "照片不清楚", self._life.draw.choice((1, 2, 9)))

    async def _demand_no_more(self) -> None:
        if self._life.draw.random() < 0.3:
            await self._life.act(self.covered.supervisor, withdraw_notice, (await self._notice()).id)
        else:
            follower = system_actor(self._life.operator.id, "test", PartyPermission.FOLLOW_NOTICES)
            await self._life.act(follower, let_notices_rise)

    async def _report_in(self) -> None:
        bed = next(self._beds, None)
        if bed is None:
            raise AppError
        resident_id = await a_member(self.covered, self._life.staff, bed=bed)
        stage = self._life.draw.choice(list(MemberStage))
        await reported(as_resident(self._life.operator, resident_id), stage=stage)

    async def _report_out(self) -> None:
        consent = await self._life.any(PartyConsent, PartyConsent.withdrawn_at.is_(None))
        await self._life.act(as_resident(self._life.operator, consent.resident_id), withdraw_report, consent.id)

    async def _carry(self) -> None:
        """What crosses to the branch goes by handlers of its own; the roll-up hears of the same events later."""
        found = list[Delivery]()

        async def take(deliveries: Sequence[Delivery]) -> None:
            found.extend(one for one in deliveries if one.handler.startswith("party.") and one.handler not in OURS)

        await relay(self._life.operator.id, take)
        for one in found:
            await deliver(one)
