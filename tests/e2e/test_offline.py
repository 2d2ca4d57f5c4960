"""A report that is written without a network: kept on the phone, sent once by itself, mended where it was refused."""

import asyncio
import re
from typing import Any

from playwright.async_api import Browser, BrowserContext, Locator, Page, Route, expect

from infra.doorway import sign_in_on
from tests.e2e.test_faults import write_report
from tests.e2e.walking import PHONE, TIMEOUT_MS, Walker, named, someone, stand

RESIDENT = "resident@guanyu"
NEIGHBOUR = "neighbour@guanyu"
KEEP = "先存着，有网再发"
# How many rows of a kind the phone keeps, of whomever.
KEPT = """(kind) => new Promise((resolve, reject) => {
    const request = indexedDB.open('xinju.shelf', 1);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
        const count = request.result.transaction(kind).objectStore(kind).count();
        count.onsuccess = () => { request.result.close(); resolve(count.result); };
    };
})"""
NEXT_FRAME = "() => new Promise(requestAnimationFrame)"


async def until_kept(page: Page, kind: str, wanted: int) -> None:
    """Wait until the phone keeps so many rows of a kind."""
    async with asyncio.timeout(TIMEOUT_MS / 1000):
        while await page.evaluate(KEPT, kind) != wanted:
            await page.evaluate(NEXT_FRAME)


async def keep_report(page: Page, text: str) -> None:
    """Write one with a photo where there is no network, and keep it."""
    await page.get_by_role("link", name="随手拍").first.click()
    await expect(page.get_by_role("heading", name="拍下来")).to_be_visible(timeout=TIMEOUT_MS)
    await write_to_the_end(page, text)
    await page.get_by_role("button", name=KEEP).click()
    await expect(waiting(page, text)).to_contain_text("等待发送", timeout=TIMEOUT_MS)


async def write_to_the_end(page: Page, text: str) -> None:
    await write_report(page, text)
    await expect(page.get_by_label("具体位置（选填）")).to_be_visible()


def waiting(page: Page, text: str) -> Locator:
    return page.get_by_role("article").filter(has_text=text)


async def ready_for_no_network(page: Page) -> None:
    """What a report needs is at hand: it comes behind the first page."""
    await until_kept(page, "answers", 1)
    await page.wait_for_load_state("networkidle")


async def out_of_reach(page: Page) -> None:
    """A network, and no server behind it."""
    await page.route(re.compile("/(graphql|files)$"), lambda route: route.abort())


async def reports(context: BrowserContext, url: str, text: str) -> list[str]:
    """The pages of what was reported in these words."""
    page = await context.new_page()
    await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    await page.goto(f"{url}/issues")
    await stand(page)
    found: list[str] = await page.eval_on_selector_all(
        "a.card[href*='/issues/']",
        "(all, text) => all.filter(one => one.textContent.includes(text)).map(one => one.href)",
        text,
    )
    await page.close()
    return found


async def photos_of(walker: Walker, address: str) -> int:
    async with walker.visit(address.removeprefix(f"{walker.url}/"), *PHONE) as seen:
        await expect(seen.page.get_by_role("heading", name="办理过程")).to_be_visible(timeout=TIMEOUT_MS)
        return await seen.page.locator(".photos img").count()


async def test_a_report_without_network_outlives_a_reload_and_is_sent_once_with_its_photo(
    browser: Browser, site: str
) -> None:
    async with someone(browser, site, "m", RESIDENT) as walker, walker.visit("", *PHONE) as seen:
        page, text = seen.page, named("楼道积水")
        await ready_for_no_network(page)
        await walker.context.set_offline(True)
        await keep_report(page, text)
        await expect(waiting(page, text)).to_contain_text("照片 1 张")
        await expect(waiting(page, text)).to_contain_text(re.compile(r"记录于 \d+年\d+月\d+日 \d\d:\d\d"))
        await walker.context.set_offline(False)
        await page.reload()
        await expect(page.get_by_text("已上报，进展会通知您")).to_be_visible(timeout=TIMEOUT_MS)
        await expect(waiting(page, text)).to_have_count(0, timeout=TIMEOUT_MS)
        (issue,) = await reports(walker.context, walker.url, text)
        assert await photos_of(walker, issue) == 1


