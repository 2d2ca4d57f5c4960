"""Acts of the desk that few know by heart: planned works, and who sees an issue."""

import re

from playwright.async_api import expect

from tests.e2e.conftest import WalkerFor
from tests.e2e.test_stories import choose
from tests.e2e.walking import TIMEOUT_MS, named, stand


async def test_works_are_announced_tied_to_an_issue_and_called_off_by_name(walker_for: WalkerFor) -> None:
    walker, title = await walker_for("console", "manager@youchao"), named("水箱清洗")
    async with walker.visit("planned-works") as seen, walker.visit("issues") as list_:
        page = list_.page
        issue_in = page.get_by_role("row").filter(has=page.get_by_role("link")).first
        await issue_in.get_by_role("link").click()
        await stand(page)
        await seen.page.get_by_role("button", name="发布公告").click()
        form = seen.page.get_by_role("dialog", name="发布公告")
        lead = await page.locator(".page-head p").inner_text()
        where = lead.split(" · ")[2]
        await choose(seen.page, "社区", re.compile(where), form)
        await form.get_by_label("标题").fill(title)
        await form.get_by_label("内容").fill("上午停水，请提前储水。")
        await form.get_by_role("button", name="发布公告").dblclick()
        line = seen.page.get_by_role("listitem").filter(has_text=title)
        await expect(line).to_have_count(1, timeout=TIMEOUT_MS)
        assert await seen.faults() == []
        await page.get_by_role("button", name=re.compile("更多")).click()
        await page.get_by_role("menuitem", name="关联施工公告").click()
        form = page.get_by_role("dialog", name=re.compile("关联施工公告"))
        await choose(page, "施工公告", re.compile(title), form)
        await form.get_by_role("button", name="关联施工公告").click()
        await expect(page.get_by_role("definition").filter(has_text=title)).to_be_visible(timeout=TIMEOUT_MS)
        assert await list_.faults() == []
        await line.get_by_role("button", name="取消施工").click()
        sure = seen.page.get_by_role("dialog", name=f"取消“{title}”？")
        await sure.get_by_role("button", name="取消施工").click()
        await expect(line).to_have_count(0, timeout=TIMEOUT_MS)


async def test_who_sees_an_issue_is_changed_with_a_reason(walker_for: WalkerFor) -> None:
    walker, why = await walker_for("console", "manager@youchao"), named("涉及隐私")
    async with walker.visit("issues") as seen:
        page = seen.page
        await page.get_by_role("row").get_by_role("link").first.click()
        await page.get_by_role("button", name=re.compile("更多")).click()
        await page.get_by_role("menuitem", name="调整公开范围").click()
        form = page.get_by_role("dialog", name=re.compile("调整公开范围"))
        await choose(page, "公开范围", "仅相关人", form)
        await form.get_by_role("button", name="调整公开范围").click()
        await expect(form.locator(".ant-form-item-explain-error")).to_be_visible(timeout=TIMEOUT_MS)
        await form.get_by_label("原因").fill(why)
        await form.get_by_role("button", name="调整公开范围").click()
        history = page.get_by_role("region", name="办理过程")
        await expect(history).to_contain_text(why, timeout=TIMEOUT_MS)
        await expect(page.get_by_role("definition").filter(has_text="仅相关人")).to_be_visible()
        assert await seen.faults() == []
