"""A case has two logs: what was changed, and who read it; neither tells of the other, and the person sees the steps."""

from typing import Final

import pytest

from backend.core.paging import Page
from backend.modules.casework.actions.cases import update_case
from backend.modules.casework.contract.case_inputs import CaseChange
from backend.modules.casework.contract.case_words import CaseEventKind, CasePhase, RiskLevel
from backend.modules.casework.history import note_event
from backend.modules.casework.models.cases import Case
from backend.modules.casework.queries.contents import contents_by_id
from backend.modules.casework.queries.histories import case_timeline, list_case_reads
from backend.modules.casework.queries.notes import list_case_notes
from tenants.scope import Actor, open_scope
from tests.casework.factories import Office, advance, casework, consent, goal, note, open_for

# Of all that may happen to a case, what its person sees.
SHOWN: Final = {
    *("OPENED", "ADVANCED", "RETURNED", "CLOSED", "REOPENED"),
    *("CONSENT_GIVEN", "CONSENT_WITHDRAWN"),
    *("ASSIGNED", "UNASSIGNED", "TRANSFER_REQUESTED", "TRANSFER_DECIDED", "REFERRED"),
    "GLASS_BROKEN",
}


async def timeline(actor: Actor, case: Case) -> list[tuple[str, str | None]]:
    """What happened and who did it, as the actor is told."""
    async with open_scope(casework(actor)) as scope:
        return [(one.kind, one.actor_name) for one in (await case_timeline(scope, Page(100), case.id)).rows]


async def reads(actor: Actor, case: Case) -> list[tuple[str, str | None]]:
    async with open_scope(casework(actor)) as scope:
        return [(one.act, one.actor_name) for one in (await list_case_reads(scope, Page(100), case.id)).rows]


async def test_the_person_sees_the_steps_of_all_that_may_happen(office: Office) -> None:
    case = await open_for(office)
    async with open_scope(casework(office.workers[0])) as scope:
        for kind in CaseEventKind:
            note_event(scope, case, kind)
    assert {kind for kind, _ in await timeline(office.supervisor, case)} == set(CaseEventKind)
    assert {kind for kind, _ in await timeline(office.village.resident(0), case)} == SHOWN


async def test_what_was_changed_is_in_one_log_and_who_read_it_in_the_other(office: Office) -> None:
    case = await open_for(office)
    other = await open_for(office, resident_id=office.village.resident_ids[1])
    await consent(office, case)
    await note(office, case)
    await goal(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    async with open_scope(casework(office.workers[0])) as scope:
        await update_case(scope, CaseChange(case_id=case.id, version=2, risk=RiskLevel.HIGH))
    changes = [
        (kind, "李社工") for kind in ("CHANGED", "ADVANCED", "GOAL_SET", "NOTE_ADDED", "CONSENT_GIVEN", "OPENED")
    ]
    # Newest first, and of that case alone.
    assert await timeline(office.supervisor, case) == changes
    assert await reads(office.supervisor, case) == []
    async with open_scope(casework(office.workers[0])) as scope:
        await contents_by_id(scope, [case.id, other.id])
    async with open_scope(casework(office.supervisor)) as scope:
        await list_case_notes(scope, Page(), case.id)
    for asker in (office.supervisor, office.village.resident(0)):
        assert await reads(asker, case) == [("read_case_notes", "赵督导"), ("read_case", "李社工")]
    assert await reads(office.supervisor, other) == [("read_case", "李社工")]
    assert await timeline(office.supervisor, case) == changes


async def test_who_reads_one_case_has_read_no_other(office: Office) -> None:
    case = await open_for(office)
    other = await open_for(office, resident_id=office.village.resident_ids[1])
    for _ in range(2):
        async with open_scope(casework(office.workers[0])) as scope:
            assert set(await contents_by_id(scope, [case.id])) == {case.id}
    assert await reads(office.supervisor, case) == [("read_case", "李社工")] * 2
    assert await reads(office.supervisor, other) == []


@pytest.mark.parametrize("is_colleague", [True, False])
async def test_who_looks_into_the_logs_is_not_in_them(office: Office, is_colleague: bool) -> None:
    """Neither says what a case is about."""
    case = await open_for(office)
    asker = office.supervisor if is_colleague else office.village.resident(0)
    for _ in range(2):
        assert await reads(asker, case) == []
        assert [kind for kind, _ in await timeline(asker, case)] == ["OPENED"]
