"""The supervising branch's face: every page quiet, accessible and whole; from the overview down to one issue."""

import re

import pytest
from playwright.async_api import Page, expect

from backend.core.settings import ROOT
from tests.e2e.conftest import WalkerFor
from tests.e2e.walking import PHONE, TIMEOUT_MS, stand

OVERSIGHT = ROOT / "web" / "src" / "oversight"
BRANCH = "branch@minhang"
WIDTHS = 1440, 390
# What a thumb does not miss, less what a browser rounds away.
THUMB = 43.9
TABS = ("issues", "councils", "polls", "activities", "notices")


def _paths() -> list[str]:
    """Every page that a feature of the face has, and the parts of one that are pages of their own."""
    features = [file.read_text(encoding="utf8") for file in OVERSIGHT.glob("*/feature.tsx")]
    pages = {path for feature in features for path in re.findall(r"path: '([^']*)'", feature)}
    return sorted({*pages, "meetings?tab=activities", *(f"communities/:id?tab={tab}" for tab in TABS)})


@pytest.mark.parametrize("path", _paths())
async def test_a_page_of_the_oversight_is_quiet_accessible_and_fits(path: str, walker_for: WalkerFor) -> None:
    walker = await walker_for("oversight", BRANCH)
    page, _, more = path.partition("?")
    found = await walker.first_of(page)
    assert found is not None, "no link leads there"
    async with walker.visit(f"{found}?{more}" if more else found) as seen:
        for width in WIDTHS:
            await seen.page.set_viewport_size({"width": width, "height": 900})
            assert await seen.faults() == []


async def tab_to(page: Page, name: str | re.Pattern[str], role: str = "link") -> None:
    """Go on by the keyboard until the wanted element has the focus, which must be seen."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]  # a role by its word
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await wanted.evaluate("one => one === document.activeElement"):
            outline: str = await wanted.evaluate("one => getComputedStyle(one).outlineStyle")
            assert outline != "none"
            return
    raise AssertionError(f"the keyboard never came to {name}")


async def figure(page: Page, label: str) -> int:
    shown = page.locator(".standing .figure", has=page.get_by_text(label, exact=True)).locator("dd").first
    return int((await shown.inner_text()).replace(",", ""))


async def test_the_overview_leads_by_keyboard_to_a_community_its_councils_and_one_of_its_issues(
    walker_for: WalkerFor,
) -> None:
    walker = await walker_for("oversight", BRANCH)
    async with walker.visit("") as seen:
        page = seen.page
        await tab_to(page, re.compile("^冠寓"))
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("冠寓", timeout=TIMEOUT_MS)
        await stand(page)
        open_here = await figure(page, "未办结问题")
        await expect(page.get_by_role("list", name="问题").get_by_role("listitem")).to_have_count(min(open_here, 20))
        await tab_to(page, "问题", role="tab")
        await page.keyboard.press("ArrowRight")
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(re.compile(r"tab=councils"), timeout=TIMEOUT_MS)
        await expect(page.get_by_role("list", name="议事会").get_by_text(re.compile("项议题")).first).to_be_visible()
        await page.go_back()
        await stand(page)
        issue = page.get_by_role("list", name="问题").get_by_role("link").first
        await issue.focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="办理过程")).to_be_visible(timeout=TIMEOUT_MS)
        await tab_to(page, "就此签发督办单", role="button")
        await page.keyboard.press("Enter")
        form = page.get_by_role("dialog")
        await expect(form.get_by_label("事由")).to_have_value(re.compile(r"（编号 \d{6}-\w+）"), timeout=TIMEOUT_MS)
        await expect(form).to_contain_text("冠寓")
        assert await seen.axe() == []
        await page.keyboard.press("Escape")
        await expect(form).to_have_count(0)


async def test_the_figures_of_the_overview_are_the_lengths_of_the_lists_that_they_lead_to(
    walker_for: WalkerFor,
) -> None:
    walker = await walker_for("oversight", BRANCH)
    async with walker.visit("") as seen:
        page = seen.page
        for label, path in (("未办结问题", "issues"), ("超期问题", "issues?clock=OVERDUE"), ("社区", "communities")):
            number = await figure(page, label)
            async with walker.visit(path) as other:
                await expect(other.page.get_by_role("navigation", name="翻页")).to_contain_text(f"共 {number} 条")


async def test_filters_of_issues_live_in_the_address_and_hold_after_a_reload(walker_for: WalkerFor) -> None:
    walker = await walker_for("oversight", BRANCH)
    async with walker.visit("issues") as seen:
        page = seen.page
        await page.get_by_role("combobox", name="期限").click()
        await page.locator(".ant-select-item-option", has_text="已超期").click()
        await expect(page).to_have_url(re.compile("clock=OVERDUE"))
        await page.reload()
        await stand(page)
        rows = page.get_by_role("list", name="问题督查").get_by_role("listitem")
        assert await rows.count() > 0
        for text in await rows.all_inner_texts():
            assert "已超期" in text
        await page.get_by_role("combobox", name="状态").click()
        await page.locator(".ant-select-item-option", has_text="已确认").click()
        await expect(page.get_by_text("没有符合条件的问题")).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []


async def test_a_transfer_is_decided_on_a_phone_without_scrolling_sideways(walker_for: WalkerFor) -> None:
    walker = await walker_for("oversight", BRANCH)
    async with walker.visit("transfers", *PHONE) as seen:
        waiting = seen.page.get_by_role("button", name=re.compile("^同意"))
        paper = seen.page.get_by_role("listitem").filter(has=waiting).first
        for name in ("同意", "不予转接"):
            box = await paper.get_by_role("button", name=re.compile(f"^{name}")).bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE[0]
            assert box["height"] >= THUMB
