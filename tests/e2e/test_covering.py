"""The platform says which organisation covers which community, and who speaks for it."""

import datetime as dt
import re

from playwright.async_api import expect

from backend.core import clock
from tests.e2e.conftest import WalkerFor
from tests.e2e.test_night_school import written
from tests.e2e.test_stories import choose
from tests.e2e.walking import TIMEOUT_MS, named


async def test_an_organisation_is_entered_given_a_supervisor_and_ended(walker_for: WalkerFor) -> None:
    walker = await walker_for("console", "admin@minhang")
    async with walker.visit("party-orgs") as seen:
        page, name = seen.page, named("临时联合党支部")
        await page.get_by_role("button", name="登记党组织").click()
        form = page.get_by_role("dialog", name="登记党组织")
        await form.get_by_label("名称").fill(name)
        # It cannot end on the day on which it was formed.
        await form.get_by_label("成立日期").fill(written(clock.today() - dt.timedelta(days=9)))
        await form.get_by_label("成立日期").press("Enter")
        await choose(page, "类别", "联合党支部", form)
        await choose(page, "上级组织", re.compile("党委|总支|颛桥"), form)
        await form.get_by_role("button", name="登记党组织").dblclick()
        await expect(form).to_have_count(0, timeout=TIMEOUT_MS)
        row = page.get_by_role("row", name=re.compile(name))
        await expect(row).to_have_count(1, timeout=TIMEOUT_MS)
        await row.get_by_role("button", name=f"{name}的督导账号").click()
        form = page.get_by_role("dialog", name=f"{name}的督导账号")
        # Nobody is known by that name; what was typed stands, and the field says so.
        await form.get_by_label("督导员账号").fill("nobody@nowhere")
        await form.get_by_role("button", name="任命").click()
        await expect(form.locator(".ant-form-item-explain-error").first).to_be_visible(timeout=TIMEOUT_MS)
        await form.get_by_label("督导员账号").fill("branch@minhang")
        assert await seen.faults() == []
        await form.get_by_role("button", name="任命").click()
        await expect(form).to_have_count(0, timeout=TIMEOUT_MS)
        await row.get_by_role("button", name=f"撤销{name}？").click()
        await page.get_by_role("dialog", name=f"撤销{name}？").get_by_role("button", name="撤销", exact=True).click()
        await expect(row).to_have_count(0, timeout=TIMEOUT_MS)
    async with walker.visit("coverage") as seen:
        current = seen.page.get_by_role("region", name="现有归口")
        await expect(current.get_by_role("row", name=re.compile("有巢|冠寓|微领地")).first).to_be_visible()
        end = current.get_by_role("button", name=re.compile("^结束.+的归口？$")).first
        await end.click()
        sure = seen.page.get_by_role("dialog", name=re.compile("^结束.+的归口？$"))
        await sure.get_by_role("button", name="取消").click()
        await expect(sure).to_have_count(0)
        assert await seen.faults() == []
