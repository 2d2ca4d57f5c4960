"""The stories that the product is for, told through the faces on the whole stack."""

import datetime as dt
import random
import re
from contextlib import suppress
from time import monotonic
from urllib.parse import unquote

import segno
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
    ends = min(starts + dt.timedelta(minutes=90), starts.replace(hour=23, minute=59))
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


async def test_a_term_opens_a_lottery_is_drawn_and_whoever_came_is_certified(walker_for: WalkerFor) -> None:
    """Story c: from the term's announcement to the code in the classroom; a certificate, as anyone may check it."""
    staff = await walker_for("console", "manager@guanyu")
    learner = await walker_for("m", "resident@guanyu")
    term, title = named("冬夜"), named("AI 绘画")
    # A lottery is announced before anybody can apply; whoever is half an hour early can check in.
    opens, starts = soon(45), soon(1200)
    async with staff.visit("courses") as seen:
        page = seen.page
        await announces_a_term(page, term, opens)
        await announces_a_course(page, term, title)
        await page.get_by_role("link", name=title).click()
        await stand(page)
        await plans_the_sessions(page, starts)
        course = page.url.partition("/console/")[2].partition("?")[0]
        async with learner.visit(course, *PHONE) as phone:
            mine = phone.page
            apply = mine.get_by_role("button", name="报名", exact=True)
            await expect(mine.get_by_text("现在不在报名时间内").or_(apply)).to_be_visible()
            await look_again_until(mine, apply)
            await apply.click()
            await mine.get_by_role("button", name="确认报名").click()
            await expect(mine.locator(".tag", has_text="已报名，待定")).to_be_visible(timeout=TIMEOUT_MS)
            commitment = await mine.locator("code.proof").first.inner_text()
            await page.get_by_role("tab", name="抽签").click()
            await expect(page.get_by_text(commitment)).to_be_visible(timeout=TIMEOUT_MS)
            await look_again_until(page, page.get_by_role("button", name="抽签", exact=True))
            await page.get_by_role("button", name="抽签", exact=True).click()
            form = page.get_by_role("dialog", name=re.compile("抽签$"))
            await form.get_by_label(re.compile("^公开数")).fill("3871.60")
            await form.get_by_role("button", name="抽签", exact=True).click()
            await expect(page.get_by_text("结果一致")).to_be_visible(timeout=TIMEOUT_MS)
            await mine.reload()
            await stand(mine)
            await expect(mine.get_by_text("已重新计算，结果一致")).to_be_visible()
            await expect(mine.get_by_text(commitment)).to_be_visible()
            await expect(mine.locator(".tag", has_text="已录取")).to_be_visible()
            await page.get_by_role("tab", name="课次").click()
            await page.get_by_role("link", name="签到大屏").click()
            await stand(page)
            await mine.goto(await shown_on_the_big_screen(page))
            await stand(mine)
            await mine.get_by_role("button", name="上课签到").click()
            await expect(mine.locator(".tag", has_text="已签到")).to_be_visible(timeout=TIMEOUT_MS)
            assert await phone.faults() == []
        async with staff.visit(f"{course}?tab=sheet") as sheet:
            await expect(sheet.page.get_by_role("cell", name=re.compile("^到$"))).to_have_count(1)
            assert await sheet.faults() == []
    await checks_a_certificate(learner)


async def checks_a_certificate(learner: Walker) -> None:
    """Of a term that is over: its holder opens the public page, where a stranger may read no more than half a name."""
    async with learner.visit("courses/mine?tab=before", *PHONE) as seen:
        page = seen.page
        await page.get_by_role("link", name="公开验证页").first.click()
        await expect(page.get_by_text("证书真实有效")).to_be_visible(timeout=TIMEOUT_MS)
        await expect(page.get_by_role("row", name=re.compile("持证人"))).to_contain_text("*")
