"""Demo of members who reported in, and of buildings on their way to being model buildings (八有)."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from backend.core import clock
from backend.core.ids import new_id
from backend.core.paging import LARGEST_PAGE, Page
from backend.modules.files.contract import FilePurpose, NewFile, store_file
from backend.modules.housing.contract.words import PartyStatus
from backend.modules.housing.queries.inventory import buildings_of_communities_by_id
from backend.modules.housing.queries.residents import ResidentFilter, list_residents
from backend.modules.party.actions.buildings import open_model_building, recognise_building, submit_model_building
from backend.modules.party.actions.carrying import carry_report
from backend.modules.party.actions.members import report_in
from backend.modules.party.actors import carrier
from backend.modules.party.contract.inputs import NewReport
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.buildings import ModelBuildingItem
from backend.modules.party.models.organisations import PartyConsent
from backend.modules.party.seed_transfers import HOMES, joined_on
from backend.modules.party.words import MemberStage, ModelItem
from tenants.scope import Actor, open_scope

# How many members reported in, and how many of the eight each building has; the last of eight is recognised.
MEMBERS: Final = {"youchao": 5, "guanyu": 18, "weilingdi": 4}
BUILDINGS: Final[dict[str, tuple[int, ...]]] = {"youchao": (8, 5), "guanyu": (8,), "weilingdi": (6, 3)}
_NOTES: Final = {
    ModelItem.ORGANISATION: "楼道党小组三人，组长住本楼，每月碰头一次",
    ModelItem.VENUE: "一楼公共客厅设党群角，晚间开放",
    ModelItem.TEAM: "楼组长、志愿者、夜班联络员共九人",
    ModelItem.RULES: "轮值、巡查、议事三张表上墙",
    ModelItem.ACTIVITIES: "每月一次邻里活动，近三月到场 126 人次",
    ModelItem.SERVICES: "代收、缝补、维修、心理四项，值班表公示",
    ModelItem.CONVENTION: "住户表决通过楼道公约十条",
    ModelItem.RESULTS: "堆物、充电、噪声三类问题半年下降六成",
}


async def report_members(code: str, staff: Actor, community_id: UUID) -> list[PartyConsent]:
    """Members who said at check-in that they are, and consented to be counted; every third by name. Their reports."""
    reports = []
    wanted = ResidentFilter(community_id=community_id, lives_here_now=True, party_status=PartyStatus.PARTY_MEMBER)
    async with open_scope(staff, read_only=True) as scope:
        found = (await list_residents(scope, Page(LARGEST_PAGE), wanted)).rows[: MEMBERS[code]]
    for number, resident in enumerate(found):
        with clock.at(clock.days_ago(70 - 3 * number, 15)):
            stage = MemberStage.PROBATIONARY if number % 7 == 6 else MemberStage.FORMAL
            shares_name = number % 3 == 0
            home = HOMES[number % len(HOMES)]
            new = NewReport(
                resident_id=resident.id,
                stage=stage,
                has_consented=True,
                shares_name=shares_name,
                joined_on=joined_on(number),
                home_name=home,
            )
            async with open_scope(staff) as scope:
                reports.append(await report_in(scope, new))
            await _count(reports[-1], resident.name if shares_name else None, home)
    return reports


async def _count(consent: PartyConsent, name: str | None, home: str | None) -> None:
    shared = carrier(consent.operator_id, [consent.community_id], PartyPermission.FOLLOW_MEMBERS)
    async with open_scope(shared) as scope:
        await carry_report(scope, new_id(), consent, name, home)


async def show_buildings(code: str, staff: Actor, supervisor: Actor, community_id: UUID, picture: bytes) -> None:
    """Buildings with what they have of the eight; those with all are submitted, and the first is recognised."""
    async with open_scope(staff, read_only=True) as scope:
        found: Sequence[UUID] = [
            one.id for one in (await buildings_of_communities_by_id(scope, [community_id]))[community_id]
        ]
    for building_id, count in zip(found, BUILDINGS[code], strict=False):
        with clock.at(clock.days_ago(45, 15)):
            async with open_scope(staff) as scope:
                model = await open_model_building(scope, building_id)
                for item in list(ModelItem)[:count]:
                    item_id = new_id()
                    shown = NewFile(
                        purpose=FilePurpose.PHOTO,
                        name=f"{item.value.lower()}.jpg",
                        media_type="image/jpeg",
                        attached_type="ModelBuildingItem",
                        attached_id=item_id,
                    )
                    row = ModelBuildingItem(
                        id=item_id,
                        community_id=community_id,
                        model_building_id=model.id,
                        item=item,
                        is_met=True,
                        note=_NOTES[item],
                        evidence_ids=[await store_file(scope, shown, picture)],
                        recorded_at=clock.now(),
                    )
                    scope.session.add(row)
                await scope.session.flush()
        if count == len(ModelItem):
            await _recognise(staff, supervisor, model.id)


async def _recognise(staff: Actor, supervisor: Actor, model_building_id: UUID) -> None:
    with clock.at(clock.days_ago(30, 15)):
        async with open_scope(staff) as scope:
            await submit_model_building(scope, model_building_id)
    with clock.at(clock.days_ago(21, 15)):
        async with open_scope(supervisor) as scope:
            await recognise_building(scope, supervisor.organisation_ids[0], model_building_id)
