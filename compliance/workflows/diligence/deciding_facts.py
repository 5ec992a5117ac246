"""The facts that decide a purchase, ordered by gravity, then by money: what an acquirer's counsel would name first.

They are the gravest finding of each rule, who of a foreign adversary stands above the target and how near its sites are to
the military, the claim of customs, and what of the machines is not the target's to sell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from compliance.core.bounds import Bounds, dollars
from compliance.core.finding import Finding, Report, Verdict, gravity
from compliance.core.text import counted
from compliance.inventory.units import Lot
from compliance.policies.constraints.site_proximity import Nearness
from compliance.workflows.diligence.holdings import Chain, Holding
from compliance.workflows.diligence.plan import value_of_findings
from compliance.workflows.duty import DutyResult
from compliance.workflows.duty_lines import not_live
from compliance.workflows.timeline.verdicts import History

MAX_FACTS = 3
"""So many facts decide."""
MAX_OTHERS = 3
"""So many owners of what is not the target's are named."""
_MATERIAL = Decimal("0.01")
"""The share of the units from which on it is told that they are not the target's."""
_AFTER_VIOLATIONS = (1, Verdict.FLAGGED.severity)
_BASE = (1, Verdict.VIOLATION.severity, -1)
"""A foreign adversary beside a military installation: the government may order the site to be given up."""
_HOLDERS, _CLAIM, _TITLE = (*_AFTER_VIOLATIONS, -2), (*_AFTER_VIOLATIONS, -1), (*_AFTER_VIOLATIONS, 99)
"""Less than a certain violation: foreign holders, the claim of customs, and after red flags what is not the target's."""

