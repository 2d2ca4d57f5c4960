"""Changes to partners in the schema: the register, offers, needs from the wish to the score, responsibility days."""

import datetime as dt
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.partners.actions import days, needs, registering
from backend.modules.partners.contract import words
from backend.modules.partners.contract.inputs import (
    DayOutcome,
    Delivery,
    NewClaim,
    NewDay,
    NewNeed,
    NewOffer,
    NewPartner,
)
from graphql_schema.context import Info
from graphql_schema.fields import given
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.partners.partners import Need, Partner, PartnerOffer, ResponsibilityDay
from graphql_schema.relay import Batched, fetch

T = TypeVar("T", bound=Batched)


@given
class RegisterPartnerInput(Creation):
    """A unit that works with the operator's communities."""

    name: str = said("Its name, 2 to 100 characters.")
    credit_code: str = said("Its unified social credit code, 18 characters.")
    kind: words.PartnerKind = said("What it is.")
    joined_on: dt.date = said("Since when it takes part.")
    contact_name: str = said("Whom to call.", default="")
    contact_phone: str = said("At which number.", default="")


@given
class RetirePartnerInput:
    """A unit that takes part no more."""

    partner_id: GlobalID = ref("The partner.", "Partner")
    reason: str = said("Why, 2 to 500 characters.")


@given
class OfferResourceInput(Creation):
    """What a partner can give."""

    partner_id: GlobalID = ref("Whose.", "Partner")
    kind: words.ResourceKind = said("What it is.")
    title: str = said("In a line, 2 to 80 characters.")
    details: str = said("In words, up to 1,000 characters.", default="")
    amount: Decimal | None = said("Yuan, for money.", default=None)
    uses: int | None = said("How many needs it is enough for; any number where it is left out.", default=None)
    ends_on: dt.date | None = said("From which day on it is over.", default=None)


@given
class WithdrawOfferInput:
    """An offer that is made no more."""

    offer_id: GlobalID = ref("The offer.", "PartnerOffer")


@given
class PostNeedInput(Creation):
    """What a community, or the resident who asks, could use."""

    community_id: GlobalID = ref("The community.", "Community")
    kind: words.ResourceKind = said("What it is.")
    title: str = said("In a line, 2 to 80 characters.")
    details: str = said("In words, up to 1,000 characters.", default="")
    wanted_on: dt.date | None = said("By when.", default=None)


@given
class NeedInput:
    """A need."""

    need_id: GlobalID = ref("The need.", "Need")


@given
class NeedReasonInput(NeedInput):
    """A need that is given up or given back."""

    reason: str = said("Why, 2 to 500 characters.")


@given
class ClaimNeedInput(Creation, NeedInput):
    """A partner that will see to a need."""

    partner_id: GlobalID = ref("Who.", "Partner")
    offer_id: GlobalID | None = ref("By which of its offers.", "PartnerOffer", optional=True)


@given
class DeliverNeedInput(NeedInput):
    """What the partner did."""

    delivered_on: dt.date = said("When; not ahead.")
    outcome: str = said("In words, 2 to 1,000 characters.")


@given
class ConfirmDeliveryInput(NeedInput):
    """What one thinks of what the partner did."""

    score: int = said("1 to 5.")
    comment: str = said("In words, up to 1,000 characters; for staff and whoever asked.", default="")


@given
class OpenResponsibilityDayInput(Creation):
    """A slot that one unit may take."""

    community_id: GlobalID = ref("The community.", "Community")
    held_on: dt.date = said("The day.")
    topic: str = said("What it is about, 2 to 80 characters.")
    place: str = said("Where there, up to 80 characters.", default="")


@given
class ResponsibilityDayInput:
    """A slot of a responsibility day."""

    day_id: GlobalID = ref("The slot.", "ResponsibilityDay")


@given
class ClaimResponsibilityDayInput(ResponsibilityDayInput):
    """Who takes a slot."""

    partner_id: GlobalID = ref("The unit.", "Partner")


@given
class LogResponsibilityDayInput(ResponsibilityDayInput):
    """What came of a slot."""

    outcome: str = said("In words, 2 to 1,000 characters.")
    served_count: int = said("How many were served.")


