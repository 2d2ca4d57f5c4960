"""POST /files and GET /files/<token>, over a real server."""

import asyncio
import base64
import datetime as dt
import io
from uuid import UUID

import httpx
import pytest
from PIL import Image
from sqlalchemy import func, select
from strawberry.relay import GlobalID

from backend.core import clock
from backend.core.files import operator_folder
from backend.modules.files.contents import MIB
from backend.modules.files.models import StoredFile
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import open_scope
from tests.app.people import signed_in, token_of
from tests.app.server import Server
from tests.conftest import acting, new_operator
from tests.files.pictures import a_photo

Form = dict[str, tuple[None, str] | tuple[str, bytes, str]]
CSV = "姓名,证件号码\n张伟民,310112199003078888\n".encode()
READ = "query($id: ID!) { node(id: $id) { ... on File { purpose name mediaType size path } } }"


async def upload(
    http: httpx.AsyncClient,
    headers: dict[str, str],
    content: bytes,
    *,
    purpose: str = "ROSTER",
    name: str = "名册.csv",
) -> httpx.Response:
    form: Form = {"purpose": (None, purpose), "file": (name, content, "text/html")}
    return await http.post("/files", files=form, headers={"X-Xinju-Upload": "1", **headers})


async def read(http: httpx.AsyncClient, headers: dict[str, str], file_id: str) -> dict[str, object] | None:
    answer = await http.post("/graphql", json={"query": READ, "variables": {"id": file_id}}, headers=headers)
    assert "errors" not in answer.json()
    found: dict[str, object] | None = answer.json()["data"]["node"]
    return found


async def kept(operator: Operator) -> tuple[int, int]:
    """How many rows and how many files on disk an operator has."""
    async with open_scope(acting(operator, Role.FRONT_DESK), read_only=True) as scope:
        rows = await scope.session.scalar(select(func.count()).select_from(StoredFile))
    folder = operator_folder(operator.id)
    return rows or 0, len(list(folder.iterdir())) if folder.exists() else 0


@pytest.fixture
async def desk_headers(operator: Operator) -> dict[str, str]:
    return signed_in(await token_of(operator, Role.FRONT_DESK), operator)


async def test_a_roster_goes_up_is_sealed_and_comes_down_again(
    http: httpx.AsyncClient, operator: Operator, desk_headers: dict[str, str]
) -> None:
    answer = await upload(http, desk_headers, CSV)
    assert answer.status_code == 201
    file_id = answer.json()["id"]
    assert list(answer.json()) == ["id"]
    sealed = (operator_folder(operator.id) / GlobalID.from_id(file_id).node_id).read_bytes()
    assert "张伟民".encode() not in sealed
    assert b"310112199003078888" not in sealed
    found = await read(http, desk_headers, file_id)
    assert found is not None
    path = str(found.pop("path"))
    assert found == {"purpose": "ROSTER", "name": "名册.csv", "mediaType": "text/csv", "size": len(CSV)}
    assert path.startswith(f"/files/{operator.code}.")
    down = await http.get(path)
    assert (down.status_code, down.content) == (200, CSV)
    assert down.headers["content-type"].startswith("text/csv")
    assert down.headers["content-disposition"] == "attachment; filename*=UTF-8''%E5%90%8D%E5%86%8C.csv"
    assert down.headers["x-content-type-options"] == "nosniff"
    assert down.headers["content-length"] == str(len(CSV))


