"""Residents: sealed, masked, found by what people type, revealed for a reason, erased for good."""

import datetime as dt
from typing import Any  # fields of inputs, by name

import pytest
from sqlalchemy import LargeBinary, func, select, text, update

from backend.core.errors import AppError, BadInput, Forbidden, NotFound
from backend.core.paging import Page
from backend.modules.housing.actions.erasing import erase_resident, erase_resident_again
from backend.modules.housing.actions.leaving import check_out
from backend.modules.housing.actions.residents import column_values, reveal_document, update_resident
from backend.modules.housing.contract.inputs import ResidentChange
from backend.modules.housing.contract.refusals import (
    ConsentMissing,
    NameInvalid,
    PhoneInvalid,
    ReasonMissing,
    ResidentAlreadyHoused,
    ResidentErased,
    StaleVersion,
)
from backend.modules.housing.models.residents import Resident, ResidentNameToken
from backend.modules.housing.queries.residents import ResidentFilter, list_residents, residents_by_id
from backend.modules.housing.words import PartyStatus
from tenants.audit import AuditEntry
from tenants.erasure_ledger import entries
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.housing.factories import a_document, make_home, make_resident, make_stay

NUMBER, PHONE = a_document(dt.date(1994, 5, 17)), "+8613912345678"


async def test_what_identifies_a_resident_is_nowhere_in_the_database(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        await make_resident(scope, "欧阳清风", document_number=NUMBER, phone=PHONE, emergency_contact="妈 13987654321")
    async with open_scope(manager, read_only=True) as scope:
        for table in ("residents", "resident_name_tokens", "audit_entries", "outbox"):
            rows = (await scope.session.execute(text(f"SELECT t::text FROM {table} AS t"))).scalars().all()
            for planted in ("欧阳", "清风", NUMBER, "13912345678", "13987654321"):
                assert all(planted not in row and planted.encode().hex() not in row for row in rows), table


async def test_staff_see_the_name_and_masks(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        made = await make_resident(scope, "欧阳清风", document_number=NUMBER.lower(), phone="139 1234-5678")
        shown = (await residents_by_id(scope, [made.id]))[made.id]
    assert (shown.name, shown.birth_on) == ("欧阳清风", dt.date(1994, 5, 17))
    assert NUMBER[6:14] not in shown.document_masked
    assert "12345" not in shown.phone_masked
    assert shown.phone_masked.endswith("5678")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ResidentFilter(name="清风"), ["欧阳清风"]),
        (ResidentFilter(name="欧"), ["欧阳清风"]),
        (ResidentFilter(name="风清"), []),
        (ResidentFilter(name="john SMITH"), ["John Smith"]),
        (ResidentFilter(phone="+86 139-1234-5678"), ["欧阳清风"]),
        (ResidentFilter(phone="nonsense"), []),
        (ResidentFilter(document_number=NUMBER.lower()), ["欧阳清风"]),
        (ResidentFilter(party_status=PartyStatus.PARTY_MEMBER), ["John Smith"]),
        (ResidentFilter(lives_here_now=True), []),
        (ResidentFilter(lives_here_now=False), ["John Smith", "欧阳清风"]),
    ],
)
async def test_residents_are_found_by_what_people_type(
    manager: Actor, wanted: ResidentFilter, found: list[str]
) -> None:
    async with open_scope(manager) as scope:
        await make_resident(scope, "欧阳清风", document_number=NUMBER, phone=PHONE)
        member = {"party_status": PartyStatus.PARTY_MEMBER, "has_consented_to_party_status": True}
        await make_resident(scope, "John Smith", **member)
        page = await list_residents(scope, Page(), wanted)
        assert [row.name for row in page.rows] == found
        assert await page.count() == len(found)


