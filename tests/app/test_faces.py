"""The faces' pages and assets, as a build lies in a folder, and the page where there is none."""

import gzip
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from litestar import Litestar

from backend.routes.edge import Edge
from backend.routes.faces import FACES, face_routes

SCRIPT = b"console.log('faces')" * 200


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """What a build leaves, with one asset."""
    for face in FACES:
        (tmp_path / face).mkdir()
        page = f'<style nonce="__nonce__"></style><title>{face}</title>'
        (tmp_path / face / "index.html").write_text(page, encoding="utf8")
    assets = tmp_path / "assets"
    assets.mkdir()
    (assets / "m-1a2b3c4d.js").write_bytes(SCRIPT)
    (assets / "m-1a2b3c4d.js.gz").write_bytes(gzip.compress(SCRIPT))
    (tmp_path / "secret.js").write_bytes(b"beside the assets")
    return tmp_path


@pytest.fixture
async def client(built: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with _client(built) as http:
        yield http


def _client(built: Path) -> httpx.AsyncClient:
    app = Edge(Litestar(list(face_routes(built)), openapi_config=None), is_https=False)
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # two spellings of one protocol
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")


@pytest.mark.parametrize("face", FACES)
async def test_a_face_answers_every_path_of_its_own_with_its_page(client: httpx.AsyncClient, face: str) -> None:
    for path in (f"/{face}", f"/{face}/", f"/{face}/residents", f"/{face}/a/b/c?page=2"):
        answer = await client.get(path)
        assert answer.status_code == 200
        assert f"<title>{face}</title>" in answer.text
        assert answer.headers["cache-control"] == "no-cache, private"


async def test_a_page_allows_the_styles_of_its_own_nonce_alone(client: httpx.AsyncClient) -> None:
    one, other = await client.get("/m/"), await client.get("/m/")
    nonces = []
    for answer in (one, other):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert "http" not in policy
        assert "unsafe-eval" not in policy
        found = re.search(r"style-src 'self' 'nonce-([\w-]{20,})'", policy)
        assert found
        assert f'nonce="{found[1]}"' in answer.text
        assert "__nonce__" not in answer.text
        nonces.append(found[1])
    assert nonces[0] != nonces[1]


async def test_an_asset_is_kept_for_good_and_sent_packed_to_whom_takes_it(client: httpx.AsyncClient) -> None:
    packed = await client.get("/assets/m-1a2b3c4d.js", headers={"accept-encoding": "gzip;q=0.8, deflate"})
    plain = await client.get("/assets/m-1a2b3c4d.js", headers={"accept-encoding": "gzip;q=0, identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(SCRIPT)
    assert packed.content == plain.content == SCRIPT
    assert "content-encoding" not in plain.headers
    for answer in (packed, plain):
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["content-type"].startswith("text/javascript")
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["/assets/none.js", "/assets/..%2Fsecret.js", "/assets/m-1a2b3c4d.js.gz", "/assets/%2e%2e/secret.js", "/nope"],
)
async def test_nothing_but_assets_is_sent(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_where_nothing_was_built_a_page_says_how_to(tmp_path: Path) -> None:
    async with _client(tmp_path / "nothing") as http:
        answer = await http.get("/console/residents")
    assert answer.status_code == 503
    assert "make faces" in answer.text
    assert "script-src" not in answer.headers["content-security-policy"]
