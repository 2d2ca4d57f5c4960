"""The life of an operator: created from its catalog file, suspended, resumed, exported, erased."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select, update

from backend.core.errors import AppError
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from tenants.keys import wrapped_new_key
from tenants.models import Operator, OperatorKey, OperatorState
from tenants.roles import PlatformPermission
from tenants.scope import Actor, Scope, action, query

CATALOG = Path(__file__).parent / "catalog"


class OperatorCodeTaken(AppError):
    """An operator with this code exists already."""

    zh = "该运营方编号已存在"
    constraint = "operators_code_key"


class OperatorStateOther(AppError):
    """That can be done to an operator that is {state}, and this one is not."""

    zh = "只有状态为 {state} 的运营方才能执行此操作"


class OperatorUnknown(AppError):
    """There is no operator {code}."""

    zh = "没有编号为 {code} 的运营方"


class OperatorCodeInvalid(AppError):
    """A code is 2 to 31 lower-case letters, digits and dashes, and begins with a letter."""

    zh = "运营方编号应为 2 至 31 位小写字母、数字或短横线，并以字母开头"
    constraint = "operators_code_check"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOperator:
    """What a catalog file says of an operator."""

    code: str
    name_zh: str
    name_en: str
    brand_colour: str
    modules: list[str]
    limits: dict[str, int] = field(default_factory=dict)


def read_catalog(path: Path) -> NewOperator:
    """One file of the catalog; raises msgspec's ValidationError where it does not fit."""
    said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf8"))  # Any: as TOML has it
    return msgspec.convert(said, NewOperator)


def platform_actor(name: str) -> Actor:
    """The installation itself, as the command line acts for it."""
    permissions = frozenset(PlatformPermission)
    return Actor(surface=Surface.CONTROL, system=name, permissions=permissions)


@action(PlatformPermission.MANAGE_OPERATORS)
async def create_operator(scope: Scope, new: NewOperator) -> Operator:
    """An operator with a data key of its own. Raises OperatorCodeTaken, OperatorCodeInvalid."""
    operator = Operator(id=new_id(), **{name: getattr(new, name) for name in NewOperator.__slots__})
    scope.session.add(operator)
    await scope.session.flush()
    scope.session.add(OperatorKey(operator_id=operator.id, wrapped=wrapped_new_key(operator.id)))
    scope.record("create_operator", "Operator", operator.id)
    return operator


@query(PlatformPermission.MANAGE_OPERATORS)
async def list_operators(scope: Scope) -> list[Operator]:
    """Every operator by code, erased ones too."""
    return list(await scope.session.scalars(select(Operator).order_by(Operator.code)))


@query(PlatformPermission.MANAGE_OPERATORS)
async def operator_by_code(scope: Scope, code: str) -> Operator:
    """Raises OperatorUnknown."""
    operator: Operator | None = await scope.session.scalar(select(Operator).where(Operator.code == code))
    if operator is None:
        raise OperatorUnknown(code=code)
    return operator


@action(PlatformPermission.MANAGE_OPERATORS)
async def suspend_operator(scope: Scope, operator_id: UUID) -> None:
    """Nobody can enter the operator until it is resumed; nothing is lost."""
    await _turn(scope, operator_id, OperatorState.ACTIVE, OperatorState.SUSPENDED)
    scope.record("suspend_operator", "Operator", operator_id)


@action(PlatformPermission.MANAGE_OPERATORS)
async def resume_operator(scope: Scope, operator_id: UUID) -> None:
    """The operator can be entered again."""
    await _turn(scope, operator_id, OperatorState.SUSPENDED, OperatorState.ACTIVE)
    scope.record("resume_operator", "Operator", operator_id)


async def _turn(scope: Scope, operator_id: UUID, was: OperatorState, becomes: OperatorState) -> None:
    turned = await scope.session.scalar(
        update(Operator)
        .where(Operator.id == operator_id, Operator.state == was)
        .values(state=becomes)
        .returning(Operator.id)
    )
    if turned is None:
        raise OperatorStateOther(state=was)
