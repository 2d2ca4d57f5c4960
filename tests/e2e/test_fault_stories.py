"""One story of each desk's face through all that goes wrong on its way: nothing is lost and nothing is done twice."""

import re
from collections.abc import Awaitable, Callable

from playwright.async_api import Browser, Locator, Page, expect

from infra.doorway import sign_in_on
from tests.e2e.conftest import WalkerFor
from tests.e2e.mishaps import ENDED, NO_NETWORK, NO_SERVER, fail, first_of, lose_answer, refuse
from tests.e2e.test_stories import card_of, choose, look_again_until, newcomer
from tests.e2e.walking import TIMEOUT_MS, Walker, a_photo, named, someone, stand

DESK, BRANCH, DISTRICT = "desk@weilingdi", "branch@minhang", "district@minhang"
Check = Callable[[], Awaitable[None]]


async def is_told(page: Page, words: re.Pattern[str]) -> None:
    await expect(page.get_by_text(words).locator("visible=true").first).to_be_visible(timeout=TIMEOUT_MS)


class Trial:
    """One button of an open page that is pressed into one mishap after another; what was typed has to stand."""

    def __init__(self, walker: Walker, page: Page, button: Locator, stands: Check) -> None:
        self.walker = walker
        self.page = page
        self.button = button
        self.stands = stands

    async def without_network(self) -> None:
        await self.walker.context.set_offline(True)
        await self._press_into(NO_NETWORK)
        await self.walker.context.set_offline(False)

    async def with_a_server_that_is_down(self, act: str) -> None:
        await self.page.route("**/graphql", first_of(act, fail))
        await self._press_into(NO_SERVER)

    async def with_the_answer_lost(self, act: str) -> None:
        await self.page.route("**/graphql", first_of(act, lose_answer))
        await self._press_into(NO_NETWORK)

    async def with_the_session_over(self, act: str, login: str) -> None:
        """Whoever signs in again finds the page as it was."""
        await self.walker.context.clear_cookies()
        await self.page.route("**/graphql", first_of(act, refuse))
        await self._press_into(ENDED)
        again = self.page.get_by_role("dialog", name=re.compile("登录"))
        await expect(again).to_be_visible(timeout=TIMEOUT_MS)
        await sign_in_on(self.page, login)
        await expect(again).to_have_count(0, timeout=TIMEOUT_MS)
        await self.stands()

    async def _press_into(self, words: re.Pattern[str]) -> None:
        await self.button.click()
        await is_told(self.page, words)
        await self.stands()


async def there_and_back(page: Page) -> None:
    """A step back, one forth, and the page loaded anew."""
    await page.go_back()
    await stand(page)
    await page.go_forward()
    await stand(page)
    await page.reload()
    await stand(page)


async def test_the_desk_checks_somebody_in_once_whatever_goes_wrong(browser: Browser, site: str) -> None:
    document, phone = newcomer()
    async with someone(browser, site, "console", DESK) as walker, walker.visit("rooms") as seen:
        page = seen.page
        await page.get_by_role("button", name=re.compile("空置$")).and_(page.locator(".bed")).first.click()
        await page.get_by_role("dialog").get_by_role("button", name="办理入住").click()
        form = page.get_by_role("dialog", name=re.compile("入住登记"))
        await form.get_by_text("新住户", exact=True).click()
        await form.get_by_label("姓名", exact=True).fill("周卫")
        await form.get_by_label("手机号", exact=True).fill(phone)
        await form.get_by_label("证件号码", exact=True).fill(document)
        await form.get_by_label("本人已同意登记以上信息").check()

        async def is_typed() -> None:
            await expect(form.get_by_label("手机号", exact=True)).to_have_value(phone)

        async def is_chosen() -> None:
            await expect(form.get_by_text(re.compile("^周卫 · "))).to_be_visible()

        button = form.get_by_role("button", name="办理入住")
        person = Trial(walker, page, button, is_typed)
        await person.without_network()
        await person.with_the_session_over("RegisterResident", DESK)
        await person.with_the_answer_lost("RegisterResident")
        place = Trial(walker, page, button, is_chosen)
        await place.with_a_server_that_is_down("CheckIn")
        await place.with_the_answer_lost("CheckIn")
        await button.dblclick()
        await expect(page.get_by_text(re.compile("^已入住 "))).to_be_visible(timeout=TIMEOUT_MS)
        await there_and_back(page)
        async with walker.visit(f"residents?find={phone}") as found:
            await expect(found.page.get_by_role("row", name=re.compile("周卫"))).to_have_count(1)


async def demands(page: Page, title: str) -> Locator:
    """The form of a notice, filled in; its button."""
    await page.get_by_role("button", name="签发督办单").click()
    form = page.get_by_role("dialog", name="签发督办单")
    await choose(page, "签发组织", re.compile("安乐|冠寓|颛桥"))
    await choose(page, "社区", re.compile("冠寓"))
    await form.get_by_label("事由").fill(title)
    await form.get_by_label("督办要求").fill("三个工作日内修复，并附照片。")
    return form.get_by_role("button", name="签发督办单")


