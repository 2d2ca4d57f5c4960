"""What somebody was told leads to the thing that it tells of."""

import asyncio

from playwright.async_api import Page

from tests.e2e.conftest import WalkerFor
from tests.e2e.walking import PHONE, TIMEOUT_MS, stand

# One link for each kind of thing: those of the demo are alike.
LINKS = """() => {
    const kindOf = one => one.pathname.replace(/[^/]{16,}/, ':id') + one.innerText.replace(/\\d+/g, '')
    const found = [...document.querySelectorAll('main a[href]')]
    return [...new Map(found.map(one => [kindOf(one), one.href])).values()]
}"""


async def told(page: Page) -> list[str]:
    """Where what they were told leads; what the demo tells comes after it has begun."""
    links: list[str] = []
    async with asyncio.timeout(2 * TIMEOUT_MS / 1000):
        while not links:
            await page.reload()
            await stand(page)
            links = await page.evaluate(LINKS)
    return links


async def test_each_notification_leads_to_a_page_that_is_there(walker_for: WalkerFor) -> None:
    walker = await walker_for("console", "supervisor@guanyu")
    async with walker.visit("notifications", *PHONE) as seen:
        for link in await told(seen.page):
            await seen.page.goto(link)
            await stand(seen.page)
            assert await seen.page.get_by_text("加载失败").count() == 0, link
            assert await seen.page.get_by_text("没有这个页面").count() == 0, link
