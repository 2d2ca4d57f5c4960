"""A storm over the walks: whoever first acts in some way meets all that can go wrong, one thing after another."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.async_api import BrowserContext, ConsoleMessage, Page, Route, expect
from playwright.async_api import Error as Closed

from tests.e2e.mishaps import NO_NETWORK, NO_SERVER, act_of, fail, refuse

Json = dict[str, Any]

# What carries the session itself, without which no other mishap can be told from its end.
SPARED: Final = {"SignIn", "SignInWithCode", "RequestCode", "RefreshSession", "SignOut"}
SAID_MS: Final = 10_000
MOST_PRESSES, PRESS_SECONDS = 20, 0.5
PRESSES: Final = "() => window.pressed?.length ?? 0"
# What somebody pressed, the last at the end; what we press ourselves is not told.
LISTEN: Final = """() => {
    if (window.pressed) return
    window.pressed = []
    addEventListener('click', event => {
        const one = event.target.closest('button, a, label, [role], input, li') ?? event.target
        const isAsked = Boolean(one.closest('dialog, [role=dialog], [role=tooltip]'))
        if (event.isTrusted) pressed.push({ one, isAsked, tag: one.tagName, words: one.ariaLabel || one.innerText })
    }, true)
}"""
# Press the last once more; where it is gone, as a question that was answered, first what led to it.
PRESS: Final = """async () => {
    const WAIT_MS = 2000
    const isShown = one => one.isConnected && one.checkVisibility({ visibilityProperty: true })
    const isAsked = one => Boolean(one.closest('dialog, [role=dialog], [role=tooltip]'))
    const isSaid = (one, of) => (one.ariaLabel || one.innerText) === of.words && isAsked(one) === of.isAsked
    const isLike = (one, of) => isShown(one) && isSaid(one, of)
    const now = of => isShown(of.one) ? of.one : [...document.getElementsByTagName(of.tag)].find(one => isLike(one, of))
    const all = window.pressed ?? []
    let at = all.length - 1
    while (at > 0 && !now(all[at])) at--
    for (; at < all.length && at >= 0; at++) {
        const until = performance.now() + WAIT_MS
        while (!now(all[at]) && performance.now() < until) await new Promise(requestAnimationFrame)
        now(all[at])?.click()
    }
}"""
TAP: Final = """async () => {
    window.pressed?.at(-1)?.one.click()
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
}"""


def _payload(answer: Json) -> Json:
    data: Json = answer.get("data") or {}
    return next((value for name, value in data.items() if name != "__typename"), None) or {}


def _is_refusal(payload: Json) -> bool:
    return not payload or ("code" in payload and "message" in payload)


@dataclass
class Act:
    """One way to act, and how far it has come."""

    name: str
    variables: Json
    presses: int
    requests: int = 0
    is_held: bool = False
    first: Json = field(default_factory=dict)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def key(self) -> str | None:
        given: Json = self.variables.get("input") or {}
        return given.get("idempotencyKey")


class Storm:
    """Blows over the contexts that it is told of, while it is asked to.

    The first request of each mutation of the faces is pressed a second time while it is under way and lost; the next
    is answered by a server that is down, the next by a session whose token died; then one is done and its answer lost,
    and the last is done in earnest. Each time the face has to say so, and the same button is pressed again, as somebody
    would. What was typed has to come each time as it was, under its first key, and the server has to do it once.
    """

    def __init__(self) -> None:
        self.blows = False
        self.met: dict[str, str] = {}
        self.wrong: list[str] = []
        self._acts: dict[str, Act] = {}
        self._contexts: set[BrowserContext] = set()

    @asynccontextmanager
    async def over(self, context: BrowserContext) -> AsyncIterator[None]:
        """Whatever is done in a context meets the storm whenever it blows."""
        self._contexts.add(context)
        await context.add_init_script(f"({LISTEN})()")
        if self.blows:
            await context.route("**/graphql", self._meet)
        try:
            yield
        finally:
            self._contexts.remove(context)

    async def begin(self) -> None:
        self.blows = True
        for context in self._contexts:
            await context.route("**/graphql", self._meet)

    async def end(self) -> None:
        self.blows = False
        self._acts.clear()
        for context in self._contexts:
            await context.unroute("**/graphql", self._meet)

    def made(self, message: ConsoleMessage) -> bool:
        """Whether the browser only tells of what the storm did."""
        return self.blows and message.text.startswith("Failed to load resource")

    def told(self) -> list[str]:
        """What went wrong since this was last asked for."""
        wrong, self.wrong = self.wrong, []
        return wrong

    async def _meet(self, route: Route) -> None:
        name = act_of(route)
        if not self.blows or name is None or name in self.met or name in SPARED:
            await route.fallback()
            return
        with suppress(Closed):
            act = await self._act_of(name, route)
            act.requests += 1
            act.came.set()
            await (self._lose, self._fail, self._refuse, self._lose_answer, self._do)[act.requests - 1](act, route)

    async def _act_of(self, name: str, route: Route) -> Act:
        """The act that is under way, unless whoever walks here has mended what they typed and pressed anew."""
        variables: Json = (route.request.post_data_json or {}).get("variables") or {}
        presses: int = await route.request.frame.page.evaluate(PRESSES)
        act = self._acts.get(name)
        if act is None or (act.variables != variables and presses > act.presses):
            if act is not None:
                act.came.set()
            act = self._acts[name] = Act(name, variables, presses)
        if act.is_held:
            self.wrong.append(f"{name}: sent twice at once")
        if act.variables != variables:
            self.wrong.append(f"{name}: was {act.variables}, then {variables}")
        return act

    async def _lose(self, act: Act, route: Route) -> None:
        act.is_held = True
        await route.request.frame.page.evaluate(TAP)
        act.is_held = False
        await route.abort()
        await self._again(act, route.request.frame.page, NO_NETWORK)

    async def _fail(self, act: Act, route: Route) -> None:
        await fail(route)
        await self._again(act, route.request.frame.page, NO_SERVER)

    async def _refuse(self, act: Act, route: Route) -> None:
        """The face turns to its cookie for another token, and sends the same again by itself."""
        await refuse(route)

    async def _lose_answer(self, act: Act, route: Route) -> None:
        answer = await route.fetch()
        act.first = await answer.json()
        if _is_refusal(_payload(act.first)):
            # Nothing was done; whoever mends it and tries again is met once more.
            del self._acts[act.name]
            await route.fulfill(response=answer)
            return
        await route.abort()
        await self._again(act, route.request.frame.page, NO_NETWORK)

    async def _do(self, act: Act, route: Route) -> None:
        answer = await route.fetch()
        first, second = _payload(act.first), _payload(await answer.json())
        self.met[act.name] = self._judged(act, first, second)
        # Where no key makes it the same act, it is refused as done already: the face is told that it was done.
        await route.fulfill(json=act.first)

    def _judged(self, act: Act, first: Json, second: Json) -> str:
        if act.key is not None:
            if first.get("id") is None or first.get("id") != second.get("id"):
                self.wrong.append(f"{act.name}: one key, and {first}, then {second}")
            return "the same by its key"
        if _is_refusal(second):
            return f"refused: {second.get('code')}"
        return "stands" if first == second else f"done again: {first} {second}"

    async def _again(self, act: Act, page: Page, words: re.Pattern[str]) -> None:
        """Wait until the face has said what happened, and press again."""
        act.came.clear()
        try:
            await expect(page.get_by_text(words).locator("visible=true").first).to_be_visible(timeout=SAID_MS)
        except AssertionError:
            self._blame(act, f"never said {words.pattern}")
        for _ in range(MOST_PRESSES):
            if act.came.is_set():
                return
            await page.evaluate(PRESS)
            with suppress(TimeoutError):
                await asyncio.wait_for(act.came.wait(), PRESS_SECONDS)
        self._blame(act, "could not be tried again")
        self.met[act.name] = "gave up"

    def _blame(self, act: Act, what: str) -> None:
        if self._acts.get(act.name) is act:
            self.wrong.append(f"{act.name}: {what} after {act.requests}")


STORM: Final = Storm()
