"""A module is one folder: the registry finds every one of them, and every part of them."""

from backend import registry
from tests.architecture.lint import ROOT, repository

MODULES = sorted({source.module for source in repository() if source.module})


def test_the_registry_finds_every_module_folder() -> None:
    assert MODULES
    assert registry.names() == MODULES


def test_every_module_says_what_outsiders_may_name() -> None:
    folders = [ROOT / "backend/modules" / name for name in MODULES]
    assert [it.name for it in folders if not ((it / "contract.py").exists() or (it / "contract").is_dir())] == []


def test_the_registry_loads_the_contract_of_every_module() -> None:
    assert sorted(registry.load("contract")) == MODULES
