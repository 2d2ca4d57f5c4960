"""The account PostgreSQL runs under when this process is root, since it refuses root itself."""

import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# systemd's table of user ids (https://systemd.io/UIDS-GIDS/) leaves 60578 to 61183 to nobody. A bare number needs no
# entry in /etc/passwd, so that no program such as useradd must exist and no file of the system changes.
UNUSED_IDS = range(61000, 61184)
# Of the installation, what the server reads.
PARTS = ("bin", "lib", "share")


class Account(NamedTuple):
    """`user`, `group` and `extra_groups` as subprocess takes them; all None when no switch is needed."""

    uid: int | None
    gid: int | None
    groups: tuple[int, ...] | None

    def give(self, path: Path) -> None:
        """Make the account the owner of `path`, which root has just made."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def give_tree(self, folder: Path) -> None:
        """Make the account the owner of a folder and of all below it."""
        for path in (folder, *folder.rglob("*")):
            self.give(path)

    @property
    def owner(self) -> int:
        """The user id that owns what the account makes."""
        return os.geteuid() if self.uid is None else self.uid


OURSELVES = Account(None, None, None)


def account_for(data: Path, program: Path) -> Account:
    """Who runs the server on the data folder `data` with the installation `program`.

    An ordinary user runs it as itself. Root runs it as the owner of the data, or as an unused id if there is none yet.
    Such an id must be able to pass through every folder above both paths: it joins the groups of the ones that are
    closed to the world (`/root`, a private temporary folder), and those let their group pass, but not read.
    Raises PermissionError where root may not do that, and for data of somebody else.
    """
    if os.geteuid() != 0:
        if data.exists() and data.stat().st_uid != os.geteuid():
            raise PermissionError(f"{data} belongs to user {data.stat().st_uid}; run as that user or as root")
        return OURSELVES
    owner = data.stat().st_uid if data.exists() else 0
    uid = owner or next(number for number in UNUSED_IDS if not _is_known(number))
    groups = {group for path in (data, program) for group in _pass_through(path, uid)}
    _publish(program)
    return Account(uid, uid, tuple(sorted(groups)))


def for_initdb(account: Account) -> Account:
    """The same rights under an id with a name, which initdb insists on."""
    return account if account.uid is None else account._replace(uid=pwd.getpwnam("nobody").pw_uid)


def _is_known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _pass_through(path: Path, uid: int) -> Iterator[int]:
    """Groups by which `uid` can walk to `path`; lets them walk where they could not."""
    for folder in path.parents:
        state = folder.stat()
        open_to_all = state.st_mode & stat.S_IXOTH and state.st_mode & stat.S_IXGRP
        if open_to_all or state.st_uid == uid:
            continue
        if not state.st_mode & stat.S_IXGRP:
            folder.chmod(stat.S_IMODE(state.st_mode) | stat.S_IXGRP)
        yield state.st_gid


def _publish(program: Path) -> None:
    """Undo a tight umask at installation: the files are a public package's."""
    libraries = program.parents[1] / f"{program.parent.name}.libs"
    folders = [folder for folder in (*(program / part for part in PARTS), libraries) if folder.exists()]
    for path in (program, *folders, *(below for folder in folders for below in folder.rglob("*"))):
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = mode | 0o444 | (0o111 if mode & 0o100 else 0)
        if wanted != mode:
            path.chmod(wanted)
