"""Every page of the board with the demo's data, from a phone to a wide screen; a month sealed, a form saved."""

import re

import pytest
from playwright.async_api import expect

from backend.core.settings import ROOT
from tests.e2e.conftest import WalkerFor
from tests.e2e.walking import TIMEOUT_MS

BOARD = ROOT / "web" / "src" / "board"
VIEWER = "district@minhang"
WIDTHS = 1920, 1440, 390


def _paths() -> list[str]:
    """Every page that a feature of the board has, those of one thing aside."""
    features = [file.read_text(encoding="utf8") for file in BOARD.glob("*/feature.tsx")]
    found = {path for feature in features for path in re.findall(r"path: '([^']*)'", feature)}
    return sorted(path for path in found if ":" not in path)


@pytest.mark.parametrize("path", [*_paths(), "figures/housing.residents?by=GRID", "figures/housing.supply"])
async def test_a_page_of_the_board_is_quiet_accessible_and_fits(path: str, walker_for: WalkerFor) -> None:
    walker = await walker_for("board", VIEWER)
    async with walker.visit(path) as seen:
        for width in WIDTHS:
            await seen.page.set_viewport_size({"width": width, "height": 1000})
            assert await seen.faults() == []


async def test_a_month_is_sealed_and_its_page_tells_what_was_said(walker_for: WalkerFor) -> None:
    walker = await walker_for("board", VIEWER)
    async with walker.visit("months") as seen:
        page = seen.page
        if not await page.get_by_role("link", name=re.compile(r"^\d{4}-\d\d$")).count():
            await page.get_by_role("button", name="封存该月").click()
            await page.get_by_role("button", name=re.compile("确认封存")).click()
        else:
            await page.get_by_role("link", name=re.compile(r"^\d{4}-\d\d$")).last.click()
        await expect(page.get_by_role("heading", name="封存的数据")).to_be_visible(timeout=TIMEOUT_MS)
        await expect(page.get_by_text("与封存时一致")).to_be_visible()
        await expect(page.get_by_role("rowheader", name="在住人数", exact=True).first).to_be_visible()
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 1000})
            assert await seen.faults() == []


@pytest.mark.parametrize("format", ["CSV", "XLSX", "PDF"])
async def test_a_form_is_saved_by_a_button_and_every_line_tells_its_source(format: str, walker_for: WalkerFor) -> None:
    walker = await walker_for("board", VIEWER)
    async with walker.visit("forms") as seen:
        page = seen.page
        async with page.expect_download(timeout=TIMEOUT_MS) as saved:
            await page.get_by_role("button", name=re.compile(f"为 {format}$")).first.click()
        assert (await saved.value).suggested_filename.endswith(format.lower())
        line = page.get_by_role("rowheader").first.get_by_role("button")
        await line.press("Enter")
        await expect(page.get_by_text("取数口径").first).to_be_visible()
        assert await seen.faults() == []
