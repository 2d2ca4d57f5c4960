"""Surfaces: what a transaction is for, and the database login that goes with it."""

from enum import StrEnum


class Surface(StrEnum):
    """What a transaction is for; each has a database login of its own, `xinju_<surface>`."""

    CONTROL = "control"
    TENANT = "tenant"
    RESIDENT = "resident"
    CASEWORK = "casework"
    BALLOT = "ballot"
    OVERSIGHT = "oversight"
    DISTRICT = "district"
    WORKER = "worker"
    BACKUP = "backup"
    OWNER = "owner"

    @property
    def login(self) -> str:
        return f"xinju_{self}"
