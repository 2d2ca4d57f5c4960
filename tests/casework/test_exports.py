"""Redacted copies: whoever is in a case is a number, the same in every copy, wherever and by whomever it is written."""

import json
import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from backend.modules.casework.actions.approvals import decide_approval, request_approval
from backend.modules.casework.actions.assigning import assign_case, unassign_case
from backend.modules.casework.actions.emergencies import break_glass
from backend.modules.casework.actions.exporting import export_case
from backend.modules.casework.actions.goals import set_goal
from backend.modules.casework.actions.linking import link_cases
from backend.modules.casework.actions.moving import decide_transfer, request_transfer
from backend.modules.casework.actions.phases import close_case
from backend.modules.casework.actions.stations import end_station_worker
from backend.modules.casework.contract.case_inputs import (
    Assignment,
    Closing,
    Decision,
    GoalChange,
    MoveDecision,
    NewApproval,
    NewLink,
    NewTransfer,
)
from backend.modules.casework.contract.case_refusals import NotAssigned
from backend.modules.casework.contract.case_words import (
    ApprovalSubject,
    CaseOutcome,
    CaseRelation,
    CaseRole,
    ConsentPurpose,
    MoveState,
)
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.stations import StationWorker
from backend.modules.housing.contract.refusals import ConsentMissing
from tenants.scope import Actor, open_scope
from tests.casework.factories import Office, audited, casework, consent, note, open_for
from tests.casework.test_moving import elsewhere
from tests.housing.factories import make_home, make_resident, make_stay


async def named(office: Office, name: str) -> UUID:
    """Somebody of that name who does not live here yet."""
    async with open_scope(office.manager) as scope:
        return (await make_resident(scope, name)).id


async def case_of(office: Office, resident_id: UUID, **more: Any) -> Case:
    """A case whose person agreed to being helped and to copies."""
    case = await open_for(office, resident_id=resident_id, **more)
    for purpose in (ConsentPurpose.SERVICE, ConsentPurpose.EXPORT):
        await consent(office, case, purpose)
    return case


async def exported(case: Case, by: Actor) -> dict[str, Any]:  # Any: JSON values
    async with open_scope(casework(by)) as scope:
        found: dict[str, Any] = json.loads((await export_case(scope, case.id)).text)
        return found


def called(written: str) -> list[str]:
    """The people in a text, in order."""
    return re.findall(r"人员\d{6}", written)


async def listed(office: Office, of: Actor) -> UUID:
    async with open_scope(office.manager, read_only=True) as scope:
        wanted = select(StationWorker.id).where(StationWorker.account_id == of.account_id)
        return (await scope.session.scalars(wanted)).one()


async def test_an_export_has_numbers_for_people_the_same_in_every_export(office: Office) -> None:
    case = await open_for(office, resident_id=await named(office, "陈静"))
    await consent(office, case)
    await note(office, case, "陈静来电 13812345678，身份证 310112199001011234，李社工接听")
    with pytest.raises(ConsentMissing):
        async with open_scope(casework(office.workers[0])) as scope:
            await export_case(scope, case.id)
    await consent(office, case, ConsentPurpose.EXPORT)
    first, second = [await exported(case, office.workers[0]) for _ in range(2)]
    assert first == second
    (said,) = first["notes"]
    person, worker = called(said["text"])
    assert (person, worker != person) == (first["person"], True)
    assert said["text"] == f"{person}来电 〔电话〕，身份证 〔证件〕，{worker}接听"
    assert await audited(office, "export_case") == await audited(office, "case_exported") == 2


async def test_a_person_has_one_number_in_the_copies_of_different_cases(office: Office) -> None:
    first, second = [await named(office, name) for name in ("陈静", "周涛")]
    case, other = (
        await case_of(office, first, problem="与周涛争吵"),
        await case_of(office, second, problem="与陈静争吵"),
    )
    async with open_scope(casework(office.workers[0])) as scope:
        await link_cases(scope, NewLink(case_id=case.id, other_case_id=other.id, relation=CaseRelation.SAME_MATTER))
    # From whichever side they are linked, and though nobody is told whose the other case is.
    copies = [await exported(one, office.workers[0]) for one in (case, other)]
    assert [called(copy["problem"]) for copy in copies] == [[copies[1]["person"]], [copies[0]["person"]]]
    assert len({copy["person"] for copy in copies}) == 2


