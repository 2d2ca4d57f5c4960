"""A Party organisation's service station: opened, its visits counted and set right, seen on the phone, and closed."""

import re

from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import WalkerFor
from tests.e2e.walking import PHONE, TIMEOUT_MS, named, stand

BRANCH, RESIDENT = "branch@minhang", "resident@youchao"
ORGANISATION = "马桥镇有巢社区党支部"


async def choose(page: Page, within: Locator, label: str, option: str) -> None:
    """Take one of what a field offers."""
    await within.get_by_label(label, exact=True).click()
    await page.locator(".ant-select-dropdown:visible .ant-select-item-option", has_text=option).first.click()


async def opened(page: Page, name: str) -> None:
    """A station by its form: as it is offered, with one service."""
    await page.get_by_role("button", name="开设服务站").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("服务站名称").fill(name)
    await form.get_by_label("地址").fill("新居路 9 号")
    await choose(page, form, "所属党组织", ORGANISATION)
    service = form.get_by_role("group", name="服务 1")
    await service.get_by_label("中文名称").fill("法律咨询")
    await service.get_by_label("英文名称").fill("Legal advice")
    await service.get_by_label("说明").fill("律师解答")
    await form.get_by_role("button", name="保存").click()
    await expect(form).to_have_count(0, timeout=TIMEOUT_MS)


async def count(page: Page, people: int, reason: str | None = None) -> None:
    """So many came for legal advice today; with a reason where that was counted before."""
    await page.get_by_role("button", name="登记到访").click()
    form = page.get_by_role("dialog")
    await choose(page, form, "服务", "法律咨询")
    await form.get_by_label("当日合计人次").fill(str(people))
    save = form.get_by_role("button", name="保存")
    await save.click()
    if reason is not None:
        await expect(form.get_by_label("更正理由")).to_be_visible(timeout=TIMEOUT_MS)
        await form.get_by_label("更正理由").fill(reason)
        await save.click()
    await expect(form).to_have_count(0, timeout=TIMEOUT_MS)


async def test_a_station_is_opened_counted_corrected_seen_and_closed(walker_for: WalkerFor) -> None:
    branch, resident = await walker_for("oversight", BRANCH), await walker_for("m", RESIDENT)
    name = named("服务站")
    async with branch.visit("stations") as seen:
        page = seen.page
        await opened(page, name)
        await page.get_by_role("link", name=name).click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(name, timeout=TIMEOUT_MS)
        await count(page, 12)
        await count(page, 9, "与签到表核对")
        await page.get_by_role("tab", name="到访").click()
        await expect(page.get_by_role("heading", name=re.compile("到访 9 人次"))).to_be_visible(timeout=TIMEOUT_MS)
        entries = page.get_by_role("list", name="登记记录").get_by_role("listitem")
        await expect(entries).to_have_count(2)
        await expect(entries.filter(has_text="与签到表核对")).to_contain_text("-3 人次")
        assert await seen.faults() == []
        async with resident.visit("stations", *PHONE) as phone:
            await phone.page.get_by_role("link", name=re.compile(name)).click()
            await expect(phone.page.get_by_role("heading", level=1)).to_have_text(name, timeout=TIMEOUT_MS)
            # It opened today: whole weeks come after this one.
            await phone.page.get_by_role("button", name="下一周").click()
            await stand(phone.page)
            days = phone.page.get_by_role("list", name="每周安排").get_by_role("listitem")
            await expect(days).to_have_count(7)
            await expect(days.first).to_contain_text("09:00 – 17:00")
            await expect(days.last).to_contain_text("不开放")
            await expect(phone.page.get_by_text("律师解答")).to_be_visible()
            assert await phone.faults() == []
            assert await phone.too_small() == []
        await page.get_by_role("button", name="关闭服务站").click()
        sure = page.get_by_role("dialog")
        await expect(sure).to_contain_text(name)
        await sure.get_by_role("button", name="关闭服务站").click()
        await expect(page.get_by_role("button", name="关闭服务站")).to_have_count(0, timeout=TIMEOUT_MS)
    async with resident.visit("stations", *PHONE) as phone:
        await expect(phone.page.get_by_role("link", name=re.compile("有巢党群服务站"))).to_be_visible()
        await expect(phone.page.get_by_role("link", name=re.compile(name))).to_have_count(0)


async def test_odd_hours_are_refused_beside_their_rows_and_what_was_typed_stays(walker_for: WalkerFor) -> None:
    branch = await walker_for("oversight", BRANCH)
    async with branch.visit("stations", *PHONE) as seen:
        page = seen.page
        await page.get_by_role("link", name="有巢党群服务站").click()
        await stand(page)
        await page.get_by_role("button", name="修改").click()
        form = page.get_by_role("dialog")
        await form.get_by_role("button", name="添加开放时间").click()
        extra = form.get_by_role("group", name="开放时间 3")
        weekdays = extra.get_by_label("星期")
        await weekdays.focus()
        # A tab would take the choice back: it picks what is under the cursor once more.
        for key in ("ArrowDown", "Enter"):
            await page.keyboard.press(key)
        await expect(extra.get_by_text("周一", exact=True).first).to_be_visible()
        await form.get_by_role("button", name="保存").click()
        await expect(form.get_by_text("不能重叠")).to_be_visible(timeout=TIMEOUT_MS)
        await expect(form.get_by_label("服务站名称")).to_have_value("有巢党群服务站")
        assert await seen.faults() == []


async def test_the_demos_week_has_what_is_on_and_the_month_its_figures(walker_for: WalkerFor) -> None:
    branch = await walker_for("oversight", BRANCH)
    async with branch.visit("stations") as seen:
        page = seen.page
        await page.get_by_role("link", name="冠寓青年党群服务站").click()
        await stand(page)
        today = page.locator(".week > li.today")
        await expect(today).to_contain_text("夜间读书会")
        await page.get_by_role("button", name="下一周").click()
        await expect(page).to_have_url(re.compile("week="))
        await stand(page)
        await expect(page.locator(".week > li.today")).to_have_count(0)
        await expect(page.locator(".week > li", has_text="健康义诊")).to_have_count(1)
