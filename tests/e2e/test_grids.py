"""The platform's grids at the console: one is made beneath another, gets a head and a community, and ends."""

import re

from playwright.async_api import Page, expect

from tests.e2e.conftest import WalkerFor
from tests.e2e.test_stories import choose
from tests.e2e.walking import TIMEOUT_MS, named, stand


async def makes_a_grid(page: Page, name: str) -> None:
    await page.get_by_role("button", name="新建下级网格").click()
    form = page.get_by_role("dialog", name="新建下级网格")
    await form.get_by_label("编号").fill(name.replace(" ", "-"))
    await form.get_by_label("名称").fill(name)
    await choose(page, "层级", "微网格", form)
    await choose(page, "类型", "租赁社区网格", form)
    await form.get_by_role("button", name="新建网格").dblclick()
    await expect(page.get_by_role("heading", name=name, level=1)).to_be_visible(timeout=TIMEOUT_MS)
    await stand(page)


async def adds_a_head(page: Page, name: str) -> None:
    await page.get_by_role("button", name="登记人员").click()
    form = page.get_by_role("dialog", name="登记人员")
    await choose(page, "身份", "网格长", form)
    await form.get_by_label("姓名").fill(name)
    await form.get_by_role("button", name="登记人员").click()
    await expect(form).to_have_count(0, timeout=TIMEOUT_MS)


async def covers_one_building(page: Page) -> None:
    """A community is found by its name, and one of its buildings is picked from the list."""
    await page.get_by_role("button", name="纳入社区").click()
    form = page.get_by_role("dialog", name="纳入社区")
    await form.get_by_label("社区", exact=True).click()
    await page.keyboard.type("马桥")
    await page.get_by_title(re.compile("^有巢马桥社区")).click()
    await choose(page, "楼栋", "4号楼", form)
    await form.get_by_role("button", name="纳入社区").click()
    await expect(form).to_have_count(0, timeout=TIMEOUT_MS)
    covered = page.get_by_role("region", name="覆盖社区").get_by_role("listitem")
    await expect(covered).to_contain_text("有巢马桥社区 4号楼", timeout=TIMEOUT_MS)


async def ends(page: Page, button: str | re.Pattern[str], yes: str) -> None:
    await page.get_by_role("button", name=button).click()
    sure = page.get_by_role("dialog")
    await sure.get_by_role("button", name=yes).click()
    await expect(sure).to_have_count(0, timeout=TIMEOUT_MS)


async def test_a_grid_is_made_led_given_a_community_and_ended(walker_for: WalkerFor) -> None:
    walker = await walker_for("console", "admin@minhang")
    async with walker.visit("grids") as seen:
        page, name = seen.page, named("微网格")
        await page.get_by_role("row").get_by_role("link").first.click()
        await stand(page)
        await expect(page.get_by_text(re.compile("街镇级 1 个、居村级")).first).to_be_visible(timeout=TIMEOUT_MS)
        await makes_a_grid(page, name)
        await adds_a_head(page, "周网格")
        members = page.get_by_role("region", name="网格力量")
        await expect(members).to_contain_text("网格长", timeout=TIMEOUT_MS)
        # There is one head at a time; what was typed stands.
        await page.get_by_role("button", name="登记人员").click()
        form = page.get_by_role("dialog", name="登记人员")
        await choose(page, "身份", "网格长", form)
        await form.get_by_label("姓名").fill("吴网格")
        await form.get_by_role("button", name="登记人员").click()
        await expect(form.get_by_text("该网格在此期间已有网格长")).to_be_visible(timeout=TIMEOUT_MS)
        await expect(form.get_by_label("姓名")).to_have_value("吴网格")
        assert await seen.faults() == []
        await form.get_by_role("button", name="取消").click()
        await covers_one_building(page)
        assert await seen.faults() == []
        await ends(page, re.compile("^把有巢马桥社区移出"), "移出")
        await ends(page, re.compile("^让周网格退出"), "退出")
        await ends(page, "撤销网格", "撤销网格")
        await expect(page.get_by_text(re.compile("到期|没有这个"))).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []
