"""How issues are handled, as the operator decides it: categories, assignment rules, templates."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.housing.queries.inventory import buildings_by_id, communities_by_id
from backend.modules.issues.contract.inputs import NewCategory, NewRule
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.contract.refusals import CategoryUnknown, DeadlineUnknown
from backend.modules.issues.deadlines import DAYS
from backend.modules.issues.defaults import CATEGORIES, TEMPLATES
from backend.modules.issues.ledger import account_of_handler, department_of
from backend.modules.issues.models.handling import IssueCategory, IssueRule, IssueTemplate
from backend.modules.issues.words import IssueAct
from tenants.scope import Scope, action

_LONGEST = {"code": 32, "name_zh": 40, "name_en": 60}
_LONGEST_TEMPLATE = 500


@action(IssuePermission.CONFIGURE)
async def create_issue_category(scope: Scope, new: NewCategory) -> IssueCategory:
    """A category to report under. Raises CategoryCodeTaken, DeadlineUnknown, BadInput."""
    for name, longest in _LONGEST.items():
        text = getattr(new, name)
        if not (text.strip() and len(text) <= longest):
            raise BadInput(field=("input", name))
    for name in ("standard_days", "emergency_days", "paid_days", "warranty_days"):
        if getattr(new, name) not in DAYS:
            raise DeadlineUnknown(field=("input", name))
    category = IssueCategory(id=new_id(), **{name: getattr(new, name) for name in NewCategory.__slots__})
    scope.session.add(category)
    await scope.session.flush()
    scope.record("create_issue_category", "IssueCategory", category.id)
    return category


@action(IssuePermission.CONFIGURE)
async def retire_issue_category(scope: Scope, category_id: UUID) -> IssueCategory:
    """Nothing new is reported under it; what was stays. Raises CategoryUnknown."""
    category = await scope.session.scalar(
        select(IssueCategory).where(IssueCategory.id == category_id).with_for_update()
    )
    if category is None:
        raise CategoryUnknown(field=("input", "category_id"))
    category.is_active = False
    scope.record("retire_issue_category", "IssueCategory", category_id)
    return category


@action(IssuePermission.CONFIGURE)
async def add_default_categories(scope: Scope) -> int:
    """Take over the usual categories and templates, those whose codes are not in use; how many categories came."""
    wanted = [{"id": new_id(), **{name: getattr(one, name) for name in NewCategory.__slots__}} for one in CATEGORIES]
    made = await scope.session.scalars(
        insert(IssueCategory)
        .values(wanted)
        .on_conflict_do_nothing(index_elements=["operator_id", "code"])
        .returning(IssueCategory.id)
    )
    count = len(made.all())
    for act, locale, text in TEMPLATES:
        await scope.session.execute(
            insert(IssueTemplate)
            .values(id=new_id(), act=act, locale=locale, category_id=None, text=text)
            .on_conflict_do_nothing()
        )
    scope.record("add_default_categories", "IssueCategory", None, count=count)
    return count


@action(IssuePermission.CONFIGURE)
async def create_issue_rule(scope: Scope, new: NewRule) -> IssueRule:
    """Who gets new issues of a category at a place. Raises RuleTaken, AssigneeUnknown, NotFound, BadInput."""
    department = department_of(new.department)
    if new.handler_id is None and department is None:
        raise BadInput(field=("input", "handler_id"))
    account_id = await account_of_handler(scope, new.handler_id)
    await _refuse_unknown_place(scope, new)
    rule = IssueRule(
        id=new_id(),
        category_id=new.category_id,
        community_id=new.community_id,
        building_id=new.building_id,
        assignee_id=account_id,
        department=department,
    )
    scope.session.add(rule)
    await scope.session.flush()
    scope.record("create_issue_rule", "IssueRule", rule.id, community_id=new.community_id)
    return rule


async def _refuse_unknown_place(scope: Scope, new: NewRule) -> None:
    known = select(IssueCategory.id).where(IssueCategory.id == new.category_id)
    if new.category_id is not None and await scope.session.scalar(known) is None:
        raise CategoryUnknown(field=("input", "category_id"))
    if new.community_id is not None and new.community_id not in await communities_by_id(scope, [new.community_id]):
        raise NotFound(field=("input", "community_id"))
    if new.building_id is not None:
        building = (await buildings_by_id(scope, [new.building_id])).get(new.building_id)
        if building is None or building.community_id != new.community_id:
            raise NotFound(field=("input", "building_id"))


@action(IssuePermission.CONFIGURE)
async def remove_issue_rule(scope: Scope, rule_id: UUID) -> UUID:
    """New issues are no longer handed out by it. Raises NotFound."""
    dropping = delete(IssueRule).where(IssueRule.id == rule_id).returning(IssueRule.id)
    gone: UUID | None = await scope.session.scalar(dropping)
    if gone is None:
        raise NotFound(field=("input", "rule_id"))
    scope.record("remove_issue_rule", "IssueRule", rule_id)
    return gone


@action(IssuePermission.CONFIGURE)
async def set_issue_template(
    scope: Scope, act: IssueAct, locale: str, text: str, category_id: UUID | None = None
) -> IssueTemplate:
    """The sentence that staff may answer with at a step, in a language. Raises CategoryUnknown, BadInput."""
    if not (text.strip() and len(text) <= _LONGEST_TEMPLATE):
        raise BadInput(field=("input", "text"))
    if locale not in ("zh-CN", "en"):
        raise BadInput(field=("input", "locale"))
    known = select(IssueCategory.id).where(IssueCategory.id == category_id)
    if category_id is not None and await scope.session.scalar(known) is None:
        raise CategoryUnknown(field=("input", "category_id"))
    made = await scope.session.scalars(
        insert(IssueTemplate)
        .values(id=new_id(), act=act, locale=locale, category_id=category_id, text=text.strip())
        .on_conflict_do_update(
            index_elements=["operator_id", "act", "locale", "category_id"], set_={"text": text.strip()}
        )
        .returning(IssueTemplate)
        .execution_options(populate_existing=True)
    )
    template = made.one()
    scope.record("set_issue_template", "IssueTemplate", template.id, step=act, locale=locale)
    return template
