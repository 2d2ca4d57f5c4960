"""What managers set at the console: what is reported, who gets it, rounds, services, and how staff sign in."""

import re

from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import WalkerFor
from tests.e2e.test_stories import choose
from tests.e2e.walking import TIMEOUT_MS, named, stand

MANAGER = "manager@weilingdi"


def row_of(page: Page, words: str) -> Locator:
    return page.get_by_role("row", name=re.compile(re.escape(words)))


async def confirms(page: Page, title: str, yes: str) -> None:
    sure = page.get_by_role("dialog", name=title)
    await sure.get_by_role("button", name=yes).click()
    await expect(sure).to_have_count(0, timeout=TIMEOUT_MS)


async def test_a_type_of_issue_is_added_and_retired(walker_for: WalkerFor) -> None:
    walker = await walker_for("console", MANAGER)
    code = named("roof").replace(" ", "_")
    async with walker.visit("issue-settings") as seen:
        page = seen.page
        await page.get_by_role("button", name="添加类型").click()
        form = page.get_by_role("dialog", name="添加类型")
        await form.get_by_label("编号").fill(code)
        await form.get_by_label("中文名称").fill(f"屋面 {code}")
        await form.get_by_label("英文名称").fill(f"Roof {code}")
        await choose(page, "一般", "15 天", form)
        assert await seen.faults() == []
        await form.get_by_role("button", name="添加", exact=True).dblclick()
        await expect(row_of(page, f"屋面 {code}")).to_have_count(1, timeout=TIMEOUT_MS)
        await expect(row_of(page, f"屋面 {code}")).to_contain_text("15 天")
        await page.get_by_role("button", name=f"停用屋面 {code}").click()
        await confirms(page, f"停用屋面 {code}", "停用")
        await expect(row_of(page, f"屋面 {code}")).to_contain_text("已停用", timeout=TIMEOUT_MS)
        assert await seen.faults() == []


async def test_issues_are_handed_to_a_department_by_a_rule(walker_for: WalkerFor) -> None:
    walker = await walker_for("console", MANAGER)
    who = named("弱电维保")
    async with walker.visit("issue-settings/rules") as seen:
        page = seen.page
        await page.get_by_role("button", name="添加规则").click()
        form = page.get_by_role("dialog", name="添加规则")
        # Somebody has to get them; what was chosen stands.
        await choose(page, "问题类型", "噪声扰民", form)
        await choose(page, "社区", re.compile("浦江"), form)
        assert await seen.faults() == []
        await form.get_by_role("button", name="添加", exact=True).click()
        await expect(form.locator(".ant-form-item-explain-error").first).to_be_visible(timeout=TIMEOUT_MS)
        await form.get_by_label("部门").fill(who)
        await form.get_by_role("button", name="添加", exact=True).click()
        await expect(row_of(page, who)).to_contain_text("噪声扰民", timeout=TIMEOUT_MS)
        await row_of(page, who).get_by_role("button", name="移除").click()
        await confirms(page, f"移除派给{who}的规则？", "移除")
        await expect(row_of(page, who)).to_have_count(0, timeout=TIMEOUT_MS)


async def test_an_answer_is_worded_anew(walker_for: WalkerFor) -> None:
    walker = await walker_for("console", MANAGER)
    text = named("已受理，两小时内联系您。")
    async with walker.visit("issue-settings/templates") as seen:
        page = seen.page
        first = page.get_by_role("row", name=re.compile("受理.*中文"))
        await first.get_by_role("button", name="修改").click()
        form = page.get_by_role("dialog", name="修改模板")
        await form.get_by_label("答复").fill(text)
        assert await seen.faults() == []
        await form.get_by_role("button", name="保存").click()
        await expect(row_of(page, text)).to_have_count(1, timeout=TIMEOUT_MS)


