"""Open311: programs of other organisations get keys, lose them, and send what they were told of."""

import datetime as dt
from uuid import UUID

from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import Forbidden, NotFound
from backend.core.ids import new_id
from backend.modules.issues.actions.reporting import report_issue
from backend.modules.issues.contract.inputs import NewIssue, NewRequest
from backend.modules.issues.contract.permissions import CLIENT_REPORTS_PER_DAY, MOST_CLIENTS, IssuePermission
from backend.modules.issues.contract.refusals import (
    Open311ClientLimitReached,
    Open311NameInvalid,
    PlaceMissing,
    ReportLimitReached,
)
from backend.modules.issues.ledger import add_step
from backend.modules.issues.models.clients import Open311Client
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.queries.exchange import get_community_meant, get_offered_category
from backend.modules.issues.words import IssueAct, IssueSource
from tenants.models import Operator
from tenants.scope import Scope, action
from tenants.secrets import given_secret, hash_of, new_secret

_LONGEST_NAME = 60


@action(IssuePermission.MANAGE_CLIENTS)
async def create_open311_client(scope: Scope, name: str) -> tuple[Open311Client, str]:
    """A client and its key, which is never shown again.

    Raises Open311NameInvalid, Open311ClientLimitReached, and Forbidden for one limited to communities.
    """
    _refuse_limited(scope)
    name = name.strip()
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise Open311NameInvalid(field=("input", "name"))
    # Two at once must not both find the last free place.
    lock = func.pg_advisory_xact_lock(func.hashtextextended(f"open311_clients:{scope.operator_id}", 0))
    await scope.session.execute(select(lock))
    limit = await scope.limit(MOST_CLIENTS)
    in_force = select(func.count()).select_from(Open311Client).where(Open311Client.revoked_at.is_(None))
    if (await scope.session.scalar(in_force) or 0) >= limit:
        raise Open311ClientLimitReached(limit=limit)
    secret = new_secret()
    client = Open311Client(id=new_id(), name=name, key_hash=hash_of(secret))
    scope.session.add(client)
    await scope.session.flush()
    scope.record("create_open311_client", "Open311Client", client.id)
    code = await scope.session.scalar(select(Operator.code).where(Operator.id == scope.operator_id))
    return client, given_secret(code or "", secret)


@action(IssuePermission.MANAGE_CLIENTS)
async def revoke_open311_client(scope: Scope, client_id: UUID) -> Open311Client:
    """End a key at once; what it sent stays. A second time changes nothing. Raises NotFound, Forbidden."""
    _refuse_limited(scope)
    found = select(Open311Client).where(Open311Client.id == client_id).with_for_update()
    client: Open311Client | None = await scope.session.scalar(found)
    if client is None:
        raise NotFound(field=("input", "client_id"))
    if client.revoked_at is None:
        client.revoked_at = clock.now()
        scope.record("revoke_open311_client", "Open311Client", client.id)
    return client


def _refuse_limited(scope: Scope) -> None:
    """Raises Forbidden for one limited to communities: a key opens them all."""
    if scope.actor.community_ids is not None:
        raise Forbidden


@action(IssuePermission.EXCHANGE)
async def receive_request(scope: Scope, secret: str, new: NewRequest) -> Issue:
    """Report what a client sends; the same again, while it is not at its end, is the issue that there is.

    Raises Forbidden where the key is not in force here, CategoryUnknown, PlaceMissing where no community is meant,
    ReportLimitReached, BadInput, TextTooLong.
    """
    client = await _client_in_force(scope, secret)
    client.used_at = clock.now()
    digest = (await scope.key()).index(new.said)
    earlier: Issue | None = await scope.session.scalar(
        select(Issue).where(
            Issue.open311_client_id == client.id, Issue.open311_digest == digest, Issue.ended_at.is_(None)
        )
    )
    if earlier is not None:
        return earlier
    await _refuse_flood(scope, client)
    category = await get_offered_category(scope, new.service_code)
    spot = None if new.latitude is None or new.longitude is None else (new.latitude, new.longitude)
    community = await get_community_meant(scope, new.community_code, spot, new.address)
    if community is None:
        raise PlaceMissing
    report = NewIssue(
        category_id=category.id,
        text=new.description or category.name_zh,
        community_id=community.id,
        place_note=new.address,
        latitude=new.latitude,
        longitude=new.longitude,
        source=IssueSource.PARTNER,
    )
    issue = await report_issue(scope, report)
    issue.open311_client_id, issue.open311_digest = client.id, digest
    about = ("Open311Client", client.id)
    await add_step(scope, issue, IssueAct.NOTED, note=client.name, reason="OPEN311", is_internal=True, about=about)
    return issue


async def _client_in_force(scope: Scope, secret: str) -> Open311Client:
    """The client, locked: what one client sends is taken one after another, so that it is counted and known again."""
    client: Open311Client | None = await scope.session.scalar(
        select(Open311Client)
        .where(Open311Client.key_hash == hash_of(secret), Open311Client.revoked_at.is_(None))
        .with_for_update()
    )
    if client is None:
        raise Forbidden
    return client


async def _refuse_flood(scope: Scope, client: Open311Client) -> None:
    since = clock.now() - dt.timedelta(days=1)
    sent = select(func.count()).select_from(Issue).where(Issue.open311_client_id == client.id, Issue.created_at > since)
    most = await scope.limit(CLIENT_REPORTS_PER_DAY)
    if (await scope.session.scalar(sent) or 0) >= most:
        raise ReportLimitReached(limit=most)