@strawberry.type
class Mutation:
    """Changes to partners."""

    @mutation(Surface.TENANT)
    async def register_partner(self, info: Info, input: RegisterPartnerInput) -> Partner:
        """Enter a unit by its unified social credit code."""
        made = await registering.register_partner(await info.context.scope(), plain(input, NewPartner))
        return await _shown(info, Partner, made)

    @mutation(Surface.TENANT)
    async def retire_partner(self, info: Info, input: RetirePartnerInput) -> Partner:
        """End the work with a unit; its offers are withdrawn."""
        await registering.retire_partner(await info.context.scope(), key(input, "partner_id"), input.reason)
        return await _shown(info, Partner, key(input, "partner_id"))

    @mutation(Surface.TENANT)
    async def offer_resource(self, info: Info, input: OfferResourceInput) -> PartnerOffer:
        """Write down what a partner offers."""
        made = await registering.offer_resource(await info.context.scope(), plain(input, NewOffer))
        return await _shown(info, PartnerOffer, made)

    @mutation(Surface.TENANT)
    async def withdraw_offer(self, info: Info, input: WithdrawOfferInput) -> PartnerOffer:
        """Offer it no more; what was claimed by it stays."""
        await registering.withdraw_offer(await info.context.scope(), key(input, "offer_id"))
        return await _shown(info, PartnerOffer, key(input, "offer_id"))

    @mutation(Surface.TENANT, Surface.RESIDENT)
    async def post_need(self, info: Info, input: PostNeedInput) -> Need:
        """Say what is needed: staff open it at once, a resident's wish waits for them."""
        return await _shown(info, Need, await needs.post_need(await info.context.scope(), plain(input, NewNeed)))

    @mutation(Surface.TENANT)
    async def accept_need(self, info: Info, input: NeedInput) -> Need:
        """Open a resident's wish to partners."""
        await needs.accept_need(await info.context.scope(), key(input, "need_id"))
        return await _shown(info, Need, key(input, "need_id"))

    @mutation(Surface.TENANT, Surface.RESIDENT)
    async def withdraw_need(self, info: Info, input: NeedReasonInput) -> Need:
        """Need it no more, before anyone has claimed it; a resident their own."""
        await needs.withdraw_need(await info.context.scope(), key(input, "need_id"), input.reason)
        return await _shown(info, Need, key(input, "need_id"))

    @mutation(Surface.TENANT)
    async def claim_need(self, info: Info, input: ClaimNeedInput) -> Need:
        """A partner will see to a need, which nobody else can claim then."""
        await needs.claim_need(await info.context.scope(), key(input, "need_id"), plain(input, NewClaim))
        return await _shown(info, Need, key(input, "need_id"))

    @mutation(Surface.TENANT)
    async def return_need(self, info: Info, input: NeedReasonInput) -> Need:
        """The partner cannot do it after all: the need is open again."""
        await needs.return_need(await info.context.scope(), key(input, "need_id"), input.reason)
        return await _shown(info, Need, key(input, "need_id"))

    @mutation(Surface.TENANT)
    async def deliver_need(self, info: Info, input: DeliverNeedInput) -> Need:
        """Write down what the partner did."""
        await needs.deliver_need(await info.context.scope(), key(input, "need_id"), plain(input, Delivery))
        return await _shown(info, Need, key(input, "need_id"))

    @mutation(Surface.TENANT, Surface.RESIDENT)
    async def confirm_delivery(self, info: Info, input: ConfirmDeliveryInput) -> Need:
        """It was done, and how well; a resident confirms what they themselves asked for."""
        need_id = key(input, "need_id")
        await needs.confirm_delivery(await info.context.scope(), need_id, input.score, input.comment)
        return await _shown(info, Need, need_id)

    @mutation(Surface.TENANT)
    async def open_responsibility_day(self, info: Info, input: OpenResponsibilityDayInput) -> ResponsibilityDay:
        """Open a slot that one unit may take."""
        made = await days.open_responsibility_day(await info.context.scope(), plain(input, NewDay))
        return await _shown(info, ResponsibilityDay, made)

    @mutation(Surface.TENANT)
    async def claim_responsibility_day(self, info: Info, input: ClaimResponsibilityDayInput) -> ResponsibilityDay:
        """A unit takes the slot, which no other can then."""
        day_id = key(input, "day_id")
        await days.claim_responsibility_day(await info.context.scope(), day_id, key(input, "partner_id"))
        return await _shown(info, ResponsibilityDay, day_id)

    @mutation(Surface.TENANT)
    async def log_responsibility_day(self, info: Info, input: LogResponsibilityDayInput) -> ResponsibilityDay:
        """Write down what came of a slot."""
        day_id = key(input, "day_id")
        await days.log_responsibility_day(await info.context.scope(), day_id, plain(input, DayOutcome))
        return await _shown(info, ResponsibilityDay, day_id)

    @mutation(Surface.TENANT)
    async def cancel_responsibility_day(self, info: Info, input: ResponsibilityDayInput) -> ResponsibilityDay:
        """Call a slot off before it is logged."""
        await days.cancel_responsibility_day(await info.context.scope(), key(input, "day_id"))
        return await _shown(info, ResponsibilityDay, key(input, "day_id"))


async def _shown(info: Info, kind: type[T], made: UUID) -> T:
    shown: T = await fetch(info, kind, GlobalID(kind.__name__, str(made)))
    return shown
