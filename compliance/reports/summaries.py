"""How findings are told to a person: what is one thought is said once, the worst first, with what to do next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from compliance.core.finding import Cited, Finding, Location, Verdict
from compliance.core.text import counted

HEADLINE = {
    Verdict.VIOLATION: "at least one rule is broken for certain",
    Verdict.UNDETERMINED: "nothing is broken for certain, nothing is cleared",
    Verdict.FLAGGED: "a red flag that a person must resolve",
    Verdict.WAIVED: "every finding is waived",
    Verdict.COMPLIANT: "every rule is kept",
    Verdict.NOT_APPLICABLE: "no rule applies to these units",
}
"""What the verdict on a whole fleet means."""

_FOUNDED = re.compile(r"Rests on (\S+), which is (.+)\.", re.DOTALL)
_WAIVER = re.compile(r"Would be |Expired, |Not yet approved, ")
_LISTED = re.compile(r"([a-z-]+ \([^()]+\)): (.+)", re.DOTALL)
"""Kinds of notes that a person reads in another place, or joined."""
_SHEET = re.compile(r"(?is)(.*\.(?:xlsx|xlsm|xlsb|xls|ods))#.*")
MAX_ROWS = 6
"""So many rows of a finding are named in a line."""


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one rule that a person reads as one: same verdict, same reason. ``about``: a site or a party, or ""."""

    verdict: Verdict
    because: str
    about: str
    units: int
    locations: Sequence[Location]
    rows: int
    findings: Sequence[Finding]

    @property
    def sentence(self) -> str:
        """The reason as a sentence."""
        return sentence(self.because)

    @property
    def whole(self) -> str:
        """All of it on one line: of how many units, why, where, which waivers, and what to do."""
        remedy = next((each.remedy for each in self.findings if each.remedy), "")
        waivers = map(sentence, self.waivers)
        parts = (f"{self.subject}: {self.sentence}", f"{self.where}." if self.where else "", *waivers, remedy)
        return " ".join(part for part in parts if part)

    @property
    def subject(self) -> str:
        """How many units, and of whom."""
        return f"{counted(self.units, 'unit')}{self.about}"

    @property
    def where(self) -> str:
        """In which rows of which files; of many rows only the first."""
        said = []
        for file, places in groupby(self.locations, key=lambda location: location.file):
            rows = [str(location.row) for location in places]
            more = ", …" if len(rows) > MAX_ROWS else ""
            said.append(f"{file}: {'row' if len(rows) == 1 else 'rows'} {', '.join(rows[:MAX_ROWS])}{more}")
        return "; ".join(said) + (f" ({self.rows:,} rows)" if self.rows > MAX_ROWS else "")

    @property
    def waivers(self) -> list[str]:
        """What is to be said of waivers, each once."""
        return [*dict.fromkeys(note for each in self.findings for note in each.notes if _WAIVER.match(note))]


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do next: which rules ask it, and of how many units the rule that asks it of most."""

    text: str
    rules: Sequence[str]
    units: int

    @property
    def of(self) -> str:
        """For how much it is asked."""
        rules = f"{len(self.rules)} rules, up to " if len(self.rules) > 1 else ""
        return f"{rules}{counted(self.units, 'unit')}"


def by_rule(findings: Iterable[Finding]) -> list[tuple[str, list[FindingGroup]]]:
    """What is told of each rule; the rule with the worst verdict first."""
    ordered = sorted(findings, key=lambda finding: finding.rule)
    rules = [(rule, _told(found)) for rule, found in groupby(ordered, key=lambda finding: finding.rule)]
    return sorted(rules, key=lambda each: (each[1][0].verdict.severity, each[0]))


def _told(findings: Iterable[Finding]) -> list[FindingGroup]:
    alike: dict[tuple[Verdict, str, str], list[Finding]] = {}
    for finding in findings:
        subject = finding.subject
        about = "" if subject.kind in ("lot", "fleet") else f", {subject.kind} {subject.id}"
        alike.setdefault((finding.verdict, finding.because, about), []).append(finding)
    told = [
        FindingGroup(
            verdict,
            because,
            about,
            sum(finding.units for finding in some),
            sorted({at for finding in some for at in finding.locations}, key=lambda at: (at.file, at.row)),
            sum(len(finding.locations) + finding.locations_omitted for finding in some),
            some,
        )
        for (verdict, because, about), some in alike.items()
    ]
    return sorted(told, key=lambda each: (each.verdict.severity, -each.units, each.because, each.about))


def remedies(findings: Iterable[Finding]) -> list[Remedy]:
    """Each remedy once, what is asked of most units first: rules speak of the same machines, so units are not added."""
    units: dict[str, dict[str, int]] = {}
    for finding in findings:
        if finding.remedy:
            of_rule = units.setdefault(finding.remedy, {})
            of_rule[finding.rule] = of_rule.get(finding.rule, 0) + finding.units
    found = [Remedy(remedy, sorted(of_rule), max(of_rule.values())) for remedy, of_rule in units.items()]
    return sorted(found, key=lambda each: (-each.units, each.text))


def sources(findings: Sequence[Finding]) -> list[tuple[Cited, str]]:
    """Every source once, with what makes it less than sure, or ""."""
    founded = {found[1]: found[2] for each in findings for note in each.notes if (found := _FOUNDED.fullmatch(note))}
    cited = {source.id: source for finding in findings for source in finding.sources}
    return [(source, founded.get(name, "")) for name, source in sorted(cited.items())]


def notes(told: Iterable[FindingGroup]) -> Iterator[str]:
    """What else is to be said of some findings, each note once; those that say one thing of several names as one."""
    names: dict[str, dict[str, None]] = {}
    for note in (note for each in told for finding in each.findings for note in finding.notes):
        if _FOUNDED.fullmatch(note) or _WAIVER.match(note):
            continue
        listed = _LISTED.fullmatch(note)
        head, of = (listed[1], listed[2].split("; ")) if listed else (note, [])
        names.setdefault(head, {}).update(dict.fromkeys(of))
    for head, told_of in names.items():
        yield f"{head}: {'; '.join(sorted(told_of))}" if told_of else head


def sentence(because: str) -> str:
    """A reason as a sentence."""
    return f"{because[:1].upper()}{because[1:].rstrip('.')}."


def file_of(path: str) -> str:
    """The file of an inventory, without the sheet that may be named behind it: what a code host can open."""
    sheet = _SHEET.fullmatch(path)
    return sheet[1] if sheet else path
