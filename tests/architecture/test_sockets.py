"""The wall around the tests stands where it should."""

import subprocess
import sys

import pytest

from tests.architecture.lint import ROOT
from tests.architecture.sockets import OutsideReached, loopback_only

OUTSIDE = [
    ("socket.connect", (None, ("192.0.2.1", 80))),
    ("socket.connect", (None, ("2001:db8::1", 80, 0, 0))),
    ("socket.connect", (None, ("example.org", 80))),
    ("socket.sendto", (None, ("192.0.2.1", 53))),
    ("socket.bind", (None, ("0.0.0.0", 8000))),  # noqa: S104 listening to all is what must be refused
    ("socket.bind", (None, ("", 8000))),
    ("socket.getaddrinfo", ("example.org", 443, 0, 0, 0)),
    ("socket.getaddrinfo", (b"example.org", 443, 0, 0, 0)),
    ("socket.gethostbyname", ("example.org",)),
]
HOME = [
    ("socket.connect", (None, ("127.0.0.1", 80))),
    ("socket.connect", (None, ("127.8.0.1", 80))),
    ("socket.connect", (None, ("::1", 80, 0, 0))),
    ("socket.connect", (None, "/run/postgresql/.s.PGSQL.5432")),
    ("socket.getaddrinfo", ("localhost", 80, 0, 0, 0)),
    ("socket.getaddrinfo", (None, 80, 0, 0, 0)),
    ("open", ("example.org", "r", 0)),
]


@pytest.mark.parametrize(("event", "arguments"), OUTSIDE)
def test_a_socket_to_elsewhere_is_refused(event: str, arguments: tuple[object, ...]) -> None:
    with pytest.raises(OutsideReached):
        loopback_only(event, arguments)


@pytest.mark.parametrize(("event", "arguments"), HOME)
def test_a_socket_at_home_is_left_alone(event: str, arguments: tuple[object, ...]) -> None:
    loopback_only(event, arguments)


PROBE = """
import asyncio, socket
from tests.architecture.sockets import OutsideReached, keep_sockets_at_home
keep_sockets_at_home()
server = socket.create_server(("127.0.0.1", 0))
socket.create_connection(server.getsockname(), timeout=5).close()
try:
    socket.create_connection(("192.0.2.1", 9), timeout=5)
except OutsideReached:
    print("refused")
try:
    asyncio.run(asyncio.open_connection("example.org", 9))
except OutsideReached:
    print("refused")
"""


def test_the_hook_stops_a_real_socket() -> None:
    run = subprocess.run([sys.executable, "-c", PROBE], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "refused\nrefused\n"
