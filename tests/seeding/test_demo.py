"""The demo: the articles' figures, every role's log-in, and a second time that changes nothing."""

import datetime as dt
from collections import Counter

import pyotp
import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.modules.accounts.actions.signing_in import sign_in
from backend.modules.accounts.contract import PasswordSignIn
from backend.modules.councils.contract.words import CouncilKind, CouncilStatus
from backend.modules.councils.models.councils import Council
from backend.modules.councils.models.forms import CouncilAnswer, CouncilForm
from backend.modules.courses.contract.words import CourseStatus, SeatAllocation
from backend.modules.courses.models.courses import Course, CourseSession
from backend.modules.courses.models.enrolments import Enrolment
from backend.modules.courses.models.lotteries import Lottery
from backend.modules.courses.models.results import Certificate
from backend.modules.housing.models.employers import AllottedBed, Employer
from backend.modules.housing.models.inventory import Bed, Building, Community, Unit
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.stays import BedOccupancy, Stay, StayResident
from backend.modules.housing.words import PartyStatus, ProductType, StayStatus, UnitKind
from backend.modules.mentors.models import MentorMeeting
from backend.modules.partners.contract.words import DayStatus
from backend.modules.partners.models import ResponsibilityDay
from backend.modules.party.models.buildings import ModelBuildingItem
from backend.modules.party.models.notices import SupervisionNotice
from backend.modules.party.models.organisations import PartyConsent
from backend.modules.party.models.transfers import PartyTransfer
from backend.modules.party.models.volunteering import MemberActivity, VolunteerEntry
from backend.modules.party.seed_members import BUILDINGS, MEMBERS
from backend.modules.party.words import MemberActivityStatus, NoticeState, TransferState
from backend.seeding.demo_accounts import CODES, PASSWORD, TOTP_SECRET, DemoAccount, demo_accounts
from tenants.delivery import worker_actor
from tenants.models import Operator
from tenants.outbox import OutboxRow
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, Scope, open_scope, system_actor
from tests.cli.terminal import xinju
from tests.seeding.fingerprint import fingerprint


@pytest.fixture(scope="session", autouse=True)
def demo(database: None) -> None:
    """The demo, made by the terminal."""
    made = xinju("seed", "--demo")
    assert (made.code, made.err) == (0, "")


async def at(code: str) -> Actor:
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        found = (await scope.session.scalars(select(Operator.id).where(Operator.code == code))).one()
    return system_actor(found, "test")


async def living(scope: Scope) -> list[Resident]:
    here = (
        select(Resident)
        .join(StayResident, StayResident.resident_id == Resident.id)
        .join(Stay, Stay.id == StayResident.stay_id)
        .where(Stay.status == StayStatus.ACTIVE, Stay.ends_on > clock.today())
    )
    return list(await scope.session.scalars(here))


async def test_a_second_demo_changes_nothing() -> None:
    before = await fingerprint()
    again = xinju("seed", "--demo")
    assert (again.code, again.out, again.err) == (0, "", "")
    assert await fingerprint() == before


async def test_nobody_is_told_of_what_the_stories_tell_of_long_ago() -> None:
    for code in CODES:
        worker = worker_actor((await at(code)).operator_id)
        async with open_scope(worker, read_only=True) as scope:
            rows = (await scope.session.execute(select(OutboxRow.created_at, OutboxRow.due_at))).all()
        now = clock.now()
        assert min(created_at for created_at, due_at in rows if due_at) > now - dt.timedelta(days=4)
        assert min(created_at for created_at, _ in rows) < now - dt.timedelta(days=30)


