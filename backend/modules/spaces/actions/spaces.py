"""Spaces opened and changed, and their equipment."""

import secrets
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.housing.queries.inventory import communities_by_id
from backend.modules.spaces.contract.events import SpaceChanged
from backend.modules.spaces.contract.inputs import Band, NewSpace, Quota, Rulebook, SpaceChange
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.contract.refusals import NestingInvalid, RulesInvalid
from backend.modules.spaces.holding import lock_roots, tree_of
from backend.modules.spaces.models.bookings import BookingPlace
from backend.modules.spaces.models.spaces import Equipment, Space, SpaceRoot
from backend.modules.spaces.notes import code_context
from backend.modules.spaces.openings import LATEST_CLOSING
from backend.modules.spaces.words import SpaceMode
from tenants.scope import Scope, action

_LONGEST_NAME = 60
_LONGEST_TERMS = 5000
_CODE_BYTES = 15
# What a rule is kept as, where it is not the column's own value.
_LISTS = ("hours", "audiences", "quotas")


@action(SpacePermission.MANAGE)
async def create_space(scope: Scope, new: NewSpace) -> Space:
    """Open a space, or a part of one. Raises NotFound, SpaceNameTaken, RulesInvalid, NestingInvalid, BadInput."""
    if new.community_id not in await communities_by_id(scope, (new.community_id,)):
        raise NotFound(field=("input", "community_id"))
    name = _name(new.name)
    space_id = new_id()
    root_id, around = await _place_in(scope, new, space_id)
    code, key = secrets.token_hex(_CODE_BYTES), await scope.key()
    space = Space(
        id=space_id,
        community_id=new.community_id,
        name=name,
        kind=new.kind,
        location=new.location.strip()[:_LONGEST_NAME],
        parent_id=new.parent_id,
        root_id=root_id,
        around_ids=around,
        code_sealed=key.seal(code, code_context(space_id)),
        code_index=key.index(f"space_code:{code}"),
        **kept_rules(new.rules),
    )
    scope.session.add(space)
    if new.parent_id is None:
        scope.session.add(SpaceRoot(root_id=space_id))
    await scope.session.flush()
    scope.record("create_space", "Space", space.id, community_id=space.community_id, kind=str(space.kind))
    scope.emit(SpaceChanged(space.id, space.community_id))
    return space


@action(SpacePermission.MANAGE)
async def update_space(scope: Scope, space_id: UUID, change: SpaceChange) -> Space:
    """Change what is given. Bookings stay as they are; who books from now on keeps the new rules.

    New terms have a new version. Raises NotFound, SpaceNameTaken, RulesInvalid, NestingInvalid, BadInput.
    """
    tree = await tree_of(scope, space_id, "input", "space_id")
    await lock_roots(scope, (tree.space.root_id,))
    rows = await scope.session.scalars(
        select(Space).where(Space.id == space_id).execution_options(populate_existing=True)
    )
    space = rows.one()
    if change.rules is not None:
        kept = kept_rules(change.rules)
        if kept["mode"] is not space.mode and (tree.parts or await _has_places(scope, space_id)):
            raise NestingInvalid(field=("input", "rules"))
        if kept["terms"] != space.terms:
            space.terms_version += 1
        for column, value in kept.items():
            setattr(space, column, value)
    if change.name is not None:
        space.name = _name(change.name)
    space.kind = change.kind or space.kind
    if change.location is not None:
        space.location = change.location.strip()[:_LONGEST_NAME]
    if change.is_open is not None:
        space.is_open = change.is_open
    await scope.session.flush()
    scope.record("update_space", "Space", space.id, community_id=space.community_id)
    scope.emit(SpaceChanged(space.id, space.community_id))
    scope.touch(f"space:{space.root_id}")
    return space


@action(SpacePermission.MANAGE)
async def set_equipment(scope: Scope, space_id: UUID, name: str, stock: int) -> Equipment:
    """How many there are of a piece of equipment of a space; 0 takes it away. What was lent stays lent."""
    tree = await tree_of(scope, space_id, "input", "space_id")
    if not 0 <= stock <= 10_000:
        raise BadInput(field=("input", "stock"))
    said = {"community_id": tree.space.community_id, "space_id": space_id, "name": _name(name), "stock": stock}
    rows = await scope.session.scalars(
        insert(Equipment)
        .values(said)
        .on_conflict_do_update(index_elements=["operator_id", "space_id", "name"], set_={"stock": stock})
        .returning(Equipment)
        .execution_options(populate_existing=True)
    )
    made = rows.one()
    scope.record("set_equipment", "Equipment", made.id, community_id=made.community_id, stock=stock)
    return made


async def _place_in(scope: Scope, new: NewSpace, space_id: UUID) -> tuple[UUID, list[UUID]]:
    """The outermost space and those around. A part makes the whole wait: its places are what the whole takes too."""
    if new.parent_id is None:
        return space_id, []
    tree = await tree_of(scope, new.parent_id, "input", "parent_id")
    await lock_roots(scope, (tree.space.root_id,))
    parent = tree.space
    is_whole = parent.mode is SpaceMode.EXCLUSIVE and parent.community_id == new.community_id
    if not is_whole or await _has_places(scope, parent.id):
        raise NestingInvalid(field=("input", "parent_id"))
    return parent.root_id, [*parent.around_ids, parent.id]


async def _has_places(scope: Scope, space_id: UUID) -> bool:
    return (
        await scope.session.scalar(select(BookingPlace.id).where(BookingPlace.place_id == space_id).limit(1))
        is not None
    )


def _name(name: str) -> str:
    if not 1 <= len(name.strip()) <= _LONGEST_NAME:
        raise BadInput(field=("input", "name"))
    return name.strip()


def _is_band(band: Band | Quota) -> bool:
    return 0 <= band.opens < band.closes <= LATEST_CLOSING and all(1 <= day <= 7 for day in band.weekdays)


def kept_rules(rules: Rulebook) -> dict[str, object]:
    """The columns of a space that hold its rules. Raises RulesInvalid."""
    if not rules.hours or rules.slot_minutes < 1 or len(rules.hours) > 50 or len(rules.closed_on) > 400:
        raise RulesInvalid(field=("input", "rules"))
    for opening in rules.hours:
        if not (1 <= opening.weekday <= 7 and 0 <= opening.opens < opening.closes <= LATEST_CLOSING):
            raise RulesInvalid(field=("input", "rules", "hours"))
    if len(rules.audiences) > 20 or not all(map(_is_band, rules.audiences)):
        raise RulesInvalid(field=("input", "rules", "audiences"))
    if len(rules.quotas) > 10 or not all(one.amount > 0 and _is_band(one) for one in rules.quotas):
        raise RulesInvalid(field=("input", "rules", "quotas"))
    if rules.terms is not None and len(rules.terms) > _LONGEST_TERMS:
        raise BadInput(field=("input", "rules", "terms"))
    values = {field: getattr(rules, field) for field in rules.__dataclass_fields__}
    for field in _LISTS:
        values[field] = msgspec.to_builtins(values[field])
    values["closed_on"] = sorted(set(rules.closed_on))
    values["terms"] = rules.terms.strip() if rules.terms and rules.terms.strip() else None
    return values