async def test_pages_hold_every_resident_once(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        made = [(await make_resident(scope)).id for _ in range(5)]
        first = await list_residents(scope, Page(2), ResidentFilter())
        second = await list_residents(scope, Page(2, first.cursors[-1]), ResidentFilter())
        third = await list_residents(scope, Page(2, second.cursors[-1]), ResidentFilter())
    found = [row.id for page in (first, second, third) for row in page.rows]
    assert found == made[::-1]
    assert (first.has_next, third.has_next) == (True, False)


@pytest.mark.parametrize("cursor", ["", "x", "W10", "WyJhIl0", "WzFd", "////", "4pi6"])
async def test_a_made_up_cursor_is_bad_input(manager: Actor, cursor: str) -> None:
    async with open_scope(manager, read_only=True) as scope:
        with pytest.raises(AppError, match="BAD_INPUT"):
            await list_residents(scope, Page(2, cursor), ResidentFilter())


async def test_a_reveal_needs_a_reason_and_is_written_down(desk: Actor) -> None:
    async with open_scope(desk) as scope:
        made = await make_resident(scope, document_number=NUMBER, phone=PHONE)
    with pytest.raises(ReasonMissing):
        async with open_scope(desk) as scope:
            await reveal_document(scope, made.id, " ")
    async with open_scope(desk) as scope:
        shown = await reveal_document(scope, made.id, "派出所来访核对")
    assert (shown.document_number, shown.phone) == (NUMBER, PHONE)
    async with open_scope(desk, read_only=True) as scope:
        entries = (
            await scope.session.execute(
                select(AuditEntry.actor, AuditEntry.reason).where(AuditEntry.act == "reveal_document")
            )
        ).all()
    assert [tuple(entry) for entry in entries] == [(str(desk.account_id), "派出所来访核对")]


async def test_who_may_not_reveal_reads_nothing_and_leaves_no_entry(operator: Operator, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        made = await make_resident(scope)
    for actor, refusal in (
        (acting(operator, Role.SOCIAL_WORKER), Forbidden),
        (acting(await new_operator(), Role.OPERATOR_ADMIN), NotFound),
    ):
        with pytest.raises(refusal):
            async with open_scope(actor) as scope:
                await reveal_document(scope, made.id, "好奇")
    async with open_scope(manager, read_only=True) as scope:
        assert await scope.session.scalar(select(AuditEntry.id).where(AuditEntry.act == "reveal_document")) is None


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"name": " "}, NameInvalid),
        ({"name": "张\x07伟"}, NameInvalid),
        ({"phone": "12"}, PhoneInvalid),
        ({"emergency_contact": "妈" * 201}, BadInput),
        ({"skills": ("缝" * 101,)}, BadInput),
        ({"skills": (" ",)}, BadInput),
        ({"skills": ("缝纫",) * 21}, BadInput),
        ({"party_status": PartyStatus.PARTY_MEMBER}, ConsentMissing),
    ],
)
async def test_odd_particulars_are_refused(manager: Actor, said: dict[str, Any], refusal: type[AppError]) -> None:
    with pytest.raises(refusal):
        async with open_scope(manager) as scope:
            await make_resident(scope, **said)
    async with open_scope(manager, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(Resident)) == 0


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (ResidentChange(emergency_contact="妈" * 201), ("input", "emergency_contact")),
        (ResidentChange(skills=("缝纫",) * 21), ("input", "skills")),
    ],
)
async def test_a_correction_is_held_to_the_lengths_of_a_registration(
    manager: Actor, said: ResidentChange, field: tuple[str, ...]
) -> None:
    async with open_scope(manager) as scope:
        made = await make_resident(scope, "赵宁")
    with pytest.raises(BadInput) as caught:
        async with open_scope(manager) as scope:
            await update_resident(scope, made.id, 1, said)
    assert caught.value.field == field


async def test_two_who_change_the_same_resident_do_not_overwrite_each_other(manager: Actor) -> None:
    async with open_scope(manager) as scope:
        made = await make_resident(scope)
        await update_resident(scope, made.id, 1, ResidentChange(lives_alone=True))
    with pytest.raises(StaleVersion):
        async with open_scope(manager) as scope:
            await update_resident(scope, made.id, 1, ResidentChange(lives_alone=False))
    async with open_scope(manager, read_only=True) as scope:
        assert (await residents_by_id(scope, [made.id]))[made.id].lives_alone is True


async def test_an_erased_resident_is_found_nowhere(operator: Operator, manager: Actor) -> None:
    admin = acting(operator, Role.OPERATOR_ADMIN)
    async with open_scope(manager) as scope:
        home = await make_home(scope)
        made = await make_resident(scope, "欧阳清风", document_number=NUMBER, phone=PHONE)
        stay = await make_stay(scope, home, resident_id=made.id)
    with pytest.raises(ResidentAlreadyHoused):
        async with open_scope(admin) as scope:
            await erase_resident(scope, made.id, "本人申请")
    async with open_scope(manager) as scope:
        await check_out(scope, stay.id)
    async with open_scope(admin) as scope:
        await erase_resident(scope, made.id, "本人申请")
    async with open_scope(admin, read_only=True) as scope:
        row = await scope.session.get_one(Resident, (admin.operator_id, made.id))
        sealed = [column.key for column in Resident.__table__.c if isinstance(column.type, LargeBinary)]
        assert {name: getattr(row, name) for name in sealed} == dict.fromkeys(sealed)
        assert await scope.session.scalar(select(func.count()).select_from(ResidentNameToken)) == 0
        by_all = (ResidentFilter(name="清风"), ResidentFilter(phone=PHONE), ResidentFilter(document_number=NUMBER))
        for wanted in by_all:
            assert (await list_residents(scope, Page(), wanted)).rows == []
    with pytest.raises(ResidentErased):
        async with open_scope(admin) as scope:
            await reveal_document(scope, made.id, "核对")
    async with open_scope(manager) as scope:
        await make_resident(scope, "欧阳清风", document_number=NUMBER)


async def test_an_erasure_is_repeated_after_a_restore(operator: Operator, manager: Actor) -> None:
    admin = acting(operator, Role.OPERATOR_ADMIN)
    async with open_scope(manager) as scope:
        made = await make_resident(scope, "欧阳清风")
    async with open_scope(manager, read_only=True) as scope:
        before = column_values(await scope.session.get_one(Resident, (admin.operator_id, made.id)))
    async with open_scope(admin) as scope:
        await erase_resident(scope, made.id, "本人申请")
    noted = [entry.facts["resident_id"] for entry in entries() if entry.operator_id == operator.id]
    assert noted == [str(made.id)]
    async with open_scope(admin) as scope:
        await scope.session.execute(update(Resident).where(Resident.id == made.id).values(**before))
    for erased in (True, False):
        async with open_scope(admin) as scope:
            assert await erase_resident_again(scope, made.id) is erased
    async with open_scope(admin, read_only=True) as scope:
        assert (await residents_by_id(scope, [made.id]))[made.id].is_erased is True
