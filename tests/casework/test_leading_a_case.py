"""One worker answers for a case and decides on its course; who helps with it reads it and writes of it."""

from typing import Any  # fields of inputs, by name
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.paging import Page
from backend.modules.casework.actions.notes import add_case_note
from backend.modules.casework.actions.stations import add_station_worker, end_station_worker
from backend.modules.casework.contract.case_inputs import NewNote
from backend.modules.casework.contract.case_words import ApprovalSubject, CasePhase, ConsentPurpose, NoteKind
from backend.modules.casework.contract.inputs import NewStationWorker
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.moves import CaseMove
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.queries.notes import list_case_notes
from tenants.models import Membership
from tenants.provision import platform_actor
from tenants.scope import Actor, open_scope
from tests.casework.asking import answered, done
from tests.casework.factories import Office, advance, approve, casework, consent, goal, note, open_for
from tests.casework.test_moving import elsewhere
from tests.casework.test_rights import CODE, listed, tried
from tests.isolation.saying import global_id


async def helped(office: Office) -> Case:
    """A case of the first worker in its assessment, that the second helps with."""
    case = await open_for(office)
    for purpose in (ConsentPurpose.SERVICE, ConsentPurpose.TRANSFER, ConsentPurpose.REFERRAL):
        await consent(office, case, purpose)
    await advance(office, case, CasePhase.ASSESSMENT)
    await give(office, case, office.workers[1], "MEMBER")
    return case


async def give(office: Office, case: Case, to: Actor, role: str) -> None:
    given = await tried(office.supervisor, "assignCase", case, workerId=await listed(office, to), role=role)
    assert given == "OK"


def steps(office: Office) -> dict[str, dict[str, Any]]:
    """All that decides on the course of an open case."""
    return {
        "returnCase": {"phase": "INTAKE", "reason": "信息不足"},
        "advanceCase": {"phase": "PLANNING"},
        "referCase": {"agency": "区精神卫生中心", "reason": "需专业诊断"},
        "requestTransfer": {"stationId": global_id("Station", office.station.id), "reason": "休假"},
        "closeCase": {"outcome": "MOVED_AWAY", "reason": "搬离本市"},
    }


async def test_who_helps_with_a_case_reads_it_and_writes_of_it(office: Office) -> None:
    case, helper = await helped(office), office.workers[1]
    await note(office, case)
    set_ = await goal(office, case)
    today = clock.today().isoformat()
    for name, more in (
        ("addCaseNote", {"kind": "VISIT", "text": "陪同就医", "happenedOn": today}),
        ("setGoal", {"title": "按时复诊", "indicator": "复诊次数"}),
        ("requestApproval", {"subject": "ASSESSMENT"}),
        ("planCaseActivity", {"kind": "VISIT", "dueOn": today}),
        ("raiseCrisis", {"note": "流露轻生念头"}),
        ("reportCrisis", {"step": "ENDED"}),
        ("withdrawConsent", {"purpose": "REFERRAL"}),
        ("recordConsent", {"purpose": "REFERRAL", "form": "ORAL"}),
    ):
        assert await tried(helper, name, case, **more) == "OK", name
    scored = await done(helper, "scoreGoal", CODE, goalId=global_id("CaseGoal", set_.id), score=40)
    assert scored == {"__typename": "CaseGoal"}
    async with open_scope(casework(helper)) as scope:
        assert [one.text for one in (await list_case_notes(scope, Page(), case.id)).rows] == [
            "陪同就医",
            "首次面谈，情绪低落",
        ]


async def test_who_answers_for_a_case_or_supervises_it_decides_on_its_course_and_who_helps_does_not(
    office: Office,
) -> None:
    case, helper = await helped(office), office.workers[1]
    for subject in (ApprovalSubject.ASSESSMENT, ApprovalSubject.CLOSURE):
        await approve(office, case, subject)
    for name, more in steps(office).items():
        assert await tried(helper, name, case, **more) == "NOT_ASSIGNED", name
    worker, supervisor = office.workers[0], office.supervisor
    assert await tried(worker, "referCase", case, **steps(office)["referCase"]) == "OK"
    assert await tried(worker, "requestTransfer", case, **steps(office)["requestTransfer"]) == "OK"
    async with open_scope(casework(supervisor), read_only=True) as scope:
        moves = (await scope.session.scalars(select(CaseMove.id).order_by(CaseMove.id))).all()
    for move_id in moves:
        given = {"moveId": global_id("CaseMove", move_id), "state": "REVOKED"}
        assert (await done(helper, "decideTransfer", CODE, **given))["code"] == "NOT_ASSIGNED"
        assert (await done(worker, "decideTransfer", CODE, **given)) == {"__typename": "Case"}
    assert await tried(worker, "closeCase", case, **steps(office)["closeCase"]) == "OK"
    assert await tried(helper, "reopenCase", case, reason="又回来了") == "NOT_ASSIGNED"
    assert await tried(supervisor, "reopenCase", case, reason="又回来了") == "OK"
    assert await tried(supervisor, "returnCase", case, **steps(office)["returnCase"]) == "OK"


