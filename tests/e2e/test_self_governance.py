"""Councils and proposals, at the desk and among neighbours: the agenda, who comes, who writes, what came of it."""

import datetime as dt
import re

from playwright.async_api import Locator, Page, expect

from backend.core import clock
from tests.e2e.conftest import WalkerFor
from tests.e2e.test_neighbours import fits
from tests.e2e.test_night_school import pick, written
from tests.e2e.test_phone import is_told
from tests.e2e.test_stories import choose
from tests.e2e.walking import PHONE, TIMEOUT_MS, Seen, named, stand


async def first_option(page: Page, form: Locator, label: str) -> str:
    """Take the first that is offered; its words."""
    await form.get_by_role("combobox", name=re.compile(f"{label}$")).click()
    option = page.locator(".ant-select-item-option").locator("visible=true").first
    words = await option.inner_text()
    await option.click()
    return words


async def someone_of(page: Page, form: Locator, label: str, typed: str) -> None:
    """Find a resident by a piece of the name."""
    await form.get_by_label(label).click()
    await form.get_by_label(label).press_sequentially(typed)
    await page.locator(".ant-select-item-option").locator("visible=true").first.click(timeout=TIMEOUT_MS)


async def calls_a_council(page: Page, title: str, on: dt.date) -> None:
    """With two seats, one of them kept."""
    await page.get_by_role("button", name="召集议事会").click()
    form = page.get_by_role("dialog", name="召集议事会")
    await form.get_by_label("会议名称").fill(title)
    await form.get_by_label("地点").fill("一楼会客厅")
    await pick(form, "日期", written(on))
    await form.get_by_label("议题").fill("门禁卡")
    await form.get_by_label("住户席位", exact=True).fill("2")
    await form.get_by_label("预留席位").fill("1")
    await form.get_by_role("button", name="召集议事会").click()
    await expect(form).to_be_hidden(timeout=TIMEOUT_MS)


async def test_a_council_takes_up_an_issue_and_keeps_a_seat_for_whoever_is_asked(walker_for: WalkerFor) -> None:
    walker, title = await walker_for("console", "manager@youchao"), named("议事")
    async with walker.visit("councils") as seen:
        page = seen.page
        await calls_a_council(page, title, clock.today() + dt.timedelta(days=9))
        await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=TIMEOUT_MS)
        await stand(page)
        await page.get_by_role("button", name="添加议题").click()
        form = page.get_by_role("dialog", name=re.compile("添加议题$"))
        words = await first_option(page, form, "随手拍问题")
        said = await form.get_by_label("议题", exact=True).input_value()
        assert said
        assert said in words
        await form.get_by_role("button", name="添加议题").click()
        agenda = page.get_by_role("region", name="议题", exact=True)
        await expect(agenda.get_by_role("link", name=said)).to_be_visible(timeout=TIMEOUT_MS)
        await page.get_by_role("button", name="预留席位").click()
        form = page.get_by_role("dialog", name=re.compile("预留席位$"))
        await expect(form).to_contain_text("还剩 1 / 1")
        await someone_of(page, form, "邀请的住户", "陈")
        await form.get_by_role("button", name="预留席位").click()
        people = page.get_by_role("region", name="登记住户")
        await expect(people.get_by_text("受邀", exact=True)).to_be_visible(timeout=TIMEOUT_MS)
        # None is left to be kept, and before it met nothing can have come of it.
        await expect(page.get_by_role("button", name="预留席位")).to_have_count(0)
        await expect(page.get_by_role("button", name=re.compile("的结果$"))).to_have_count(0)
        assert await seen.faults() == []


async def test_what_came_of_an_item_is_said_after_the_minutes(walker_for: WalkerFor) -> None:
    walker, note = await walker_for("console", "manager@youchao"), named("门禁已修好")
    async with walker.visit("councils") as seen:
        page = seen.page
        await page.get_by_role("row").filter(has_text="已召开").get_by_role("link").first.click()
        agenda = page.get_by_role("region", name="议题", exact=True)
        await agenda.get_by_role("button", name=re.compile("的结果$")).first.click()
        form = page.get_by_role("dialog", name=re.compile("的结果$"))
        await choose(page, "结果", "已解决", form)
        await form.get_by_label("说明").fill(note)
        await form.get_by_role("button", name="保存").click()
        await expect(agenda.get_by_role("listitem").first).to_contain_text(note, timeout=TIMEOUT_MS)
        await expect(agenda.get_by_role("listitem").first).to_contain_text("已解决")
        assert await seen.faults() == []


async def drafts(seen: Seen, title: str) -> None:
    page = seen.page
    await page.get_by_role("link", name="我要提案").click()
    await page.get_by_label("提什么").fill(title)
    await page.get_by_label("为什么、怎么做").fill("晚八点后没有班车。")
    await fits(seen)
    await page.get_by_role("button", name="先存草稿").dblclick()
    await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=TIMEOUT_MS)


async def test_two_neighbours_write_a_proposal_before_anyone_else_reads_it(walker_for: WalkerFor) -> None:
    mine, theirs = await walker_for("m", "resident@weilingdi"), await walker_for("m", "neighbour@weilingdi")
    title, alias = named("夜班车"), named("小陈")
    async with mine.visit("proposals", *PHONE) as seen:
        page = seen.page
        await drafts(seen, title)
        where = page.url.split("/m/")[1]
        await page.get_by_role("button", name="邀请邻居一起写").click()
        sheet = page.get_by_role("dialog", name="邀请邻居一起写")
        link = (await sheet.locator(".address").inner_text()).split("/m/")[1]
        await fits(seen)
        async with theirs.visit(where, *PHONE) as other:
            await expect(other.page.get_by_text("找不到这个提案")).to_be_visible(timeout=TIMEOUT_MS)
        async with theirs.visit(link, *PHONE) as other:
            await other.page.get_by_label("怎么称呼您").fill(alias)
            await fits(other)
            await other.page.get_by_role("button", name="申请一起写").click()
            await is_told(other.page, "已申请")
        await page.reload()
        await page.get_by_role("button", name=f"同意{alias}", exact=True).click()
        await is_told(page, f"{alias}可以一起写了")
        await expect(page.get_by_text("正在一起写")).to_be_visible(timeout=TIMEOUT_MS)
        await fits(seen)
    async with theirs.visit(where, *PHONE) as other:
        await other.page.get_by_role("button", name="修改提案").click()
        form = other.page.get_by_role("dialog", name="修改提案")
        await form.get_by_label("为什么、怎么做").fill("班车加开到晚上十点。")
        await form.get_by_role("button", name="保存修改").click()
        await expect(other.page.get_by_text("班车加开到晚上十点。")).to_be_visible(timeout=TIMEOUT_MS)
        await fits(other)
        await other.page.get_by_role("button", name="退出起草").click()
        await other.page.get_by_role("dialog").get_by_role("button", name="退出起草").click()
        await expect(other.page.get_by_role("heading", name="住户提案", level=1)).to_be_visible(timeout=TIMEOUT_MS)
        await expect(other.page.get_by_role("link", name=title)).to_have_count(0)
