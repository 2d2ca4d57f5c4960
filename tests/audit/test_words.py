"""Whatever is written into the audit trail is said in words at the console."""

import json
import re

import pytest

from backend.core.settings import ROOT

CONSOLE = ROOT / "web" / "src" / "console"
RECORDED = re.compile(r'\.record\(\s*"(\w+)",\s*"(\w+)"')


def _recorded() -> set[tuple[str, str]]:
    sources = [*(ROOT / "backend").rglob("*.py"), *(ROOT / "tenants").rglob("*.py")]
    return {found for path in sources for found in RECORDED.findall(path.read_text(encoding="utf8"))}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_act_and_its_object_have_a_name(language: str) -> None:
    words = [json.loads(path.read_text(encoding="utf8")) for path in CONSOLE.glob(f"*/{language}.json")]
    acts = {act for one in words for act in one.get("acts", {})}
    types = json.loads((CONSOLE / "audit" / f"{language}.json").read_text(encoding="utf8"))["types"]
    recorded = _recorded()
    assert len(recorded) > 100
    assert {act for act, _ in recorded} - acts == set()
    assert {subject for _, subject in recorded} - types.keys() == set()
