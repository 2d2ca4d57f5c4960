"""A year of issues of a community: what was reported, in how long it was solved, and what is still open."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from backend.core import clock
from backend.core.calendar import WorkingCalendar
from backend.core.crypto import DataKey
from backend.core.ids import new_id
from backend.modules.grids.contract import GridLevel
from backend.modules.issues.contract.inputs import NewCategory
from backend.modules.issues.deadlines import Shares, clock_from
from backend.modules.issues.defaults import CATEGORIES
from backend.modules.issues.models.handling import IssueCategory
from backend.modules.issues.models.issues import Issue, IssueStep
from backend.modules.issues.sealing import Said, seal_said
from backend.modules.issues.words import (
    IssueAct,
    IssueOutcome,
    IssueSource,
    IssueStatus,
    IssueTerms,
    IssueVisibility,
)
from backend.seeding.bulk_ledger import Lived
from backend.seeding.bulk_rows import Rows

ORDER = (IssueCategory, Issue, IssueStep)
DAYS_BACK = 364
_A_RESIDENT = 0.3
# How many of each category in a hundred, in the order of the usual categories.
_SHARES = (13, 11, 15, 6, 9, 8, 10, 8, 4, 7, 3, 2, 2, 2)
_SAID: Final = (
    *("一直没有好，请尽快来看看。", "晚上特别明显，影响休息。", "走廊里好几户都遇到了。", "上周修过，又出现了。"),
    *("不急，但希望这周内处理。", "已经拍照，位置在门口。"),
)
_LATE, _WITHDRAWN, _NOTHING, _SILENT = 0.1, 0.03, 0.05, 0.35
_DAY, _HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
Steps = list[tuple[IssueAct, IssueStatus, GridLevel, dt.datetime]]


class YearOfIssues:
    """The issues of an operator's communities, under the usual categories, which it is given."""

    def __init__(self, rows: Rows, key: DataKey, draw: random.Random) -> None:
        self._rows, self._key, self._draw = rows, key, draw
        # Whatever the hour: who seeds before dawn must not be told of the morning.
        self._now = clock.moment(clock.today())
        self._calendar = WorkingCalendar()
        self._categories = [self._category(one) for one in CATEGORIES]

    def _category(self, new: NewCategory) -> tuple[UUID, NewCategory]:
        said = {name: getattr(new, name) for name in NewCategory.__slots__}
        return self._rows.add(IssueCategory, created_at=self._now - 400 * _DAY, **said), new

    def fill(self, community_id: UUID, lived: Sequence[Lived], living: int) -> None:
        """Three for ten who live here, the earliest first."""
        for reported_at, one in sorted(self._reports(lived, round(living * _A_RESIDENT)), key=lambda each: each[0]):
            self._issue(community_id, one, reported_at)

    def _reports(self, lived: Sequence[Lived], count: int) -> Iterator[tuple[dt.datetime, Lived]]:
        for _ in range(count if lived else 0):
            one = self._draw.choice(lived)
            first = max(one.starts_on, clock.today() - DAYS_BACK * _DAY)
            days = (min(one.ends_on, clock.today()) - first).days
            if days > 0:
                moment = dt.time(self._draw.randrange(7, 23), self._draw.randrange(60))
                yield dt.datetime.combine(first + self._draw.randrange(days) * _DAY, moment, clock.SHANGHAI), one

    def _issue(self, community_id: UUID, one: Lived, reported_at: dt.datetime) -> None:
        issue_id = new_id()
        category_id, category = self._draw.choices(self._categories, _SHARES)[0]
        terms = clock_from(self._calendar, reported_at, category.standard_days, Shares())
        steps = self._life(reported_at, terms.due_at)
        visibility = IssueVisibility.SENSITIVE if category.is_sensitive else IssueVisibility.PUBLIC
        self._rows.add(
            Issue,
            id=issue_id,
            community_id=community_id,
            category_id=category_id,
            terms=IssueTerms.STANDARD,
            visibility=visibility,
            source=IssueSource.RESIDENT,
            reporter_resident_id=one.resident_id,
            said_sealed=seal_said(self._key, issue_id, Said(f"{category.name_zh}：{self._draw.choice(_SAID)}")),
            unit_id=one.unit_id,
            created_at=reported_at,
            started_at=reported_at,
            yellow_at=terms.yellow_at,
            red_at=terms.red_at,
            due_at=terms.due_at,
            promised_at=terms.due_at,
            **self._standing(steps, terms.due_at),
        )
        for act, then, where, at in steps:
            self._rows.add(
                IssueStep,
                issue_id=issue_id,
                community_id=community_id,
                visibility=visibility,
                reporter_resident_id=one.resident_id,
                act=act,
                status=then,
                level=where,
                actor="seed",
                created_at=at,
            )

    def _standing(self, steps: Steps, due_at: dt.datetime) -> dict[str, object]:
        """The columns that its steps have left it with."""
        _, status, level, moment = steps[-1]
        moments = {act: at for act, _, _, at in steps}
        resolved_at = moments.get(IssueAct.RESOLVED)
        is_over = status in (IssueStatus.VERIFIED, IssueStatus.CLOSED)
        unsolved = IssueOutcome.WITHDRAWN if self._draw.random() < _WITHDRAWN else IssueOutcome.NOT_AN_ISSUE
        return {
            "status": status,
            "level": level,
            "outcome": (IssueOutcome.FIXED_BY_AUTHORITY if resolved_at else unsolved) if is_over else None,
            "escalates_at": None if is_over or resolved_at else max(due_at, self._now),
            "accepted_at": moments.get(IssueAct.ACCEPTED),
            "resolved_at": resolved_at,
            "ended_at": moment if is_over else None,
            "rating": self._draw.choice((5, 5, 5, 4, 4, 3)) if status is IssueStatus.VERIFIED else None,
        }

    def _life(self, reported_at: dt.datetime, due_at: dt.datetime) -> Steps:
        """What happened until now: most were solved before they were due, some went up a level, a few are open."""
        draw, level = self._draw, GridLevel.MICRO
        steps: Steps = [(IssueAct.REPORTED, IssueStatus.REPORTED, level, reported_at)]
        accepted_at = reported_at + draw.uniform(0.2, 5) * _HOUR
        if draw.random() < _NOTHING:
            steps.append((IssueAct.CLOSED, IssueStatus.CLOSED, level, accepted_at))
            return self._until_now(steps)
        steps.append((IssueAct.ACCEPTED, IssueStatus.ACCEPTED, level, accepted_at))
        steps.append((IssueAct.STARTED, IssueStatus.IN_PROGRESS, level, accepted_at + _HOUR))
        solved_at = accepted_at + 2 * _HOUR + draw.uniform(0, 0.9) * max(due_at - accepted_at - 2 * _HOUR, _HOUR)
        if draw.random() < _LATE:
            solved_at = due_at + draw.uniform(0.2, 9) * _DAY
            level = GridLevel.NEIGHBOURHOOD
            steps.append((IssueAct.ESCALATED_BY_TIME, IssueStatus.IN_PROGRESS, level, due_at))
        steps.append((IssueAct.RESOLVED, IssueStatus.RESOLVED, level, solved_at))
        if draw.random() < _SILENT:
            steps.append((IssueAct.CLOSED_IN_SILENCE, IssueStatus.CLOSED, level, solved_at + 7 * _DAY))
        else:
            steps.append((IssueAct.VERIFIED, IssueStatus.VERIFIED, level, solved_at + draw.uniform(1, 60) * _HOUR))
        return self._until_now(steps)

    def _until_now(self, steps: Steps) -> Steps:
        return [step for step in steps if step[3] <= self._now] or steps[:1]
