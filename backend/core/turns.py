"""Work by key: whatever is told while the work for its key is under way has it done once more, and none waits long."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Generic, TypeVar

K = TypeVar("K")


class Turns(Generic[K]):
    """Runs `work(key)` for each key that is told of: one at a time for a key, so many keys at once."""

    def __init__(self, work: Callable[[K], Awaitable[object]], at_once: int) -> None:
        self._work = work
        self._room = asyncio.Semaphore(at_once)
        self._told: set[K] = set()
        self._tasks: dict[K, asyncio.Task[None]] = {}
        self._idle = asyncio.Event()
        self._idle.set()

    def tell(self, key: K) -> None:
        """Have the work done for a key, after this call began."""
        self._told.add(key)
        if key not in self._tasks:
            self._idle.clear()
            self._tasks[key] = asyncio.create_task(self._run(key))

    async def idle(self, seconds: float) -> None:
        """Give way to the work, but not for longer than this."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), seconds)

    async def stop(self) -> None:
        """Call off what is under way."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, key: K) -> None:
        try:
            while key in self._told:
                async with self._room:
                    self._told.discard(key)
                    await self._work(key)
        finally:
            del self._tasks[key]
            if not self._tasks:
                self._idle.set()
