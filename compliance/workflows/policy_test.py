"""Runs the tests that lie beside the rules: small fleets, a day, and the verdict that must come out.

A test gives units in the words of the native inventory, and what else the case needs; everything it does not give
(country sets, hardware, lists, known parties) is the bundled data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator

from compliance.core.errors import ComplianceError, Problem
from compliance.core.finding import Report, Verdict, worst
from compliance.core.located import ParsedFile
from compliance.core.record import Record, Since, Source, Text, validate
from compliance.evidence.documents import Document, Register, Registered
from compliance.evidence.serial_lists import serial_of
from compliance.evidence.tie_out import tie_out
from compliance.inventory.columns import layout
from compliance.inventory.facts import NATIVE
from compliance.inventory.facts.base import FactsRead, Reader
from compliance.inventory.grouping.base import Grouping
from compliance.inventory.grouping.python import partial
from compliance.inventory.lots import normalise
from compliance.inventory.sites import Site, Sites
from compliance.inventory.units import Fleet
from compliance.io.paths import is_folder, lies_at, regular
from compliance.io.yaml import load
from compliance.ownership.formats.native import parties_in
from compliance.ownership.parties import Parties
from compliance.policies.engine.assessment import assess
from compliance.policies.facts import Facts
from compliance.policies.facts_read import facts_read
from compliance.policies.policy import POLICY_FILE, TEST_SUFFIX, DatedRule, Policy, load_rule
from compliance.policies.waivers import Waiver, Waivers
from compliance.reference.installations import Installation, Installations
from compliance.screening.listings import Listing, PartyList
from compliance.workflows.inputs import find_policy, needed
from compliance.workflows.inputs.claims import with_documents
from compliance.workflows.reference import Reference


def _as_text(value: Any) -> str:
    """What an inventory would hold where YAML reads a number, a day or nothing."""
    if value is None:
        return ""
    if type(value) not in (str, int, Decimal, date):
        raise ValueError("is not one cell")
    return str(value)


Cell = Annotated[str, BeforeValidator(_as_text)]


class ListedEntry(Record):
    """A party that a test puts on a list."""

    name: Text
    country: str | None = None
    since: Since = None
    until: date | None = None
    programmes: tuple[Text, ...] = ()


class Given(Record):
    """The case. ``units``: name -> cells of the native inventory. ``listed``: list id -> the whole of that list; ``installations`` likewise."""

    units: dict[Text, dict[Text, Cell]]
    parties: dict[str, Any] = {}
    sites: tuple[Site, ...] = ()
    listed: dict[Text, tuple[ListedEntry, ...]] = {}
    installations: dict[Text, tuple[Installation, ...]] = {}
    waivers: tuple[Waiver, ...] = ()
    documents: tuple[Document, ...] = ()
    parameters: dict[str, Any] = {}


class PolicyTest(Record):
    """One case of one rule. ``expect``: unit, ``fleet``, site or party -> verdict."""

    name: Text
    as_of: date
    given: Given
    expect: dict[Text, Verdict]


@dataclass(frozen=True, slots=True)
class Needs:
    """What a rule reads: facts of units, and the ids of lists, regimes, country sets and tables of installations."""

    read: FactsRead
    lists: tuple[str, ...]
    regimes: tuple[str, ...]
    country_sets: tuple[str, ...]
    installations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a test; no failures where it passed."""

    rule: str
    name: str
    failures: tuple[str, ...]


def load_for_test(name: str) -> Policy:
    """The bundled policy of this id, or the one in this folder, its parameters left open."""
    return find_policy(name, Path(), None, reference())


def sort_out(names: Iterable[str]) -> tuple[list[str], list[Path]]:
    """The policies (ids or folders, each once) and the files of waivers that are meant.

    A file in the folder of a policy means the policy. Raises ComplianceError for a file that belongs to neither.
    """
    policies: dict[str, None] = {}
    waivers: list[Path] = []
    problems = []
    for name in names:
        path = Path(name)
        if is_folder(path) or not lies_at(path):
            policies[name] = None
        elif path.stem.casefold().startswith("waivers"):
            waivers.append(regular(path, name))
        elif lies_at(path.parent / POLICY_FILE):
            policies[str(path.parent)] = None
        else:
            problems.append(
                Problem(
                    f"is not a file of waivers, and no {POLICY_FILE} lies beside it",
                    "Name a policy's folder, a file in it, or waivers.yaml.",
                    name,
                )
            )
    if problems:
        raise ComplianceError(problems)
    return list(policies), waivers


def tests_of(rule: DatedRule, folder: Path) -> tuple[PolicyTest, ...]:
    """The tests beside a rule. Raises ComplianceError where the file cannot be read."""
    path = folder / f"{rule.id.split('/')[1]}{TEST_SUFFIX}"
    document = load(regular(path, path.name), name=path.name)
    return validate(tuple[PolicyTest, ...], document)


def run_policy(policy: Policy) -> list[Result]:
    """Runs every test of a policy; a rule without tests fails."""
    results = []
    for rule in policy.rules:
        path = policy.folder / f"{rule.id.split('/')[1]}{TEST_SUFFIX}"
        if not lies_at(path):
            results.append(Result(rule.id, path.name, ("the rule has no tests",)))
            continue
        results += run_rule(rule, tests_of(rule, policy.folder))
    return results


