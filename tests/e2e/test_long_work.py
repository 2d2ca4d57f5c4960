"""What takes its time says how far it is, on each face; an import also where each mistake stands."""

import re

from playwright.async_api import Page, expect

from backend.core import clock
from tests.e2e.conftest import WalkerFor
from tests.e2e.test_phone import is_told
from tests.e2e.test_reading import Gate
from tests.e2e.walking import PHONE, TIMEOUT_MS, stand
from tests.housing.spreadsheets import HEADER, Row, xlsx

ROWS, PATIENCE_MS = 1_200, 120_000
# Whatever was told of how far it is, also for a moment.
LISTEN = """() => {
    window.told = []
    const told = '[role=progressbar], progress, [role=status], .ant-btn-loading'
    new MutationObserver(() => {
        for (const one of document.querySelectorAll(told)) {
            const words = `${one.ariaLabel ?? ''} ${one.innerText}`.trim()
            if (words !== window.told.at(-1)) window.told.push(words)
        }
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
}"""


async def told_on(page: Page) -> list[str]:
    told: list[str] = await page.evaluate("window.told")
    return told


async def sends(page: Page, rows: list[Row]) -> None:
    await page.get_by_role("button", name="导入名册").click()
    form = page.get_by_role("dialog", name="导入名册")
    sheet = {"name": "长名册.xlsx", "mimeType": "application/octet-stream", "buffer": xlsx(rows)}
    await form.locator("input[type=file]").set_input_files(sheet)  # type: ignore[arg-type]  # a payload by its keys
    await form.get_by_label("我确认名册中的人员均已同意登记个人信息").check()
    await form.get_by_role("button", name="上传并预览").click()


async def test_a_long_roster_says_how_far_it_is_and_gives_back_every_mistake_by_row_and_column(
    walker_for: WalkerFor,
) -> None:
    desk = await walker_for("console", "desk@guanyu")
    today = clock.today()
    wrong: list[Row] = [["丁前台", "123", "13800000001", "9-901-9", today, today] for _ in range(ROWS)]
    async with desk.visit("rosters") as seen:
        page = seen.page
        await page.evaluate(LISTEN)
        await sends(page, [HEADER, *wrong])
        sheet = page.get_by_role("button", name=f"下载 {ROWS:,} 行错误")
        await expect(sheet).to_be_visible(timeout=PATIENCE_MS)
        # How many rows there are is known when the last was read; until then nobody is told of none.
        said = "\n".join(await told_on(page))
        assert re.search(r"等待读取|正在读取", said)
        assert "0 / 0" not in said
        await stand(page)
        assert await seen.faults() == []
        async with page.expect_download(timeout=PATIENCE_MS) as saved:
            await sheet.click()
        # A hundred rows are fetched at a time, and the button says how many are there.
        assert [one for one in await told_on(page) if re.fullmatch(rf"[1-9][\d,]* / {ROWS:,} 行", one)]
        lines = (await (await saved.value).path()).read_text(encoding="utf8").splitlines()[1:]
        at = {tuple(line.split(",")[:3]) for line in lines}
        assert {(str(number), "B", "证件号码") for number in range(2, ROWS + 2)} <= at
        await page.get_by_role("button", name="取消导入").click()
        sure = page.get_by_role("dialog")
        await expect(sure).to_contain_text("长名册.xlsx")
        await sure.get_by_role("button", name="取消导入").click()
        await expect(page.locator(".tag", has_text="已取消").first).to_be_visible(timeout=TIMEOUT_MS)


async def test_a_copy_of_what_is_held_says_how_far_it_is(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", "resident@guanyu")
    async with walker.visit("mine/data", *PHONE) as seen:
        page, gate = seen.page, Gate(seen.page)
        await page.evaluate(LISTEN)
        await gate.shut()
        async with page.expect_download(timeout=TIMEOUT_MS):
            await page.get_by_role("button", name="生成并下载副本").click()
            await expect(page.get_by_role("progressbar", name="正在读取")).to_be_visible()
            await expect(page.get_by_role("button", name="生成并下载副本")).to_be_disabled()
            assert await seen.faults() == []
            await gate.open()
        await is_told(page, "副本已下载")
        reached = {int(found[1]) for one in await told_on(page) if (found := re.search(r"已读取 (\d+) / \d+ 项", one))}
        assert len(reached) > 3


async def test_a_file_of_the_district_says_that_it_is_being_made(walker_for: WalkerFor) -> None:
    walker = await walker_for("board", "district@minhang")
    async with walker.visit("forms") as seen:
        page, gate = seen.page, Gate(seen.page)
        files = page.get_by_role("group", name=re.compile("^导出")).first
        await gate.shut()
        async with page.expect_download(timeout=PATIENCE_MS):
            await files.get_by_role("button", name=re.compile("PDF$")).click()
            await expect(files.get_by_role("status")).to_be_visible()
            for one in await files.get_by_role("button").all():
                await expect(one).to_be_disabled()
            await gate.open()
        await expect(files.get_by_role("status")).to_have_count(0, timeout=TIMEOUT_MS)
        assert await seen.faults() == []
