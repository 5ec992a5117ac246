"""Procurement compliance for mining fleets: dated rules, honest verdicts."""

from __future__ import annotations

__version__ = "0.1.0"
