"""What the roll-up does on its own: events mark communities, marks are counted, and nothing is left behind."""

import backend.modules.dashboard.releases  # noqa: F401 declares a timer of the platform
from backend.core.events import Event, on
from backend.core.timers import daily, every
from backend.modules.dashboard.actions.marking import first_kept_on, mark_all_days, mark_communities, mark_event
from backend.modules.dashboard.actions.recomputing import drop_old_days, recompute_community
from backend.modules.dashboard.contract.events import CommunityDirtied
from backend.modules.dashboard.contract.measures import FactSource, Measure
from backend.modules.dashboard.contract.permissions import ROLLING_UP
from backend.modules.dashboard.queries.marks import list_neglected_communities
from backend.modules.dashboard.queries.moves import list_moved_communities
from tenants.scope import Scope


def _module_of(thing: type[Event] | FactSource) -> str:
    made = thing.build if isinstance(thing, FactSource) else thing
    return made.__module__.split(".")[2]


def counted_events() -> list[type[Event]]:
    """Every event of every module that has measures: no list of them is kept anywhere."""
    counted = {_module_of(measure.facts) for measure in Measure.declared.values()}
    return [Event.by_name[name] for name in sorted(Event.by_name) if name.split(".")[0] in counted]


async def mark_dirty(scope: Scope, event: Event) -> None:
    """Whatever has happened, its communities are to be counted anew."""
    await mark_event(scope, event)


for each in counted_events():
    on(each, permissions=ROLLING_UP, is_prompt=True)(mark_dirty)


@on(CommunityDirtied, permissions=ROLLING_UP, is_prompt=True)
async def count_anew(scope: Scope, event: CommunityDirtied) -> None:
    """One recomputation for however many events came meanwhile."""
    await recompute_community(scope, event.community_id)


@every(seconds=60, permissions=ROLLING_UP)
async def count_neglected(scope: Scope) -> None:
    """Lost marks, new communities, the first minute of every day, and whoever was moved to another street's grid."""
    await mark_communities(scope, await list_moved_communities(scope), first_kept_on())
    for community_id in await list_neglected_communities(scope):
        scope.emit(CommunityDirtied(community_id))


@daily("03:50", permissions=ROLLING_UP)
async def count_every_day_anew(scope: Scope) -> None:
    """At night every day that is kept is counted once more, whatever events have said or left out."""
    await mark_all_days(scope)


@daily("04:30", permissions=ROLLING_UP)
async def forget_old_days(scope: Scope) -> None:
    """Whole months are kept by the day for a year; what was sealed of older ones stays sealed."""
    await drop_old_days(scope)
