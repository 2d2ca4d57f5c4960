"""A building shares out a budget of its own: its residents vote on the phone, and those of other buildings may read."""

import re

from playwright.async_api import Page, expect

from tests.e2e.conftest import WalkerFor
from tests.e2e.test_neighbours import fits, show
from tests.e2e.test_stories import choose
from tests.e2e.walking import PHONE, TIMEOUT_MS, named, stand

# In it lives whoever is called a resident at Weilingdi; whoever is called a neighbour lives in another.
BUILDING = "4号楼"


async def opens_a_poll(page: Page, title: str) -> None:
    """Two projects, of which the budget pays for both."""
    await page.get_by_role("button", name="发起表决").click()
    form = page.get_by_role("dialog", name="发起表决")
    await choose(page, "范围", BUILDING, form)
    await form.get_by_label("名称").fill(title)
    await form.get_by_label("表决问题").fill("先做哪几项？")
    await choose(page, "方式", "预算（按项目分配）", form)
    await form.get_by_label("选项", exact=True).fill("单元门雨棚 3000\n快递架 800")
    await form.get_by_label("预算总额（元）").fill("3500")
    await form.get_by_role("button", name="发起表决").click()
    await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=TIMEOUT_MS)
    await stand(page)


async def test_a_building_shares_out_its_budget_and_the_others_have_no_vote(walker_for: WalkerFor) -> None:
    staff, title = await walker_for("console", "manager@weilingdi"), named("楼道改造")
    mine, theirs = await walker_for("m", "resident@weilingdi"), await walker_for("m", "neighbour@weilingdi")
    async with staff.visit("polls") as seen:
        page = seen.page
        await opens_a_poll(page, title)
        await expect(page.locator("main")).to_contain_text(f"微领地浦江社区 · {BUILDING}")
        assert await seen.faults() == []
        where = page.url.partition("/console/")[2]
    async with theirs.visit(where, *PHONE) as seen:
        page = seen.page
        await expect(page.get_by_text(f"这次表决只请{BUILDING}在发起时的住户参加")).to_be_visible(timeout=TIMEOUT_MS)
        await expect(page.locator(".ballot")).to_have_count(0)
        await fits(seen)
    async with mine.visit(where, *PHONE) as seen:
        page = seen.page
        await page.get_by_role("button", name=re.compile("快递架")).click()
        await expect(page.get_by_text("已选 800 元，预算共 3,500 元")).to_be_visible()
        await fits(seen)
        await page.get_by_role("button", name="投票", exact=True).click()
        await page.get_by_role("dialog").get_by_role("button", name="投出这一票").click()
        await expect(page.get_by_role("heading", name="投票回执")).to_be_visible(timeout=TIMEOUT_MS)
        await fits(seen)
    async with staff.visit("polls") as seen:
        page = seen.page
        await choose(page, "范围", "1号楼", page.get_by_role("search"))
        await stand(page)
        await expect(page.get_by_role("link", name=title)).to_have_count(0)
        await choose(page, "范围", BUILDING, page.get_by_role("search"))
        await expect(page.get_by_role("link", name=title)).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []


async def test_what_each_building_decided_is_read_apart(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", "resident@youchao")
    for building in ("1号楼", "5号楼"):
        async with walker.visit("polls", *PHONE) as seen:
            page = seen.page
            await show(page, "已公布")
            await page.get_by_role("link", name=re.compile(f"{building}微改造")).click()
            await expect(page.get_by_role("heading", name=f"{building}微改造", level=1)).to_be_visible(
                timeout=TIMEOUT_MS
            )
            await stand(page)
            await expect(page.locator("dl.facts")).to_contain_text(building)
            await expect(page.get_by_text(re.compile("获得资金")).first).to_be_visible()
            await fits(seen)
