"""The one place for outgoing HTTP: names are resolved once, and no address inside a network is spoken to."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any, Self

import httpx
import msgspec

from backend.core.settings import settings

LARGEST_ANSWER = 1024 * 1024
_SECONDS = 5.0
_PORTS = {"http": 80, "https": 443}
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

# IANA's special blocks that `is_global` of the standard library does not know, or takes for global.
_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20")))
# What is global in IPv6 lies here; beside it there are translations of IPv4, through which one comes back inside.
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")


class OutgoingRefused(Exception):
    """Nothing usable came back: the address was refused, the host is silent, or its answer is not what was wanted."""


class AddressRefused(httpx.TransportError):
    """The host has an address that is not on the public internet."""


class HostUnknown(httpx.TransportError):
    """The name has no address."""


class AnswerTooLarge(httpx.TransportError):
    """The answer has more bytes than anyone here wants to read."""


def is_public(address: Address) -> bool:
    """Whether an address is one host's on the public internet. IPv4 written as IPv6 is judged as what it is."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address not in _GLOBAL_UNICAST:
            return False
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    return not any(address in block for block in _SPECIAL)


def literal(host: str) -> Address | None:
    """The address that a host is written as; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def may_be_private(host: str) -> bool:
    """Whether the settings let a host lie inside a network, and speak without TLS."""
    return host.lower() in settings().outgoing_allow_private


async def resolve(host: str, port: int) -> Sequence[str]:
    """All addresses of a name, by the system's resolver. Raises HostUnknown."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
        )
    except (socket.gaierror, UnicodeError) as error:
        raise HostUnknown(host) from error
    return [str(address[0]) for *_, address in found]


class GuardedTransport(httpx.AsyncHTTPTransport):
    """Connects to the very address that it has judged; Host, SNI and certificate stay those of the name.

    One deadline holds for the whole exchange. Connections are not kept: they would be shared by the address, whatever
    name the certificate was checked for.
    """

    def __init__(
        self,
        *,
        resolver: Resolve = resolve,
        verify: ssl.SSLContext | bool = True,
        seconds: float = _SECONDS,
        largest: int = LARGEST_ANSWER,
    ) -> None:
        super().__init__(verify=verify, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))
        self._resolve = resolver
        self._seconds = seconds
        self._largest = largest

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        deadline = asyncio.get_running_loop().time() + self._seconds
        try:
            async with asyncio.timeout_at(deadline):
                response = await super().handle_async_request(await self._pinned(request))
        except TimeoutError as error:
            raise httpx.ReadTimeout("", request=request) from error
        assert isinstance(response.stream, httpx.AsyncByteStream)  # noqa: S101  # an async transport gives no other
        # None was asked for, and what is small may inflate to anything.
        response.headers.pop("content-encoding", None)
        response.stream = _Capped(response.stream, deadline, self._largest)
        return response

    async def _pinned(self, request: httpx.Request) -> httpx.Request:
        host = request.url.raw_host.decode("ascii")
        if request.url.scheme not in _PORTS:
            raise httpx.UnsupportedProtocol(request.url.scheme)
        address = await self._judged(host, request.url.port or _PORTS[request.url.scheme])
        return httpx.Request(
            request.method,
            request.url.copy_with(host=str(address)),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )

    async def _judged(self, host: str, port: int) -> Address:
        """The address to speak to. One bad address among several is enough to refuse."""
        written = literal(host)
        found = [written] if written else [ipaddress.ip_address(one) for one in await self._resolve(host, port)]
        if not found:
            raise HostUnknown(host)
        if not (may_be_private(host) or all(map(is_public, found))):
            raise AddressRefused(host)
        return found[0]


class _Capped(httpx.AsyncByteStream):
    """The body of an answer, cut off at the deadline and at the largest size."""

    def __init__(self, stream: httpx.AsyncByteStream, deadline: float, largest: int) -> None:
        self._stream = stream
        self._deadline = deadline
        self._largest = largest

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = self._largest
        parts = aiter(self._stream)
        while (part := await self._next(parts)) is not None:
            left -= len(part)
            if left < 0:
                raise AnswerTooLarge("")
            yield part

    async def _next(self, parts: AsyncIterator[bytes]) -> bytes | None:
        try:
            async with asyncio.timeout_at(self._deadline):
                return await anext(parts, None)
        except TimeoutError as error:
            raise httpx.ReadTimeout("") from error

    async def aclose(self) -> None:
        await self._stream.aclose()


def outgoing_client(transport: GuardedTransport | None = None) -> httpx.AsyncClient:
    """A client for addresses that others give us. It follows no redirect and no proxy of the environment."""
    return httpx.AsyncClient(
        transport=transport or GuardedTransport(),
        headers={"Accept-Encoding": "identity", "User-Agent": "Xinju"},
        follow_redirects=False,
        trust_env=False,
        timeout=_SECONDS,
    )


class Outgoing:
    """Asks others for JSON. `async with Outgoing() as outgoing:`; without TLS only where private addresses may be."""

    def __init__(self) -> None:
        self._client = outgoing_client()

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(self, *raised: Any) -> None:  # Any: passed through to httpx
        await self._client.__aexit__(*raised)

    async def get_json(self, url: str) -> Any:  # Any: JSON values
        """What lies at an address. Raises OutgoingRefused."""
        return await self._asked("GET", url)

    async def post_form(self, url: str, form: Mapping[str, str], basic: tuple[str, str] | None = None) -> Any:
        """The answer to a form, sent with user and password where they are given. Raises OutgoingRefused."""
        return await self._asked("POST", url, data=form, auth=basic)

    async def _asked(self, method: str, url: str, **said: Any) -> Any:
        try:
            address = httpx.URL(url)
            if address.scheme != "https" and not may_be_private(address.host):
                raise OutgoingRefused
            response = await self._client.request(method, address, headers={"Accept": "application/json"}, **said)
            if response.status_code != httpx.codes.OK:
                raise OutgoingRefused
            return msgspec.json.decode(response.content)
        except (httpx.HTTPError, httpx.InvalidURL, msgspec.DecodeError, ValueError) as error:
            raise OutgoingRefused from error
