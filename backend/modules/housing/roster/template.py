"""The roster template that operators download: Chinese headers, a note and a check on each column, one example."""

import io
from dataclasses import dataclass
from datetime import date

import xlsxwriter

from backend.modules.housing.roster.model import RosterLimits
from backend.modules.housing.roster.rows import EXAMPLE_NAME

_LAST_ROW = RosterLimits().rows
_TEXT, _DAY = "@", "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class _TemplateColumn:
    header: str
    note: str
    example: str | date
    shape: str = _TEXT
    choices: tuple[str, ...] = ()


_KINDS = ("身份证", "护照", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证")
_COLUMNS = (
    _TemplateColumn("姓名*", "与证件一致。", EXAMPLE_NAME),
    _TemplateColumn("证件类型", "不填则按号码判断。", "身份证", choices=_KINDS),
    _TemplateColumn("证件号码*", "按文本填写，不要用公式。末位 x 大小写均可。", "31019919900307009X"),
    _TemplateColumn("手机号*", "境外号码以 + 和国家代码开头。", "13800000000"),
    _TemplateColumn("楼栋*", "如 5 或 5号楼。", "5"),
    _TemplateColumn("房号*", "如 118 或 118室。", "118"),
    _TemplateColumn("床位", "按床出租时填写，如 3 或 A。整套、整间出租留空。", "3"),
    _TemplateColumn("入住日期*", "如 2026-01-05。", date(2026, 1, 5), _DAY),
    _TemplateColumn("到期日期*", "离开的那天早上，当天不再占用床位。", date(2027, 1, 5), _DAY),
    _TemplateColumn("用人单位", "由单位安排住宿的填写单位全称。", ""),
    _TemplateColumn("紧急联系人", "姓名。", ""),
    _TemplateColumn("紧急联系人电话", "与手机号格式相同。", ""),
    _TemplateColumn("与主租人关系", "同住人填写，如 配偶、子女。主租人留空。", ""),
    _TemplateColumn("政治面貌", "本人自愿填报。", "", choices=("中共党员", "预备党员", "共青团员", "群众")),
    _TemplateColumn("特长", "多项用顿号隔开，如 书法、急救。", ""),
    _TemplateColumn("独居", "是 或 否。", "", choices=("是", "否")),
)


def template() -> bytes:
    """An XLSX that `read_roster` reads back; its example is passed over for its name, so forgetting it does no harm."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("住户名册")
        heading = workbook.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        example = workbook.add_format({"italic": True, "font_color": "#707070", "num_format": _TEXT})
        example_day = workbook.add_format({"italic": True, "font_color": "#707070", "num_format": _DAY})
        shapes = {shape: workbook.add_format({"num_format": shape}) for shape in (_TEXT, _DAY)}
        for index, column in enumerate(_COLUMNS):
            sheet.set_column(index, index, 20, shapes[column.shape])
            sheet.write_string(0, index, column.header, heading)
            if isinstance(column.example, date):
                sheet.write_datetime(1, index, column.example, example_day)
            else:
                sheet.write_string(1, index, column.example, example)
            sheet.data_validation(1, index, _LAST_ROW, index, _check_of(column))
        sheet.freeze_panes(1, 0)
        notes = workbook.add_worksheet("填写说明")
        notes.set_column(0, 1, 40)
        for index, column in enumerate(_COLUMNS):
            notes.write_string(index, 0, column.header)
            notes.write_string(index, 1, column.note)
        notes.write_string(len(_COLUMNS), 0, f"带 * 的为必填。姓名为“{EXAMPLE_NAME}”的一行不会导入。")
    return target.getvalue()


def _check_of(column: _TemplateColumn) -> dict[str, object]:
    note: dict[str, object] = {"input_title": column.header, "input_message": column.note}
    if column.choices:
        return note | {"validate": "list", "source": list(column.choices)}
    if column.shape == _DAY:
        bounds = {"minimum": date(1990, 1, 1), "maximum": date(2099, 12, 31)}
        return note | {"validate": "date", "criteria": "between", **bounds}
    return note | {"validate": "any"}
