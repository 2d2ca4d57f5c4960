"""What was done about a proposal is appraised again months later, on the phone; staff answer what residents think."""

import re

from playwright.async_api import Page, expect

from tests.e2e.conftest import WalkerFor
from tests.e2e.test_neighbours import fits
from tests.e2e.test_phone import is_told
from tests.e2e.walking import PHONE, TIMEOUT_MS, Seen, named, stand

TITLE, ROUND = "公共厨房增加冰箱", "完成 90 天后"


async def opens(page: Page) -> None:
    await page.get_by_role("link", name=re.compile(TITLE)).first.click()
    await expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible(timeout=TIMEOUT_MS)
    await stand(page)


async def rates(seen: Seen) -> None:
    """Two stars, in the round that is asked now."""
    page = seen.page
    await page.get_by_role("button", name="评一评").click()
    sheet = page.get_by_role("dialog", name="评一评")
    await sheet.get_by_role("radio").nth(1).check()
    await fits(seen)
    await sheet.get_by_role("button", name="提交").dblclick()
    await is_told(page, "谢谢您的参与")
    await expect(page.get_by_text("您已参加这一轮评议")).to_be_visible(timeout=TIMEOUT_MS)
    await expect(page.get_by_role("button", name="评一评")).to_have_count(0)
    await fits(seen)


async def answers(seen: Seen, words: str) -> None:
    """What will be better; not before anything is said."""
    page, rounds = seen.page, seen.page.get_by_role("region", name="住户评议")
    await expect(rounds).to_contain_text("评价偏低，待回应")
    await rounds.get_by_role("button", name=f"回应评议（{ROUND}）").click()
    form = page.get_by_role("dialog", name="回应评议")
    await form.get_by_role("button", name="回应评议").click()
    await expect(form.get_by_text("请填写怎么改进")).to_be_visible(timeout=TIMEOUT_MS)
    await form.get_by_label("怎么改进").fill(words)
    assert await seen.faults() == []
    await form.get_by_role("button", name="回应评议").dblclick()
    await expect(rounds.get_by_text(words)).to_be_visible(timeout=TIMEOUT_MS)
    await expect(rounds.get_by_text("评价偏低，待回应")).to_have_count(0)
    assert await seen.faults() == []


async def test_what_was_done_is_appraised_again_and_staff_answer_where_it_went_badly(walker_for: WalkerFor) -> None:
    mine, staff = await walker_for("m", "resident@youchao"), await walker_for("console", "manager@youchao")
    answer = named("冰箱加锁并每周清理")
    async with mine.visit("proposals", *PHONE) as seen:
        await opens(seen.page)
        rounds = seen.page.locator(".rounds li")
        await expect(rounds).to_have_count(3)
        for number, words in enumerate(("完成时", "比上次低", "再请住户评议")):
            await expect(rounds.nth(number)).to_contain_text(words)
        await fits(seen)
        await rates(seen)
        where = seen.page.url.partition("/m/")[2]
    async with staff.visit("proposals?view=poor") as seen:
        await expect(seen.page.get_by_role("link", name=TITLE)).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []
    async with staff.visit("") as seen:
        await expect(seen.page.get_by_role("region", name="评价偏低、待回应的提案")).to_be_visible(timeout=TIMEOUT_MS)
        await opens(seen.page)
        assert await seen.faults() == []
        await answers(seen, answer)
    async with staff.visit("proposals?view=poor") as seen:
        await expect(seen.page.get_by_role("link", name=TITLE)).to_have_count(0)
    async with mine.visit(where, *PHONE) as seen:
        await expect(seen.page.locator(".rounds li").nth(1)).to_contain_text(answer, timeout=TIMEOUT_MS)
        await fits(seen)
