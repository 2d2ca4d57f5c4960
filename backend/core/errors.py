"""Expected refusals: a rule said no. Any other exception is a bug."""

import re
from typing import ClassVar, Literal, NamedTuple, TypeVar

Locale = Literal["zh-CN", "en"]
T = TypeVar("T")


def said_in(locale: Locale, zh: T, en: T) -> T:
    """Of what is there in both languages, the one that is read."""
    return zh if locale == "zh-CN" else en


class Label(NamedTuple):
    """A fact that is a word, in both languages."""

    zh: str
    en: str


def _worded(fact: object, locale: Locale) -> object:
    return said_in(locale, *fact) if isinstance(fact, Label) else fact


class AppError(Exception):
    """The request was refused."""

    # The docstring of each class is its English message and `zh` its Chinese one; `{name}` is filled from the facts.
    zh: ClassVar[str] = "请求被拒绝"
    code: ClassVar[str] = "APP_ERROR"
    constraint: ClassVar[str] = ""
    by_constraint: ClassVar[dict[str, type["AppError"]]] = {}

    def __init_subclass__(cls) -> None:
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).upper()
        if cls.constraint:
            AppError.by_constraint[cls.constraint] = cls

    def __init__(self, *, field: tuple[str, ...] = (), **facts: object) -> None:
        super().__init__(self.code)
        self.field = field
        self.facts = facts

    def message(self, locale: Locale) -> str:
        """The sentence for the user. Facts are numbers, dates and labels, never personal data."""
        text = said_in(locale, self.zh, (type(self).__doc__ or self.code).strip())
        if not self.facts:
            return text
        return text.format(**{name: _worded(fact, locale) for name, fact in self.facts.items()})


class Forbidden(AppError):
    """You do not have the permission for this."""

    zh = "您没有执行此操作的权限"


class NotFound(AppError):
    """There is no such thing here."""

    zh = "未找到该内容"


class Unauthenticated(AppError):
    """Please sign in first."""

    zh = "请先登录"


class SessionEnded(AppError):
    """This session has ended; please sign in again."""

    zh = "登录已失效，请重新登录"


class BadInput(AppError):
    """This value cannot be used."""

    zh = "填写的内容无效"


class IdempotencyMismatch(AppError):
    """This idempotency key was already used with other input."""

    zh = "该幂等键已用于其他内容的请求"


class Busy(AppError):
    """Too many ask at this moment; nothing was changed, please try again."""

    zh = "当前访问人数较多，本次操作未生效，请稍后重试"


class Conflict(AppError):
    """Someone else changed this at the same moment; please try again."""

    zh = "该内容刚被他人更改，请重试"
