"""What a person adds to the owners: a party or an interest, written into ``parties.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from compliance.core.errors import fail
from compliance.core.record import validate
from compliance.io.paths import display_path
from compliance.io.writing import continue_file
from compliance.io.yaml import parse
from compliance.io.yaml_list import quoted, with_entry
from compliance.ownership.formats.native import InterestEntry, PartiesFile, PartyEntry, parties_in

_ADVICE = "See the schema: compliance rules schema parties"


def add_interest(
    path: Path,
    *,
    owner: str,
    owned: str,
    share: str = "",
    minimum: str = "",
    maximum: str = "",
    kind: str = "ownership",
    since: date | None = None,
    until: date | None = None,
    source: str = "",
) -> None:
    """Adds that ``owner`` holds a share (in per cent, or a range) of ``owned`` to the file at ``path``.

    Parties are named by ids. Raises ComplianceError for a share that is none, for what contradicts the file, and for a
    file that cannot be continued.
    """
    ends = {name: text for name, text in (("minimum", minimum), ("maximum", maximum)) if text}
    if share and ends:
        raise fail("a share is one number, or a range", "Leave one of them empty.")
    data = {"owner": owner, "owned": owned, "kind": kind, "from": since, "until": until, "source": source}
    written: dict[str, str] = {
        name: quoted(value) if isinstance(value, str) else str(value) for name, value in data.items() if value
    }
    if share:
        written["share"] = quoted(share)
    if ends:
        written["share"] = "{" + ", ".join(f"{name}: {quoted(text)}" for name, text in ends.items()) + "}"
    _add(path, "interests", _entry(written))


def add_party(path: Path, *, id: str, name: str, country: str = "", source: str = "") -> None:  # noqa: A002
    """Adds a party to the file at ``path``. Raises ComplianceError as ``add_interest`` does."""
    written = {"id": quoted(id), "name": quoted(name)}
    written |= {"country": quoted(country)} if country else {}
    written |= {"sources": f"[{quoted(source)}]"} if source else {}
    _add(path, "parties", _entry(written))


def _entry(fields: dict[str, str]) -> Iterator[str]:
    for number, (name, text) in enumerate(fields.items()):
        yield f"{'  ' if number else '- '}{name}: {text}"


def _add(path: Path, key: str, lines: Iterator[str]) -> None:
    name = display_path(path)
    entry = list(lines)

    def listed(text: str) -> tuple[PartyEntry | InterestEntry, ...]:
        file = validate(PartiesFile, parse(text, file=name), advice=_ADVICE)
        return getattr(file, key)  # type: ignore[no-any-return]

    def changed(content: bytes | None) -> bytes:
        new = listed("\n".join((f"{key}:", *(f"  {line}" for line in entry))))[0]
        result = with_entry(content, name, key, entry, listed, new)
        parties_in(parse(result.decode(), file=name))
        return result

    continue_file(path, name, changed)
