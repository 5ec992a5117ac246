"""A dossier in words for a person: the tables and sentences that Markdown and the page share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from compliance.core.bounds import dollars
from compliance.core.finding import OPEN_BREACH, Verdict
from compliance.core.text import counted
from compliance.reference.cures import Addressee
from compliance.reports.sentences import sentence
from compliance.reports.summaries import gravest
from compliance.workflows.diligence.dossier import Dossier, SiteView
from compliance.workflows.diligence.plan import Amount, Measure, Plan, Remaining

GROUPS: Mapping[str, str] = {
    "maker": "Makers",
    "model": "Model families",
    "origin": "Origins",
    "year": "Years of purchase",
    "site": "Sites",
    "owner": "Owners",
    "client": "Hosting clients",
    "seller": "Sellers",
    "status": "Status",
}
MAX_PARTIES, MAX_REQUESTS, MAX_MEASURES, MAX_NEAR, MAX_FLAGS, MAX_HOLDINGS = 25, 40, 40, 4, 12, 60
"""So many of each are named one by one; JSON has them all."""
Row = Sequence[str]


def hashrate(amount: Amount) -> str:
    """``1,234.5 PH/s``, with the units of which it is not recorded."""
    known = f"{amount.hashrate / 1000:,.1f} PH/s" if amount.hashrate else ""
    unknown = f"not recorded of {counted(amount.unrated, 'unit')}" if amount.unrated else ""
    return ", ".join(filter(None, (known, unknown))) or "none"


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


def fleet_line(dossier: Dossier) -> str:
    """Hashrate, efficiency and value of the whole fleet."""
    efficiency = f", {dossier.efficiency} W per TH/s" if dossier.efficiency else ""
    return f"{hashrate(dossier.whole)}{efficiency}, value {dollars(dossier.whole.value)}."


REMEDIATION: Row = (
    "policy",
    "units to change",
    "share of units",
    "share of hashrate",
    "value",
    "left open",
    "not cured",
)


def remediation_rows(dossier: Dossier) -> Iterator[Row]:
    """What each policy asks by itself, and all of them together."""
    plan = dossier.plan
    for policy in plan.by_policy:
        yield (
            policy.policy,
            *_cost(policy.changed, plan.all),
            *_left(policy.open, policy.open_rules, policy.incurable),
        )
    yield ("all together, with limits on the fleet", *_cost(plan.certain.changed, plan.all), *_left_by(plan.certain))
    if plan.conservative:
        yield ("what may be broken too", *_cost(plan.conservative.changed, plan.all), *_left_by(plan.conservative))


def _left_by(plan: Plan) -> Row:
    return _left(plan.open, plan.open_rules, plan.unsolved)


def _left(units: int, open_rules: Sequence[Remaining], broken: Sequence[Remaining]) -> Row:
    return (
        ", ".join((f"{units:,}", *dict.fromkeys(map(open_words, open_rules)))),
        "; ".join(map(broken_words, broken)),
    )


def open_words(remaining: Remaining) -> str:
    """What stays open: the site or the party, else the rule on the fleet."""
    return f"{remaining.about.kind} {remaining.about.id}" if remaining.about else remaining.rule


def broken_words(remaining: Remaining) -> str:
    """What stays broken, and why."""
    return f"{open_words(remaining)}: {remaining.because}"


def plan_line(plan: Plan) -> str:
    """What a plan does, in a sentence: ``Replace 340 units; remove 2.``"""
    doing = {"replace": "replace", "remove": "remove", "relocate": "move", "block": "block"}
    parts = [f"{doing[change]} {counted(units, 'unit')}" for change, units in plan.by_change().items()]
    outlay = "" if plan.outlay.most is None or not plan.outlay.most else f" New machines cost {dollars(plan.outlay)}."
    return f"{'; '.join(parts).capitalize()}.{outlay}" if parts else "Nothing has to be changed."


def _cost(going: Amount, whole: Amount) -> Row:
    of_hashrate = (
        share(going.hashrate, whole.hashrate)
        if not going.unrated
        else f"{share(going.hashrate, whole.hashrate)} or more"
    )
    return (f"{going.units:,}", share(going.units, whole.units), of_hashrate, dollars(going.value))


MEASURES: Row = ("units", "of", "what is done", "why", "rows")


def measures(planned: Sequence[Measure]) -> Iterator[Row]:
    """What is done, lot by lot."""
    for measure in sorted(planned, key=lambda measure: -measure.units)[:MAX_MEASURES]:
        of = f"{measure.lot.units:,}" if measure.units < measure.lot.units else "the whole lot"
        where = ", ".join(f"{location.file}:{location.row}" for location in measure.lot.locations[:3])
        yield (f"{measure.units:,}", of, measure.change, ", ".join(measure.rules), where)


REQUESTS: Row = ("what to ask for", "units", "settles by itself", "rules")

ADDRESSEES: Mapping[Addressee, str] = {
    "seller": "Of the seller or broker",
    "maker": "Of the maker",
    "counterparty": "Of whoever set the condition",
    "hosting-client": "Of the hosting client",
    "registry": "Of registers of companies, or the companies themselves",
    "counsel": "Of counsel",
    "us": "Of ourselves",
}
"""Who is asked, as a heading."""


def requests(dossier: Dossier, addressee: Addressee) -> list[Row]:
    """What to ask of an addressee."""
    asked = [request for request in dossier.requests if request.addressee == addressee]
    return [
        (request.what, f"{request.units:,}", f"{request.settles:,}", ", ".join(request.rules))
        for request in asked[:MAX_REQUESTS]
    ]


def short_answer(dossier: Dossier) -> str:
    """The verdict, in a sentence, with what it takes and what it may cost."""
    counts, total = dossier.report.summary.by_verdict, dossier.duty.total
    parts = [f"{counted(counts[verdict], 'unit')} {word}" for verdict, word in _ANSWERS.items() if counts[verdict]]
    said = f"Of {counted(dossier.report.summary.units, 'unit')}, {_joined(parts)}." if parts else ""
    duty = f" If customs hold another origin, {dollars(total.live)} of duty is due." if total.live.most != 0 else ""
    return f"{said} {plan_line(dossier.plan.certain)}{duty}".strip()


_ANSWERS: Mapping[Verdict, str] = {
    Verdict.VIOLATION: "break a rule for certain",
    Verdict.UNDETERMINED: "cannot be cleared yet",
    Verdict.FLAGGED: "raise a question for counsel",
    Verdict.WAIVED: "are waived",
    Verdict.COMPLIANT: "keep every rule",
    Verdict.NOT_APPLICABLE: "come under no rule",
}


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


RED_FLAGS: Row = ("rule", "verdict", "of", "what", "force")


def red_flags(dossier: Dossier) -> Iterator[Row]:
    """The gravest findings, with how much they concern and what force the rule has; papers and owners that are missing are none."""
    whole = dossier.report.summary.units
    flags = [group for group in gravest(dossier.report.findings) if group.gravity[0] <= OPEN_BREACH]
    for group in flags[:MAX_FLAGS]:
        first = group.findings[0]
        of = group.subject + (f" ({share(group.units, whole)})" if group.units and not group.about else "")
        yield (first.rule, group.verdict.value, of, group.sentence, first.effect)


HOLDINGS: Row = ("company", "held by", "country", "interest", "since", "tier")


def holdings(dossier: Dossier) -> Iterator[Row]:
    """Who holds the target's parties, and the acquirer."""
    for holding in dossier.holdings[:MAX_HOLDINGS]:
        interest = holding.interest
        held = f"{interest.share} {interest.kind}".strip()
        yield (
            holding.owned,
            holding.owner,
            holding.country or "?",
            held,
            str(interest.since or "?"),
            f"{holding.tier}",
        )


