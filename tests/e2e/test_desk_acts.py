"""More acts of the desk: what is lent, what repeats, a photo that shows too much, a building that is to be a model."""

import datetime as dt
import random
import re

import pytest
from playwright.async_api import Locator, Page, expect

from backend.core import clock
from tests.e2e.conftest import WalkerFor
from tests.e2e.test_night_school import pick, written
from tests.e2e.test_stories import reports_the_drip
from tests.e2e.walking import PHONE, TIMEOUT_MS, a_photo, named, stand

# Red, green and blue in the middle of a picture.
MIDDLE = """async (picture) => {
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.naturalWidth, picture.naturalHeight);
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    return [...context.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data].slice(0, 3);
}"""


async def test_what_is_lent_is_listed_counted_anew_and_taken_off(walker_for: WalkerFor) -> None:
    desk, thing = await walker_for("console", "manager@youchao"), named("投影仪")
    async with desk.visit("spaces") as seen:
        page = seen.page
        await page.get_by_role("link", name="多功能教室").click()
        await stand(page)
        lent = page.get_by_role("region", name="可借设备")
        await lent.get_by_role("button", name="增加设备").click()
        form = page.get_by_role("dialog", name="增加设备")
        await form.get_by_label("设备").fill(thing)
        await counted(form, 3)
        line = lent.get_by_role("listitem").filter(has_text=thing)
        await expect(line).to_contain_text("3 件", timeout=TIMEOUT_MS)
        assert await seen.faults() == []
        await line.get_by_role("button", name=re.compile("的数量$")).click()
        await counted(page.get_by_role("dialog", name=re.compile("的数量$")), 0)
        await expect(line).to_have_count(0, timeout=TIMEOUT_MS)


async def counted(form: Locator, number: int) -> None:
    await form.get_by_label("数量", exact=True).fill(str(number))
    await form.get_by_role("button", name="保存").click()
    await expect(form).to_have_count(0, timeout=TIMEOUT_MS)


async def test_a_time_is_booked_again_and_again_but_not_where_somebody_was_first(walker_for: WalkerFor) -> None:
    desk = await walker_for("console", "manager@youchao")
    # Later than what the demo books, and on a day that nobody else here does.
    first = clock.today() + dt.timedelta(days=random.randint(200, 320))
    async with desk.visit("booking-board") as seen:
        page = seen.page
        days = await looks_at_a_series(page, first, 2)
        await expect(days.get_by_text("可以预约")).to_have_count(2, timeout=TIMEOUT_MS)
        assert await seen.faults() == []
        await page.get_by_role("dialog").get_by_role("button", name="预约 2 次").dblclick()
        await expect(page.get_by_role("dialog")).to_have_count(0, timeout=TIMEOUT_MS)
        days = await looks_at_a_series(page, first, 3)
        await expect(days.get_by_text("不能预约", exact=True)).to_have_count(2, timeout=TIMEOUT_MS)
        await expect(days.get_by_text("可以预约")).to_have_count(1)
        await expect(page.get_by_role("dialog").get_by_role("button", name="预约 1 次")).to_be_enabled()


async def looks_at_a_series(page: Page, first: dt.date, count: int) -> Locator:
    """Weekly in the evening, for somebody who lives here."""
    await page.get_by_role("button", name="重复预约").click()
    form = page.get_by_role("dialog", name="重复预约")
    await pick(form, "第一次", written(first))
    await form.get_by_label("次数").fill(str(count))
    await form.get_by_label("预约人").click()
    await page.keyboard.type("王")
    await page.locator(".ant-select-item-option", has_text="王").first.click()
    await form.get_by_role("button", name="查看日期").click()
    return form.get_by_role("region", name="每一次的日期")


async def test_a_photo_that_shows_too_much_is_kept_from_residents(walker_for: WalkerFor) -> None:
    reporter, staff = await walker_for("m", "resident@youchao"), await walker_for("console", "manager@youchao")
    text = named("楼道里有人晾衣服")
    async with reporter.visit("issues/new", *PHONE) as walking:
        mine = walking.page
        before = mine.get_by_role("img", name=re.compile("^处理前"))
        await reports_the_drip(mine, text)
        await expect(before).to_have_count(1)
        async with staff.visit("issues?status=REPORTED") as desk:
            page = desk.page
            await page.get_by_role("link", name=text).click()
            await page.get_by_role("button", name=re.compile("^隐藏照片")).click()
            form = page.get_by_role("dialog", name=re.compile("^隐藏照片"))
            await form.get_by_label("原因").fill("照片里能认出人")
            await form.get_by_role("button", name="隐藏", exact=True).click()
            await expect(page.get_by_role("region", name="照片")).to_contain_text("仅员工可见", timeout=TIMEOUT_MS)
            assert await desk.faults() == []
        await mine.reload()
        await stand(mine)
        await expect(mine.get_by_role("heading", name=text)).to_be_visible(timeout=TIMEOUT_MS)
        await expect(before).to_have_count(0)


