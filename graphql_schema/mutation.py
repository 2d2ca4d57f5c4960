"""What every mutation does: a transaction of its own, an idempotent answer, and problems instead of exceptions."""

from collections.abc import Callable
from typing import Annotated, Any, Union, cast
from uuid import UUID

import msgspec
import strawberry
from strawberry.extensions import FieldExtension
from strawberry.relay import Node
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from backend.core.errors import AppError, Conflict, Forbidden, Unauthenticated
from backend.core.surfaces import Surface
from graphql_schema.context import Info
from graphql_schema.fields import described, explained, hints
from graphql_schema.problem import Refusal, problem_of
from graphql_schema.relay import rebuilt
from tenants.idempotency import claim, settle
from tenants.outliving import outlive
from tenants.scope import Actor, Scope

# Deadlocks and the like are tried again before the client hears of them.
_TRIES = 5


class InTransaction(FieldExtension):
    """Runs one mutation field: the surface is chosen, the key claimed, the refusal answered."""

    def __init__(
        self, surfaces: tuple[Surface, ...], is_public: bool, problems: tuple[type, ...], over: Surface | None
    ) -> None:
        self.over = over
        self.surfaces = surfaces
        self.is_public = is_public
        self.problems = problems

    def surface_for(self, actor: Actor) -> Surface:
        """The login to write over; raises Unauthenticated or Forbidden."""
        if not self.is_public and actor.account_id is None:
            raise Unauthenticated
        if actor.surface in self.surfaces:
            return self.over or actor.surface
        if Surface.CONTROL in self.surfaces:
            return Surface.CONTROL
        raise Forbidden

    # Any: strawberry types neither the resolvers that it chains nor their arguments
    async def resolve_async(self, next_: Any, source: Any, info: Info, **kwargs: Any) -> Any:
        context = info.context
        tries = _TRIES
        while True:
            tries -= 1
            try:
                surface = self.surface_for(context.actor)
                async with context.writing(surface) as scope:
                    return await self._once(scope, next_, source, info, kwargs)
            except Conflict as refusal:
                if tries == 0:
                    return problem_of(refusal, context.actor.locale, self.problems)
            except AppError as refusal:
                await outlive(context.actor, refusal)
                return problem_of(refusal, context.actor.locale, self.problems)

    async def _once(self, scope: Scope, next_: Any, source: Any, info: Info, kwargs: dict[str, Any]) -> Any:
        key = getattr(kwargs.get("input"), "idempotency_key", None)
        if key is None:
            return await next_(source, info, **kwargs)
        held = await claim(scope, info.field_name, key, msgspec.json.encode(kwargs["input"], enc_hook=str))
        if not held.is_fresh and held.object_type is not None and held.object_id is not None:
            return await rebuilt(info, held.object_type, held.object_id)
        made = await next_(source, info, **kwargs)
        await settle(scope, held, type(made).__name__, _id_of(made))
        return made


def _id_of(made: Node) -> UUID:
    return cast("UUID", vars(made)["id"])


def mutation(
    *surfaces: Surface, public: bool = False, problems: tuple[type, ...] = (), over: Surface | None = None
) -> Callable[[Callable[..., Any]], StrawberryField]:
    """A mutation field on these surfaces: `-> X` in the code is `X | Refusal | problems` in the schema.

    `public` fields may be called before signing in; `over`: the login to write over, if not the caller's own.
    """

    def declare(resolver: Callable[..., Any]) -> StrawberryField:
        made = hints(resolver)["return"]
        name = to_camel_case(resolver.__name__)
        name = f"{name[0].upper()}{name[1:]}Result"
        union = strawberry.union(name, description=f"What came of {to_camel_case(resolver.__name__)}.")
        resolver.__annotations__["return"] = Annotated[Union[(made, Refusal, *problems)], union]
        field: StrawberryField = strawberry.mutation(
            resolver,
            description=described(resolver),
            extensions=[InTransaction(surfaces, public, problems, over)],
            metadata={"surfaces": surfaces, "public": public, "over": over},
        )
        return explained(field, {"input": "What is asked for."})

    return declare
