"""The stories that the product is for, told through the faces on the whole stack."""

import datetime as dt
import random
import re
from contextlib import suppress
from time import monotonic

from playwright.async_api import Locator, Page, expect
from stdnum.cn import ric

from backend.core import clock
from tests.e2e.conftest import WalkerFor
from tests.e2e.walking import PHONE, TIMEOUT_MS, Walker, a_photo, named, stand
from tests.housing.spreadsheets import HEADER, Row, xlsx

FRESH_SECONDS = 2
PATIENCE_SECONDS = 150


def newcomer() -> tuple[str, str]:
    """A document number and a phone that nobody in the demo has."""
    born = dt.date(1970, 1, 1) + dt.timedelta(days=random.randrange(12_000))
    body = f"310199{born:%Y%m%d}{random.randrange(1000):03}"
    return body + ric.calc_check_digit(body + "0"), f"139{random.randint(0, 99_999_999):08}"


async def choose(
    page: Page, label: str | re.Pattern[str], option: str | re.Pattern[str], within: Locator | None = None
) -> None:
    """Take an option of a select field by its words."""
    await (within or page).get_by_label(label, exact=isinstance(label, str)).click()
    await page.locator(".ant-select-item-option").filter(has_text=option).locator("visible=true").first.click()


async def open_building(page: Page, name: str) -> None:
    await page.get_by_role("navigation", name="楼栋").get_by_role("button", name=name, exact=True).click()
    await stand(page)


def bed_of(page: Page, unit: str, number: int) -> Locator:
    return page.get_by_role("region", name=re.compile(f"^{unit} ")).locator("button.bed").nth(number - 1)


async def vacate(page: Page) -> bool:
    """The bed whose panel is open is given back; False where nobody has it."""
    panel = page.get_by_role("dialog")
    if await panel.get_by_role("button", name="办理入住").count():
        return False
    await panel.get_by_role("button", name="退租", exact=True).click()
    leaving = page.get_by_role("dialog", name=re.compile("退租"))
    await leaving.get_by_role("button", name="退租", exact=True).click()
    await expect(page.get_by_text("已退租").first).to_be_visible(timeout=TIMEOUT_MS)
    return True


def residents_on(board: Page) -> Locator:
    return board.locator(".key-figures div", has_text="在住人数").locator("b")


async def test_a_roster_is_imported_and_a_guard_moves_into_bed_3_of_room_118(walker_for: WalkerFor) -> None:
    """Story a, and g: the front desk's roster with a mistake, the bed, and the district's figure within two seconds."""
    desk = await walker_for("console", "desk@youchao")
    district = await walker_for("board", "district@minhang")
    await import_a_roster_with_a_mistake(desk)
    async with district.visit("") as board, desk.visit("rooms") as seen:
        page = seen.page
        await open_building(page, "5号楼")
        bed = bed_of(page, "118", 3)
        await bed.click()
        living = int((await residents_on(board.page).inner_text()).replace(",", ""))
        if await vacate(page):
            living -= 1
            await expect(residents_on(board.page)).to_have_text(f"{living:,}", timeout=FRESH_SECONDS * 1000)
        document, phone = newcomer()
        await page.get_by_role("dialog").get_by_role("button", name="办理入住").click()
        form = page.get_by_role("dialog", name=re.compile("入住登记"))
        await form.get_by_text("新住户", exact=True).click()
        await form.get_by_label("姓名", exact=True).fill("周卫")
        await form.get_by_label("手机号", exact=True).fill(phone)
        await form.get_by_label("证件号码", exact=True).fill(document)
        await form.get_by_label("本人已同意登记以上信息").check()
        await choose(page, "用人单位", re.compile("保安|保洁|物业"))
        await form.get_by_role("button", name="办理入住").click()
        await expect(page.get_by_text(re.compile("^已入住 .*118 室 3 床"))).to_be_visible(timeout=TIMEOUT_MS)
        await expect(bed).to_contain_text("周卫")
        await expect(residents_on(board.page)).to_have_text(f"{living + 1:,}", timeout=FRESH_SECONDS * 1000)


async def import_a_roster_with_a_mistake(desk: Walker) -> None:
    document, phone = newcomer()
    wrong = document[:-1] + ("0" if document[-1] != "0" else "1")
    today = clock.today()
    until = today + dt.timedelta(days=200)
    rows: list[Row] = [HEADER, ["丁前台", wrong, phone, "5-118-3", today, until]]
    async with desk.visit("rosters") as seen:
        page = seen.page
        await page.get_by_role("button", name="导入名册").click()
        form = page.get_by_role("dialog", name="导入名册")
        sheet = {"name": "名册.xlsx", "mimeType": "application/octet-stream", "buffer": xlsx(rows)}
        await form.locator("input[type=file]").set_input_files(sheet)  # type: ignore[arg-type]  # a payload by its keys
        await form.get_by_label("我确认名册中的人员均已同意登记个人信息").check()
        await form.get_by_role("button", name="上传并预览").click()
        row = page.get_by_role("row", name=re.compile("第 2 行"))
        await expect(row).to_contain_text("有错误", timeout=TIMEOUT_MS)
        await expect(row).to_contain_text("证件号码")
        await expect(page.get_by_role("button", name="没有需要写入的变化")).to_be_disabled()
        async with page.expect_download(timeout=TIMEOUT_MS) as saved:
            await page.get_by_role("button", name="下载 1 行错误").click()
        errors = (await (await saved.value).path()).read_text(encoding="utf8")
        assert [line.split(",")[:3] for line in errors.splitlines()[1:]] == [["2", "B", "证件号码"]]


