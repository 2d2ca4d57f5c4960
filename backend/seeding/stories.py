"""The three operators of the articles, with the articles' figures: Youchao Maqiao, Guanyu Anle, Weilingdi Pujiang."""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from backend.core import clock
from backend.modules.housing.actions.employers import allot_beds, create_employer
from backend.modules.housing.actions.inventory import create_community
from backend.modules.housing.contract.inputs import NewCommunity
from backend.modules.housing.words import GovernanceMode, PartyStatus, ProductType, Relation
from backend.seeding.bulk_ledger import Ledger, Letting, Place
from backend.seeding.demo_accounts import demo_resident
from backend.seeding.desk import house, open_building, room, suite
from backend.seeding.history import History, StatusOf, lettings_of
from backend.seeding.people import Firm, People, Person
from tenants.scope import Scope

ANLE_ROOMS, ANLE_RESIDENTS, ANLE_PARTY, ANLE_LEAGUE = 880, 986, 30, 32
_LEAGUE_UNTIL = 28


async def tell_youchao(scope: Scope) -> None:
    """Maqiao: building 5 is let by the bed, most of them held by the employers of guards, cleaners and riders."""
    people = People(40, clock.today())
    community = await create_community(
        scope,
        NewCommunity(
            code="maqiao",
            name="有巢马桥社区",
            subdistrict_code="310112112",
            address="闵行区马桥镇元江路525弄",
            product_type=ProductType.CITY_BUILDERS_HOME,
            governance_mode=GovernanceMode.COMMITTEE_OR_PREPARATORY_GROUP,
            opened_on=dt.date(2022, 9, 1),
            latitude=Decimal("31.024500"),
            longitude=Decimal("121.361200"),
            planned_beds=600,
        ),
    )
    suites = [suite(floor, place, "68") for floor in range(1, 7) for place in range(1, 5)]
    families = await open_building(scope, community.id, "1", suites)
    singles: list[Place] = []
    for code in ("2", "3", "4"):
        rooms = [room(floor, place, "24.5") for floor in range(1, 7) for place in range(1, 13)]
        singles += (await open_building(scope, community.id, code, rooms)).values()
    by_bed = [room(floor, place, "30", beds=4) for floor in range(1, 5) for place in range(1, 20)]
    home = await open_building(scope, community.id, "5", by_bed, is_by_bed=True)
    held = await _hold_for_employers(scope, people, home)
    await _fill_room_118(scope, people, held, home["118"])
    ledger = Ledger(scope.operator_id, await scope.key())
    spare = [letting for letting in held if letting.place is not home["118"]]
    History(ledger, people).fill([*lettings_of([*families.values(), *singles]), *spare], 470)
    await ledger.load(scope)


