"""What a person says of the owners: a party or an interest, added to ``parties.yaml`` or changed in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from compliance.core.errors import fail
from compliance.core.record import validate
from compliance.io.paths import content, display_path, lies_at
from compliance.io.writing import continue_file
from compliance.io.yaml import decoded, parse
from compliance.io.yaml_list import entries, quoted, with_changed, with_entry
from compliance.ownership.formats import native
from compliance.ownership.formats.native import InterestEntry, PartiesFile, PartyEntry, parties_in
from compliance.ownership.parties import Parties, collect

_ADVICE = "See the schema: compliance rules schema parties"


@dataclass(frozen=True, slots=True)
class NewInterest:
    """What a person says that ``owner`` holds of ``owned``, by their ids: a share in per cent, or a range, as texts."""

    owner: str
    owned: str
    share: str = ""
    minimum: str = ""
    maximum: str = ""
    kind: str = "ownership"
    since: date | None = None
    until: date | None = None
    source: str = ""

    def lines(self) -> Iterator[str]:
        """The entry, as it stands in a file. Raises ComplianceError for a share that is both a number and a range."""
        ends = {name: text for name, text in (("minimum", self.minimum), ("maximum", self.maximum)) if text}
        if self.share and ends:
            raise fail("a share is one number, or a range", "Leave one of them empty.")
        data = {
            "owner": self.owner, "owned": self.owned, "kind": self.kind, "from": self.since, "until": self.until,
            "source": self.source,
        }  # fmt: skip
        written: dict[str, str] = {
            name: quoted(value) if isinstance(value, str) else str(value) for name, value in data.items() if value
        }
        if self.share:
            written["share"] = quoted(self.share)
        if ends:
            written["share"] = "{" + ", ".join(f"{name}: {quoted(text)}" for name, text in ends.items()) + "}"
        return _entry(written)


def add_interest(path: Path, interest: NewInterest) -> None:
    """Adds an interest to the file at ``path``.

    Raises ComplianceError for a share that is none, for what contradicts the file, and for a file that cannot be continued.
    """
    _add(path, "interests", interest.lines())


def change_interest(path: Path, place: int, was: InterestEntry, interest: NewInterest) -> None:
    """Writes this interest instead of the one at ``place`` of the file at ``path``, which ``was`` there.

    Raises ComplianceError as ``add_interest`` does, and where another one stands there by now.
    """
    entry = [*interest.lines()]
    entry += [f"  confidence: {was.confidence}"] if was.confidence else []
    name = display_path(path)

    def changed(content: bytes | None) -> bytes:
        older = entries(content, name, "interests", lambda text: _file(text, name).interests)
        if content is None or older[place : place + 1] != (was,):
            raise fail("was changed meanwhile", "Go back, reload the page, and change it again.", file=name)
        new = _file(_listed("interests", entry), name).interests[0]
        result = with_changed(content, name, "interests", place, entry, lambda text: _file(text, name).interests, new)
        parties_in(parse(result.decode(), file=name))
        return result

    continue_file(path, name, changed)


def interests_in(path: Path) -> tuple[InterestEntry, ...]:
    """The interests in the file at ``path``, in its order; none where there is no such file. Raises ComplianceError."""
    name = display_path(path)
    return _file(decoded(content(path, name), name), name).interests if lies_at(path) else ()


def parties_in_file(path: Path) -> Parties:
    """What the file at ``path`` says of parties; nothing where there is no such file. Raises ComplianceError."""
    return native.read(path, display_path(path)) if lies_at(path) else collect((), ())


def add_party(path: Path, *, id: str, name: str, country: str = "", source: str = "") -> None:  # noqa: A002
    """Adds a party to the file at ``path``. Raises ComplianceError as ``add_interest`` does."""
    written = {"id": quoted(id), "name": quoted(name)}
    written |= {"country": quoted(country)} if country else {}
    written |= {"sources": f"[{quoted(source)}]"} if source else {}
    _add(path, "parties", _entry(written))


def _entry(fields: dict[str, str]) -> Iterator[str]:
    for number, (name, text) in enumerate(fields.items()):
        yield f"{'  ' if number else '- '}{name}: {text}"


def _listed(key: str, entry: Iterable[str]) -> str:
    return "\n".join((f"{key}:", *(f"  {line}" for line in entry)))


def _file(text: str, name: str) -> PartiesFile:
    return validate(PartiesFile, parse(text, file=name), advice=_ADVICE)


def _add(path: Path, key: Literal["parties", "interests"], lines: Iterator[str]) -> None:
    name = display_path(path)
    entry = list(lines)

    def read(text: str) -> tuple[PartyEntry | InterestEntry, ...]:
        file = _file(text, name)
        return file.parties if key == "parties" else file.interests

    def changed(content: bytes | None) -> bytes:
        new = read(_listed(key, entry))[0]
        result = with_entry(content, name, key, entry, read, new)
        parties_in(parse(result.decode(), file=name))
        return result

    continue_file(path, name, changed)
