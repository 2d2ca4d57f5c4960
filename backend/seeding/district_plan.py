"""The district in figures, shared out to operators and communities; the sums are exact at every scale."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from backend.modules.housing.words import GovernanceMode, ProductType

# The articles' figures for Minhang.
COMMUNITIES, OPERATORS, UNITS, RESIDENTS = 520, 40, 148_000, 151_000
BEDS, HOMES, GOVERNED = 5_387, 21, 222
BOOKINGS = 600_000

SUBDISTRICTS = (
    ("310112001", "江川"), ("310112006", "古美"), ("310112008", "新虹"), ("310112009", "浦锦"), ("310112101", "莘庄"),
    ("310112102", "七宝"), ("310112103", "颛桥"), ("310112106", "华漕"), ("310112107", "虹桥"), ("310112108", "梅陇"),
    ("310112110", "吴泾"), ("310112112", "马桥"), ("310112114", "浦江"), ("310112501", "莘工区"),
)  # fmt: skip
_BRANDS = "安栖乐居悦寓和苑青禾城家逸庭汇邻嘉舍云栖橙巢蓝湾绿洲星寓"
_GROUNDS = (
    "春申",
    "银都",
    "都市",
    "龙茗",
    "金都",
    "申北",
    "剑川",
    "沧源",
    "华宁",
    "联航",
    "江月",
    "鹤庆",
    "景谷",
    "曙建",
)
_MODES = tuple(mode for mode in GovernanceMode if mode is not GovernanceMode.AREA_GRID)
_TYPES = (
    *(ProductType.LONG_RENT_APARTMENT,) * 4,
    *(ProductType.AFFORDABLE_RENTAL,) * 4,
    ProductType.PUBLIC_RENTAL,
    ProductType.TALENT_APARTMENT,
)


@dataclass(frozen=True, slots=True)
class PlannedCommunity:
    """One community to be made: `beds` are let one by one where it is a home for city builders, else 0."""

    code: str
    name: str
    subdistrict_code: str
    address: str
    product_type: ProductType
    mode: GovernanceMode
    units: int
    beds: int
    living: int
    bookings: int
    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True, slots=True)
class PlannedOperator:
    """One operator to be made; `number` picks its share of the invented people."""

    number: int
    code: str
    name_zh: str
    name_en: str
    communities: tuple[PlannedCommunity, ...]


def plan_district(scale: float = 1.0) -> list[PlannedOperator]:
    """The whole district, or a part of it; the same each time."""
    draw = random.Random("xinju:district")
    count = max(2, round(COMMUNITIES * scale))
    homes = max(1, round(HOMES * scale))
    beds = shared_out(max(homes * 8, round(BEDS * scale)), [1.0] * homes)
    beds += [0] * (count - homes)
    sizes = [draw.uniform(0.4, 2.2) for _ in range(count)]
    # A home's rooms have four beds; the other units are shared out by size.
    rooms = [-(-number // 4) for number in beds]
    others = shared_out(
        round(UNITS * scale) - sum(rooms), [0.0 if own else size for own, size in zip(beds, sizes, strict=True)]
    )
    housed = [round(number * 0.92) for number in beds]
    living = shared_out(round(RESIDENTS * scale) - sum(housed), [float(units) for units in others])
    governed = round(GOVERNED * scale)
    people = [own + more for own, more in zip(housed, living, strict=True)]
    bookings = shared_out(round(BOOKINGS * scale), [float(count) for count in people])
    made = []
    for index in range(count):
        # The homes come first, and every one of them is governed.
        mode = _MODES[index % len(_MODES)] if index < governed else GovernanceMode.AREA_GRID
        place = (rooms[index] + others[index], beds[index], people[index], bookings[index])
        made.append(_community(draw, index, mode, *place))
    number = max(2, round(OPERATORS * scale)) if scale < 1 else OPERATORS
    return [_operator(index, made[index::number]) for index in range(number)]


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to the weights that add up to the total (largest remainders)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda index: parts[index] - exact[index])
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def _community(
    draw: random.Random, index: int, mode: GovernanceMode, units: int, beds: int, living: int, bookings: int
) -> PlannedCommunity:
    code, ground = SUBDISTRICTS[index % len(SUBDISTRICTS)]
    name = f"{ground}{draw.choice(_GROUNDS)}"
    kind = ProductType.CITY_BUILDERS_HOME if beds else draw.choice(_TYPES)
    ending = "城市建设者管理者之家" if beds else "社区"
    return PlannedCommunity(
        code=f"c{index + 1:03d}",
        name=f"{name}{index + 1}号{ending}",
        subdistrict_code=code,
        address=f"闵行区{ground}{draw.choice(_GROUNDS)}路{draw.randrange(1, 1999)}号",
        product_type=kind,
        mode=mode,
        units=units,
        beds=beds,
        living=living,
        bookings=bookings,
        latitude=Decimal(draw.randrange(31_000_000, 31_230_000)) / 1_000_000,
        longitude=Decimal(draw.randrange(121_280_000, 121_550_000)) / 1_000_000,
    )


def _operator(index: int, communities: Sequence[PlannedCommunity]) -> PlannedOperator:
    brand = _BRANDS[2 * index % len(_BRANDS) : 2 * index % len(_BRANDS) + 2]
    return PlannedOperator(
        index, f"d{index + 1:02d}", f"{brand}{index + 1}", f"District {index + 1}", tuple(communities)
    )
