"""What a person concluded on a match, added to a file of decisions, and what it changes in inventories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from compliance.core.errors import ParameterError, Problem, fail
from compliance.core.finding import Finding, Report
from compliance.core.text import quoted
from compliance.io.paths import AnyPath, AnyPaths, as_paths, display_path, working_folder
from compliance.io.writing import continue_file
from compliance.policies.engine.assessment import assess
from compliance.reference.countries import Codes
from compliance.screening.decision_file import Decision, fingerprint, with_decision
from compliance.screening.decisions import Decisions
from compliance.screening.matching import screen
from compliance.screening.names.folding import fold
from compliance.workflows.candidates import Candidate, candidates_of
from compliance.workflows.continued import file_of, older_content
from compliance.workflows.inputs import Inputs, read_inputs, read_list
from compliance.workflows.inputs.options import InventoryOptions, complete
from compliance.workflows.reference import user_reference
from compliance.workflows.settings import find_config


@dataclass(frozen=True, slots=True)
class DecideResult:
    """Decisions, their file, and whether they were written there.

    ``changes`` are the findings of the inventories whose verdict it changes, as they were and as they are.
    """

    decisions: tuple[Decision, ...]
    path: Path
    written: bool
    changes: tuple[tuple[Finding, Finding], ...] = ()


def decide(
    fleets: AnyPaths = (),
    *,
    same_party: bool,
    reason: str,
    decided_by: str,
    decided_on: date,
    expires: date,
    as_of: date,
    party: str = "",
    country: str | None = None,
    listing: str = "",
    finding: str = "",
    every: bool = False,
    decisions: AnyPath | None = None,
    policies: Iterable[AnyPath] = (),
    parties: AnyPaths = (),
    lists: Mapping[str, AnyPath] = MappingProxyType({}),
    mapping: AnyPath | None = None,
    country_codes: Codes | None = None,
    write: bool = True,
    settings: AnyPath | None = None,
) -> DecideResult:
    """Records that a party is a listed one (``same_party``: from then on a match), or is not (from then on none).

    Whom it is about: a ``party`` by its name, and a ``listing`` as ``list:entry``; or the ``finding`` of a check of the
    inventories, by its fingerprint or the beginning of it, narrowed by the former where it rests on several
    matches, or for ``every`` one of them that it is not. Without
    ``write`` it only says what it would do. The file is ``decisions``, else the one beside the inventories, else that
    of the settings.

    Raises ComplianceError where there is no such match, or several, and where the file cannot be continued.

    >>> from datetime import date
    >>> days = {"decided_on": date(2026, 11, 1), "expires": date(2027, 10, 31), "as_of": date(2026, 11, 22)}
    >>> why = {"reason": "Same address", "decided_by": "CCO"}
    >>> listing = "us-bis-entity-list:sophgo-technologies-ltd"
    >>> result = decide(party="Sophgo Technology", listing=listing, same_party=True, **why, **days, write=False)
    >>> print(result.decisions[0])
    decision by CCO of 2026-11-01 that 'Sophgo Technology' is sophgo-technologies-ltd of us-bis-entity-list
    """
    if expires < max(decided_on, as_of):
        what = f"a decision that expires on {expires} is over before it can hold"
        raise ParameterError(Problem(what, "Give a later day."))
    if not (finding if fleets else party and listing):
        advice = "Give --party and --listing; or an inventory and the --finding of its report."
        raise ParameterError(Problem("no match is named", advice))
    paths = as_paths(fleets)
    config, base = find_config(Path(settings or working_folder()), user_reference())
    path = file_of("decisions", None if decisions is None else Path(decisions), paths, config, base)
    options: InventoryOptions = {"policies": policies, "parties": parties, "lists": lists, "settings": settings}
    options |= {"mapping": mapping, "country_codes": country_codes}
    request, _ = complete(paths, as_of, options)
    if paths:
        inputs = read_inputs(request)
        older = assess(inputs.policies, inputs.facts, inputs.waivers)
        candidates = candidates_of(_finding(older.report, finding), inputs.policies, inputs.facts, older)
    else:
        party_list = read_list(listing.partition(":")[0], request.lists, as_of, request.reference)
        candidates = tuple(Candidate(party, country, match) for match in screen([party], country, party_list, as_of))
    made = [
        Decision(
            party=candidate.party,
            country=candidate.country,
            list=candidate.match.list,
            entry=candidate.match.entry,
            fingerprint=fingerprint(candidate.match.listing),
            decision="same-party" if same_party else "not-the-same-party",
            reason=reason,
            decided_by=decided_by,
            decided_on=decided_on,
            expires=expires,
        )
        for candidate in _meant(candidates, party, listing, every and not same_party)
    ]

    def added(content: bytes | None) -> bytes:
        for decision in made:
            content = with_decision(content, display_path(path), decision)
        return content or b""

    added(older_content(path))
    changes = tuple(_changes(inputs, older.report, made)) if paths else ()
    if write:
        continue_file(path, display_path(path), added)
    return DecideResult(tuple(made), path, write, changes)


def _finding(report: Report, text: str) -> Finding:
    """The one finding whose fingerprint begins so. Raises ComplianceError."""
    findings = {finding.fingerprint: finding for finding in report.findings if finding.fingerprint.startswith(text)}
    if len(findings) == 1:
        return next(iter(findings.values()))
    what = f"{len(findings)} findings have a fingerprint that begins with {quoted(text)}"
    raise fail(what, "Take it from the report: compliance check --format json.")


def _meant(candidates: Iterable[Candidate], party: str, listing: str, every: bool) -> list[Candidate]:
    """The candidates that are meant, each once. Raises ComplianceError where there is none, or several unless ``every``."""
    by_text = {str(candidate): candidate for candidate in candidates}
    meant = {
        text: candidate
        for text, candidate in by_text.items()
        if (not party or fold(party) == fold(candidate.party))
        and (not listing or listing == f"{candidate.match.list}:{candidate.match.entry}")
    }
    if not meant:
        matches = f" Its matches: {'; '.join(by_text)}." if by_text else ""
        raise fail("there is no such match to decide on", f"See compliance screen NAME.{matches}")
    if len(meant) > 1 and not every:
        advice = "Name one by --party and --listing; --not-the-same-party may decide on --every one."
        raise fail(f"{len(meant)} matches are meant: {'; '.join(meant)}", advice)
    return list(meant.values())


def _changes(inputs: Inputs, older: Report, made: Sequence[Decision]) -> Iterator[tuple[Finding, Finding]]:
    """The findings whose verdict the decisions change."""
    facts = inputs.facts
    decisions = Decisions((*facts.decisions.decisions, *made))
    newer = assess(inputs.policies, facts.with_decisions(decisions), inputs.waivers).report
    after = {finding.fingerprint: finding for finding in newer.findings}
    for before in older.findings:
        now = after.get(before.fingerprint, before)
        if now.verdict is not before.verdict:
            yield before, now
