"""People with significant control of UK companies: the bulk file of Companies House, and answers of its API.

A band is open where the register says *more than*. Shares and votes are held *directly or indirectly*, so one stake may
stand at two levels: `Statements` reads by itself what may be held through another holder. Who stands behind a trust or a
firm does not hold its stake, but may. ``ceased_on`` is the last day on which an interest is taken to be held.
Source: api-enumerations of Companies House (psc_descriptions.yml); Companies Act 2006, Schedule 1A.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from compliance.core.share import Share
from compliance.io.json_records import JsonRecords
from compliance.ownership.formats.statements import (
    SHARES,
    How,
    StatedInterest,
    Statements,
    country,
    first_day,
    last_day,
    object_in,
    objects,
    text,
    texts,
)
from compliance.ownership.parties import Interest, InterestKind, Parties, Party

MAX_ANSWERS = 16 * 1024**2
"""The largest file, in bytes, that may hold answers of the API; the register has thousands of millions."""
BANDS = {
    "25-to-50": {"exclusive_minimum": 25, "maximum": 50},
    "50-to-75": {"exclusive_minimum": 50, "maximum": 75},
    "75-to-100": {"exclusive_minimum": 75},
    "more-than-25": {"exclusive_minimum": 25},
}
"""As the long descriptions have them. The short ones say *less than 75* and *75 or more*; no threshold lies there."""
SETTLED = (
    "all-beneficial-owners-identified",
    "psc-has-failed-to-confirm-changed-details",
    "psc-details-not-confirmed",
    "restrictions-notice-issued-to-psc",
    "nobody-has-become-or-ceased-to-be-a-beneficial-owner",
    "somebody-has-become-or-ceased-to-be-a-beneficial-owner",
    "no-change-beneficial-owner-relevant-period",
)
"""Statements that speak of owners who are known."""
_MARKS = re.compile(
    rb'[\xef\xbb\xbf\s\[]*\{\s*"company_number"'
    rb'|[\xef\xbb\xbf\s]*[{\[].*("natures_of_control"|persons?-with-significant-control["/-]|-beneficial-owner["/])',
    re.DOTALL,
)
_NATURE = re.compile(
    r"(?P<measure>ownership-of-shares|voting-rights|(?:part-)?right-to-share-surplus-assets)"
    r"-(?P<band>\d+-to-\d+|more-than-25)-percent(?P<rest>.*)"
)
_MEASURES = {"ownership-of-shares": SHARES, "voting-rights": SHARES}
_COMPANY = re.compile(r"/company/([^/]+)/")
_NUMBER = re.compile(r"\d{1,8}|[A-Z]{2}\d{1,6}|[A-Z]{1,2}\d{1,7}")
_UK = re.compile(r"\b(?:england|wales|scotland|northern ireland|united kingdom|great britain|uk|gb)\b")
_ELSEWHERE = re.compile(r"gibraltar|jersey|guernsey|isle of man|ireland(?<!northern ireland)")


def recognises(path: Path, head: bytes) -> bool:
    """Whether it begins with what Companies House says of a company's controllers."""
    del path
    return _MARKS.match(head) is not None


def read(path: Path, name: str) -> Parties:
    """What the file says. Raises ComplianceError with every problem of the file."""
    reader = _Reader(path, name)
    for row, record in reader.records:
        reader.record(record, row)
    reader.answers(read_answers(path))
    return reader.statements.parties(reader.records.problems)


def read_answers(path: Path, largest: int = MAX_ANSWERS) -> Iterator[dict[str, Any]]:
    """The answers of the API in the file, which is one of them or has one per line; none in a file of the register."""
    if path.stat().st_size > largest:
        return
    content = path.read_text("utf-8-sig", "replace")
    documents = [_object(content)] if _object(content) else map(_object, content.splitlines())
    yield from (document for document in documents if isinstance(document.get("items"), list))


