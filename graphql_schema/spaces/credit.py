"""Attendance credit in the schema: what missed bookings cost, and appeals against it."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.errors import NotFound
from backend.core.surfaces import Surface
from backend.modules.housing.queries import residents as resident_queries
from backend.modules.spaces import words
from backend.modules.spaces.actions import credit as actions
from backend.modules.spaces.queries import bookings, credit
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, given, one, reads, record
from graphql_schema.housing.residents import Resident
from graphql_schema.inputs import key, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, fetch, key_of, page
from graphql_schema.spaces.bookings import WHO, Booking


@record
class CreditAppeal(Batched, Node):
    """Why a resident thinks that a loss of credit is not right, and what became of it."""

    batch = staticmethod(credit.appeals_by_id)
    id: NodeID[UUID]
    charge_id: strawberry.Private[UUID]
    resident_id: strawberry.Private[UUID]
    charge: "CreditCharge | None" = one("charge_id", credit.charges_by_id, "Against which loss.", to="CreditCharge")
    resident: Resident | None = one("resident_id", resident_queries.residents_by_id, "Whose.", to="Resident")
    reason: str = column("What the resident says.")
    status: words.AppealStatus = column("Where it stands.")
    answer: str | None = column("What staff say.")
    created_at: dt.datetime = column("When it was made.")
    decided_at: dt.datetime | None = column("When it was decided.")


@record
class CreditCharge(Batched, Node):
    """What a missed booking has cost."""

    batch = staticmethod(credit.charges_by_id)
    id: NodeID[UUID]
    booking_id: strawberry.Private[UUID]
    resident_id: strawberry.Private[UUID]
    booking: Booking | None = one("booking_id", bookings.bookings_by_id, "The booking.", to="Booking")
    resident: Resident | None = one("resident_id", resident_queries.residents_by_id, "Whose.", to="Resident")
    appeal: CreditAppeal | None = one("id", credit.appeals_by_charge, "The appeal against it.", to="CreditAppeal")
    points: int = column("Points lost at first; they wear off.")
    charged_at: dt.datetime = column("When.")
    waived_at: dt.datetime | None = column("When it was taken back.")


@record
class AttendanceCredit(Record):
    """A resident's attendance credit now."""

    points: int = column("Points left.")
    threshold: int = column("Below this nothing can be booked.")
    blocked_until: dt.date | None = column("The day from which booking is possible again.")


@given
class AppealCreditInput:
    """Why a loss of credit is not right."""

    charge_id: GlobalID = ref("The loss.", "CreditCharge")
    reason: str = said("Why, 2 to 500 characters.")


@given
class DecideAppealInput:
    """What staff say to an appeal."""

    appeal_id: GlobalID = ref("The appeal.", "CreditAppeal")
    is_accepted: bool = said("Whether the credit is given back.")
    answer: str = said("What the resident reads, 2 to 500 characters.")


@strawberry.type
class Query:
    """Reads of attendance credit."""

    @reads(*WHO, resident_id="Whose; residents have their own.")
    async def attendance_credit(self, info: Info, resident_id: GlobalID | None = None) -> AttendanceCredit:
        """A resident's attendance credit now."""
        actor = info.context.actor
        wanted = actor.resident_id if resident_id is None else key_of(resident_id, "Resident", field=("resident_id",))
        if wanted is None:
            raise NotFound(field=("resident_id",))
        return AttendanceCredit.of(await credit.get_credit(await info.context.scope(), wanted))

    @reads(*WHO, resident_id="Only of this resident.")
    async def credit_charges(
        self, info: Info, resident_id: GlobalID | None = None, first: First = 20, after: After = None
    ) -> Connection[CreditCharge]:
        """Losses of credit, the latest first: residents see their own."""
        whose = key_of(resident_id, "Resident", field=("resident_id",)) if resident_id else None
        found = await credit.list_charges(await info.context.scope(), page(first, after), whose)
        return Connection.of(CreditCharge, found)

    @reads(*WHO, status="Only in this state.")
    async def credit_appeals(
        self, info: Info, status: words.AppealStatus | None = None, first: First = 20, after: After = None
    ) -> Connection[CreditAppeal]:
        """Appeals, the latest first: residents see their own."""
        found = await credit.list_appeals(await info.context.scope(), page(first, after), status)
        return Connection.of(CreditAppeal, found)


@strawberry.type
class Mutation:
    """What is done about a loss of credit."""

    @mutation(Surface.RESIDENT)
    async def appeal_credit(self, info: Info, input: AppealCreditInput) -> CreditAppeal:
        """Say why a loss of credit is not right."""
        made = await actions.appeal_credit(await info.context.scope(), key(input, "charge_id"), input.reason)
        return await _shown(info, made.id)

    @mutation(Surface.TENANT)
    async def decide_appeal(self, info: Info, input: DecideAppealInput) -> CreditAppeal:
        """Give the credit back, or say why not."""
        scope, appeal_id = await info.context.scope(), key(input, "appeal_id")
        await actions.decide_appeal(scope, appeal_id, is_accepted=input.is_accepted, answer=input.answer)
        return await _shown(info, appeal_id)


async def _shown(info: Info, appeal_id: UUID) -> CreditAppeal:
    found: CreditAppeal = await fetch(info, CreditAppeal, GlobalID("CreditAppeal", str(appeal_id)))
    return found
