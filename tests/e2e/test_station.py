"""A request for help becomes a case that is worked on to its end, and nobody beside it reads a word."""

import re

from playwright.async_api import Locator, Page, Response, expect

from tests.e2e.conftest import WalkerFor
from tests.e2e.test_stories import choose
from tests.e2e.walking import PHONE, TIMEOUT_MS, Walker, named, stand

NOTE = "面谈记录：夜里想起父亲住院的事就睡不着"


async def ask_for_help(asker: Walker) -> None:
    """From the phone, unless a request waits already."""
    async with asker.visit("help", *PHONE) as seen:
        page = seen.page
        if not await page.get_by_text("等待接手").count():
            await page.get_by_role("button", name="向社工求助").click()
            form = page.get_by_role("dialog")
            await form.get_by_label("想说的话").fill("最近总睡不好，想找人聊聊")
            await form.get_by_role("button", name="发给社工").click()
        await expect(page.get_by_text("等待接手")).to_be_visible(timeout=TIMEOUT_MS)


async def take_up(page: Page) -> str:
    """The oldest request becomes a case; its code."""
    await page.get_by_role("button", name="接案", exact=True).first.click()
    form = page.get_by_role("dialog", name=re.compile("接案"))
    await choose(page, "服务类别", "专业服务", form)
    await form.get_by_role("button", name="接案", exact=True).click()
    title = page.get_by_role("heading", level=1)
    await expect(title).to_have_text(re.compile(r"^个案 \w+"), timeout=TIMEOUT_MS)
    await stand(page)
    return (await title.inner_text()).removeprefix("个案 ")


async def go_on(page: Page, words: str) -> None:
    """What the case wants next, by its one button."""
    await page.get_by_role("region", name="进程").get_by_role("button", name=words, exact=True).click()


async def arrive(page: Page, phase: str) -> None:
    """The next phase, and the case stands in it."""
    await go_on(page, f"推进到{phase}")
    await expect(page.locator("[aria-current=step]")).to_contain_text(phase, timeout=TIMEOUT_MS)


async def get_approved(page: Page, above: Page, subject: str, code: str) -> None:
    """The worker lays it before the supervisor, who says yes; the case goes on."""
    await go_on(page, f"提交{subject}审批")
    await expect(page.get_by_text(f"{subject}待督导审批")).to_be_visible(timeout=TIMEOUT_MS)
    await above.reload()
    await stand(above)
    row = above.get_by_role("region", name="待审批").get_by_role("listitem").filter(has_text=code)
    await approve(row)
    await expect(row).to_have_count(0, timeout=TIMEOUT_MS)
    await page.reload()
    await stand(page)


async def approve(row: Locator) -> None:
    await row.get_by_role("button", name="批准", exact=True).click()
    await row.page.get_by_role("dialog").get_by_role("button", name="批准", exact=True).click()


async def get_closure_approved(page: Page, above: Page, code: str) -> None:
    """The supervisor reads the case first, and says yes there."""
    await go_on(page, "提交结案审批")
    await above.reload()
    await above.get_by_role("link", name=f"结案 · {code}").click()
    row = above.get_by_role("region", name="审批", exact=True).get_by_role("listitem").filter(has_text="结案")
    await approve(row)
    await expect(row).to_contain_text("已批准", timeout=TIMEOUT_MS)
    await page.reload()
    await stand(page)


async def test_a_request_is_taken_to_its_end_with_approval_and_a_colleague_cannot_read_it(
    walker_for: WalkerFor,
) -> None:
    """Story e: asked on the phone, taken through six phases, with the supervisor's word three times."""
    asker = await walker_for("m", "neighbour@guanyu")
    worker = await walker_for("console", "worker@guanyu")
    supervisor = await walker_for("console", "supervisor@guanyu")
    await ask_for_help(asker)
    async with worker.visit("help-requests") as seen, supervisor.visit("case-decisions") as above:
        page = seen.page
        code = await take_up(page)
        place = page.url.removeprefix(f"{worker.url}/")
        await go_on(page, "记录服务同意")
        await page.get_by_role("dialog").get_by_role("button", name="记录同意", exact=True).click()
        await arrive(page, "预估")
        await write_note(page)
        await get_approved(page, above.page, "预估", code)
        await arrive(page, "计划")
        await set_goal(page)
        await get_approved(page, above.page, "计划", code)
        await arrive(page, "介入")
        await arrive(page, "评估")
        await arrive(page, "结案")
        await get_closure_approved(page, above.page, code)
        await close(page)
        assert await seen.faults() == await above.faults() == []
    await nobody_beside_reads(await walker_for("console", "colleague@guanyu"), place)
    await the_asker_sees_who_read(asker, code)
    await the_supervisor_sees_who_read(supervisor, code)


async def write_note(page: Page) -> None:
    await page.get_by_role("tab", name="记录", exact=True).click()
    await page.get_by_role("button", name="写记录").click()
    form = page.get_by_role("dialog", name="写记录")
    await form.get_by_label("内容").fill(NOTE)
    await form.get_by_role("button", name="保存").click()
    await expect(page.get_by_text(NOTE)).to_be_visible(timeout=TIMEOUT_MS)