async def test_what_waits_is_sent_in_order_without_a_touch_and_an_answer_that_is_lost_makes_no_second(
    browser: Browser, site: str
) -> None:
    async with someone(browser, site, "m", RESIDENT) as walker, walker.visit("", *PHONE) as seen:
        page, first, second = seen.page, named("路灯不亮"), named("井盖松动")
        sent, uploads = list[str](), list[str]()
        lost, last = asyncio.Event(), asyncio.Event()

        async def lose_the_first(route: Route) -> None:
            said = route.request.post_data or ""
            if "foundAt" not in said:
                await route.fallback()
                return
            sent.append(first if first in said else second)
            if len(sent) == 1:
                await route.fetch()
                await route.abort()
                lost.set()
                return
            if sent[-1] == second:
                last.set()
            await route.fallback()

        await ready_for_no_network(page)
        await page.route("**/graphql", lose_the_first)
        page.on("request", lambda request: uploads.append(request.url) if request.url.endswith("/files") else None)
        await walker.context.set_offline(True)
        await keep_report(page, first)
        await keep_report(page, second)
        await walker.context.set_offline(False)
        await asyncio.wait_for(lost.wait(), TIMEOUT_MS / 1000)
        # Whoever opens the page again sends again.
        await page.reload()
        await asyncio.wait_for(last.wait(), TIMEOUT_MS / 1000)
        await expect(waiting(page, second)).to_have_count(0, timeout=TIMEOUT_MS)
        await expect(waiting(page, first)).to_have_count(0)
        assert len(await reports(walker.context, walker.url, first)) == 1
        assert len(await reports(walker.context, walker.url, second)) == 1
        assert sent == [first, first, second]
        assert len(uploads) == 2


async def test_of_two_the_refused_one_is_shown_with_the_servers_words_mended_and_sent(
    browser: Browser, site: str
) -> None:
    async with someone(browser, site, "m", NEIGHBOUR) as walker, walker.visit("", *PHONE) as seen:
        page, bad, good = seen.page, named("门铃坏了"), named("信箱坏了")

        async def spoil(route: Route) -> None:
            said: dict[str, Any] = route.request.post_data_json or {}
            given = said.get("variables", {}).get("input", {})
            if given.get("text") == bad:
                # The server's own refusal of words that nobody wrote.
                given["text"] = " "
                await route.continue_(post_data=said)
                return
            await route.fallback()

        await ready_for_no_network(page)
        await page.route("**/graphql", spoil)
        await walker.context.set_offline(True)
        await keep_report(page, bad)
        await keep_report(page, good)
        await walker.context.set_offline(False)
        await expect(waiting(page, bad)).to_contain_text("没有被接受", timeout=TIMEOUT_MS)
        await expect(waiting(page, bad).get_by_role("alert")).not_to_be_empty()
        await expect(waiting(page, good)).to_have_count(0, timeout=TIMEOUT_MS)
        assert await reports(walker.context, walker.url, bad) == []
        assert len(await reports(walker.context, walker.url, good)) == 1
        await waiting(page, bad).get_by_role("link", name="修改").click()
        mended = f"{bad}，请修"
        await page.get_by_label("说说情况").fill(mended)
        await page.get_by_role("button", name="下一步").click()
        await page.get_by_role("button", name="提交", exact=True).click()
        await expect(page.get_by_text("已上报，进展会通知您")).to_be_visible(timeout=TIMEOUT_MS)
        await expect(waiting(page, bad)).to_have_count(0, timeout=TIMEOUT_MS)
        (issue,) = await reports(walker.context, walker.url, mended)
        assert await photos_of(walker, issue) == 1


async def test_what_waits_is_thrown_away_by_hand_and_by_signing_out(browser: Browser, site: str) -> None:
    async with someone(browser, site, "m", NEIGHBOUR) as walker, walker.visit("", *PHONE) as seen:
        page, one, other = seen.page, named("扶手松了"), named("楼道堆物")
        await ready_for_no_network(page)
        await walker.context.set_offline(True)
        await keep_report(page, one)
        assert await seen.too_small() == []
        await keep_report(page, other)
        await until_kept(page, "drafts", 2)
        await page.get_by_role("button", name=f"删除：{one}").click()
        await page.get_by_role("dialog").get_by_role("button", name="删除", exact=True).click()
        await expect(waiting(page, one)).to_have_count(0)
        await until_kept(page, "drafts", 1)
        await out_of_reach(page)
        await walker.context.set_offline(False)
        await page.get_by_role("link", name="我的", exact=True).click()
        await page.get_by_role("button", name="退出登录").click()
        await page.get_by_role("dialog").get_by_role("button", name="退出登录").click()
        await page.unroute_all()
        await expect(page.get_by_role("button", name="密码登录")).to_be_visible(timeout=TIMEOUT_MS)
        await until_kept(page, "drafts", 0)


async def test_whoever_signs_in_next_finds_nothing_of_the_one_before(browser: Browser, site: str) -> None:
    async with someone(browser, site, "m", NEIGHBOUR) as walker, walker.visit("", *PHONE) as seen:
        page, text = seen.page, named("单元门不关")
        await ready_for_no_network(page)
        await walker.context.set_offline(True)
        await keep_report(page, text)
        # The session ends without a word, as one that was revoked.
        await walker.context.clear_cookies()
        await out_of_reach(page)
        await page.evaluate("() => localStorage.removeItem('xinju.in')")
        await walker.context.set_offline(False)
        await page.goto(f"{walker.url}/issues")
        await page.unroute_all()
        await until_kept(page, "drafts", 1)
        await sign_in_on(page, RESIDENT)
        await stand(page)
        await expect(waiting(page, text)).to_have_count(0)
        await until_kept(page, "drafts", 0)
        assert await reports(walker.context, walker.url, text) == []
