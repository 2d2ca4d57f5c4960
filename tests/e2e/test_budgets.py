"""What a browser must load before it shows something, packed, by the build's own manifest."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.core.settings import ROOT

DIST = ROOT / "web" / "dist"
KB = 1024
# Entry and first page together, in KB of packed JavaScript; a lazy page of the phone beyond it.
FIRST = {"m": 160, "console": 400, "oversight": 400, "board": 350}
LAZY = {"m": 80}
# The page that each face shows first.
HOMES = {
    "m": "src/resident/home/Today.tsx",
    "console": "src/console/home/Home.tsx",
    "oversight": "src/oversight/home/Home.tsx",
    "board": "src/board/overview/Overview.tsx",
}

Manifest = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    path = DIST / ".vite" / "manifest.json"
    assert path.is_file(), "the faces are not built: run `make faces`"
    found: Manifest = json.loads(path.read_text(encoding="utf8"))
    return found


def _closure(manifest: Manifest, *keys: str) -> set[str]:
    """A chunk and all that it imports at once."""
    seen: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting += manifest[key].get("imports", ())
    return seen


def _packed(manifest: Manifest, keys: set[str]) -> int:
    total = 0
    for key in keys:
        path = DIST / manifest[key]["file"]
        packed = path.with_name(path.name + ".gz")
        if path.suffix == ".js":
            total += (packed if packed.is_file() else path).stat().st_size
    return total


def _lazy(manifest: Manifest, face: str) -> list[str]:
    """The pages and cards of a face; what comes later than a page, such as a dialog, is not the entry's own import."""
    return [key for key in manifest[f"{face}/index.html"]["dynamicImports"] if key.endswith(".tsx")]


@pytest.mark.parametrize(("face", "most"), FIRST.items())
def test_the_first_load_of_a_face_is_small(manifest: Manifest, face: str, most: int) -> None:
    loaded = _closure(manifest, f"{face}/index.html", HOMES[face])
    assert _packed(manifest, loaded) <= most * KB


@pytest.mark.parametrize(("face", "most"), LAZY.items())
def test_no_later_page_of_the_phone_is_large(manifest: Manifest, face: str, most: int) -> None:
    first = _closure(manifest, f"{face}/index.html")
    sizes = {key: _packed(manifest, _closure(manifest, key) - first) for key in _lazy(manifest, face)}
    assert sizes
    assert {key: size for key, size in sizes.items() if size > most * KB} == {}


def test_every_page_of_the_console_fits_beside_its_shell(manifest: Manifest) -> None:
    shell = _closure(manifest, "console/index.html")
    sizes = {key: _packed(manifest, shell | _closure(manifest, key)) for key in _lazy(manifest, "console")}
    assert {key: size for key, size in sizes.items() if size > FIRST["console"] * KB} == {}


def test_the_build_names_no_other_host() -> None:
    """Nothing is fetched from elsewhere; addresses in texts of licences and namespaces of SVG are no requests."""
    assert {path.name for path in Path(DIST / "assets").glob("*.css") if "url(http" in path.read_text()} == set()
    for face in HOMES:
        assert "http" not in (DIST / face / "index.html").read_text(encoding="utf8").replace("http-equiv", "")