def _object(content: str) -> dict[str, Any]:
    """The JSON object, or none where it is not one: what is wrong with a file is said where its records are read."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


class _Reader:
    def __init__(self, path: Path, name: str) -> None:
        self.records = JsonRecords(path, name, ("items",))
        self.statements = Statements(name)
        self.name = name

    def answers(self, answers: Iterable[dict[str, Any]]) -> None:
        """Takes up answers of the API as a whole: one without controllers names its company all the same.

        A company whose answers hold fewer controllers than they count is among the problems: pages are missing.
        """
        counts: dict[str, int] = {}
        totals: dict[str, int] = {}
        for answer in answers:
            link = text(object_in(answer, "links").get("self"))
            counts[link] = counts.get(link, 0) + len(answer["items"])
            if isinstance(total := answer.get("total_results"), int):
                totals[link] = total
            if (within := _COMPANY.match(link)) and not self.statements.knows(within[1]):
                self.statements.add_party(_company(within[1], self.name, 1))
        for link, total in totals.items():
            if total > counts[link]:
                what = f"is one page of an answer: {counts[link]} of {total} controllers of {link or 'a company'}"
                self.records.complain(what, "Get all its pages: the others may hold the rest of it.", None)

    def record(self, record: dict[str, Any], row: int) -> None:
        """Takes up one line of the bulk file, or one item of the API; what is wrong is kept among the problems."""
        data = object_in(record, "data") or record
        kind = text(data.get("kind"))
        if kind.startswith("totals#"):
            return
        link = text(object_in(data, "links").get("self"))
        within = _COMPANY.match(link)
        company = text(record.get("company_number")) or (within[1] if within else "")
        if not company:
            self.records.complain(
                "a controller does not name its company", "Give it a company_number or links.self.", row
            )
            return
        if not self.statements.knows(company):
            self.statements.add_party(_company(company, self.name, row))
        try:
            since, until = first_day(text(data.get("notified_on"))), last_day(text(data.get("ceased_on")))
            for owner, terms in self._held(company, link, kind, data, row):
                for share, interest_kind, how, measure in terms:
                    interest = Interest(owner, company, share, interest_kind, since, until, link, self.name, row)
                    self.statements.add_interest(StatedInterest(interest, how, measure))
            for owner, item in self._exempt(company, data, row):
                first, last = first_day(text(item.get("exempt_from"))), last_day(text(item.get("exempt_to")))
                interest = Interest(owner, company, Share(), "ownership", first, last, link, self.name, row)
                self.statements.add_interest(StatedInterest(interest))
        except ValueError as error:
            self.records.complain(str(error), "Correct the day.", row)

    def _held(
        self, company: str, link: str, kind: str, data: dict[str, Any], row: int
    ) -> Iterator[tuple[str, list[tuple[Share, InterestKind, How, str]]]]:
        """Who holds what of the company."""
        unknown: tuple[Share, InterestKind, How, str] = (Share(), "ownership", "direct", SHARES)
        if kind.endswith("-statement") or "statement" in data:
            statement = text(data.get("statement"))
            if statement not in SETTLED:
                yield (
                    self.statements.add_unknown(
                        "owner", link if "statements" in link else f"{company}:{statement}", statement, row
                    ),
                    [unknown],
                )
        elif kind.startswith("super-secure"):
            why = text(data.get("description")) or kind
            yield self.statements.add_unknown("owner", link or company, why, row), [unknown]
        elif kind != "exemptions":
            natures = texts(data.get("natures_of_control"))
            meanings = [nature(code) for code in natures]
            for code, meant in zip(natures, meanings, strict=True):
                if meant is None:
                    self.statements.add_note(
                        f"the nature of control {code!r} is not known; it is read as an unknown share."
                    )
            yield self._owner(company, link, data, row), [meant or unknown for meant in meanings] or [unknown]

    def _exempt(self, company: str, data: dict[str, Any], row: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """Why the company need not say who controls it, and from when until when."""
        for exemption in objects(list(object_in(data, "exemptions").values())):
            why = text(exemption.get("exemption_type")) or "exempt"
            owner = self.statements.add_unknown("owner", f"{company}:{why}", why, row)
            for item in objects(exemption.get("items")) or [{}]:
                yield owner, item

    def _owner(self, company: str, link: str, data: dict[str, Any], row: int) -> str:
        """The controller's id: the number of a company on the same register, else its own place on the register."""
        registered = object_in(data, "identification")
        number = text(registered.get("registration_number"))
        known_as = _uk_number(number, registered)
        elements = object_in(data, "name_elements")
        parts = texts([elements.get(part) for part in ("title", "forename", "middle_name", "surname")])
        name = text(data.get("name")) or " ".join(parts)
        if not (known_as or link or name):
            self.records.complain(
                "a controller has neither a name nor links.self", "Give one of them, so that it can be identified.", row
            )
        owner = known_as or link or f"{company}:{name}"
        home = text(data.get("nationality")) or text(data.get("country_of_residence"))
        seat = text(registered.get("country_registered")) or text(object_in(data, "address").get("country"))
        if data.get("is_sanctioned") is True:
            self.statements.add_note(f"{name} is marked as sanctioned (is_sanctioned): check the lists.")
        self.statements.add_party(
            Party(
                id=owner,
                name=name or owner,
                country=country(*re.split(r"[,/]", home)) if home else country(seat),
                identifiers=(("gb-coh" if known_as else "registration", known_as or number),) if number else (),
                sources=("uk-psc",),
                file=self.name,
                row=row,
                kind="person" if text(data.get("kind")).startswith("individual-") else "",
            )
        )
        return owner


def _company(number: str, file: str, row: int) -> Party:
    # What registers as an overseas entity is a company of another country, which the register does not say here.
    home = None if number.startswith("OE") else "GB"
    return Party(number, number, (), home, (("gb-coh", number),), ("uk-psc",), None, file, row)


def _uk_number(number: str, registered: dict[str, Any]) -> str:
    """The company number of a controller that is on the register of Companies House itself, in eight places; or ""."""
    number = number.upper().replace(" ", "")
    registry = text(registered.get("place_registered")).casefold()
    registered_in = text(registered.get("country_registered")).casefold() or registry.replace(
        "companies house", "united kingdom"
    )
    if not _NUMBER.fullmatch(number) or not _UK.search(registered_in) or _ELSEWHERE.search(registered_in):
        return ""
    letters = number.rstrip("0123456789")
    return letters + number[len(letters) :].zfill(8 - len(letters))


@cache
def nature(code: str) -> tuple[Share, InterestKind, How, str] | None:
    """What a nature of control says: share, kind, how it is held, of what; None for a code that nobody knows."""
    through = "-as-" in code
    if match := _NATURE.fullmatch(code):
        band = BANDS.get(match["band"])
        if band is None:
            return None
        share = Share.parse(band)
        kind: InterestKind = "votes" if match["measure"] == "voting-rights" else "ownership"
        measure = _MEASURES.get(match["measure"], "surplus assets")
        if through:
            return Share(0, share.high, False, share.high_open), kind, "indirect", measure
        return share, kind, "either", measure
    if code.startswith("right-to-appoint-and-remove-"):
        # Of a majority of the board.
        share = Share() if through else Share.parse({"exclusive_minimum": 50})
        return share, "board", "indirect" if through else "either", SHARES
    if code.startswith("significant-influence-or-control"):
        return Share(), "control", "direct", SHARES
    if code.startswith("registered-owner-as-nominee-"):
        return Share(), "other", "direct", SHARES
    return None
