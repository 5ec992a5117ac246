"""A picture of who holds what of whom, as SVG that needs nothing but itself: boxes, arrows, a key to them.

What the colours say is said also by words, borders and signs, so it works in black and white. It follows the reader's
choice of light or dark. It holds no script and loads nothing; its template escapes all text in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from compliance.reports.graph_layout import Arrow, Layout, Point, Size, arrange
from compliance.reports.page import asset, render, tenth
from compliance.reports.style import columns, plain

State = Literal["listed", "maybe-listed", "restricted", "possibly-restricted", "not-found", "clear"]
Line = Literal["proof", "passes", "counted", "other"]
"""An interest that proves; one of an owner who is or may be reached; another; one of a kind that is not counted."""

WORDS: dict[State, str] = {
    "listed": "LISTED",
    "maybe-listed": "MAY BE LISTED",
    "restricted": "RESTRICTED",
    "possibly-restricted": "POSSIBLY RESTRICTED",
    "not-found": "NOT FOUND ON THE LISTS HELD",
    "clear": "CLEAR",
}
LINES: dict[Line, str] = {
    "proof": "proves it",
    "passes": "may pass it on",
    "counted": "another interest",
    "other": "not counted",
}
SIGNS: dict[State, Markup] = {
    "listed": Markup('<path d="M-6-6h12v12h-12z"/><path class="in" d="M-3-.9h6v1.8h-6z"/>'),
    "maybe-listed": Markup('<path class="open" d="M-5-5h10v10h-10z"/><path d="M-3-.9h6v1.8h-6z"/>'),
    "restricted": Markup('<path d="M0-7l7 7-7 7-7-7z"/>'),
    "possibly-restricted": Markup(
        '<path class="open" d="M0-6.2l6.2 6.2-6.2 6.2-6.2-6.2z"/><path d="M0-6.2v12.4l-6.2-6.2z"/>'
    ),
    "not-found": Markup('<circle class="open" r="5" stroke-dasharray="3 2"/>'),
    "clear": Markup('<circle class="open" r="5"/>'),
}
"""The sign of each state, drawn around 0,0."""
STYLE = asset("ownership.css")

WIDEST, NAME, SMALL = 240.0, 8.4, 6.7
"""The widest box, and what a character of a name and of a small text takes."""
MARGIN, PADDING, ROW = 24.0, 14.0, 17.0


@dataclass(frozen=True, slots=True)
class Box:
    """A party. ``below`` stands in small letters under its name; ``tooltip`` is shown where a pointer rests on it."""

    key: str
    name: str
    below: str
    state: State
    tooltip: str
    queried: bool = False


@dataclass(frozen=True, slots=True)
class InterestArrow:
    """An arrow from owner to owned. The first of ``label`` is the share; ``tooltip`` as in a box."""

    owner: str
    owned: str
    label: tuple[str, ...]
    line: Line
    tooltip: str


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A box at its place; ``lines`` are its name, ``sign_x`` is where its sign stands in it."""

    box: Box
    x: float
    y: float
    width: float
    height: float
    lines: Sequence[str]
    below: str
    sign_x: float


@dataclass(frozen=True, slots=True)
class DrawnArrow:
    """An arrow at its place; ``x`` and ``top`` are the middle of its label and the label's upper edge."""

    interest: InterestArrow
    path: str
    upward: bool
    x: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """What a sign, or else a line, means."""

    x: float
    word: str
    state: State | None = None
    line: Line | None = None


def svg(
    title: str, boxes: Sequence[Box], interests: Sequence[InterestArrow], notes: Sequence[str] = (), styled: bool = True
) -> Markup:
    """The picture. Where companies hold each other, what matters least should come last in ``interests``.

    ``notes`` stand under it. Without ``styled`` the page around it must bring STYLE.
    """
    names = {box.key: _wrapped(box.name, WIDEST - 2 * PADDING) for box in boxes}
    sizes = {box.key: _size(box, names[box.key]) for box in boxes}
    arrows = [Arrow(interest.owner, interest.owned, _label_size(interest.label)) for interest in interests]
    layout = arrange(sizes, arrows, [box.key for box in boxes if box.state in ("listed", "maybe-listed")])
    key, key_width = _key({box.state for box in boxes}, {interest.line for interest in interests})
    width = max(layout.size[0], key_width, 320.0)
    below = layout.size[1] + 2 * ROW
    note_lines = [line for note in notes for line in _wrapped(note, width, SMALL, 9)]
    return render(
        "ownership.svg",
        title=title,
        style=Markup(STYLE) if styled else None,
        lines=LINES,
        words=WORDS,
        signs=SIGNS,
        boxes=_boxes(boxes, names, sizes, layout),
        arrows=_arrows(interests, layout),
        key=key,
        notes=note_lines,
        width=width,
        height=below + 2 * ROW + len(note_lines) * ROW,
        shift=(width - layout.size[0]) / 2,
        below=below,
        margin=MARGIN,
        padding=PADDING,
        row=ROW,
    )


