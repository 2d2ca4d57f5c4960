"""Applications: asked for by whoever may, seen by whoever must, answered once."""

import asyncio
import datetime as dt
from collections import Counter
from typing import Any  # fields of inputs, by name

import pytest
from sqlalchemy import select, text

from backend.core import clock
from backend.core.errors import AppError, Forbidden, NotFound
from backend.core.paging import Page
from backend.modules.housing.actions.applications import (
    accept_application,
    apply_for_stay,
    reject_application,
    withdraw_application,
)
from backend.modules.housing.contract.inputs import NewApplication
from backend.modules.housing.contract.refusals import (
    ApplicationClosed,
    ApplicationOpen,
    BedOccupied,
    ConsentMissing,
    DocumentInvalid,
    EndBeforeStart,
    TooFarInFuture,
    TooFarInPast,
)
from backend.modules.housing.identity import DocumentKind
from backend.modules.housing.models.applications import StayApplication
from backend.modules.housing.models.stays import Stay
from backend.modules.housing.queries.applications import list_applications
from backend.modules.housing.words import ApplicationStatus
from tenants.models import Operator
from tenants.outbox import OutboxRow
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.housing.factories import Home, a_document, make_resident, make_stay

TODAY = clock.today()
DAY = dt.timedelta(days=1)


@pytest.fixture
def applicant(operator: Operator) -> Actor:
    return acting(operator, Role.APPLICANT)


def an_application(home: Home, **more: Any) -> NewApplication:
    said: dict[str, Any] = {
        "community_id": home.community_id,
        "name": "林晓",
        "document_kind": DocumentKind.RESIDENT_ID,
        "document_number": a_document(),
        "phone": "13800001111",
        "starts_on": TODAY + DAY,
        "ends_on": TODAY + 366 * DAY,
        "has_consented": True,
    }
    return NewApplication(**(said | more))


async def applied(actor: Actor, home: Home, **more: Any) -> StayApplication:
    async with open_scope(actor) as scope:
        return await apply_for_stay(scope, an_application(home, **more))


async def test_an_accepted_applicant_is_registered_and_housed(manager: Actor, applicant: Actor, home: Home) -> None:
    made = await applied(applicant, home)
    async with open_scope(manager) as scope:
        decided = await accept_application(scope, made.id, home.unit_id, home.bed_ids[0])
        stay = await scope.session.get_one(Stay, (manager.operator_id, decided.stay_id))
    assert (decided.status, stay.lead_resident_id, stay.starts_on) == (
        ApplicationStatus.ACCEPTED,
        decided.resident_id,
        TODAY + DAY,
    )


async def test_the_answer_is_told_to_the_applicant(manager: Actor, applicant: Actor, home: Home) -> None:
    made = await applied(applicant, home)
    async with open_scope(manager) as scope:
        await reject_application(scope, made.id, "暂无空房")
        told = select(OutboxRow.payload).where(OutboxRow.name == "messaging.NotificationWanted")
        (payload,) = (await scope.session.scalars(told)).all()
    assert (payload["account_id"], payload["kind"]) == (str(applicant.account_id), "APPLICATION_REJECTED")


async def test_a_known_person_is_not_registered_twice(manager: Actor, applicant: Actor, home: Home) -> None:
    number = a_document()
    async with open_scope(manager) as scope:
        known = await make_resident(scope, document_number=number)
    made = await applied(applicant, home, document_number=number.lower())
    async with open_scope(manager) as scope:
        decided = await accept_application(scope, made.id, home.unit_id, home.bed_ids[0])
    assert decided.resident_id == known.id


async def test_a_taken_bed_leaves_the_application_open(manager: Actor, applicant: Actor, home: Home) -> None:
    made = await applied(applicant, home)
    async with open_scope(manager) as scope:
        await make_stay(scope, home)
    with pytest.raises(BedOccupied):
        async with open_scope(manager) as scope:
            await accept_application(scope, made.id, home.unit_id, home.bed_ids[0])
    async with open_scope(manager, read_only=True) as scope:
        assert await scope.session.scalar(select(StayApplication.status)) is ApplicationStatus.SUBMITTED


