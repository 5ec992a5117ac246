"""A page for people that needs nothing but itself: what every HTML report is put together from.

Whatever is not ``Markup`` is escaped where it is put in. The page may load nothing from anywhere and runs no script but
its own: a content security policy with the hashes of its style sheet and its scripts says so to the browser.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path

from compliance.core.finding import Verdict
from compliance.reports.style import is_address, plain

HERE = Path(__file__).parent

MEANING = {
    Verdict.VIOLATION: "whatever the open facts turn out to be, the rule is broken",
    Verdict.UNDETERMINED: "some possible fact breaks the rule and another keeps it; nothing is cleared",
    Verdict.FLAGGED: "a red flag that a person must resolve",
    Verdict.WAIVED: "a finding that the operator has accepted, with reason, approval and last day",
    Verdict.COMPLIANT: "no possible fact breaks the rule",
    Verdict.NOT_APPLICABLE: "the rule does not cover the unit, or is not in force",
}
"""What each verdict means, for the reader of a report."""


_EMPTY = ("br", "input")
"""Elements that hold nothing and have no end."""


class Markup(str):
    """Text that is markup already, and safe."""

    __slots__ = ()


Content = str | int | None
"""What may be put into an element: text and numbers, which are escaped, and Markup, which is not; None is nothing."""


def text(content: Content) -> Markup:
    """``content`` as markup. What a browser or an editor would obey (controls, changes of direction) is made visible."""
    if content is None:
        return Markup()
    if isinstance(content, Markup):
        return content
    return Markup(escape(plain(f"{content:,}" if isinstance(content, int) else content)))


def element(name: str, /, *content: Content, **attributes: str | int | bool | None) -> Markup:
    """An element; of ``class_`` or ``data_id`` the attributes are ``class`` and ``data-id``, None and False are left out."""
    said = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(plain(str(value)))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Markup(f"<{name}{said}>" + ("" if name in _EMPTY else f"{''.join(map(text, content))}</{name}>"))


def joined(parts: Iterable[Content], between: str = "") -> Markup:
    """The parts, one after the other."""
    return Markup(text(between).join(map(text, parts)))


def link(url: str, content: Content) -> Markup:
    """A link to a page elsewhere; what is no web address is no link."""
    if not is_address(url):
        return text(content)
    return element("a", content, href=url, rel="noopener noreferrer")


def section(key: str, title: Content, *content: Content) -> Markup:
    """A part of the page that can be linked to as ``#key``."""
    heading = element("h2", title, id=f"{key}-title")
    return element("section", heading, *content, id=key, aria_labelledby=f"{key}-title")


def table(caption: Content, header: Sequence[Content], rows: Iterable[Sequence[Content]], class_: str = "") -> Markup:
    """A table whose first column names its rows; numbers stand to the right."""
    head = element("tr", *(element("th", each, scope="col") for each in header))
    body = joined(element("tr", element("th", row[0], scope="row"), *(_cell(each) for each in row[1:])) for row in rows)
    whole = element("table", element("caption", caption), element("thead", head), element("tbody", body))
    return element("div", whole, class_=f"table {class_}".strip(), tabindex=0, role="region", aria_label=caption)


def _cell(content: Content) -> Markup:
    return element("td", content, class_="number" if isinstance(content, int) else None)


def badge(verdict: Verdict) -> Markup:
    """A verdict as a coloured word."""
    return element("span", verdict.value, class_=f"badge {verdict.value}")


def bar(units: Mapping[Verdict, int], most: int) -> Markup:
    """Units by verdict as a bar, as long as they are many beside ``most``; the numbers must stand beside it."""
    parts, left = [], 0.0
    for verdict in Verdict:
        width = 1000 * units.get(verdict, 0) / max(most, 1)
        if width:
            parts.append(f'<rect class="{verdict.value}" x="{left:.4g}" width="{width:.4g}" height="10"/>')
            left += width
    return Markup(
        '<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f"{''.join(parts)}</svg>"
    )


def chart(caption: Content, of: str, rows: Mapping[Content, Mapping[Verdict, int]]) -> Markup:
    """Units by verdict for each name: a table with a bar in each row, and a column for each verdict that occurs."""
    shown = [verdict for verdict in Verdict if any(units.get(verdict) for units in rows.values())]
    most = max((sum(units.values()) for units in rows.values()), default=0)
    header = [of, element("span", "share", class_="unseen"), *(badge(verdict) for verdict in shown), "units"]
    lines = [
        [name, bar(units, most), *(units.get(verdict, 0) or "" for verdict in shown), sum(units.values())]
        for name, units in rows.items()
    ]
    return table(caption, header, lines, "chart")


def page(title: str, *body: Content, script: str = "", data: Mapping[str, str] | None = None, style: str = "") -> str:
    """The whole page. ``data`` (id -> base64 or the like) is embedded where ``script`` finds it; ``style`` is more CSS."""
    style = (HERE / "page.css").read_text("utf-8") + style
    embedded = joined(
        Markup(f'<script type="application/octet-stream" id="{escape(key)}">{escape(value)}</script>')
        for key, value in (data or {}).items()
    )
    policy = f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; base-uri 'none'; form-action 'none'"
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>",
            *map(text, body),
            f"{embedded}\n<script>{script}</script>\n</body>\n</html>\n",
        ]
    )


def _digest(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
