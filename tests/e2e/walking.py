"""Walking through a face as someone would: open a page, wait until it stands, and note all that is wrong with it."""

import io
import random
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from PIL import Image
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page
from playwright.async_api import TimeoutError as Late

from backend.core.settings import ROOT
from infra.doorway import DOORWAY, sign_in_on
from tests.e2e.looking import SMALL, SQUEEZED, UNCLEAR
from tests.e2e.storm import STORM

AXE = (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# No skeleton, no spinner, a heading of its own: whatever is asked for has arrived.
STANDS = """() => document.querySelector('h1') && !document.querySelector(
    '[role=status][aria-label="正在加载"], .ant-skeleton, .ant-spin-spinning, .coming, .adm-skeleton, [data-loading]'
)"""
# Pictures that were loaded and show nothing.
BROKEN = """() => [...document.images].filter(one => one.complete && one.naturalWidth === 0)
    .map(one => `shows no picture: ${one.alt}`)"""
AT_REST = """() => document.getAnimations().every(
    one => one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity
)"""
FITS = "() => document.documentElement.scrollWidth <= innerWidth"
TIMEOUT_MS, SETTLE_MS = 30_000, 5_000
PHONE = 390, 844


@dataclass
class Seen:
    """A page that stands open, and what was said in its console."""

    page: Page
    said: list[str] = field(default_factory=list)

    async def axe(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA: the rule, and where."""
        await self.page.evaluate(AXE)
        options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        found: dict[str, Any] = await self.page.evaluate("options => axe.run(document, options)", options)
        return [
            f"{rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    async def faults(self) -> list[str]:
        """All that is wrong with the page as wide as it is now."""
        # A button that was busy fades back; half way its words cannot be read.
        with suppress(Late):
            await self.page.wait_for_function(AT_REST, timeout=SETTLE_MS)
        # Charts are drawn anew a moment after the window has another width.
        with suppress(Late):
            await self.page.wait_for_function(FITS, timeout=SETTLE_MS)
        width: int = await self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        sideways = [f"scrolls {width}px sideways"] if width > 0 else []
        broken: list[str] = await self.page.evaluate(BROKEN)
        headings = await self.page.locator("h1").count()
        several = [f"{headings} h1"] if headings != 1 else []
        failed = await self.page.get_by_text(re.compile(r"^(加载失败|没有这个页面)")).count()
        outside = ["asks to sign in"] * await self.page.get_by_label(DOORWAY).count()
        unclear: list[str] = await self.page.evaluate(UNCLEAR)
        return [
            *self.said,
            *unclear,
            *outside,
            *sideways,
            *several,
            *broken,
            *(["shows a failure"] * failed),
            *await self.axe(),
        ]

    async def too_small(self) -> list[str]:
        """What a thumb misses or nobody can read, on a phone."""
        found: list[str] = await self.page.evaluate(SMALL)
        return found

    async def squeezed(self) -> list[str]:
        """What a narrow window breaks."""
        found: list[str] = await self.page.evaluate(SQUEEZED)
        return found


@dataclass
class Walker:
    """Whoever signed in to a face."""

    context: BrowserContext
    url: str

    @asynccontextmanager
    async def visit(self, path: str, width: int = 1440, height: int = 900) -> AsyncIterator[Seen]:
        """The page at a path beneath the face, open and standing."""
        page = await self.context.new_page()
        seen = Seen(page)
        page.on("console", lambda message: seen.said.extend(_worth_saying(message)))
        page.on("request", lambda request: seen.said.extend(_from_elsewhere(request.url, self.url)))
        page.on("pageerror", lambda error: seen.said.append(f"threw: {error}"))
        try:
            await page.set_viewport_size({"width": width, "height": height})
            await page.goto(f"{self.url}/{path}")
            await stand(page)
            yield seen
        finally:
            await page.close()

    async def first_of(self, path: str, above: str | None = None) -> str | None:
        """A path with its ids filled in, from the first link on the page above it; None where there is none."""
        if ":" not in path:
            return path
        above = above or path.partition("/:")[0]
        wanted = re.compile(f"^{self.url}/({re.sub(':[a-zA-Z]+', '[^/?#]+', path)})$")
        async with self.visit(above) as seen:
            links: list[str] = await seen.page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        found = next((match for link in links if (match := wanted.match(link))), None)
        return found[1] if found else None


def _worth_saying(message: ConsoleMessage) -> Iterator[str]:
    if message.type in ("error", "warning") and not STORM.made(message):
        yield f"{message.type}: {message.text}"


def _from_elsewhere(address: str, home: str) -> Iterator[str]:
    if urlsplit(address).netloc not in ("", urlsplit(home).netloc):
        yield f"asks another host: {address}"


def named(what: str) -> str:
    """Words that no earlier walk has left in the demo."""
    return f"{what} {random.randrange(10**6)}"


def a_photo() -> bytes:
    """What a camera would give."""
    target = io.BytesIO()
    Image.new("RGB", (320, 240), (90, 140, 120)).save(target, "PNG")
    return target.getvalue()


async def stand(page: Page) -> None:
    """Wait until nothing is being loaded any more."""
    await page.wait_for_function(STANDS, timeout=TIMEOUT_MS)
    await page.wait_for_load_state("networkidle", timeout=TIMEOUT_MS)
    await page.wait_for_function(STANDS, timeout=TIMEOUT_MS)


@asynccontextmanager
async def someone(browser: Browser, site: str, face: str, login: str, zone: str = "UTC") -> AsyncIterator[Walker]:
    """Whoever signed in to a face by its form, in a browser of their own."""
    context = await browser.new_context(locale="zh-CN", timezone_id=zone, reduced_motion="reduce")
    try:
        async with STORM.over(context):
            url, page = f"{site}/{face}", await context.new_page()
            await page.goto(url)
            await sign_in_on(page, login)
            await stand(page)
            await page.close()
            yield Walker(context, url)
    finally:
        await context.close()