async def set_goal(page: Page) -> None:
    await go_on(page, "设定目标")
    form = page.get_by_role("dialog", name="新增目标")
    await form.get_by_label("目标", exact=True).fill("恢复睡眠")
    await form.get_by_label("衡量指标").fill("每周睡足六小时的天数")
    await form.get_by_role("button", name="保存").click()
    await expect(form).to_be_hidden(timeout=TIMEOUT_MS)


async def close(page: Page) -> None:
    await go_on(page, "结案")
    form = page.get_by_role("dialog", name=re.compile("^结案"))
    await choose(page, "结案原因", "目标达成", form)
    await form.get_by_label("理由").fill("睡眠已恢复，约定一月后回访")
    await form.get_by_role("button", name="结案", exact=True).click()
    await expect(form).to_be_hidden(timeout=TIMEOUT_MS)
    await expect(page.get_by_text(re.compile(r"\d+日? ?结案$"))).to_be_visible(timeout=TIMEOUT_MS)


async def nobody_beside_reads(colleague: Walker, place: str) -> None:
    """Whoever only knows that the case exists is told so, and no word of what was said."""
    told: list[Response] = []

    def note(response: Response) -> None:
        told.append(response)

    async with colleague.visit("cases") as seen:
        seen.page.on("response", note)
        await seen.page.goto(f"{colleague.url}/{place}")
        await expect(seen.page.get_by_role("region", name="您只知道这个个案存在")).to_be_visible(timeout=TIMEOUT_MS)
        bodies = [await one.text() for one in told if "graphql" in one.url]
        assert bodies
        assert not any(word in body for body in bodies for word in (NOTE, "睡不", "恢复睡眠"))
        assert await seen.faults() == []


async def the_asker_sees_who_read(asker: Walker, code: str) -> None:
    async with asker.visit("help", *PHONE) as seen:
        page = seen.page
        await page.get_by_role("link", name=re.compile(code)).click()
        await expect(page.get_by_text("接受服务并记录")).to_be_visible(timeout=TIMEOUT_MS)
        await stand(page)
        await expect(page.get_by_text("还没有人看过")).to_have_count(0)
        assert await seen.faults() == []


async def the_supervisor_sees_who_read(supervisor: Walker, code: str) -> None:
    async with supervisor.visit("help-requests?state=TAKEN") as seen:
        page = seen.page
        taken = page.get_by_role("listitem").filter(has_text=code)
        await taken.get_by_role("link", name="谁看过").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("谁看过", timeout=TIMEOUT_MS)
        await expect(page.get_by_text("查看求助").first).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []


async def test_a_station_is_reached_otherwise_and_keeps_whom_it_serves(walker_for: WalkerFor) -> None:
    manager, phone = await walker_for("console", "manager@guanyu"), named("021-5488")
    async with manager.visit("stations") as seen:
        page = seen.page
        station = page.get_by_role("region").filter(has=page.get_by_role("button", name="修改")).first
        served = await station.get_by_role("definition").first.inner_text()
        await station.get_by_role("button", name="修改").click()
        form = page.get_by_role("dialog", name=re.compile("^修改"))
        await form.get_by_label("电话").fill(phone)
        assert await seen.faults() == []
        await form.get_by_role("button", name="保存").dblclick()
        await expect(form).to_be_hidden(timeout=TIMEOUT_MS)
        await expect(station.get_by_role("definition").nth(1)).to_contain_text(phone, timeout=TIMEOUT_MS)
        await expect(station.get_by_role("definition").first).to_have_text(served)
        assert await seen.faults() == []


async def test_a_visit_is_planned_on_a_case_and_ticked_off_where_it_stands(walker_for: WalkerFor) -> None:
    """It stands in the worker's own list until it is done."""
    worker = await walker_for("console", "worker@guanyu")
    async with worker.visit("cases") as seen:
        page = seen.page
        await page.get_by_role("row").get_by_role("link").first.click()
        title = page.get_by_role("heading", level=1)
        await expect(title).to_have_text(re.compile(r"^个案 \w+"), timeout=TIMEOUT_MS)
        await stand(page)
        code = (await title.inner_text()).removeprefix("个案 ")
        plans = page.get_by_role("region", name="安排", exact=True)
        reviews = plans.get_by_role("listitem").filter(has_text="回顾计划")
        await expect(plans).to_be_visible(timeout=TIMEOUT_MS)
        before = await reviews.count()
        await plans.get_by_role("button", name="安排活动").click()
        form = page.get_by_role("dialog", name=re.compile("安排活动$"))
        await form.get_by_text("回顾计划").click()
        await form.get_by_role("button", name="安排活动").dblclick()
        await expect(form).to_be_hidden(timeout=TIMEOUT_MS)
        await expect(reviews).to_have_count(before + 1, timeout=TIMEOUT_MS)
        assert await seen.faults() == []
        async with worker.visit("my-work") as day:
            line = day.page.get_by_role("listitem").filter(has=day.page.get_by_role("link", name="回顾计划"))
            await expect(line.filter(has_text=code).first).to_be_visible()
        done = await plans.get_by_text("已完成", exact=True).count()
        await reviews.get_by_role("button", name="完成").first.click()
        await expect(plans.get_by_text("已完成", exact=True)).not_to_have_count(done, timeout=TIMEOUT_MS)
