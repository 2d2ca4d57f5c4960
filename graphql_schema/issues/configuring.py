"""How the operator handles issues, in the schema: categories, rules, templates, and notices of works."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.errors import Locale
from backend.core.surfaces import Surface
from backend.modules.housing.queries import inventory
from backend.modules.issues import words
from backend.modules.issues.actions import configuring, works
from backend.modules.issues.contract.inputs import NewCategory, NewRule, NewWork
from backend.modules.issues.queries import handlers, rules
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, given, one, reads, record
from graphql_schema.housing.inventory import Building, Community
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.issues.reporting import shown
from graphql_schema.issues.types import Issue, IssueCategory, IssueHandler, PlannedWork
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, key_of, page

_WHO = (Surface.TENANT, Surface.RESIDENT)


@record
class IssueRule(Batched, Node):
    """Who gets new issues of a type at a place."""

    batch = staticmethod(rules.rules_by_id)
    id: NodeID[UUID]
    category_id: strawberry.Private[UUID | None]
    community_id: strawberry.Private[UUID | None]
    building_id: strawberry.Private[UUID | None]
    assignee_id: strawberry.Private[UUID | None]
    category: IssueCategory | None = one(
        "category_id", rules.categories_by_id, "Of this type; none means any.", to="IssueCategory"
    )
    community: Community | None = one(
        "community_id", inventory.communities_by_id, "In this community; none means any.", to="Community"
    )
    building: Building | None = one(
        "building_id", inventory.buildings_by_id, "In this building; none means any.", to="Building"
    )
    assignee: IssueHandler | None = one(
        "assignee_id", handlers.handlers_by_account_id, "The member of the staff.", to="IssueHandler"
    )
    department: str | None = column("The department.")


@record
class IssueTemplate(Batched, Node):
    """A sentence that staff answer with at a step."""

    batch = staticmethod(rules.templates_by_id)
    id: NodeID[UUID]
    category_id: strawberry.Private[UUID | None]
    category: IssueCategory | None = one(
        "category_id", rules.categories_by_id, "For this type; none means any.", to="IssueCategory"
    )
    act: words.IssueAct = column("The step.")
    locale: str = column("The language: zh-CN or en.")
    text: str = column("The sentence.")


@record
class CategoriesAdded(Record):
    """What was taken over of the usual categories."""

    count: int = column("How many came.")


@record
class RemovedRule(Record):
    """A rule that is gone."""

    rule_id: GlobalID = column("Its global id.")


@given
class CreateIssueCategoryInput(Creation):
    """A type of issue; deadlines are 1, 3, 5 or 15 working days."""

    code: str = said("Short code, unique with the operator.")
    name_zh: str = said("Name in Chinese.")
    name_en: str = said("Name in English.")
    standard_days: int = said("Working days until it is to be solved.")
    emergency_days: int = said("The same for an emergency.", default=1)
    paid_days: int = said("The same where the resident pays.", default=5)
    warranty_days: int = said("The same under warranty.", default=5)
    is_sensitive: bool = said("Whether its issues are for few of the staff alone.", default=False)


@given
class IssueCategoryInput:
    """A type of issue."""

    category_id: GlobalID = ref("The type.", "IssueCategory")


@given
class AddDefaultCategoriesInput:
    """The usual categories and templates."""

    is_wanted: bool = said("Whether they are wanted.", default=True)


@given
class CreateIssueRuleInput(Creation):
    """Who is to get new issues; what is left out matches everything, and the closest rule wins."""

    handler_id: GlobalID | None = ref("A member of the staff.", "IssueHandler", optional=True)
    department: str | None = said("A department.", default=None)
    category_id: GlobalID | None = ref("Of this type.", "IssueCategory", optional=True)
    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    building_id: GlobalID | None = ref("In this building of it.", "Building", optional=True)


@given
class RemoveIssueRuleInput:
    """A rule."""

    rule_id: GlobalID = ref("The rule.", "IssueRule")


@given
class SetIssueTemplateInput:
    """A sentence for a step, in a language."""

    act: words.IssueAct = said("The step.")
    locale: str = said("The language: zh-CN or en.")
    text: str = said("The sentence.")
    category_id: GlobalID | None = ref("For this type alone.", "IssueCategory", optional=True)


@given
class AnnounceWorksInput(Creation):
    """Works that are planned."""

    community_id: GlobalID = ref("Where.", "Community")
    title: str = said("Title, up to 60 characters.")
    text: str = said("What is done, and what residents should know.")
    starts_at: dt.datetime = said("When it begins.")
    ends_at: dt.datetime = said("When it ends.")
    building_id: GlobalID | None = ref("In which building.", "Building", optional=True)
    category_id: GlobalID | None = ref("Which issues it explains.", "IssueCategory", optional=True)


@given
class CancelWorksInput:
    """Works that will not take place."""

    works_id: GlobalID = ref("The notice.", "PlannedWork")


@given
class LinkIssueToWorksInput:
    """Works that explain an issue or put it right."""

    issue_id: GlobalID = ref("The issue.", "Issue")
    works_id: GlobalID = ref("The notice.", "PlannedWork")


@given
class PlannedWorksFilter:
    """Which notices are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    category_id: GlobalID | None = ref("That explain issues of this type.", "IssueCategory", optional=True)
    with_past: bool = said("Those that are over or were called off too.", default=False)


