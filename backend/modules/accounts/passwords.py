"""Passwords: argon2id on threads of their own, with the same work whether or not there is an account."""

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from prometheus_client import Counter

from backend.modules.accounts.contract import PasswordTooWeak

SHORTEST = 10
LONGEST = 128
# Each hash takes 64 MiB; two threads keep a storm of sign-ins from taking the memory and the cores of everybody else.
_THREADS = ThreadPoolExecutor(2, thread_name_prefix="argon2")
_hasher = PasswordHasher()

VERIFICATIONS = Counter("xinju_password_verifications", "Passwords checked by argon2id.")


def check_strength(password: str, login: str | None) -> None:
    """Raises PasswordTooWeak. Length is what counts (NIST SP 800-63B)."""
    if not SHORTEST <= len(password) <= LONGEST or password.lower() == login:
        raise PasswordTooWeak(field=("input", "password"), shortest=SHORTEST, longest=LONGEST)


async def hash_password(password: str) -> str:
    """The argon2id string to store."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _hasher.hash, password)


async def verify_password(stored: str | None, password: str) -> bool:
    """Whether it is the password; without a stored hash one of nobody is checked, for the same work."""
    verified = await asyncio.get_running_loop().run_in_executor(_THREADS, _verify, stored, password)
    return verified and stored is not None


def is_outdated(stored: str) -> bool:
    """Whether the parameters have changed since it was hashed."""
    return _hasher.check_needs_rehash(stored)


def _verify(stored: str | None, password: str) -> bool:
    VERIFICATIONS.inc()
    with contextlib.suppress(VerificationError, InvalidHashError):
        return _hasher.verify(stored or _nobodys(), password[: LONGEST + 1])
    return False


@cache
def _nobodys() -> str:
    return _hasher.hash("the password of nobody")
