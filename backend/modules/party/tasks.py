"""What Party oversight does on its own: keeps the directory, carries over the wall, and lets notices rise."""

from backend.core.events import on
from backend.core.paging import LARGEST_PAGE, Page
from backend.core.timers import daily, every
from backend.modules.housing.contract.events import (
    GovernanceModeChanged,
    ParticularsErased,
    ResidentCheckedIn,
)
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.contract.words import PartyStatus
from backend.modules.housing.queries.contacts import list_resident_ids
from backend.modules.housing.queries.residents import ResidentFilter, list_residents, residents_by_id
from backend.modules.party.actions.assigning import enter_communities, enter_community
from backend.modules.party.actions.carrying import carry_reply, carry_report, carry_withdrawal, raise_overdue_notices
from backend.modules.party.actions.members import end_reports, offer_report
from backend.modules.party.actions.replies import tell_of_notice, tell_of_return
from backend.modules.party.actors import carrier, registrar
from backend.modules.party.contract.events import (
    MemberReportedIn,
    MemberReportWithdrawn,
    NoticeIssued,
    NoticeRaised,
    NoticeReplied,
    NoticeWithdrawn,
    ReplyDecided,
)
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.queries.following import get_consent, get_reply, list_overdue_communities
from backend.modules.party.words import WithdrawalCause
from tenants.scope import Scope, open_scope

_NOTICES = (PartyPermission.FOLLOW_NOTICES,)
_MEMBERS = (PartyPermission.FOLLOW_MEMBERS, HousingPermission.VIEW_RESIDENTS)


@on(GovernanceModeChanged)
async def enter_in_directory(scope: Scope, event: GovernanceModeChanged) -> None:
    """A new community is a gap until someone covers it."""
    async with open_scope(registrar()) as control:
        await enter_community(control, scope.operator_id, event.community_id)


@daily("02:40")
async def refresh_directory(scope: Scope) -> None:
    """Names change, and rosters open communities by the hundred."""
    async with open_scope(registrar()) as control:
        await enter_communities(control, scope.operator_id)


@on(NoticeIssued, permissions=_NOTICES)
async def tell_of_issue(scope: Scope, event: NoticeIssued) -> None:
    """Those who manage the community."""
    await tell_of_notice(scope, event.notice_id, event.community_id, "SUPERVISION_NOTICE_ISSUED")


@on(ReplyDecided, permissions=_NOTICES)
async def tell_of_decision(scope: Scope, event: ReplyDecided) -> None:
    """Those who manage the community."""
    if event.is_accepted:
        await tell_of_notice(scope, event.notice_id, event.community_id, "SUPERVISION_REPLY_ACCEPTED")
    else:
        await tell_of_return(scope, event.reply_id, event.notice_id, event.community_id, event.due_on)


@on(NoticeWithdrawn, permissions=_NOTICES)
async def tell_of_withdrawal(scope: Scope, event: NoticeWithdrawn) -> None:
    """Those who manage the community."""
    await tell_of_notice(scope, event.notice_id, event.community_id, "SUPERVISION_NOTICE_WITHDRAWN")


@on(NoticeRaised, permissions=_NOTICES)
async def tell_of_rise(scope: Scope, event: NoticeRaised) -> None:
    """Those who manage the community: the district sees it now."""
    await tell_of_notice(scope, event.notice_id, event.community_id, "SUPERVISION_NOTICE_RISEN")


@on(NoticeReplied, permissions=_NOTICES)
async def put_reply_before_branch(scope: Scope, event: NoticeReplied) -> None:
    """Over the wall, with a receipt on the other side."""
    reply = await get_reply(scope, event.reply_id)
    if scope.cause is not None:
        actor = carrier(scope.operator_id, [event.community_id], PartyPermission.FOLLOW_NOTICES)
        async with open_scope(actor) as shared:
            await carry_reply(shared, scope.cause.event_id, reply)


@every(seconds=300, permissions=_NOTICES)
async def let_notices_rise(scope: Scope) -> None:
    """To the district, once their day has passed."""
    communities = await list_overdue_communities(scope)
    if communities:
        async with open_scope(carrier(scope.operator_id, communities, PartyPermission.FOLLOW_NOTICES)) as shared:
            await raise_overdue_notices(shared)


@on(MemberReportedIn, permissions=_MEMBERS)
async def count_member(scope: Scope, event: MemberReportedIn) -> None:
    """With the organisation; the consent is locked, so that its withdrawal comes after."""
    consent = await get_consent(scope, event.consent_id)
    name = None
    if consent.shares_name:
        resident = (await residents_by_id(scope, [consent.resident_id])).get(consent.resident_id)
        name = resident.name if resident else None
    if scope.cause is not None:
        actor = carrier(scope.operator_id, [event.community_id], PartyPermission.FOLLOW_MEMBERS)
        async with open_scope(actor) as shared:
            await carry_report(shared, scope.cause.event_id, consent, name or None)


@on(MemberReportWithdrawn)
async def uncount_member(scope: Scope, event: MemberReportWithdrawn) -> None:
    """And forget the name."""
    actor = carrier(scope.operator_id, [event.community_id], PartyPermission.FOLLOW_MEMBERS)
    async with open_scope(actor) as shared:
        await carry_withdrawal(shared, event.consent_id)


@on(ParticularsErased, permissions=[PartyPermission.FOLLOW_MEMBERS])
async def forget_member(scope: Scope, event: ParticularsErased) -> None:
    """Whoever was erased is counted nowhere."""
    await end_reports(scope, [event.resident_id], WithdrawalCause.ERASED)


@on(ResidentCheckedIn, permissions=(*_MEMBERS, HousingPermission.CONTACT))
async def offer_to_report(scope: Scope, event: ResidentCheckedIn) -> None:
    """Members are found at check-in, by what they stated with consent; it is theirs to say."""
    await offer_report(scope, await list_resident_ids(scope, event.stay_id))


@daily("09:30", permissions=_MEMBERS)
async def offer_again(scope: Scope) -> None:
    """For those whose account came after their check-in. Nobody is told twice."""
    wanted = ResidentFilter(lives_here_now=True, party_status=PartyStatus.PARTY_MEMBER)
    page = Page(first=LARGEST_PAGE)
    while True:
        found = await list_residents(scope, page, wanted)
        await offer_report(scope, [resident.id for resident in found.rows])
        if not found.has_next:
            break
        page = Page(LARGEST_PAGE, found.cursors[-1])
