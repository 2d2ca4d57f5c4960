"""What the crawler plants in the tables of partners."""

from collections.abc import Mapping
from typing import Final

from backend.modules.partners.contract.words import ClaimStatus, NeedStatus
from backend.modules.partners.sealing import sealed_words
from tests.isolation.planting import Filled, Given

EXEMPT: Final[Mapping[str, str]] = {}
INTERNAL: Final[Mapping[str, str]] = {
    "need_claims_score_check": "confirm_delivery looks at the score first",
    "responsibility_days_claimed_check": "both columns are written together",
}


def _words(kind: str, table: str, column: str, keyed_by: str) -> Given:
    def sealed(filled: Filled, row: int) -> bytes:
        said = filled.canary(table, column, row)
        return sealed_words(filled.key, kind, filled.ids[keyed_by][row], said, said)

    return sealed


SEALED: Final[Mapping[str, Given]] = {
    "needs.said_sealed": _words("need", "needs", "said_sealed", "needs"),
    "need_claims.comment_sealed": _words("need_claim", "need_claims", "comment_sealed", "need_claims"),
    "partner_contacts.said_sealed": _words("partner_contact", "partner_contacts", "said_sealed", "partners"),
}
GIVEN: Final[Mapping[str, Given]] = {
    "partner_offers.uses": lambda *_: None,
    "partner_offers.used": lambda *_: 0,
    "needs.status": lambda *_: NeedStatus.OPEN,
    "needs.is_public": lambda *_: True,
    "need_claims.status": lambda *_: ClaimStatus.CLAIMED,
    "need_claims.score": lambda *_: None,
    "responsibility_days.partner_id": lambda *_: None,
}
