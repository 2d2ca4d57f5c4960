"""Finding the header row of a sheet, under whatever title rows stand above it, and the field of each column."""

import re
import string
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from backend.modules.housing.roster.cells import Cell, cell_text
from backend.modules.housing.roster.model import Column, Field

SEARCHED_ROWS = 50
_ENOUGH = 3

_SYNONYMS = {
    Field.NAME: (
        "姓名 住户姓名 入住人 入住人姓名 租客 租客姓名 租户 租户姓名 承租人 承租人姓名 住户 居民姓名 人员姓名 "
        "员工姓名 客户姓名 名字 name fullname residentname resident occupant occupantname"
    ),
    Field.DOCUMENT_KIND: "证件类型 证件种类 证件类别 documenttype documentkind idtype",
    Field.DOCUMENT: (
        "身份证号 身份证号码 身份证 身份证件号 身份证件号码 证件号 证件号码 公民身份号码 公民身份证号 居民身份证号 "
        "居民身份证号码 身份号码 id idno idnumber idcard idcardno idcardnumber document documentno documentnumber "
        "passportno"
    ),
    Field.PHONE: (
        "手机号 手机号码 手机 电话 电话号码 联系电话 联系方式 联系手机 移动电话 本人电话 住户电话 phone phoneno "
        "phonenumber mobile mobileno mobilenumber mobilephone tel telephone cell cellphone contactnumber"
    ),
    Field.BUILDING: (
        "楼栋 楼号 楼栋号 栋号 幢号 楼幢 楼幢号 楼宇 栋 楼 号楼 楼座 building buildingno buildingnumber block tower"
    ),
    Field.UNIT: (
        "房号 房间号 房间 室号 房屋 房源 房源号 门牌号 房间号码 住址 地址 房屋地址 入住房间 入住房号 房间床位 "
        "房号床位 位置 单元房号 room roomno roomnumber unit unitno unitnumber apartment apt flat address place"
    ),
    Field.BED: "床位 床位号 床号 床 铺位 铺位号 入住床位 bed bedno bednumber bedspace",
    Field.STARTS_ON: (
        "入住日期 入住日 入住时间 起租日 起租日期 起租时间 租期起 租赁开始 租赁开始日期 开始日期 起始日期 合同开始 "
        "合同开始日期 合同起始日 合同起始日期 入住 起始日 开始时间 租赁起始日 movein moveindate checkin checkindate "
        "start startdate startson from leasestart"
    ),
    Field.ENDS_ON: (
        "到期日期 到期日 到期时间 退租日 退租日期 退租时间 租期止 租赁结束 租赁结束日期 结束日期 终止日期 合同到期 "
        "合同到期日 合同到期日期 合同结束日期 合同终止日 合同终止日期 退房日期 退房日 离店日期 到期 截止日期 "
        "结束时间 搬离日期 租赁终止日 moveout moveoutdate checkout checkoutdate end enddate endson to until leaseend"
    ),
    Field.EMPLOYER: (
        "单位 工作单位 用人单位 所在单位 就业单位 公司 公司名称 企业 企业名称 单位名称 雇主 employer company "
        "companyname workunit"
    ),
    Field.EMERGENCY_NAME: (
        "紧急联系人 紧急联系人姓名 应急联系人 应急联系人姓名 emergencycontact emergencyname emergencycontactname"
    ),
    Field.EMERGENCY_PHONE: (
        "紧急联系电话 紧急联系人电话 紧急联系人手机 紧急联系人手机号 紧急联系方式 紧急联系人联系方式 应急联系电话 "
        "应急联系人电话 紧急电话 emergencyphone emergencycontactphone emergencycontactnumber emergencynumber"
    ),
    Field.RELATION: (
        "关系 与租客关系 与承租人关系 与主租人关系 与户主关系 与住户关系 同住关系 relation relationship relationtolead"
    ),
    Field.POLITICAL: "政治面貌 党团员 是否党员 党员 politicalstatus partymember",
    Field.SKILLS: "特长 技能 专长 技能特长 爱好特长 skill skills",
    Field.LIVES_ALONE: "独居 是否独居 独居情况 livesalone livingalone",
}
_FIELD_OF = {word: field for field, words in _SYNONYMS.items() for word in words.split()}
REQUIRED = (Field.NAME, Field.DOCUMENT, Field.PHONE, Field.UNIT, Field.STARTS_ON)
_BRACKETS = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
_DECORATION = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Header:
    """`index` of the header row and, by field, the index of its column, both within the sheet's rows as read."""

    index: int
    at: dict[Field, int]
    texts: tuple[str, ...]

    def missing(self) -> tuple[Field, ...]:
        return tuple(field for field in REQUIRED if field not in self.at)


def find_header(rows: Sequence[Sequence[Cell]]) -> Header | None:
    """The row among the first with the most columns that we know: three at least, name or document among them."""
    best: Header | None = None
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        at = fields_of(row)
        if is_header(at) and (best is None or len(at) > len(best.at)):
            best = Header(index, at, tuple(cell_text(cell) for cell in row))
    return best


def is_header(at: dict[Field, int]) -> bool:
    return len(at) >= _ENOUGH and (Field.NAME in at or Field.DOCUMENT in at)


def fields_of(row: Sequence[Cell]) -> dict[Field, int]:
    """The first column of each field; a lone bed column is where the whole place stands (床位: 5-118-3)."""
    at: dict[Field, int] = {}
    for index, cell in enumerate(row):
        field = _FIELD_OF.get(_bare(cell)) if isinstance(cell, str) else None
        if field is Field.PHONE and field in at and Field.EMERGENCY_NAME in at:
            field = Field.EMERGENCY_PHONE
        if field is not None:
            at.setdefault(field, index)
    if Field.BED in at and Field.UNIT not in at:
        at[Field.UNIT] = at.pop(Field.BED)
    return at


def column_letter(index: int) -> str:
    """Spreadsheet letters of a column, from 0: A … Z, AA …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = string.ascii_uppercase[rest] + letters
    return letters


def columns_of(header: Header, first_column: int) -> dict[Field, Column]:
    return {
        field: Column(field, " ".join(header.texts[index].split()), column_letter(first_column + index))
        for field, index in header.at.items()
    }


def _bare(cell: str) -> str:
    """Without blanks, brackets (姓名（必填）), stars and other decoration, in small letters."""
    if len(cell) > 80:
        return ""
    return _DECORATION.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", cell))).casefold()
