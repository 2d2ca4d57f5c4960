"""Opening a poll: its rules are stored, its electorate is copied from the ledger, its urn is sealed."""

import datetime as dt
from itertools import zip_longest
from uuid import UUID

from backend.core import clock
from backend.core.copying import Row, copy_rows, table_of
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.housing.queries.inventory import buildings_by_id, communities_by_id
from backend.modules.housing.queries.living import list_held_beds, list_inhabitants
from backend.modules.polls.contract.events import PollOpened
from backend.modules.polls.contract.inputs import NewPoll
from backend.modules.polls.contract.permissions import LONGEST_DAYS, VOTING_AGE, PollPermission
from backend.modules.polls.contract.refusals import BudgetInvalid, ElectorateEmpty, PollRulesInvalid
from backend.modules.polls.contract.words import PollKind, PollStatus, UrnState, VoterUnit
from backend.modules.polls.electorate import shared_beds
from backend.modules.polls.models import BallotKey, Poll, PollElector, PollOption, PollState, Urn
from backend.modules.polls.paper import new_keys
from backend.modules.polls.queries.polls import key_context
from backend.modules.proposals.queries.proposals import published_by_id
from tenants.scope import Scope, action

_LONGEST_TITLE, _LONGEST_QUESTION, _MOST_OPTIONS = 120, 4000, 50
_MOST_YUAN = 1_000_000_000


@action(PollPermission.OPEN_POLL)
async def open_poll(scope: Scope, new: NewPoll) -> UUID:
    """Ask the residents of a community, or of one of its buildings; the id of the poll.

    Its rules and its electorate are fixed from here on.

    Raises NotFound, BadInput, PollRulesInvalid, ElectorateEmpty.
    """
    _refuse_odd_rules(new)
    await _refuse_odd_end(scope, new.closes_at)
    if not await communities_by_id(scope, [new.community_id]):
        raise NotFound(field=("input", "community_id"))
    await _refuse_strange_building(scope, new)
    await _refuse_strange_proposal(scope, new)
    poll_id, electors = new_id(), await _electors(scope, new)
    private, public = new_keys()
    scope.session.add(_poll(poll_id, new, len({voter_id for _, voter_id in electors}), public))
    await scope.session.flush()
    await _seal_urn(scope, poll_id, new, private)
    await _copy_electors(scope, poll_id, new.community_id, electors)
    scope.record("open_poll", "Poll", poll_id, community_id=new.community_id, electors=len(electors))
    scope.emit(PollOpened(poll_id, new.community_id, new.proposal_id))
    return poll_id


def _poll(poll_id: UUID, new: NewPoll, voters: int, public_key: bytes) -> Poll:
    return Poll(
        id=poll_id,
        community_id=new.community_id,
        building_id=new.building_id,
        proposal_id=new.proposal_id,
        title=new.title.strip(),
        question=new.question.strip(),
        kind=new.kind,
        voters=new.voters,
        quorum_percent=new.quorum_percent,
        pass_rule=new.pass_rule,
        tie_rule=new.tie_rule,
        most_choices=_most_choices(new),
        options_count=len(new.options),
        budget=new.budget,
        least_percent=new.least_percent,
        voters_count=voters,
        public_key=public_key,
        opened_at=clock.now(),
        closes_at=new.closes_at,
    )


async def _seal_urn(scope: Scope, poll_id: UUID, new: NewPoll, private_key: bytes) -> None:
    sealed = (await scope.key()).seal(private_key.hex(), key_context(poll_id))
    scope.session.add_all(
        [
            *_options(poll_id, new),
            PollState(poll_id=poll_id, community_id=new.community_id, status=PollStatus.OPEN),
            Urn(poll_id=poll_id, state=UrnState.SEALED),
            BallotKey(poll_id=poll_id, opens_at=new.closes_at, private_sealed=sealed),
        ]
    )
    await scope.session.flush()


def _options(poll_id: UUID, new: NewPoll) -> list[PollOption]:
    return [
        PollOption(poll_id=poll_id, community_id=new.community_id, position=position, title=title.strip(), cost=cost)
        for position, (title, cost) in enumerate(zip_longest(new.options, new.costs), 1)
    ]


