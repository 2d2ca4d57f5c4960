"""The wall around the tests: sockets of this process reach the loopback and nothing else."""

import ipaddress
import sys

REACHING = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
RESOLVING = {"socket.getaddrinfo", "socket.gethostbyname"}


class OutsideReached(RuntimeError):
    """A test spoke to another machine."""


def _is_loopback(host: object) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name is None or name == "localhost":
        return True
    try:
        return ipaddress.ip_address(str(name).split("%")[0]).is_loopback
    except ValueError:
        return False


def loopback_only(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: raises OutsideReached where a socket leaves the machine or listens to others.

    It sees what goes through Python's socket module, asyncio included; uvloop and libpq speak past it.
    """
    if event in RESOLVING:
        host = arguments[0]
    elif event in REACHING and isinstance(arguments[1], tuple):  # a Unix socket's address is text
        host = arguments[1][0]
    else:
        return
    if not _is_loopback(host):
        raise OutsideReached(f"{event} {host}")


def keep_sockets_at_home() -> None:
    """Refuse every socket to elsewhere from now on, for the life of the process. Call it once, in conftest.py."""
    sys.addaudithook(loopback_only)
