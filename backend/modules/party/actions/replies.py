"""What the operator answers to supervision notices, and how its staff are told of them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any  # Any: what an event is about, by the names of its fields
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert

from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.files.contract import FilePurpose, attach_file
from backend.modules.messaging.contract import NotificationWanted
from backend.modules.party.contract.events import NoticeReplied
from backend.modules.party.contract.inputs import NewReply
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.contract.refusals import EvidenceMissing, NoticeAnswered, NoticeClosed
from backend.modules.party.models.notices import NoticeReply, SupervisionNotice
from backend.modules.party.texts import a_text
from backend.modules.party.words import NoticeState
from tenants.models import Membership
from tenants.roles import MANAGERS
from tenants.scope import Scope, action

MOST_EVIDENCE = 9


@action(PartyPermission.REPLY_TO_NOTICE)
async def reply_to_notice(scope: Scope, new: NewReply) -> NoticeReply:
    """Answer a notice in its present round, with photos as evidence. Two who answer at once: one is refused.

    Raises NotFound, NoticeClosed, NoticeAnswered, EvidenceMissing.
    """
    text = a_text(new.text, "text")
    if not 1 <= len(set(new.evidence_ids)) <= MOST_EVIDENCE:
        raise EvidenceMissing(field=("input", "evidence_ids"))
    notice = await scope.session.scalar(select(SupervisionNotice).where(SupervisionNotice.id == new.notice_id))
    if notice is None:
        raise NotFound(field=("input", "notice_id"))
    if notice.state is NoticeState.REPLIED:
        raise NoticeAnswered
    if notice.state not in (NoticeState.ISSUED, NoticeState.RETURNED):
        raise NoticeClosed
    reply_id, evidence = new_id(), sorted(set(new.evidence_ids))
    made: NoticeReply | None = await scope.session.scalar(
        insert(NoticeReply)
        .values(
            id=reply_id,
            community_id=notice.community_id,
            notice_id=notice.id,
            round=notice.round,
            text=text,
            evidence_ids=evidence,
            replied_by=scope.actor.name,
        )
        .on_conflict_do_nothing()
        .returning(NoticeReply)
    )
    if made is None:
        raise NoticeAnswered
    for file_id in evidence:
        await attach_file(scope, file_id, "NoticeReply", reply_id, FilePurpose.PHOTO)
    scope.record("reply_to_notice", "NoticeReply", reply_id, community_id=notice.community_id, notice=str(notice.id))
    scope.emit(NoticeReplied(notice.id, reply_id, notice.community_id, notice.round))
    return made


@action(PartyPermission.FOLLOW_NOTICES)
async def tell_of_notice(scope: Scope, notice_id: UUID, community_id: UUID, kind: str) -> int:
    """Tell those who manage a community what became of a notice; how many they are."""
    about = {"object_type": "SupervisionNotice", "object_id": notice_id}
    return await _tell(scope, community_id, kind, about, {"notice_id": str(notice_id)})


@action(PartyPermission.FOLLOW_NOTICES)
async def tell_of_return(scope: Scope, reply_id: UUID, notice_id: UUID, community_id: UUID, due_on: dt.date) -> int:
    """Tell those who manage a community that a reply was returned, and until when there is time."""
    # Of each round its own reply: an account is told of an object once.
    facts = {"notice_id": str(notice_id), "due_on": due_on.isoformat()}
    about = {"object_type": "NoticeReply", "object_id": reply_id}
    return await _tell(scope, community_id, "SUPERVISION_REPLY_RETURNED", about, facts)


async def _tell(scope: Scope, community_id: UUID, kind: str, about: Mapping[str, Any], facts: dict[str, Any]) -> int:
    accounts = await scope.session.scalars(
        select(Membership.account_id)
        .distinct()
        .where(
            Membership.operator_id == scope.operator_id,
            Membership.role.in_(MANAGERS),
            Membership.ended_at.is_(None),
            or_(Membership.community_ids.is_(None), Membership.community_ids.contains([community_id])),
        )
    )
    told = accounts.all()
    for account_id in told:
        scope.emit(NotificationWanted(account_id=account_id, kind=kind, facts=facts, **about))
    return len(told)