async def test_a_round_is_planned_past_a_new_point_and_stopped(walker_for: WalkerFor) -> None:
    walker = await walker_for("console", MANAGER)
    point, name = named("屋顶门"), named("夜间巡楼")
    async with walker.visit("patrol-routes") as seen:
        page = seen.page
        await page.get_by_role("button", name="添加点位").click()
        form = page.get_by_role("dialog", name="添加点位")
        await form.get_by_label("编号").fill(point[-6:].strip())
        await form.get_by_label("名称").fill(point)
        assert await seen.faults() == []
        await form.get_by_role("button", name="添加", exact=True).click()
        await expect(form).to_have_count(0, timeout=TIMEOUT_MS)
        await page.get_by_role("button", name="添加路线").click()
        form = page.get_by_role("dialog", name="添加路线")
        await form.get_by_label("名称").fill(name)
        await choose(page, "点位", re.compile(point), form)
        # A list of which several are chosen stays open.
        await form.locator(".ant-modal-title").click()
        await choose(page, "星期", "周五", form)
        await form.locator(".ant-modal-title").click()
        for label, time in (("从", "21:00"), ("到", "22:30")):
            await form.get_by_label(label, exact=True).fill(time)
            await form.get_by_label(label, exact=True).press("Enter")
        await form.get_by_role("button", name="添加", exact=True).click()
        await expect(row_of(page, name)).to_contain_text("21:00–22:30", timeout=TIMEOUT_MS)
        await expect(row_of(page, name)).to_contain_text("周五")
        await row_of(page, name).get_by_role("button", name="停走").click()
        await confirms(page, f"停走{name}？", "停走")
        await expect(row_of(page, name)).to_have_count(0, timeout=TIMEOUT_MS)
        assert await seen.faults() == []


async def test_a_service_is_added_and_retired(walker_for: WalkerFor) -> None:
    walker = await walker_for("console", MANAGER)
    code = named("legal").replace(" ", "_")
    async with walker.visit("service-items") as seen:
        page = seen.page
        await page.get_by_role("button", name="添加服务").click()
        form = page.get_by_role("dialog", name="添加服务")
        await form.get_by_label("编号").fill(code)
        await choose(page, "服务类别", "专业服务", form)
        await form.get_by_label("中文名称").fill(f"法律咨询 {code}")
        await form.get_by_label("英文名称").fill(f"Legal advice {code}")
        assert await seen.faults() == []
        await form.get_by_role("button", name="添加", exact=True).click()
        await expect(row_of(page, code).first).to_contain_text("在用", timeout=TIMEOUT_MS)
        await page.get_by_role("button", name=f"停用法律咨询 {code}").click()
        await confirms(page, f"停用法律咨询 {code}", "停用")
        await expect(row_of(page, code).first).to_contain_text("已停用", timeout=TIMEOUT_MS)


async def test_a_provider_is_set_and_an_odd_address_refused_where_it_stands(walker_for: WalkerFor) -> None:
    walker = await walker_for("console", "admin@weilingdi")
    async with walker.visit("sign-in-provider") as seen:
        page = seen.page
        await page.get_by_label("身份系统地址").fill("http://127.0.0.1:1")
        await page.get_by_label("客户端编号").fill("xinju")
        await page.get_by_role("button", name="保存").click()
        fault = page.locator(".ant-form-item", has_text="身份系统地址").locator(".ant-form-item-explain-error")
        await expect(fault).to_be_visible(timeout=TIMEOUT_MS)
        await expect(page.get_by_label("客户端编号")).to_have_value("xinju")
        await page.get_by_label("身份系统地址").fill("https://id.example.com")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_text("已保存").first).to_be_visible(timeout=TIMEOUT_MS)
        await expect(page.get_by_text(re.compile("/auth/oidc/weilingdi/"))).to_be_visible(timeout=TIMEOUT_MS)
        assert await seen.faults() == []
        await page.reload()
        await stand(page)
        now = page.get_by_role("region", name="现在的设置")
        await expect(now).to_contain_text("https://id.example.com")
        await expect(now).to_contain_text("/auth/oidc/weilingdi/")
