"""What became of a topic that somebody spoke of, and forgetting who is erased or gave up their place in line."""

from uuid import UUID

from sqlalchemy import select, update

from backend.core.errors import BadInput, NotFound
from backend.modules.councils.agenda import refuse_strange_subjects
from backend.modules.councils.contract.inputs import NewItem
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.words import ItemSubject
from backend.modules.councils.forms import drop_answers
from backend.modules.councils.locking import LINES
from backend.modules.councils.models.councils import CouncilTopic
from backend.modules.councils.seats import locked_seating, own_seat
from backend.modules.councils.topics import drop_topics
from backend.modules.waitlists.queries import entries_by_id, entries_by_subject
from tenants.scope import Scope, action


@action(CouncilPermission.RECORD)
async def link_council_topic(scope: Scope, topic_id: UUID, subject: ItemSubject, subject_id: UUID) -> CouncilTopic:
    """Say which proposal or issue a topic became; whoever brought it reads it there. Raises NotFound, BadInput."""
    topic: CouncilTopic | None = await scope.session.scalar(
        select(CouncilTopic).where(CouncilTopic.id == topic_id, CouncilTopic.said_sealed.is_not(None)).with_for_update()
    )
    if topic is None:
        raise NotFound(field=("input", "topic_id"))
    if subject is ItemSubject.OTHER:
        raise BadInput(field=("input", "subject_id"))
    named = NewItem(subject=subject, subject_id=subject_id, title="")
    await refuse_strange_subjects(scope, topic.community_id, [named], field="subject_id")
    topic.subject, topic.subject_id = subject, subject_id
    await scope.session.flush()
    scope.record("link_council_topic", "Council", topic.council_id, community_id=topic.community_id)
    return topic


@action(CouncilPermission.FOLLOW_UP)
async def forget_topics(scope: Scope, resident_id: UUID) -> None:
    """Forget whatever an erased resident would have spoken of."""
    await scope.session.execute(
        update(CouncilTopic).where(CouncilTopic.resident_id == resident_id).values(said_sealed=None)
    )


@action(CouncilPermission.FOLLOW_UP)
async def forget_who_gave_up(scope: Scope, council_id: UUID, entry_id: UUID) -> None:
    """Forget what somebody said who waits no more, unless they have a seat or came again to wait for one."""
    entry = (await entries_by_id(scope, [entry_id])).get(entry_id)
    if entry is None:
        return
    # Whoever comes again does so under the lock of the seats.
    await locked_seating(scope, council_id)
    if await own_seat(scope, council_id, entry.resident_id) is not None:
        return
    for line in LINES:
        if await entries_by_subject(scope, line, [council_id], entry.resident_id):
            return
    await drop_topics(scope, [council_id], [entry.resident_id])
    await drop_answers(scope, [council_id], [entry.resident_id])
