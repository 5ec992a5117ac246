"""What holds for every test."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True, scope="session")
def _own_cache_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test writes into the folder in which the user's own program keeps what it read."""
    folder = Path(tmp_path_factory.mktemp("cache"))
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(folder))
    patch.setenv("LOCALAPPDATA", str(folder))
