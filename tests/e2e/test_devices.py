"""What devices do otherwise: another zone, a notch, a lost line; and what someone finds who was never here before."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.conftest import WalkerFor
from tests.e2e.looking import UNTOLD
from tests.e2e.test_keyboard import press
from tests.e2e.walking import PHONE, TIMEOUT_MS, someone, stand

DATE = r"\d{4}年\d{1,2}月\d{1,2}日"
NOTCH = {"top": 47, "bottom": 34}
PADS = "one => [getComputedStyle(one).paddingTop, getComputedStyle(one).paddingBottom]"


async def words_of(page: Page) -> str:
    return await page.locator("main").inner_text()


async def test_dates_and_times_are_those_of_shanghai_on_any_device(
    browser: Browser, site: str, walker_for: WalkerFor
) -> None:
    login = "resident@guanyu"
    here = await walker_for("m", login)
    async with here.visit("notifications", *PHONE) as seen:
        at_home = await words_of(seen.page)
    assert re.search(rf"{DATE}|\d{{1,2}}月\d{{1,2}}日", at_home)
    assert re.search(r"\b[0-2]\d:[0-5]\d\b", at_home)
    async with (
        someone(browser, site, "m", login, zone="America/Los_Angeles") as away,
        away.visit("notifications", *PHONE) as seen,
    ):
        assert await words_of(seen.page) == at_home


@pytest.mark.parametrize(
    ("face", "login", "top", "bottom"),
    [("m", "resident@youchao", "#main", ".tabs"), ("oversight", "branch@minhang", ".top", ".content")],
)
async def test_nothing_lies_beneath_a_notch(
    face: str, login: str, top: str, bottom: str, walker_for: WalkerFor
) -> None:
    walker = await walker_for(face, login)
    async with walker.visit("", *PHONE) as seen:
        page = seen.page
        before = await page.locator(top).evaluate(PADS), await page.locator(bottom).evaluate(PADS)
        devtools = await page.context.new_cdp_session(page)
        await devtools.send("Emulation.setSafeAreaInsetsOverride", {"insets": NOTCH})
        after = await page.locator(top).evaluate(PADS), await page.locator(bottom).evaluate(PADS)
        grown = float(after[0][0][:-2]) - float(before[0][0][:-2]), float(after[1][1][:-2]) - float(before[1][1][:-2])
        assert grown == (NOTCH["top"], NOTCH["bottom"])


@pytest.mark.parametrize(
    ("face", "login", "path"),
    [
        ("console", "admin@youchao", "reports"),
        ("board", "district@minhang", ""),
        ("board", "district@minhang", "figures/housing.residents"),
    ],
)
async def test_a_chart_tells_its_unit_its_time_and_the_same_as_a_table(
    face: str, login: str, path: str, walker_for: WalkerFor
) -> None:
    walker = await walker_for(face, login)
    async with walker.visit(path) as seen:
        page = seen.page
        await expect(page.locator("main canvas").first).to_be_visible(timeout=TIMEOUT_MS)
        assert await page.evaluate(UNTOLD) == 0
        await page.get_by_text("以表格查看").first.click()
        table = page.locator("figure table")
        await expect(table.locator("th").nth(1)).to_contain_text(re.compile("（.+）"))
        await expect(table.locator("tbody tr:not([aria-hidden=true])").first).to_contain_text(re.compile(DATE))
        assert await seen.faults() == []


async def test_a_lost_line_is_told_on_the_board(browser: Browser, site: str) -> None:
    async with someone(browser, site, "board", "district@minhang") as walker, walker.visit("") as seen:
        page = seen.page
        await expect(page.get_by_text("实时更新中")).to_be_visible(timeout=TIMEOUT_MS)
        await walker.context.set_offline(True)
        await expect(page.get_by_text("实时连接已中断，正在重连")).to_be_visible(timeout=TIMEOUT_MS)
        await walker.context.set_offline(False)
        await expect(page.get_by_text("实时更新中")).to_be_visible(timeout=TIMEOUT_MS)


async def test_someone_new_at_the_desk_finds_where_to_check_in(walker_for: WalkerFor) -> None:
    walker = await walker_for("console", "desk@youchao")
    async with walker.visit("", 1280, 800) as seen:
        page = seen.page
        way = page.get_by_role("link", name="房态图").first
        await expect(way).to_be_in_viewport()
        await way.click()
        await stand(page)
        bed = page.get_by_role("button", name=re.compile("空置$")).and_(page.locator(".bed")).first
        await bed.click()
        await expect(page.get_by_role("dialog").get_by_role("button", name="办理入住")).to_be_in_viewport()


async def test_a_resident_who_is_new_books_a_space_by_keys_alone(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", "neighbour@weilingdi")
    async with walker.visit("", *PHONE) as seen:
        page = seen.page
        way = page.get_by_role("link", name="预约空间")
        await expect(way).to_be_in_viewport()
        await press(page, way)
        await stand(page)
        await press(page, page.get_by_role("link", name=re.compile("录音棚")))
        await stand(page)
        await press(page, page.get_by_role("group", name="选择日期").get_by_role("button").nth(4))
        await stand(page)
        await press(page, page.locator(".slots button", has_text="可约").last)
        await press(page, page.get_by_role("button", name="确认预约"))
        await expect(page.get_by_role("heading", name="我的预约")).to_be_visible(timeout=TIMEOUT_MS)
        await press(page, page.get_by_role("button", name="取消预约").first)
        await press(page, page.get_by_role("dialog").get_by_role("button", name="取消预约"))
        await expect(page.locator(".toast")).to_be_visible(timeout=TIMEOUT_MS)


async def test_a_supervisor_who_is_new_finds_what_is_overdue_and_answers_it(walker_for: WalkerFor) -> None:
    walker = await walker_for("oversight", "branch@minhang")
    async with walker.visit("") as seen:
        page = seen.page
        way = page.get_by_role("link", name=re.compile("超期问题")).first
        await expect(way).to_be_in_viewport()
        await way.click()
        await stand(page)
        await page.get_by_role("list", name="问题督查").get_by_role("link").first.click()
        await expect(page.get_by_role("button", name="就此签发督办单")).to_be_visible(timeout=TIMEOUT_MS)


async def test_the_district_is_read_at_a_glance_and_by_keys(walker_for: WalkerFor) -> None:
    walker = await walker_for("board", "district@minhang")
    async with walker.visit("", 1920, 1080) as seen:
        page = seen.page
        for label in ("在住人数", "社区"):
            await expect(page.get_by_role("link", name=re.compile(label)).first).to_be_in_viewport()
        await expect(page.get_by_text(re.compile(rf"截至 {DATE}")).first).to_be_in_viewport()
        await press(page, page.get_by_role("group", name=re.compile("^街镇分布")).get_by_role("link").first)
        await expect(page).to_have_url(re.compile("communities.*subdistrict="), timeout=TIMEOUT_MS)
