"""The register, offers and needs at their edges: what ends, what is counted, and what stays with whom."""

import datetime as dt
from decimal import Decimal
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.housing.contract.refusals import ReasonMissing
from backend.modules.partners.actions.needs import (
    accept_need,
    confirm_delivery,
    deliver_need,
    forget_asker,
    return_need,
    withdraw_need,
)
from backend.modules.partners.actions.registering import register_partner, retire_partner, withdraw_offer
from backend.modules.partners.contract.inputs import Delivery
from backend.modules.partners.contract.permissions import PartnerPermission
from backend.modules.partners.contract.refusals import NeedClosed, OfferUnsuited, PartnerRegistered, PartnerRetired
from backend.modules.partners.contract.words import ClaimStatus, NeedStatus, ResourceKind
from backend.modules.partners.models import Need, NeedClaim, Partner, PartnerOffer
from backend.modules.partners.queries.needs import NeedFilter, claims_of_needs_by_id, list_needs, matches_of_needs_by_id
from backend.modules.partners.queries.partners import (
    OfferFilter,
    Record,
    list_partner_offers,
    records_of_partners_by_id,
)
from tenants.scope import Actor, open_scope, system_actor
from tests.housing.factories import make_home, make_stay
from tests.partners.factories import a_credit_code, a_partner, make_need, make_offer, make_partner, the_need
from tests.partners.test_needs import claim, deliver, used
from tests.polls.factories import Village, as_resident
from tests.tracing import reason_of, traces

DAY = dt.timedelta(days=1)


async def retire(village: Village, partner_id: UUID, reason: str = "已搬离") -> None:
    async with open_scope(village.manager) as scope:
        await retire_partner(scope, partner_id, reason)


async def confirm(actor: Actor, need_id: UUID, score: int = 5, comment: str = "") -> None:
    async with open_scope(actor) as scope:
        await confirm_delivery(scope, need_id, score, comment)


async def withdraw(actor: Actor, need_id: UUID, reason: str = "不需要了") -> None:
    async with open_scope(actor) as scope:
        await withdraw_need(scope, need_id, reason)


async def give_back(village: Village, need_id: UUID) -> None:
    async with open_scope(village.manager) as scope:
        await return_need(scope, need_id, "人手不够")


async def accept(village: Village, need_id: UUID) -> None:
    async with open_scope(village.manager) as scope:
        await accept_need(scope, need_id)


async def open_offers(actor: Actor, **wanted: Any) -> set[UUID]:
    async with open_scope(actor, read_only=True) as scope:
        return {one.id for one in (await list_partner_offers(scope, Page(20), OfferFilter(**wanted))).rows}


async def matched(village: Village, need_id: UUID) -> list[UUID]:
    async with open_scope(village.manager, read_only=True) as scope:
        return [one.id for one in (await matches_of_needs_by_id(scope, [need_id])).get(need_id, ())]


async def test_a_code_is_the_same_however_it_was_typed(village: Village) -> None:
    code = a_credit_code()
    await make_partner(village.manager, credit_code=f" {code.lower()} ")
    async with open_scope(village.manager, read_only=True) as scope:
        assert (await scope.session.scalars(select(Partner.uscc))).one() == code
    with pytest.raises(PartnerRegistered):
        await make_partner(village.manager, credit_code=code)
    for name in ("一", "长" * 101):
        with pytest.raises(BadInput):
            async with open_scope(village.manager) as scope:
                await register_partner(scope, a_partner(name=name))


async def test_a_partner_that_ends_the_work_takes_its_own_offers_along_and_promises_stay(village: Village) -> None:
    leaving, staying = await make_partner(village.manager), await make_partner(village.manager)
    gone, kept = await make_offer(village.manager, leaving), await make_offer(village.manager, staying)
    need_id = await make_need(village.manager, village)
    await claim(village.manager, need_id, leaving, gone)
    with pytest.raises(ReasonMissing):
        await retire(village, leaving, "")
    await retire(village, leaving, " 已搬离 ")
    for act in (retire(village, leaving), make_offer(village.manager, leaving)):
        with pytest.raises(PartnerRetired):
            await act
    assert await open_offers(village.manager, is_open=True) == {kept}
    assert await open_offers(village.manager, is_open=False) == {gone}
    await deliver(village.manager, need_id)
    assert (await the_need(village.manager, need_id)).status is NeedStatus.DELIVERED
    assert await traces(village.manager, "Partner") == {"register_partner": 2, "retire_partner": 1}
    assert await reason_of(village.manager, "retire_partner") == "已搬离"


