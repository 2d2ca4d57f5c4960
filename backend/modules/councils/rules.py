"""The rules of the kinds of councils, as data."""

from dataclasses import dataclass

from backend.modules.councils.contract.permissions import (
    APPRAISAL_NOTICE,
    APPRAISAL_RESIDENTS,
    CONSULTATION_NOTICE,
    COORDINATION_BODIES,
    HEARING_NOTICE,
    HEARING_RESIDENTS,
)
from backend.modules.councils.contract.words import CouncilKind
from tenants.limits import Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How long before a council of a kind is announced, and who must be there for its minutes to count.

    `needs_subject`: an issue or a proposal on the agenda. What is None is not asked for.
    """

    notice: Limit | None = None
    residents: Limit | None = None
    bodies: Limit | None = None
    needs_subject: bool = False
    has_verdict: bool = False


# What harms residents is heard with notice and with them; what bodies must do together cannot wait for a notice.
RULES: dict[CouncilKind, Rule] = {
    CouncilKind.CONSULTATION: Rule(notice=CONSULTATION_NOTICE),
    CouncilKind.HEARING: Rule(notice=HEARING_NOTICE, residents=HEARING_RESIDENTS, needs_subject=True),
    CouncilKind.COORDINATION: Rule(bodies=COORDINATION_BODIES, needs_subject=True),
    CouncilKind.APPRAISAL: Rule(
        notice=APPRAISAL_NOTICE, residents=APPRAISAL_RESIDENTS, needs_subject=True, has_verdict=True
    ),
    # Tea is poured when there is time: what is said there becomes a proposal or an issue afterwards.
    CouncilKind.TEA_TALK: Rule(),
}
