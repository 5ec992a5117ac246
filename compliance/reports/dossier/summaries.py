"""How a dossier is told to a person: the tables and sentences that Markdown and the page share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from compliance.core.bounds import dollars
from compliance.core.finding import Verdict
from compliance.core.text import counted
from compliance.reports.sentences import sentence
from compliance.workflows.diligence.dossier import Dossier, SiteView
from compliance.workflows.diligence.remediation import Amount, Removal

GROUPS: Mapping[str, str] = {
    "maker": "Makers",
    "model": "Model families",
    "origin": "Origins",
    "year": "Years of purchase",
    "site": "Sites",
}
PARTIES = 25
WANTED = 40
GOING = 40
NEAR = 4
"""So many of each are told one by one; JSON has them all."""
Row = Sequence[str]


def hashrate(amount: Amount) -> str:
    """``1,234.5 PH/s``, with the units of which it is not recorded."""
    told = f"{amount.hashrate / 1000:,.1f} PH/s" if amount.hashrate else ""
    lacks = f"not recorded of {counted(amount.unrated, 'unit')}" if amount.unrated else ""
    return ", ".join(filter(None, (told, lacks))) or "none"


def share(part: Decimal | int, whole: Decimal | int) -> str:
    """``12.5 %``."""
    return f"{100 * Decimal(part) / Decimal(whole):.1f} %" if whole else ""


def verdicts(units: Mapping[Verdict, int]) -> str:
    """``violation 3, compliant 2``."""
    return ", ".join(f"{verdict} {units[verdict]:,}" for verdict in Verdict if units.get(verdict)) or "none"


COMPOSITION: Row = ("", "units", "share", "hashrate", "value", "verdicts")


def composition(dossier: Dossier, group: str) -> Iterator[Row]:
    """The parts of the fleet."""
    for name, part in dossier.composition[group].items():
        units = part.amount.units
        yield (
            name, f"{units:,}", share(units, dossier.whole.units), hashrate(part.amount), dollars(part.amount.value),
            verdicts(part.by_verdict),
        )  # fmt: skip


REMEDIATION: Row = (
    "policy",
    "units that must go",
    "share of units",
    "share of hashrate",
    "value",
    "left open",
    "not cured by removal",
)


def remediation_rows(dossier: Dossier) -> Iterator[Row]:
    """What each policy asks by itself, and all of them together."""
    plan = dossier.plan
    for each in plan.by_policy:
        yield (
            each.policy,
            *_cost(each.going, plan.all),
            ", ".join((f"{each.open:,}", *each.open_subjects)),
            "; ".join(each.incurable),
        )
    yield (
        "all together, with limits on the fleet",
        *_cost(plan.going, plan.all),
        f"{plan.open:,}",
        "; ".join(plan.unsolved),
    )


def _cost(going: Amount, whole: Amount) -> Row:
    of_hashrate = (
        share(going.hashrate, whole.hashrate)
        if not going.unrated
        else f"{share(going.hashrate, whole.hashrate)} or more"
    )
    return (f"{going.units:,}", share(going.units, whole.units), of_hashrate, dollars(going.value))


LEAVING: Row = ("units", "of", "why", "rows")


def going(some: Sequence[Removal]) -> Iterator[Row]:
    """The units that go, lot by lot."""
    for each in sorted(some, key=lambda going: -going.units)[:GOING]:
        of = f"{each.lot.units:,}" if each.units < each.lot.units else "the whole lot"
        where = ", ".join(f"{place.file}:{place.row}" for place in each.lot.locations[:3])
        yield (f"{each.units:,}", of, ", ".join(each.rules), where)


WANTED_ROWS: Row = ("what to ask for", "units", "settles by itself", "rules")


def wanted(dossier: Dossier) -> Iterator[Row]:
    """The documents to request."""
    for each in dossier.wanted[:WANTED]:
        yield (each.what, f"{each.units:,}", f"{each.settles:,}", ", ".join(each.rules))


def site_lines(view: SiteView) -> Iterator[str]:
    """What is to be said of a site."""
    site = view.site
    place = f"{site.point.latitude}, {site.point.longitude}" if site.point else "no coordinates are recorded"
    yield f"{counted(view.units, 'unit')}; {place}; operator: {site.operator or 'not recorded'}; owner: {site.owner or 'not recorded'}"
    for each in view.findings:
        yield f"{each.rule}: {each.verdict}. {sentence(each.because)}"
    for near in view.near[:NEAR]:
        if near.most is not None or near.found:
            yield str(near)


PARTY_ROWS: Row = ("party", "country", "is", "units", "ownership")


def parties(dossier: Dossier) -> Iterator[Row]:
    """The counterparties."""
    for each in dossier.parties[:PARTIES]:
        by_answer: dict[str, list[str]] = {}
        for regime, said in each.reached.items():
            by_answer.setdefault(said, []).append(regime)
        reached = "; ".join(f"{', '.join(regimes)}: {said}" for said, regimes in by_answer.items())
        yield (each.name, each.country or "?", ", ".join(each.roles), f"{each.units:,}", reached)


COMPARISON: Row = (
    "target", "units", "verdict", "violation", "undetermined", "must go", "value of what must go", "exposure to duty",
)  # fmt: skip


def comparison(dossiers: Sequence[Dossier]) -> Iterator[Row]:
    """The targets side by side."""
    for each in dossiers:
        counts = each.report.summary.by_verdict
        yield (
            each.name, f"{each.report.summary.units:,}", each.report.verdict.value, f"{counts[Verdict.VIOLATION]:,}",
            f"{counts[Verdict.UNDETERMINED]:,}", f"{each.plan.going.units:,}", dollars(each.plan.going.value),
            dollars(each.duty.total.exposure),
        )  # fmt: skip


def annex(dossier: Dossier) -> Iterator[Row]:
    """Everything that was read, and the documents that were not."""
    for each in dossier.report.inputs:
        yield (each.kind, each.path, str(each.edition or ""), each.sha256)
    yield ("rate table", dossier.duty.tariff.name, "", dossier.duty.tariff.sha256)
    for paper in dossier.papers or ():
        yield ("document, not read", paper.name, "", paper.sha256)


def notes(dossier: Dossier) -> list[str]:
    """What else is to be said, each note once."""
    return [*dict.fromkeys((*dossier.report.notes, *dossier.duty.notes))]


ANNEX: Row = ("kind", "path", "edition", "SHA-256")
