"""What residents do about their own affairs on the phone: their data, their proposals, what they lost."""

import json
import re

from playwright.async_api import Download, Page, expect

from tests.e2e.conftest import WalkerFor
from tests.e2e.test_phone import card_with, is_told
from tests.e2e.test_stories import choose
from tests.e2e.walking import PHONE, TIMEOUT_MS, named, stand

NARROW = {"width": 360, "height": 844}


async def answers_at_the_hearing(page: Page, needed: str) -> None:
    """A seat is taken, in place of one that the demo or an earlier walk took."""
    await page.locator("a.card", has_text="共享空间管理办法听证会").click()
    await stand(page)
    leave, take = page.get_by_role("button", name="取消报名"), page.get_by_role("button", name="报名参加")
    await expect(leave.or_(take).first).to_be_visible(timeout=TIMEOUT_MS)
    if await leave.count():
        await leave.click()
        await page.get_by_role("dialog").get_by_role("button", name="取消报名").click()
    await page.get_by_label("有什么需要照顾的（选答）").fill(needed)
    await take.click()
    await is_told(page, "已报名")


async def test_a_copy_of_what_is_held_is_made_and_saved(walker_for: WalkerFor) -> None:
    walker, needed = await walker_for("m", "resident@youchao"), named("听不清，想坐前排")
    async with walker.visit("councils", *PHONE) as seen:
        await answers_at_the_hearing(seen.page, needed)
        assert await seen.faults() == []
    async with walker.visit("mine/data", *PHONE) as seen:
        page = seen.page
        name = await page.locator("dd").first.inner_text()
        async with page.expect_download(timeout=TIMEOUT_MS) as saved:
            await page.get_by_role("button", name="生成并下载副本").dblclick()
        await is_told(page, "副本已下载")
        download = await saved.value
        assert re.fullmatch(r"我的资料-\d{4}-\d\d-\d\d\.json", download.suggested_filename)
        copy = json.loads((await download.path()).read_text(encoding="utf8"))
        assert copy["登记信息"][0]["name"] == copy["姓名"] == name
        assert copy["居住经历"][0]["unit"]["number"] == "118"
        assert {"空间预约", "课程", "证书", "报修", "提案", "议事会", "求助", "社工服务", "通知"} <= copy.keys()
        (hearing,) = [one for one in copy["议事会"] if "听证会" in one["title"]]
        assert [one["status"] for one in hearing["mySeats"]][-1] == "REGISTERED"
        assert {"question": "有什么需要照顾的", "text": needed} in hearing["myAnswers"]
        assert copy["证书"]
        assert copy["信用扣分"]
        assert "__typename" not in json.dumps(copy)
        assert await seen.faults() == []


async def test_half_a_copy_is_not_saved(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", "resident@youchao")
    async with walker.visit("mine/data", *PHONE) as seen:
        page = seen.page
        saved: list[Download] = []
        page.on("download", lambda download: saved.append(download))  # noqa: PLW0108  # what is called answers nothing
        await page.route("**/graphql", lambda route: route.abort())
        await page.get_by_role("button", name="生成并下载副本").click()
        await expect(page.get_by_role("alert")).to_contain_text("副本没有生成", timeout=TIMEOUT_MS)
        await page.unroute("**/graphql")
        assert saved == []
        async with page.expect_download(timeout=TIMEOUT_MS):
            await page.get_by_role("button", name="生成并下载副本").click()


async def makes_a_proposal(page: Page, title: str) -> None:
    await page.get_by_role("link", name="我要提案").click()
    await page.get_by_label("提什么").fill(title)
    await page.get_by_label("为什么、怎么做").fill("楼道堆物，推车过不去。")
    await page.get_by_role("button", name="公开提案").click()
    await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=TIMEOUT_MS)