_Rank = tuple[tuple[int, int, int], Decimal, int]


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact and how grave it is; ``of`` is the policy, or what else it comes from, and ``marks`` the listed parties in it."""

    rank: _Rank
    text: str
    of: str
    marks: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """What else decides beside findings: holders of watched countries, where the sites lie, and whose the machines are.

    ``near``: the installations near each site, by its id. ``proximity`` are the rules that measure them. ``acquirer`` is
    the name of an acquirer that is itself a foreign person, else "". ``owners``: the units by the owner that is recorded.
    """

    chains: Sequence[Chain]
    near: Mapping[str, Sequence[Nearness]]
    proximity: Collection[str]
    acquirer: str
    owners: Mapping[str, int]


def deciding_facts(
    report: Report, by_finding: Mapping[str, Sequence[Lot]], owing: DutyResult, coming: History, standing: Standing
) -> tuple[str, ...]:
    """What decides, the gravest first; what the reader has to prepare is no fact about the target.

    ``by_finding`` holds the lots of each finding (``lots_by_finding``).
    """
    lying = [(site, near[0]) for site, near in standing.near.items() if near and _is_close(near[0])]
    foreign = [*_foreign(standing, lying)]
    told = standing.proximity if foreign and lying else ()
    ranked = [*_findings(report, by_finding, told), *foreign, *_claim(owing), *_title(report, standing.owners)]
    facts = [*(fact.text for fact in _leading(sorted(ranked, key=lambda fact: fact.rank))), *_change(coming)]
    if not any(finding.verdict is Verdict.VIOLATION for finding in report.findings):
        facts.append("No unit is known to break a rule.")
    return tuple(facts[:MAX_FACTS])


def _leading(ranked: Sequence[_Fact]) -> list[_Fact]:
    """The facts with the gravest of each policy before the others, and each listed party once."""
    first: list[_Fact] = []
    rest: list[_Fact] = []
    for fact in ranked:
        if not any(fact.marks & other.marks for other in (*first, *rest)):
            (rest if any(fact.of == other.of for other in first) else first).append(fact)
    return [*first, *rest]


def _findings(report: Report, by_finding: Mapping[str, Sequence[Lot]], told: Collection[str]) -> Iterator[_Fact]:
    """The gravest findings of each rule that say the same, as one fact; rules that are ``told`` are left out."""
    of_rule: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.concern != "preparation" and finding.verdict is not Verdict.WAIVED and finding.rule not in told:
            of_rule.setdefault(finding.rule, []).append(finding)
    for rule, findings in of_rule.items():
        first = min(findings, key=lambda finding: (gravity(finding), -finding.units, finding.because))
        alike = [
            finding
            for finding in findings
            if (finding.verdict, finding.because, finding.subject.kind)
            == (first.verdict, first.because, first.subject.kind)
        ]
        value = value_of_findings(alike, by_finding)
        units = sum(finding.units for finding in alike)
        listed = first.evidence if first.concern == "listed-party" else ()
        yield _Fact(
            (gravity(first), -(value.most or value.least), -units),
            _sentence(rule, first, units, report.summary.units, value),
            rule.partition("/")[0],
            frozenset((evidence.fact, evidence.value) for evidence in listed),
        )


def _sentence(rule: str, finding: Finding, units: int, of: int, value: Bounds) -> str:
    """A finding in sentences: what is found, of whom or of how many units, and under which rule."""
    open_word = "may break" if finding.verdict is Verdict.UNDETERMINED else "falls under"
    verb = "breaks" if finding.verdict is Verdict.VIOLATION else open_word
    if finding.subject.kind in ("site", "party"):
        whom = f"The {finding.subject.kind} {finding.subject.id}"
    elif finding.subject.kind == "fleet":
        whom = "The fleet"
    else:
        worth = "" if value.most is None and not value.least else f", bought for {dollars(value)},"
        whom = f"{counted(units, 'unit')} of {of:,} ({units / of:.1%}){worth}"
        verb = verb if units == 1 else {"breaks": "break", "falls under": "fall under"}.get(verb, verb)
    because = finding.because.rstrip(".")
    return f"{because[:1].upper()}{because[1:]}. {whom} {verb} {rule} ({finding.effect})."


def _is_close(near: Nearness) -> bool:
    """Whether a site is near an installation, or may be by what is measured."""
    measured = near.most is not None and near.least <= near.limit
    return near.near is True or (near.near is None and (measured or bool(near.places)))


def _foreign(standing: Standing, lying: Sequence[tuple[str, Nearness]]) -> Iterator[_Fact]:
    """Who of a watched country stands above the target, or buys it, and which of its sites lie near the military."""
    rank = _BASE if any(near.near for _, near in lying) else _HOLDERS
    sites = "".join(
        f" Site {site} {'lies' if near.near else 'may lie'} near a listed military installation ({near})."
        for site, near in lying
    )
    if standing.chains:
        more = len(standing.chains) - MAX_OTHERS
        above = "; ".join(map(_chain_words, standing.chains[:MAX_OTHERS])) + (f"; and {more} more" if more > 0 else "")
        text = f"A foreign adversary (15 CFR 791.4) stands above the target: {above}.{sites}"
        yield _Fact((rank, Decimal(0), 0), text, "holders")
    if standing.acquirer and sites:
        text = f"The acquirer {standing.acquirer} is a foreign person (31 CFR 802.221).{sites}"
        yield _Fact((rank, Decimal(1), 0), text, "acquirer")


def _chain_words(chain: Chain) -> str:
    """``X (China) holds 80 % of Y, which holds 45 % of Z``."""
    if not chain.steps:
        return f"{chain.company} is of {chain.country}"
    holder = f"{chain.steps[-1].owner} ({chain.country})"
    return holder + ",".join(
        f"{' which' if number else ''} holds {_held(step)}" for number, step in enumerate(reversed(chain.steps))
    )


def _held(holding: Holding) -> str:
    interest = holding.interest
    kind = "" if interest.kind == "ownership" else f" ({interest.kind})"
    return f"{interest.share} of {holding.owned}{kind}"


def _claim(owing: DutyResult) -> Iterator[_Fact]:
    """What customs may claim, as a fact."""
    total = owing.total
    if total.exposure.most != 0:
        text = (
            f"If customs hold the machines to be of another origin ({owing.asserted}), more duty is due, without interest: "
            f"{dollars(total.live)}{not_live(total)}."
        )
        yield _Fact((_CLAIM, -(total.live.most or total.live.least), 0), text, "claim")


def _title(report: Report, owners: Mapping[str, int]) -> Iterator[_Fact]:
    """Units that are recorded as somebody else's than the target's, or as disposed of."""
    first, *others = sorted(owners.items(), key=lambda owner: (-owner[1], owner[0])) or [("", 0)]
    elsewhere, gone, units = sum(count for _, count in others), report.summary.disposed, report.summary.units
    if elsewhere + gone < _MATERIAL * units or not elsewhere + gone:
        return
    named = ", ".join(f"{name} {count:,}" for name, count in others[:MAX_OTHERS])
    parts = (
        [f"{counted(elsewhere, 'unit')} are recorded as owned by others than {first[0]} ({named})"] if others else []
    )
    parts += [f"{counted(gone, 'unit')} are disposed of"] if gone else []
    text = f"Of {counted(units, 'unit')}, {' and '.join(parts)}: they are not the target's to sell."
    yield _Fact((_TITLE, Decimal(0), -elsewhere - gone), text, "title")


def _change(coming: History) -> Iterator[str]:
    """The first day on which the answer changes."""
    for entry in coming.entries[1:]:
        if entry.shifts:
            what = "; ".join(event.what for event in entry.events) or "facts change"
            yield f"On {entry.day} the answer changes: {what}."
            return
