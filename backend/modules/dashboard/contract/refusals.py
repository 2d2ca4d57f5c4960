"""Why the district is told no."""

from backend.core.errors import AppError


class DayNotCounted(AppError):
    """The figures are kept from {first} to {last}."""

    zh = "仅保留 {first} 至 {last} 的数据"


class MeasureUnknown(AppError):
    """There is no such measure; `measures` lists them."""

    zh = "没有该指标，请参见指标目录"


class MeasureWithheld(AppError):
    """This measure is released weekly and by larger groups only: a single community could tell of a person."""

    zh = "该指标每周发布且不按单个社区发布，以免识别个人"