async def test_a_photo_comes_down_without_what_the_phone_wrote_into_it(
    http: httpx.AsyncClient, desk_headers: dict[str, str]
) -> None:
    answer = await upload(http, desk_headers, a_photo(orientation=6), purpose="PHOTO", name="房间.png")
    found = await read(http, desk_headers, answer.json()["id"])
    assert found is not None
    down = await http.get(str(found["path"]))
    assert down.headers["content-type"] == "image/jpeg"
    assert down.headers["content-disposition"].startswith("inline; ")
    assert b"Zhang" not in down.content
    with Image.open(io.BytesIO(down.content)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((40, 60), {})


async def test_an_upload_is_for_its_uploader_alone_until_it_is_attached(
    http: httpx.AsyncClient, operator: Operator, desk_headers: dict[str, str]
) -> None:
    file_id = (await upload(http, desk_headers, CSV)).json()["id"]
    colleague = signed_in(await token_of(operator, Role.COMMUNITY_MANAGER), operator)
    stranger = await new_operator()
    elsewhere = signed_in(await token_of(stranger, Role.FRONT_DESK), stranger)
    assert await read(http, desk_headers, file_id) is not None
    assert await read(http, colleague, file_id) is None
    assert await read(http, elsewhere, file_id) is None


async def test_a_link_that_is_changed_late_or_of_another_operator_leads_nowhere(
    http: httpx.AsyncClient, operator: Operator, desk_headers: dict[str, str]
) -> None:
    file_id = (await upload(http, desk_headers, CSV)).json()["id"]
    found = await read(http, desk_headers, file_id)
    assert found is not None
    code, _, rest = str(found["path"]).removeprefix("/files/").partition(".")
    raw = base64.urlsafe_b64decode(rest + "==")
    stranger = await new_operator()
    changed = [bytes([*raw[:at], raw[at] ^ 1, *raw[at + 1 :]]) for at in (0, 20, 32, 36, len(raw) - 1)]
    late = raw[:33] + int(clock.now().timestamp() - 1).to_bytes(4, "big") + raw[37:]
    tokens = [f"{code}.{base64.urlsafe_b64encode(one).decode().rstrip('=')}" for one in (*changed, late, raw[:-1], b"")]
    tokens += [f"{stranger.code}.{rest}", f"nobody.{rest}", rest, f"{code}.%00", f"{code}.张", "a" * 3000]
    answers = [await http.get(f"/files/{token}") for token in tokens]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "NOT_FOUND")}
    assert (await http.get(f"/files/{code}.{rest}")).status_code == 200


async def test_refused_content_leaves_nothing(
    http: httpx.AsyncClient, operator: Operator, desk_headers: dict[str, str]
) -> None:
    table = [
        (b"", "ROSTER", 422, "FILE_EMPTY"),
        (b"<svg onload=alert(1)>", "ROSTER", 415, "FILE_KIND_REFUSED"),
        (b"<svg onload=alert(1)>", "PHOTO", 415, "FILE_KIND_REFUSED"),
        (a_photo(), "ROSTER", 415, "FILE_KIND_REFUSED"),
        (a_photo()[:400], "PHOTO", 422, "PICTURE_UNREADABLE"),
        (b"x" * (15 * MIB + 1), "PHOTO", 413, "FILE_TOO_LARGE"),
        (b"x" * (20 * MIB + 1), "ROSTER", 413, "FILE_TOO_LARGE"),
        (CSV, "EXPORT", 403, "FORBIDDEN"),
        (CSV, "ROSTER_FAILURES", 403, "FORBIDDEN"),
        (CSV, "NONSENSE", 422, "UPLOAD_MALFORMED"),
        (CSV, "X" * 5000, 422, "UPLOAD_MALFORMED"),
    ]
    for content, purpose, status, code in table:
        answer = await upload(http, desk_headers, content, purpose=purpose)
        assert (answer.status_code, answer.json()["code"]) == (status, code), (purpose, content[:20])
    assert await kept(operator) == (0, 0)


