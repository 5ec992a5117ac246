"""Says in words how a name and a listed one compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from compliance.screening.listings import NameMatch

if TYPE_CHECKING:
    from compliance.screening.names.likeness import Likeness
    from compliance.screening.names.people import PersonLikeness


def because_of(name: str, name_match: NameMatch, list_id: str) -> str:
    """The match in one clause: which text is which entry of the list."""
    how = (
        "resembles"
        if name_match.like or _differs(name_match.person)
        else "is the beginning of"
        if name_match.cut
        else "is listed as"
    )
    subject = repr(name) if name_match.span in ("", name) else f"{name_match.span!r} in {name!r}"
    return f"{subject} {how} {name_match.name!r}, entry {name_match.listing.entry} of {list_id}"


def open_questions(name_match: NameMatch) -> Iterator[str]:
    """Why the name is not the listed one letter by letter."""
    if name_match.like:
        yield f"the names are similar, not equal ({explain(name_match.like)})"
    elif name_match.person and _differs(name_match.person):
        yield f"the names are similar, not equal ({explain_person(name_match.person)})"
    elif name_match.span:
        yield "only a part of the text is that name"
    elif not (name_match.whole or name_match.cut or name_match.person):
        yield "equal only without the legal form or the text in brackets"


def _differs(like: PersonLikeness | None) -> bool:
    return like is not None and bool(like.ours or like.theirs or any(pair.likeness < 1 for pair in like.pairs))


def explain_person(like: PersonLikeness) -> str:
    """The likeness of two names of persons word by word."""
    parts = [
        f"{pair.ours}: same" if pair.likeness == 1 else f"{pair.ours} = {pair.theirs}: {pair.how}"
        for pair in like.pairs
    ]
    for side, words in (("in the query", like.ours), ("in the listed name", like.theirs)):
        if words:
            parts.append(f"only {side}: {', '.join(word.text for word in words)}")
    if like.exchanged:
        parts.append("in another order")
    return "; ".join(parts)


def explain(like: Likeness) -> str:
    """The likeness word by word."""
    parts = [
        f"{pair.ours}: {pair.how}" if pair.ours == pair.theirs else f"{pair.ours} = {pair.theirs}: {pair.how}"
        for pair in like.pairs
    ]
    for side, tokens in (("in the query", like.ours), ("in the listed name", like.theirs)):
        words = [
            f"{token.raw} ({_KIND_WORDS[token.kind]})" if token.kind in _KIND_WORDS else token.raw for token in tokens
        ]
        if words:
            parts.append(f"only {side}: {', '.join(words)}")
    return "; ".join(parts)


_KIND_WORDS = {"trade": "trade", "place": "place", "small": "small word", "common": "common word"}
