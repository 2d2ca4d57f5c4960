"""Needs and offers: claimed once whoever comes at once, given back, seen to, confirmed by whoever asked."""

import datetime as dt
from decimal import Decimal
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.housing.contract.refusals import CreditCodeInvalid, ReasonMissing
from backend.modules.partners.actions.needs import (
    accept_need,
    claim_need,
    confirm_delivery,
    deliver_need,
    forget_asker,
    return_need,
    withdraw_need,
)
from backend.modules.partners.actions.registering import register_partner, retire_partner
from backend.modules.partners.contract.inputs import Delivery, NewClaim
from backend.modules.partners.contract.permissions import PartnerPermission
from backend.modules.partners.contract.refusals import (
    NeedClosed,
    NeedTaken,
    NotYourHome,
    OfferUnsuited,
    OfferUsedUp,
    PartnerRegistered,
    PartnerRetired,
)
from backend.modules.partners.contract.words import ClaimStatus, NeedStatus, ResourceKind
from backend.modules.partners.models import NeedClaim, PartnerOffer
from backend.modules.partners.queries.needs import (
    NeedFilter,
    claims_of_needs_by_id,
    list_needs,
    matches_of_needs_by_id,
)
from backend.modules.partners.queries.partners import contacts_of_partners_by_id, records_of_partners_by_id
from tenants.outbox import OutboxRow
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tests.conftest import acting, new_operator
from tests.housing.factories import make_home, make_stay
from tests.partners.factories import a_partner, make_need, make_offer, make_partner, the_need
from tests.polls.factories import Village, as_resident
from tests.proposals.factories import all_at_once, give_accounts, told, work


async def claim(actor: Actor, need_id: UUID, partner_id: UUID, offer_id: UUID | None = None) -> UUID:
    async with open_scope(actor) as scope:
        return await claim_need(scope, need_id, NewClaim(partner_id=partner_id, offer_id=offer_id))


async def deliver(actor: Actor, need_id: UUID) -> None:
    async with open_scope(actor) as scope:
        await deliver_need(scope, need_id, Delivery(delivered_on=clock.today(), outcome="为 26 名骑手测了血压"))


async def used(actor: Actor, offer_id: UUID) -> int | None:
    async with open_scope(actor, read_only=True) as scope:
        return await scope.session.scalar(select(PartnerOffer.used).where(PartnerOffer.id == offer_id))


async def written(actor: Actor) -> list[int]:
    async with open_scope(actor, read_only=True) as scope:
        rows = (NeedClaim, PartnerOffer, OutboxRow)
        return [await scope.session.scalar(select(func.count()).select_from(one)) or 0 for one in rows]


async def test_of_fifty_who_claim_a_need_at_once_one_wins(village: Village) -> None:
    partners = [await make_partner(village.manager) for _ in range(50)]
    need_id = await make_need(village.manager, village)
    answers = await all_at_once(*(claim(village.manager, need_id, partner_id) for partner_id in partners))
    assert sum(isinstance(one, UUID) for one in answers) == 1
    assert sum(isinstance(one, NeedTaken) for one in answers) == 49
    async with open_scope(village.manager, read_only=True) as scope:
        (winner,) = (await claims_of_needs_by_id(scope, [need_id]))[need_id]
    assert winner.id in answers
    assert (await the_need(village.manager, need_id)).status is NeedStatus.CLAIMED


async def test_an_offer_for_two_needs_is_used_twice_by_ten_at_once(village: Village) -> None:
    partner_id = await make_partner(village.manager)
    offer_id = await make_offer(village.manager, partner_id, uses=2)
    needs = [await make_need(village.manager, village) for _ in range(10)]
    answers = await all_at_once(*(claim(village.manager, need_id, partner_id, offer_id) for need_id in needs))
    assert sum(isinstance(one, UUID) for one in answers) == 2
    assert sum(isinstance(one, OfferUsedUp) for one in answers) == 8
    assert await used(village.manager, offer_id) == 2
    found = [(await the_need(village.manager, need_id)).status for need_id in needs]
    assert found.count(NeedStatus.CLAIMED) == 2


async def test_a_residents_wish_is_opened_claimed_done_and_confirmed_by_whoever_asked(village: Village) -> None:
    await give_accounts(village)
    asker, neighbour = village.resident(0), village.resident(1)
    need_id = await make_need(asker, village)
    async with open_scope(neighbour, read_only=True) as scope:
        assert (await list_needs(scope, Page(10), NeedFilter())).rows == []
    async with open_scope(village.manager) as scope:
        await accept_need(scope, need_id)
    partner_id = await make_partner(village.manager)
    offer_id = await make_offer(village.manager, partner_id)
    await make_offer(village.manager, partner_id, kind=ResourceKind.CONSULT)
    async with open_scope(neighbour, read_only=True) as scope:
        (shown,) = (await list_needs(scope, Page(10), NeedFilter())).rows
        matches = await matches_of_needs_by_id(scope, [need_id])
    assert (shown.title, [one.id for one in matches[need_id]]) == ("骑手想查血压", [offer_id])
    await claim(village.manager, need_id, partner_id, offer_id)
    await deliver(village.manager, need_id)
    with pytest.raises(Forbidden):
        async with open_scope(neighbour) as scope:
            await confirm_delivery(scope, need_id, 1)
    async with open_scope(asker) as scope:
        await confirm_delivery(scope, need_id, 5, "很及时")
    with pytest.raises(NeedClosed):
        async with open_scope(asker) as scope:
            await confirm_delivery(scope, need_id, 1)
    async with open_scope(village.manager, read_only=True) as scope:
        (done,) = (await claims_of_needs_by_id(scope, [need_id]))[need_id]
        record = (await records_of_partners_by_id(scope, [partner_id]))[partner_id]
    assert (done.status, done.score, done.comment) == (ClaimStatus.CONFIRMED, 5, "很及时")
    assert (record.claimed, record.confirmed, record.rating) == (1, 1, 5.0)
    async with open_scope(neighbour, read_only=True) as scope:
        assert (await claims_of_needs_by_id(scope, [need_id]))[need_id][0].comment == ""
    await work(village)
    for kind in ("NEED_OPEN", "NEED_CLAIMED", "NEED_DELIVERED"):
        assert len(await told(village, kind)) == 1


