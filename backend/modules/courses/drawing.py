"""The draw of a lottery: pure, so that anyone can recompute it from what is published."""

import base64
import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

# What the pages of a lottery say of how it works; it changes with the code below and never after a draw.
RULE: Final = (
    "commitment = SHA-256(seed);"
    " list_hash = SHA-256(lines `ticket priority`, sorted by ticket, each with a line feed);"
    " key = SHA-256(`seed|list_hash|public_value`);"
    " rank by priority, then by SHA-256(`key|ticket`), both ascending; texts are UTF-8, hashes lower-case hexadecimal"
)
_TICKET_BYTES: Final = 5


@dataclass(frozen=True, slots=True, order=True)
class Ticket:
    """An applicant's pseudonym, with their group under the published rule: 0 is drawn first."""

    ticket: str
    priority: int


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def new_seed() -> str:
    """256 random bits, in hexadecimal."""
    return secrets.token_hex(32)


def new_ticket() -> str:
    """Eight letters and digits, such as `K7QF-2M4D`."""
    text = base64.b32encode(secrets.token_bytes(_TICKET_BYTES)).decode()
    return f"{text[:4]}-{text[4:]}"


def priority_of(
    *, is_first_timer: bool, is_local: bool, prefers_first_timers: bool, prefers_own_community: bool
) -> int:
    """The group that someone is drawn in: first-timers before locals, where the course prefers them."""
    return 2 * (prefers_first_timers and not is_first_timer) + (prefers_own_community and not is_local)


def commitment_of(seed: str) -> str:
    """What is published of a seed before anybody applies."""
    return _hash(seed)


def list_hash_of(tickets: Iterable[Ticket]) -> str:
    """What fixes the published list."""
    return _hash("".join(f"{one.ticket} {one.priority}\n" for one in sorted(tickets)))


def ranked(tickets: Sequence[Ticket], seed: str, public_value: str) -> list[str]:
    """The tickets in the order that they are drawn."""
    key = _hash(f"{seed}|{list_hash_of(tickets)}|{public_value}")
    return [one.ticket for one in sorted(tickets, key=lambda one: (one.priority, _hash(f"{key}|{one.ticket}")))]


@dataclass(frozen=True, slots=True)
class PublishedTicket:
    """A ticket with what it came to: `outcome` is SEAT, LINE or WITHDRAWN."""

    ticket: str
    priority: int
    rank: int
    outcome: str


@dataclass(frozen=True, slots=True)
class PublishedDraw:
    """All that is public of a draw. Withdrawn tickets keep their rank and get nothing."""

    commitment: str
    list_hash: str
    seed: str
    public_value: str
    seats: int
    tickets: tuple[PublishedTicket, ...]


def faults_of(draw: PublishedDraw) -> list[str]:
    """What does not agree with a recomputation of the draw; empty where everything does."""
    listed = [Ticket(one.ticket, one.priority) for one in draw.tickets]
    faults = []
    if commitment_of(draw.seed) != draw.commitment:
        faults.append("the seed is not the one that was committed to")
    if list_hash_of(listed) != draw.list_hash:
        faults.append("the list of applicants is not the one that was published")
    order = ranked(listed, draw.seed, draw.public_value)
    said = {one.ticket: one for one in draw.tickets}
    if any(said[ticket].rank != number for number, ticket in enumerate(order, 1)):
        faults.append("the ranks are not those of the draw")
    staying = [ticket for ticket in order if said[ticket].outcome != "WITHDRAWN"]
    due = {ticket: "SEAT" if place < draw.seats else "LINE" for place, ticket in enumerate(staying)}
    if any(said[ticket].outcome != outcome for ticket, outcome in due.items()):
        faults.append("the seats did not go to the first")
    return faults
