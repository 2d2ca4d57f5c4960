"""The roll: since when, and where the relation of organisation is, of those alone who are named."""

import datetime as dt
from typing import Any  # fields of inputs, by name

import pytest
from sqlalchemy import text

from backend.core import clock
from backend.core.errors import BadInput
from backend.core.paging import Page
from backend.modules.party.actions.members import complete_party_report
from backend.modules.party.contract.inputs import ReportChange
from backend.modules.party.contract.refusals import (
    HomeRecorded,
)
from backend.modules.party.queries.roll import list_party_members
from tenants.scope import Actor, open_scope
from tests.party.factories import Covered, delivered, emitted
from tests.party.members import FORMER, JOINED, a_member, asked, reports, transfers


async def test_the_roll_says_since_when_and_where_of_those_alone_who_are_named(
    covered: Covered, manager: Actor
) -> None:
    await a_member(covered, manager, shares_name=True)
    await a_member(covered, manager, "诸葛明", 1, shares_name=False)
    await delivered(covered.operator)
    async with open_scope(covered.supervisor, read_only=True) as scope:
        rows = (await list_party_members(scope, Page())).rows
        raw = (await scope.session.scalars(text("SELECT t::text FROM shared.party_members t"))).all()
    assert [(row.name, row.joined_on, row.home_name) for row in rows] == [
        ("上官婉清", JOINED, FORMER),
        (None, None, None),
    ]
    assert all(FORMER not in row and FORMER.encode().hex() not in row for row in raw)


async def test_staff_learn_of_a_report_neither_the_day_nor_the_home(covered: Covered, manager: Actor) -> None:
    actor = await a_member(covered, manager)
    await asked(actor)
    (own,), (seen,) = await reports(actor), await reports(manager)
    assert (own.joined_on, own.home_name) == (JOINED, FORMER)
    assert (seen.id, seen.joined_on, seen.home_name) == (own.id, None, None)
    (own_transfer,), (seen_transfer,) = await transfers(actor), await transfers(manager)
    assert (own_transfer.other_name, seen_transfer.other_name) == (FORMER, None)


async def test_a_report_is_completed_once_and_then_a_transfer_changes_it(covered: Covered, manager: Actor) -> None:
    actor = await a_member(covered, manager, shares_name=True, joined_on=None, home_name=None)
    await delivered(covered.operator)
    (report,) = await reports(actor)
    async with open_scope(actor) as scope:
        await complete_party_report(scope, ReportChange(report_id=report.id, joined_on=JOINED, home_name=FORMER))
    await delivered(covered.operator)
    async with open_scope(covered.supervisor, read_only=True) as scope:
        (row,) = (await list_party_members(scope, Page())).rows
    assert (row.joined_on, row.home_name) == (JOINED, FORMER)
    change = ReportChange(report_id=report.id, home_organisation_id=covered.branch.id)
    with pytest.raises(HomeRecorded):
        async with open_scope(actor) as scope:
            await complete_party_report(scope, change)


@pytest.mark.parametrize(
    "more",
    [
        {"joined_on": clock.today() + dt.timedelta(days=2)},
        {"joined_on": dt.date(1921, 6, 30)},
        {"home_name": " "},
        {"home_name": "x" * 81},
    ],
)
async def test_odd_particulars_are_refused(covered: Covered, manager: Actor, more: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        await a_member(covered, manager, **more)
    assert await emitted(manager, "party.MemberReportedIn") == 0
