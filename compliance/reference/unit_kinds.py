"""The kinds of unit that an inventory may hold, and the words that mean them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from compliance.core.recognition import Recognition, blank, recognised
from compliance.core.text import squeeze

Kind = Literal["miner", "control_board", "hashboard", "psu", "cooling", "container", "network", "other"]


KINDS: tuple[Kind, ...] = get_args(Kind)


_KIND_WORDS: Mapping[str, Kind] = {
    **{kind: kind for kind in KINDS},
    "asic": "miner", "asicminer": "miner", "device": "miner", "machine": "miner", "矿机": "miner",
    "controller": "control_board", "controlboard": "control_board", "hashboard": "hashboard", "hashingboard": "hashboard",
    "powersupply": "psu", "powersupplyunit": "psu", "switch": "network", "router": "network", "fan": "cooling",
}  # fmt: skip


def unit_kind(text: str) -> Recognition[Kind]:
    """The kind of unit that ``text`` means; a miner where nothing is recorded."""
    word = squeeze(text)
    if not word:
        return blank(text, ("miner",))
    kind = _KIND_WORDS.get(word) or _KIND_WORDS.get(word.removesuffix("s"))
    return recognised(text, (kind,) if kind else ())