async def test_a_form_that_is_none_is_refused_and_leaves_nothing(
    http: httpx.AsyncClient, operator: Operator, desk_headers: dict[str, str]
) -> None:
    head = {"X-Xinju-Upload": "1", "Content-Type": "multipart/form-data; boundary=b", **desk_headers}
    purpose = b'--b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nROSTER\r\n'
    file = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + CSV + b"\r\n"
    for body in (
        b"",
        b"nothing",
        file + purpose + b"--b--",
        purpose + b"--b--",
        purpose + file,
        purpose + file * 2 + b"--b--",
    ):
        answer = await http.post("/files", content=body, headers=head)
        assert (answer.status_code, answer.json()["code"]) == (422, "UPLOAD_MALFORMED"), body
    no_name = file.replace(b'; filename="a.csv"', b"")
    assert (await http.post("/files", content=purpose + no_name + b"--b--", headers=head)).status_code == 422
    assert (await http.post("/files", json={}, headers={**head, "Content-Type": "application/json"})).status_code == 415
    assert await kept(operator) == (0, 0)


async def test_only_our_clients_and_only_those_signed_in_may_upload(
    http: httpx.AsyncClient, server: Server, operator: Operator, desk_headers: dict[str, str]
) -> None:
    worker = signed_in(await token_of(operator, Role.SOCIAL_WORKER), operator)
    table = [
        ({}, 401, "UNAUTHENTICATED"),
        ({"Authorization": "Bearer nonsense"}, 401, "UNAUTHENTICATED"),
        ({**desk_headers, "X-Xinju-Upload": "0"}, 400, "BAD_REQUEST"),
        ({**desk_headers, "Origin": "https://evil.example"}, 403, "FORBIDDEN"),
        ({**desk_headers, "Cookie": "a=b"}, 403, "FORBIDDEN"),
        ({**desk_headers, "X-Operator": "nobody"}, 403, "FORBIDDEN"),
        (worker, 403, "FORBIDDEN"),
    ]
    for headers, status, code in table:
        answer = await upload(http, headers, CSV)
        assert (answer.status_code, answer.json()["code"]) == (status, code), headers
    assert (await upload(http, {**desk_headers, "Origin": server.url}, CSV)).status_code == 201
    assert await kept(operator) == (1, 1)


async def test_an_upload_broken_off_leaves_nothing(
    http: httpx.AsyncClient, server: Server, operator: Operator, desk_headers: dict[str, str]
) -> None:
    host, _, port = server.url.removeprefix("http://").partition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    lines = "".join(f"{name}: {value}\r\n" for name, value in desk_headers.items())
    writer.write(
        f"POST /files HTTP/1.1\r\nHost: x\r\n{lines}X-Xinju-Upload: 1\r\nContent-Length: 900000\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nROSTER\r\n'
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'.encode()
        + b"a,b\n" * 60_000
    )
    await writer.drain()
    folder = operator_folder(operator.id)
    async with asyncio.timeout(10):
        while not list(folder.glob("*.part")):
            await http.get("/healthz")
        writer.close()
        while list(folder.iterdir()):
            await http.get("/healthz")
    assert await kept(operator) == (0, 0)


async def test_uploads_are_counted_by_the_hour_and_by_the_day(
    http: httpx.AsyncClient, operator: Operator, desk_headers: dict[str, str]
) -> None:
    file_id = (await upload(http, desk_headers, CSV)).json()["id"]
    row_id = UUID(GlobalID.from_id(file_id).node_id)
    async with open_scope(acting(operator, Role.FRONT_DESK)) as scope:
        row = await scope.session.get_one(StoredFile, (operator.id, row_id))
        row.size = 200 * MIB
        for number in (1, 2):
            twin = {column.name: getattr(row, column.name) for column in StoredFile.__table__.columns}
            moment = clock.now() - dt.timedelta(hours=number + 1)
            scope.session.add(StoredFile(**{**twin, "id": UUID(int=number), "created_at": moment}))
    refused = await upload(http, desk_headers, CSV)
    assert (refused.status_code, refused.json()["code"]) == (429, "UPLOAD_LIMIT_REACHED")
    other = signed_in(await token_of(operator, Role.FRONT_DESK), operator)
    assert (await upload(http, other, CSV)).status_code == 201
