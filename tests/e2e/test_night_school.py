"""The night school's story, told through the faces on the whole stack; it takes the minutes that a term needs."""

import datetime as dt
import random
import re
from urllib.parse import unquote

import segno
from playwright.async_api import Locator, Page, expect

from backend.core import clock
from tests.e2e.conftest import WalkerFor
from tests.e2e.test_stories import choose, look_again_until
from tests.e2e.walking import PHONE, TIMEOUT_MS, Walker, named, stand


def soon(seconds: int) -> dt.datetime:
    """The first whole minute after so many seconds, in Shanghai."""
    least = clock.now().astimezone(clock.SHANGHAI) + dt.timedelta(seconds=seconds)
    return least.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)


async def pick(form: Locator, label: str, value: str) -> None:
    """Type a day or a time into its field."""
    field = form.get_by_label(label, exact=True)
    await field.fill(value)
    await field.press("Enter")


def written(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


async def announces_a_term(page: Page, name: str, opens: dt.datetime) -> None:
    """It takes applications for one minute."""
    closes = opens + dt.timedelta(minutes=1)
    await page.get_by_role("button", name="新学期").click()
    form = page.get_by_role("dialog", name="新学期")
    await choose(page, "社区", re.compile("安乐|冠寓"), form)
    await form.get_by_label("学期名称").fill(name)
    await pick(form, "报名开始日", written(opens))
    await pick(form, "开始时间", f"{opens:%H:%M}")
    await pick(form, "报名截止日", written(closes))
    await pick(form, "截止时间", f"{closes:%H:%M}")
    await pick(form, "开始日期", written(closes))
    await form.get_by_role("button", name="公布").click()
    await expect(page.get_by_text("学期已公布")).to_be_visible(timeout=TIMEOUT_MS)
    await expect(form).to_have_count(0)


async def announces_a_course(page: Page, term: str, title: str) -> None:
    """Six seats, drawn by lot."""
    await page.get_by_role("button", name="新课程").click()
    form = page.get_by_role("dialog", name="新课程")
    await choose(page, "学期", term, form)
    await form.get_by_label("课程名称").fill(title)
    await choose(page, "老师来自", "员工", form)
    await form.get_by_label("老师姓名").fill("陈老师")
    await form.get_by_label("名额", exact=True).fill("6")
    await choose(page, "名额分配", "抽签", form)
    await form.get_by_label("公开数来源").fill("开奖当日上证指数收盘点位")
    await form.get_by_label("或写明地点").fill("青年夜校教室")
    await form.get_by_role("button", name="公布").click()
    await expect(page.get_by_text(f"{title}已公布")).to_be_visible(timeout=TIMEOUT_MS)
    await expect(form).to_have_count(0)


async def plans_the_sessions(page: Page, starts: dt.datetime) -> None:
    """One session, which begins in a few minutes: whoever is early can check in already."""
    await page.get_by_role("button", name="按周排课").click()
    form = page.get_by_role("dialog", name=re.compile("排课$"))
    await form.get_by_label("周三").uncheck()
    await form.get_by_label(f"周{'一二三四五六日'[starts.weekday()]}").check()
    await pick(form, "上课", f"{starts:%H:%M}")
    ends = min(starts + dt.timedelta(minutes=5), starts.replace(hour=23, minute=59))
    await pick(form, "下课", f"{ends:%H:%M}")
    await form.get_by_label("共几次（留空则排满学期）").fill("1")
    await form.get_by_label("节假日也上课").check()
    await form.get_by_role("button", name="按周排课").click()
    await expect(page.get_by_role("row", name=re.compile("第 1 次"))).to_be_visible(timeout=TIMEOUT_MS)


async def shown_on_the_big_screen(page: Page) -> str:
    """The address in the QR code, which is drawn just as it should be."""
    code = await page.locator(".code-digits").inner_text()
    session = re.search(r"course-sessions/([^/]+)/code", page.url)
    assert session
    address = f"{page.url.partition('/console')[0]}/m/check-in?session={session[1]}&code={code}"
    drawn = await page.get_by_role("img", name="签到二维码").get_attribute("src")
    path = re.compile(r' d="([^"]+)"')
    expected = path.search(segno.make(address, error="m").svg_inline(border=2))
    shown = path.search(unquote(drawn or ""))
    assert expected
    assert shown
    assert shown[1] == expected[1]
    return address


async def applies(mine: Page) -> str:
    """As soon as the term takes applications; what was committed to before anybody could."""
    apply = mine.get_by_role("button", name="报名", exact=True)
    await expect(mine.get_by_text("现在不在报名时间内").or_(apply)).to_be_visible()
    await look_again_until(mine, apply)
    await apply.click()
    await mine.get_by_role("button", name="确认报名").click()
    await expect(mine.locator(".tag", has_text="已报名，待定")).to_be_visible(timeout=TIMEOUT_MS)
    return await mine.locator("code.proof").first.inner_text()


async def draws(page: Page, commitment: str) -> None:
    """Once the list is published."""
    await page.get_by_role("tab", name="抽签").click()
    await expect(page.get_by_text(commitment)).to_be_visible(timeout=TIMEOUT_MS)
    draw = page.get_by_role("button", name="抽签", exact=True)
    await look_again_until(page, draw)
    await draw.click()
    form = page.get_by_role("dialog", name=re.compile("抽签$"))
    await form.get_by_label(re.compile("^公开数")).fill("3871.60")
    await form.get_by_role("button", name="抽签", exact=True).click()
    await expect(page.get_by_text("结果一致")).to_be_visible(timeout=TIMEOUT_MS)


async def finds_the_draw_verified(mine: Page, commitment: str) -> None:
    await mine.reload()
    await stand(mine)
    await expect(mine.get_by_text("已重新计算，结果一致")).to_be_visible()
    await expect(mine.get_by_text(commitment)).to_be_visible()
    await expect(mine.locator(".tag", has_text="已录取")).to_be_visible()


async def checks_in(page: Page, mine: Page) -> None:
    await page.get_by_role("tab", name="课次").click()
    await page.get_by_role("link", name="签到大屏").click()
    await stand(page)
    await mine.goto(await shown_on_the_big_screen(page))
    await stand(mine)
    await mine.get_by_role("button", name="上课签到").click()
    await expect(mine.locator(".tag", has_text="已签到")).to_be_visible(timeout=TIMEOUT_MS)


async def test_a_term_opens_a_lottery_is_drawn_and_whoever_came_is_certified(walker_for: WalkerFor) -> None:
    """Story c: from the term's announcement to the code in the classroom; a certificate, as anyone may check it."""
    staff = await walker_for("console", "manager@guanyu")
    learner = await walker_for("m", "resident@guanyu")
    term, title = named("冬夜"), named("AI 绘画")
    async with staff.visit("courses") as seen:
        page = seen.page
        # A lottery is announced before anybody can apply.
        await announces_a_term(page, term, soon(45))
        await announces_a_course(page, term, title)
        await page.get_by_role("link", name=title).click()
        await stand(page)
        # Whoever is half an hour early can check in; two walks of one hour shall not clash.
        await plans_the_sessions(page, soon(random.randint(420, 1500)))
        course = page.url.partition("/console/")[2].partition("?")[0]
        async with learner.visit(course, *PHONE) as phone:
            commitment = await applies(phone.page)
            await draws(page, commitment)
            await finds_the_draw_verified(phone.page, commitment)
            await checks_in(page, phone.page)
            assert await phone.faults() == []
        async with staff.visit(f"{course}?tab=sheet") as sheet:
            mark = sheet.page.get_by_role("row").last.locator(".ant-select-content, .ant-select-selection-item, td")
            await expect(mark.filter(has_text=re.compile("^到$")).first).to_be_visible()
            assert await sheet.faults() == []
    await checks_a_certificate(learner)


async def checks_a_certificate(learner: Walker) -> None:
    """Of a term that is over: its holder opens the public page, where a stranger may read no more than half a name."""
    async with learner.visit("courses/mine?tab=before", *PHONE) as seen:
        page = seen.page
        await page.get_by_role("link", name="公开验证页").first.click()
        await expect(page.get_by_text("证书真实有效")).to_be_visible(timeout=TIMEOUT_MS)
        await expect(page.get_by_role("row", name=re.compile("持证人"))).to_contain_text("*")