async def test_a_proposal_is_amended_and_withdrawn_by_whoever_made_it_alone(walker_for: WalkerFor) -> None:
    # Others make proposals as residents of Youchao, and nobody may have more than three without an answer.
    mine, theirs = await walker_for("m", "neighbour@weilingdi"), await walker_for("m", "resident@weilingdi")
    async with mine.visit("proposals", *PHONE) as seen:
        page, title, other = seen.page, named("楼道清理"), named("楼道清理与推车架")
        await makes_a_proposal(page, title)
        where = page.url.removeprefix(f"{mine.url}/")
        await page.get_by_role("button", name="修改提案").click()
        sheet = page.get_by_role("dialog", name="修改提案")
        # Nothing is changed yet, so there is nothing to send.
        await expect(sheet.get_by_role("button", name="保存修改")).to_be_disabled()
        await sheet.get_by_label("提什么").fill(other)
        await page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # a size by its keys
        assert await seen.faults() == []
        await sheet.get_by_role("button", name="保存修改").click()
        await expect(page.get_by_role("heading", name=other, level=1)).to_be_visible(timeout=TIMEOUT_MS)
        await expect(page.get_by_text("修改了提案")).to_be_visible()
    async with theirs.visit(where, *PHONE) as seen:
        await expect(seen.page.get_by_role("heading", name=other, level=1)).to_be_visible(timeout=TIMEOUT_MS)
        await expect(seen.page.get_by_role("button", name="附议", exact=True)).to_be_visible()
        await expect(seen.page.get_by_role("button", name=re.compile("修改提案|撤回提案"))).to_have_count(0)
    async with mine.visit(where, *PHONE) as seen:
        page = seen.page
        await page.get_by_role("button", name="撤回提案").click()
        sheet = page.get_by_role("dialog", name=f"撤回“{other}”？")
        await expect(sheet.get_by_role("button", name="撤回提案")).to_be_disabled()
        await sheet.get_by_label("为什么撤回").fill("物业已经清理。")
        assert await seen.faults() == []
        await sheet.get_by_role("button", name="撤回提案").click()
        await expect(page.locator(".tag", has_text="已撤回").first).to_be_visible(timeout=TIMEOUT_MS)
        await expect(page.get_by_role("button", name=re.compile("修改提案|撤回提案"))).to_have_count(0)
        assert await seen.faults() == []


async def test_lost_credit_is_appealed_against_and_given_back(walker_for: WalkerFor) -> None:
    """Lost for a booking nobody came to: argued on the phone, granted at the desk, given back on the phone."""
    mine, desk = await walker_for("m", "neighbour@guanyu"), await walker_for("console", "manager@guanyu")
    reason = named("到了现场，扫码一直转圈")
    async with mine.visit("credit", *PHONE) as seen:
        page = seen.page
        await page.get_by_role("button", name=re.compile("^申诉.+的扣分$")).first.click()
        sheet = page.get_by_role("dialog", name=re.compile("^申诉.+的扣分$"))
        await sheet.get_by_label("为什么不该扣分").fill(reason)
        await page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # a size by its keys
        assert await seen.faults() == []
        await sheet.get_by_role("button", name="提交申诉").dblclick()
        await expect(card_with(page, reason)).to_contain_text("申诉审核中", timeout=TIMEOUT_MS)
        assert await seen.faults() == []
        async with desk.visit("bookings?tab=appeals") as above:
            row = above.page.get_by_role("row", name=re.compile(reason))
            await row.get_by_role("button", name="撤销扣分").click()
            form = above.page.get_by_role("dialog")
            await form.get_by_label("答复").fill("后台有扫码失败的记录，已恢复。")
            await form.get_by_role("button", name="撤销扣分").click()
            await expect(row).to_have_count(0, timeout=TIMEOUT_MS)
        await page.reload()
        await stand(page)
        await expect(card_with(page, reason)).to_contain_text("申诉已通过")
        await expect(card_with(page, reason)).to_contain_text("后台有扫码失败的记录")
        await expect(page.get_by_text("现有 100 分")).to_be_visible()
        assert await seen.faults() == []


