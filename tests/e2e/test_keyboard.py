"""The main acts of the console without a mouse: each thing is reached by Tab, and one sees where one is."""

import datetime as dt
import random
import re

from playwright.async_api import Locator, Page, expect

from backend.core import clock
from tests.e2e.conftest import WalkerFor
from tests.e2e.test_night_school import written
from tests.e2e.test_stories import newcomer
from tests.e2e.walking import TIMEOUT_MS, a_photo, stand

# The keys of a whole building, bed by bed.
MOST_KEYS = 700
IS_FOCUSED = "wanted => wanted === document.activeElement"
# What shows where one is: an outline, the ring that a field draws around itself or its box, or a thick edge.
SHOWS_FOCUS = """wanted => {
    const edge = wanted.querySelector(':scope > polygon')
    if (edge && parseFloat(getComputedStyle(edge).strokeWidth) >= 3) return true
    for (let node = wanted, step = 0; node && step < 4; node = node.parentElement, step += 1) {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node)
        if ((outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none') return true
    }
    return false
}"""


async def reach(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press the key until the focus stands on what is wanted, and shows there."""
    # A radio button that looks otherwise is itself too small to be seen.
    await expect(wanted).to_be_attached(timeout=TIMEOUT_MS)
    handle = await wanted.element_handle()
    for _ in range(MOST_KEYS):
        if await page.evaluate(IS_FOCUSED, handle):
            assert await page.evaluate(SHOWS_FOCUS, handle), f"nobody sees the focus on {wanted}"
            return
        await page.keyboard.press(key)
    raise AssertionError(f"{key} never comes to {wanted}")


async def press(page: Page, wanted: Locator) -> None:
    await reach(page, wanted)
    await page.keyboard.press("Enter")


async def write(page: Page, wanted: Locator, text: str) -> None:
    """Into a field, in place of what it says."""
    await reach(page, wanted)
    await page.keyboard.press("ControlOrMeta+a")
    await page.keyboard.type(text)


async def past_the_menu(page: Page) -> None:
    await press(page, page.get_by_role("link", name="跳到正文"))
    await expect(page.locator("main")).to_be_focused()


async def test_somebody_is_checked_in_from_the_room_map_by_keys_alone(walker_for: WalkerFor) -> None:
    desk = await walker_for("console", "desk@youchao")
    async with desk.visit("rooms") as seen:
        page = seen.page
        await past_the_menu(page)
        await press(page, page.get_by_role("navigation", name="楼栋").get_by_role("button", name="5号楼", exact=True))
        await stand(page)
        bed = page.get_by_role("button", name=re.compile("空置$")).and_(page.locator(".bed")).first
        await press(page, bed)
        at = await page.evaluate_handle("document.querySelector('.bed[aria-expanded=true]')")
        panel = page.get_by_role("dialog")
        await press(page, panel.get_by_role("button", name="办理入住"))
        form = page.get_by_role("dialog", name=re.compile("入住登记"))
        document, phone = newcomer()
        await reach(page, form.get_by_role("radio", name="已登记住户"))
        await page.keyboard.press("ArrowRight")
        await write(page, form.get_by_label("姓名", exact=True), "顾键")
        await write(page, form.get_by_label("手机号", exact=True), phone)
        await write(page, form.get_by_label("证件号码", exact=True), document)
        await reach(page, form.get_by_label("本人已同意登记以上信息"))
        await page.keyboard.press("Space")
        await press(page, form.get_by_role("button", name="办理入住"))
        told = page.get_by_text(re.compile("^已入住"))
        await expect(told).to_be_visible(timeout=TIMEOUT_MS)
        await expect(form).to_have_count(0)
        # Back to the bed, where the next one is a key away.
        await page.keyboard.press("Escape")
        await expect(panel).to_have_count(0)
        assert await page.evaluate(IS_FOCUSED, at)
        # The message, and the head of a page that is scrolled, lie over some of the beds.
        await expect(told).to_have_count(0, timeout=TIMEOUT_MS)
        await page.evaluate("scrollTo(0, 0)")
        assert await seen.faults() == []


async def test_a_space_is_booked_at_the_desk_by_keys_alone(walker_for: WalkerFor) -> None:
    desk = await walker_for("console", "desk@youchao")
    # Later than what the demo books.
    on = clock.today() + dt.timedelta(days=random.randint(60, 150))
    hour = random.randint(9, 15)
    async with desk.visit("booking-board") as seen:
        page = seen.page
        await past_the_menu(page)
        await press(page, page.get_by_role("button", name="新预约"))
        form = page.get_by_role("dialog", name="新预约")
        await write(page, form.get_by_label("日期"), written(on))
        await page.keyboard.press("Enter")
        await write(page, form.get_by_label("开始"), f"{hour:02}:00")
        await page.keyboard.press("Enter")
        await write(page, form.get_by_label("结束"), f"{hour + 1:02}:00")
        await page.keyboard.press("Enter")
        await reach(page, form.get_by_label("预约人"))
        await page.keyboard.type("王")
        found = page.locator(".ant-select-item-option-active", has_text="王")
        await expect(found).to_be_visible(timeout=TIMEOUT_MS)
        name = (await found.inner_text()).partition(" ")[0]
        await page.keyboard.press("Enter")
        await press(page, form.get_by_role("button", name="预约", exact=True))
        await expect(page.get_by_text(re.compile("^已约好"))).to_be_visible(timeout=TIMEOUT_MS)
        await expect(form).to_have_count(0)
        assert await seen.faults() == []
    async with desk.visit(f"booking-board?on={on}&view=list") as seen:
        await expect(seen.page.get_by_role("row", name=re.compile(f"{hour:02}:00.*{name}"))).to_have_count(1)


async def test_an_overdue_issue_is_answered_by_keys_alone(walker_for: WalkerFor) -> None:
    staff = await walker_for("console", "manager@youchao")
    async with staff.visit("issues?overdue=true") as seen:
        page = seen.page
        await past_the_menu(page)
        await press(page, page.get_by_role("row").get_by_role("link").first)
        await stand(page)
        done, accept = (page.get_by_role("button", name=name, exact=True) for name in ("办结", "受理"))
        resume = page.get_by_role("button", name="恢复计时")
        await expect(done.or_(accept).or_(resume).first).to_be_visible(timeout=TIMEOUT_MS)
        for before in (accept, resume):
            if await before.count():
                await press(page, before)
        await press(page, done)
        form = page.get_by_role("dialog", name=re.compile("^办结工单"))
        async with page.expect_file_chooser() as chooser:
            await press(page, form.get_by_role("button", name="添加照片"))
        photo = {"name": "已修.png", "mimeType": "image/png", "buffer": a_photo()}
        await (await chooser.value).set_files(photo)  # type: ignore[arg-type]  # a payload by its keys
        await write(page, form.get_by_label("说明"), "已更换并试用，运行正常。")
        await press(page, form.get_by_role("button", name="办结", exact=True))
        await expect(page.get_by_text("待确认").first).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []
