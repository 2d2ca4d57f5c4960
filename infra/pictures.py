"""A picture of each face in docs/pictures, taken from a demo that runs: `make up` here, `make pictures` beside it."""

import asyncio
import sys
from typing import Final

from playwright.async_api import Browser

from backend.core.settings import ROOT
from infra.browser import open_browser
from infra.doorway import sign_in_on

_FOLDER: Final = ROOT / "docs" / "pictures"
_DESK, _PHONE = (1440, 900), (390, 844)
# The picture's name, the face, who signs in, the page, the size of the window.
_PICTURES: Final = (
    ("console-rooms", "console", "manager@youchao", "rooms", _DESK),
    ("console-issues", "console", "manager@youchao", "issues", _DESK),
    ("phone-today", "m", "resident@youchao", "", _PHONE),
    ("phone-spaces", "m", "resident@youchao", "spaces", _PHONE),
    ("oversight", "oversight", "branch@minhang", "", _DESK),
    ("board", "board", "district@minhang", "", _DESK),
    ("board-390", "board", "district@minhang", "", _PHONE),
)
# Nothing is on its way any more: no skeleton, no spinner.
_STANDS: Final = "() => document.querySelector('h1') && !document.querySelector('.ant-skeleton, .ant-spin-spinning')"
_SETTLE_MS: Final = 1500


async def _take(browser: Browser, url: str) -> None:
    for name, face, login, path, (width, height) in _PICTURES:
        context = await browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce"
        )
        page = await context.new_page()
        await page.goto(f"{url}/{face}/")
        await sign_in_on(page, login)
        await page.goto(f"{url}/{face}/{path}")
        await page.wait_for_function(_STANDS)
        await page.wait_for_timeout(_SETTLE_MS)
        await page.screenshot(path=_FOLDER / f"{name}.png")
        await context.close()


async def _main(url: str) -> None:
    async with open_browser() as browser:
        await _take(browser, url)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
