"""Problems: the typed answers of a mutation that was refused."""

from collections.abc import Callable
from enum import Enum, EnumMeta
from typing import Any, cast

import strawberry
from strawberry.utils.str_converters import to_camel_case

from backend import registry
from backend.core.errors import AppError, Locale

registry.load("contract")


def _subclasses(cls: type[AppError]) -> set[type[AppError]]:
    return {found for child in cls.__subclasses__() for found in (child, *_subclasses(child))}


def refusals() -> list[type[AppError]]:
    """Every refusal that a client may meet; what only the command line says is not among them, loaded or not."""
    met = (each for each in _subclasses(AppError) if each.__module__.startswith(("backend.core.", "backend.modules.")))
    return sorted(met, key=lambda error: (error.code, error.__module__))


ERRORS = {error.code: error for error in refusals()}

ProblemCode: Any = strawberry.enum(  # Any: the members are what the modules declare
    cast("EnumMeta", Enum)(  # the functional form: no checker can know these members
        "ProblemCode",
        {code: strawberry.enum_value(code, description=error.message(error(), "en")) for code, error in ERRORS.items()},
    ),
    description="Why a request was refused. Codes never change their meaning.",
)


@strawberry.interface(description="A refusal: nothing was changed.")
class Problem:
    """What every refusal says."""

    code: ProblemCode = strawberry.field(description="Stable code for programs.")
    message: str = strawberry.field(description="Sentence for the user, in the user's language.")
    field: list[str] | None = strawberry.field(description="Path of the input field that is at fault, if one is.")


@strawberry.type(description="A refusal with nothing more to say than its code.")
class Refusal(Problem):
    """The problem of every code that has no type of its own."""


Builder = Callable[[AppError, Locale], Problem]
_builders: dict[type[AppError], Builder] = {}


def says_more(error: type[AppError]) -> Callable[[Builder], Builder]:
    """Answer this refusal with a type of its own, built by the decorated function."""

    def register(builder: Builder) -> Builder:
        _builders[error] = builder
        return builder

    return register


def path(error: AppError) -> list[str] | None:
    """The field path as the client wrote it."""
    return [to_camel_case(part) for part in error.field] or None


def problem_of(error: AppError, locale: Locale, told: tuple[type, ...] = ()) -> Problem:
    """The answer that stands for a refusal; `told` are the types besides Refusal that a client may be given."""
    builder = _builders.get(type(error))
    problem = builder(error, locale) if builder is not None else None
    if problem is not None and isinstance(problem, told):
        return problem
    return Refusal(code=ProblemCode(error.code), message=error.message(locale), field=path(error))
