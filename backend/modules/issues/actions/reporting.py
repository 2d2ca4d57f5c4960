"""Reporting an issue (随手拍) and following one: photo, category, and a place that sets itself."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.grids.queries import get_covering_grid
from backend.modules.housing.queries.residents import residents_by_id
from backend.modules.issues.contract.events import IssueReported
from backend.modules.issues.contract.inputs import NewIssue
from backend.modules.issues.contract.permissions import REPORTS_PER_DAY, IssuePermission
from backend.modules.issues.contract.refusals import CategoryUnknown, ReportLimitReached, TextTooLong
from backend.modules.issues.deadlines import clock_from
from backend.modules.issues.ledger import LONGEST_TEXT, add_photos, add_step, lamp_shares, lock_issue
from backend.modules.issues.models.handling import IssueCategory
from backend.modules.issues.models.issues import Issue, IssueFollower
from backend.modules.issues.models.patrols import PatrolRound, PatrolStop, PatrolVisit
from backend.modules.issues.queries.places import Place, get_place
from backend.modules.issues.queries.rules import get_rule_for_issue
from backend.modules.issues.sealing import Said, seal_said
from backend.modules.issues.words import (
    IssueAct,
    IssueSource,
    IssueTerms,
    IssueVisibility,
    PhotoMoment,
)
from backend.modules.partners.contract.refusals import PartnerRetired
from backend.modules.partners.queries.partners import partners_by_id
from tenants.calendar import working_calendar
from tenants.scope import Scope, action

_LONGEST_PLACE = 100
# What other systems send was not typed here: GeoReport v2 has up to 4,000 characters.
_LONGEST_SENT_TEXT = 4000
_LONGEST_SENT_PLACE = 300
# Whoever sends what they have just written down says so too.
_AT_ONCE = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Reporter:
    account_id: UUID | None
    resident_id: UUID | None
    source: IssueSource
    partner_id: UUID | None = None


@action(IssuePermission.REPORT)
async def report_issue(scope: Scope, new: NewIssue) -> Issue:
    """Write down what someone has found, say by when it will be solved, and hand it to whoever the rules name.

    Without a place it is where the reporter lives. Raises CategoryUnknown, PlaceMissing, NotFound for a place or a
    photo that is not there, PhotoLimitReached, ReportLimitReached, BadInput, TextTooLong, PartnerRetired.
    """
    if scope.actor.system:
        new = _cleaned(new, _LONGEST_SENT_TEXT, _LONGEST_SENT_PLACE)
    else:
        new = _cleaned(new, LONGEST_TEXT, _LONGEST_PLACE)
    category = await scope.session.scalar(
        select(IssueCategory).where(IssueCategory.id == new.category_id, IssueCategory.is_active)
    )
    if category is None:
        raise CategoryUnknown(field=("input", "category_id"))
    reporter = await _reporter(scope, new)
    await _refuse_flood(scope, reporter)
    place = await get_place(scope, new, reporter.resident_id)
    issue = await _written(scope, new, category, reporter, place)
    step = await add_step(scope, issue, IssueAct.REPORTED)
    await add_photos(scope, issue, step, new.photo_ids, PhotoMoment.BEFORE)
    if new.round_id is not None:
        await _note_on_round(scope, new, issue)
    scope.emit(IssueReported(issue.id, issue.community_id, category.id, issue.due_at))
    return issue


def _cleaned(new: NewIssue, longest_text: int, longest_place: int) -> NewIssue:
    text, place = new.text.strip(), (new.place_note or "").strip() or None
    if not text:
        raise BadInput(field=("input", "text"))
    if len(text) > longest_text:
        raise TextTooLong(field=("input", "text"), limit=longest_text)
    if place is not None and len(place) > longest_place:
        raise TextTooLong(field=("input", "place_note"), limit=longest_place)
    if (new.latitude is None) != (new.longitude is None):
        raise BadInput(field=("input", "longitude"))
    if new.latitude is not None and not (_is_degrees(new.latitude, 90) and _is_degrees(new.longitude, 180)):
        raise BadInput(field=("input", "latitude"))
    return replace(new, text=text, place_note=place, found_at=_found(new))


def _found(new: NewIssue) -> dt.datetime | None:
    """When it was found; none where that is when it is reported, or a device's clock goes fast. Raises BadInput."""
    if new.found_at is not None and new.found_at.tzinfo is None:
        raise BadInput(field=("input", "found_at"))
    return None if new.found_at is None or new.found_at > clock.now() - _AT_ONCE else new.found_at


def _is_degrees(value: Decimal | None, most: int) -> bool:
    return value is not None and value.is_finite() and abs(value) <= most


async def _reporter(scope: Scope, new: NewIssue) -> _Reporter:
    actor = scope.actor
    if actor.surface is Surface.RESIDENT:
        if new.on_behalf_of_id is not None or new.round_id is not None or new.partner_id is not None:
            raise Forbidden(field=("input", "on_behalf_of_id"))
        return _Reporter(actor.account_id, actor.resident_id, IssueSource.RESIDENT)
    if new.partner_id is not None:
        await _refuse_odd_partner(scope, new)
        return _Reporter(actor.account_id, None, IssueSource.PARTNER, new.partner_id)
    if new.on_behalf_of_id is not None:
        if new.on_behalf_of_id not in await residents_by_id(scope, [new.on_behalf_of_id]):
            raise NotFound(field=("input", "on_behalf_of_id"))
        return _Reporter(None, new.on_behalf_of_id, new.source or IssueSource.RESIDENT)
    default = IssueSource.PATROL if new.round_id else IssueSource.STAFF
    return _Reporter(actor.account_id, None, new.source or default)