async def test_a_number_tells_nothing_of_the_order_in_which_people_came(office: Office) -> None:
    people = [await named(office, f"住户{number}") for number in "甲乙丙丁"]
    copies = [await exported(await case_of(office, one), office.workers[0]) for one in people]
    numbers = [int(copy["person"].removeprefix("人员")) for copy in copies]
    assert max(numbers) > 100, "drawn from a million"


async def test_names_are_taken_out_wherever_they_are_written(office: Office) -> None:
    case = await case_of(office, await named(office, "陈静"), problem="陈静失眠，邮箱 chen@example.com")
    await note(office, case, "陈静到访")
    goal = GoalChange(case_id=case.id, title="陈静按时就寝", indicator="陈静每周来电 021-54880000 的次数")
    async with open_scope(casework(office.workers[0])) as scope:
        await set_goal(scope, goal)
    found = await exported(case, office.workers[0])
    whom = found["person"]
    assert found["problem"] == f"{whom}失眠，邮箱 〔邮箱〕"
    assert [one["text"] for one in found["notes"]] == [f"{whom}到访"]
    (said,) = found["goals"]
    assert (said["title"], said["indicator"]) == (f"{whom}按时就寝", f"{whom}每周来电 〔电话〕 的次数")


async def test_nobody_who_lives_with_the_person_or_is_of_their_kin_is_named(office: Office) -> None:
    """Whoever shares the room has a bed, and a stay, of their own."""
    async with open_scope(office.manager) as scope:
        home = await make_home(scope)
        people = [(await make_resident(scope, name)).id for name in ("陈静", "周涛", "何梅")]
        for bed, one in enumerate(people[:2]):
            await make_stay(scope, home, bed, resident_id=one)
    case = await case_of(office, people[0], problem="室友周涛与妹妹何梅陪同陈静")
    hidden = await open_for(office, resident_id=people[2], has_name_hidden=True)
    async with open_scope(casework(office.workers[0])) as scope:
        await link_cases(scope, NewLink(case_id=case.id, other_case_id=hidden.id, relation=CaseRelation.FAMILY))
    found = await exported(case, office.workers[0])
    assert re.fullmatch(r"室友人员\d{6}与妹妹人员\d{6}陪同" + found["person"], found["problem"])
    assert len({*called(found["problem"])}) == 3


async def test_nobody_is_named_who_is_to_be_told_in_an_emergency(office: Office) -> None:
    async with open_scope(office.manager) as scope:
        home = await make_home(scope)
        person = (await make_resident(scope, "陈静", emergency_contact="母亲 王芳 13900000000")).id
        beside = (await make_resident(scope, "周涛", emergency_contact="何梅")).id
        for bed, one in enumerate((person, beside)):
            await make_stay(scope, home, bed, resident_id=one)
    case = await case_of(office, person, problem="与母亲王芳通话（139 0000 0000），室友的朋友何 梅在场")
    found = await exported(case, office.workers[0])
    assert found["problem"] == "与母亲〔联系人〕通话（〔电话〕），室友的朋友〔联系人〕在场"


async def test_of_two_people_of_one_name_the_person_themselves_is_meant(office: Office) -> None:
    async with open_scope(office.manager) as scope:
        home = await make_home(scope)
        people = [(await make_resident(scope, name)).id for name in ("陈静", "陈静", "李社工")]
        for bed, one in enumerate(people):
            await make_stay(scope, home, bed, resident_id=one)
    for one, name in ((people[0], "陈静"), (people[1], "陈静"), (people[2], "李社工")):
        found = await exported(await case_of(office, one, problem=f"{name}失眠"), office.workers[0])
        assert found["problem"] == f"{found['person']}失眠"


async def test_who_sees_one_community_alone_names_nobody_of_another_in_a_copy(office: Office) -> None:
    """The person may have moved on, and those they lived with; the worker sees neither, and has their names written."""
    async with open_scope(office.manager) as scope:
        home = await make_home(scope)
        moved = (await make_resident(scope, "陈静")).id
        await make_stay(scope, home, resident_id=moved)
    limited = replace(office.workers[0], community_ids=(office.village.community_id,))
    case = await case_of(office, moved, problem="陈静搬去新居后失眠")
    found = await exported(case, limited)
    assert found["problem"] == f"{found['person']}搬去新居后失眠"


