"""Partners over GraphQL: an offer meets a need, and whom to call stays with staff."""

from typing import Any  # answers are JSON

from backend.core import clock
from graphql_schema.context import Context
from tenants.scope import Actor
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.partners.factories import a_credit_code
from tests.polls.factories import Village

REGISTER = """mutation($input: RegisterPartnerInput!) { registerPartner(input: $input) {
  ... on Partner { id uscc contact { name phone } record { claimed } } ... on Refusal { code field } } }"""
OFFER = """mutation($input: OfferResourceInput!) { offerResource(input: $input) {
  ... on PartnerOffer { id used uses amount partner { name } } ... on Refusal { code } } }"""
POST = """mutation($input: PostNeedInput!) { postNeed(input: $input) {
  ... on Need { id status isMine matches { title } } ... on Refusal { code } } }"""
CLAIM = """mutation($input: ClaimNeedInput!) { claimNeed(input: $input) {
  ... on Need { status claims { status partner { name } offer { used } } } ... on Refusal { code } } }"""
DELIVER = """mutation($input: DeliverNeedInput!) { deliverNeed(input: $input) {
  ... on Need { status } ... on Refusal { code } } }"""
CONFIRM = """mutation($input: ConfirmDeliveryInput!) { confirmDelivery(input: $input) {
  ... on Need { status claims { score } } ... on Refusal { code } } }"""
SEEN = """{ partners { totalCount edges { node { name contact { phone } record { confirmed rating } } } }
  partnerOffers(filter: {isOpen: true}) { edges { node { title } } }
  needs(filter: {status: CONFIRMED}) { edges { node { title isMine isFromResident } } }
  responsibilityDays { totalCount } }"""


async def said(actor: Actor, text: str, given: dict[str, Any]) -> Any:
    answer = await ask(Context(actor), text, {"input": given})
    assert answer.errors == []
    return next(iter(answer.data.values()))


async def test_a_need_meets_an_offer_and_is_confirmed(village: Village) -> None:
    manager = village.manager
    new = {
        "name": "浦江健身",
        "creditCode": a_credit_code(),
        "kind": "ENTERPRISE",
        "joinedOn": clock.today().isoformat(),
        "contactName": "马经理",
        "contactPhone": "13800010077",
        "idempotencyKey": "one",
    }
    partner = await said(manager, REGISTER, new)
    assert partner == await said(manager, REGISTER, new)
    assert partner["contact"] == {"name": "马经理", "phone": "13800010077"}
    assert partner["record"] is None
    offer = {"partnerId": partner["id"], "kind": "FUNDING", "title": "种植箱", "amount": "8000.00", "uses": 1}
    offered = await said(manager, OFFER, offer)
    assert (offered["amount"], offered["partner"]) == ("8000.00", {"name": "浦江健身"})
    where = global_id("Community", village.community_id)
    need = await said(manager, POST, {"communityId": where, "kind": "FUNDING", "title": "社区花园种植箱"})
    assert need == {"id": need["id"], "status": "OPEN", "isMine": False, "matches": [{"title": "种植箱"}]}
    claim = {"needId": need["id"], "partnerId": partner["id"], "offerId": offered["id"]}
    claimed = await said(manager, CLAIM, claim)
    assert claimed["claims"] == [{"status": "CLAIMED", "partner": {"name": "浦江健身"}, "offer": {"used": 1}}]
    assert await said(manager, CLAIM, claim) == {"code": "NEED_TAKEN"}
    done = {"needId": need["id"], "deliveredOn": clock.today().isoformat(), "outcome": "12 个种植箱已到位"}
    assert await said(manager, DELIVER, done) == {"status": "DELIVERED"}
    confirmed = await said(manager, CONFIRM, {"needId": need["id"], "score": 4})
    assert confirmed == {"status": "CONFIRMED", "claims": [{"score": 4}]}
    seen = (await ask(Context(village.resident(0)), SEEN, {})).data
    (node,) = [edge["node"] for edge in seen["partners"]["edges"]]
    assert node == {"name": "浦江健身", "contact": None, "record": {"confirmed": 1, "rating": 4.0}}
    assert seen["partnerOffers"] == {"edges": []}
    assert seen["needs"]["edges"] == [{"node": {"title": "社区花园种植箱", "isMine": False, "isFromResident": False}}]
    assert seen["responsibilityDays"] == {"totalCount": 0}