PAST: Row = ("day", "rule", "verdict", "units", "value", "what", "may be pursued until")


def past(dossier: Dossier) -> Iterator[Row]:
    """Past dealings that a rule finds fault with."""
    for dealing in dossier.past[:MAX_HOLDINGS]:
        until = str(dealing.pursued_until or "not said")
        yield (
            str(dealing.day), dealing.rule, dealing.verdict.value, f"{dealing.units:,}", dollars(dealing.value),
            sentence(dealing.because), until,
        )  # fmt: skip


def head(dossier: Dossier) -> Iterator[Row]:
    """The head of the memo: what is known of the matter."""
    matter = dossier.matter
    rows = (
        ("Matter", matter.matter), ("Client", matter.client), ("From", matter.author), ("Acquirer", matter.acquirer),
        ("Target", dossier.name), ("As of", str(dossier.as_of)), ("Question", _question(dossier)),
    )  # fmt: skip
    yield from ((name, text) for name, text in rows if text)


def _question(dossier: Dossier) -> str:
    policies = ", ".join(policy.id for policy in dossier.report.policies)
    return f"May this fleet be bought and kept where it stands, under {policies}?"


def site_lines(view: SiteView) -> Iterator[str]:
    """What is to be said of a site."""
    site = view.site
    place = f"{site.point.latitude}, {site.point.longitude}" if site.point else "no coordinates are recorded"
    yield f"{counted(view.units, 'unit')}; {place}; operator: {site.operator or 'not recorded'}; owner: {site.owner or 'not recorded'}"
    for finding in view.findings:
        yield f"{finding.rule}: {finding.verdict}. {sentence(finding.because)}"
    for near in view.near[:MAX_NEAR]:
        if near.most is not None or near.finding:
            yield str(near)


