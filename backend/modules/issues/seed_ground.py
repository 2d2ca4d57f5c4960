"""What the demo of issues is told with: the ground it stands on, and the steps that a story takes."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core import clock
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.files.contract import FilePurpose, NewFile, store_file
from backend.modules.grids.contract import GridPermission
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.issues.actions.reporting import report_issue
from backend.modules.issues.contract.inputs import NewIssue
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.ledger import lock_issue, move
from backend.modules.issues.models.issues import Issue, IssueFollower, IssuePhoto
from backend.modules.issues.seed_photos import Scene, picture
from backend.modules.issues.words import IssueAct, IssueSource, PhotoMoment
from tenants.scope import Actor, Scope

PERMITTED = (*IssuePermission, *HousingPermission, GridPermission.VIEW)
_DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class Ground:
    """What the stories of one community stand on."""

    operator_id: UUID
    staff: Actor
    community_id: UUID
    buildings: dict[str, UUID]
    people: Sequence[UUID]
    categories: dict[str, UUID]
    rng: random.Random


def moment(days_ago: int, hour: int, minute: int = 0) -> dt.datetime:
    """A time of day in Shanghai, so many days ago."""
    return clock.moment(clock.today() - days_ago * _DAY, hour, minute)


def as_resident(ground: Ground, resident_id: UUID) -> Actor:
    """Someone who lives there, for what only the reporter may say."""
    return Actor(
        surface=Surface.RESIDENT,
        operator_id=ground.operator_id,
        resident_id=resident_id,
        system="seed",
        permissions=frozenset(PERMITTED),
    )


async def report(scope: Scope, ground: Ground, resident_id: UUID, kind: str, text: str, tower: str = "") -> Issue:
    """As if taken down at the desk for a resident, so that the story has no uploads of its own."""
    return await report_issue(
        scope,
        NewIssue(
            category_id=ground.categories[kind],
            text=text,
            community_id=ground.community_id,
            building_id=ground.buildings.get(tower),
            on_behalf_of_id=resident_id,
            source=IssueSource.RESIDENT,
        ),
    )


async def show(scope: Scope, issue: Issue, step_id: UUID, scene: Scene, moment: PhotoMoment) -> None:
    """Put a picture beside a step."""
    photo_id = new_id()
    new = NewFile(
        purpose=FilePurpose.PHOTO,
        name=f"{scene.lower()}.jpg",
        media_type="image/jpeg",
        attached_type="IssuePhoto",
        attached_id=photo_id,
    )
    file_id = await store_file(scope, new, picture(scene))
    scope.session.add(
        IssuePhoto(
            id=photo_id,
            community_id=issue.community_id,
            issue_id=issue.id,
            step_id=step_id,
            file_id=file_id,
            shown_file_id=file_id,
            moment=moment,
            visibility=issue.visibility,
            reporter_resident_id=issue.reporter_resident_id,
            created_at=clock.now(),
        )
    )
    await scope.session.flush()


async def resolve(scope: Scope, issue_id: UUID, note: str, scene: Scene | None = None) -> None:
    """Resolved as the action does it; what was photographed is drawn, for a story has no camera."""
    issue = await lock_issue(scope, issue_id)
    issue.resolved_at, issue.escalates_at = clock.now(), None
    issue.accepted_at = issue.accepted_at or clock.now()
    step = await move(scope, issue, IssueAct.RESOLVED, note=note)
    await scope.session.flush()
    if scene is not None:
        await show(scope, issue, step.id, scene, PhotoMoment.AFTER)


async def follow(scope: Scope, issue_id: UUID, people: Sequence[UUID]) -> None:
    """Neighbours say "me too"; those without an account follow under a number that is nobody's."""
    issue = await lock_issue(scope, issue_id)
    scope.session.add_all(
        IssueFollower(issue_id=issue_id, account_id=new_id(), resident_id=one, created_at=clock.now())
        for one in people
        if one != issue.reporter_resident_id
    )
    await scope.session.flush()
    issue.follower_count += sum(one != issue.reporter_resident_id for one in people)