def _most_choices(new: NewPoll) -> int:
    most = {PollKind.SINGLE: 1, PollKind.RANKED: len(new.options)}
    return most.get(new.kind, new.most_choices)


def _refuse_odd_rules(new: NewPoll) -> None:
    for name, text, longest in (("title", new.title, _LONGEST_TITLE), ("question", new.question, _LONGEST_QUESTION)):
        if not 1 <= len(text.strip()) <= longest:
            raise BadInput(field=("input", name))
    titles = [title.strip() for title in new.options]
    if not 2 <= len(titles) <= _MOST_OPTIONS or not 1 <= _most_choices(new) <= len(titles):
        raise PollRulesInvalid(field=("input", "options"))
    if len(set(titles)) != len(titles) or not all(1 <= len(title) <= _LONGEST_TITLE for title in titles):
        raise BadInput(field=("input", "options"))
    if not 0 <= new.quorum_percent <= 100:
        raise PollRulesInvalid(field=("input", "quorum_percent"))
    _refuse_odd_budget(new)


def _refuse_odd_budget(new: NewPoll) -> None:
    if new.kind is not PollKind.BUDGET:
        if new.budget is not None or new.costs or new.least_percent:
            raise BudgetInvalid(field=("input", "budget"))
        return
    if new.budget is None or not 0 < new.budget <= _MOST_YUAN:
        raise BudgetInvalid(field=("input", "budget"))
    if len(new.costs) != len(new.options) or not all(0 < cost <= new.budget for cost in new.costs):
        raise BudgetInvalid(field=("input", "costs"))
    if not 0 <= new.least_percent <= 100:
        raise BudgetInvalid(field=("input", "least_percent"))


async def _refuse_odd_end(scope: Scope, closes_at: dt.datetime) -> None:
    longest = dt.timedelta(days=await scope.limit(LONGEST_DAYS))
    if closes_at.tzinfo is None or not clock.now() < closes_at <= clock.now() + longest:
        raise BadInput(field=("input", "closes_at"))


async def _refuse_strange_building(scope: Scope, new: NewPoll) -> None:
    if new.building_id is None:
        return
    building = (await buildings_by_id(scope, [new.building_id])).get(new.building_id)
    if building is None or building.community_id != new.community_id:
        raise NotFound(field=("input", "building_id"))


async def _refuse_strange_proposal(scope: Scope, new: NewPoll) -> None:
    if new.proposal_id is None:
        return
    known = (await published_by_id(scope, [new.proposal_id])).get(new.proposal_id)
    if known is None or known.community_id != new.community_id:
        raise NotFound(field=("input", "proposal_id"))


async def _electors(scope: Scope, new: NewPoll) -> list[tuple[UUID, UUID]]:
    """Who lives there now and is of age, and whose vote each may give: their own, their unit's or their bed's."""
    age, today = await scope.limit(VOTING_AGE), clock.today()
    people = await list_inhabitants(scope, new.community_id, today, building_id=new.building_id)
    of_age = [one for one in people if one.birth_on is None or _years(one.birth_on, today) >= age]
    if not of_age:
        raise ElectorateEmpty(field=("input", "building_id" if new.building_id else "community_id"))
    # A person has one vote, also where a second stay begins on the day that the first one ends.
    voters = {one.resident_id: one for one in of_age}
    if new.voters is VoterUnit.BED:
        beds = await list_held_beds(scope, new.community_id, today)
        return sorted(shared_beds({one.resident_id: one.stay_id for one in voters.values()}, beds).items())
    by_suite = new.voters is VoterUnit.SUITE
    return sorted((one.resident_id, one.unit_id if by_suite else one.resident_id) for one in voters.values())


def _years(birth_on: dt.date, today: dt.date) -> int:
    return today.year - birth_on.year - ((today.month, today.day) < (birth_on.month, birth_on.day))


async def _copy_electors(scope: Scope, poll_id: UUID, community_id: UUID, electors: list[tuple[UUID, UUID]]) -> None:
    columns = ("operator_id", "poll_id", "resident_id", "voter_id", "community_id")
    rows: list[Row] = [(scope.operator_id, poll_id, *elector, community_id) for elector in electors]
    await copy_rows(scope.session, table_of(PollElector), columns, rows)
