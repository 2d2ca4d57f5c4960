"""What is read: on its way, failed, there, never old for new; its place in the address; what is masked."""

import asyncio
import re

import pytest
from playwright.async_api import Page, Response, Route, expect

from tests.e2e.conftest import WalkerFor
from tests.e2e.walking import PHONE, TIMEOUT_MS, named, stand

COMING = "[data-loading], .ant-skeleton, .waiting, [role=status]"
MOVING = "() => document.getAnimations().filter(one => one.playState === 'running').length"
WHOLE_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
WHOLE_DOCUMENT = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
# A code, a column or a moment as the database writes it.
RAW = re.compile(r"[A-Z]{3,}|[a-z]_[a-z]|\dT\d")


class Gate:
    """Holds back what a page asks until it is opened, and lets it fail where it is shut for good."""

    def __init__(self, page: Page) -> None:
        self.page, self.opened, self.fails = page, asyncio.Event(), False

    async def __call__(self, route: Route) -> None:
        await self.opened.wait()
        if self.fails:
            await route.fulfill(status=503, content_type="text/plain", body="upstream is gone")
        else:
            await route.fallback()

    async def shut(self) -> None:
        self.opened.clear()
        await self.page.route("**/graphql", self)

    async def open(self, *, fails: bool = False) -> None:
        self.fails = fails
        self.opened.set()
        if not fails:
            await self.page.unroute("**/graphql", self)


@pytest.mark.parametrize(
    ("face", "login", "start", "to"),
    [
        ("m", "resident@youchao", "services", "/m/proposals"),
        ("console", "manager@youchao", "", "/console/issues"),
        ("oversight", "branch@minhang", "", "/oversight/notices"),
        ("board", "district@minhang", "forms", "/board/communities"),
    ],
)
async def test_a_list_is_on_its_way_fails_in_words_is_tried_again_and_comes(
    face: str, login: str, start: str, to: str, walker_for: WalkerFor
) -> None:
    walker = await walker_for(face, login)
    async with walker.visit(start) as seen:
        page, gate = seen.page, Gate(seen.page)
        await gate.shut()
        await page.locator(f'a[href="{to}"]').first.click()
        await expect(page.locator(f"main :is({COMING})").first).to_be_attached(timeout=TIMEOUT_MS)
        # Nothing moves for whoever asked for stillness.
        assert await page.evaluate(MOVING) == 0
        await gate.open(fails=True)
        failed = page.get_by_role("alert").filter(has_text=re.compile("请稍后重试|请检查网络"))
        await expect(failed.first).to_be_visible(timeout=TIMEOUT_MS)
        await expect(page.locator("body")).not_to_contain_text("upstream")
        await gate.open()
        await failed.first.get_by_role("button", name="重试").click()
        await stand(page)
        await expect(page.get_by_role("button", name="重试")).to_have_count(0)
        await expect(page.locator("main :is(.card, tbody tr)").first).to_be_visible()


async def test_pages_and_filters_stand_in_the_address_and_old_rows_never_for_new(walker_for: WalkerFor) -> None:
    walker = await walker_for("console", "admin@youchao")
    async with walker.visit("residents") as seen:
        page, gate = seen.page, Gate(seen.page)
        rows, pager = page.locator("tbody tr[data-row-key]"), page.get_by_role("navigation", name="翻页")
        total = re.search(r"共 ([\d,]+) 条", await pager.inner_text())
        assert total
        assert int(total[1].replace(",", "")) > 100
        first = await rows.first.inner_text()
        await gate.shut()
        await pager.get_by_role("button", name="下一页").click()
        await expect(page).to_have_url(re.compile("page=2"))
        await expect(rows).to_have_count(0)
        await gate.open()
        await stand(page)
        second = await rows.first.inner_text()
        assert second != first
        await page.reload()
        await stand(page)
        assert await rows.first.inner_text() == second
        await gate.shut()
        await page.get_by_role("combobox", name="居住").click()
        await page.locator(".ant-select-item-option").nth(1).click()
        await expect(page).to_have_url(re.compile("living=before"))
        await expect(page).not_to_have_url(re.compile("page="))
        await expect(rows).to_have_count(0)
        await gate.open()
        await stand(page)
        await page.go_back()
        await expect(page).to_have_url(re.compile("page=2"))
        await expect(rows.first).to_have_text(second, use_inner_text=True)


async def test_another_day_of_a_space_never_shows_the_times_of_the_day_before(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", "resident@youchao")
    async with walker.visit("spaces", *PHONE) as seen:
        page, gate = seen.page, Gate(seen.page)
        await page.locator('a[href^="/m/spaces/"]').first.click()
        await stand(page)
        days = page.get_by_role("group", name="选择日期").get_by_role("button")
        # Late in the evening today has no time left.
        await days.nth(1).click()
        await expect(page.locator(".slots button").first).to_be_visible(timeout=TIMEOUT_MS)
        await gate.shut()
        await days.nth(3).click()
        await expect(page.locator(".slots button")).to_have_count(0)
        await gate.open()
        await expect(page.locator(".slots button").first).to_be_visible(timeout=TIMEOUT_MS)


async def test_numbers_come_masked_and_whoever_sees_one_whole_is_kept_with_the_reason(walker_for: WalkerFor) -> None:
    desk, admin = await walker_for("console", "desk@youchao"), await walker_for("console", "admin@youchao")
    reason = named("核对居住证")
    said: list[Response] = []
    async with desk.visit("") as seen:
        page = seen.page
        page.on("response", lambda response: said.append(response))  # noqa: PLW0108  # what is called answers nothing
        await page.locator('a[href="/console/residents"]').click()
        await page.locator('tbody a[href^="/console/residents/"]').first.click()
        await expect(page.get_by_role("button", name="查看完整信息").first).to_be_visible(timeout=TIMEOUT_MS)
        await stand(page)
        bodies = [await one.text() for one in said if "graphql" in one.url]
        assert any("***" in body for body in bodies)
        assert [body for body in bodies if WHOLE_PHONE.search(body) or WHOLE_DOCUMENT.search(body)] == []
        await page.get_by_role("button", name="查看完整信息").first.click()
        form = page.get_by_role("dialog")
        await form.get_by_label("事由").fill(reason)
        await form.get_by_role("button", name="查看完整信息").click()
        whole = page.locator(".reveal")
        await expect(whole).to_contain_text(WHOLE_DOCUMENT, timeout=TIMEOUT_MS)
        assert await seen.faults() == []
        await whole.get_by_role("button", name="隐藏").click()
        await expect(page.locator("main")).not_to_contain_text(WHOLE_DOCUMENT)
    async with admin.visit("audit") as seen:
        row = seen.page.get_by_role("row", name=re.compile(reason))
        await expect(row).to_contain_text("查看完整证件")


async def test_the_trail_is_told_in_words(walker_for: WalkerFor) -> None:
    admin = await walker_for("console", "admin@youchao")
    async with admin.visit("audit") as seen:
        told = await seen.page.locator("tbody td:nth-child(6)").all_inner_texts()
        assert sum("：" in one for one in told) > 5
        assert [one for one in told if RAW.search(one)] == []
        assert await seen.faults() == []
