"""Whoever is new finds the main act of their face: by the names in sight, in three clicks from the first page."""

import re
from collections.abc import Sequence

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import WalkerFor
from tests.e2e.test_stories import residents_on
from tests.e2e.walking import PHONE, TIMEOUT_MS, stand

FEW = 3
SCREEN = 1280, 800
# What is clicked, by its role and its words.
Click = tuple[str, str]
ROOMS: Sequence[Click] = (("link", "^房态图"), ("button", "空置$"))
SPACES: Sequence[Click] = (("link", "^预约空间"), ("link", "录音棚|会议室|多功能"), ("button", "可约"))
OVERDUE: Sequence[Click] = (("link", "超期问题"), ("link", "超期|逾期|剩余|已超"))


async def clicks(page: Page, way: Sequence[Click]) -> None:
    """Click one after another what is in sight, the first of its name."""
    assert len(way) <= FEW
    for role, words in way:
        # A pattern of the name is what a person reads, whatever stands around it.
        found = page.get_by_role(role, name=re.compile(words))  # type: ignore[arg-type]  # a role by its word
        wanted = found.locator("visible=true").first
        await expect(wanted).to_be_visible(timeout=TIMEOUT_MS)
        await wanted.click()
        await stand(page)


async def in_sight(wanted: Locator) -> None:
    await expect(wanted.first).to_be_in_viewport(timeout=TIMEOUT_MS)
    await expect(wanted.first).to_be_enabled()


@pytest.mark.parametrize("login", ["desk@youchao", "manager@guanyu", "admin@weilingdi"])
async def test_whoever_is_at_the_desk_gets_to_checking_in(login: str, walker_for: WalkerFor) -> None:
    walker = await walker_for("console", login)
    async with walker.visit("", *SCREEN) as seen:
        await clicks(seen.page, ROOMS)
        await in_sight(seen.page.get_by_role("dialog").get_by_role("button", name="办理入住"))


@pytest.mark.parametrize("login", ["resident@youchao", "neighbour@guanyu", "resident@weilingdi"])
async def test_a_resident_gets_to_booking_a_space(login: str, walker_for: WalkerFor) -> None:
    walker = await walker_for("m", login)
    async with walker.visit("", *PHONE) as seen:
        page = seen.page
        await clicks(page, SPACES[:-1])
        # Late in the evening today has no time left, and another day is chosen first.
        if not await page.get_by_role("button", name=re.compile("可约")).count():
            await page.get_by_role("group", name="选择日期").get_by_role("button").nth(3).click()
            await stand(page)
        await clicks(page, SPACES[-1:])
        await in_sight(page.get_by_role("dialog").get_by_role("button", name=re.compile("预约")))


@pytest.mark.parametrize("login", ["desk@youchao", "manager@youchao", "admin@youchao"])
async def test_whoever_is_at_the_desk_gets_to_answering_an_issue(login: str, walker_for: WalkerFor) -> None:
    walker = await walker_for("console", login)
    async with walker.visit("", *SCREEN) as seen:
        page = seen.page
        card = page.get_by_role("region", name=re.compile("问题|工单"))
        await card.get_by_role("listitem").get_by_role("link").first.click()
        await stand(page)
        await in_sight(page.get_by_role("button", name=re.compile("^(受理|开始处理|办结|恢复|指派)$")))


async def test_a_supervisor_gets_to_answering_an_overdue_issue(walker_for: WalkerFor) -> None:
    walker = await walker_for("oversight", "branch@minhang")
    async with walker.visit("", *SCREEN) as seen:
        page = seen.page
        await clicks(page, OVERDUE[:1])
        await page.get_by_role("list", name="问题督查").get_by_role("link").first.click()
        await stand(page)
        await in_sight(page.get_by_role("button", name="就此签发督办单"))


async def test_the_district_reads_its_figure_without_a_click_and_its_definition_with_one(walker_for: WalkerFor) -> None:
    walker = await walker_for("board", "district@minhang")
    async with walker.visit("", 1440, 900) as seen:
        page = seen.page
        figure = page.get_by_role("link", name=re.compile("在住人数"))
        await in_sight(figure)
        await in_sight(residents_on(page))
        assert re.fullmatch(r"[\d,]+", await residents_on(page).inner_text())
        await clicks(page, (("link", "在住人数"),))
        await expect(page.get_by_role("heading", level=1)).to_contain_text("在住人数")
        await expect(page.locator("main")).to_contain_text("截至")
