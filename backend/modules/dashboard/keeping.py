"""Answers that are kept until any figure changes: whoever asks reads the standing first, under row-level security."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, Final, TypeVar, cast  # Any: answers of every kind

from backend.modules.dashboard.contract.figures import Standing

T = TypeVar("T")
_MOST_KEPT: Final = 64
_kept: OrderedDict[Hashable, tuple[Standing, Any]] = OrderedDict()


async def kept(standing: Standing, key: Hashable, compute: Callable[[], Awaitable[T]]) -> T:
    """The answer under a key as of a standing; added up anew where anything has changed since it was kept.

    The standing was read before the figures: what changes in between is seen as a change by the next to ask.
    """
    found = _kept.get(key)
    if found is not None and found[0] == standing:
        _kept.move_to_end(key)
        return cast("T", found[1])
    answer = await compute()
    _kept[key] = (standing, answer)
    if len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
    return answer


def forget_all() -> None:
    """Keep nothing: the next to ask has everything added up anew."""
    _kept.clear()
