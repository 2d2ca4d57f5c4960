"""Documents as tables, before they are CSV, XLSX or PDF: all three are made of the same."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from backend.core import clock
from backend.core.errors import Locale, said_in
from backend.modules.dashboard.contract.figures import Cell, Figure, Group, Standing, described
from backend.modules.dashboard.contract.forms import FilledForm
from backend.modules.dashboard.contract.measures import Dimension
from backend.modules.dashboard.words import Grouping

Value: TypeAlias = str | int | float | None
# In place of a number that is not shown.
HIDDEN: Final = "—"
_RELEASED: Final = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name, its columns, its rows, and which columns are printed (all, if none are said)."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    printed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A title, what holds for all of it, and its tables; a CSV holds the first of them."""

    title: str
    notes: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]


_FIGURE_COLUMNS: Final = {
    "zh-CN": (
        "分组代码", "分组", "指标代码", "指标", "细分代码", "细分", "数值", "本月累计", "上月同日", "计量单位",
        "数据日期", "发布时间", "定义", "来源",
    ),
    "en": (
        "Group code", "Group", "Measure code", "Measure", "Part code", "Part", "Value", "Month so far",
        "A month before", "Unit", "As of", "Released at", "Definition", "Source",
    ),
}  # fmt: skip
_PRINTED_FIGURES: Final = (1, 3, 5, 6, 7, 8, 9)
_CATALOGUE_COLUMNS: Final = {
    "zh-CN": ("指标代码", "指标", "计量单位", "定义", "来源"),
    "en": ("Measure code", "Measure", "Unit", "Definition", "Source"),
}
_LINE_COLUMNS: Final = {
    "zh-CN": ("序号", "项目", "口径", "指标代码", "定义", "来源"),
    "en": ("No.", "Line", "Taken", "Measure code", "Definition", "Source"),
}
_GROUPINGS: Final = {
    Grouping.DISTRICT: ("全区", "whole district"),
    Grouping.SUBDISTRICT: ("街镇", "street or town"),
    Grouping.OPERATOR: ("运营方", "operator"),
    Grouping.MODE: ("治理模式", "mode of governance"),
    Grouping.PRODUCT_TYPE: ("产品类型", "product type"),
    Grouping.GRID: ("街镇网格", "street-level grid"),
    Grouping.COMMUNITY: ("社区", "community"),
}


def _number(value: float | None) -> Value:
    return HIDDEN if value is None else int(value) if value == int(value) else value


def _moment(moment: dt.datetime | None) -> str:
    return "" if moment is None else moment.astimezone(clock.SHANGHAI).strftime(_RELEASED)


def figures_document(
    locale: Locale, by: Grouping, standing: Standing, day: dt.date, figures: Sequence[tuple[Group, Figure]]
) -> Document:
    """The figures of every group on a day, one row for each and for each part, with all that tells what they are."""
    rows = tuple(row for group, one in figures for row in _rows(locale, group, one))
    name = said_in(locale, *_GROUPINGS[by])
    title = said_in(locale, f"闵行区大型租赁社区数据（按{name}）", f"Rental communities of Minhang, by {name}")
    if by is Grouping.DISTRICT:
        title = said_in(locale, "闵行区大型租赁社区数据", "Rental communities of Minhang")
    notes = (
        (said_in(locale, "数据日期", "As of"), day.isoformat()),
        (said_in(locale, "发布时间", "Released at"), _moment(standing.changed_at)),
        (said_in(locale, "数据版本", "Version"), str(standing.version)),
        (
            said_in(locale, "不显示的数值", "What is not shown"),
            said_in(
                locale,
                f"{HIDDEN} 表示不显示：敏感指标每周发布，小于 10 的不显示，其余取整至 5，并隐藏可推算的单元格",
                f"{HIDDEN} is not shown: sensitive measures are released weekly, under ten hidden, the rest to the"
                " nearest five, and hidden too what they would give away",
            ),
        ),
    )
    codes = sorted({one.measure for _, one in figures})
    main = Sheet(said_in(locale, "数据", "Figures"), _FIGURE_COLUMNS[locale], rows, _PRINTED_FIGURES)
    return Document(title, notes, (main, _catalogue(locale, codes)))