PARTIES: Row = ("party", "country", "is", "units", "ownership")


def parties(dossier: Dossier) -> Iterator[Row]:
    """The counterparties."""
    for party in dossier.parties[:MAX_PARTIES]:
        by_answer: dict[str, list[str]] = {}
        for regime, answer in party.reached.items():
            by_answer.setdefault(answer, []).append(regime)
        reached = "; ".join(f"{', '.join(regimes)}: {answer}" for answer, regimes in by_answer.items())
        yield (party.name, party.country or "?", ", ".join(party.roles), f"{party.units:,}", reached)


CLAIMS = (
    "The settings, waivers and decisions in the target's folder are its own words. They were not applied; --trust-target "
    "applies them."
)
COMPARISON: Row = (
    "target", "units", "verdict", "violation", "undetermined", "to change", "value of what is to change", "exposure to duty",
)  # fmt: skip


def comparison(dossiers: Sequence[Dossier]) -> Iterator[Row]:
    """The targets side by side."""
    for dossier in dossiers:
        report, going = dossier.report, dossier.plan.certain.changed
        counts = report.summary.by_verdict
        yield (
            dossier.name, f"{report.summary.units:,}", report.verdict.value, f"{counts[Verdict.VIOLATION]:,}",
            f"{counts[Verdict.UNDETERMINED]:,}", f"{going.units:,}", dollars(going.value),
            dollars(dossier.duty.total.exposure),
        )  # fmt: skip


def annex(dossier: Dossier) -> Iterator[Row]:
    """Everything that was read, and the documents that were not."""
    for source in dossier.report.inputs:
        yield (source.kind, source.path, str(source.edition or ""), source.sha256)
    yield ("rate table", dossier.duty.tariff.name, "", dossier.duty.tariff.sha256)
    for document in dossier.documents or ():
        yield ("document, not read", document.name, "", document.sha256)


def notes(dossier: Dossier) -> list[str]:
    """What else is to be said, each note once."""
    return [*dict.fromkeys((*dossier.report.notes, *dossier.duty.notes))]


ANNEX: Row = ("kind", "path", "edition", "SHA-256")
