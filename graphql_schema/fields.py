"""How types declare their fields: plain columns and relations as data, and root fields with their surfaces."""

import dataclasses
import functools
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any, Literal, Self, TypeVar, dataclass_transform, get_type_hints

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.types.field import StrawberryField

from backend.core.errors import Forbidden, Unauthenticated
from backend.core.surfaces import Surface
from graphql_schema.context import Batch, Info
from graphql_schema.list_sizes import ASSUMED_SIZE

T = TypeVar("T")


def column(description: str, *, size: int | None = None) -> Any:  # Any: takes the type of the annotation
    """A field that is a column of the row, by the same name; `size`: how long a list the guard must reckon with."""
    reckoned = {} if size is None else {ASSUMED_SIZE: size}
    return strawberry.field(description=description, metadata={"column": True, **reckoned})


def one(  # Any: as above
    key: str, batch: Batch[Any, Any], description: str, *, to: str, init: Literal[False] = False
) -> Any:
    """A related row: the column `key` of this row is the id that `batch` finds it by; `to` names its type."""

    async def resolve(root: Any, info: Info) -> Any:  # Any: the annotation of the field is its type
        row = await info.context.load(batch, getattr(root, key))
        return None if row is None else typed(info, to).of(row)

    return strawberry.field(resolver=resolve, description=description, metadata={"one": key, "batch": batch})


def many(  # Any: as above
    batch: Batch[Any, Any], description: str, *, to: str, of: str | None = None, init: Literal[False] = False
) -> Any:
    """The related rows that `batch` finds by this row's id, as lists; `to` names their type. `of`: which of the lists
    of what is found, where one read tells several."""

    async def resolve(root: Any, info: Info) -> Any:  # Any: the annotation of the field is its type
        rows = await info.context.load(batch, root.id)
        if of is not None and rows is not None:
            rows = getattr(rows, of)
        return [typed(info, to).of(row) for row in rows or ()]

    return strawberry.field(resolver=resolve, description=description, metadata={"many": batch})


def computed(
    description: str, *, name: str | None = None, size: int | None = None
) -> Callable[[Callable[..., Any]], Any]:
    """A field with logic of its own: the decorated method is its resolver. `name` where a private one has its own;
    `size`: how long a list the guard must reckon with."""
    reckoned = {} if size is None else {ASSUMED_SIZE: size}

    def declare(resolver: Callable[..., Any]) -> Any:  # Any: read as an attribute, declared as a method
        return strawberry.field(resolver, name=name, description=description, metadata=reckoned)

    return declare


def typed(info: Info, name: str) -> Any:  # Any: a Record type of the schema
    """The class of a type of the schema, by name: relations may point both ways between files."""
    return info.schema.get_type_by_name(name).origin  # type: ignore[union-attr]  # names are checked when the schema is built


class Record:
    """A type whose instances are made from rows: every field that is a column is copied by name."""

    @classmethod
    def of(cls, row: Any) -> Self:  # Any: an entity, or a row with labels
        """The GraphQL object of a row."""
        names = cls.__dict__.get("_columns")
        if names is None:
            # Not `__dataclass_fields__`, which has class variables too.
            fields = dataclasses.fields(cls)  # type: ignore[arg-type]  # strawberry makes dataclasses
            names = tuple(field.name for field in fields if field.init)
            cls._columns = names  # type: ignore[attr-defined]  # kept on the class: this is a hot path
        return cls(**{name: getattr(row, name) for name in names})


def refuse_surface(info: Info, surfaces: tuple[Surface, ...]) -> None:
    """Raises Unauthenticated, or Forbidden for whoever acts on another surface."""
    actor = info.context.actor
    if actor.account_id is None:
        raise Unauthenticated
    if actor.surface not in surfaces:
        raise Forbidden


class OnSurface(FieldExtension):
    """Refuses whoever acts on another surface than a root field declares."""

    def __init__(self, surfaces: tuple[Surface, ...]) -> None:
        self.surfaces = surfaces

    async def resolve_async(self, next_: Any, source: Any, info: Info, **kwargs: Any) -> Any:
        refuse_surface(info, self.surfaces)
        return await next_(source, info, **kwargs)


def described(resolver: Callable[..., Any]) -> str:
    """The docstring, which is also the description in the schema."""
    if not resolver.__doc__:
        raise TypeError(f"{resolver.__qualname__} needs a docstring: it is the field's description")
    return " ".join(resolver.__doc__.split())


def explained(field: StrawberryField, arguments: dict[str, str]) -> StrawberryField:
    """The field, with its arguments described by name."""
    for argument in field.arguments:
        argument.description = arguments.get(argument.python_name, argument.description)
    return field


def reads(
    *surfaces: Surface, public: bool = False, over: Surface | None = None, **arguments: str
) -> Callable[[Callable[..., Any]], StrawberryField]:
    """A root query field, open on these surfaces; its docstring and `arguments` are the descriptions.

    `over`: the login that it runs under where that is not the asker's own; such a resolver confides.

    A public one may be asked before signing in, and opens the scopes that it needs itself.
    """

    def declare(resolver: Callable[..., Any]) -> StrawberryField:
        field: StrawberryField = strawberry.field(
            resolver,
            description=described(resolver),
            extensions=[] if public else [OnSurface(surfaces)],
            metadata={"surfaces": surfaces, "public": public, "over": over},
        )
        return explained(field, arguments)

    return declare


def watches(*surfaces: Surface, **arguments: str) -> Callable[[Callable[..., Any]], StrawberryField]:
    """A subscription field, open on these surfaces; its docstring and `arguments` are the descriptions."""

    def declare(resolver: Callable[..., Any]) -> StrawberryField:
        @functools.wraps(resolver)
        async def watched(self: Any, info: Info, **kwargs: Any) -> AsyncGenerator[Any, None]:
            refuse_surface(info, surfaces)
            async with aclosing(resolver(self, info, **kwargs)) as events:
                async for event in events:
                    yield event

        field: StrawberryField = strawberry.subscription(
            watched, description=described(resolver), metadata={"surfaces": surfaces}
        )
        return explained(field, arguments)

    return declare


@dataclass_transform(kw_only_default=True, field_specifiers=(column, one, many, strawberry.field))
def record(cls: type[T]) -> type[T]:
    """A GraphQL type; its docstring is its description."""
    return strawberry.type(cls, description=described(cls))


@dataclass_transform(kw_only_default=True)
def given(cls: type[T]) -> type[T]:
    """A GraphQL input; its docstring is its description."""
    return strawberry.input(cls, description=described(cls))


def hints(resolver: Callable[..., Any]) -> dict[str, Any]:
    """A resolver's annotations, evaluated."""
    return get_type_hints(resolver, include_extras=True)
