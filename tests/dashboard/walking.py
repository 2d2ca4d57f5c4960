"""A front desk that does one thing after another by chance, over weeks, and looks back as far as it may."""

import datetime as dt
import random
from collections.abc import Awaitable, Callable
from decimal import Decimal

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError
from backend.modules.housing.actions.employers import allot_beds, end_allotment
from backend.modules.housing.actions.erasing import erase_resident
from backend.modules.housing.actions.inventory import create_units, set_bed_state, set_governance_mode, update_community
from backend.modules.housing.actions.leaving import check_out, transfer_stay
from backend.modules.housing.actions.overstays import lengthen_overstays
from backend.modules.housing.actions.residents import update_resident
from backend.modules.housing.actions.stays import cancel_stay, confirm_arrival, extend_stay, record_registration
from backend.modules.housing.contract.inputs import CommunityChange, NewUnit, ResidentChange, StayTransfer
from backend.modules.housing.models.employers import Allotment
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.stays import Stay
from backend.modules.housing.words import BedCondition, GovernanceMode, PartyStatus, StayStatus, UnitKind
from tenants.scope import Actor, Scope, open_scope
from tests.housing.factories import Home, make_employer, make_home, make_resident, make_stay

Step = Callable[[Scope], Awaitable[object]]


class Desk:
    """Two communities, and whatever may happen in them."""

    def __init__(self, actor: Actor, draw: random.Random) -> None:
        self._actor, self._draw = actor, draw
        self._homes: list[Home] = []

    async def open(self) -> None:
        async with open_scope(self._actor) as scope:
            self._homes = [await make_home(scope, beds=6, area=90), await make_home(scope, beds=5, area=90)]
            employer = await make_employer(scope)
            await allot_beds(scope, employer.id, tuple(self._homes[0].bed_ids[4:]), self._day(-5), self._day(90))

    def _day(self, offset: int) -> dt.date:
        return clock.today() + dt.timedelta(days=offset)

    async def step(self) -> str:
        """Do something; what a rule refuses has not happened."""
        steps: list[Step] = [
            *(self._arrive,) * 4, self._leave, self._leave, self._move, self._extend, self._cancel, self._register,
            self._confirm, self._correct, self._erase, self._build, self._govern, self._soil, self._give_back,
            self._plan, lengthen_overstays,
        ]  # fmt: skip
        chosen = self._draw.choice(steps)
        try:
            async with open_scope(self._actor) as scope:
                await chosen(scope)
        except AppError:
            return "refused"
        return chosen.__name__

    async def _arrive(self, scope: Scope) -> None:
        home = self._draw.choice(self._homes)
        start = self._draw.choice((-25, -9, -3, 0, 0, 0, 4))
        resident = await make_resident(scope, birth_on=None)
        bed = self._draw.choice([*home.bed_ids, None])
        ends_on = self._day(self._draw.choice((2, 20, 200)))
        await make_stay(scope, home, resident_id=resident.id, bed_id=bed, starts_on=self._day(start), ends_on=ends_on)

    async def _stay(self, scope: Scope, *statuses: StayStatus) -> Stay:
        found = (await scope.session.scalars(select(Stay).where(Stay.status.in_(statuses)).order_by(Stay.id))).all()
        if not found:
            raise AppError
        return self._draw.choice(found)

    async def _leave(self, scope: Scope) -> None:
        stay = await self._stay(scope, StayStatus.ACTIVE)
        await check_out(scope, stay.id, max(stay.starts_on, self._day(self._draw.choice((-20, -2, 0)))))

    async def _move(self, scope: Scope) -> None:
        stay, home = await self._stay(scope, StayStatus.ACTIVE), self._draw.choice(self._homes)
        day = max(stay.starts_on, self._day(self._draw.choice((-15, -1, 0))))
        new = StayTransfer(unit_id=home.unit_id, bed_id=self._draw.choice(home.bed_ids), moves_on=day, co_occupants=())
        await transfer_stay(scope, stay.id, new)

    async def _extend(self, scope: Scope) -> None:
        stay = await self._stay(scope, StayStatus.ACTIVE, StayStatus.RESERVED)
        await extend_stay(scope, stay.id, stay.planned_ends_on + dt.timedelta(days=30))

    async def _cancel(self, scope: Scope) -> None:
        await cancel_stay(scope, (await self._stay(scope, StayStatus.RESERVED)).id, "不来了")

    async def _confirm(self, scope: Scope) -> None:
        await confirm_arrival(scope, (await self._stay(scope, StayStatus.RESERVED)).id)

    async def _register(self, scope: Scope) -> None:
        stay = await self._stay(scope, StayStatus.ACTIVE)
        await record_registration(scope, stay.id, max(stay.starts_on, self._day(self._draw.choice((-10, 0)))))

    async def _correct(self, scope: Scope) -> None:
        stay = await self._stay(scope, StayStatus.ACTIVE, StayStatus.ENDED)
        resident = await scope.session.get_one(Resident, (scope.operator_id, stay.lead_resident_id))
        change = ResidentChange(
            party_status=self._draw.choice(list(PartyStatus)),
            has_consented_to_party_status=True,
            lives_alone=self._draw.choice((True, False)),
        )
        await update_resident(scope, resident.id, resident.version, change)

    async def _erase(self, scope: Scope) -> None:
        stay = await self._stay(scope, StayStatus.ENDED)
        await erase_resident(scope, stay.lead_resident_id, "本人要求删除")

    async def _build(self, scope: Scope) -> None:
        home = self._draw.choice(self._homes)
        built_on = self._draw.choice((None, self._day(-40), self._day(-1)))
        number = f"{self._draw.randrange(10_000):05d}"
        kind, labels = self._draw.choice(((UnitKind.SUITE, ("1", "2")), (UnitKind.ROOM, ("1",))))
        unit = NewUnit(
            kind=kind, floor=2, number=number, area=Decimal(60), bed_labels=labels, max_occupants=4, built_on=built_on
        )
        await create_units(scope, home.building_id, (unit,))

    async def _govern(self, scope: Scope) -> None:
        home, since = self._draw.choice(self._homes), self._day(self._draw.choice((-100, -7, 0, 9)))
        await set_governance_mode(scope, home.community_id, self._draw.choice(list(GovernanceMode)), since)

    async def _plan(self, scope: Scope) -> None:
        placed = CommunityChange(latitude=Decimal(31), longitude=Decimal("121.4"))
        change = self._draw.choice((placed, CommunityChange(planned_beds=self._draw.choice((0, 12, 40)))))
        await update_community(scope, self._draw.choice(self._homes).community_id, change)

    async def _soil(self, scope: Scope) -> None:
        bed_id = self._draw.choice(self._draw.choice(self._homes).bed_ids)
        await set_bed_state(scope, bed_id, self._draw.choice([BedCondition.CLEAN, BedCondition.DIRTY]))

    async def _give_back(self, scope: Scope) -> None:
        held = (await scope.session.scalars(select(Allotment).where(Allotment.ends_on > self._day(0)))).all()
        if not held:
            raise AppError
        await end_allotment(scope, held[0].id, self._day(0))
