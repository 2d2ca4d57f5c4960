"""Why the district is told no."""

from backend.core.errors import AppError, Conflict


class DayNotCounted(AppError):
    """The figures are kept from {first} to {last}."""

    zh = "仅保留 {first} 至 {last} 的数据"


class MeasureUnknown(AppError):
    """There is no such measure; `measures` lists them."""

    zh = "没有该指标，请参见指标目录"


class MeasureWithheld(AppError):
    """This measure is released weekly, and not by community or street grid: so few could tell of a person."""

    zh = "该指标每周发布，且不按单个社区或街面网格发布，以免识别个人"


class MonthNotOver(AppError):
    """A month can be sealed once it is over."""

    zh = "该月尚未结束，月末之后才能封存"


class SnapshotSealed(AppError):
    """This month is sealed; a correction is a restatement."""

    zh = "该月已封存，如需更正请提交重述"
    constraint = "district_snapshots_month_on_restatement_key"


class SnapshotAbsent(AppError):
    """This month was never sealed."""

    zh = "该月尚未封存"


class NothingToRestate(AppError):
    """Nothing of this month is otherwise than was last said."""

    zh = "该月数据与最近一次封存或重述一致，无需重述"


class SnapshotNotBy(AppError):
    """This month was not sealed by these groups; take larger ones, or a day of the month in `series`."""

    zh = "该月未按此分组封存，请改用更大的分组，或在 series 中查询该月的某一天"


class SnapshotOvertaken(Conflict):
    """Another month was sealed at the same moment; please try again."""

    zh = "另一月份刚刚封存，请重试"
    constraint = "district_snapshots_before_key"


class FormUnknown(AppError):
    """There is no such form; `forms` lists them."""

    zh = "没有该报表，请参见报表列表"


class ExportTooLong(AppError):
    """A document of {rows} lines is more than a printed one holds ({most}); take CSV or XLSX, or fewer measures."""

    zh = "共 {rows} 行，超出 PDF 的 {most} 行上限，请改用 CSV 或 XLSX，或减少指标"
