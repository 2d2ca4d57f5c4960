"""Errors as callers may see them, and the log lines that stand in for what they may not."""

import re
import secrets
from collections.abc import Sequence
from typing import Any, Final

import structlog
from graphql import GraphQLError, GraphQLFormattedError, GraphQLSyntaxError, VariableDefinitionNode
from strawberry.utils.str_converters import to_camel_case

from backend.core.errors import AppError, Locale
from backend.core.logs import frames

_log: Final = structlog.stdlib.get_logger("graphql_schema")
_SUGGESTION: Final = re.compile(r"\s*Did you mean .*\Z", re.DOTALL)


def answer_errors(errors: Sequence[GraphQLError], limit: int, locale: Locale) -> list[GraphQLFormattedError]:
    """At most `limit` errors of an execution, each safe to send; what is masked is logged under its id.

    A refusal in a query speaks the caller's language, with its code; in a mutation it is an answer, not an error.
    """
    return [_answer_error(error, locale) for error in errors[:limit]]


def answer_refusal(errors: Sequence[GraphQLError], limit: int) -> list[GraphQLFormattedError]:
    """At most `limit` errors of parsing, validation, the guard or the transport: the caller's own, never masked."""
    return [_own_error(error) for error in errors[:limit]]


def log_unexpected(error: BaseException) -> str:
    """Log the class and the frames of an unforeseen exception, never its text or values; returns the error's id."""
    error_id = secrets.token_hex(8)
    # No path: its aliases are the caller's words.
    _log.error("unexpected_error", error_class=type(error).__qualname__, frames=frames(error), error_id=error_id)
    return error_id


def masked(error: BaseException, path: Sequence[str | int] | None = None) -> GraphQLFormattedError:
    """What a caller is told of an unforeseen exception; made anew for each, so that nothing is shared."""
    extensions: dict[str, Any] = {"code": "INTERNAL", "id": log_unexpected(error)}
    answer: GraphQLFormattedError = {"message": "Internal error", "extensions": extensions}
    if path is not None:
        answer["path"] = list(path)
    return answer


def _answer_error(error: GraphQLError, locale: Locale) -> GraphQLFormattedError:
    original = error.original_error
    if isinstance(original, AppError):
        return _refusal(original, error, locale)
    if original is None or isinstance(original, GraphQLError) or _is_callers_variable(error):
        return _own_error(error)
    return masked(original, error.path)


def _refusal(refusal: AppError, error: GraphQLError, locale: Locale) -> GraphQLFormattedError:
    extensions: dict[str, Any] = {"code": refusal.code}
    if refusal.field:
        extensions["field"] = [to_camel_case(part) for part in refusal.field]
    return {**error.formatted, "message": refusal.message(locale), "extensions": extensions}


def _is_callers_variable(error: GraphQLError) -> bool:
    """A scalar that refuses a variable raises like any code does, but it is the caller who was wrong."""
    return error.path is None and any(isinstance(node, VariableDefinitionNode) for node in error.nodes or ())


def _own_error(error: GraphQLError) -> GraphQLFormattedError:
    answer = error.formatted
    extensions = {"code": _code(error)} | (error.extensions or {})
    # Validation is told to hide suggestions; the coercion of variables cannot be told.
    message = _SUGGESTION.sub("", error.message) if error.path is None else error.message
    return {**answer, "message": message, "extensions": extensions}


def _code(error: GraphQLError) -> str:
    if isinstance(error, GraphQLSyntaxError):
        return "GRAPHQL_PARSE_FAILED"
    executed = error.path is not None or _is_callers_variable(error)
    return "BAD_USER_INPUT" if executed else "GRAPHQL_VALIDATION_FAILED"
