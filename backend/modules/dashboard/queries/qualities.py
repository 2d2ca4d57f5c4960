"""How far the records can be relied upon: checks by operator, and who has been silent."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from backend.core import clock
from backend.modules.dashboard.adding import Row, add_up, grouped, has_opened, value_of
from backend.modules.dashboard.contract.figures import Fault, Group, OperatorQuality, Quality
from backend.modules.dashboard.contract.measures import Check
from backend.modules.dashboard.contract.permissions import SILENT_AFTER, DashboardPermission
from backend.modules.dashboard.counting import Cells
from backend.modules.dashboard.models.released import ReleasedCommunity, ReleasedOperator
from backend.modules.dashboard.queries.reading import rows_of_days
from backend.modules.dashboard.queries.standing import get_day
from backend.modules.dashboard.words import Grouping
from tenants.scope import Scope, query


@query(DashboardPermission.VIEW)
async def quality(scope: Scope, as_of: dt.date | None = None) -> Quality:
    """The scores of every operator's records on a day, the worst first. Raises DayNotCounted.

    A score is the mean over all checks of the share that is right; communities that were not counted on the day
    count as wrong. Silence is told beside it: of staff, as of now; what residents or the product itself do is none.
    """
    _, day = await get_day(scope, as_of)
    rows = [row for row in (await rows_of_days(scope, (day,)))[day] if has_opened(row)]
    by_operator = grouped(rows, Grouping.OPERATOR)
    counts = await scope.session.execute(
        select(ReleasedCommunity.operator_id, func.count())
        .where(ReleasedCommunity.opened_on <= day)
        .group_by(ReleasedCommunity.operator_id)
    )
    communities = {str(operator_id): count for operator_id, count in counts}
    operators = (await scope.session.scalars(select(ReleasedOperator))).all()
    told = [
        _operator(row, by_operator.get(str(row.operator_id), ()), communities.get(str(row.operator_id), 0))
        for row in operators
    ]
    score, _ = _scored(add_up(rows), sum(communities.values()), len(rows))
    return Quality(as_of_on=day, score=score, operators=tuple(sorted(told, key=_worst_first)))


def _worst_first(one: OperatorQuality) -> tuple[float, bool, str]:
    return one.score, not one.is_silent, one.operator.key


def _operator(row: ReleasedOperator, rows: Sequence[Row], communities: int) -> OperatorQuality:
    score, faults = _scored(add_up(rows), communities, len(rows))
    last = row.last_active_at
    return OperatorQuality(
        operator=Group(str(row.operator_id), row.name_zh, row.name_en),
        communities=communities,
        uncounted=communities - len(rows),
        score=score,
        is_silent=last is None or clock.now() - last > SILENT_AFTER,
        last_active_at=last,
        faults=faults,
    )


def _scored(cells: Cells, communities: int, counted: int) -> tuple[float, tuple[Fault, ...]]:
    faults = [fault for fault in _faults(cells) if fault.of]
    shares = [fault.score for fault in faults]
    if communities:
        shares.append(100 * min(counted, communities) / communities)
    score = round(sum(shares) / len(shares), 1) if shares else 0.0
    return score, tuple(sorted((one for one in faults if one.wrong), key=lambda one: (one.score, one.code)))


def _faults(cells: Cells) -> Iterable[Fault]:
    for code in sorted(Check.declared):
        check = Check.declared[code]
        wrong, of = int(value_of(check.wrong.code, cells) or 0), int(value_of(check.of.code, cells) or 0)
        yield Fault(
            code=code,
            zh=check.zh,
            en=check.en,
            zh_remedy=check.zh_remedy,
            en_remedy=check.en_remedy,
            wrong=wrong,
            of=of,
            score=round(100 * (1 - wrong / of), 1) if of else 100.0,
        )
