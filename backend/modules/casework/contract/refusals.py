"""Why the station says no."""

from backend.core.errors import AppError


class CommunityServed(AppError):
    """Another station already serves one of these communities."""

    zh = "所选社区已有其他社工站服务"
    constraint = "station_communities_operator_id_community_id_key"


class StationNameTaken(AppError):
    """There is a station of this name already."""

    zh = "已有同名社工站"
    constraint = "stations_operator_id_name_key"


class WorkerListed(AppError):
    """This person already works at the station."""

    zh = "该人员已在此社工站"
    constraint = "station_workers_one_current"


class RoleUnfit(AppError):
    """Only social workers work at a station, and only station supervisors supervise it."""

    zh = "只有社工可在社工站任职，只有督导可任督导"


class ServiceItemTaken(AppError):
    """There is a service item with this code already."""

    zh = "已有相同编号的服务事项"
    constraint = "service_items_operator_id_code_key"


class ServiceItemUnknown(AppError):
    """The operator offers no such service."""

    zh = "没有该服务事项"
