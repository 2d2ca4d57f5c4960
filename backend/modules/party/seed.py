"""Demo of the supervising branches: a committee over three branches at three operators, with all that they oversee."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from PIL import Image, ImageDraw
from sqlalchemy import select

from backend.core import clock
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.accounts.contract import AccountPermission
from backend.modules.files.contract import FilePurpose, NewFile, store_file
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.inventory import list_communities
from backend.modules.party.actions.assigning import assign_oversight, enter_communities
from backend.modules.party.actions.carrying import carry_reply, raise_overdue_notices
from backend.modules.party.actions.notices import (
    accept_reply,
    issue_supervision_notice,
    return_reply,
    withdraw_notice,
)
from backend.modules.party.actions.organisations import appoint_supervisor, create_party_org
from backend.modules.party.actions.records import appoint_officer, record_party_activity, record_party_meeting
from backend.modules.party.actors import carrier, registrar
from backend.modules.party.contract.inputs import (
    ActivityRecord,
    MeetingRecord,
    NewAssignment,
    NewNotice,
    NewOfficer,
    NewPartyOrg,
)
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.notices import NoticeReply
from backend.modules.party.seed_members import report_members, show_buildings
from backend.modules.party.seed_stations import keep_station
from backend.modules.party.seed_told import (
    ACTIVITIES,
    BRANCHES,
    COMMITTEE,
    MEETINGS,
    NOTICES,
    OFFICES,
    ToldNotice,
)
from backend.modules.party.seed_transfers import move_relations
from backend.modules.party.seed_volunteering import plan_activities
from tenants.models import Operator
from tenants.oversight_models import PartyOrg, PartyOrgKind
from tenants.scope import Actor, open_scope, system_actor

_SUPERVISOR: Final = "branch@minhang"
_FORMED: Final = dt.date(2024, 3, 1)
_HELD: Final = Actor(surface=Surface.CONTROL, system="seed", permissions=frozenset(PartyPermission))


@dataclass(frozen=True, slots=True)
class _Care:
    """A branch and the community in its care, with who acts for either of them."""

    code: str
    operator_id: UUID
    community_id: UUID
    branch: PartyOrg

    @property
    def supervisor(self) -> Actor:
        return Actor(
            surface=Surface.OVERSIGHT,
            system="seed",
            permissions=frozenset(PartyPermission),
            operator_ids=(self.operator_id,),
            community_ids=(self.community_id,),
            organisation_ids=(self.branch.id,),
        )

    @property
    def staff(self) -> Actor:
        return system_actor(
            self.operator_id, "seed", *PartyPermission, *HousingPermission, AccountPermission.FIND_RESIDENTS
        )


async def seed_across(codes: Sequence[str]) -> None:
    """The committee with its branches, which is made once, over the operators that are there."""
    async with open_scope(_HELD, read_only=True) as scope:
        if await scope.session.scalar(select(PartyOrg.id).where(PartyOrg.name == COMMITTEE)) is not None:
            return
        rows = await scope.session.scalars(select(Operator).where(Operator.code.in_(codes)))
        operators = {row.code: row.id for row in rows}
    async with open_scope(_HELD) as scope:
        new = NewPartyOrg(kind=PartyOrgKind.COMMITTEE, name=COMMITTEE, formed_on=_FORMED)
        committee = await create_party_org(scope, new)
        await appoint_supervisor(scope, committee.id, _SUPERVISOR)
    for care in await _branches(committee, operators):
        await _meet(care)
        reports = await report_members(care.code, care.staff, care.community_id)
        station_id = await keep_station(care.code, care.supervisor, care.branch.id, care.community_id)
        await plan_activities(care.staff, care.community_id, [one.resident_id for one in reports], station_id)
        await move_relations(care.code, care.staff, care.supervisor, reports)
        await show_buildings(care.code, care.staff, care.supervisor, care.community_id, _drawing())
        for told in NOTICES[care.code]:
            await _demand(care, told)
        async with open_scope(carrier(care.operator_id, [care.community_id], PartyPermission.FOLLOW_NOTICES)) as shared:
            await raise_overdue_notices(shared)


async def _branches(committee: PartyOrg, operators: Mapping[str, UUID]) -> list[_Care]:
    """One branch for each operator, in charge since its forming; the last one after a gap."""
    found = []
    for number, (code, (name, subdistrict, *_)) in enumerate(BRANCHES.items()):
        if code not in operators:
            continue
        reader = system_actor(operators[code], "seed", HousingPermission.VIEW)
        async with open_scope(reader, read_only=True) as there:
            communities = (await list_communities(there, Page(1))).rows
        async with open_scope(registrar()) as scope:
            await enter_communities(scope, operators[code])
        for community in communities:
            async with open_scope(_HELD) as scope:
                kind = PartyOrgKind.JOINT_BRANCH if number == 2 else PartyOrgKind.BRANCH
                new = NewPartyOrg(
                    kind=kind, name=name, formed_on=_FORMED, parent_id=committee.id, subdistrict_code=subdistrict
                )
                branch = await create_party_org(scope, new)
                for starts_on, ends_on in _periods(number):
                    assignment = NewAssignment(
                        operator_code=code,
                        community_id=community.id,
                        organisation_id=branch.id,
                        starts_on=starts_on,
                        ends_on=ends_on,
                    )
                    await assign_oversight(scope, assignment)
            found.append(_Care(code, operators[code], community.id, branch))
    return found


def _periods(number: int) -> list[tuple[dt.date, dt.date | None]]:
    if number < 2:
        return [(_FORMED, None)]
    today = clock.today()
    return [(_FORMED, today - dt.timedelta(days=200)), (today - dt.timedelta(days=150), None)]


async def _meet(care: _Care) -> None:
    """Officers, half a year of meetings, and activities with their volunteers."""
    async with open_scope(care.supervisor) as scope:
        for office, name in zip(OFFICES, BRANCHES[care.code][2:], strict=True):
            new = NewOfficer(organisation_id=care.branch.id, office=office, name=name, starts_on=_FORMED)
            await appoint_officer(scope, new)
        for number in range(12):
            kind, topic, result = MEETINGS[number % len(MEETINGS)]
            meeting = MeetingRecord(
                organisation_id=care.branch.id,
                kind=kind,
                topic=topic,
                host=BRANCHES[care.code][2],
                place="党群服务站",
                held_at=clock.days_ago(5 + number * 15, 19),
                expected=14,
                attended=14 - number % 4,
                result=result,
            )
            await record_party_meeting(scope, meeting)
        for number in range(9):
            title, place, attendance, volunteers, hours = ACTIVITIES[number % len(ACTIVITIES)]
            begins = clock.days_ago(3 + number * 18, 9)
            activity = ActivityRecord(
                organisation_id=care.branch.id,
                title=title,
                place=place,
                starts_at=begins,
                ends_at=begins + dt.timedelta(hours=3),
                attendance=attendance,
                volunteers=volunteers,
                volunteer_hours=hours,
                community_id=care.community_id,
            )
            await record_party_activity(scope, activity)


async def _demand(care: _Care, told: ToldNotice) -> None:
    """One notice as far as it has come."""
    with clock.at(clock.days_ago(told.issued, 10)):
        async with open_scope(care.supervisor) as scope:
            new = NewNotice(
                organisation_id=care.branch.id,
                community_id=care.community_id,
                title=told.title,
                demand=told.demand,
                working_days=told.working_days,
            )
            notice_id = (await issue_supervision_notice(scope, new)).id
    for round_, (days_ago, text) in enumerate(told.replies, 1):
        with clock.at(clock.days_ago(days_ago, 16)):
            await _reply(care, notice_id, round_, text)
    if told.returned is not None:
        days_ago, reason, working_days = told.returned
        with clock.at(clock.days_ago(days_ago, 10)):
            async with open_scope(care.supervisor) as scope:
                await return_reply(scope, notice_id, reason, working_days)
    if told.accepted is not None:
        with clock.at(clock.days_ago(told.accepted, 10)):
            async with open_scope(care.supervisor) as scope:
                await accept_reply(scope, notice_id)
    if told.withdrawn is not None:
        with clock.at(clock.days_ago(told.withdrawn, 10)):
            async with open_scope(care.supervisor) as scope:
                await withdraw_notice(scope, notice_id)


async def _reply(care: _Care, notice_id: UUID, round_: int, text: str) -> None:
    """What staff answered with a picture, and what the branch has of it."""
    reply_id = new_id()
    async with open_scope(care.staff) as scope:
        picture = NewFile(
            purpose=FilePurpose.PHOTO,
            name="整改后.jpg",
            media_type="image/jpeg",
            attached_type="NoticeReply",
            attached_id=reply_id,
        )
        reply = NoticeReply(
            id=reply_id,
            community_id=care.community_id,
            notice_id=notice_id,
            round=round_,
            text=text,
            evidence_ids=[await store_file(scope, picture, _drawing())],
            replied_by=scope.actor.name,
        )
        scope.session.add(reply)
        await scope.session.flush()
        scope.record("reply_to_notice", "NoticeReply", reply_id, community_id=care.community_id)
    async with open_scope(carrier(care.operator_id, [care.community_id], PartyPermission.FOLLOW_NOTICES)) as shared:
        await carry_reply(shared, new_id(), reply)


def _drawing() -> bytes:
    """A cleared corridor, plainly drawn: nothing invented passes for a photograph."""
    image = Image.new("RGB", (960, 720), "#e9e4da")
    draw = ImageDraw.Draw(image)
    draw.polygon(((0, 720), (360, 420), (600, 420), (960, 720)), fill="#c9c2b4")
    draw.rectangle((360, 180, 600, 420), fill="#f5f2ea", outline="#8d99a6", width=4)
    draw.rectangle((430, 120, 530, 165), fill="#4f8a5b")
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=82)
    return kept.getvalue()