async def test_a_photo_is_seen_by_neighbours_with_what_the_desk_covered(walker_for: WalkerFor) -> None:
    reporter, neighbour = await walker_for("m", "resident@youchao"), await walker_for("m", "neighbour@youchao")
    staff, text = await walker_for("console", "manager@youchao"), named("门口有人抽烟")
    async with reporter.visit("issues/new", *PHONE) as walking:
        await reports_the_drip(walking.page, text)
        await expect(walking.page.get_by_text("工作人员看过后邻居才看得到")).to_be_visible(timeout=TIMEOUT_MS)
        path = walking.page.url.partition("/m/")[2]
    async with neighbour.visit(path, *PHONE) as seen:
        await expect(seen.page.get_by_role("heading", name=text)).to_be_visible(timeout=TIMEOUT_MS)
        await expect(seen.page.get_by_role("img", name=re.compile("^处理前"))).to_have_count(0)
    async with staff.visit("issues?photos=true") as desk:
        page = desk.page
        await page.get_by_role("link", name=text).click()
        await page.get_by_role("button", name=re.compile("^查看并公开")).click()
        form = page.get_by_role("dialog", name=re.compile("^查看并公开"))
        await draw_over(page, form.get_by_role("img", name=re.compile("^处理前")))
        await form.get_by_role("button", name="添加遮盖").click()
        await form.get_by_role("button", name="遮盖 2", exact=True).press("ArrowLeft")
        await form.get_by_role("button", name="遮盖 2", exact=True).press("Delete")
        await expect(form.get_by_role("button", name=re.compile(r"^遮盖 \d$"))).to_have_count(1)
        assert await desk.faults() == []
        await form.get_by_role("button", name="遮盖后公开").click()
        await expect(page.get_by_role("region", name="照片")).to_contain_text("已遮盖", timeout=TIMEOUT_MS)
    async with neighbour.visit(path, *PHONE) as seen:
        before = seen.page.get_by_role("img", name=re.compile("^处理前"))
        await expect(before).to_have_count(1, timeout=TIMEOUT_MS)
        # The middle of the picture, where the desk drew.
        assert await before.evaluate(MIDDLE) == pytest.approx([58, 63, 69], abs=3)


async def draw_over(page: Page, picture: Locator) -> None:
    """Over the middle of it, by the mouse."""
    await picture.evaluate("one => one.decode()")
    box = await picture.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.25)
    await page.mouse.down()
    await page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.75)
    await page.mouse.up()


async def test_a_building_sets_out_and_shows_one_of_the_eight(walker_for: WalkerFor) -> None:
    desk, note = await walker_for("console", "manager@youchao"), named("楼道公约上墙")
    async with desk.visit("model-buildings") as seen:
        page = seen.page
        card = page.get_by_role("region").filter(has=page.get_by_text("填报中")).first
        line = card.get_by_role("listitem").filter(has_text="有公约")
        await line.get_by_role("button", name=re.compile("有公约$")).click()
        form = page.get_by_role("dialog", name=re.compile("有公约$"))
        await form.get_by_label("有什么").fill(note)
        await form.get_by_role("button", name="保存").click()
        # What is met is shown by a photo.
        await expect(form.get_by_text("请选择佐证照片")).to_be_visible(timeout=TIMEOUT_MS)
        photo = {"name": "公约.png", "mimeType": "image/png", "buffer": a_photo()}
        await form.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]  # a payload by its keys
        await form.get_by_role("button", name="保存").click()
        await expect(form).to_have_count(0, timeout=TIMEOUT_MS)
        await expect(line).to_contain_text(note, timeout=TIMEOUT_MS)
        assert await seen.faults() == []


async def test_a_community_is_put_on_the_map_by_who_keeps_it(walker_for: WalkerFor) -> None:
    keeper, north = await walker_for("console", "manager@weilingdi"), f"31.0{random.randrange(1000, 9999)}"
    found = await keeper.first_of("communities/:id")
    assert found is not None
    async with keeper.visit(found) as seen:
        page = seen.page
        await page.get_by_role("region", name="基本资料").get_by_role("button", name="编辑").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("经度").fill("")
        await dialog.get_by_label("纬度").fill(north)
        await dialog.get_by_role("button", name="保存").click()
        await expect(dialog.get_by_text("请选择经度").or_(dialog.get_by_text("请填写经度")).first).to_be_visible()
        await dialog.get_by_label("经度").fill("121.5081")
        await dialog.get_by_role("button", name="保存").click()
        await expect(dialog).to_have_count(0, timeout=TIMEOUT_MS)
        await expect(page.get_by_text(f"北纬 {float(north)}° · 东经 121.5081°")).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []
