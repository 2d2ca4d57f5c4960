"""Settings read from the environment."""

import pytest

from backend.core.settings import Settings


def test_an_empty_variable_is_an_unset_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XINJU_SECRETS_DIR", "")
    monkeypatch.setenv("XINJU_FILES_DIR", "")
    settings = Settings()  # type: ignore[call-arg]  # every field has a default
    assert settings.secrets == settings.home / "secrets"
    assert settings.files_dir is None