async def _hold_for_employers(scope: Scope, people: People, home: dict[str, Place]) -> list[Letting]:
    """Room 118 belongs to all three: a guard, two cleaners, a rider. Every fifth bed is let to whoever comes."""
    until = clock.today() + dt.timedelta(days=400)
    since = clock.today() - dt.timedelta(days=420)
    lettings = list(lettings_of(home.values()))
    mixed = home["118"]
    employers = [await _employer(scope, people, trade) for trade in ("保安服务", "保洁服务", "速递服务")]
    guards, cleaners, riders = employers
    taken: list[Letting] = []
    in_118 = dict(zip(mixed.bed_ids, (guards, cleaners, cleaners, riders), strict=True))
    for number, letting in enumerate(lettings):
        employer_id = in_118.get(letting.bed_id or mixed.unit_id)
        if employer_id is None and number % 5:
            employer_id = employers[number * 3 // len(lettings)]
        taken.append(replace(letting, employer_id=employer_id))
    for employer_id in employers:
        beds = tuple(one.bed_id for one in taken if one.employer_id == employer_id and one.bed_id)
        await allot_beds(scope, employer_id, beds, since, until)
    return taken


async def _employer(scope: Scope, people: People, trade: str) -> UUID:
    firm: Firm = people.firm(trade)
    return (await create_employer(scope, firm.name, firm.uscc)).id


async def _fill_room_118(scope: Scope, people: People, held: Sequence[Letting], place: Place) -> None:
    who = (demo_resident("youchao"), demo_resident("youchao", "neighbour"), people.adult(), people.adult())
    mine = [letting for letting in held if letting.place is place]
    for letting, person, days_ago in zip(mine, who, (210, 160, 95, 12), strict=True):
        await house(scope, letting, person, days_ago)


async def tell_guanyu(scope: Scope) -> None:
    """Anle: 880 rooms and near 1,000 residents of 32 years on average, 30 in the Party and 32 in the Youth League."""
    people = People(41, clock.today())
    community = await create_community(
        scope,
        NewCommunity(
            code="anle",
            name="冠寓安乐社区",
            subdistrict_code="310112103",
            address="闵行区颛桥镇安乐村中春路988号",
            product_type=ProductType.LONG_RENT_APARTMENT,
            governance_mode=GovernanceMode.MANAGED_BY_NEIGHBOUR_WITH_STATION,
            opened_on=dt.date(2021, 5, 18),
            latitude=Decimal("31.072300"),
            longitude=Decimal("121.401900"),
            planned_beds=880,
        ),
    )
    places: list[Place] = []
    for code in map(str, range(1, 11)):
        rooms = [room(floor, place, "26.8") for floor in range(1, 12) for place in range(1, 9)]
        places += (await open_building(scope, community.id, code, rooms)).values()
    lettings = list(lettings_of(places))
    known = (demo_resident("guanyu"), demo_resident("guanyu", "neighbour"))
    engineers = [*known, *(people.adult() for _ in range(8))]
    for person, letting in zip(engineers, lettings, strict=False):
        await house(scope, letting, person, people.random.randrange(300))
    ledger = Ledger(scope.operator_id, await scope.key())
    history = History(ledger, people, _stated(ANLE_PARTY, ANLE_LEAGUE), couples=0.19)
    left = history.fill(lettings[len(engineers) :], ANLE_RESIDENTS - len(engineers))
    if left:
        raise RuntimeError(f"Anle has no room for {left} of its residents")
    await ledger.load(scope)


def _stated(party: int, league: int) -> StatusOf:
    """So many members state it, by consent, as they come; the others state nothing."""
    left = {PartyStatus.PARTY_MEMBER: party, PartyStatus.LEAGUE_MEMBER: league}
    today = clock.today()

    def status_of(person: Person) -> PartyStatus:
        is_young = (today - person.birth_on).days < _LEAGUE_UNTIL * 365
        status = PartyStatus.LEAGUE_MEMBER if is_young else PartyStatus.PARTY_MEMBER
        if not left[status]:
            return PartyStatus.NOT_STATED
        left[status] -= 1
        return status

    return status_of


async def tell_weilingdi(scope: Scope) -> None:
    """Pujiang: studios for the young, and suites, in one of which a family of four lives."""
    people = People(42, clock.today())
    community = await create_community(
        scope,
        NewCommunity(
            code="pujiang",
            name="微领地浦江社区",
            subdistrict_code="310112114",
            address="闵行区浦江镇陈行公路2388号",
            product_type=ProductType.LONG_RENT_APARTMENT,
            governance_mode=GovernanceMode.SELF_GOVERNANCE_WITH_STATIONS,
            opened_on=dt.date(2020, 3, 28),
            latitude=Decimal("31.089700"),
            longitude=Decimal("121.502600"),
            planned_beds=480,
        ),
    )
    studios: list[Place] = []
    for code in ("1", "2", "3"):
        rooms = [room(floor, place, "22.6") for floor in range(1, 12) for place in range(1, 13)]
        studios += (await open_building(scope, community.id, code, rooms)).values()
    suites = [suite(floor, place, "84") for floor in range(1, 7) for place in range(1, 5)]
    families = await open_building(scope, community.id, "4", suites)
    await _house_family(scope, people, Letting(families["301"], None))
    others = [place for number, place in families.items() if number != "301"]
    first, *rest = lettings_of([*studios, *others])
    await house(scope, first, demo_resident("weilingdi", "neighbour"), 90)
    ledger = Ledger(scope.operator_id, await scope.key())
    History(ledger, people).fill(rest, 409)
    await ledger.load(scope)


async def _house_family(scope: Scope, people: People, letting: Letting) -> None:
    lead = demo_resident("weilingdi")
    relatives = (
        (people.relative(30, 34), Relation.SPOUSE),
        (people.relative(3, 6, lead.name[0]), Relation.CHILD),
        (people.relative(58, 66, lead.name[0]), Relation.PARENT),
    )
    await house(scope, letting, lead, 150, *relatives)


STORIES: dict[str, Callable[[Scope], Awaitable[None]]] = {
    "youchao": tell_youchao,
    "guanyu": tell_guanyu,
    "weilingdi": tell_weilingdi,
}
