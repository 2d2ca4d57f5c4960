"""What Party oversight does on its own: keeps the directory, carries over the wall, and lets notices rise."""

from uuid import UUID

from backend.core.events import on
from backend.core.paging import LARGEST_PAGE, Page
from backend.core.timers import daily, every
from backend.modules.accounts.contract import AccountPermission
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
from backend.modules.party.actions.carrying import (
    carry_activity,
    carry_reply,
    carry_report,
    carry_withdrawal,
    raise_overdue_notices,
)
from backend.modules.party.actions.members import end_reports, offer_report
from backend.modules.party.actions.papers import carry_transfer, take_paper_back
from backend.modules.party.actions.replies import tell_of_notice, tell_of_return
from backend.modules.party.actions.telling import tell_seated
from backend.modules.party.actions.transfers import settle_transfer
from backend.modules.party.actors import carrier, recorder, registrar
from backend.modules.party.contract.events import (
    CommunityListed,
    MemberActivityCancelled,
    MemberActivityEntered,
    MemberActivityHeld,
    MemberParticularsChanged,
    MemberReportedIn,
    MemberReportWithdrawn,
    NoticeIssued,
    NoticeRaised,
    NoticeReplied,
    NoticeWithdrawn,
    ReplyDecided,
    TransferDecided,
    TransferRequested,
    TransferWithdrawn,
)
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.particulars import opened_home
from backend.modules.party.queries.following import (
    get_asked_transfer,
    get_consent,
    get_decision,
    get_reply,
    list_overdue_communities,
)
from backend.modules.party.queries.volunteering import get_activity_figures
from backend.modules.party.words import WithdrawalCause
from tenants.scope import Scope, open_scope

_NOTICES = (PartyPermission.FOLLOW_NOTICES,)
_MEMBERS = (PartyPermission.FOLLOW_MEMBERS, HousingPermission.VIEW_RESIDENTS)


@on(GovernanceModeChanged)
async def enter_in_directory(scope: Scope, event: GovernanceModeChanged) -> None:
    """A new community is a gap until someone covers it."""
    async with open_scope(registrar()) as control:
        opened_on = await enter_community(control, scope.operator_id, event.community_id)
    # Told once it stands there: the roll-up may have counted the community before.
    scope.emit(CommunityListed(event.community_id, opened_on))


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
    await _count(scope, event.consent_id, event.community_id)


@on(MemberParticularsChanged, permissions=_MEMBERS)
async def recount_member(scope: Scope, event: MemberParticularsChanged) -> None:
    """As the report says it now."""
    await _count(scope, event.consent_id, event.community_id)


async def _count(scope: Scope, consent_id: UUID, community_id: UUID) -> None:
    consent = await get_consent(scope, consent_id)
    name = home = None
    if consent.shares_name:
        resident = (await residents_by_id(scope, [consent.resident_id])).get(consent.resident_id)
        name, home = resident.name if resident else None, opened_home(await scope.key(), consent)
    if scope.cause is not None:
        actor = carrier(scope.operator_id, [community_id], PartyPermission.FOLLOW_MEMBERS)
        async with open_scope(actor) as shared:
            await carry_report(shared, scope.cause.event_id, consent, name or None, home)


@on(TransferRequested, permissions=_MEMBERS)
async def put_transfer_before_branch(scope: Scope, event: TransferRequested) -> None:
    """Over the wall, if it is still asked for."""
    asked = await get_asked_transfer(scope, event.transfer_id)
    if asked is not None and scope.cause is not None:
        actor = carrier(scope.operator_id, [event.community_id], PartyPermission.FOLLOW_MEMBERS)
        async with open_scope(actor) as shared:
            await carry_transfer(shared, scope.cause.event_id, asked)


@on(TransferWithdrawn)
async def take_transfer_back(scope: Scope, event: TransferWithdrawn) -> None:
    """And forget the name."""
    actor = carrier(scope.operator_id, [event.community_id], PartyPermission.FOLLOW_MEMBERS)
    async with open_scope(actor) as shared:
        await take_paper_back(shared, event.transfer_id)


@on(TransferDecided, permissions=(PartyPermission.FOLLOW_MEMBERS, AccountPermission.FIND_RESIDENTS))
async def settle_decided_transfer(scope: Scope, event: TransferDecided) -> None:
    """Back over the wall: the reason is read where it lies, no event tells it."""
    actor = carrier(scope.operator_id, [event.community_id], PartyPermission.FOLLOW_MEMBERS)
    async with open_scope(actor, read_only=True) as shared:
        decision = await get_decision(shared, event.transfer_id)
    if decision is not None:
        await settle_transfer(scope, event.transfer_id, is_accepted=event.is_accepted, reason=decision[1])


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


@on(MemberActivityCancelled, permissions=(PartyPermission.FOLLOW_ACTIVITIES, AccountPermission.FIND_RESIDENTS))
async def tell_of_cancelling(scope: Scope, event: MemberActivityCancelled) -> None:
    """Nobody comes for nothing."""
    await tell_seated(scope, event.activity_id, "PARTY_ACTIVITY_CANCELLED")


@on(MemberActivityHeld, permissions=[PartyPermission.FOLLOW_ACTIVITIES])
async def enter_held_activity(scope: Scope, event: MemberActivityHeld) -> None:
    """With its organisation, in sums; told once it stands there, for the roll-up may have counted before."""
    figures = await get_activity_figures(scope, event.activity_id)
    if figures is not None and scope.cause is not None:
        actor = recorder(scope.operator_id, event.community_id, figures.activity.organisation_id)
        async with open_scope(actor) as shared:
            await carry_activity(shared, scope.cause.event_id, figures)
        scope.emit(MemberActivityEntered(event.activity_id, event.community_id, event.held_on))
