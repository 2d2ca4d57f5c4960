"""Outgoing HTTP: the address that was judged is the one spoken to, and nothing inside a network is."""

import datetime as dt
import gzip
import ipaddress
import ssl
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from backend.core import clock
from backend.core.outgoing import (
    AddressRefused,
    AnswerTooLarge,
    GuardedTransport,
    HostUnknown,
    Outgoing,
    OutgoingRefused,
    Resolve,
    is_public,
    outgoing_client,
)
from backend.core.settings import settings
from tests.core.receiver import Receiver, dripping, endless, receiving, saying

INSIDE = """
0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.8.9.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1
192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255
:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 100::1 fc00::1 fd12:3456::1 fe80::1
fec0::1 ff02::1 2001:db8::1 2001::1 2002:7f00:1::1 3fff::1 fe80::1%eth0
""".split()
OUTSIDE = (
    "1.1.1.1",
    "100.63.255.255",
    "172.32.0.1",
    "203.119.25.1",
    "2400:3200::1",
    "2606:4700::1111",
    "::ffff:1.1.1.1",
)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as one:
        yield one


def resolving(*addresses: str, asked: list[str] | None = None) -> Resolve:
    """A resolver that knows one answer, and whom it was asked about."""

    async def resolve(host: str, _port: int) -> Sequence[str]:
        if asked is not None:
            asked.append(host)
        return addresses

    return resolve


@pytest.fixture
def allowing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hosts that the tests may reach inside."""
    monkeypatch.setenv("XINJU_OUTGOING_ALLOW_PRIVATE", '["127.0.0.1", "hooks.example"]')
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]", "[::ffff:127.0.0.1]"])
async def test_a_host_that_is_here_is_refused_and_hears_nothing(host: str, receiver: Receiver) -> None:
    async with outgoing_client() as client:
        with pytest.raises(AddressRefused):
            await client.get(f"http://{host}:{receiver.port}/")
    assert receiver.heard == []


async def test_a_name_that_leads_inside_is_refused_also_beside_public_addresses(receiver: Receiver) -> None:
    for addresses in (("127.0.0.1",), ("1.1.1.1", "127.0.0.1"), ("10.0.0.1",), ("::ffff:10.0.0.1",)):
        async with outgoing_client(GuardedTransport(resolver=resolving(*addresses))) as client:
            with pytest.raises(AddressRefused):
                await client.get(f"http://inside.example:{receiver.port}/")
    assert receiver.heard == []


async def test_a_name_without_an_address_is_told_apart(receiver: Receiver) -> None:
    async with outgoing_client(GuardedTransport(resolver=resolving())) as client:
        with pytest.raises(HostUnknown):
            await client.get(f"http://nowhere.example:{receiver.port}/")


@pytest.mark.usefixtures("allowing")
async def test_a_name_is_resolved_once_and_stays_the_host(receiver: Receiver) -> None:
    asked: list[str] = []
    async with outgoing_client(GuardedTransport(resolver=resolving("127.0.0.1", asked=asked))) as client:
        answer = await client.post(f"http://hooks.example:{receiver.port}/a?b=c", content=b"x")
    (heard,) = receiver.heard
    assert (answer.status_code, asked) == (204, ["hooks.example"])
    assert (heard.line, heard.headers["host"], heard.body) == (
        "POST /a?b=c HTTP/1.1",
        f"hooks.example:{receiver.port}",
        b"x",
    )
    assert str(answer.url) == f"http://hooks.example:{receiver.port}/a?b=c"


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The contexts of a server that proves to be `name`, and of a client that believes its maker."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(clock.now() - dt.timedelta(days=1))
        .not_valid_after(clock.now() + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(made.public_bytes(pem) + secret)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cafile=path)


@pytest.mark.usefixtures("allowing")
async def test_the_certificate_is_checked_for_the_name_and_not_for_the_address(tmp_path: Path) -> None:
    server, trusting = certified(tmp_path, "hooks.example")
    async with receiving(server) as receiver:
        transport = GuardedTransport(resolver=resolving("127.0.0.1"), verify=trusting)
        async with outgoing_client(transport) as client:
            answer = await client.get(f"https://hooks.example:{receiver.port}/")
            with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
                await client.get(receiver.url)
    assert (answer.status_code, len(receiver.heard), receiver.names[0]) == (204, 1, "hooks.example")


@pytest.mark.usefixtures("allowing")
async def test_a_redirect_is_an_answer_like_others(receiver: Receiver) -> None:
    async with receiving() as inside, outgoing_client() as client:
        receiver.answering = saying(307, location=inside.url)
        answer = await client.post(receiver.url, content=b"x")
        assert (answer.status_code, len(receiver.heard), inside.heard) == (307, 1, [])


@pytest.mark.usefixtures("allowing")
async def test_a_huge_answer_is_cut_off_and_a_packed_one_is_not_unpacked(receiver: Receiver) -> None:
    async with outgoing_client() as client:
        receiver.answering = endless(200)
        with pytest.raises(AnswerTooLarge):
            await client.get(receiver.url)
        packed = gzip.compress(b"0" * 50_000_000)
        receiver.answering = saying(200, packed, content_encoding="gzip")
        assert (await client.get(receiver.url)).content == packed


@pytest.mark.usefixtures("allowing")
async def test_one_deadline_ends_what_comes_byte_by_byte(receiver: Receiver) -> None:
    receiver.answering = dripping
    async with outgoing_client(GuardedTransport(seconds=0.3)) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.get(receiver.url)
    receiver.answering = endless(200)
    async with outgoing_client(GuardedTransport(seconds=0.3, largest=10**15)) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.get(receiver.url)


@pytest.mark.usefixtures("allowing")
async def test_a_proxy_of_the_environment_is_not_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with outgoing_client() as client:
        assert (await client.get(receiver.url)).status_code == 204


async def test_json_does_not_come_from_inside_or_in_the_clear(receiver: Receiver) -> None:
    async with Outgoing() as outgoing:
        for url in (receiver.url, "http://1.1.1.1/", "ftp://a/b", "https://127.0.0.1/", ""):
            with pytest.raises(OutgoingRefused):
                await outgoing.get_json(url)
    assert receiver.heard == []


@pytest.mark.usefixtures("allowing")
async def test_json_comes_as_json_and_in_one_answer(receiver: Receiver) -> None:
    receiver.answering = saying(200, b'{"a": [1]}')
    async with Outgoing() as outgoing:
        assert await outgoing.get_json(receiver.url) == {"a": [1]}
        assert await outgoing.post_form(receiver.url, {"code": "x y"}, ("us", "secret")) == {"a": [1]}
        assert receiver.heard[1].body == b"code=x+y"
        assert receiver.heard[1].headers["authorization"] == "Basic dXM6c2VjcmV0"
        for answer in (saying(200, b"<html>"), saying(404, b"{}"), saying(302, b"{}", location=receiver.url)):
            receiver.answering = answer
            with pytest.raises(OutgoingRefused):
                await outgoing.get_json(receiver.url)
