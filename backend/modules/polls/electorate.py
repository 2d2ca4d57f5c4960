"""Whose vote is whose where beds vote, and not people or homes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID


def shared_beds(stays: Mapping[UUID, UUID], held: Iterable[tuple[UUID, UUID]]) -> dict[UUID, UUID]:
    """The bed whose vote each resident may give, of residents with their stays and stays with the beds they hold.

    Nobody says who sleeps where in a unit that was let as a whole: its beds go round among those of age in it. So it
    has no more votes than beds, none for a bed that nobody of age can be in, and whoever votes first gives the vote of
    a bed that is shared.
    """
    beds, turns = defaultdict[UUID, list[UUID]](list), defaultdict[UUID, int](int)
    for stay_id, bed_id in held:
        beds[stay_id].append(bed_id)
    found = dict[UUID, UUID]()
    for resident_id, stay_id in sorted(stays.items()):
        if own := beds[stay_id]:
            found[resident_id] = own[turns[stay_id] % len(own)]
            turns[stay_id] += 1
    return found