async def test_an_offer_lasts_until_its_day_and_is_matched_and_used_no_longer(village: Village) -> None:
    partner_id = await make_partner(village.manager)
    today = clock.today()
    with pytest.raises(BadInput):
        await make_offer(village.manager, partner_id, ends_on=today)
    offer_id = await make_offer(village.manager, partner_id, ends_on=today + 2 * DAY)
    need_id = await make_need(village.manager, village)
    with clock.at(clock.moment(today + DAY, 23, 59)):
        assert await matched(village, need_id) == [offer_id]
    with clock.at(clock.moment(today + 2 * DAY, 0)):
        assert await matched(village, need_id) == []
        assert await open_offers(village.manager, is_open=True) == set()
        with pytest.raises(OfferUnsuited):
            await claim(village.manager, need_id, partner_id, offer_id)
    with clock.at(clock.moment(today + DAY, 23, 59)):
        await claim(village.manager, need_id, partner_id, offer_id)


async def test_what_was_withdrawn_or_used_up_is_offered_to_nobody(village: Village) -> None:
    partner_id = await make_partner(village.manager)
    withdrawn, once = (
        await make_offer(village.manager, partner_id),
        await make_offer(village.manager, partner_id, uses=1),
    )
    for _ in range(2):
        async with open_scope(village.manager) as scope:
            await withdraw_offer(scope, withdrawn)
    need_id, other_id = await make_need(village.manager, village), await make_need(village.manager, village)
    assert await matched(village, need_id) == [once]
    with pytest.raises(OfferUnsuited):
        await claim(village.manager, need_id, partner_id, withdrawn)
    await claim(village.manager, need_id, partner_id, once)
    assert await matched(village, other_id) == await matched(village, need_id) == []
    assert await traces(village.manager, "PartnerOffer") == {"offer_resource": 2, "withdraw_offer": 1}


async def test_one_use_is_given_back_to_one_offer(village: Village) -> None:
    partner_id = await make_partner(village.manager)
    one, other = await make_offer(village.manager, partner_id, uses=2), await make_offer(village.manager, partner_id)
    first, second = await make_need(village.manager, village), await make_need(village.manager, village)
    await claim(village.manager, first, partner_id, one)
    await claim(village.manager, second, partner_id, other)
    await give_back(village, first)
    assert (await used(village.manager, one), await used(village.manager, other)) == (0, 1)
    for refused in (give_back(village, first), deliver(village.manager, first)):
        with pytest.raises(NeedClosed):
            await refused
    await deliver(village.manager, second)
    with pytest.raises(NeedClosed):
        await give_back(village, second)
    assert await reason_of(village.manager, "return_need") == "人手不够"


async def test_a_wish_is_opened_once_and_then_for_all_its_neighbours(village: Village) -> None:
    need_id = await make_need(village.resident(0), village)
    wish = await the_need(village.resident(0), need_id)
    assert (wish.status, wish.opened_at) == (NeedStatus.PROPOSED, None)
    await accept(village, need_id)
    with pytest.raises(NeedClosed):
        await accept(village, need_id)
    opened = await the_need(village.resident(1), need_id)
    assert (opened.status, opened.opened_at is not None) == (NeedStatus.OPEN, True)
    async with open_scope(village.manager) as scope:
        stay = await make_stay(scope, await make_home(scope))
    async with open_scope(as_resident(village.operator, stay.lead_resident_id), read_only=True) as scope:
        assert (await list_needs(scope, Page(9), NeedFilter())).rows == []


async def test_a_need_of_nowhere_or_of_yesterday_is_refused(village: Village) -> None:
    for more, refusal in (
        ({"wanted_on": clock.today() - DAY}, BadInput),
        ({"community_id": new_id()}, NotFound),
        ({"title": "一"}, BadInput),
        ({"details": "长" * 1001}, BadInput),
    ):
        with pytest.raises(refusal):
            await make_need(village.manager, village, **more)
    await make_need(village.manager, village, wanted_on=clock.today())


