"""How inputs are declared, and turned into what the modules' actions take."""

import dataclasses
from collections.abc import Sequence
from typing import Any, TypeVar

import strawberry
from strawberry.relay import GlobalID

from backend.core.errors import BadInput
from graphql_schema.relay import key_of

T = TypeVar("T")


def ref(
    description: str, *kinds: str, optional: bool = False, **default: Any
) -> Any:  # Any: takes the type of the annotation
    """An input field that names an object of one of these types by global id, or several (`default_factory=list`)."""
    said: dict[str, Any] = {"default": None} if optional else default
    return strawberry.field(description=description, metadata={"kinds": kinds}, **said)


def said(description: str, **default: Any) -> Any:  # Any: as above
    """A plain input field, with `default=` or `default_factory=` where it may be left out."""
    return strawberry.field(description=description, **default)


@strawberry.input
class Creation:
    """What every input of a creation has."""

    idempotency_key: str | None = said(
        "A key of the client's choice, up to 100 characters: a retry with it answers what was made the first time.",
        default=None,
    )


def plain(given: Any, target: type[T], **more: Any) -> T:  # Any: a strawberry input; values of the target
    """The dataclass that an action takes, by field name; ids are opened, lists become tuples. Raises BadInput."""
    names = {field.name for field in dataclasses.fields(target)}  # type: ignore[arg-type]  # a dataclass type
    values = {
        field.name: _plain(getattr(given, field.name), field)
        for field in dataclasses.fields(given)
        if field.name in names and field.name not in more
    }
    return target(**values, **more)


def key(given: Any, name: str) -> Any:  # Any: a UUID, a tuple of them, or None, as the field is declared
    """What one ref field of an input names."""
    field = next(field for field in dataclasses.fields(given) if field.name == name)
    return _plain(getattr(given, name), field)


def _plain(value: Any, field: dataclasses.Field[Any]) -> Any:
    kinds: Sequence[str] = field.metadata.get("kinds", ())
    if isinstance(value, GlobalID):
        return key_of(value, *kinds, field=("input", field.name))
    if isinstance(value, list):
        return tuple(key_of(item, *kinds, field=("input", field.name)) if kinds else item for item in value)
    if isinstance(value, str) and "\x00" in value:
        raise BadInput(field=("input", field.name))
    return value
