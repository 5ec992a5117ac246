"""The kinds of unit that an inventory may hold, and the words that mean them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, get_args

from compliance.core.recognition import Recognition, blank, recognised
from compliance.core.text import is_doubtful, is_empty, squeeze

Kind = Literal["miner", "control_board", "hashboard", "psu", "cooling", "container", "network", "camera", "other"]


KINDS: tuple[Kind, ...] = get_args(Kind)


_KIND_WORDS: Mapping[str, Kind] = {
    **{kind: kind for kind in KINDS},
    "asic": "miner", "asicminer": "miner", "device": "miner", "machine": "miner", "矿机": "miner",
    "controller": "control_board", "controlboard": "control_board", "hashboard": "hashboard", "hashingboard": "hashboard",
    "powersupply": "psu", "powersupplyunit": "psu", "switch": "network", "router": "network", "fan": "cooling",
    "videocamera": "camera", "ipcamera": "camera", "cctv": "camera", "nvr": "camera", "dvr": "camera",
}  # fmt: skip


_PARTS: tuple[tuple[Kind, str], ...] = (
    ("control_board", r"control\W?boards?|controllers?|steuerplatine|placa de control|控制板|плата управления"),
    ("hashboard", r"hash(?:ing)?\W?boards?|算力板|хешплата|хэшплата"),
    ("psu", r"psus?|power\W?suppl(?:y|ies)(?: units?)?|netzteile?|fuente|apw\d+|电源|блок питания"),
    (
        "cooling",
        r"fans?|cooling\W(?:fan|unit|plate|kit|system|tower)s?|coolers?|radiators?|heat\W?sinks?|lüfter|ventilador(?:es)?|风扇|вентилятор",
    ),
    ("container", r"containers?|antbox|集装箱|контейнер"),
    ("network", r"switch(?:es)?|routers?|交换机|коммутатор"),
    ("camera", r"(?:ip\W?|video\W?|cctv\W?)?cameras?|cctv|nvr|dvr|摄像头|видеокамера|kameras?"),
)
_PART = re.compile(
    "|".join(rf"(?P<{kind}>(?<![^\W\d_])(?:{words})(?![^\W\d_]))" for kind, words in _PARTS), re.IGNORECASE
)


def unit_kind(text: str) -> Recognition[Kind]:
    """The kind of unit that ``text`` means; a miner where nothing is recorded. A word in doubt (``psu?``) means none."""
    word = squeeze(text)
    if not word or is_empty(text):
        return blank(text, ("miner",))
    kind = _KIND_WORDS.get(word) or _KIND_WORDS.get(word.removesuffix("s"))
    return recognised(text, (kind,) if kind and not is_doubtful(text) else ())


_WITH = re.compile(
    r"(?i)\b(?:with|w|incl|including|plus|and|mit|con|avec|com|met|für|cooled)\b|[+&(（,，;/含带]|\bи\b|\bс\b"
)
"""Behind such a word stands what a machine has, not what it is."""


def part_named(model: str) -> str:
    """The kind of part that a model text names (``Antminer S19 fan``), or ""; not what a machine comes with (``S19 + PSU``)."""
    match = _PART.search(model)
    return match.lastgroup or "" if match and not _WITH.search(model, 0, match.start()) else ""