async def test_a_need_is_taken_back_before_anyone_has_claimed_it_and_with_a_reason(village: Village) -> None:
    partner_id, need_id = await make_partner(village.manager), await make_need(village.resident(0), village)
    with pytest.raises(ReasonMissing):
        await withdraw(village.resident(0), need_id, " ")
    await accept(village, need_id)
    await claim(village.manager, need_id, partner_id)
    for actor in (village.resident(0), village.manager):
        with pytest.raises(NeedClosed):
            await withdraw(actor, need_id)
    await give_back(village, need_id)
    await withdraw(village.resident(0), need_id)
    with pytest.raises(NeedClosed):
        await claim(village.manager, need_id, partner_id)
    assert (await the_need(village.manager, need_id)).status is NeedStatus.WITHDRAWN
    assert await traces(village.manager, "Need") == {
        "post_need": 1,
        "accept_need": 1,
        "claim_need": 1,
        "return_need": 1,
        "withdraw_need": 1,
    }


async def test_a_delivery_is_of_a_day_that_has_come_and_is_confirmed_once_it_is_there(village: Village) -> None:
    partner_id, need_id = await make_partner(village.manager), await make_need(village.manager, village)
    await claim(village.manager, need_id, partner_id)
    tomorrow = Delivery(delivered_on=clock.today() + DAY, outcome="为 26 名骑手测了血压")
    with pytest.raises(BadInput):
        async with open_scope(village.manager) as scope:
            await deliver_need(scope, need_id, tomorrow)
    with pytest.raises(NeedClosed):
        await confirm(village.manager, need_id)
    await deliver(village.manager, need_id)
    for score in (0, 6):
        with pytest.raises(BadInput):
            await confirm(village.manager, need_id, score)
    await confirm(village.manager, need_id, 4)
    async with open_scope(village.manager, read_only=True) as scope:
        (done,) = (await claims_of_needs_by_id(scope, [need_id]))[need_id]
    assert (done.status, done.score, done.confirmed_at is not None) == (ClaimStatus.CONFIRMED, 4, True)
    trail = await traces(village.manager, "Need")
    assert (trail["deliver_need"], trail["confirm_delivery"]) == (1, 1)


async def test_the_record_of_a_partner_is_of_what_it_did_not_give_back(village: Village) -> None:
    partner_id, other = await make_partner(village.manager), await make_partner(village.manager)
    needs = [await make_need(village.manager, village) for _ in range(4)]
    for need_id in needs:
        await claim(village.manager, need_id, partner_id)
    await give_back(village, needs[0])
    for need_id, score in ((needs[1], 5), (needs[2], 4)):
        await deliver(village.manager, need_id)
        await confirm(village.manager, need_id, score)
    async with open_scope(village.resident(0), read_only=True) as scope:
        assert await records_of_partners_by_id(scope, [partner_id, other]) == {partner_id: Record(3, 2, 4.5)}


async def test_whoever_is_erased_leaves_no_comment_and_nobody_elses_words_go(village: Village) -> None:
    partner_id = await make_partner(village.manager)
    wishes = [await make_need(village.resident(number), village) for number in (0, 1)]
    for number, need_id in enumerate(wishes):
        await accept(village, need_id)
        await claim(village.manager, need_id, partner_id)
        await deliver(village.manager, need_id)
        await confirm(village.resident(number), need_id, 5, "很及时")
    async with open_scope(system_actor(village.operator.id, "test", PartnerPermission.FOLLOW_UP)) as scope:
        await forget_asker(scope, village.resident_ids[0])
    async with open_scope(village.manager, read_only=True) as scope:
        claims = await claims_of_needs_by_id(scope, wishes)
        askers = set(await scope.session.scalars(select(NeedClaim.resident_id)))
        wished = set(await scope.session.scalars(select(Need.resident_id)))
    assert [claims[need_id][0].comment for need_id in wishes] == ["", "很及时"]
    assert askers == wished == {None, village.resident_ids[1]}
    assert (await the_need(village.manager, wishes[1])).title == "骑手想查血压"


async def test_offers_are_found_by_partner_and_kind(village: Village) -> None:
    one, other = await make_partner(village.manager), await make_partner(village.manager)
    service = await make_offer(village.manager, one)
    money = await make_offer(village.manager, other, kind=ResourceKind.FUNDING, amount=Decimal(5000))
    assert await open_offers(village.resident(0), kind=ResourceKind.FUNDING) == {money}
    assert await open_offers(village.resident(0), partner_id=one) == {service}
    async with open_scope(village.manager, read_only=True) as scope:
        assert await scope.session.scalar(select(PartnerOffer.amount).where(PartnerOffer.id == money)) == Decimal(5000)
