"""Every page of the console with the demo's data, on office screens and on a phone: quiet, accessible, whole."""

import re

import pytest

from backend.core.settings import ROOT
from tests.e2e.conftest import WalkerFor

CONSOLE = ROOT / "web" / "src" / "console"
ADMIN = "admin@youchao"
# Only these see what is named here.
LOGINS = {
    "operators": "admin@minhang",
    "grids": "admin@minhang",
    "party-orgs": "admin@minhang",
    "coverage": "admin@minhang",
    "help-requests": "supervisor@guanyu",
    "cases": "supervisor@guanyu",
    "case-decisions": "supervisor@guanyu",
    "my-work": "worker@guanyu",
    "services": "supervisor@guanyu",
    "station-groups": "supervisor@guanyu",
    "station-activities": "worker@guanyu",
    "station-figures": "supervisor@guanyu",
    "clubs": "admin@weilingdi",
    "mentors": "admin@weilingdi",
}
WIDTHS = 1440, 1280, 390
# The demo need not have anything to show there.
BARE = {
    *("rosters/:id", "webhooks/:id", "issues/:id", "courses/:id", "course-sessions/:id/code", "help-requests/:id/reads")
}
# Pages that are reached from another than the list of their kind.
ABOVE = {"course-sessions/:id/code": "courses/:id"}


def paths() -> list[str]:
    """Every page that a feature of the console has."""
    features = [file.read_text(encoding="utf8") for file in CONSOLE.glob("*/feature.tsx")]
    return sorted({path for feature in features for path in re.findall(r"path: '([^']*)'", feature)})


@pytest.mark.parametrize("path", paths())
async def test_a_page_of_the_console_is_quiet_accessible_and_fits(path: str, walker_for: WalkerFor) -> None:
    walker = await walker_for("console", LOGINS.get(path.partition("/")[0], ADMIN))
    above = await walker.first_of(ABOVE.get(path, ""))
    found = await walker.first_of(path, above)
    if found is None and path in BARE:
        pytest.skip("the demo has none")
    assert found is not None, "no link leads there"
    async with walker.visit(found) as seen:
        for width in WIDTHS:
            await seen.page.set_viewport_size({"width": width, "height": 900})
            assert await seen.faults() == []
        assert await seen.squeezed() == []
