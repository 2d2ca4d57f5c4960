"""Finds every module folder, sorted: the only discovery code."""

import importlib
import importlib.util
import pkgutil
from types import ModuleType

import backend.modules


def names() -> list[str]:
    """The module folders, in alphabetical order."""
    return sorted(found.name for found in pkgutil.iter_modules(backend.modules.__path__) if found.ispkg)


def load(part: str, pattern: str = "backend.modules.{name}.{part}") -> dict[str, ModuleType]:
    """Import one part (`models`, `contract`, `tasks`, …) of every module that has it, by module name.

    A part may be a folder: then every file in it is imported.
    """
    paths = {name: pattern.format(name=name, part=part) for name in names()}
    found = {name: importlib.import_module(path) for name, path in paths.items() if importlib.util.find_spec(path)}
    for module in found.values():
        for inner in pkgutil.iter_modules(getattr(module, "__path__", ())):
            importlib.import_module(f"{module.__name__}.{inner.name}")
    return found
