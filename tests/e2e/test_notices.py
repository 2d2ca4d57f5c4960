"""What somebody was told leads to the thing that it tells of."""

import pytest

from tests.e2e.conftest import WalkerFor
from tests.e2e.walking import PHONE, stand

LOGINS = (
    ("m", "resident@youchao"),
    ("m", "resident@guanyu"),
    ("console", "supervisor@guanyu"),
    ("console", "worker@guanyu"),
)
# One link for each kind of thing: those of the demo are alike.
LINKS = """() => {
    const kindOf = one => one.pathname.replace(/[^/]{16,}/, ':id') + one.innerText.replace(/\\d+/g, '')
    const found = [...document.querySelectorAll('main a[href]')]
    return [...new Map(found.map(one => [kindOf(one), one.href])).values()]
}"""


@pytest.mark.parametrize(("face", "login"), LOGINS)
async def test_each_notification_leads_to_a_page_that_is_there(face: str, login: str, walker_for: WalkerFor) -> None:
    walker = await walker_for(face, login)
    async with walker.visit("notifications", *PHONE) as seen:
        links: list[str] = await seen.page.evaluate(LINKS)
        assert links, "nobody told them anything"
        for link in links:
            await seen.page.goto(link)
            await stand(seen.page)
            assert await seen.page.get_by_text("加载失败").count() == 0, link
            assert await seen.page.get_by_text("没有这个页面").count() == 0, link
