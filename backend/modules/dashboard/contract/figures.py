"""What the district is answered: figures with their cells, groups, and the moment that they hold for."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from backend.modules.dashboard.contract.measures import (
    PEOPLE,
    SHARE,
    Dimension,
    Measure,
    MeasureKind,
    MeasureUnit,
    Ratio,
    Sensitivity,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the released figures are as of: whoever finds the same again may keep what was added up."""

    version: int
    changed_at: dt.datetime | None
    released_on: dt.date | None
    uniques_at: dt.datetime | None
    earliest_on: dt.date | None
    latest_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a figure, by the values of its dimensions; None where it is hidden."""

    values: tuple[str, ...]
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure of one group on one day; `month`: the flow of the month up to it. None where it is hidden.

    `previous` and `previous_month` are the same of the day a month before, where that is kept.
    """

    measure: str
    value: float | None
    month: float | None = None
    previous: float | None = None
    previous_month: float | None = None
    cells: tuple[Cell, ...] = ()
    as_of_on: dt.date
    released_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A measure or a ratio, as the catalogue tells it."""

    code: str
    zh: str
    en: str
    zh_definition: str
    en_definition: str
    source: str
    unit: MeasureUnit
    kind: MeasureKind
    sensitivity: Sensitivity
    by: tuple[Dimension, ...] = ()
    part: str | None = None
    whole: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One of those that figures are put together by: its key, and its name where there is one."""

    key: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on a day."""

    counted_on: dt.date
    value: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """A measure of one group from day to day; of what happens, also how much it was in all these days together."""

    group: Group
    points: tuple[Point, ...]
    total: float | None = None


@dataclass(frozen=True, slots=True)
class Rank:
    """A group in the order of a measure, and what it was a month before. Equals share a place."""

    place: int
    group: Group
    value: float | None
    previous: float | None
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """The communities of one mode of governance (or of the area grid), in the district or in a subdistrict."""

    mode: Group
    subdistrict: Group | None
    communities: int
    beds: int
    residents: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How the district is governed on a day: by mode, and by subdistrict and mode."""

    as_of_on: dt.date
    communities: int
    governed: int
    rate: float
    modes: tuple[Covered, ...]
    subdistricts: tuple[Covered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedCommunity:
    """A community with its open figures on a day."""

    operator_id: UUID
    id: UUID
    code: str
    name: str
    operator: Group
    subdistrict: Group
    product_type: str
    mode: str | None
    latitude: float | None
    longitude: float | None
    opened_on: dt.date
    is_counted: bool
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What one check finds: so many of so many are wrong, and what to do."""

    code: str
    zh: str
    en: str
    zh_remedy: str
    en_remedy: str
    wrong: int
    of: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorQuality:
    """How far an operator's records can be relied upon, 0 to 100, and what to mend first."""

    operator: Group
    communities: int
    uncounted: int
    score: float
    is_silent: bool
    last_active_at: dt.datetime | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The quality of the district's records on a day: the worst operator first, and who is silent."""

    as_of_on: dt.date
    score: float
    operators: tuple[OperatorQuality, ...]


@dataclass(frozen=True, slots=True)
class OwnSeries:
    """A measure over some days. `value`: a level's on the last of them, a flow's added up; a ratio is of such sums."""

    value: float | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReport:
    """An operator's own figure over some days, exact: all the communities that the asker may see together."""

    measure: str
    first_on: dt.date
    last_on: dt.date
    # When the community that was counted longest ago was counted; None where one never was.
    counted_at: dt.datetime | None
    whole: OwnSeries
    cells: tuple[Cell, ...]


# By which rule what is counted is shown, in Chinese and English: docs/decisions/0019, and disclosing.py, say why.
RULES: Final = {
    Sensitivity.OPEN: ("精确发布，有变动即更新，不作隐藏", "Exact, told anew with every change, and nothing is hidden"),
    Sensitivity.SENSITIVE: (
        (
            "每周一按前一日数据发布：小于 10 的不显示，其余取整至最近的 5，凡可据以推算隐藏数值的一并隐藏；"
            "累计变动不足 10 的沿用上次发布；不按单个社区、街镇网格发布"
        ),
        (
            "Released on Mondays, as of the day before: under ten is hidden, the rest goes to the nearest five, and"
            " hidden too is what would give a hidden one away; a table stays as it was until ten have come, gone or"
            " changed cell; never by community or street grid"
        ),
    ),
}


# It belongs to no community, so it is no measure of any module: only the whole district can be asked.
UNIQUE = Described(
    code="dashboard.unique_residents",
    zh="在住人数（去重）",
    en="Different residents",
    zh_definition="全区在住的不同的人：同一证件在几家运营方登记的只计一次；每晚以一次性密钥比对，密钥与比对值都不保存",
    en_definition=(
        "Different people who live in the district: who is registered by several operators counts once;"
        " compared every night under a key that is used once, and neither it nor what was compared is kept"
    ),
    source="residents, stay_residents",
    unit=PEOPLE,
    kind=MeasureKind.LEVEL,
    sensitivity=Sensitivity.OPEN,
)


def described(code: str) -> Described:
    """A measure or ratio by its code; raises KeyError."""
    if code == UNIQUE.code:
        return UNIQUE
    if code in Ratio.declared:
        ratio = Ratio.declared[code]
        return Described(
            code=code,
            zh=ratio.zh,
            en=ratio.en,
            zh_definition=ratio.zh_definition,
            en_definition=ratio.en_definition,
            source=f"{ratio.part.code} / {ratio.whole.code}",
            unit=SHARE,
            kind=ratio.whole.kind,
            sensitivity=Sensitivity.OPEN,
            part=ratio.part.code,
            whole=ratio.whole.code,
        )
    measure = Measure.declared[code]
    names = ("code", "zh", "en", "zh_definition", "en_definition", "source", "unit", "kind", "sensitivity", "by")
    return Described(**{name: getattr(measure, name) for name in names})


def catalogue() -> list[Described]:
    """Everything that is counted, by code."""
    return [described(code) for code in sorted({*Measure.declared, *Ratio.declared, UNIQUE.code})]