async def test_whoever_comes_to_answer_for_a_case_decides_on_it_and_who_did_no_longer(office: Office) -> None:
    """Also where they answer for another, of which nothing follows for this one."""
    case, helper = await helped(office), office.workers[1]
    other = await open_for(office, resident_id=office.village.resident_ids[1])
    await give(office, other, helper, "PRIMARY")
    back = steps(office)["returnCase"]
    assert await tried(helper, "returnCase", case, **back) == "NOT_ASSIGNED"
    await give(office, case, helper, "PRIMARY")
    await give(office, case, office.workers[0], "MEMBER")
    assert await tried(office.workers[0], "returnCase", case, **back) == "NOT_ASSIGNED"
    assert await tried(helper, "returnCase", case, **back) == "OK"


async def test_what_somebody_is_at_another_station_counts_for_nothing_here(office: Office) -> None:
    """Who supervises another decides on no case that they help with here; who left here decides on none at all."""
    case, (there, lead) = await helped(office), await elsewhere(office)
    await join(office, lead, office.station.id)
    await give(office, case, lead, "MEMBER")
    assert await tried(lead, "returnCase", case, **steps(office)["returnCase"]) == "NOT_ASSIGNED"
    answering = office.workers[0]
    await join(office, answering, there)
    assert await tried(answering, "referCase", case, **steps(office)["referCase"]) == "OK"
    async with open_scope(office.manager) as scope:
        left = select(StationWorker.id).where(
            StationWorker.account_id == answering.account_id, StationWorker.station_id == office.station.id
        )
        await end_station_worker(scope, (await scope.session.scalars(left)).one())
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        move_id = (await scope.session.scalars(select(CaseMove.id))).one()
    given = {"moveId": global_id("CaseMove", move_id), "state": "REVOKED"}
    for actor in (answering, lead):
        assert (await done(actor, "decideTransfer", CODE, **given))["code"] == "NOT_ASSIGNED"


async def join(office: Office, actor: Actor, station_id: UUID) -> None:
    """Somebody of the operator works at a station too."""
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        mine = select(Membership.id).where(Membership.account_id == actor.account_id)
        membership_id = (await scope.session.scalars(mine)).one()
    async with open_scope(office.manager) as scope:
        new = NewStationWorker(station_id=station_id, membership_id=membership_id, role=StationRole.WORKER)
        await add_station_worker(scope, new)


async def test_what_a_supervisor_notes_is_for_all_who_work_on_the_case(office: Office) -> None:
    """It says how they should go on; the kind of a note tells what it is of, never who reads it."""
    case = await helped(office)
    said = NewNote(case_id=case.id, kind=NoteKind.SUPERVISION, text="两周内复访", happened_on=clock.today())
    async with open_scope(casework(office.supervisor)) as scope:
        await add_case_note(scope, said)
    for actor in (*office.workers, office.supervisor):
        async with open_scope(casework(actor)) as scope:
            (found,) = (await list_case_notes(scope, Page(), case.id)).rows
        assert (found.kind, found.text) == (NoteKind.SUPERVISION, "两周内复访")
    assert await tried(office.outsider, "breakGlass", case, reason="好奇") == "NOT_FOUND"


async def test_a_case_says_to_whom_its_course_is_left(office: Office) -> None:
    """The faces offer nothing that would be refused."""
    case = await helped(office)
    seen = "query($id: ID!) { case(id: $id) { isLed reach } cases(first: 5) { edges { node { isLed } } } }"
    for actor, is_led in (
        (office.workers[0], True),
        (office.supervisor, True),
        (office.workers[1], False),
        (office.outsider, None),
        (office.village.resident(0), None),
    ):
        answer = await answered(actor, seen, id=global_id("Case", case.id))
        assert answer.errors == []
        listed_ = [edge["node"]["isLed"] for edge in answer.data["cases"]["edges"]]
        assert (answer.data["case"]["isLed"], listed_) == (is_led, [is_led])


async def test_the_person_sees_who_answers_for_their_case_and_who_helps(office: Office) -> None:
    case = await helped(office)
    seen = "query($id: ID!) { case(id: $id) { workers { name role } } }"
    answer = await answered(office.village.resident(0), seen, id=global_id("Case", case.id))
    assert answer.data["case"]["workers"] == [
        {"name": "李社工", "role": "PRIMARY"},
        {"name": "王社工", "role": "MEMBER"},
    ]
