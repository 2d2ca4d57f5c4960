"""What every answer carries, and what the plain routes answer."""

import re

import httpx
import pytest

from backend.core.settings import ROOT
from backend.core.startup import SERVING, expected_head
from backend.core.surfaces import Surface
from tests.app.server import serving

VERSIONS = ROOT / "backend" / "migrations" / "versions"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/readyz", "/metrics", "/graphql", "/nowhere", "/files/x.y", "/static/front.css"]
)
async def test_every_answer_has_an_id_and_the_safe_headers(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert UUID.fullmatch(answer.headers["x-request-id"])
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "no-referrer"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert len(answer.headers.get_list("x-request-id")) == 1


async def test_a_sane_request_id_is_kept_and_any_other_is_replaced(http: httpx.AsyncClient) -> None:
    sane = "0190b2c4-7c1e-7d3a-9f00-1234567890ab"
    assert (await http.get("/healthz", headers={"X-Request-Id": sane})).headers["x-request-id"] == sane
    for other in ("310112199003078888", "zhangwei", sane.upper(), sane + "0", ""):
        answer = await http.get("/healthz", headers={"X-Request-Id": other})
        assert UUID.fullmatch(answer.headers["x-request-id"])
        assert answer.headers["x-request-id"] != other


async def test_a_healthy_server_is_alive_and_ready(http: httpx.AsyncClient) -> None:
    alive, ready = await http.get("/healthz"), await http.get("/readyz")
    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})
    assert (ready.status_code, ready.json()) == (200, {"status": "ok"})


async def test_what_is_not_there_is_told_without_repeating_the_request(http: httpx.AsyncClient) -> None:
    answer = await http.get("/nowhere/zhangwei?phone=13812345678")
    assert (answer.status_code, answer.json()) == (404, {"code": "NOT_FOUND"})
    assert (await http.delete("/graphql")).json() == {"code": "METHOD_NOT_ALLOWED"}


async def test_metrics_are_for_this_machine_and_not_for_what_a_proxy_forwards(http: httpx.AsyncClient) -> None:
    mine = await http.get("/metrics")
    assert mine.status_code == 200
    assert "xinju_requests_total" in mine.text
    for header in ("X-Forwarded-For", "Forwarded", "Via"):
        assert (await http.get("/metrics", headers={header: "127.0.0.1"})).status_code == 404


async def test_metrics_with_a_token_are_for_its_bearer_alone() -> None:
    async with (
        serving(XINJU_METRICS_TOKEN="figures") as own,
        httpx.AsyncClient(base_url=own.url, trust_env=False) as http,
    ):
        assert (await http.get("/metrics")).status_code == 404
        assert (await http.get("/metrics", headers={"Authorization": "Bearer other"})).status_code == 404
        assert (await http.get("/metrics", headers={"Authorization": "Bearer figures"})).status_code == 200


async def test_metrics_count_by_route_and_never_by_what_was_sent(http: httpx.AsyncClient) -> None:
    await http.post("/graphql", json={"query": "query Zhangwei13812345678 { __typename }"})
    await http.get("/nowhere/13812345678")
    told = (await http.get("/metrics")).text
    assert 'xinju_requests_total{method="POST",operation="untrusted",route="/graphql",status="200"}' in told
    assert 'route="unmatched",status="404"' in told
    assert 'xinju_pool_connections{state="idle",surface="control"}' in told
    assert "13812345678" not in told


async def test_production_serves_no_development_pages() -> None:
    async with serving(XINJU_MODE="production") as own, httpx.AsyncClient(base_url=own.url, trust_env=False) as http:
        front = await http.get("/")
        assert (front.status_code, "graphiql" in front.text.lower()) == (200, False)
        assert (await http.get("/graphiql")).status_code == 404
        assert (await http.get("/static/graphiql/graphiql.min.js")).status_code == 404
        refused = await http.post("/graphql", json={"query": "{ __schema { types { name } } }"})
        assert refused.json()["errors"][0]["extensions"]["code"] == "DOCUMENT_NOT_TRUSTED"


async def test_the_pages_and_all_that_they_load_come_from_this_server(http: httpx.AsyncClient) -> None:
    for path in ("/", "/graphiql"):
        page = await http.get(path)
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        assert loaded
        assert all(address.startswith("/") for address in loaded)
        for address in loaded:
            assert (await http.get(address)).status_code == 200, address
    front = (await http.get("/")).text
    assert (front.count("<h1"), front.count("<main"), 'lang="zh-CN"' in front) == (1, 1, True)
    assert (await http.get("/static/../app.py")).status_code == 404
    assert (await http.get("/static/%2e%2e/app.py")).status_code == 404


async def test_readiness_asks_for_every_login_that_serves() -> None:
    assert set(Surface) - set(SERVING) == {Surface.OWNER, Surface.BACKUP, Surface.WORKER}
    migrations = sorted(path.name[:4] for path in VERSIONS.glob("0*.py"))
    assert expected_head() == migrations[-1]