async def test_no_worker_is_named_who_left_the_station_or_the_case(office: Office) -> None:
    case = await case_of(office, await named(office, "陈静"), problem="王社工、赵督导与陈静面谈")
    second = await listed(office, office.workers[1])
    async with open_scope(casework(office.supervisor)) as scope:
        await assign_case(scope, Assignment(case_id=case.id, worker_id=second, role=CaseRole.MEMBER))
    async with open_scope(casework(office.supervisor)) as scope:
        await unassign_case(scope, case.id, second)
    async with open_scope(office.manager) as scope:
        await end_station_worker(scope, second)
    # Nor is anybody of the station that it came from.
    station_id, receiver = await elsewhere(office)
    await consent(office, case, ConsentPurpose.TRANSFER)
    async with open_scope(casework(office.workers[0])) as scope:
        move = await request_transfer(scope, NewTransfer(case_id=case.id, station_id=station_id, reason="搬家"))
    here = await exported(case, office.workers[0])
    async with open_scope(casework(receiver)) as scope:
        await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.ACCEPTED))
    assert re.fullmatch(r"人员\d{6}、人员\d{6}与" + here["person"] + "面谈", here["problem"])
    assert (await exported(case, receiver))["problem"] == here["problem"]


async def test_whoever_is_called_otherwise_since_is_the_same_number_by_either_name(office: Office) -> None:
    case = await case_of(office, await named(office, "陈静"), problem="李社工与王社工接手，李组长与王组长跟进")
    ids = [await listed(office, one) for one in office.workers]
    async with open_scope(casework(office.supervisor)) as scope:
        await assign_case(scope, Assignment(case_id=case.id, worker_id=ids[1], role=CaseRole.MEMBER))
    async with open_scope(casework(office.supervisor)) as scope:
        await unassign_case(scope, case.id, ids[1])
    async with open_scope(office.manager) as scope:
        for one, name in zip(ids, ("李组长", "王组长"), strict=True):
            await scope.session.execute(update(StationWorker).where(StationWorker.id == one).values(name=name))
    first, second, third, fourth = called((await exported(case, office.workers[0]))["problem"])
    assert (third, fourth) == (first, second)
    assert first != second


async def test_a_copy_is_of_one_case_and_says_neither_its_code_nor_where_it_is(office: Office) -> None:
    case, other = [await case_of(office, await named(office, name)) for name in ("陈静", "周涛")]
    await note(office, case, "首次面谈")
    await note(office, other, "别案记录")
    for one, title in ((case, "恢复睡眠"), (other, "别案目标")):
        async with open_scope(casework(office.workers[0])) as scope:
            await set_goal(scope, GoalChange(case_id=one.id, title=title, indicator="天数"))
    found = await exported(case, office.workers[0])
    assert set(found) == {"person", "area", "source", "risk", "problem", "steps", "notes", "goals"}
    assert (found["area"], found["source"], found["risk"]) == (case.area, case.source, case.risk)
    assert [step["phase"] for step in found["steps"]] == ["INTAKE"]
    assert [one["text"] for one in found["notes"]] == ["首次面谈"]
    assert [one["title"] for one in found["goals"]] == ["恢复睡眠"]


async def test_a_closed_case_is_copied_and_one_seen_through_broken_glass_is_not(office: Office) -> None:
    case = await case_of(office, await named(office, "陈静"))
    async with open_scope(casework(office.workers[0])) as scope:
        asked = await request_approval(scope, NewApproval(case_id=case.id, subject=ApprovalSubject.CLOSURE))
    async with open_scope(casework(office.supervisor)) as scope:
        await decide_approval(scope, Decision(approval_id=asked.id, is_approved=True))
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬离本市"))
    assert (await exported(case, office.supervisor))["risk"] == case.risk
    async with open_scope(casework(office.workers[1])) as scope:
        await break_glass(scope, case.id, "值班接警，须立即了解情况")
    with pytest.raises(NotAssigned):
        await exported(case, office.workers[1])
