"""Who owns the parties of the fleet: the picture, who is reached under which law, and a form that adds to it or changes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import Response

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.desk.form import Form
from compliance.desk.state import Desk
from compliance.desk.view import page, then
from compliance.io.resources import bundled
from compliance.ownership.formats.native import InterestEntry
from compliance.ownership.parties import InterestKind
from compliance.reports.trace.picture import label
from compliance.reports.trace.svg import drawing
from compliance.workflows.continued import older_content
from compliance.workflows.inputs import needed
from compliance.workflows.inputs.finding import find_files
from compliance.workflows.owner_entries import (
    NewInterest,
    add_interest,
    add_party,
    change_interest,
    interests_in,
    parties_in_file,
)
from compliance.workflows.trace import DEFAULT_REGIME, Trace, trace

FIELDS = ("owner", "owned", "country", "share", "minimum", "maximum", "kind", "from", "until", "source", "place", "was")
"""What the form sends."""


def show(desk: Desk, request: Request) -> Response:
    """The page: the picture under the regime that is chosen, and who is reached under each that the policies read."""
    regime = request.query_params.get("regime", DEFAULT_REGIME)
    traces: Sequence[Trace] = ()
    problems: tuple[Problem, ...] = ()
    held: tuple[InterestEntry, ...] = ()
    path = desk.companion("parties")
    try:
        held = interests_in(path)
        traces = _traces(desk, regime, _files(desk))
    except ComplianceError as error:
        problems = error.problems
    rows = [(place, entry, _is_simple(entry)) for place, entry in enumerate(held)]
    return page(
        "owners.html",
        desk,
        request,
        **_picture(traces),
        **_form(desk),
        regime=regime,
        regimes=list(bundled("regimes")),
        problems=problems,
        held=rows,
        file=path.name,
        given=dict.fromkeys(FIELDS, ""),
    )


def change(desk: Desk, request: Request) -> Response:
    """The form with an interest of the file, to be changed."""
    number = request.query_params.get("place", "")
    held = interests_in(desk.companion("parties"))
    place = int(number) if number.isdecimal() and len(number) < 7 else len(held)
    if place >= len(held) or not _is_simple(held[place]):
        raise fail("there is no such share", "Choose one on the page Owners.")
    entry = held[place]
    share = entry.share.written()
    ends = share if isinstance(share, dict) else {"share": "" if share is None else share}
    given = {
        **dict.fromkeys(FIELDS, ""), "owner": entry.owner, "owned": entry.owned, "kind": entry.kind, "from": entry.since, "until": entry.until,
        "source": entry.source, "place": place, "was": _mark(entry), **ends,
    }  # fmt: skip
    return page("interest.html", desk, request, **_form(desk), given=given, tried=False)


def _files(desk: Desk) -> list[Path]:
    return find_files(desk.inventories()).companions("parties", ())


def _traces(desk: Desk, regime: str, files: Sequence[Path]) -> tuple[Trace, ...]:
    """The answer of the regime and of each that the policies of the last check read; none without a file of parties."""
    last = desk.last
    asked = [] if last is None or last.result is None else needed(last.result.inputs.policies, "regimes")
    regimes = dict.fromkeys((regime, *asked))
    if not files:
        return ()
    return trace(everything=True, as_of=desk.day, parties=files, regimes=regimes, settings=desk.folder.root).traces


def _picture(traces: Sequence[Trace]) -> dict[str, Any]:
    """What a template needs to show the first regime as a picture, and all of them as a table."""
    return {"traces": traces, "picture": drawing(traces[0], styled=False) if traces else None, "label": label}


def _form(desk: Desk) -> dict[str, Any]:
    """What the form offers."""
    last = desk.last
    names = () if last is None or last.units is None else last.units.parties
    return {"kinds": get_args(InterestKind), "names": names}


def _is_simple(entry: InterestEntry) -> bool:
    """Whether the form can say all that the entry says: it knows no ends that are themselves left out."""
    return not (entry.share.low_open or entry.share.high_open)


def _mark(entry: InterestEntry) -> str:
    """What tells whether an entry was changed since a form was filled in."""
    return sha256(repr(entry).encode()).hexdigest()


def interest(desk: Desk, request: Request, form: Form) -> Response:
    """Adds an interest or changes one: shows who would be reached, or writes it."""
    path = desk.companion("parties")
    older = older_content(path)
    with TemporaryDirectory() as place:
        tried = Path(place) / path.name
        if older is not None:
            tried.write_bytes(older)
        said = _write(desk, tried, form)
        before, now = _compared(desk, path, tried)
    reached = list(_reached(before, now))
    if not form.text("write"):
        given = {name: form.text(name) for name in FIELDS}
        return page(
            "interest.html", desk, request, **_picture(now), **_form(desk), given=given, said=said, reached=reached, tried=True
        )  # fmt: skip
    _write(desk, path, form)
    desk.record(path, older, said, "")
    desk.restart()
    changed = "; ".join(f"{who} under {law}: {was}, now {is_}" for who, law, was, is_ in reached)
    return then("/owners", f"Written into {path.name}: {said}. {changed or 'Nobody is reached otherwise'}.")


def _compared(desk: Desk, path: Path, tried: Path) -> tuple[tuple[Trace, ...], tuple[Trace, ...]]:
    """The answers as the files are, and as they would be with ``tried`` instead of the file at ``path``."""
    files = _files(desk)
    others = [file for file in files if file != path]
    return _traces(desk, DEFAULT_REGIME, files), _traces(desk, DEFAULT_REGIME, [*others, tried])


def _reached(before: Iterable[Trace], now: Iterable[Trace]) -> Iterable[tuple[str, str, str, str]]:
    """Who is reached otherwise than before: party, law, what it was, what it is."""
    earlier = {one.regime.id: one for one in before}
    for one in now:
        old = earlier.get(one.regime.id)
        for party in one.asked:
            was = old.word(old.state(party)) if old is not None and party in old.parties else "not described"
            if (is_ := one.word(one.state(party))) != was:
                yield label(one, party), one.regime.title, was, is_


def _write(desk: Desk, path: Path, form: Form) -> str:
    """Writes what the form says into the file; what that is, in words."""
    owner = _party(desk, path, form.needed("owner", "The holder"), form.text("country"))
    owned = _party(desk, path, form.needed("owned", "What is held"), "")
    interest = NewInterest(
        owner, owned, form.text("share"), form.text("minimum"), form.text("maximum"), form.text("kind") or "ownership",
        form.day("from", "The first day"), form.day("until", "The last day"), form.text("source"),
    )  # fmt: skip
    mark, place = form.text("was"), form.text("place")
    if not mark:
        add_interest(path, interest)
        return f"{owner} holds a share of {owned}"
    was = next((entry for number, entry in enumerate(interests_in(path)) if str(number) == place), None)
    if was is None or _mark(was) != mark:
        raise fail("was changed meanwhile", "Go back, reload the page, and change it again.", file=path.name)
    change_interest(path, int(place), was, interest)
    return f"the share of {owner} in {owned}"


def _party(desk: Desk, path: Path, text: str, country: str) -> str:
    """The id of the party that a person calls so; one that nobody describes yet is added to the file."""
    last = desk.last
    ids = parties_in_file(path).all_named(text)
    if not ids and last is not None and last.result is not None:
        ids = last.result.inputs.facts.parties.all_named(text)
    if len(ids) > 1:
        raise fail(f"several parties are called {text!r}", f"Write the id of one of them: {', '.join(sorted(ids))}.")
    if ids:
        return next(iter(ids))
    new = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or text
    add_party(path, id=new, name=text, country=country)
    return new


PAGES = (("/owners", show, None), ("/owners/interest", change, interest))
