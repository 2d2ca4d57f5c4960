"""Partners, offers and needs for tests."""

import itertools
from typing import Any  # fields of inputs, by name
from uuid import UUID

from stdnum.cn import uscc

from backend.core import clock
from backend.modules.partners.actions.needs import post_need
from backend.modules.partners.actions.registering import offer_resource, register_partner
from backend.modules.partners.contract.inputs import NewNeed, NewOffer, NewPartner
from backend.modules.partners.contract.words import PartnerKind, ResourceKind
from backend.modules.partners.queries.needs import NeedView, needs_by_id
from tenants.scope import Actor, open_scope
from tests.polls.factories import Village

_numbers = itertools.count(1)


def a_credit_code() -> str:
    """A code that nobody has, with the check character that it needs."""
    body = f"91310112MA1GT{next(_numbers):04d}"
    return body + uscc.calc_check_digit(body)


def a_partner(**more: Any) -> NewPartner:
    said: dict[str, Any] = {
        "name": "闵行区中心医院志愿服务队",
        "credit_code": a_credit_code(),
        "kind": PartnerKind.HOSPITAL,
        "joined_on": clock.today(),
        "contact_name": "周医生",
        "contact_phone": "02164923400",
    }
    return NewPartner(**(said | more))


async def make_partner(actor: Actor, **more: Any) -> UUID:
    async with open_scope(actor) as scope:
        return await register_partner(scope, a_partner(**more))


async def make_offer(actor: Actor, partner_id: UUID, **more: Any) -> UUID:
    said: dict[str, Any] = {"partner_id": partner_id, "kind": ResourceKind.SERVICE, "title": "每月一次义诊"}
    async with open_scope(actor) as scope:
        return await offer_resource(scope, NewOffer(**(said | more)))


async def make_need(actor: Actor, village: Village, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "community_id": village.community_id,
        "kind": ResourceKind.SERVICE,
        "title": "骑手想查血压",
        "details": "下午三点到五点最合适",
    }
    async with open_scope(actor) as scope:
        return await post_need(scope, NewNeed(**(said | more)))


async def the_need(actor: Actor, need_id: UUID) -> NeedView:
    async with open_scope(actor, read_only=True) as scope:
        return (await needs_by_id(scope, [need_id]))[need_id]
