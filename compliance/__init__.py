"""Check a mining fleet against sanctions, export-control and contract rules."""

from __future__ import annotations

__version__ = "0.2.0"
