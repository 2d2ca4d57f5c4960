"""What residents do with each other on the phone: found a club and run it, offer to teach and meet."""

import datetime as dt
import re

import pytest
from playwright.async_api import Page, expect

from backend.core import clock
from tests.e2e.conftest import WalkerFor
from tests.e2e.test_phone import WIDTHS, card_with, is_told
from tests.e2e.walking import PHONE, TIMEOUT_MS, Seen, Walker, named, stand


async def fits(seen: Seen) -> None:
    """Nothing is wrong with what stands open, at the widths of phones."""
    for width in WIDTHS:
        await seen.page.set_viewport_size({"width": width, "height": 844})
        assert await seen.faults() == []


async def show(page: Page, view: str) -> None:
    await page.get_by_role("group", name="查看").get_by_role("button", name=view).click()
    await stand(page)


async def founds_a_club(seen: Seen, name: str) -> None:
    page = seen.page
    await page.get_by_role("link", name="成立社团").click()
    await page.get_by_label("社团名称").fill(name)
    await page.get_by_label("做什么").fill("周末一起打桌游，零基础可来。")
    await page.get_by_label("社团里怎么称呼您").fill("老桌")
    await page.get_by_label("怎么加入").select_option("加入须通过")
    await fits(seen)
    await page.get_by_role("button", name="成立社团").dblclick()
    await expect(page.get_by_role("heading", name=name, level=1)).to_be_visible(timeout=TIMEOUT_MS)


async def plans_an_evening(seen: Seen, title: str) -> None:
    page = seen.page
    await page.get_by_role("button", name="安排活动").click()
    sheet = page.get_by_role("dialog", name="安排活动")
    await sheet.get_by_label("活动名称").fill(title)
    await sheet.get_by_label("日期").fill(str(clock.today() + dt.timedelta(days=9)))
    # It cannot end before it begins; the server says so, and what was typed stands.
    await sheet.get_by_label("结束").fill("18:00")
    await sheet.get_by_label("地点").fill("安乐中心门厅")
    await sheet.get_by_role("button", name="安排活动").click()
    await expect(sheet.get_by_role("alert")).to_be_visible(timeout=TIMEOUT_MS)
    await expect(sheet.get_by_label("活动名称")).to_have_value(title)
    await fits(seen)
    await sheet.get_by_label("结束").fill("21:00")
    await sheet.get_by_role("button", name="安排活动").click()
    await expect(card_with(page, title)).to_contain_text("已确认", timeout=TIMEOUT_MS)


async def asks_to_join(theirs: Walker, where: str, alias: str) -> None:
    """Whoever only asks runs nothing, whatever address they know."""
    async with theirs.visit(where, *PHONE) as seen:
        await expect(seen.page.get_by_role("link", name="管理社团")).to_have_count(0)
        await seen.page.get_by_role("button", name="加入", exact=True).click()
        sheet = seen.page.get_by_role("dialog")
        await sheet.get_by_label("社团里怎么称呼您").fill(alias)
        await sheet.get_by_role("button", name="加入").click()
        await is_told(seen.page, "已申请，等待通过")
    async with theirs.visit(f"{where}/run", *PHONE) as seen:
        await expect(seen.page.get_by_text("只有社长和干事可以管理社团")).to_be_visible()
        assert await seen.faults() == []


async def lets_in_and_appoints(seen: Seen, alias: str) -> None:
    page = seen.page
    await expect(page.get_by_role("heading", name=f"{alias}申请加入")).to_be_visible(timeout=TIMEOUT_MS)
    await fits(seen)
    await page.get_by_role("button", name=f"通过{alias}的申请", exact=True).click()
    await is_told(page, "已处理")
    await page.get_by_role("button", name=f"{alias}的职务").click()
    sheet = page.get_by_role("dialog", name=f"{alias}的职务")
    await fits(seen)
    await sheet.get_by_role("button", name="任干事").click()
    await expect(page.locator(".row", has_text=alias)).to_contain_text("干事", timeout=TIMEOUT_MS)


async def calls_off(seen: Seen, title: str) -> None:
    page = seen.page
    await page.get_by_role("link", name="管理社团").click()
    await show(page, "活动")
    await fits(seen)
    await page.get_by_role("button", name=f"取消活动：{title}").click()
    await page.get_by_role("dialog", name=f"取消“{title}”？").get_by_role("button", name="取消活动").click()
    await expect(card_with(page, title)).to_contain_text("已取消", timeout=TIMEOUT_MS)
    assert await seen.faults() == []