def _boxes(
    boxes: Sequence[Box], names: Mapping[str, Sequence[str]], sizes: Mapping[str, Size], layout: Layout
) -> Iterator[DrawnBox]:
    for box in boxes:
        (width, height), (x, y) = sizes[box.key], layout.boxes[box.key]
        below = _cut(plain(box.below), width - 2 * PADDING, SMALL)
        sign_x = (width - SMALL * 1.12 * len(WORDS[box.state]) - 18) / 2 + 6
        yield DrawnBox(box, x, y, width, height, names[box.key], below, sign_x)


def _arrows(interests: Sequence[InterestArrow], layout: Layout) -> Iterator[DrawnArrow]:
    """Those that prove lie over the others."""
    for interest, route in sorted(zip(interests, layout.routes, strict=True), key=lambda pair: pair[0].line == "proof"):
        (width, height), (x, y) = _label_size(interest.label), route.label
        yield DrawnArrow(interest, _path(route.points), route.upward, x, y - height / 2, width, height)


def _path(points: Sequence[Point]) -> str:
    (x, y), *rest = points
    path = f"M{tenth(x)} {tenth(y)}"
    for to_x, to_y in rest:
        middle = tenth((y + to_y) / 2)
        path += f"C{tenth(x)} {middle} {tenth(to_x)} {middle} {tenth(to_x)} {tenth(to_y)}"
        x, y = to_x, to_y
    return path


def _key(states: Collection[State], lines: Collection[Line]) -> tuple[list[KeyEntry], float]:
    """What signs and lines mean, of those that occur; and how wide that is."""
    entries: list[KeyEntry] = []
    x = 0.0
    for state, word in WORDS.items():
        if state in states:
            entries.append(KeyEntry(x, word.lower(), state=state))
            x += 19 + SMALL * len(word) + 14
    for line, word in LINES.items():
        if line in lines:
            entries.append(KeyEntry(x, word, line=line))
            x += 33 + SMALL * len(word) + 14
    return entries, x


def _size(box: Box, lines: Sequence[str]) -> Size:
    word = SMALL * 1.12 * len(WORDS[box.state]) + 30
    widest = max([*(_width(line, NAME) for line in lines), _width(box.below, SMALL), word])
    height = PADDING + 5 + ROW + 3 + (len(lines) - 1) * ROW + (ROW if box.below else 0) + PADDING - 3
    return min(max(widest + 2 * PADDING, 110.0), WIDEST), height


def _label_size(label: Sequence[str]) -> Size:
    widths = [_width(line, NAME if place == 0 else SMALL) for place, line in enumerate(label)]
    return max(widths) + 16, 20 + (len(label) - 1) * (ROW - 3)


def _wrapped(text: str, room: float, letter: float = NAME, most: int = 3) -> list[str]:
    """The text in so many lines at most, the last cut where it is too long."""
    lines = [""]
    for word in plain(text).split():
        longer = f"{lines[-1]} {word}".strip()
        if _width(longer, letter) <= room:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for char in word:
            if _width(lines[-1] + char, letter) > room:
                lines.append("")
            lines[-1] += char
    if len(lines) > most:
        lines[most - 1 :] = [" ".join(lines[most - 1 :])]
    return [_cut(line, room, letter) for line in lines]


def _cut(text: str, room: float, letter: float) -> str:
    if _width(text, letter) <= room:
        return text
    while text and _width(text, letter) > room - 2 * letter:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _width(text: str, letter: float) -> float:
    """About what the text takes: a wide character (Chinese) one and a half of the others."""
    wide = max(columns(text) - len(text), 0)
    return letter * (len(text) + 0.6 * wide)