async def free_slot(page: Page) -> str:
    """Open the first day with a free time on a space's page; the time that its button says."""
    days = page.get_by_role("group", name="选择日期").get_by_role("button")
    await expect(days.first).to_be_visible(timeout=TIMEOUT_MS)
    for day in (await days.all())[2:]:
        await day.click()
        # From then on what stands is of that day.
        await expect(day).to_have_attribute("aria-pressed", "true")
        await stand(page)
        free = page.locator(".slots button", has_text="可约")
        if await free.count():
            return await free.first.locator("b").inner_text()
    raise AssertionError("no day has a free time")


def slot_at(page: Page, time: str) -> Locator:
    return page.locator(".slots button").filter(has=page.locator("b", has_text=time))


async def test_a_neighbour_waits_for_the_recording_studio_and_accepts_the_offer(walker_for: WalkerFor) -> None:
    """Story b: two phones, one studio; whoever waits is offered the time that the other gives back."""
    first = await walker_for("m", "neighbour@weilingdi")
    second = await walker_for("m", "resident@weilingdi")
    async with first.visit("spaces", *PHONE) as booking:
        mine = booking.page
        await mine.get_by_role("link", name=re.compile("录音棚")).click()
        await stand(mine)
        time = await free_slot(mine)
        studio = mine.url.removeprefix(f"{first.url}/")
        await slot_at(mine, time).click()
        await mine.get_by_role("button", name="确认预约").click()
        await expect(mine.get_by_role("heading", name="我的预约")).to_be_visible(timeout=TIMEOUT_MS)
        async with second.visit(studio, *PHONE) as waiting:
            theirs = waiting.page
            await slot_at(theirs, time).click()
            await theirs.get_by_role("button", name="排队等候").click()
            line = theirs.locator(".card", has_text="正在等录音棚").filter(has_text=f" {time}–")
            await expect(line).to_contain_text("排在第 1 位", timeout=TIMEOUT_MS)
            booked = mine.locator(".card", has_text="录音棚").filter(has_text=f" {time}–")
            await booked.get_by_role("button", name="取消预约").click()
            await mine.get_by_role("dialog").get_by_role("button", name="取消预约").click()
            offer = theirs.locator(".card", has_text="录音棚有空位了，为您保留着").filter(has_text=f" {time}–")
            await expect(offer.get_by_role("timer")).to_contain_text("还剩", timeout=TIMEOUT_MS)
            await offer.get_by_role("button", name="接受").click()
            await expect(theirs.get_by_text("已为您约好")).to_be_visible(timeout=TIMEOUT_MS)
            taken = theirs.locator(".card", has_text="改期").filter(has_text="录音棚").filter(has_text=f" {time}–")
            await expect(taken.first).to_contain_text("已确认", timeout=TIMEOUT_MS)
            await expect(offer).to_have_count(0)


def card_of(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title, exact=True)


async def look_again_until(page: Page, wanted: Locator) -> None:
    """Reload as someone would who waits for what another is about to send, or for a time to come."""
    deadline = monotonic() + PATIENCE_SECONDS
    while monotonic() < deadline:
        await page.reload()
        await stand(page)
        with suppress(AssertionError):
            return await expect(wanted).to_be_visible()
    raise AssertionError(f"never came: {wanted}")


async def risen_on_board(board: Page, title: str) -> Locator:
    await board.reload()
    await stand(board)
    return board.get_by_role("row", name=re.compile(title))


async def test_a_notice_that_nobody_answers_rises_to_the_district_and_is_closed_at_last(walker_for: WalkerFor) -> None:
    """Story f: the branch demands, the operator is told at once; what it answers late has risen to the district."""
    branch = await walker_for("oversight", "branch@minhang")
    staff = await walker_for("console", "manager@guanyu")
    district = await walker_for("board", "district@minhang")
    new, late = named("走廊应急灯不亮"), "高空抛物监控故障未修复"
    async with branch.visit("notices") as above:
        page = above.page
        await page.get_by_role("button", name="签发督办单").click()
        form = page.get_by_role("dialog")
        await choose(page, "签发组织", re.compile("安乐|冠寓|颛桥"))
        await choose(page, "社区", re.compile("冠寓"))
        await form.get_by_label("事由").fill(new)
        await form.get_by_label("督办要求").fill("三个工作日内修复，并附照片。")
        await form.get_by_role("button", name="签发督办单").click()
        await expect(card_of(page, new)).to_contain_text("待回复", timeout=TIMEOUT_MS)
        async with staff.visit("notices") as below, district.visit("notices") as board:
            await expect(card_of(below.page, new)).to_be_visible()
            await expect(await risen_on_board(board.page, late)).to_contain_text(re.compile("待(重新)?回复"))
            await expect(board.page.get_by_role("row", name=re.compile(new))).to_have_count(0)
            await expect(card_of(below.page, late)).to_contain_text("上报区级")
            await card_of(below.page, late).get_by_role("button", name="回复").click()
            answer = below.page.get_by_role("dialog")
            await answer.get_by_label("办理情况").fill("两处监控已更换并试运行，修复期间由保安值守。")
            photo = {"name": "监控.png", "mimeType": "image/png", "buffer": a_photo()}
            await answer.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]  # a payload
            await answer.get_by_role("button", name="回复").click()
            await expect(card_of(below.page, late)).to_contain_text("已回复，待审核", timeout=TIMEOUT_MS)
            accept = card_of(page, late).get_by_role("button", name="通过并办结")
            await look_again_until(page, accept)
            await accept.click()
            await expect(card_of(page, late)).to_have_count(0, timeout=TIMEOUT_MS)
            await expect(await risen_on_board(board.page, late)).to_contain_text("已办结")


