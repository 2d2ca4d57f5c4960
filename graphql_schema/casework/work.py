"""A worker's day, what is planned for cases, and the station's numbers, in the schema."""

import datetime as dt
from typing import Any
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.casework.actions import activities as actions
from backend.modules.casework.contract import words
from backend.modules.casework.queries import cases as case_queries
from backend.modules.casework.queries import groups as group_queries
from backend.modules.casework.queries import helping, kpis, work
from graphql_schema.casework.cases import Case
from graphql_schema.casework.groups import StationGroup
from graphql_schema.casework.helping import HelpRequest
from graphql_schema.casework.parts import CaseActivity, confided
from graphql_schema.casework.stale import CaseInput, shown
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, one, reads, record
from graphql_schema.inputs import Creation, key, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Connection, First, key_of, page


@record
class WorkItem(Record):
    """One line of a worker's day: what is to be done, of which case or group, by when."""

    case_id: strawberry.Private[UUID | None]
    help_request_id: strawberry.Private[UUID | None]
    group_id: strawberry.Private[UUID | None]
    planned: strawberry.Private[Any]  # Any: a row
    kind: words.WorkKind = column("What.")
    due_on: dt.date = column("By which day, or since which day it waits.")
    due_at: dt.datetime | None = column("By which moment, of a crisis.")
    is_overdue: bool = column("Whether that has passed.")
    case: Case | None = one("case_id", case_queries.cases_by_id, "Of which case.", to="Case")
    help_request: HelpRequest | None = one(
        "help_request_id", helping.help_requests_by_id, "What a resident asks for.", to="HelpRequest"
    )
    group: StationGroup | None = one("group_id", group_queries.groups_by_id, "Of which group.", to="StationGroup")

    @computed("What was planned.")
    def activity(self) -> CaseActivity | None:
        """Read with the line itself."""
        return None if self.planned is None else CaseActivity.of(self.planned)


@record
class WorkerLoad(Record):
    """How many open cases someone works on."""

    name: str = column("Who.")
    role: words.StationRole = column("What they do at the station.")
    open_cases: int = column("How many.")
    overdue_cases: int = column("Of how many the next step is overdue.")


@record
class CloseTimeBucket(Record):
    """How many cases took so long."""

    from_days: int = column("At least so many days.")
    to_days: int | None = column("At most so many; none for the longest.")
    count: int = column("How many cases.")


@record
class CaseCount(Record):
    """How many open cases have something in common."""

    code: str = column("What: a phase, an area or a risk.")
    count: int = column("How many.")


@record
class CaseKpis(Record):
    """The numbers of a station, without a word of any case."""

    open_cases: int = column("How many are open.")
    overdue_cases: int = column("Of how many the next step is overdue.")
    closed_cases: int = column("How many were closed in the span.")
    average_days_to_close: float | None = column("How many days those took.")
    workers_per_supervisor: float | None = column("How many workers there are to a supervisor.")
    average_satisfaction: float | None = column("How content people were, 1 to 5, of those who said.")
    satisfaction_count: int = column("How many said.")
    average_goal_score: float | None = column("How far the goals of open cases are, in percent.")
    loads: list[WorkerLoad] = column("Each worker's caseload, workers first.")
    buckets: list[CloseTimeBucket] = column("How long closed cases took: up to 30, 90, 180 days, and longer.")
    by_phase: list[CaseCount] = column("Open cases by phase.")
    by_area: list[CaseCount] = column("Open cases by area.")
    by_risk: list[CaseCount] = column("Open cases by risk.")


@given
class PlanCaseActivityInput(Creation, CaseInput):
    """Something that is planned for a case."""

    kind: words.ActivityKind = said("What.")
    due_on: dt.date = said("By which day, not before today.")


@given
class FinishCaseActivityInput:
    """What was done, or is called off."""

    activity_id: GlobalID = ref("What was planned.", "CaseActivity")
    is_done: bool = said("Whether it was done; false: it is called off.", default=True)


@strawberry.type
class Query:
    """Reads of a worker's day and of the station's numbers."""

    @reads(
        Surface.TENANT,
        over=Surface.CASEWORK,
        until_on="Up to this day; all where it is left out.",
        visits="Only whom to go and see.",
    )
    async def my_work(
        self,
        info: Info,
        until_on: dt.date | None = None,
        visits: bool = False,
        first: First = 20,
        after: After = None,
    ) -> Connection[WorkItem]:
        """What the caller has to do, the first due first: next steps, plans, decisions, requests, crises."""
        asked = page(first, after)
        found = await confided(info, lambda scope: work.list_work_items(scope, asked, until_on, visits=visits))
        return Connection.of(WorkItem, found)

    @reads(
        Surface.TENANT,
        over=Surface.CASEWORK,
        station_id="The station, where the caller works.",
        from_on="Closed cases since this day; a year where it is left out.",
        to_on="Closed cases until this day; today where it is left out.",
    )
    async def case_kpis(
        self, info: Info, station_id: GlobalID, from_on: dt.date | None = None, to_on: dt.date | None = None
    ) -> CaseKpis:
        """Caseload, time to close, goals and satisfaction: of a station for its supervisor, else of one's own cases."""
        key = key_of(station_id, "Station", field=("stationId",))
        found = await info.context.confide(lambda scope: kpis.case_kpis(scope, key, from_on, to_on))
        return CaseKpis.of(found)


@strawberry.type
class Mutation:
    """What is planned for cases."""

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def plan_case_activity(self, info: Info, input: PlanCaseActivityInput) -> CaseActivity:
        """Plan a contact, a visit or a review for a case."""
        scope, case_id = await info.context.scope(), key(input, "case_id")
        made = await actions.plan_case_activity(scope, case_id, input.kind, input.due_on)
        activity: CaseActivity = await shown(info, CaseActivity, made.id)
        return activity

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def finish_case_activity(self, info: Info, input: FinishCaseActivityInput) -> CaseActivity:
        """It was done, or is called off."""
        scope, activity_id = await info.context.scope(), key(input, "activity_id")
        await actions.finish_case_activity(scope, activity_id, is_done=input.is_done)
        activity: CaseActivity = await shown(info, CaseActivity, activity_id)
        return activity
