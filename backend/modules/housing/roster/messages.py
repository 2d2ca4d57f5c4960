"""Why a roster or a row of one was refused, in the words that its user reads."""

from backend.core.errors import Locale
from backend.modules.housing.roster.model import Field, FileCode, RowCode

_FILE: dict[FileCode, tuple[str, str]] = {
    FileCode.EMPTY: ("The file is empty.", "文件是空的"),
    FileCode.FILE_TOO_LARGE: ("The file is too large.", "文件过大"),
    FileCode.NOT_A_SPREADSHEET: ("This is no spreadsheet.", "该文件不是电子表格"),
    FileCode.UNSUPPORTED_FORMAT: (
        "This format cannot be read; please save it as XLSX or CSV.",
        "不支持该格式，请另存为 XLSX 或 CSV",
    ),
    FileCode.DAMAGED: ("The file is damaged.", "文件已损坏"),
    FileCode.ENCRYPTED: ("The file has a password; please save it without one.", "文件有密码保护，请取消密码后再上传"),
    FileCode.ZIP_BOMB: ("The file unpacks to far too much.", "文件解压后体积异常"),
    FileCode.TOO_HEAVY: ("The file takes too much time or memory to read.", "文件过于复杂，无法读取"),
    FileCode.NO_HEADER: ("No row with the names of the columns was found.", "未找到表头"),
    FileCode.COLUMNS_MISSING: ("Columns are missing: {fields}.", "缺少以下列：{fields}"),
    FileCode.NO_ROWS: ("There is nobody in the file.", "文件中没有住户"),
    FileCode.TOO_MANY_ROWS: ("The file has too many rows.", "文件行数过多"),
    FileCode.TOO_MANY_COLUMNS: ("The file has too many columns.", "文件列数过多"),
}
_ROW: dict[RowCode, tuple[str, str]] = {
    RowCode.NAME_MISSING: ("The name is missing.", "缺少姓名"),
    RowCode.BAD_NAME: ("The name is too long, or has characters that no name has.", "姓名过长或含有无效字符"),
    RowCode.DOCUMENT_MISSING: ("The document number is missing.", "缺少证件号码"),
    RowCode.DOCUMENT_KIND_UNKNOWN: ("This kind of document is not known.", "证件类型无法识别"),
    RowCode.BAD_DOCUMENT: ("The document number is not valid.", "证件号码无效"),
    RowCode.DIGITS_LOST: (
        "The spreadsheet has lost digits of this number; please enter it as text.",
        "号码因被存为数字而丢失了末几位，请以文本格式重新填写",
    ),
    RowCode.PHONE_MISSING: ("The phone number is missing.", "缺少手机号"),
    RowCode.BAD_PHONE: ("The phone number is not valid.", "手机号无效"),
    RowCode.PLACE_MISSING: ("The building or room is missing.", "缺少楼栋或房号"),
    RowCode.PLACE_UNREADABLE: ("The place cannot be read.", "房号无法识别"),
    RowCode.START_MISSING: ("The first day is missing.", "缺少入住日期"),
    RowCode.END_MISSING: ("The last day is missing.", "缺少到期日期"),
    RowCode.BAD_DATE: ("This is no date; please write it as 2026-01-05.", "日期无法识别，请写成 2026-01-05"),
    RowCode.END_BEFORE_START: ("The end must be after the start.", "到期日期必须晚于入住日期"),
    RowCode.BAD_EMERGENCY_PHONE: ("The emergency contact's phone is not valid.", "紧急联系人电话无效"),
    RowCode.TEXT_TOO_LONG: ("The text is too long.", "内容过长"),
    RowCode.FORMULA: ("The cell holds a formula; please enter the value itself.", "单元格是公式，请直接填写内容"),
}
_FIELD: dict[Field, tuple[str, str]] = {
    Field.NAME: ("name", "姓名"),
    Field.DOCUMENT_KIND: ("document type", "证件类型"),
    Field.DOCUMENT: ("document number", "证件号码"),
    Field.PHONE: ("phone", "手机号"),
    Field.BUILDING: ("building", "楼栋"),
    Field.UNIT: ("room", "房号"),
    Field.BED: ("bed", "床位"),
    Field.STARTS_ON: ("first day", "入住日期"),
    Field.ENDS_ON: ("last day", "到期日期"),
    Field.EMPLOYER: ("employer", "用人单位"),
    Field.EMERGENCY_NAME: ("emergency contact", "紧急联系人"),
    Field.EMERGENCY_PHONE: ("emergency contact's phone", "紧急联系人电话"),
    Field.RELATION: ("relation", "与主租人关系"),
    Field.POLITICAL: ("political status", "政治面貌"),
    Field.SKILLS: ("skills", "特长"),
    Field.LIVES_ALONE: ("lives alone", "独居"),
}


def file_message(code: FileCode, fields: tuple[Field, ...], locale: Locale) -> str:
    """Why a whole file was refused; `fields` are the missing ones."""
    listed = ("、" if locale == "zh-CN" else ", ").join(field_name(field, locale) for field in fields)
    return _FILE[code][locale == "zh-CN"].format(fields=listed)


def row_message(code: RowCode, locale: Locale) -> str:
    return _ROW[code][locale == "zh-CN"]


def field_name(field: Field, locale: Locale) -> str:
    return _FIELD[field][locale == "zh-CN"]