async def answers(staff: Walker, title: str) -> None:
    async with staff.visit("notices") as seen:
        await card_of(seen.page, title).get_by_role("button", name="回复").click()
        form = seen.page.get_by_role("dialog")
        await form.get_by_label("办理情况").fill("已修复。")
        photo = {"name": "灯.png", "mimeType": "image/png", "buffer": a_photo()}
        await form.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]  # a payload by its keys
        await form.get_by_role("button", name="回复").click()
        await expect(card_of(seen.page, title)).to_contain_text("已回复，待审核", timeout=TIMEOUT_MS)


async def test_a_notice_is_issued_once_whatever_goes_wrong(browser: Browser, site: str) -> None:
    title = named("消防通道堆物")
    async with someone(browser, site, "oversight", BRANCH) as walker, walker.visit("") as seen:
        page = seen.page
        await page.get_by_role("link", name=re.compile("督办单")).first.click()
        await stand(page)

        async def is_typed() -> None:
            await expect(page.get_by_role("dialog", name="签发督办单").get_by_label("事由")).to_have_value(title)

        issuing = Trial(walker, page, await demands(page, title), is_typed)
        await issuing.without_network()
        await issuing.with_a_server_that_is_down("IssueSupervisionNotice")
        await issuing.with_the_session_over("IssueSupervisionNotice", BRANCH)
        await issuing.with_the_answer_lost("IssueSupervisionNotice")
        await issuing.button.dblclick()
        await expect(card_of(page, title)).to_contain_text("待回复", timeout=TIMEOUT_MS)
        await there_and_back(page)
        await expect(card_of(page, title)).to_have_count(1)


async def test_a_reply_is_accepted_once_whatever_goes_wrong(browser: Browser, site: str, walker_for: WalkerFor) -> None:
    title = named("灭火器过期")
    async with someone(browser, site, "oversight", BRANCH) as walker, walker.visit("notices") as seen:
        page = seen.page
        await (await demands(page, title)).click()
        card = card_of(page, title)
        await expect(card).to_contain_text("待回复", timeout=TIMEOUT_MS)
        await answers(await walker_for("console", "manager@guanyu"), title)
        accept = card.get_by_role("button", name="通过并办结")
        await look_again_until(page, accept)

        async def is_open() -> None:
            await expect(card).to_contain_text("已回复，待审核")

        accepting = Trial(walker, page, accept, is_open)
        await accepting.without_network()
        await accepting.with_a_server_that_is_down("AcceptReply")
        await accepting.with_the_session_over("AcceptReply", BRANCH)
        await accepting.with_the_answer_lost("AcceptReply")
        # No key says that it is the same act: it is refused, and the page shows what was done.
        await accept.dblclick()
        await expect(card).to_have_count(0, timeout=TIMEOUT_MS)
        await page.reload()
        await stand(page)
        await expect(card).to_have_count(0)


async def test_the_board_keeps_its_filter_and_saves_one_file_whatever_goes_wrong(browser: Browser, site: str) -> None:
    async with someone(browser, site, "board", DISTRICT) as walker, walker.visit("") as seen:
        page, files = seen.page, list[str]()
        await expect(page.get_by_text("实时更新中")).to_be_visible(timeout=TIMEOUT_MS)
        await walker.context.set_offline(True)
        await expect(page.get_by_text("实时连接已中断，正在重连")).to_be_visible(timeout=TIMEOUT_MS)
        await walker.context.set_offline(False)
        await expect(page.get_by_text("实时更新中")).to_be_visible(timeout=TIMEOUT_MS)
        await page.get_by_role("link", name="报表", exact=True).click()
        month = page.get_by_label("月份", exact=True)
        await month.fill("2026-01")
        await stand(page)

        async def is_filtered() -> None:
            await expect(month).to_have_value("2026-01")

        page.on("download", lambda file: files.append(file.suggested_filename))
        saving = Trial(walker, page, page.get_by_role("button", name=re.compile("为 CSV$")).first, is_filtered)
        await saving.without_network()
        await saving.with_a_server_that_is_down("ExportDistrict")
        await saving.with_the_session_over("ExportDistrict", DISTRICT)
        await saving.with_the_answer_lost("ExportDistrict")
        assert files == []
        async with page.expect_download(timeout=TIMEOUT_MS):
            await saving.button.dblclick()
        await expect(saving.button).to_be_enabled(timeout=TIMEOUT_MS)
        assert len(files) == 1
        await there_and_back(page)
        await is_filtered()


async def test_why_a_month_is_restated_outlives_the_session(browser: Browser, site: str) -> None:
    async with someone(browser, site, "board", DISTRICT) as walker, walker.visit("months") as seen:
        page = seen.page
        sealed = page.get_by_role("link", name=re.compile(r"^\d{4}-\d\d$"))
        if await sealed.count():
            await sealed.last.click()
        else:
            await page.get_by_role("button", name="封存该月").click()
            await page.get_by_role("button", name=re.compile("确认封存")).dblclick()
        reason = page.get_by_label("重述原因")
        await reason.fill("更正入住日期")

        async def is_typed() -> None:
            await expect(reason).to_have_value("更正入住日期")

        restating = Trial(walker, page, page.get_by_role("button", name="提交重述"), is_typed)
        await restating.without_network()
        await restating.with_a_server_that_is_down("RestateMonth")
        await restating.with_the_session_over("RestateMonth", DISTRICT)
