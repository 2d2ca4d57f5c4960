"""The form by which someone of the demo signs in to a face, filled in as they would."""

from typing import Final

import pyotp
from playwright.async_api import Page, expect

from backend.seeding.demo_accounts import PASSWORD, TOTP_SECRET

_TIMEOUT_MS: Final = 30_000
# The first field: whoever sees it is not inside.
DOORWAY: Final = "账号或手机号"
# The first step is over: inside, or asked for the second factor.
_PASSED: Final = "() => !document.querySelector('#login') || document.querySelector('#totp')"


async def sign_in_on(page: Page, login: str) -> None:
    """Fill in the form that stands open, with the second factor where it is asked for."""
    # The phone asks for a code first.
    other_way = page.get_by_role("button", name="密码登录", exact=True)
    await expect(page.get_by_label(DOORWAY).or_(other_way).first).to_be_visible(timeout=_TIMEOUT_MS)
    if await other_way.is_visible() and not await page.get_by_label(DOORWAY).count():
        await other_way.click()
    await page.get_by_label(DOORWAY).fill(login)
    await page.get_by_label("密码", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="登录", exact=True).click()
    await page.wait_for_function(_PASSED, timeout=_TIMEOUT_MS)
    code = page.get_by_label("动态验证码")
    if await code.count():
        await code.fill(pyotp.TOTP(TOTP_SECRET).now())
        await page.get_by_role("button", name="登录", exact=True).click()
    await expect(page.get_by_label(DOORWAY)).to_have_count(0, timeout=_TIMEOUT_MS)
