"""Trusted documents: by hash, from several files, and alone where they are required."""

import hashlib
import json
from pathlib import Path

import httpx
import msgspec
import pytest

from graphql_schema.documents import TrustedDocuments, UntrustworthyFile
from graphql_schema.limits import Refused
from tests.graphql.asking import ask, codes
from tests.graphql.sample import serving

OWN = "query Own { whoami }"
OWN_HASH = hashlib.sha256(OWN.encode()).hexdigest()


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> TrustedDocuments:
    folder = tmp_path_factory.mktemp("documents")
    other = "{ hello }"
    for name, text in (("console", OWN), ("resident", other)):
        digest = hashlib.sha256(text.encode()).hexdigest()
        (folder / f"{name}.json").write_text(json.dumps({digest: text}))
    return TrustedDocuments.load(sorted(folder.iterdir()))


PERSISTED: list[tuple[dict[str, object], str, int, str | None]] = [
    ({"documentId": f"sha256:{OWN_HASH}"}, "browser", 200, None),
    ({"documentId": OWN_HASH.upper()}, "browser", 200, None),
    ({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": OWN_HASH}}}, "browser", 200, None),
    ({"documentId": OWN_HASH, "query": OWN}, "browser", 200, None),
    ({"documentId": OWN_HASH, "query": ""}, "browser", 200, None),
    ({"documentId": OWN_HASH, "query": "{ hello }"}, "browser", 400, "PERSISTED_QUERY_MISMATCH"),
    ({"documentId": "0" * 64}, "user", 404, "PERSISTED_QUERY_NOT_FOUND"),
    ({"documentId": "0" * 64, "query": "{ hello }"}, "browser", 404, "PERSISTED_QUERY_NOT_FOUND"),
    ({"extensions": {"persistedQuery": {"sha256Hash": 7}}}, "user", 400, "BAD_REQUEST"),
    ({"query": OWN}, "browser", 403, "DOCUMENT_NOT_TRUSTED"),
    ({"query": OWN}, "user", 200, None),
    ({}, "browser", 400, "QUERY_MISSING"),
]


@pytest.mark.parametrize(("body", "kind", "status", "code"), PERSISTED)
async def test_trusted_documents_are_run_by_hash_and_alone_where_they_are_required(
    trusted: TrustedDocuments, body: dict[str, object], kind: str, status: int, code: str | None
) -> None:
    async with serving(None, trusted) as own, httpx.AsyncClient(base_url=own.url, trust_env=False) as http:
        response = await ask(http, body, Authorization=f"Bearer {kind}:ada")
    assert response.status_code == status
    assert (codes(response)[0] if code else response.json()["data"]) == (code or {"whoami": "ada"})


def test_files_of_documents_are_merged_and_a_false_hash_is_refused(trusted: TrustedDocuments, tmp_path: Path) -> None:
    assert len(trusted) == 2
    false = tmp_path / "false.json"
    false.write_text(json.dumps({"0" * 64: OWN}))
    with pytest.raises(UntrustworthyFile):
        TrustedDocuments.load([false])
    false.write_text(json.dumps([OWN]))
    with pytest.raises(msgspec.ValidationError):
        TrustedDocuments.load([false])
    with pytest.raises(Refused):
        trusted.resolve("missing", None, needs_trusted=False)
