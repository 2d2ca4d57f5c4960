"""The words of the dashboard: its enumerations, as code, schema and tables spell them."""

from enum import StrEnum


class Grouping(StrEnum):
    """By what the district's figures are put together."""

    DISTRICT = "DISTRICT"
    SUBDISTRICT = "SUBDISTRICT"
    OPERATOR = "OPERATOR"
    MODE = "MODE"
    PRODUCT_TYPE = "PRODUCT_TYPE"
    GRID = "GRID"
    COMMUNITY = "COMMUNITY"


class ExportFormat(StrEnum):
    """In what form figures leave the product."""

    CSV = "CSV"
    XLSX = "XLSX"
    PDF = "PDF"