async def test_anle_has_880_rooms_and_the_residents_of_the_articles() -> None:
    async with open_scope(await at("guanyu"), read_only=True) as scope:
        units = select(func.count()).select_from(Unit).where(Unit.kind == UnitKind.ROOM)
        assert await scope.session.scalar(units) == 880
        community = (await scope.session.scalars(select(Community))).one()
        assert community.subdistrict_code == "310112103"
        residents = await living(scope)
        stated = (await scope.session.scalars(select(Resident.party_status))).all()
    assert len(residents) == len({resident.id for resident in residents}) == 986
    assert stated.count(PartyStatus.PARTY_MEMBER) == 30
    assert stated.count(PartyStatus.LEAGUE_MEMBER) == 32
    members = [one for one in residents if one.party_status is not PartyStatus.NOT_STATED]
    assert len(members) == 62
    assert all(member.party_consented_at is not None for member in members)
    today = clock.today()
    ages = [(today - resident.birth_on).days / 365.25 for resident in residents if resident.birth_on]
    assert 31.5 <= sum(ages) / len(ages) <= 32.8


async def test_room_118_of_building_5_has_four_beds_with_three_employers() -> None:
    async with open_scope(await at("youchao"), read_only=True) as scope:
        community = (await scope.session.scalars(select(Community))).one()
        assert community.product_type is ProductType.CITY_BUILDERS_HOME
        beds = (
            select(Bed.label, Employer.name)
            .join(Unit, Unit.id == Bed.unit_id)
            .join(Building, Building.id == Unit.building_id)
            .join(BedOccupancy, BedOccupancy.bed_id == Bed.id)
            .join(Stay, Stay.id == BedOccupancy.stay_id)
            .join(Employer, Employer.id == Stay.employer_id)
            .where(Building.code == "5", Unit.number == "118", Stay.status == StayStatus.ACTIVE)
            .order_by(Bed.label)
        )
        found = (await scope.session.execute(beds)).all()
        held = await scope.session.scalar(select(func.count()).select_from(AllottedBed))
        strangers = (
            select(func.count())
            .select_from(AllottedBed)
            .join(BedOccupancy, BedOccupancy.bed_id == AllottedBed.bed_id)
            .join(Stay, Stay.id == BedOccupancy.stay_id)
            .where(Stay.employer_id.is_distinct_from(AllottedBed.employer_id), Stay.ends_on > AllottedBed.starts_on)
        )
        assert await scope.session.scalar(strangers) == 0
    assert [bed for bed, _ in found] == ["1", "2", "3", "4"]
    assert [name[4:8] for _, name in found] == ["保安服务", "保洁服务", "保洁服务", "速递服务"]
    assert held == 244


async def test_a_family_of_four_lives_in_a_suite_of_pujiang() -> None:
    async with open_scope(await at("weilingdi"), read_only=True) as scope:
        family = (
            select(StayResident.relation)
            .join(Stay, Stay.id == StayResident.stay_id)
            .join(Unit, Unit.id == Stay.unit_id)
            .where(Unit.number == "301", Unit.kind == UnitKind.SUITE, Stay.status == StayStatus.ACTIVE)
        )
        assert sorted(await scope.session.scalars(family)) == ["CHILD", "LEAD", "PARENT", "SPOUSE"]
        studios = select(func.count()).select_from(Unit).where(Unit.kind == UnitKind.ROOM)
        assert await scope.session.scalar(studios) == 396


def test_every_role_has_a_log_in() -> None:
    # Whoever applies becomes an applicant by their own act.
    assert {account.role for account in demo_accounts()} == set(Role) - {Role.APPLICANT}


@pytest.mark.parametrize("account", list(demo_accounts()), ids=lambda account: account.login)
async def test_a_printed_log_in_lets_in(account: DemoAccount) -> None:
    code = pyotp.TOTP(TOTP_SECRET).at(clock.now()) if account.has_authenticator else None
    async with open_scope(Actor(surface=platform_actor("x").surface, address="127.0.0.1")) as scope:
        given = PasswordSignIn(login=account.login, password=PASSWORD, totp_code=code)
        signed_in = await sign_in(scope, given)
    seat = signed_in.profile.seats[0]
    assert (seat.role, seat.operator_code) == (account.role, account.operator)
    assert signed_in.profile.second_factor_due is False


def test_production_has_no_demo() -> None:
    refused = xinju("seed", "--demo", env={"XINJU_MODE": "production"})
    assert (refused.code, refused.err) == (1, "Invented data is made in development only (XINJU_MODE).\n")


