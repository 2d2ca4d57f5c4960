"""Every page of the phone with the demo's data, as narrow as phones are: quiet, accessible, whole."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from backend.core.settings import ROOT
from tests.e2e.conftest import WalkerFor
from tests.e2e.walking import PHONE, TIMEOUT_MS, a_photo, named, stand

RESIDENT = ROOT / "web" / "src" / "resident"
LOGINS = "resident@youchao", "resident@guanyu"
WIDTHS = 390, 360
# The list that names the things of a page, where it is not the path before the id.
ABOVE: dict[str, str] = {}
# Pages that only someone with an office opens, or who asked for something before; their stories walk them.
IN_STORIES = {"clubs/:id/run", "help/asked/:id", "proposals/:id/together"}


def _paths() -> list[str]:
    """Every page that a feature of the phone has."""
    features = [file.read_text(encoding="utf8") for file in RESIDENT.glob("*/feature.tsx")]
    return sorted({path for feature in features for path in re.findall(r"path: '([^']*)'", feature)} - IN_STORIES)


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("path", _paths())
async def test_a_page_of_the_phone_is_quiet_accessible_and_fits(path: str, login: str, walker_for: WalkerFor) -> None:
    walker = await walker_for("m", login)
    found = await walker.first_of(path, ABOVE.get(path))
    assert found is not None, "no link leads there"
    async with walker.visit(found, *PHONE) as seen:
        for width in WIDTHS:
            await seen.page.set_viewport_size({"width": width, "height": 844})
            assert await seen.faults() == []
        assert await seen.too_small() == []


def card_with(page: Page, words: str) -> Locator:
    return page.locator(".card", has_text=words)


async def is_told(page: Page, words: str) -> None:
    await expect(page.locator(".toast")).to_contain_text(words, timeout=TIMEOUT_MS)


async def test_a_proposal_is_made_and_a_neighbour_cosigns_comments_and_takes_it_back(walker_for: WalkerFor) -> None:
    mine, theirs = await walker_for("m", "resident@weilingdi"), await walker_for("m", "neighbour@weilingdi")
    async with mine.visit("proposals", *PHONE) as seen:
        page, title = seen.page, named("夏天加一班接驳车")
        await page.get_by_role("link", name="我要提案").click()
        await page.get_by_label("提什么").fill(title)
        await page.get_by_label("为什么、怎么做").fill("晚高峰等车要四十分钟，希望七点到九点加一班。")
        await page.get_by_role("button", name="公开提案").click()
        await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []
        where = page.url.removeprefix(f"{mine.url}/")
    async with theirs.visit(where, *PHONE) as seen:
        page = seen.page
        await page.get_by_role("button", name="附议", exact=True).click()
        await expect(page.get_by_role("button", name="取消附议")).to_be_visible(timeout=TIMEOUT_MS)
        await page.get_by_role("button", name="说两句").click()
        sheet = page.get_by_role("dialog", name="说两句")
        await sheet.get_by_role("button", name="支持").click()
        await sheet.get_by_label("您的意见").fill("我也等过。")
        assert await seen.faults() == []
        await sheet.get_by_role("button", name="提交").click()
        await expect(page.get_by_text("我也等过。")).to_be_visible(timeout=TIMEOUT_MS)
        await page.get_by_role("button", name="关注", exact=True).click()
        await expect(page.get_by_role("button", name="不再关注")).to_be_visible(timeout=TIMEOUT_MS)
        await page.get_by_role("button", name="取消附议").click()
        await expect(page.get_by_role("button", name="附议", exact=True)).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []


async def test_help_is_asked_for_and_taken_back(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", "resident@guanyu")
    async with walker.visit("help", *PHONE) as seen:
        page = seen.page
        waiting = page.get_by_role("button", name="撤回求助")
        if await waiting.count():
            await waiting.first.click()
            await page.get_by_role("dialog").get_by_role("button", name="撤回求助").click()
            await is_told(page, "已撤回")
        text = named("最近总睡不好，想找人聊聊。")
        await page.get_by_role("button", name="向社工求助").click()
        sheet = page.get_by_role("dialog", name="向社工求助")
        await sheet.get_by_label("想说的话").fill(text)
        await sheet.get_by_label("不能等").check()
        await expect(sheet.get_by_text(re.compile("110"))).to_be_visible()
        assert await seen.faults() == []
        await sheet.get_by_role("button", name="发给社工").click()
        await expect(card_with(page, text)).to_contain_text("等待接手", timeout=TIMEOUT_MS)
        await card_with(page, text).get_by_role("link", name="谁看过").click()
        await expect(page.locator("main")).to_contain_text("还没有人看过", timeout=TIMEOUT_MS)
        assert await seen.faults() == []
        await page.go_back()
        await card_with(page, text).get_by_role("button", name="撤回求助").click()
        await page.get_by_role("dialog").get_by_role("button", name="撤回求助").click()
        await is_told(page, "已撤回")
        assert await seen.faults() == []


async def test_a_need_is_asked_for(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", "resident@youchao")
    async with walker.visit("needs", *PHONE) as seen:
        page, title = seen.page, named("周末义诊")
        await page.get_by_role("button", name="提个需求").click()
        sheet = page.get_by_role("dialog", name="提个需求")
        await sheet.get_by_label("类型").select_option("公益")
        await sheet.get_by_label("需要什么").fill(title)
        assert await seen.faults() == []
        await sheet.get_by_role("button", name="提交").dblclick()
        await expect(card_with(page, title)).to_contain_text("待社区确认", timeout=TIMEOUT_MS)
        await expect(card_with(page, title)).to_have_count(1)
        assert await seen.faults() == []


async def test_a_wish_for_a_course_finds_another_who_wishes_it(walker_for: WalkerFor) -> None:
    mine, theirs = await walker_for("m", "resident@guanyu"), await walker_for("m", "neighbour@guanyu")
    title = named("手冲咖啡")
    async with mine.visit("course-wishes", *PHONE) as seen:
        page = seen.page
        await page.get_by_role("button", name="许个心愿").click()
        sheet = page.get_by_role("dialog", name="许个心愿")
        await sheet.get_by_label("想学什么").fill(title)
        await sheet.get_by_label("类别").select_option("生活")
        await sheet.get_by_role("button", name="提交心愿").click()
        await is_told(page, "心愿已发布")
        assert await seen.faults() == []
    async with theirs.visit("course-wishes", *PHONE) as seen:
        page = seen.page
        more = page.get_by_role("button", name="下一页")
        while not await card_with(page, title).count():
            await more.click()
            await stand(page)
        await page.get_by_role("button", name=f"我也想学{title}").click()
        await expect(card_with(page, title)).to_contain_text("您已附议", timeout=TIMEOUT_MS)
        assert await seen.faults() == []


async def test_a_club_is_joined_and_left(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", "neighbour@weilingdi")
    async with walker.visit("clubs", *PHONE) as seen:
        page = seen.page
        await page.locator("a.card").first.click()
        await stand(page)
        leave, join = page.get_by_role("button", name="退出社团"), page.get_by_role("button", name="加入", exact=True)
        await expect(leave.or_(join).first).to_be_visible()
        if await leave.count():
            await leave.click()
            await page.get_by_role("dialog").get_by_role("button", name="退出社团").click()
            await is_told(page, "已退出")
        await join.click()
        sheet = page.get_by_role("dialog")
        await sheet.get_by_label("社团里怎么称呼您").fill("阿青")
        assert await seen.faults() == []
        await sheet.get_by_role("button", name="加入").click()
        await expect(leave).to_be_visible(timeout=TIMEOUT_MS)
        await leave.click()
        await page.get_by_role("dialog").get_by_role("button", name="退出社团").click()
        await is_told(page, "已退出")
        assert await seen.faults() == []


async def test_a_neighbour_is_asked_to_teach(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", "resident@weilingdi")
    async with walker.visit("mentors", *PHONE) as seen:
        page, wish = seen.page, named("想学着修自行车")
        ask = page.get_by_role("button", name=re.compile("^向.+请教$"))
        await ask.last.click()
        sheet = page.get_by_role("dialog", name=re.compile("请教$"))
        await sheet.get_by_label("怎么称呼您").fill("小林")
        await sheet.get_by_label(re.compile("想学到什么")).fill(wish)
        assert await seen.faults() == []
        await sheet.get_by_role("button", name="发送").click()
        refused = sheet.get_by_role("alert")
        await expect(card_with(page, wish).or_(refused).first).to_be_visible(timeout=TIMEOUT_MS)
        if await refused.count():
            # Asked by an earlier walk; what was typed stands.
            await expect(sheet.get_by_label(re.compile("想学到什么"))).to_have_value(wish)
        assert await seen.faults() == []


async def test_a_seat_in_a_council_is_taken_and_given_back(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", "resident@guanyu")
    async with walker.visit("councils", *PHONE) as seen:
        page = seen.page
        await page.locator("a.card").first.click()
        await stand(page)
        leave, take = page.get_by_role("button", name="取消报名"), page.get_by_role("button", name="报名参加")
        await expect(leave.or_(take).first).to_be_visible()
        if await take.count():
            await take.click()
            await is_told(page, "已报名")
        await leave.click()
        assert await seen.faults() == []
        await page.get_by_role("dialog").get_by_role("button", name="取消报名").click()
        await expect(take).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []


async def test_a_slot_to_speak_at_tea_is_taken_and_given_back(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", "resident@weilingdi")
    async with walker.visit("councils", *PHONE) as seen:
        page, topic = seen.page, named("门禁卡总是刷不开")
        await page.locator("a.card", has_text="社长下午茶").first.click()
        await stand(page)
        leave, speak = page.get_by_role("button", name="取消报名"), page.get_by_role("button", name="报名发言")
        await expect(leave.or_(speak).first).to_be_visible()
        if await speak.count():
            await page.get_by_label("想说什么（选填）").fill(topic)
            await speak.dblclick()
            await is_told(page, "已报名")
        await expect(page.get_by_text("发言席位余 1 个，共 4 个")).to_be_visible()
        await expect(page.get_by_role("heading", name="我要说的话题")).to_be_visible()
        await expect(page.get_by_text("已报名发言")).to_be_visible()
        assert await seen.faults() == []
        await leave.click()
        await page.get_by_role("dialog").get_by_role("button", name="取消报名").click()
        await expect(speak).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []


async def test_an_issue_is_photographed_reported_and_taken_back(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", "resident@youchao")
    async with walker.visit("issues/new", *PHONE) as seen:
        page, text = seen.page, named("三楼走廊灯不亮")
        await expect(page.get_by_role("button", name="下一步")).to_be_disabled()
        photo = {"name": "灯.png", "mimeType": "image/png", "buffer": a_photo()}
        await page.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]  # a payload by its keys
        await expect(page.get_by_role("img", name="已拍的照片 1")).to_be_visible()
        assert await seen.faults() == []
        await page.get_by_role("button", name="下一步").click()
        await page.get_by_role("group", name="问题类型").get_by_role("button").first.click()
        await page.get_by_label("说说情况").fill(text)
        assert await seen.faults() == []
        await page.get_by_role("button", name="下一步").click()
        await page.get_by_label(re.compile("具体位置")).fill("三楼电梯口")
        assert await seen.faults() == []
        await page.get_by_role("button", name="提交").dblclick()
        await expect(page.get_by_role("heading", name=text)).to_be_visible(timeout=TIMEOUT_MS)
        await page.get_by_role("button", name="已经好了，不用处理").click()
        await page.get_by_role("dialog").get_by_role("button", name="已经好了，不用处理").click()
        await expect(page.locator(".tag", has_text="已关闭").first).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []
    async with walker.visit("issues", *PHONE) as seen:
        await expect(seen.page.locator("a", has_text=text)).to_have_count(1)


async def test_a_vote_is_cast_once_and_its_receipt_is_found_in_the_urn(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", "resident@youchao")
    async with walker.visit("polls", *PHONE) as seen:
        page = seen.page
        await page.locator("a.card").first.click()
        await stand(page)
        ballot, receipt = page.locator(".ballot button"), page.get_by_role("heading", name="投票回执")
        await expect(ballot.first.or_(receipt)).to_be_visible(timeout=TIMEOUT_MS)
        if await ballot.count():
            await ballot.first.click()
            await page.get_by_role("button", name="投票", exact=True).click()
            assert await seen.faults() == []
            await page.get_by_role("dialog").get_by_role("button", name="投出这一票").click()
        await expect(receipt).to_be_visible(timeout=TIMEOUT_MS)
        await page.get_by_role("link", name="查验").click()
        await expect(page.get_by_text("这一票在票箱里，尚未开箱计票")).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []


async def test_a_course_is_applied_for_and_left(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", "neighbour@guanyu")
    async with walker.visit("courses", *PHONE) as seen:
        page = seen.page
        hrefs: list[str] = await page.eval_on_selector_all("a.card", "all => all.map(one => one.getAttribute('href'))")
    apply = re.compile("^(报名|排队候补)$")
    for href in hrefs:
        async with walker.visit(href.removeprefix("/m/"), *PHONE) as seen:
            page = seen.page
            leave = page.get_by_role("button", name="退出课程")
            if not await page.get_by_role("button", name=apply).count():
                continue
            await page.get_by_role("button", name=apply).click()
            assert await seen.faults() == []
            sheet = page.get_by_role("dialog", name=re.compile("^报名《"))
            await sheet.get_by_role("button", name=re.compile("^(确认报名|排队候补)$")).click()
            await expect(leave).to_be_visible(timeout=TIMEOUT_MS)
            assert await seen.faults() == []
            await leave.click()
            await page.get_by_role("dialog").get_by_role("button", name="退出课程").click()
            await is_told(page, "已退出")
            await expect(page.get_by_role("button", name=apply)).to_be_visible(timeout=TIMEOUT_MS)
            assert await seen.faults() == []
            return
    raise AssertionError("no course of the demo takes applications")
