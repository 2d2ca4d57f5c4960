"""What residents say aloud or twice: at tea, at the desk, and a report that was there already."""

import re

from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import WalkerFor
from tests.e2e.test_neighbours import show
from tests.e2e.test_self_governance import someone_of
from tests.e2e.test_stories import choose, reports_the_drip
from tests.e2e.walking import PHONE, TIMEOUT_MS, Walker, named, stand

WHY = "夜里回家看不清台阶，老人已经绊过两次。"


async def records(page: Page, title: str) -> Locator:
    """The form for what somebody said, with the words filled in."""
    await page.get_by_role("button", name="代录提案").click()
    form = page.get_by_role("dialog", name="代录提案")
    await form.get_by_label("提什么").fill(title)
    await form.get_by_label("为什么、怎么做").fill(WHY)
    return form


async def publishes(page: Page, form: Locator, title: str) -> None:
    await form.get_by_role("button", name="公开提案").dblclick()
    await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=TIMEOUT_MS)
    await stand(page)


async def test_what_was_said_at_tea_becomes_a_proposal_that_names_the_tea(walker_for: WalkerFor) -> None:
    desk, neighbour = await walker_for("console", "manager@weilingdi"), await walker_for("m", "neighbour@weilingdi")
    topic, title = named("楼道照明"), named("楼道加装感应灯")
    async with desk.visit("proposals") as seen:
        page = seen.page
        await page.get_by_role("button", name="记录茶话会").click()
        form = page.get_by_role("dialog", name="记录茶话会")
        await form.get_by_label("主题").fill(topic)
        await form.get_by_label("主持人").fill("沈社长")
        await form.get_by_label("参加人数").fill("12")
        await form.get_by_role("button", name="保存").dblclick()
        await expect(form).to_have_count(0, timeout=TIMEOUT_MS)
        form = await records(page, title)
        # At the desk nobody is asked which tea it was.
        await expect(form.get_by_label("哪次茶话会")).to_have_count(0)
        await form.get_by_text("茶话会", exact=True).click()
        await choose(page, "哪次茶话会", topic, form)
        assert await seen.faults() == []
        await publishes(page, form, title)
        await expect(page.locator("main")).to_contain_text(f"茶话会“{topic}”，主持人：沈社长")
        assert await seen.faults() == []
        where = page.url.removeprefix(f"{desk.url}/")
    async with neighbour.visit(where, *PHONE) as seen:
        await expect(seen.page.locator("main")).to_contain_text(f"茶话会“{topic}”，主持人：沈社长")
        await expect(seen.page.get_by_role("button", name="附议", exact=True)).to_be_visible()
        assert await seen.faults() == []
    async with neighbour.visit("proposals", *PHONE) as seen:
        await show(seen.page, "茶话会")
        await expect(seen.page.get_by_role("listitem").filter(has_text=topic)).to_contain_text("沈社长")


async def test_what_was_said_at_the_desk_is_told_to_whoever_said_it(walker_for: WalkerFor) -> None:
    desk, mine = await walker_for("console", "desk@weilingdi"), await walker_for("m", "resident@weilingdi")
    title = named("门口加一把长椅")
    name = await own_name(mine)
    async with desk.visit("proposals") as seen:
        page = seen.page
        form = await records(page, "")
        await someone_of(page, form, "谁提的", name)
        await form.get_by_role("button", name="公开提案").click()
        await expect(form.get_by_text("请填写提什么")).to_be_visible(timeout=TIMEOUT_MS)
        await expect(form.get_by_label("为什么、怎么做")).to_have_value(WHY)
        await form.get_by_label("提什么").fill(title)
        await publishes(page, form, title)
        await expect(page.locator("main")).to_contain_text("前台代录")
        assert await seen.faults() == []
    async with mine.visit("proposals", *PHONE) as seen:
        page = seen.page
        await show(page, "我提的")
        await page.get_by_role("link", name=re.compile(title)).click()
        await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=TIMEOUT_MS)
        await stand(page)
        # It is theirs: nobody stands behind their own twice, and they may take it back.
        await expect(page.get_by_role("button", name="附议", exact=True)).to_have_count(0)
        await page.get_by_role("button", name="撤回提案").click()
        sheet = page.get_by_role("dialog", name=f"撤回“{title}”？")
        await sheet.get_by_label("为什么撤回").fill("物业已经安排。")
        await sheet.get_by_role("button", name="撤回提案").click()
        await expect(page.locator(".tag", has_text="已撤回").first).to_be_visible(timeout=TIMEOUT_MS)


async def own_name(walker: Walker) -> str:
    async with walker.visit("mine/data", *PHONE) as seen:
        return await seen.page.locator("dd").first.inner_text()


async def tells_of(walker: Walker, text: str) -> str:
    """Where the report that is made stands."""
    async with walker.visit("issues/new", *PHONE) as seen:
        await reports_the_drip(seen.page, text)
        return seen.page.url.removeprefix(f"{walker.url}/")


async def test_a_report_that_was_there_already_is_closed_into_the_other(walker_for: WalkerFor) -> None:
    mine, staff = await walker_for("m", "neighbour@youchao"), await walker_for("console", "manager@youchao")
    first, second, why = named("三楼走廊灯不亮"), named("三楼灯坏了"), named("与先报的是同一盏灯")
    await tells_of(mine, first)
    where = await tells_of(mine, second)
    async with staff.visit("issues?status=REPORTED") as seen:
        page = seen.page
        await page.get_by_role("link", name=second).click()
        await page.get_by_role("button", name=re.compile("更多")).click()
        await page.get_by_role("menuitem", name="关闭").click()
        form = page.get_by_role("dialog", name=re.compile("^关闭"))
        await choose(page, "关闭原因", "重复上报", form)
        await choose(page, "与哪一个重复", re.compile(first), form)
        await form.get_by_label("说明").fill(why)
        assert await seen.faults() == []
        await form.get_by_role("button", name=re.compile("^关闭")).last.dblclick()
        await expect(form).to_have_count(0, timeout=TIMEOUT_MS)
        await expect(page.locator(".tag", has_text="已关闭").first).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []
    async with mine.visit(where, *PHONE) as seen:
        page = seen.page
        await expect(page.locator(".tag", has_text="已关闭").first).to_be_visible()
        await expect(page.locator("main")).to_contain_text(why)
        # From the one that was closed a way leads to the one that is worked on.
        await page.get_by_role("link", name=re.compile(first)).click()
        await expect(page.get_by_role("heading", name=first)).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []
