"""Answers of web services: whether the records in a file are all that there are, or one page of them.

One page that is judged as the whole fleet clears every machine on the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from compliance.core.text import counted, quoted
from compliance.inventory.facts.base import fold_header

_TOTALS = frozenset(
    ["total", "totalcount", "totalrecords", "totalelements", "totalitems", "totalresults", "totalrows", "totalhits",
     "count", "recordstotal", "numfound", "numrows", "xtotalcount", "odatacount", "itemscount", "resultcount", "totalsize", "xtotal"]
)  # fmt: skip
"""Fields that say how many records there are; the names are folded."""
_NEXT = frozenset(
    ["next", "nextpage", "nextlink", "nexturl", "nexthref", "nextpagelink", "nextpageurl", "nextcursor", "nextpagetoken",
     "odatanextlink", "endcursor", "previous", "prev", "previouspage", "prevpage", "previouslink", "prevlink", "prevpageurl",
     "previouspageurl", "nextrecordsurl", "continue", "continuetoken", "continuation", "continuationtoken", "nexttoken",
     "nextmarker", "nextoffset", "nextstart", "lastevaluatedkey"]
)  # fmt: skip
"""Fields that lead to another page, where they hold anything."""
_MORE = frozenset(["hasmore", "hasnext", "hasnextpage", "more", "moreavailable", "hasprevious", "hasprev", "hasprevpage", "truncated", "incomplete", "incompleteresults", "istruncated", "partial", "ispartial", "timedout", "moreitemsincollection", "morerecords", "hasmoreitems", "hasmorerecords", "limitreached"])  # fmt: skip
"""Fields that say ``true`` where there is another page."""
_LAST = frozenset(["last", "islast", "lastpage", "islastpage", "first", "isfirst", "complete"])
"""Fields that say ``false`` where there is another page."""
_PAGES = frozenset(["pages", "totalpages", "pagecount", "lastpage", "numpages", "page", "currentpage", "pagenumber"])
"""Fields that say which page it is, counted from 1, or how many there are."""
_SKIPPED = frozenset(["offset", "skip", "startat", "startindex"])
"""Fields that say how many records come before these; ``startindex`` may count from 1."""
_LEFT = frozenset(["remaining", "remainingitemcount", "remainingcount", "remainingitems"])
"""Fields that say how many records come behind these."""
_WRAPPERS = frozenset(
    ["meta", "metadata", "pagination", "paging", "page", "pageinfo", "links", "info", "cursor", "responsemetadata", "resultset"]
)  # fmt: skip
"""Objects beside the records that speak of pages."""
_NOTHING = frozenset(["", "false", "null", "none", "0"])


def incomplete(around: Sequence[Mapping[str, Any]], records: int) -> str:
    """Why these ``records`` are not all that there are, as the objects ``around`` them say; "" where nothing says so."""
    for place in around:
        for name, text in _said(place):
            folded = fold_header(name)
            number = int(text) if text.isascii() and text.isdigit() else None
            if folded in _TOTALS and number is not None and number > records:
                return f"holds {records:,} of {number:,} records ({name!r})"
            if (folded in _NEXT and text.casefold() not in _NOTHING) or (folded in _MORE and text == "true"):
                return f"is one page of several ({name!r}: {quoted(text)})"
            if folded in _LAST and text == "false":
                return f"is one page of several ({name!r}: 'false')"
            if number is not None and number > 1 and folded in _PAGES:
                return f"is one page of several ({name!r}: {number})"
            if number and folded in _LEFT:
                return f"leaves out {counted(number, 'other record')} ({name!r})"
            before = (number or 0) - (folded == "startindex")
            if before > 0 and folded in _SKIPPED:
                return f"begins behind {counted(before, 'other record')} ({name!r})"
    return ""


def _said(place: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The texts of an object, and those of the objects in it that speak of pages: ``_links.next.href`` is ``next``."""
    for name, value in place.items():
        if isinstance(value, str):
            yield prefix or name, value
        elif isinstance(value, dict):
            folded = fold_header(name)
            if folded in _WRAPPERS:
                yield from _said(value)
            elif folded in _NEXT:
                yield from _said(value, name)
            elif folded in _TOTALS and isinstance(number := value.get("value"), str):
                yield name, number