def _catalogue(locale: Locale, codes: Iterable[str]) -> Sheet:
    rows = tuple(
        (
            code,
            said_in(locale, what.zh, what.en),
            said_in(locale, what.unit.zh, what.unit.en),
            said_in(locale, what.zh_definition, what.en_definition),
            what.source,
        )
        for code in codes
        for what in [described(code)]
    )
    return Sheet(said_in(locale, "指标目录", "Catalogue"), _CATALOGUE_COLUMNS[locale], rows)


def _rows(locale: Locale, group: Group, one: Figure) -> Iterable[tuple[Value, ...]]:
    what = described(one.measure)
    head = (group.key, said_in(locale, group.zh, group.en), one.measure, said_in(locale, what.zh, what.en))
    tail = (
        said_in(locale, what.unit.zh, what.unit.en),
        one.as_of_on.isoformat(),
        _moment(one.released_at),
        said_in(locale, what.zh_definition, what.en_definition),
        what.source,
    )
    if one.value is not None or not one.cells:
        month = "" if one.month is None else _number(one.month)
        before = one.previous_month if one.month is not None else one.previous
        yield (*head, "", "", _number(one.value), month, "" if before is None else _number(before), *tail)
    # Parts of what happens are of the month, as the API tells them.
    for cell in one.cells:
        parts = ("", _number(cell.value)) if one.month is not None else (_number(cell.value), "")
        yield (*head, "|".join(cell.values), _part(locale, what.by, cell), *parts, "", *tail)


def _part(locale: Locale, by: Sequence[Dimension], cell: Cell) -> str:
    names = []
    for dimension, value in zip(by, cell.values, strict=False):
        said = {code: said_in(locale, zh, en) for code, zh, en in dimension.values}
        names.append(said.get(value, value))
    return " / ".join(names)


def form_document(locale: Locale, form: FilledForm) -> Document:
    """A filled form: a line for each of its lines, a column for the district and for each street or town."""
    groups = [cell.group for cell in form.lines[0].cells]
    columns = (
        *_LINE_COLUMNS[locale][:2],
        *(said_in(locale, one.zh, one.en) for one in groups),
        *_LINE_COLUMNS[locale][2:],
    )
    rows = tuple(
        (
            line.number,
            said_in(locale, line.zh, line.en).strip("　"),
            *(_number(cell.value) for cell in line.cells),
            said_in(locale, "本月合计", "Of the month")
            if line.is_of_month
            else said_in(locale, "月末时点", "On the day"),
            "|".join((line.measure, *line.cell)),
            said_in(locale, what.zh_definition, what.en_definition),
            what.source,
        )
        for line in form.lines
        for what in [described(line.measure)]
    )
    month = form.month_on.strftime("%Y-%m")
    notes = [
        (said_in(locale, "月份", "Month"), month),
        (said_in(locale, "数据日期", "As of"), form.as_of_on.isoformat()),
        (said_in(locale, "发布时间", "Released at"), _moment(form.released_at)),
        (
            said_in(locale, "填报方式", "How it was filled"),
            said_in(locale, "全部由台账自动生成，无手工填报", "From the ledger; nobody has typed a number"),
        ),
        (said_in(locale, "封存", "Seal"), form.seal or said_in(locale, "该月尚未封存", "This month is not sealed")),
    ]
    printed = tuple(range(len(groups) + 3))
    main = Sheet(month, columns, rows, printed)
    codes = sorted({line.measure for line in form.lines})
    return Document(said_in(locale, form.zh, form.en), tuple(notes), (main, _catalogue(locale, codes)))
