"""A patrol on a phone: the points are passed one by one, what is found is reported on the spot, and the round ends."""

import re

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import WalkerFor
from tests.e2e.test_stories import choose
from tests.e2e.walking import PHONE, TIMEOUT_MS, a_photo, named, stand


@pytest.mark.stormy
async def test_a_round_is_walked_past_its_points_on_a_phone(walker_for: WalkerFor) -> None:
    walker = await walker_for("console", "desk@youchao")
    async with walker.visit("patrols?status=DUE", *PHONE) as seen:
        page, text = seen.page, named("防火门关不上")
        await page.get_by_role("link", name="日常巡查").first.click()
        await expect(page.get_by_role("heading", name="日常巡查", level=1)).to_be_visible(timeout=TIMEOUT_MS)
        await stand(page)
        points = page.get_by_role("region", name="点位").get_by_role("listitem")
        await expect(points).to_have_count(4)
        await points.first.get_by_role("button", name=re.compile("无异常$")).dblclick()
        await expect(points.first).to_contain_text("无异常", timeout=TIMEOUT_MS)
        await expect(points.first.get_by_role("button", name=re.compile("无异常$"))).to_have_count(0)
        await points.nth(1).get_by_role("button", name=re.compile("上报问题$")).click()
        form = page.get_by_role("dialog", name=re.compile("上报问题"))
        await choose(page, "类型", re.compile("消防"), form)
        await form.get_by_label("问题").fill(text)
        photo = {"name": "门.png", "mimeType": "image/png", "buffer": a_photo()}
        await form.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]  # a payload by its keys
        assert await seen.faults() == []
        await form.get_by_role("button", name="上报问题").click()
        await expect(form).to_have_count(0, timeout=TIMEOUT_MS)
        await expect(points.nth(1).get_by_role("link", name="有问题")).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []
        where = page.url
        await page.get_by_role("button", name="结束巡查").click()
        sure = page.get_by_role("tooltip")
        await expect(sure).to_contain_text("还有 2 个点位没有到")
        await sure.get_by_role("button", name="结束巡查").click()
        await expect(page.get_by_role("button", name="结束巡查")).to_have_count(0, timeout=TIMEOUT_MS)
        await points.nth(1).get_by_role("link", name="有问题").click()
        await expect(page.get_by_text(text).first).to_be_visible(timeout=TIMEOUT_MS)
        await expect(page.get_by_role("img").first).to_be_visible()
        await page.goto(where)
        await expect(points).to_have_count(4, timeout=TIMEOUT_MS)
        await expect(page.get_by_role("button", name=re.compile("上报问题$"))).to_have_count(0)
