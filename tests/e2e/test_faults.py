"""What goes wrong on the way: no network, an answer lost, a session over, a newer release, a second tab."""

import re
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, Locator, Page, Route, expect

from infra.doorway import sign_in_on
from tests.e2e.conftest import WalkerFor
from tests.e2e.test_stories import free_slot, slot_at
from tests.e2e.walking import PHONE, TIMEOUT_MS, Walker, a_photo, named, someone, stand

RESIDENT = "neighbour@youchao"
# Nobody has more than three proposals that wait for an answer.
ANOTHER = "neighbour@guanyu"


async def write_proposal(page: Page, title: str) -> Locator:
    """The form of a proposal, filled in; its button."""
    await page.get_by_label("提什么").fill(title)
    await page.get_by_label("为什么、怎么做").fill("楼下缺一处放雨伞的地方。")
    return page.get_by_role("button", name="公开提案")


async def write_report(page: Page, text: str) -> Locator:
    """The three steps of a report with a photo, filled in; its last button."""
    photo = {"name": "滴水.png", "mimeType": "image/png", "buffer": a_photo()}
    await page.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]  # a payload by its keys
    await page.get_by_role("button", name="下一步").click()
    await page.get_by_role("group", name="问题类型").get_by_role("button").first.click()
    await page.get_by_label("说说情况").fill(text)
    await page.get_by_role("button", name="下一步").click()
    return page.get_by_role("button", name="提交", exact=True)


async def is_there_once(walker: Walker, title: str) -> None:
    async with walker.visit("proposals?tab=mine", *PHONE) as seen:
        await expect(seen.page.get_by_role("link", name=re.compile(title))).to_have_count(1)


# Documents go by their hash, so what a request says of its input tells whether it is an act.
ACT = '"idempotencyKey"'
Answer = Callable[[Route], Awaitable[None]]


def once(said: str, instead: Answer) -> Answer:
    """The first request that says this is answered otherwise, and no other."""
    met: list[str] = []

    async def answer(route: Route) -> None:
        if met or said not in (route.request.post_data or said):
            await route.fallback()
            return
        met.append(said)
        await instead(route)

    return answer


async def refuse(route: Route) -> None:
    """The token is dead, as one that was revoked: the face turns to its cookie for a new one."""
    await route.fulfill(status=401, json={"errors": [{"message": "", "extensions": {"code": "UNAUTHENTICATED"}}]})


async def test_without_network_the_form_keeps_its_words_and_sends_them_once_it_is_back(
    browser: Browser, site: str
) -> None:
    async with someone(browser, site, "m", RESIDENT) as walker, walker.visit("proposals/new", *PHONE) as seen:
        page, title = seen.page, named("雨伞架")
        send = await write_proposal(page, title)
        await walker.context.set_offline(True)
        await expect(page.get_by_text("网络已断开，恢复后会自动继续。")).to_be_visible()
        await send.click()
        await expect(page.get_by_role("alert").filter(has_text="您填写的内容还在")).to_be_visible(timeout=TIMEOUT_MS)
        await expect(page.get_by_label("提什么")).to_have_value(title)
        await walker.context.set_offline(False)
        await expect(page.get_by_text("网络已断开，恢复后会自动继续。")).to_have_count(0)
        await send.click()
        await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=TIMEOUT_MS)
        await is_there_once(walker, title)


async def test_an_act_whose_answer_is_lost_is_the_same_act_when_it_is_tried_again(browser: Browser, site: str) -> None:
    async with someone(browser, site, "m", RESIDENT) as walker, walker.visit("proposals/new", *PHONE) as seen:
        page, title = seen.page, named("晾衣杆")
        lost: list[int] = []

        async def lose(route: Route) -> None:
            lost.append((await route.fetch()).status)
            await route.abort()

        await page.route("**/graphql", once(ACT, lose))
        send = await write_proposal(page, title)
        await send.click()
        await expect(page.get_by_role("alert").filter(has_text="您填写的内容还在")).to_be_visible(timeout=TIMEOUT_MS)
        assert lost == [200]
        await send.click()
        await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=TIMEOUT_MS)
        await is_there_once(walker, title)


async def test_a_fault_of_the_server_is_said_in_words_and_the_form_stands(browser: Browser, site: str) -> None:
    async with someone(browser, site, "m", ANOTHER) as walker, walker.visit("proposals/new", *PHONE) as seen:
        page, title = seen.page, named("快递柜")

        async def fail(route: Route) -> None:
            await route.fulfill(status=503, content_type="text/plain", body="upstream is gone")

        await page.route("**/graphql", once(ACT, fail))
        send = await write_proposal(page, title)
        await send.click()
        said = page.get_by_role("alert").filter(has_text="您填写的内容还在")
        await expect(said).to_be_visible(timeout=TIMEOUT_MS)
        await expect(said).not_to_contain_text("upstream")
        await expect(page.get_by_label("提什么")).to_have_value(title)
        await send.click()
        await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=TIMEOUT_MS)
        await is_there_once(walker, title)


