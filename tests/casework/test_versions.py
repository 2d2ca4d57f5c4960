"""Whoever wrote meanwhile is not written over: the answer says which fields changed, and nothing is changed."""

from dataclasses import replace
from typing import Any, cast

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError
from backend.core.paging import Page
from backend.modules.casework.actions.cases import update_case
from backend.modules.casework.actions.goals import score_goal, set_goal
from backend.modules.casework.actions.notes import update_case_note
from backend.modules.casework.contract.case_inputs import CaseChange, GoalChange, NewScore, NoteChange
from backend.modules.casework.contract.case_words import CaseEventKind, NoteKind, RiskLevel
from backend.modules.casework.contract.words import ServiceArea
from backend.modules.casework.models.cases import Case
from backend.modules.casework.queries.histories import case_timeline
from backend.modules.housing.contract.refusals import StaleVersion
from tenants.scope import open_scope
from tests.casework.factories import Office, casework, consent, goal, note, open_for
from tests.casework.test_moving import moved

Told = tuple[str, ...] | str


async def tried(office: Office, act: Any, change: Any) -> Told:  # Any: an action and what it is given
    """OK, the fields that others changed, or the code of another refusal."""
    try:
        async with open_scope(casework(office.workers[0])) as scope:
            await act(scope, change)
    except StaleVersion as stale:
        return cast("tuple[str, ...]", stale.facts["changed"])
    except AppError as refusal:
        return refusal.code
    return "OK"


async def test_what_changed_of_a_case_since_each_version_is_told(office: Office) -> None:
    case = await open_for(office)
    changes: tuple[dict[str, Any], ...] = (
        {"risk": RiskLevel.HIGH},
        {"area": ServiceArea.BASIC},
        {"has_name_hidden": True},
        {"problem": "新的情况"},
    )
    for version, change in enumerate(changes, 1):
        assert await tried(office, update_case, CaseChange(case_id=case.id, version=version, **change)) == "OK"
    late = CaseChange(case_id=case.id, version=1, risk=RiskLevel.LOW)
    for version, told in (
        (1, ("area", "has_name_hidden", "problem", "risk")),
        (2, ("area", "has_name_hidden", "problem")),
        (3, ("has_name_hidden", "problem")),
        (4, ("problem",)),
        (6, "BAD_INPUT"),
        (5, "OK"),
    ):
        assert await tried(office, update_case, replace(late, version=version)) == told


async def test_only_what_is_otherwise_counts_as_changed(office: Office) -> None:
    """Whoever saves a whole form would else alarm those who look at what they left alone."""
    case = await open_for(office)
    same = CaseChange(case_id=case.id, version=1, risk=RiskLevel.LOW, area=ServiceArea.BASIC, has_name_hidden=False)
    assert await tried(office, update_case, same) == "OK"
    assert await tried(office, update_case, replace(same, version=1)) == ("area",)
    async with open_scope(casework(office.supervisor)) as scope:
        (last,) = (await case_timeline(scope, Page(first=1), case.id)).rows
    assert (last.kind, last.fields) == (CaseEventKind.CHANGED, ["area"])
    # It is counted under another area now: once for its opening, once for that.
    assert [one["case_id"] for one in await moved(office)] == [str(case.id)] * 2


async def test_what_changed_of_a_note_is_told_and_nothing_of_another(office: Office) -> None:
    case = await open_for(office)
    first, other = await note(office, case), await note(office, case, "另一次面谈")
    said = NoteChange(note_id=first.id, version=1, text="补充记录")
    assert await tried(office, update_case_note, said) == "OK"
    moved_on = replace(said, version=2, kind=NoteKind.VISIT, happened_on=clock.today().replace(year=2020))
    assert await tried(office, update_case_note, moved_on) == "OK"
    assert await tried(office, update_case_note, said) == ("happened_on", "kind", "text")
    assert await tried(office, update_case_note, replace(said, version=2)) == ("happened_on", "kind")
    assert await tried(office, update_case_note, replace(said, note_id=other.id, version=2)) == "BAD_INPUT"
    assert await tried(office, update_case_note, replace(said, note_id=other.id)) == "OK"
    assert await tried(office, update_case_note, replace(said, note_id=other.id)) == ("text",)


async def test_what_changed_of_a_goal_is_told_and_a_version_is_named(office: Office) -> None:
    case = await open_for(office)
    await consent(office, case)
    found = await goal(office, case)
    said = GoalChange(case_id=case.id, goal_id=found.id, title="恢复睡眠", indicator="每晚睡足六小时的天数")
    assert await tried(office, set_goal, said) == "BAD_INPUT"
    later = replace(said, version=1, title="恢复作息", due_on=clock.today())
    assert await tried(office, set_goal, later) == "OK"
    assert await tried(office, score_goal, NewScore(goal_id=found.id, score=30)) == "OK"
    assert await tried(office, set_goal, later) == ("due_on", "score", "title")
    assert await tried(office, set_goal, replace(later, version=2)) == ("score",)
    assert await tried(office, set_goal, replace(later, version=3, indicator="连续两周按时入睡")) == "OK"
    assert await tried(office, set_goal, replace(later, version=3)) == ("indicator",)


async def test_a_case_that_was_read_before_it_was_locked_is_of_the_version_that_it_has_now(office: Office) -> None:
    """Whoever has a case at hand would else write over what somebody else changed between reading and locking."""
    case = await open_for(office)
    async with open_scope(casework(office.workers[0])) as scope:
        held = (await scope.session.scalars(select(Case).where(Case.id == case.id))).one()
        async with open_scope(casework(office.supervisor)) as other:
            await update_case(other, CaseChange(case_id=case.id, version=1, risk=RiskLevel.HIGH))
        with pytest.raises(StaleVersion) as caught:
            await update_case(scope, CaseChange(case_id=case.id, version=1, risk=RiskLevel.MEDIUM))
        assert (held.version, held.risk) == (2, RiskLevel.HIGH)
    assert caught.value.facts == {"version": 2, "changed": ("risk",)}
