"""Findings as a person reads them: findings that say the same are grouped, the worst first, with what to do next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from compliance.core.finding import Cited, Finding, Location, Subject, Verdict, gravity, merged_flags
from compliance.core.text import counted
from compliance.reports.sentences import doubt, doubt_sentence, flag_sentence, sentence, waiver_sentence

_SHEET = re.compile(r"(?is)(.*\.(?:xlsx|xlsm|xlsb|xls|ods))#.*")
MAX_ROWS = 6
"""So many rows of a finding are named in a line."""


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one rule that a person reads as one: same verdict, same reason. ``about``: the site or the party."""

    verdict: Verdict
    because: str
    about: Subject | None
    units: int
    locations: Sequence[Location]
    rows: int
    findings: Sequence[Finding]

    @property
    def gravity(self) -> tuple[int, int, int]:
        """How grave it is: as the gravest of its findings."""
        return min(map(gravity, self.findings))

    @property
    def sentence(self) -> str:
        """The reason as a sentence."""
        return sentence(self.because)

    @property
    def whole(self) -> str:
        """All of it on one line: of how many units, why, where, which waivers, and what to do."""
        where = f"{self.where}." if self.where else ""
        parts = (f"{self.subject}: {self.sentence}", where, *map(sentence, self.waivers), self.remedy)
        return " ".join(part for part in parts if part)

    @property
    def subject(self) -> str:
        """How many units, and of whom."""
        about = f", {self.about_words}" if self.about else ""
        return f"{counted(self.units, 'unit')}{about}"

    @property
    def about_words(self) -> str:
        """The site or the party that the findings are about, or ""."""
        return f"{self.about.kind} {self.about.id}" if self.about else ""

    @property
    def remedy(self) -> str:
        """What to do, or ""."""
        return next((finding.remedy for finding in self.findings if finding.remedy), "")

    @property
    def where(self) -> str:
        """In which rows of which files; of many rows only the first."""
        files = []
        for file, locations in groupby(self.locations, key=lambda location: location.file):
            rows = [str(location.row) for location in locations]
            more = ", …" if len(rows) > MAX_ROWS else ""
            files.append(f"{file}: {'row' if len(rows) == 1 else 'rows'} {', '.join(rows[:MAX_ROWS])}{more}")
        return "; ".join(files) + (f" ({self.rows:,} rows)" if self.rows > MAX_ROWS else "")

    @property
    def waivers(self) -> list[str]:
        """What is to be said of waivers, each once."""
        waivers = dict.fromkeys(waiver for finding in self.findings for waiver in finding.waivers)
        return [*map(waiver_sentence, waivers)]


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


def on_fleet(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that say something of the fleet, without those that wait for the reader's own preparation."""
    return [finding for finding in findings if finding.concern != "preparation"]


def preparation(findings: Iterable[Finding]) -> list[Remedy]:
    """What the reader has to prepare before rules can answer: whole lists, descriptions of sites."""
    return remedies(finding for finding in findings if finding.concern == "preparation")


def by_rule(findings: Iterable[Finding]) -> list[tuple[str, list[FindingGroup]]]:
    """The groups of each rule, the gravest first; the rule of the gravest group first."""
    ordered = sorted(findings, key=lambda finding: finding.rule)
    rules = [(rule, _groups(of_rule)) for rule, of_rule in groupby(ordered, key=lambda finding: finding.rule)]
    return sorted(rules, key=lambda item: (item[1][0].gravity, -item[1][0].units, item[0]))


def gravest(findings: Iterable[Finding]) -> list[FindingGroup]:
    """The groups of all rules, the gravest first: of equally grave ones that of most units."""
    return _sorted(group for _, groups in by_rule(on_fleet(findings)) for group in groups)


def leading(findings: Iterable[Finding], most: int) -> list[FindingGroup]:
    """The gravest groups, each of another rule, and each listed party once however many rules name it."""
    chosen: list[FindingGroup] = []
    seen: set[object] = set()
    for group in gravest(findings):
        first = group.findings[0]
        marks: set[object] = {first.rule}
        if first.concern == "listed-party":
            marks |= {(evidence.fact, evidence.value) for evidence in first.evidence}
        if seen.isdisjoint(marks):
            chosen.append(group)
        seen |= marks
    return chosen[:most]


def _groups(findings: Iterable[Finding]) -> list[FindingGroup]:
    alike: dict[tuple[Verdict, str, Subject | None], list[Finding]] = {}
    for finding in findings:
        about = None if finding.subject.kind in ("lot", "fleet") else finding.subject
        alike.setdefault((finding.verdict, finding.because, about), []).append(finding)
    return _sorted(_group(members, about) for (_, _, about), members in alike.items())


def _group(findings: Sequence[Finding], about: Subject | None) -> FindingGroup:
    """One group of findings that have a verdict and a reason in common."""
    return FindingGroup(
        findings[0].verdict,
        findings[0].because,
        about,
        sum(finding.units for finding in findings),
        sorted({at for finding in findings for at in finding.locations}, key=lambda at: (at.file, at.row)),
        sum(len(finding.locations) + finding.locations_omitted for finding in findings),
        findings,
    )


def _sorted(groups: Iterable[FindingGroup]) -> list[FindingGroup]:
    return sorted(groups, key=lambda group: (group.gravity, -group.units, group.because, group.about_words))


def remedies(findings: Iterable[Finding]) -> list[Remedy]:
    """Each remedy once, that of the gravest finding first; rules speak of the same machines, so units are not added."""
    units: dict[str, dict[str, int]] = {}
    rank: dict[str, tuple[int, int, int]] = {}
    for finding in findings:
        if finding.remedy:
            of_rule = units.setdefault(finding.remedy, {})
            of_rule[finding.rule] = of_rule.get(finding.rule, 0) + finding.units
            rank[finding.remedy] = min(rank.get(finding.remedy, gravity(finding)), gravity(finding))
    asked = [Remedy(remedy, sorted(of_rule), max(of_rule.values())) for remedy, of_rule in units.items()]
    return sorted(asked, key=lambda remedy: (rank[remedy.text], -remedy.units, remedy.text))


def sources(findings: Iterable[Finding]) -> list[tuple[Cited, str]]:
    """Every source once, with what makes it less than sure, or ""; where policies differ, in the more doubtful way."""
    every = [source for finding in findings for source in finding.sources]
    cited = {source.id: source for source in sorted(every, key=lambda source: bool(doubt(source)))}
    return [(source, doubt(source)) for _, source in sorted(cited.items())]


def notes(groups: Iterable[FindingGroup]) -> list[str]:
    """What else is to be said of some findings, each once: their flags, then their notes as they were written."""
    findings = [finding for group in groups for finding in group.findings]
    flags = merged_flags(flag for finding in findings for flag in finding.flags)
    written = dict.fromkeys(note for finding in findings for note in finding.notes)
    return [*map(flag_sentence, flags), *written]


def remarks(finding: Finding) -> list[str]:
    """All that is to be said of one finding beside its reason: flags, notes as written, waivers, doubtful sources."""
    return [
        *map(flag_sentence, finding.flags),
        *finding.notes,
        *map(waiver_sentence, finding.waivers),
        *(doubt_sentence(source) for source in finding.sources if doubt(source)),
    ]


def file_of(path: str) -> str:
    """The file of an inventory, without the sheet that may be named behind it: what a code host can open."""
    sheet = _SHEET.fullmatch(path)
    return sheet[1] if sheet else path
