"""A picture of who holds what of whom, as SVG that needs nothing but itself: boxes, arrows, a key to them.

What the colours say is said also by words, borders and signs, so it works in black and white. It follows the reader's
choice of light or dark. It holds no script and loads nothing; all text in it is escaped (`page.element`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

from compliance.reports.graph_layout import Arrow, Layout, Route, arrange
from compliance.reports.page import Content, Markup, element, joined
from compliance.reports.style import columns, plain

State = Literal["listed", "maybe-listed", "restricted", "possibly-restricted", "clear"]
Line = Literal["proof", "passes", "counted", "other"]
"""An interest that proves; one of an owner who is or may be reached; another; one of a kind that is not counted."""

WORDS: dict[State, str] = {
    "listed": "LISTED",
    "maybe-listed": "MAY BE LISTED",
    "restricted": "RESTRICTED",
    "possibly-restricted": "POSSIBLY RESTRICTED",
    "clear": "CLEAR",
}
LINES: dict[Line, str] = {
    "proof": "proves it",
    "passes": "may pass it on",
    "counted": "another interest",
    "other": "not counted",
}
SIGNS: dict[State, str] = {
    "listed": '<path d="M-6-6h12v12h-12z"/><path class="in" d="M-3-.9h6v1.8h-6z"/>',
    "maybe-listed": '<path class="open" d="M-5-5h10v10h-10z"/><path d="M-3-.9h6v1.8h-6z"/>',
    "restricted": '<path d="M0-7l7 7-7 7-7-7z"/>',
    "possibly-restricted": '<path class="open" d="M0-6.2l6.2 6.2-6.2 6.2-6.2-6.2z"/><path d="M0-6.2v12.4l-6.2-6.2z"/>',
    "clear": '<circle class="open" r="5"/>',
}
"""The sign of each state, drawn around 0,0."""
STYLE = (Path(__file__).parent / "graph_svg.css").read_text("utf-8")

WIDEST, NAME, SMALL = 240.0, 8.4, 6.7
"""The widest box, and what a character of a name and of a small text takes."""
MARGIN, PADDING, ROW = 24.0, 14.0, 17.0


@dataclass(frozen=True, slots=True)
class Box:
    """A party. ``below`` stands in small letters under its name; ``told`` is shown where a pointer rests on it."""

    key: str
    name: str
    below: str
    state: State
    told: str
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """An arrow from owner to owned. The first of ``label`` is the share; ``told`` as in a box."""

    owner: str
    owned: str
    label: tuple[str, ...]
    line: Line
    told: str


def svg(
    title: str, boxes: Sequence[Box], held: Sequence[Held], notes: Sequence[str] = (), styled: bool = True
) -> Markup:
    """The picture. Where companies hold each other, what matters least should come last in ``held``. ``notes`` stand under it. Without ``styled`` the page around it must bring STYLE."""
    lines = {each.key: _wrapped(each.name, WIDEST - 2 * PADDING) for each in boxes}
    sizes = {each.key: _size(each, lines[each.key]) for each in boxes}
    arrows = [Arrow(each.owner, each.owned, _label_size(each.label)) for each in held]
    layout = arrange(sizes, arrows, [each.key for each in boxes if each.state in ("listed", "maybe-listed")])
    key = _key({each.state for each in boxes}, {each.line for each in held})
    width = max(layout.size[0], key[1], 320.0)
    shift = (width - layout.size[0]) / 2
    below = layout.size[1] + 2 * ROW
    told = list(chain.from_iterable(_wrapped(each, width, SMALL, 9) for each in notes))
    height = below + 2 * ROW + len(told) * ROW
    body = [
        element("g", *_arrows(held, layout), transform=f"translate({_n(shift)} 0)"),
        element("g", *_boxes(boxes, lines, sizes, layout), transform=f"translate({_n(shift)} 0)"),
        element("g", key[0], class_="key", transform=f"translate(0 {_n(below)})"),
        *(
            element("text", line, class_="small", x=0, y=_n(below + (2 + place) * ROW))
            for place, line in enumerate(told)
        ),
    ]
    view = f"{-MARGIN:g} {-MARGIN:g} {_n(width + 2 * MARGIN)} {_n(height + 2 * MARGIN)}"
    return element(
        "svg",
        element("title", title),
        Markup(f"<style>{STYLE}</style>") if styled else None,
        _HEADS,
        element("rect", class_="paper", x=_n(-MARGIN), y=_n(-MARGIN), width=_n(width + 2 * MARGIN), height=_n(height + 2 * MARGIN)),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        class_="ownership",
        viewBox=view,
        width=_n(width + 2 * MARGIN),
        height=_n(height + 2 * MARGIN),
        role="img",
    )  # fmt: skip


_HEADS = Markup(
    "<defs>"
    + "".join(
        f'<marker id="head-{line}" class="{line}" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" '
        f'markerWidth="11" markerHeight="11" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z"/></marker>'
        for line in LINES
    )
    + "</defs>"
)


def _boxes(
    boxes: Sequence[Box], lines: dict[str, list[str]], sizes: dict[str, tuple[float, float]], layout: Layout
) -> list[Markup]:
    return [_box(each, lines[each.key], sizes[each.key], layout.boxes[each.key]) for each in boxes]


def _box(box: Box, lines: Sequence[str], size: tuple[float, float], corner: tuple[float, float]) -> Markup:
    (width, height), (x, y) = size, corner
    middle = _n(width / 2)
    parts: list[Content] = [element("title", box.told)]
    if box.asked:
        parts.append(element("rect", class_="asked", x=-4, y=-4, width=_n(width + 8), height=_n(height + 8), rx=11))
    parts.append(element("rect", class_="box", width=_n(width), height=_n(height), rx=8))
    word = WORDS[box.state]
    half = (SMALL * 1.12 * len(word) + 18) / 2
    sign = Markup(
        f'<g class="sign" transform="translate({_n(width / 2 - half + 6)} {PADDING + 1:g})">{SIGNS[box.state]}</g>'
    )
    parts += [sign, element("text", word, class_="state", x=_n(width / 2 - half + 18), y=_n(PADDING + 5))]
    top = PADDING + 5 + ROW + 3
    for place, line in enumerate(lines):
        parts.append(element("text", line, class_="name", x=middle, y=_n(top + place * ROW)))
    if box.below:
        below = _cut(plain(box.below), width - 2 * PADDING, SMALL)
        parts.append(element("text", below, class_="small", x=middle, y=_n(top + len(lines) * ROW)))
    return element("g", *parts, class_=f"party {box.state}", transform=f"translate({_n(x)} {_n(y)})")


def _arrows(held: Sequence[Held], layout: Layout) -> list[Markup]:
    """Those that prove lie over the others."""
    order = sorted(zip(held, layout.routes, strict=True), key=lambda pair: pair[0].line == "proof")
    return [_arrow(each, route) for each, route in order]


def _arrow(held: Held, route: Route) -> Markup:
    (x, y), *rest = route.points
    path = f"M{_n(x)} {_n(y)}"
    for to_x, to_y in rest:
        path += f"C{_n(x)} {_n((y + to_y) / 2)} {_n(to_x)} {_n((y + to_y) / 2)} {_n(to_x)} {_n(to_y)}"
        x, y = to_x, to_y
    head = {"marker_start" if route.upward else "marker_end": f"url(#head-{held.line})"}
    (width, height), (left, top) = _label_size(held.label), route.label
    share = ("↑ " if route.upward else "") + held.label[0]
    texts = [element("text", share, class_="share", x=_n(left), y=_n(top - height / 2 + 14))]
    texts += [
        element("text", line, class_="small", x=_n(left), y=_n(top - height / 2 + 14 + place * (ROW - 3)))
        for place, line in enumerate(held.label[1:], start=1)
    ]
    back = element(
        "rect", class_="label", x=_n(left - width / 2), y=_n(top - height / 2), width=_n(width), height=_n(height), rx=5
    )
    line = element("path", class_="line", d=path, **head)
    return element("g", element("title", held.told), line, back, *texts, class_=f"interest {held.line}")


def _key(states: Collection[State], lines: Collection[Line]) -> tuple[Markup, float]:
    """What signs and lines mean, of those that occur; and how wide that is."""
    parts: list[Markup] = []
    x = 0.0
    for state, word in WORDS.items():
        if state in states:
            sign = Markup(
                f'<g class="party {state}"><g class="sign" transform="translate({_n(x + 7)} -4)">{SIGNS[state]}</g></g>'
            )
            parts += [sign, element("text", word.lower(), class_="small", x=_n(x + 19), y=0)]
            x += 19 + SMALL * len(word) + 14
    for line, word in LINES.items():
        if line in lines:
            drawn = element("path", class_="line", d=f"M{_n(x)} -4h26", marker_end=f"url(#head-{line})")
            parts += [
                element("g", drawn, class_=f"interest {line}"),
                element("text", word, class_="small", x=_n(x + 33), y=0),
            ]
            x += 33 + SMALL * len(word) + 14
    return joined(parts), x


def _size(box: Box, lines: Sequence[str]) -> tuple[float, float]:
    word = SMALL * 1.12 * len(WORDS[box.state]) + 30
    widest = max([*(_width(line, NAME) for line in lines), _width(box.below, SMALL), word])
    height = PADDING + 5 + ROW + 3 + (len(lines) - 1) * ROW + (ROW if box.below else 0) + PADDING - 3
    return min(max(widest + 2 * PADDING, 110.0), WIDEST), height


def _label_size(label: Sequence[str]) -> tuple[float, float]:
    widths = [_width(line, NAME if place == 0 else SMALL) for place, line in enumerate(label)]
    return max(widths) + 16, 20 + (len(label) - 1) * (ROW - 3)


def _wrapped(text: str, room: float, each: float = NAME, most: int = 3) -> list[str]:
    """The text in so many lines at most, the last cut where it is too long."""
    lines = [""]
    for word in plain(text).split():
        longer = f"{lines[-1]} {word}".strip()
        if _width(longer, each) <= room:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for char in word:
            if _width(lines[-1] + char, each) > room:
                lines.append("")
            lines[-1] += char
    if len(lines) > most:
        lines[most - 1 :] = [" ".join(lines[most - 1 :])]
    return [_cut(line, room, each) for line in lines]


def _cut(text: str, room: float, each: float) -> str:
    if _width(text, each) <= room:
        return text
    while text and _width(text, each) > room - 2 * each:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _width(text: str, each: float) -> float:
    """About what the text takes: a wide character (Chinese) one and a half of the others."""
    wide = max(columns(text) - len(text), 0)
    return each * (len(text) + 0.6 * wide)


def _n(number: float) -> str:
    """A number in as few characters as a tenth of a point needs."""
    return f"{number:.1f}".removesuffix(".0")
