"""A council from its questions to its door: asked at the desk, answered on the phone, read and let in at the desk."""

import datetime as dt
import re

from playwright.async_api import Page, expect

from backend.core import clock
from tests.e2e.conftest import WalkerFor
from tests.e2e.test_night_school import pick, written
from tests.e2e.test_phone import is_told
from tests.e2e.test_stories import choose
from tests.e2e.walking import PHONE, TIMEOUT_MS, Seen, Walker, named, stand

QUESTION, SAID = "有什么要照顾的", "想坐靠门的位置"


def soon() -> dt.datetime:
    """A beginning within the hour, early enough on its day for an end on the same."""
    begins = dt.datetime.now(clock.SHANGHAI) + dt.timedelta(minutes=20)
    late = begins.replace(hour=23, minute=45, second=0, microsecond=0)
    return late + dt.timedelta(minutes=20) if begins >= late else begins


async def calls_a_talk(page: Page, title: str) -> None:
    """At tea, at once, with one question in words and one with two options."""
    begins = soon()
    await page.get_by_role("button", name="召集议事会").click()
    form = page.get_by_role("dialog", name="召集议事会")
    await choose(page, "类型", "社长下午茶", form)
    await form.get_by_label("会议名称").fill(title)
    await form.get_by_label("地点").fill("一楼会客厅")
    await pick(form, "日期", written(begins.date()))
    await pick(form, "开始", f"{begins:%H:%M}")
    await pick(form, "结束", "23:59")
    await form.get_by_label("议题").fill("门禁卡")
    await form.get_by_role("button", name="添加问题").click()
    await form.get_by_label("问题 1", exact=True).fill(QUESTION)
    await form.get_by_label("必答").check()
    await form.get_by_role("button", name="添加问题").click()
    await form.get_by_label("问题 2", exact=True).fill("坐哪里")
    await choose(page, "问题 2 的答法", "单选", form)
    await form.get_by_label("问题 2 的选项").click()
    await page.keyboard.type("前排，后排，")
    await form.get_by_role("button", name="召集议事会").click()
    await expect(form).to_be_hidden(timeout=TIMEOUT_MS)
    await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=TIMEOUT_MS)
    await stand(page)


async def registers(seen: Seen, title: str) -> str:
    """What must be answered is asked for; the code that the phone shows."""
    page = seen.page
    await page.locator("a.card", has_text=title).click()
    await stand(page)
    await page.get_by_role("button", name="报名参加").click()
    await is_told(page, "第 1 个问题必须作答")
    await page.get_by_label(QUESTION).fill(SAID)
    await page.get_by_label("坐哪里（选答）").select_option("后排")
    assert await seen.faults() == []
    await page.get_by_role("button", name="报名参加").click()
    code = page.locator("strong.num")
    await expect(code).to_have_text(re.compile(r"^[A-Z2-7]{8}$"), timeout=TIMEOUT_MS)
    await expect(page.locator("dd", has_text=SAID)).to_be_visible()
    assert await seen.faults() == []
    return await code.inner_text()


async def reads_and_lets_in(seen: Seen, code: str) -> None:
    page = seen.page
    people = page.get_by_role("region", name="登记住户")
    await people.get_by_role("button", name=re.compile("的答案$")).click()
    answers = page.get_by_role("dialog", name=re.compile("的答案$"))
    await expect(answers).to_contain_text(SAID, timeout=TIMEOUT_MS)
    await expect(answers).to_contain_text("后排")
    assert await seen.faults() == []
    await answers.get_by_role("button", name="关闭").first.click()
    await people.get_by_role("button", name="签到入场").click()
    door = page.get_by_role("dialog", name=re.compile("签到$"))
    await door.get_by_label("签到码").fill(code)
    await door.get_by_role("button", name="签到入场").click()
    await expect(people.get_by_text("已入场", exact=True)).to_be_visible(timeout=TIMEOUT_MS)
    # The same code lets nobody in again.
    await door.get_by_label("签到码").fill(code)
    await door.get_by_role("button", name="签到入场").click()
    await expect(door.get_by_text("已经签到入场")).to_be_visible(timeout=TIMEOUT_MS)
    assert await seen.faults() == []


async def settles_the_questions(desk: Walker, where: str) -> None:
    """What was answered is not asked otherwise."""
    async with desk.visit(where) as seen:
        await seen.page.get_by_role("button", name="报名问题").click()
        form = seen.page.get_by_role("dialog", name=re.compile("报名问题$"))
        await form.get_by_label("问题 1", exact=True).fill("改一改")
        await form.get_by_role("button", name="保存").click()
        await expect(form.get_by_text("报名问题已有人作答")).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []


async def test_a_council_asks_its_people_and_lets_them_in_by_their_codes(walker_for: WalkerFor) -> None:
    desk, phone = await walker_for("console", "manager@youchao"), await walker_for("m", "resident@youchao")
    title = named("下午茶")
    async with desk.visit("councils") as called:
        await calls_a_talk(called.page, title)
        where = called.page.url.removeprefix(f"{desk.url}/")
        async with phone.visit("councils", *PHONE) as seen:
            code = await registers(seen, title)
        async with desk.visit(where) as seen:
            await reads_and_lets_in(seen, code)
    await settles_the_questions(desk, where)
    async with phone.visit(where, *PHONE) as seen:
        await expect(seen.page.get_by_text("您已入场")).to_be_visible(timeout=TIMEOUT_MS)
        await expect(seen.page.get_by_role("button", name="取消报名")).to_have_count(0)
        assert await seen.faults() == []
