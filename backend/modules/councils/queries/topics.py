"""Reads of what those who want to speak at a council would speak of: staff read all, a resident their own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.words import ItemSubject
from backend.modules.councils.models.councils import CouncilTopic
from backend.modules.councils.sealing import opened_topic
from tenants.scope import Scope, query

# However many wait to speak, so many are heard of: those who came first.
SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic with its words opened."""

    id: UUID
    council_id: UUID
    resident_id: UUID
    text: str
    subject: ItemSubject | None
    subject_id: UUID | None


async def _topics(scope: Scope, wanted: ColumnElement[bool]) -> list[TopicView]:
    rows = await scope.session.scalars(
        select(CouncilTopic).where(wanted, CouncilTopic.said_sealed.is_not(None)).order_by(CouncilTopic.id)
    )
    key = await scope.key()
    return [
        TopicView(
            *(row.id, row.council_id, row.resident_id),
            opened_topic(key, row.id, row.said_sealed or b""),
            *(row.subject, row.subject_id),
        )
        for row in rows
    ]


@query(CouncilPermission.VIEW)
async def council_topics_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, TopicView]:
    """Topics by id."""
    return {one.id: one for one in await _topics(scope, CouncilTopic.id.in_(ids))}


@query(CouncilPermission.VIEW)
async def topics_of_councils_by_id(scope: Scope, council_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[TopicView]]:
    """The first 200 topics of each council, by the council's id."""
    nth = func.row_number().over(partition_by=CouncilTopic.council_id, order_by=CouncilTopic.id).label("nth")
    said = and_(CouncilTopic.council_id.in_(council_ids), CouncilTopic.said_sealed.is_not(None))
    numbered = select(CouncilTopic.id, nth).where(said).subquery()
    found: dict[UUID, list[TopicView]] = defaultdict(list)
    for one in await _topics(scope, CouncilTopic.id.in_(select(numbered.c.id).where(numbered.c.nth <= SHOWN))):
        found[one.council_id].append(one)
    return found
