"""What the articles tell of proposals and votes, asked of the real API: the shuttle and the shared space."""

import datetime as dt
from decimal import Decimal
from typing import Any  # Any: answers of the schema
from uuid import UUID

from backend.core import clock
from backend.modules.housing.actions.inventory import create_units
from backend.modules.housing.contract.inputs import NewUnit
from backend.modules.housing.words import UnitKind
from tenants.scope import open_scope
from tests.housing.factories import beds_of, make_resident
from tests.isolation.saying import global_id
from tests.issues.acting import DAY, act, at, page
from tests.party.factories import delivered
from tests.polls.factories import DESIGNS, Village, a_secret, as_resident
from tests.proposals.factories import give_accounts, set_limit, told

CHAIN = """query($id: ID!) { proposal(id: $id) {
  status origin cosigners answerDueAt answeredAt teaTalk { topic } answers { decision text } rating
  projects { title percent completedAt } chain { kind takenAt } } }"""


async def said_at_tea(village: Village) -> str:
    community = global_id("Community", village.community_id)
    talk = await act(
        village.manager,
        "recordTeaTalk",
        "... on TeaTalk { id }",
        communityId=community,
        heldOn=clock.today().isoformat(),
        topic="夏季出行",
        host="社长",
        guestsCount=9,
    )
    made = await act(
        village.manager,
        "recordProposal",
        "... on Proposal { id }",
        communityId=community,
        title="夏季增加班车班次",
        body="晚八点后没有班车",
        origin="TEA_TALK",
        teaTalkId=talk["id"],
        authorId=global_id("Resident", village.resident_ids[0]),
    )
    found: str = made["id"]
    return found


async def answered(village: Village, proposal_id: str) -> str:
    """A yes, which is sent again where its answer is lost, and a project; the project's id."""
    yes: dict[str, Any] = {
        "decision": "ACCEPTED",
        "text": "七月起晚间加开两班",
        "plannedOn": at(2, 0).date().isoformat(),
        "idempotencyKey": "yes",
    }
    for _ in range(2):
        await act(village.manager, "answerProposal", "... on Proposal { id }", proposalId=proposal_id, **yes)
    project = await act(
        village.manager,
        "startProject",
        "... on ProposalProject { id }",
        proposalId=proposal_id,
        title="班车加开",
        owner="运营部",
        dueOn=at(0, 0).date().isoformat(),
    )
    found: str = project["id"]
    return found


async def test_the_shuttle_case_is_answered_and_changed_within_fourteen_days_and_cosigners_are_told(
    village: Village,
) -> None:
    await set_limit(village.operator, proposals__threshold=3)
    accounts = await give_accounts(village)
    tea_at = at(9, 15)
    with clock.at(tea_at):
        proposal_id = await said_at_tea(village)
    with clock.at(tea_at + DAY):
        for number in (1, 2, 3):
            await act(village.resident(number), "cosignProposal", "... on Proposal { id }", proposalId=proposal_id)
        await delivered(village.operator)
    with clock.at(tea_at + 6 * DAY):
        project_id = await answered(village, proposal_id)
        await delivered(village.operator)
    with clock.at(tea_at + 8 * DAY):
        done: dict[str, Any] = {"projectId": project_id, "percent": 100, "note": "21:00、22:00 两班已开行"}
        await act(village.manager, "reportProject", "... on ProposalProject { percent }", **done)
        await delivered(village.operator)
    shown = await page(village.resident(2), CHAIN, proposal_id)
    assert (shown["origin"], shown["teaTalk"], shown["status"]) == ("TEA_TALK", {"topic": "夏季出行"}, "DONE")
    assert [one["kind"] for one in shown["chain"]].count("ANSWERED") == 1
    taken = {one["kind"]: dt.datetime.fromisoformat(one["takenAt"]) for one in shown["chain"]}
    assert taken["PROJECT_COMPLETED"] - taken["THRESHOLD_REACHED"] < 14 * DAY
    assert shown["answeredAt"] < shown["answerDueAt"]
    behind = {account_id for account_id, number in accounts.items() if number in (1, 2, 3)}
    assert behind <= set(await told(village, "PROPOSAL_ANSWERED"))
    assert behind <= set(await told(village, "PROPOSAL_PROJECT_COMPLETED"))


async def moved_in(village: Village) -> UUID:
    """Someone who comes to live in another room now."""
    async with open_scope(village.manager) as scope:
        new = NewUnit(
            kind=UnitKind.ROOM, floor=2, number="201", area=Decimal(40), bed_labels=("1", "2"), max_occupants=2
        )
        (unit,) = await create_units(scope, village.home.building_id, (new,))
        bed_id, late_id = (await beds_of(scope, unit))[0], (await make_resident(scope, "后来")).id
    await act(
        village.manager,
        "checkIn",
        "... on Stay { status }",
        unitId=global_id("Unit", unit.id),
        bedId=global_id("Bed", bed_id),
        residentId=global_id("Resident", late_id),
        startsOn=clock.today().isoformat(),
        endsOn=(clock.today() + 90 * DAY).isoformat(),
    )
    return late_id


async def test_whoever_moved_in_after_the_opening_has_no_vote_on_the_design(village: Village) -> None:
    poll = await act(
        village.manager,
        "openPoll",
        "... on Poll { id votersCount }",
        communityId=global_id("Community", village.community_id),
        title="2400 平方米共享空间设计",
        question="先建哪一部分？",
        options=list(DESIGNS),
        kind="SINGLE",
        closesAt=(clock.now() + 3 * DAY).isoformat(),
    )
    assert poll["votersCount"] == 5
    late_id = await moved_in(village)
    ballot: dict[str, Any] = {"pollId": poll["id"], "choices": [1]}
    late = await act(
        as_resident(village.operator, late_id),
        "castBallot",
        "... on BallotCast { receipt }",
        refused=True,
        secret=a_secret(),
        **ballot,
    )
    assert late["code"] == "NOT_IN_ELECTORATE"
    for number in range(5):
        cast = await act(
            village.resident(number), "castBallot", "... on BallotCast { receipt }", secret=a_secret(), **ballot
        )
        assert cast["receipt"]
