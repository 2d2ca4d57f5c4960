"""How deliveries go out: claimed in one transaction, sent in none, settled each in its own."""

import asyncio
import contextlib

import httpx

from backend.core import clock
from backend.core.errors import Conflict
from backend.core.outgoing import AddressRefused, outgoing_client
from backend.modules.webhooks.actions.deliveries import (
    BATCH,
    Answer,
    Outbound,
    claim_webhook_deliveries,
    settle_webhook_delivery,
)
from backend.modules.webhooks.contract import DeliveryFault
from backend.modules.webhooks.signing import signed_headers
from tenants.scope import Actor, open_scope


async def send_due_deliveries(actor: Actor) -> None:
    """Send what is due, batch by batch; after a batch that met trouble the rest waits for the next turn.

    A crash after sending sends again once the lease has run out, under the same id.
    """
    is_more = True
    while is_more:
        async with open_scope(actor) as scope:
            claimed = await claim_webhook_deliveries(scope)
        if not claimed:
            return
        async with outgoing_client() as client:
            answers = await asyncio.gather(*(_posted(client, one) for one in claimed))
        for one, answer in zip(claimed, answers, strict=True):
            await _settled(actor, one, answer)
        is_more = len(claimed) == BATCH and all(answer.fault is None for answer in answers)


async def _settled(actor: Actor, one: Outbound, answer: Answer) -> None:
    # Whoever held the row for so long has changed or deleted it; the lease sees to the rest.
    with contextlib.suppress(Conflict):
        async with open_scope(actor) as scope:
            await settle_webhook_delivery(scope, one, answer)


async def _posted(client: httpx.AsyncClient, one: Outbound) -> Answer:
    """Only the status of the answer counts; its body is not read."""
    body = one.body.encode()
    headers = signed_headers(str(one.event_id), int(clock.now().timestamp()), body, one.secrets)
    headers["Content-Type"] = "application/json"
    try:
        async with client.stream("POST", one.url, content=body, headers=headers) as response:
            is_taken = response.is_success
            return Answer(None if is_taken else DeliveryFault.ANSWERED_OTHERWISE, response.status_code)
    except AddressRefused:
        return Answer(DeliveryFault.ADDRESS_REFUSED)
    except httpx.TimeoutException:
        return Answer(DeliveryFault.TOO_SLOW)
    except (httpx.HTTPError, httpx.InvalidURL):
        return Answer(DeliveryFault.UNREACHABLE)