async def test_the_branch_oversees_three_operators_with_notices_in_every_state() -> None:
    states, risen = set(), 0
    for code in CODES:
        async with open_scope(await at(code), read_only=True) as scope:
            notices = (await scope.session.scalars(select(SupervisionNotice))).all()
        assert len(notices) == 3
        states |= {notice.state for notice in notices}
        risen += sum(notice.risen_at is not None for notice in notices)
    assert states == set(NoticeState)
    assert risen >= 1


async def test_members_have_reported_in_and_buildings_are_on_their_way_to_all_eight() -> None:
    for code in CODES:
        async with open_scope(await at(code), read_only=True) as scope:
            consents = (await scope.session.scalars(select(PartyConsent))).all()
            activities = (await scope.session.scalars(select(MemberActivity))).all()
            entries = await scope.session.scalar(select(func.count(VolunteerEntry.id)))
            transfers = (await scope.session.scalars(select(PartyTransfer))).all()
            items = select(ModelBuildingItem.model_building_id, func.count()).group_by(
                ModelBuildingItem.model_building_id
            )
            counts = sorted((row[1] for row in await scope.session.execute(items)), reverse=True)
            days = (await scope.session.scalars(select(ResponsibilityDay.status))).all()
            meetings = await scope.session.scalar(select(func.count(MentorMeeting.id)))
        assert 0 < len(consents) <= MEMBERS[code]
        assert any(one.shares_name for one in consents)
        assert all(one.joined_on for one in consents)
        assert Counter(one.status for one in activities) == {MemberActivityStatus.OPEN: 3, MemberActivityStatus.HELD: 1}
        assert all(one.taken for one in activities)
        assert entries
        assert {TransferState.REQUESTED} <= {one.state for one in transfers} <= set(TransferState)
        assert tuple(counts) == BUILDINGS[code][: len(counts)] != ()
        assert {DayStatus.LOGGED, DayStatus.OPEN} <= set(days)
        assert meetings


@pytest.mark.parametrize("code", CODES)
async def test_a_hearing_that_is_to_come_asks_and_two_have_answered(code: str) -> None:
    async with open_scope(await at(code), read_only=True) as scope:
        coming = select(Council.id).where(
            Council.status == CouncilStatus.SCHEDULED, Council.kind == CouncilKind.HEARING
        )
        hearings = set(await scope.session.scalars(coming))
        asking = set(await scope.session.scalars(select(CouncilForm.council_id)))
        answers = Counter(await scope.session.scalars(select(CouncilAnswer.council_id)))
    assert hearings
    assert asking == hearings
    assert answers == dict.fromkeys(hearings, 2)


async def test_anles_night_school_teaches_what_the_stories_tell() -> None:
    async with open_scope(await at("guanyu"), read_only=True) as scope:
        courses = list(await scope.session.scalars(select(Course).order_by(Course.id)))
        learners = Counter(await scope.session.scalars(select(Enrolment.course_id)))
        certified = Counter(await scope.session.scalars(select(Certificate.course_id)))
        drawn = set(await scope.session.scalars(select(Lottery.course_id).where(Lottery.drawn_at.is_not(None))))
        sessions = Counter(await scope.session.scalars(select(CourseSession.course_id)))
    held = [one for one in courses if one.status is CourseStatus.FINISHED]
    titles = [one.title for one in held]
    # AI painting for Mid-Autumn, prompt writing, slide making, one-person marketing.
    told = (("AI 绘画", "中秋"), ("提示词",), ("PPT",), ("一人营销",))
    assert [[all(word in title for word in words) for words in told].index(True) for title in titles] == [0, 1, 2, 3]
    for one in held:
        assert (sessions[one.id], learners[one.id] > 15, certified[one.id] > 0) == (4, True, True), one.title
    assert {one.id for one in held if one.allocation is SeatAllocation.LOTTERY} == drawn == {held[0].id}
    ahead = [one for one in courses if one.status is CourseStatus.OPEN]
    assert len(ahead) == 3
    assert all(learners[one.id] for one in ahead)
    assert all(one.teacher_id is not None for one in courses)
    assert all(one.space_id is not None for one in ahead)
