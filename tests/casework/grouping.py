"""Groups of the office's first worker, as tests lead them."""

from backend.core import clock
from backend.modules.casework.actions import group_approvals, groups
from backend.modules.casework.contract.case_words import ConsentForm
from backend.modules.casework.contract.group_inputs import NewGroup, NewMember, NewSession
from backend.modules.casework.contract.group_words import GroupPhase, GroupSubject
from backend.modules.casework.contract.words import ServiceArea
from backend.modules.casework.models.groups import GroupMember, StationGroup
from tenants.scope import open_scope
from tests.casework.factories import Office, casework


async def begin(office: Office, capacity: int = 2, aim: str = "减轻初到的孤独") -> StationGroup:
    """A group in its preparation."""
    new = NewGroup(
        station_id=office.station.id,
        title="新上海人适应小组",
        area=ServiceArea.PROFESSIONAL,
        aim=aim,
        capacity=capacity,
    )
    async with open_scope(casework(office.workers[0])) as scope:
        return await groups.open_group(scope, new)


async def approve(office: Office, group: StationGroup, subject: GroupSubject, comment: str = "计划周全") -> None:
    """Asked for by who leads it, granted by the supervisor."""
    async with open_scope(casework(office.workers[0])) as scope:
        asked = await group_approvals.request_group_approval(scope, group.id, subject)
    async with open_scope(casework(office.supervisor)) as scope:
        await group_approvals.decide_group_approval(scope, asked.id, is_approved=True, comment=comment)


async def advance(office: Office, group: StationGroup, *phases: GroupPhase) -> None:
    """Through one phase after the other."""
    for phase in phases:
        async with open_scope(casework(office.workers[0])) as scope:
            await groups.advance_group(scope, group.id, phase)


async def join(office: Office, group: StationGroup, person: int) -> GroupMember:
    """One of the village's residents, by consent."""
    new = NewMember(group_id=group.id, resident_id=office.village.resident_ids[person], form=ConsentForm.WRITTEN)
    async with open_scope(casework(office.workers[0])) as scope:
        return await groups.add_group_member(scope, new)


async def meet(
    office: Office, group: StationGroup, *members: GroupMember, topic: str = "破冰", text: str = "互相介绍，约定规则"
) -> None:
    """A session of today, to which these came."""
    new = NewSession(
        group_id=group.id,
        happened_on=clock.today(),
        minutes=90,
        topic=topic,
        text=text,
        member_ids=tuple(one.id for one in members),
    )
    async with open_scope(casework(office.workers[0])) as scope:
        await groups.record_group_session(scope, new)