async def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(browser: Browser, site: str) -> None:
    async with someone(browser, site, "m", ANOTHER) as walker, walker.visit("proposals/new", *PHONE) as seen:
        page, title = seen.page, named("门禁卡")
        send = await write_proposal(page, title)
        await walker.context.clear_cookies()
        await page.route("**/graphql", once(ACT, refuse))
        await send.click()
        again = page.get_by_role("dialog", name=re.compile("登录"))
        await expect(again).to_be_visible(timeout=TIMEOUT_MS)
        await sign_in_on(page, ANOTHER)
        await expect(again).to_have_count(0, timeout=TIMEOUT_MS)
        await expect(page.get_by_label("提什么")).to_have_value(title)
        await send.click()
        await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=TIMEOUT_MS)
        await is_there_once(walker, title)


@pytest.mark.parametrize(
    ("face", "login", "path", "name"),
    [
        ("m", RESIDENT, "services", "青年夜校"),
        ("console", "manager@youchao", "", "青年夜校"),
        ("oversight", "branch@minhang", "", "督办单"),
        ("board", "district@minhang", "", "督办"),
    ],
)
async def test_a_page_that_a_newer_release_took_away_says_so_and_the_frame_stands(
    face: str, login: str, path: str, name: str, browser: Browser, site: str
) -> None:
    async with someone(browser, site, face, login) as walker, walker.visit(path) as seen:
        page = seen.page

        async def gone(route: Route) -> None:
            await route.fulfill(status=404, content_type="text/plain", body="")

        await page.route(re.compile(r"/assets/.*\.js$"), gone)
        await page.get_by_role("link", name=re.compile(name)).first.click()
        await expect(page.get_by_role("heading", name="页面没有打开", level=1)).to_be_visible(timeout=TIMEOUT_MS)
        await page.unroute_all()
        await page.get_by_role("button", name="刷新").click()
        await expect(page.get_by_role("heading", name="页面没有打开")).to_have_count(0, timeout=TIMEOUT_MS)
        await stand(page)
        assert await page.locator("h1").count() == 1


async def test_whoever_signs_out_in_one_tab_is_out_in_the_other(browser: Browser, site: str) -> None:
    async with (
        someone(browser, site, "m", RESIDENT) as walker,
        walker.visit("mine/data", *PHONE) as first,
        walker.visit("mine", *PHONE) as second,
    ):
        await second.page.get_by_role("button", name=re.compile("^退出登录$")).click()
        await expect(first.page.get_by_role("button", name="密码登录")).to_be_visible(timeout=TIMEOUT_MS)


async def test_a_tab_never_acts_in_the_name_of_another_who_signed_in_beside_it(browser: Browser, site: str) -> None:
    async with someone(browser, site, "m", RESIDENT) as walker, walker.visit("proposals/new", *PHONE) as first:
        page, title = first.page, named("访客车位")
        send = await write_proposal(page, title)
        # The cookie is now another's, as after signing in again in a second tab whose sign-out went unheard.
        async with someone(browser, site, "m", "resident@youchao") as other:
            await walker.context.clear_cookies()
            await walker.context.add_cookies(await other.context.cookies())  # type: ignore[arg-type]  # as they came

            await page.route("**/graphql", once(ACT, refuse))
            await send.click()
            await expect(page.get_by_label("提什么")).to_have_value("", timeout=TIMEOUT_MS)
            async with other.visit("proposals", *PHONE) as seen:
                await expect(seen.page.get_by_role("link", name=re.compile(title))).to_have_count(0)


async def test_a_photo_that_meets_an_ended_session_is_sent_after_signing_in(browser: Browser, site: str) -> None:
    async with someone(browser, site, "m", RESIDENT) as walker, walker.visit("issues/new", *PHONE) as seen:
        page, text = seen.page, named("楼道灯不亮")
        send = await write_report(page, text)
        await walker.context.clear_cookies()
        await page.route("**/files", once("", refuse))
        await send.click()
        again = page.get_by_role("dialog", name=re.compile("登录"))
        await expect(again).to_be_visible(timeout=TIMEOUT_MS)
        await sign_in_on(page, RESIDENT)
        await expect(again).to_have_count(0, timeout=TIMEOUT_MS)
        await send.click()
        await expect(page.get_by_role("heading", name=text)).to_be_visible(timeout=TIMEOUT_MS)


async def test_a_time_is_booked_once_by_a_double_tap_a_step_back_and_a_reload(walker_for: WalkerFor) -> None:
    walker = await walker_for("m", RESIDENT)
    async with walker.visit("spaces", *PHONE) as seen:
        page = seen.page
        await page.get_by_role("link", name=re.compile("羽毛球二号场")).click()
        await stand(page)
        time = await free_slot(page)
        await slot_at(page, time).click()
        await page.get_by_role("button", name="确认预约").dblclick()
        await expect(page.get_by_role("heading", name="我的预约")).to_be_visible(timeout=TIMEOUT_MS)
        booked = page.locator(".card", has_text="羽毛球二号场").filter(has_text=f" {time}–")
        await expect(booked).to_have_count(1)
        await page.go_back()
        await page.reload()
        await stand(page)
        await page.go_forward()
        await stand(page)
        await expect(booked).to_have_count(1)
        await booked.get_by_role("button", name="取消预约").click()
        await page.get_by_role("dialog").get_by_role("button", name="取消预约").click()
        await expect(booked).to_have_count(0, timeout=TIMEOUT_MS)