def facts_for(test: PolicyTest, needs: Needs) -> Facts:
    """The facts of a case, as far as a rule reads them. Raises ComplianceError."""
    case = test.given
    bundled = reference()
    parties = bundled.parties
    if case.parties:
        parties = Parties.merged([parties], [parties_in(ParsedFile(test.name, case.parties))])
    sites = Sites(case.sites)
    register = Register(tuple(map(_registered, case.documents)))
    reader = Reader(bundled.catalogue, bundled.countries, parties, sites, "iso", claims=bool(register))
    regimes = {name: bundled.regime(name) for name in needs.regimes}
    lists = {
        name: _listed(name, case.listed[name]) if name in case.listed else bundled.party_list(name)
        for name in needs.lists
    }
    sets = {name: bundled.country_set(name) for name in needs.country_sets}
    places = {
        name: _installed(name, case.installations[name]) if name in case.installations else bundled.installations(name)
        for name in needs.installations
    }
    fleet = _fleet(case.units, with_documents(needs.read, register) if register else needs.read, reader)
    if register:
        fleet = tie_out(register, fleet, reader, test.as_of).fleet
    return Facts(
        test.as_of, bundled.countries, bundled.catalogue, fleet, parties, sites, lists, sets, regimes, None, places,
        register=register,
    )  # fmt: skip


FactsOf = Callable[[PolicyTest, Needs], Facts]
"""Gives the facts of a case; it may keep them for the next rule that reads the same."""


def run_rule(rule: DatedRule, tests: tuple[PolicyTest, ...], facts_of: FactsOf = facts_for) -> Iterator[Result]:
    """Runs a rule's tests, each by itself."""
    for test in tests:
        yield Result(rule.id, test.name, tuple(_failures(rule, test, facts_of)))


def _failures(rule: DatedRule, test: PolicyTest, facts_of: FactsOf) -> Iterator[str]:
    try:
        got = verdicts(rule, test, facts_of)
    except ComplianceError as error:
        yield f"cannot be asked: {error}"
        return
    for subject, expected in test.expect.items():
        if got.get(subject) is not expected:
            yield f"{subject} should be {expected}, is {got.get(subject, 'not there')}"


def verdicts(rule: DatedRule, test: PolicyTest, facts_of: FactsOf = facts_for) -> dict[str, Verdict]:
    """The verdict of each unit of the case by its name, of the ``fleet``, and of sites and parties by their ids."""
    case = test.given
    tested = load_rule(rule.document, rule.policy, rule.id, case.parameters) if case.parameters or rule.open else rule
    policy = Policy(rule.policy, (tested,), Path(), "", "")
    waivers = Waivers(case.waivers)
    facts = facts_of(test, _needs(policy, waivers))
    if not tested.on(test.as_of).in_force:
        return dict.fromkeys((*case.units, "fleet"), Verdict.NOT_APPLICABLE)
    report = assess([policy], facts, waivers).report
    return {**_by_unit(report, list(case.units)), **_by_subject(report)}


def _by_unit(report: Report, names: list[str]) -> dict[str, Verdict]:
    by_name: dict[str, list[Verdict]] = {name: [] for name in names}
    for finding in report.findings:
        for place in finding.locations:
            by_name[names[place.row - 1]].append(finding.verdict)
    return {name: worst(answers) for name, answers in by_name.items()}


def _by_subject(report: Report) -> dict[str, Verdict]:
    return {finding.subject.id: finding.verdict for finding in report.findings if finding.subject.kind != "lot"}


def _needs(policy: Policy, waivers: Waivers) -> Needs:
    regimes = tuple(needed([policy], "regimes"))
    of_regimes = (name for regime in regimes for name in reference().regime(regime).lists)
    return Needs(
        facts_read([policy], waivers),
        tuple(sorted({*needed([policy], "lists"), *of_regimes})),
        regimes,
        tuple(needed([policy], "country_sets")),
        tuple(needed([policy], "installations")),
    )


def _registered(document: Document) -> Registered:
    """A document of a test, whose file is taken to be there."""
    serials = tuple(frozenset(map(serial_of, line.serials)) for line in document.lines)
    return Registered(document, "test", serials=serials)


def _fleet(units: Mapping[str, Mapping[str, str]], read: FactsRead, reader: Reader) -> Fleet:
    rows = [{"asset_id": name, **cells} for name, cells in units.items()]
    header = list(dict.fromkeys((*NATIVE, *(column for row in rows for column in row))))
    grouping = Grouping(layout(header, {}, file="test"), read)
    tally = partial(grouping, [(1, [[row.get(column, "") for column in header] for row in rows])])
    return Fleet(tuple(normalise(tally, grouping, reader, "test").lots))


@cache
def reference() -> Reference:
    """The bundled data, read once."""
    return Reference()


def _listed(name: str, listed: tuple[ListedEntry, ...]) -> PartyList:
    listings = tuple(
        Listing(
            str(number),
            entry.name,
            (),
            (entry.country,) if entry.country else (),
            programmes=entry.programmes,
            since=entry.since,
            until=entry.until,
            row=number,
        )
        for number, entry in enumerate(listed, 1)
    )
    source = Source(id=name, title=name, confidence="verified")
    return PartyList(name, name, "test", date.max, "complete", listings, (source,), "", f"test:{name}")


def _installed(name: str, installations: tuple[Installation, ...]) -> Installations:
    source = Source(id=name, title=name, confidence="verified")
    return Installations(name, 0, (source,), "verified", installations)


def document_of(rule: DatedRule, data: Any) -> ParsedFile:
    """The rule's document with other content: for guards that change a value and want a test to fail."""
    return ParsedFile(rule.document.file, data, rule.document.marks)