@strawberry.type
class Query:
    """Reads of how issues are handled."""

    @reads(Surface.TENANT)
    async def issue_handlers(self, info: Info, first: First = 50, after: After = None) -> Connection[IssueHandler]:
        """Those to whom an issue may be assigned."""
        scope = await info.context.scope()
        return Connection.of(IssueHandler, await handlers.list_issue_handlers(scope, page(first, after)))

    @reads(Surface.TENANT)
    async def issue_rules(self, info: Info, first: First = 50, after: After = None) -> Connection[IssueRule]:
        """Who gets new issues."""
        return Connection.of(IssueRule, await rules.list_issue_rules(await info.context.scope(), page(first, after)))

    @reads(
        Surface.TENANT,
        act="For this step.",
        category_id="For this type, and for any.",
        in_english="Whether those in English are wanted; else those in Chinese.",
    )
    async def issue_templates(
        self,
        info: Info,
        act: words.IssueAct | None = None,
        category_id: GlobalID | None = None,
        in_english: bool | None = None,
        first: First = 50,
        after: After = None,
    ) -> Connection[IssueTemplate]:
        """The sentences that staff answer with."""
        locale: Locale | None = None
        if in_english is not None:
            locale = "en" if in_english else "zh-CN"
        category = None if category_id is None else key_of(category_id, "IssueCategory")
        scope = await info.context.scope()
        found = await rules.list_issue_templates(scope, page(first, after), act, locale, category)
        return Connection.of(IssueTemplate, found)

    @reads(*_WHO, filter="Which notices are wanted; all that are to come where it is left out.")
    async def planned_works(
        self, info: Info, filter: PlannedWorksFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[PlannedWork]:
        """Notices of works: those to come soonest first, or all, latest first; residents see those of their home."""
        wanted = plain(filter, rules.WorksFilter) if filter else rules.WorksFilter()
        scope = await info.context.scope()
        return Connection.of(PlannedWork, await rules.list_planned_works(scope, page(first, after), wanted))


@strawberry.type
class Mutation:
    """Changes to how issues are handled."""

    @mutation(Surface.TENANT)
    async def create_issue_category(self, info: Info, input: CreateIssueCategoryInput) -> IssueCategory:
        """Make a type of issue."""
        scope = await info.context.scope()
        return IssueCategory.of(await configuring.create_issue_category(scope, plain(input, NewCategory)))

    @mutation(Surface.TENANT)
    async def retire_issue_category(self, info: Info, input: IssueCategoryInput) -> IssueCategory:
        """Report nothing new under a type."""
        scope, category_id = await info.context.scope(), key(input, "category_id")
        return IssueCategory.of(await configuring.retire_issue_category(scope, category_id))

    @mutation(Surface.TENANT)
    async def add_default_categories(self, info: Info, input: AddDefaultCategoriesInput) -> CategoriesAdded:
        """Take over the usual types and templates; those whose codes are in use stay as they are."""
        scope = await info.context.scope()
        return CategoriesAdded(count=await configuring.add_default_categories(scope) if input.is_wanted else 0)

    @mutation(Surface.TENANT)
    async def create_issue_rule(self, info: Info, input: CreateIssueRuleInput) -> IssueRule:
        """Say who gets new issues."""
        scope = await info.context.scope()
        return IssueRule.of(await configuring.create_issue_rule(scope, plain(input, NewRule)))

    @mutation(Surface.TENANT)
    async def remove_issue_rule(self, info: Info, input: RemoveIssueRuleInput) -> RemovedRule:
        """Hand out new issues by a rule no more."""
        await configuring.remove_issue_rule(await info.context.scope(), key(input, "rule_id"))
        return RemovedRule(rule_id=input.rule_id)

    @mutation(Surface.TENANT)
    async def set_issue_template(self, info: Info, input: SetIssueTemplateInput) -> IssueTemplate:
        """Say what staff answer with at a step."""
        scope, category_id = await info.context.scope(), key(input, "category_id")
        made = await configuring.set_issue_template(scope, input.act, input.locale, input.text, category_id)
        return IssueTemplate.of(made)

    @mutation(Surface.TENANT)
    async def announce_works(self, info: Info, input: AnnounceWorksInput) -> PlannedWork:
        """Tell a community of works."""
        return PlannedWork.of(await works.announce_works(await info.context.scope(), plain(input, NewWork)))

    @mutation(Surface.TENANT)
    async def cancel_works(self, info: Info, input: CancelWorksInput) -> PlannedWork:
        """Call works off."""
        return PlannedWork.of(await works.cancel_works(await info.context.scope(), key(input, "works_id")))

    @mutation(Surface.TENANT)
    async def link_issue_to_works(self, info: Info, input: LinkIssueToWorksInput) -> Issue:
        """Say which works explain an issue."""
        scope, works_id = await info.context.scope(), key(input, "works_id")
        return await shown(info, (await works.link_issue_to_works(scope, key(input, "issue_id"), works_id)).id)
