"""Turns: what is told while under way is done once more, keys do not wait for each other, and who gives way goes on."""

import asyncio

from backend.core.turns import Turns


class Work:
    """Work that ends when it is let."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.let = asyncio.Event()

    async def __call__(self, key: str) -> None:
        self.begun.append(key)
        await self.let.wait()


async def test_what_is_told_while_it_is_under_way_is_done_once_more() -> None:
    work = Work()
    turns = Turns(work, at_once=2)
    turns.tell("a")
    await asyncio.sleep(0)
    for _ in range(3):
        turns.tell("a")
    work.let.set()
    await turns.idle(5)
    assert work.begun == ["a", "a"]


async def test_keys_do_not_wait_for_each_other_save_where_there_are_too_many() -> None:
    work = Work()
    turns = Turns(work, at_once=2)
    for key in ("a", "b", "c"):
        turns.tell(key)
    await asyncio.sleep(0)
    assert work.begun == ["a", "b"]
    work.let.set()
    await turns.idle(5)
    assert work.begun == ["a", "b", "c"]


async def test_whoever_gives_way_does_not_wait_for_ever() -> None:
    work = Work()
    turns = Turns(work, at_once=1)
    turns.tell("a")
    await asyncio.wait_for(turns.idle(0.01), 5)
    assert not work.let.is_set()
    await turns.stop()
    await asyncio.wait_for(turns.idle(60), 5)