async def reports_the_drip(page: Page, text: str) -> None:
    """On the morning walk: the camera, a kind, a few words."""
    photo = {"name": "滴水.png", "mimeType": "image/png", "buffer": a_photo()}
    await page.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]  # a payload by its keys
    await expect(page.get_by_role("img", name="已拍的照片 1")).to_be_visible()
    await page.get_by_role("button", name="下一步").click()
    await page.get_by_role("group", name="问题类型").get_by_role("button").first.click()
    await page.get_by_label("说说情况").fill(text)
    await page.get_by_role("button", name="下一步").click()
    await page.get_by_label(re.compile("具体位置")).fill("5号楼北侧人行道")
    await page.get_by_role("button", name="提交").click()
    await expect(page.get_by_role("heading", name=text)).to_be_visible(timeout=TIMEOUT_MS)


async def fixes_the_drip(page: Page, text: str) -> None:
    """At the operator's desk: found in the list, taken on, done with a photo of how it is now."""
    await page.get_by_role("link", name=text).click()
    await page.get_by_role("button", name=re.compile("^查看并公开")).click()
    await page.get_by_role("dialog").get_by_role("button", name="原样公开").click()
    await expect(page.get_by_role("img", name=re.compile("^处理前"))).to_have_count(1)
    await page.get_by_role("button", name="受理", exact=True).click()
    await page.get_by_role("button", name="办结", exact=True).click()
    form = page.get_by_role("dialog", name=re.compile("^办结工单"))
    await form.get_by_label("说明").fill("冷凝水管已重新接入落水管，现场无滴水。")
    # Without a photo nobody says that it is done.
    await form.get_by_role("button", name="办结", exact=True).click()
    await expect(form.get_by_text("请选择处理后照片")).to_be_visible()
    photo = {"name": "已修.png", "mimeType": "image/png", "buffer": a_photo()}
    await form.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]  # a payload by its keys
    await form.get_by_role("button", name="办结", exact=True).click()
    await expect(page.get_by_text("待确认").first).to_be_visible(timeout=TIMEOUT_MS)
    await expect(page.get_by_role("img", name=re.compile("^处理后"))).to_have_count(1)


async def test_a_dripping_pipe_goes_from_a_photo_to_the_reporters_word(walker_for: WalkerFor) -> None:
    """Story d: photographed on the phone, fixed by the operator with a photo, and over when the reporter says so."""
    reporter = await walker_for("m", "resident@youchao")
    staff = await walker_for("console", "manager@youchao")
    text = named("空调冷凝水管脱落，水滴在人行道上")
    async with reporter.visit("issues/new", *PHONE) as walking:
        mine = walking.page
        await reports_the_drip(mine, text)
        where = mine.url.removeprefix(f"{reporter.url}/")
        async with staff.visit("issues?status=REPORTED") as desk:
            await fixes_the_drip(desk.page, text)
            assert await desk.faults() == []
            # The phone is told by itself where it lies open.
            async with reporter.visit(where, *PHONE) as evening:
                page = evening.page
                await expect(page.get_by_role("img", name=re.compile("^处理后"))).to_have_count(1)
                await page.get_by_role("button", name="解决了", exact=True).click()
                sheet = page.get_by_role("dialog", name="解决了")
                await sheet.get_by_role("radio", name=re.compile("5")).check(force=True)
                await sheet.get_by_label(re.compile("想说的话")).fill("晚上散步看过了，不滴了。")
                await sheet.get_by_role("button", name="确认解决").click()
                await expect(page.locator(".tag", has_text="已解决").first).to_be_visible(timeout=TIMEOUT_MS)
                await expect(page.get_by_role("button", name="解决了", exact=True)).to_have_count(0)
                assert await evening.faults() == []
            await desk.page.reload()
            await stand(desk.page)
            await expect(desk.page.get_by_text("5 分（满分 5 分）")).to_be_visible()
            await expect(desk.page.get_by_text("上报人确认")).to_be_visible()
