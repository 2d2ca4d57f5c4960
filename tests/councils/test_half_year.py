"""Half a year of councils is made through the actions, and reported right."""

import pytest

from backend.core import clock
from backend.modules.councils.contract.words import CouncilKind, ItemSubject
from backend.modules.councils.halfyear import HalfYear, make_half_year
from backend.modules.councils.queries.figures import CouncilReport, get_council_figures
from tenants.scope import open_scope
from tests.polls.factories import Village
from tests.proposals.factories import propose


async def reported(village: Village, councils: int, problems: int) -> CouncilReport:
    subjects = [(ItemSubject.PROPOSAL, await propose(village, number)) for number in range(3)]
    until_on = clock.today()
    half = HalfYear(
        community_id=village.community_id,
        councils=councils,
        problems=problems,
        until_on=until_on,
        subjects=subjects,
        sent_up=7,
    )
    await make_half_year(village.manager, half)
    async with open_scope(village.manager, read_only=True) as scope:
        return await get_council_figures(scope, until_on=until_on)


async def test_a_half_year_is_made_and_counted(village: Village) -> None:
    report = await reported(village, 8, 21)
    assert (report.held, report.problems, report.problems_solved, report.problems_sent_up) == (8, 21, 18, 3)
    assert (report.tasks, report.tasks_done, report.tasks_late) == (18, 18, 0)
    assert dict(report.kinds) == {
        CouncilKind.COORDINATION: 3,
        CouncilKind.CONSULTATION: 2,
        CouncilKind.HEARING: 2,
        CouncilKind.APPRAISAL: 1,
    }


@pytest.mark.soak
async def test_sixty_six_councils_solve_four_hundred_and_thirty_four_problems(village: Village) -> None:
    report = await reported(village, 66, 434)
    assert (report.held, report.problems, report.problems_solved + report.problems_sent_up) == (66, 434, 434)