async def test_the_address_of_ones_calendar_is_ended_after_a_question(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", "neighbour@weilingdi")
    async with walker.visit("bookings", *PHONE) as seen:
        page = seen.page
        await page.get_by_role("button", name="生成订阅地址").click()
        address = await page.locator(".address").inner_text(timeout=TIMEOUT_MS)
        await page.get_by_role("button", name="关闭").click()
        assert (await page.request.get(address)).ok
        await page.get_by_role("button", name="停用订阅地址").click()
        sheet = page.get_by_role("dialog", name="停用日历订阅地址？")
        await expect(sheet).to_contain_text("不再更新")
        await sheet.get_by_role("button", name="停用订阅地址").click()
        await is_told(page, "订阅地址已停用")
        assert not (await page.request.get(address)).ok
        assert await seen.faults() == []


async def test_a_time_is_booked_for_several_days_and_all_of_them_are_cancelled(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", "resident@weilingdi")
    async with walker.visit("spaces", *PHONE) as seen:
        page = seen.page
        await page.locator("a.card[href*='/spaces/']").first.click()
        # The list stands until the page of the space has come.
        await expect(page.get_by_role("group", name="选择日期")).to_be_visible(timeout=TIMEOUT_MS)
        await stand(page)
        name = await page.get_by_role("heading", level=1).inner_text()
        # A day of which nothing is over.
        await page.get_by_role("group", name="选择日期").get_by_role("button").nth(1).click()
        await stand(page)
        await page.locator(".slots button:not(.taken):not(.gone)").last.click()
        sheet = page.get_by_role("dialog")
        await sheet.get_by_role("button", name="每天").click()
        dates = sheet.get_by_role("list", name="每一次的时间").get_by_role("listitem")
        await expect(dates).to_have_count(2, timeout=TIMEOUT_MS)
        await sheet.get_by_label("共几次").select_option("3")
        await expect(dates).to_have_count(3, timeout=TIMEOUT_MS)
        possible = 3 - await sheet.get_by_text("跳过").count()
        assert possible > 1
        assert await seen.faults() == []
        assert await seen.too_small() == []
        if await sheet.get_by_role("checkbox").count():
            await sheet.get_by_role("checkbox").check()
        await sheet.get_by_role("button", name=f"预约 {possible} 次").dblclick()
        await expect(page.get_by_role("heading", name="我的预约")).to_be_visible(timeout=TIMEOUT_MS)
        booked = page.locator(".card", has_text=name).filter(has=page.get_by_role("button", name="取消预约"))
        await expect(booked).to_have_count(possible, timeout=TIMEOUT_MS)
        # The list begins with the last date.
        await booked.last.get_by_role("button", name="取消预约").click()
        await page.get_by_role("dialog").get_by_role("button", name="取消这次和以后各次").click()
        await expect(booked).to_have_count(0, timeout=TIMEOUT_MS)


async def test_whoever_has_an_account_and_no_home_applies_by_the_code_on_a_poster(walker_for: WalkerFor) -> None:
    # Of the staff, and so with no way into the phone as yet.
    walker = await walker_for("m", "desk@guanyu")
    async with walker.visit("join?operator=weilingdi-", *PHONE) as seen:
        page = seen.page
        await expect(page.get_by_role("heading", name="此账号在这里没有可用的身份")).to_be_visible()
        code = page.get_by_label("运营方代码")
        await expect(code).to_have_value("weilingdi-")
        await page.get_by_role("button", name="继续").click()
        await expect(page.get_by_role("alert")).to_contain_text("没有这个代码", timeout=TIMEOUT_MS)
        assert await seen.faults() == []
        await code.fill("Weilingdi")
        await page.get_by_role("button", name="继续").click()
        await expect(page.get_by_role("heading", name="申请入住", level=1)).to_be_visible(timeout=TIMEOUT_MS)
        await expect(page.get_by_label("社区")).to_contain_text("微领地")


async def test_works_at_home_are_told_read_and_called_off(walker_for: WalkerFor) -> None:
    desk, mine = await walker_for("console", "manager@guanyu"), await walker_for("m", "resident@guanyu")
    title = named("电梯年检")
    async with mine.visit("", *PHONE) as seen:
        home = await seen.page.get_by_role("region", name="您住在").locator("p").first.inner_text()
    async with desk.visit("planned-works") as told:
        page = told.page
        await page.get_by_role("button", name="发布公告").click()
        form = page.get_by_role("dialog", name="发布公告")
        await choose(page, "社区", re.compile(home), form)
        await form.get_by_label("标题").fill(title)
        await form.get_by_label("内容").fill("年检期间电梯停用，请走楼梯。")
        await form.get_by_role("button", name="发布公告").click()
        line = page.get_by_role("listitem").filter(has_text=title)
        await expect(line).to_have_count(1, timeout=TIMEOUT_MS)
        async with mine.visit("notifications", *PHONE) as seen:
            await seen.page.get_by_role("link", name="您住的地方有施工公告").first.click()
            await expect(card_with(seen.page, title)).to_contain_text("未开始", timeout=TIMEOUT_MS)
            assert await seen.faults() == []
        await line.get_by_role("button", name="取消施工").click()
        sure = page.get_by_role("dialog", name=f"取消“{title}”？")
        await sure.get_by_role("button", name="取消施工").click()
        await expect(line).to_have_count(0, timeout=TIMEOUT_MS)
    async with mine.visit("works", *PHONE) as seen:
        await expect(card_with(seen.page, title)).to_have_count(0)
        await seen.page.get_by_role("button", name="全部").click()
        await expect(card_with(seen.page, title)).to_contain_text("已取消", timeout=TIMEOUT_MS)
        assert await seen.faults() == []