async def _refuse_odd_partner(scope: Scope, new: NewIssue) -> None:
    """Raises NotFound, PartnerRetired, BadInput where it is said at once that a resident or somebody else found it."""
    partner = (await partners_by_id(scope, [new.partner_id])).get(new.partner_id) if new.partner_id else None
    if partner is None:
        raise NotFound(field=("input", "partner_id"))
    if partner.retired_at is not None:
        raise PartnerRetired(field=("input", "partner_id"))
    if new.on_behalf_of_id is not None or new.source not in (None, IssueSource.PARTNER):
        raise BadInput(field=("input", "partner_id"))


async def _refuse_flood(scope: Scope, reporter: _Reporter) -> None:
    if scope.actor.surface is not Surface.RESIDENT:
        return
    since = clock.now() - dt.timedelta(days=1)
    mine = select(func.count()).select_from(Issue).where(Issue.reporter_id == reporter.account_id)
    most = await scope.limit(REPORTS_PER_DAY)
    if (await scope.session.scalar(mine.where(Issue.created_at > since)) or 0) >= most:
        raise ReportLimitReached(limit=most)


def _visibility(new: NewIssue, category: IssueCategory) -> IssueVisibility:
    if category.is_sensitive:
        return IssueVisibility.SENSITIVE
    return IssueVisibility.PRIVATE if new.is_private else IssueVisibility.PUBLIC


def days_of(category: IssueCategory, terms: IssueTerms) -> int:
    """In how many working days a category's issues are solved on these terms."""
    days: int = getattr(category, f"{terms.lower()}_days")
    return days


async def _written(scope: Scope, new: NewIssue, category: IssueCategory, reporter: _Reporter, place: Place) -> Issue:
    now, issue_id = clock.now(), new_id()
    calendar = await working_calendar(scope)
    clock_of = clock_from(calendar, now, days_of(category, new.terms), await lamp_shares(scope))
    grid = await get_covering_grid(scope, place.community_id, place.building_id)
    rule = await get_rule_for_issue(scope, category.id, place)
    issue = Issue(
        id=issue_id,
        community_id=place.community_id,
        category_id=category.id,
        terms=new.terms,
        grid_id=grid.id if grid else None,
        visibility=_visibility(new, category),
        source=reporter.source,
        reporter_id=reporter.account_id,
        reporter_resident_id=reporter.resident_id,
        partner_id=reporter.partner_id,
        said_sealed=seal_said(await scope.key(), issue_id, Said(new.text, new.place_note, new.found_at)),
        building_id=place.building_id,
        unit_id=place.unit_id,
        bed_id=place.bed_id,
        space_id=place.space_id,
        point_id=place.point_id,
        latitude=new.latitude if new.latitude is not None else place.latitude,
        longitude=new.longitude if new.longitude is not None else place.longitude,
        assignee_id=rule.assignee_id if rule else None,
        department=rule.department if rule else None,
        created_at=now,
        started_at=now,
        yellow_at=clock_of.yellow_at,
        red_at=clock_of.red_at,
        due_at=clock_of.due_at,
        promised_at=clock_of.due_at,
        escalates_at=clock_of.due_at,
    )
    scope.session.add(issue)
    await scope.session.flush()
    return issue


async def _note_on_round(scope: Scope, new: NewIssue, issue: Issue) -> None:
    on_way = select(PatrolStop.route_id).where(PatrolStop.point_id == new.point_id)
    known = select(PatrolRound.id).where(PatrolRound.id == new.round_id, PatrolRound.route_id.in_(on_way))
    if new.point_id is None or await scope.session.scalar(known) is None:
        raise NotFound(field=("input", "round_id"))
    said = {"is_fine": False, "issue_id": issue.id}
    await scope.session.execute(
        insert(PatrolVisit)
        .values(round_id=new.round_id, point_id=new.point_id, created_at=clock.now(), **said)
        .on_conflict_do_update(index_elements=["operator_id", "round_id", "point_id"], set_=said)
    )


@action(IssuePermission.FOLLOW)
async def follow_issue(scope: Scope, issue_id: UUID) -> Issue:
    """Say "me too" and be told of every step; a second time changes nothing. Raises NotFound."""
    issue = await lock_issue(scope, issue_id)
    added = await scope.session.scalar(
        insert(IssueFollower)
        .values(issue_id=issue_id, account_id=scope.actor.account_id, resident_id=scope.actor.resident_id)
        .on_conflict_do_nothing()
        .returning(IssueFollower.issue_id)
    )
    if added is not None:
        issue.follower_count += 1
        scope.record("follow_issue", "Issue", issue_id, community_id=issue.community_id)
    return issue


@action(IssuePermission.FOLLOW)
async def unfollow_issue(scope: Scope, issue_id: UUID) -> Issue:
    """Be told no more. Raises NotFound."""
    issue = await lock_issue(scope, issue_id)
    gone = await scope.session.scalar(
        delete(IssueFollower)
        .where(IssueFollower.issue_id == issue_id, IssueFollower.account_id == scope.actor.account_id)
        .returning(IssueFollower.issue_id)
    )
    if gone is not None:
        issue.follower_count -= 1
        scope.record("unfollow_issue", "Issue", issue_id, community_id=issue.community_id)
    return issue
