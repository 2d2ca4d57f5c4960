"""What the crawler plants in the tables of proposals."""

from collections.abc import Mapping
from typing import Final

from backend.core import clock
from backend.modules.proposals.contract.words import ProposalStatus
from backend.modules.proposals.sealing import sealed_alias, sealed_words
from tests.isolation.planting import Filled, Given, account

LINKS: Final = {"tea_talk_id": "tea_talks", "author_id": "residents"}
EXEMPT: Final[Mapping[str, str]] = {
    "proposal_steps.object_type": "a type's name, by which a client finds the object",
    "proposal_reviews.reviewed_by": "an account's id",
}
INTERNAL: Final[Mapping[str, str]] = {
    "proposals_published_check": "both columns are written together",
    "proposal_tallies_due_check": "both columns are written together",
    "proposal_answers_operator_id_proposal_id_number_key": "answers are numbered under the lock of the tally",
    "proposal_coauthors_operator_id_proposal_id_resident_id_key": "whoever asks looks under the lock of the tally",
    "proposal_projects_percent_check": "report_project looks at the number first",
    "proposal_ratings_score_check": "rate_proposal looks at the score first",
    "proposal_appraisals_ratings_check": "one more, and their score",
    "proposal_appraisals_asked_check": "lock_round finds what was asked",
    "proposal_appraisals_answer_check": "both columns are written together",
}


def _words(kind: str, table: str) -> Given:
    def sealed(filled: Filled, row: int) -> bytes:
        said = filled.canary(table, "said_sealed", row)
        return sealed_words(filled.key, kind, filled.ids[table][row], said, said)

    return sealed


def _alias(filled: Filled, row: int) -> bytes:
    said = filled.canary("proposal_coauthors", "alias_sealed", row)
    return sealed_alias(filled.key, filled.ids["proposal_coauthors"][row], said)


SEALED: Final[Mapping[str, Given]] = {
    "proposals.said_sealed": _words("proposal", "proposals"),
    "proposal_coauthors.alias_sealed": _alias,
    "proposal_comments.said_sealed": _words("proposal_comment", "proposal_comments"),
}
GIVEN: Final[Mapping[str, Given]] = {
    "proposals.status": lambda *_: ProposalStatus.PUBLISHED,
    "proposals.coauthor_ids": lambda *_: [],
    "proposals.is_public": lambda *_: True,
    "proposals.published_at": lambda *_: clock.now(),
    "proposals.merged_into_id": lambda *_: None,
    "proposal_appraisals.round": lambda *_: 1,
    "proposal_ratings.round": lambda *_: 1,
    "proposal_ratings.proposal_id": lambda filled, row: filled.ids["proposals"][row],
    "proposal_appraisals.asked_at": lambda *_: clock.now(),
    "proposal_appraisals.answered_at": lambda *_: clock.now(),
    "proposal_steps.object_type": lambda *_: "Proposal",
    "proposal_steps.object_id": lambda filled, row: filled.ids["proposals"][row],
    "proposal_reviews.reviewed_by": account,
}
