"""The user's own folders: where what was read is kept ready, and where downloaded lists lie."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal


def cache_folder() -> Path | None:
    """Where bundled rules that were read and validated are kept (see io/cache.py); None where the user has no home."""
    return _user_folder("cache")


def data_folder() -> Path | None:
    """Where downloaded lists are kept: ``COMPLIANCE_DATA``, else the user's folder for data (see list_editions/store.py)."""
    chosen = os.environ.get("COMPLIANCE_DATA")
    return Path(chosen) if chosen else _user_folder("data")


def _user_folder(kind: Literal["cache", "data"]) -> Path | None:
    from platformdirs import PlatformDirs

    folders = PlatformDirs("mining-compliance", appauthor=False, opinion=False)
    try:
        folder = folders.user_cache_path if kind == "cache" else folders.user_data_path
    except RuntimeError:
        return None
    return folder if folder.is_absolute() else None