async def ends_it(seen: Seen, name: str) -> None:
    page = seen.page
    await page.get_by_label("怎么加入").select_option("自由加入")
    await page.get_by_role("button", name="保存").click()
    await is_told(page, "已保存")
    await fits(seen)
    await page.get_by_role("button", name="结束社团").click()
    sheet = page.get_by_role("dialog", name=f"结束{name}？")
    await sheet.get_by_label("原因").fill("成员都搬走了。")
    await fits(seen)
    await sheet.get_by_role("button", name="结束社团").click()
    await is_told(page, "社团已结束")
    await expect(page.get_by_role("heading", name="社团", level=1)).to_be_visible()
    await expect(page.locator("a.card", has_text=name)).to_have_count(0)


@pytest.mark.stormy
async def test_a_club_is_founded_run_by_two_and_ended(walker_for: WalkerFor) -> None:
    mine, theirs = await walker_for("m", "resident@guanyu"), await walker_for("m", "neighbour@guanyu")
    name, title = named("桌游社"), named("狼人杀新手局")
    async with mine.visit("clubs", *PHONE) as seen:
        await founds_a_club(seen, name)
        where = seen.page.url.removeprefix(f"{mine.url}/")
        await asks_to_join(theirs, where, "阿七")
        await seen.page.get_by_role("link", name="管理社团").click()
        await lets_in_and_appoints(seen, "阿七")
        await show(seen.page, "活动")
        await plans_an_evening(seen, title)
    async with theirs.visit(where, *PHONE) as seen:
        await calls_off(seen, title)
    async with mine.visit(f"{where}/run?tab=club", *PHONE) as seen:
        await ends_it(seen, name)


async def offers_to_teach(seen: Seen, alias: str) -> None:
    page = seen.page
    await page.get_by_label("怎么称呼您").fill(alias)
    skill = page.get_by_role("button", name="维修", exact=True)
    if await skill.get_attribute("aria-pressed") == "false":
        await skill.click()
    await page.get_by_label("同时最多带几位").fill("20")
    await page.get_by_label("介绍一下自己").fill("修了十年自行车。")
    await fits(seen)
    await page.get_by_role("button", name=re.compile("^(报名当学长|保存)$")).click()
    await expect(page.locator(".toast")).to_contain_text(re.compile("您已是学长|已保存"), timeout=TIMEOUT_MS)


async def test_a_neighbour_offers_to_teach_is_asked_and_they_meet(walker_for: WalkerFor) -> None:
    mine, theirs = await walker_for("m", "neighbour@youchao"), await walker_for("m", "resident@youchao")
    alias, wish = named("车匠"), named("想学补胎")
    async with mine.visit("mentors/offer", *PHONE) as seen:
        page = seen.page
        await offers_to_teach(seen, alias)
        await page.get_by_role("button", name="暂停接受").click()
        await expect(page.get_by_text("暂不接受新的请教")).to_be_visible(timeout=TIMEOUT_MS)
        await page.get_by_role("button", name="恢复接受").click()
        await expect(page.get_by_text("接受请教", exact=True)).to_be_visible(timeout=TIMEOUT_MS)
    async with theirs.visit("mentors?skill=REPAIR", *PHONE) as learner:
        await learner.page.get_by_role("button", name=f"向{alias}请教").click()
        sheet = learner.page.get_by_role("dialog", name=f"向{alias}请教")
        await sheet.get_by_label("怎么称呼您").fill("小骑")
        await sheet.get_by_label(re.compile("想学到什么")).fill(wish)
        await sheet.get_by_role("button", name="发送").click()
        await is_told(learner.page, "已发出")
        async with mine.visit("mentors", *PHONE) as seen:
            page = seen.page
            await card_with(page, wish).get_by_role("button", name="答应").click()
            await expect(card_with(page, wish)).to_contain_text("进行中", timeout=TIMEOUT_MS)
            await card_with(page, wish).get_by_role("button", name="记一次见面：小骑").click()
            sheet = page.get_by_role("dialog", name="记一次见面：小骑")
            await sheet.get_by_label("多少分钟").fill("45")
            await fits(seen)
            await sheet.get_by_role("button", name="记一次见面", exact=True).dblclick()
            await expect(card_with(page, wish)).to_contain_text("见面 1 次，共 45 分钟", timeout=TIMEOUT_MS)
            await fits(seen)
        await learner.page.reload()
        await stand(learner.page)
        await expect(card_with(learner.page, wish)).to_contain_text("见面 1 次，共 45 分钟")
        await card_with(learner.page, wish).get_by_role("button", name=f"结束与{alias}的结对？").click()
        sheet = learner.page.get_by_role("dialog", name=f"结束与{alias}的结对？")
        await sheet.get_by_role("button", name="结束").click()
        await expect(card_with(learner.page, wish)).to_contain_text("已结束", timeout=TIMEOUT_MS)
        assert await learner.faults() == []
