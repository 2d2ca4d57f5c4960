"""The nine services in three areas that an operator begins with, unless its catalog file lists its own."""

import tomllib
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from backend.modules.casework.contract.inputs import NewServiceItem
from backend.modules.casework.contract.words import ServiceArea
from tenants.provision import CATALOG

_ITEMS: Final = (
    (ServiceArea.BASIC, "affairs", "政务代办", "Help with government services"),
    (ServiceArea.BASIC, "settling", "入住适应", "Settling in"),
    (ServiceArea.BASIC, "policy", "政策咨询", "Advice on policies"),
    (ServiceArea.PROFESSIONAL, "counselling", "心理疏导", "Counselling"),
    (ServiceArea.PROFESSIONAL, "youth", "青年发展", "Youth development"),
    (ServiceArea.PROFESSIONAL, "crisis", "危机干预", "Crisis intervention"),
    (ServiceArea.EMPOWERMENT, "participation", "社区参与", "Community participation"),
    (ServiceArea.EMPOWERMENT, "volunteering", "志愿服务", "Volunteering"),
    (ServiceArea.EMPOWERMENT, "neighbours", "邻里互助", "Neighbours for neighbours"),
)
SERVICES: Final = tuple(NewServiceItem(code=code, area=area, name_zh=zh, name_en=en) for area, code, zh, en in _ITEMS)


def services_of(code: str) -> Sequence[NewServiceItem]:
    """The services that an operator's file in the catalog lists, or the usual nine."""
    path = CATALOG / f"{code}.toml"
    if not path.is_file():
        return SERVICES
    said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf8"))  # Any: as TOML has it
    own = msgspec.convert(said.get("services", []), list[NewServiceItem])
    return own or SERVICES