async def test_what_was_rejected_or_withdrawn_is_forgotten(manager: Actor, applicant: Actor, home: Home) -> None:
    first = await applied(applicant, home)
    async with open_scope(manager) as scope:
        await reject_application(scope, first.id, "暂无空房")
    second = await applied(applicant, home)
    async with open_scope(applicant) as scope:
        await withdraw_application(scope, second.id)
    async with open_scope(applicant, read_only=True) as scope:
        page = await list_applications(scope, Page())
    assert [(row.name, row.document_masked, row.decision_reason) for row in page.rows] == [
        ("", "", None),
        ("", "", "暂无空房"),
    ]


async def test_an_applicant_sees_their_own_and_no_more(operator: Operator, applicant: Actor, home: Home) -> None:
    made = await applied(applicant, home)
    other = acting(operator, Role.APPLICANT)
    async with open_scope(other, read_only=True) as scope:
        assert (await list_applications(scope, Page())).rows == []
    with pytest.raises(NotFound):
        async with open_scope(other) as scope:
            await withdraw_application(scope, made.id)
    with pytest.raises(Forbidden):
        async with open_scope(applicant) as scope:
            await accept_application(scope, made.id, home.unit_id, None)


async def test_another_operator_sees_no_application(applicant: Actor, home: Home) -> None:
    made = await applied(applicant, home)
    stranger = acting(await new_operator(), Role.FRONT_DESK)
    with pytest.raises(NotFound):
        async with open_scope(stranger) as scope:
            await reject_application(scope, made.id, "不合适")


async def test_a_double_tap_applies_once(applicant: Actor, home: Home) -> None:
    async def outcome() -> str:
        try:
            await applied(applicant, home)
        except AppError as refusal:
            return refusal.code
        return "applied"

    outcomes = Counter(await asyncio.gather(*(outcome() for _ in range(10))))
    assert outcomes == {"applied": 1, ApplicationOpen.code: 9}


async def test_ten_desks_answer_once(manager: Actor, applicant: Actor, home: Home) -> None:
    made = await applied(applicant, home)

    async def outcome(number: int) -> str:
        try:
            async with open_scope(manager) as scope:
                if number % 2:
                    await reject_application(scope, made.id, "暂无空房")
                else:
                    await accept_application(scope, made.id, home.unit_id, home.bed_ids[0])
        except AppError as refusal:
            return refusal.code
        return "decided"

    outcomes = Counter(await asyncio.gather(*(outcome(number) for number in range(10))))
    assert outcomes == {"decided": 1, ApplicationClosed.code: 9}


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"has_consented": False}, ConsentMissing),
        ({"document_number": "310199199405170011"}, DocumentInvalid),
        ({"starts_on": TODAY - DAY}, TooFarInPast),
        ({"ends_on": TODAY + DAY}, EndBeforeStart),
        ({"starts_on": TODAY + 200 * DAY, "ends_on": TODAY + 300 * DAY}, TooFarInFuture),
    ],
)
async def test_odd_applications_are_refused(
    applicant: Actor, home: Home, said: dict[str, Any], refusal: type[AppError]
) -> None:
    with pytest.raises(refusal):
        await applied(applicant, home, **said)
    async with open_scope(applicant, read_only=True) as scope:
        assert (await list_applications(scope, Page())).rows == []


async def test_who_applies_is_nowhere_in_the_database(manager: Actor, applicant: Actor, home: Home) -> None:
    await applied(applicant, home, name="司马流云", phone="13877776666")
    async with open_scope(manager, read_only=True) as scope:
        for table in ("stay_applications", "audit_entries", "outbox"):
            rows = (await scope.session.execute(text(f"SELECT t::text FROM {table} AS t"))).scalars().all()
            for planted in ("司马流云", "13877776666"):
                assert all(planted not in row and planted.encode().hex() not in row for row in rows), table
