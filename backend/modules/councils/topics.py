"""What those who want to speak would speak of: kept in place of what they said before, forgotten when they leave."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update

from backend.core.ids import new_id
from backend.modules.councils.locking import require_words
from backend.modules.councils.models.councils import Council, CouncilTopic
from backend.modules.councils.sealing import sealed_topic
from tenants.scope import Scope

_LONGEST = 200


async def keep_topic(scope: Scope, council: Council, resident_id: UUID, text: str) -> None:
    """Write down what a resident would speak of, in place of what they said before, under the lock of the seats.

    Raises BadInput.
    """
    text = require_words(text, "topic", _LONGEST)
    topic: CouncilTopic | None = await scope.session.scalar(
        select(CouncilTopic).where(CouncilTopic.council_id == council.id, CouncilTopic.resident_id == resident_id)
    )
    if topic is None:
        where = {"council_id": council.id, "community_id": council.community_id, "resident_id": resident_id}
        topic = CouncilTopic(id=new_id(), **where)
        scope.session.add(topic)
    topic.said_sealed = sealed_topic(await scope.key(), topic.id, text)
    topic.subject = topic.subject_id = None
    await scope.session.flush()


async def drop_topics(scope: Scope, council_ids: Sequence[UUID], resident_ids: Sequence[UUID]) -> None:
    """Forget what these residents would speak of at these councils."""
    await scope.session.execute(
        update(CouncilTopic)
        .where(CouncilTopic.council_id.in_(council_ids), CouncilTopic.resident_id.in_(resident_ids))
        .values(said_sealed=None)
    )