async def test_what_is_given_back_can_be_claimed_by_another(village: Village) -> None:
    first, second = await make_partner(village.manager), await make_partner(village.manager)
    offer_id = await make_offer(village.manager, first, uses=1)
    need_id = await make_need(village.manager, village)
    await claim(village.manager, need_id, first, offer_id)
    with pytest.raises(ReasonMissing):
        async with open_scope(village.manager) as scope:
            await return_need(scope, need_id, "")
    async with open_scope(village.manager) as scope:
        await return_need(scope, need_id, "人手不够")
    assert await used(village.manager, offer_id) == 0
    await claim(village.manager, need_id, second)
    async with open_scope(village.manager, read_only=True) as scope:
        both = (await claims_of_needs_by_id(scope, [need_id]))[need_id]
    assert [one.status for one in both] == [ClaimStatus.RETURNED, ClaimStatus.CLAIMED]


async def test_only_a_suitable_offer_of_an_active_partner_is_used(village: Village) -> None:
    mine, other = await make_partner(village.manager), await make_partner(village.manager)
    need_id = await make_need(village.manager, village)
    theirs = await make_offer(village.manager, other)
    unlike = await make_offer(village.manager, mine, kind=ResourceKind.FUNDING, amount=Decimal(5000))
    async with open_scope(village.manager) as scope:
        await retire_partner(scope, other, "已搬离")
    before = await written(village.manager)
    for partner_id, offer_id, refusal in (
        (mine, theirs, OfferUnsuited),
        (mine, unlike, OfferUnsuited),
        (other, theirs, PartnerRetired),
        (mine, new_id(), NotFound),
        (new_id(), None, NotFound),
    ):
        with pytest.raises(refusal):
            await claim(village.manager, need_id, partner_id, offer_id)
    assert await written(village.manager) == before
    with pytest.raises(NeedClosed):
        await deliver(village.manager, need_id)


async def test_a_partner_is_registered_once_by_a_code_that_holds(village: Village) -> None:
    new = a_partner()
    async with open_scope(village.manager) as scope:
        partner_id = await register_partner(scope, new)
    with pytest.raises(PartnerRegistered):
        async with open_scope(village.manager) as scope:
            await register_partner(scope, new)
    wrong = new.credit_code[:-1] + ("0" if new.credit_code[-1] != "0" else "1")
    with pytest.raises(CreditCodeInvalid):
        async with open_scope(village.manager) as scope:
            await register_partner(scope, a_partner(credit_code=wrong))
    async with open_scope(village.manager, read_only=True) as scope:
        contact = (await contacts_of_partners_by_id(scope, [partner_id]))[partner_id]
    assert (contact.name, contact.phone) == ("周医生", "02164923400")
    with pytest.raises(Forbidden):
        async with open_scope(village.resident(0), read_only=True) as scope:
            await contacts_of_partners_by_id(scope, [partner_id])


@pytest.mark.parametrize(
    "more",
    [
        {"kind": ResourceKind.FUNDING},
        {"kind": ResourceKind.FUNDING, "amount": Decimal(0)},
        {"amount": Decimal(10)},
        {"uses": 0},
        {"title": "一"},
        {"ends_on": dt.date(2020, 1, 1)},
    ],
)
async def test_an_odd_offer_is_refused(village: Village, more: dict[str, Any]) -> None:
    partner_id = await make_partner(village.manager)
    before = await written(village.manager)
    with pytest.raises(BadInput):
        await make_offer(village.manager, partner_id, **more)
    assert await written(village.manager) == before


async def test_who_may_ask_and_take_back(village: Village) -> None:
    async with open_scope(village.manager) as scope:
        elsewhere = await make_home(scope)
        stranger = as_resident(village.operator, (await make_stay(scope, elsewhere)).lead_resident_id)
    with pytest.raises(NotYourHome):
        await make_need(stranger, village)
    need_id = await make_need(village.resident(0), village)
    with pytest.raises(NotFound):
        async with open_scope(village.resident(1)) as scope:
            await withdraw_need(scope, need_id, "不需要了")
    with pytest.raises(NeedClosed):
        await claim(village.manager, need_id, await make_partner(village.manager))
    async with open_scope(village.resident(0)) as scope:
        await withdraw_need(scope, need_id, "不需要了")
    assert (await the_need(village.manager, need_id)).status is NeedStatus.WITHDRAWN
    foreigner = acting(await new_operator(), Role.COMMUNITY_MANAGER)
    with pytest.raises(NotFound):
        async with open_scope(foreigner) as scope:
            await accept_need(scope, need_id)


async def test_an_erased_asker_leaves_no_word(village: Village) -> None:
    need_id = await make_need(village.resident(0), village)
    follower = system_actor(village.operator.id, "test", PartnerPermission.FOLLOW_UP)
    for _ in range(2):
        async with open_scope(follower) as scope:
            await forget_asker(scope, village.resident_ids[0])
    found = await the_need(village.manager, need_id)
    assert (found.title, found.details, found.resident_id) == ("", "", None)
