"""What the faces can do, and what of it met the storm on the walks; run after all of them."""

from pathlib import Path

import pytest

from tests.e2e.mishaps import mutations
from tests.e2e.storm import SPARED, STORM

# What no stormy walk does so far, and what is spared. The faces send it as they send all else: acts.test.ts in
# web/src/test sees that there is one way to act, and useAct.test.tsx what becomes of an act that goes wrong in it.
UNMET = {*(Path(__file__).parent / "unmet.txt").read_text(encoding="utf8").split(), *SPARED}


@pytest.mark.soak
def test_what_the_faces_can_do_was_done_once_whatever_went_wrong() -> None:
    offered = set(mutations().values())
    assert offered - set(STORM.met) - UNMET == set()
    assert UNMET - offered == set()
    assert {name for name, how in STORM.met.items() if how.startswith("done again")} == set()
