"""How many examples the tests of properties try: some with every change, ten times as many once a week."""

from __future__ import annotations

import os

from hypothesis import settings

# How long an example takes says something of the machine, nothing of the code. With every change the same examples are
# tried, so that a change fails for what it changes; once a week others.
settings.register_profile("project", deadline=None, max_examples=50, derandomize=True)
settings.register_profile("weekly", deadline=None, max_examples=500)


def use_profile() -> None:
    """The profile that ``HYPOTHESIS_PROFILE`` names; ``.ci/weekly`` sets it."""
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "project"))


def examples(count: int) -> int:
    """How many examples to try where properties elsewhere get 100: half of them with every change."""
    return count * settings().max_examples // 100
