"""The kinds of unit that an inventory may hold, and the words that mean them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from compliance.core.text import squeeze

Kind = Literal["miner", "control_board", "hashboard", "psu", "cooling", "container", "network", "other"]


KINDS: tuple[Kind, ...] = get_args(Kind)


_KIND_WORDS: Mapping[str, str] = {
    **{kind: kind for kind in KINDS},
    "asic": "miner", "asicminer": "miner", "device": "miner", "machine": "miner", "矿机": "miner",
    "controller": "control_board", "controlboard": "control_board", "hashboard": "hashboard", "hashingboard": "hashboard",
    "powersupply": "psu", "powersupplyunit": "psu", "switch": "network", "router": "network", "fan": "cooling",
}  # fmt: skip


def unit_kind(text: str) -> str:
    """One of KINDS, ``miner`` for an empty cell, or "" for a word that nobody knows."""
    word = squeeze(text)
    if not word:
        return "miner"
    return _KIND_WORDS.get(word) or _KIND_WORDS.get(word.removesuffix("s"), "")
