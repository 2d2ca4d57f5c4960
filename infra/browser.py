"""A Chromium to drive, with Chinese fonts: the machine's own, apt's, or the one that npm carries."""

import os
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, async_playwright

from backend.core.settings import ROOT
from infra.faces import node_home

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Kept beside the other things that a clone makes for itself.
_KEPT: Final = ROOT / ".xinju" / "browser"
_PACKAGE: Final = "@sparticuz/chromium@149.0.0"
_FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none")
_FONTS: Final = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}</dir><dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir><cachedir>{cache}</cachedir>
  <alias binding="same"><family>Noto Sans SC</family><prefer><family>Noto Sans CJK TC</family></prefer></alias>
  <alias binding="same"><family>system-ui</family><prefer><family>Noto Sans CJK TC</family></prefer></alias>
</fontconfig>
"""


class BrowserMissing(RuntimeError):
    """No Chromium is here and none can be had."""


def executable() -> str:
    """The path of a Chromium. Raises BrowserMissing."""
    given = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    return given or _from_apt() or _from_npm()


def _from_apt() -> str | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        subprocess.run(command, env=env, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return shutil.which("chromium")


def _from_npm() -> str:
    found = _KEPT / "chromium"
    if not found.exists():
        _KEPT.mkdir(parents=True, exist_ok=True)
        (_KEPT / "package.json").write_text('{"private": true, "type": "module"}', encoding="utf8")
        unpack = (
            "import c from '@sparticuz/chromium'; import {renameSync} from 'node:fs';"
            " renameSync(await c.executablePath(), 'chromium')"
        )
        env = {
            **os.environ,
            # What makes the package unpack the libraries that a bare machine lacks.
            "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x",
            "AWS_LAMBDA_JS_RUNTIME": "nodejs22.x",
            "TMPDIR": str(_KEPT),
        }
        node = str(node_home() / "bin" / "node")
        npm = str(node_home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
        for command in ([node, npm, "install", "--no-audit", "--no-fund", _PACKAGE], [node, "-e", unpack]):
            subprocess.run(command, cwd=_KEPT, env=env, check=True, stdout=subprocess.DEVNULL)
    if not found.exists():
        raise BrowserMissing("Install Chromium, or name one in CHROMIUM.")
    return str(found)


def _environment(folder: Path) -> dict[str, str | float | bool]:
    """The browser's environment: Chinese fonts of our own, whatever the machine has."""
    spec = find_spec("cvttf_NotoSansCJK_Regular")
    fonts = Path(spec.origin).parent if spec and spec.origin else Path(sysconfig.get_path("data"))
    config = folder / "fonts.conf"
    config.write_text(_FONTS.format(folder=fonts, cache=folder / "cache"), encoding="utf8")
    libraries = os.pathsep.join(filter(None, (str(_KEPT / "al2023" / "lib"), os.environ.get("LD_LIBRARY_PATH"))))
    return {**os.environ, "FONTCONFIG_FILE": str(config), "LD_LIBRARY_PATH": libraries, "HOME": str(folder)}


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """A Chromium, closed at the end."""
    with tempfile.TemporaryDirectory(prefix="xinju-browser-") as folder:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=executable(), args=list(_FLAGS), env=_environment(Path(folder))
            )
            yield browser
            await browser.close()
