"""Every dialog that a button of the console's pages opens, as narrow as a phone."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page
from playwright.async_api import TimeoutError as Late

from tests.e2e.conftest import WalkerFor
from tests.e2e.test_console import ABOVE, ADMIN, LOGINS, paths
from tests.e2e.walking import PHONE, Seen, stand

OPENS_MS, CLICK_MS = 1_500, 2_000
DIALOG = ".ant-modal:visible, .ant-drawer-content:visible"
NAMES = """() => [...new Set([...document.querySelectorAll('main button:not([disabled])')]
    .filter(one => one.checkVisibility()).map(one => (one.ariaLabel || one.innerText).trim()))]"""


async def opened(page: Page, address: str) -> AsyncIterator[str]:
    """The names of the buttons of a page, each while what it opens stands open; others do their work and are left."""
    for name in await page.evaluate(NAMES):
        button = page.locator("main").get_by_role("button", name=name, exact=True)
        if not name or await button.count() == 0:
            continue
        try:
            await button.first.click(timeout=CLICK_MS)
            await page.locator(DIALOG).first.wait_for(timeout=OPENS_MS)
        except Late:
            pass
        else:
            yield name
        await page.goto(address)
        await stand(page)


async def is_wrong(seen: Seen) -> list[str]:
    sideways: int = await seen.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*([f"{sideways}px sideways"] if sideways > 0 else []), *await seen.squeezed(), *await seen.axe()]


@pytest.mark.soak
@pytest.mark.parametrize("path", paths())
async def test_what_a_button_of_the_console_opens_is_accessible_and_fits_a_phone(
    path: str, walker_for: WalkerFor
) -> None:
    walker = await walker_for("console", LOGINS.get(path.partition("/")[0], ADMIN))
    found = await walker.first_of(path, await walker.first_of(ABOVE.get(path, "")))
    if found is None:
        pytest.skip("the demo has none")
    async with walker.visit(found, *PHONE) as seen:
        wrong = {name: faults async for name in opened(seen.page, seen.page.url) if (faults := await is_wrong(seen))}
    assert wrong == {}
