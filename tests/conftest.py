"""What holds for every test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from compliance.cli.main import run
from tests.command_line import Compliance, Ran
from tests.effort import use_profile

if TYPE_CHECKING:
    from playwright.sync_api import Browser

use_profile()

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What Chromium is called on various systems."""
ROOT = Path(__file__).resolve().parents[1]
SMOKE = (
    "tests/test_fleets.py", "tests/test_docs.py", "tests/test_answers.py", "tests/test_conformance.py", "tests/cli/commands/test_check.py",
    "tests/workflows/diligence", "tests/inventory/formats", "tests/inventory/writers", "tests/reports",
)  # fmt: skip
"""What must hold under any versions of the dependencies: the samples, the README, the formats; ``pytest -m smoke``."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the smoke tests by their place, so that a new one of a kind is one too."""
    places = [ROOT / place for place in SMOKE]
    for item in items:
        if any(item.path.is_relative_to(place) for place in places):
            item.add_marker(pytest.mark.smoke)


@pytest.fixture(autouse=True, scope="session")
def _own_cache_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test writes into the folder in which the user's own program keeps what it read."""
    folder = Path(tmp_path_factory.mktemp("cache"))
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(folder))
    patch.setenv("WIN_PD_OVERRIDE_LOCAL_APPDATA", str(folder))
    patch.setenv("COMPLIANCE_DATA", str(folder / "data"))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return folder


@pytest.fixture
def compliance(here: Path, capsys: pytest.CaptureFixture[str]) -> Compliance:
    def ran(*arguments: str) -> Ran:
        code = run(list(arguments))
        return Ran(code, *capsys.readouterr())

    return ran


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium; skips where there is none."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip("no Chromium is installed: install your system's package chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, as which CI runs.
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if root else [])
        yield started
        started.close()
