"""What the crawler plants in the tables of polls."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from backend.core import clock
from backend.modules.polls.contract.words import PollOutcome, PollStatus
from tests.isolation.planting import Filled, Given

LINKS: Final = {"poll_id": "polls", "proposal_id": "proposals"}
EXEMPT: Final[Mapping[str, str]] = {
    "polls.public_key": "a key",
    "poll_marks.secret_hash": "a keyed hash",
    "ballots.receipt_hash": "a hash",
    "ballots.digest": "a keyed hash",
    "ballots.sealed": "sealed under a key that is destroyed by the count",
    "ballot_keys.private_sealed": "a key",
}
INTERNAL: Final[Mapping[str, str]] = {
    "poll_options_operator_id_poll_id_position_key": "options are numbered as they are written",
    "polls_frozen_key": "a poll's id is its own; the moment stands beside it for the key of its electors",
    "poll_electors_voter_key": "the electorate is copied once, a row for each resident",
    "poll_states_result_check": "both columns are written together",
    "ballots_operator_id_receipt_hash_key": "a second one is dropped by ON CONFLICT",
}


_FROZEN: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def _resident(filled: Filled, row: int) -> Any:
    return filled.ids["residents"][row]


def _poll(filled: Filled, row: int) -> Any:
    return filled.ids["polls"][row]


GIVEN: Final[Mapping[str, Given]] = {
    "ballots.poll_id": _poll,
    "poll_marks.poll_id": _poll,
    "poll_marks.resident_id": _resident,
    "polls.budget": lambda *_: None,
    "polls.options_count": lambda *_: 2,
    "polls.closes_at": lambda *_: clock.now() + dt.timedelta(days=1),
    "poll_states.status": lambda *_: PollStatus.COUNTED,
    "poll_states.outcome": lambda *_: PollOutcome.PASSED,
    "poll_states.counted_at": lambda *_: clock.now(),
    "polls.frozen_at": lambda *_: _FROZEN,
    "poll_electors.frozen_at": lambda *_: _FROZEN,
    "poll_electors.voter_id": _resident,
    "poll_marks.voter_id": _resident,
    "opened_ballots.choices": lambda *_: [1],
}
