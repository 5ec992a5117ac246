"""What an acquirer must know of a target: what it is, what is wrong with it, what that costs, what to ask, what comes.

Everything is worked out here, once; the formats only tell it. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from compliance import __version__
from compliance.core.errors import fail
from compliance.core.finding import Finding, Report, Tool, Verdict
from compliance.core.party import Known, PartyRef
from compliance.inventory.party_cells import named_parties
from compliance.inventory.sites import Site
from compliance.inventory.units import Role
from compliance.policies.constraints.site_proximity import Nearness, SiteProximity
from compliance.policies.engine.assessment import Assessment, assess
from compliance.policies.facts import UNNAMED, Facts
from compliance.reference.tariffs import Tariff
from compliance.workflows.diligence.composition import Part, composition, efficiency
from compliance.workflows.diligence.deciding_facts import Standing, deciding_facts
from compliance.workflows.diligence.document_requests import DocumentRequest, document_requests
from compliance.workflows.diligence.holdings import Holding, holdings, watched_chains
from compliance.workflows.diligence.matter import Matter
from compliance.workflows.diligence.past_dealings import PastDealing, past_dealings
from compliance.workflows.diligence.plan import Amount, CureTerms, Remediation, lots_by_finding
from compliance.workflows.diligence.redline import Redline
from compliance.workflows.diligence.remediation import constraint_kinds, remediation
from compliance.workflows.diligence.target import DocumentFile, Target
from compliance.workflows.duty import DutyResult, dues
from compliance.workflows.papers import Papers, papers_of
from compliance.workflows.timeline.verdicts import History, history
from compliance.workflows.trace import Trace

AHEAD = timedelta(days=365)
"""How far a dossier looks ahead."""
POLICIES = (
    "us-ear",
    "us-ofac",
    "cleanspark-mineone",
    "us-cfius-real-estate",
    "foreign-ownership",
    "supply-concentration",
)
"""What a dossier asks where nobody says."""
UNCLEARED = "no match on the lists held, which are not complete"
"""What is said of a party that only a whole list could clear."""

NOT_ASSESSED = (
    ("eu-sanctions", "Sanctions of the EU: policy eu-sanctions was left out; add it with --policy eu-sanctions."),
    ("uk-sanctions", "Sanctions of the United Kingdom: policy uk-sanctions was left out; add it with --policy uk-sanctions."),
    ("us-tax-credits", "Tax credits (OBBBA): policy us-tax-credits asks who owns the target; add it with --policy us-tax-credits."),
    ("", "Grants (DOE), and credits of the acquirer: they depend on the acquirer's own owners, not on the machines."),
    ("us-forced-labour", "Import bars for forced labour (UFLPA): policy us-forced-labour was left out; add it with --policy us-forced-labour."),
    ("us-federal-contracts", "Sections 889 and 1260H, for a target with federal customers: add --policy us-federal-contracts."),
    ("us-fcc", "The FCC Covered List, for cameras and switches: add --policy us-fcc."),
    ("", "Withhold-release orders of customs, and section 5949 (semiconductors of SMIC, CXMT and YMTC, from 2027-12-23): no column says where a chip was made."),
    ("", "CFIUS beyond real estate (31 CFR part 800), covered ports, and the exceptions of 31 CFR 802.216 other than for towns."),
    ("texas", "Foreign owners and the grid or land of Texas: policy texas was left out; add it with --policy texas."),
    ("", "State laws on land, other than those of Arkansas and Louisiana on mining businesses and that of Texas."),
    ("", "Bills, among them the Mined in America Act (S. 4251): not law."),
    ("", "Power, grid, noise, zoning, environmental, labour and tax law, titles, liens and warranties."),
)  # fmt: skip
"""Laws that a dossier does not check: the policy that would, and the sentence where it was left out."""

_ROLES: Mapping[Role, str] = {
    "manufacturer": "maker",
    "supplier": "seller",
    "owner": "owner of machines",
    "hosting_client": "hosting client",
    "operator": "operator",
}


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site: its units, what rules on sites say of it, and the installations near it, the nearest first."""

    site: Site
    units: int
    findings: tuple[Finding, ...]
    near: tuple[Nearness, ...]


@dataclass(frozen=True, slots=True)
class Counterparty:
    """A party of the target: what it is to it, of how many units, and how ownership is read for it.

    ``id`` is None where no file describes the party.
    """

    id: str | None
    name: str
    country: str | None
    roles: tuple[str, ...]
    units: int
    reached: Mapping[str, str]
    """Regime -> restricted, possibly-restricted or clear, and why."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of it; ``composition``: ``maker``, ``owner``, ``status`` and so on -> name -> part of the fleet."""

    name: str
    tool: Tool
    as_of: date
    report: Report
    decisive: tuple[str, ...]
    whole: Amount
    efficiency: Decimal | None
    composition: Mapping[str, Mapping[str, Part]]
    matter: Matter
    holdings: tuple[Holding, ...]
    past: tuple[PastDealing, ...]
    requests: tuple[DocumentRequest, ...]
    preparation: tuple[str, ...]
    plan: Remediation
    duty: DutyResult
    ahead: History
    sites: tuple[SiteView, ...]
    parties: tuple[Counterparty, ...]
    traces: Mapping[str, Trace]
    """Operators and owners, sellers, makers -> how ownership is read for them; only where somebody holds something."""
    not_assessed: tuple[str, ...]
    documents: tuple[DocumentFile, ...] | None
    claims: tuple[str, ...] = ()
    """What the target's own settings, waivers and decisions say; they were not applied, unless the target is trusted."""
    papers: Papers | None = None
    """What the documents register vouches for; None where the target has none."""
    redline: Redline | None = None
    """What changed since an earlier dossier; None where none was given."""


def dossier(
    target: Target,
    tariff: Tariff,
    left_out: Iterable[str] = (),
    terms: CureTerms = CureTerms(),
    matter: Matter = Matter(),
    claims: Iterable[str] = (),
    watched: Collection[str] = (),
) -> Dossier:
    """The dossier of a target; ``left_out`` are rules that could not be asked, each with the reason, ``claims`` the target's own words.

    Holders of the ``watched`` countries, by code, are among the facts that decide.

    Raises ComplianceError where nothing would be checked.
    """
    inputs = target.inputs
    policies, facts, waivers = inputs.policies, inputs.facts, inputs.waivers
    assessment = assess(policies, facts, waivers)
    findings = tuple(finding for finding in assessment.report.findings if finding.verdict.is_finding)
    report = replace(assessment.report, findings=findings, inputs=inputs.read)
    plan = remediation(policies, facts, waivers, assessment, terms)
    policy_ids = {policy.id for policy in policies}
    owing = replace(dues(facts, tariff), inputs=inputs.read)
    coming = replace(history(policies, facts, waivers, facts.as_of, facts.as_of + AHEAD), inputs=inputs.read)
    parties = tuple(_parties(facts))
    by_finding = lots_by_finding(facts.fleet.lots, assessment)
    kinds = constraint_kinds(policies, facts.as_of)
    held = tuple(holdings(facts, _principals(facts, parties, matter.acquirer)))
    sites = tuple(_sites(target, assessment))
    parts = composition(facts, assessment)
    standing = Standing(
        tuple(watched_chains(facts, held, _target(parties), watched)),
        {view.site.id: view.near for view in sites},
        frozenset(rule for rule, kind in kinds.items() if kind == "site-proximity"),
        matter.acquirer if _is_foreign(facts, matter.acquirer) else "",
        {name: part.amount.units for name, part in parts["owner"].items() if name != UNNAMED},
    )
    requests = tuple(document_requests(facts, assessment, target.documents, terms.cures, kinds))
    return Dossier(
        target.name,
        Tool("mining-compliance", __version__),
        facts.as_of,
        report,
        deciding_facts(report, by_finding, owing, coming, standing),
        plan.all,
        efficiency(facts.fleet.lots),
        parts,
        matter,
        held,
        tuple(past_dealings(policies, report, by_finding, facts.as_of)),
        requests,
        tuple(dict.fromkeys(finding.remedy for finding in findings if finding.concern == "preparation")),
        plan,
        owing,
        coming,
        sites,
        parties,
        _traces(facts, parties),
        (*left_out, *(sentence for policy, sentence in NOT_ASSESSED if policy not in policy_ids)),
        target.documents,
        tuple(claims),
        papers_of(inputs.facts, inputs.tied) if inputs.tied and inputs.tied.register else None,
    )


def _principals(facts: Facts, parties: Sequence[Counterparty], acquirer: str) -> Iterator[str]:
    """Whose holders a dossier shows: operators and owners, sellers and makers of the target, and the acquirer.

    Raises ComplianceError for an acquirer that no file of parties describes.
    """
    if acquirer:
        named = named_parties(facts.parties, acquirer).only
        if not isinstance(named, Known):
            raise fail(
                f"nobody knows the acquirer {acquirer!r}",
                "Give a file that describes it and its owners with --parties, and name it as that file does.",
            )
        yield named.id
    yield from (party.id for party in parties if party.id)


def _target(parties: Sequence[Counterparty]) -> list[str]:
    """Who the target is: operators and owners of its sites, else of its machines."""
    for roles in (_OF_SITES, _OF_MACHINES):
        if ids := [party.id for party in parties if party.id and roles & set(party.roles)]:
            return ids
    return []


def _is_foreign(facts: Facts, acquirer: str) -> bool:
    """Whether the acquirer is a foreign person for certain."""
    known = named_parties(facts.parties, acquirer).only if acquirer else None
    return known is not None and facts.is_foreign_person(known, "US", facts.as_of) is True


def _sites(target: Target, assessment: Assessment) -> Iterator[SiteView]:
    facts = target.inputs.facts
    rules = [rule.on(facts.as_of).constraint for policy in target.inputs.policies for rule in policy.rules]
    measures = [constraint for constraint in rules if isinstance(constraint, SiteProximity)]
    for site in facts.sites.sites:
        here = [lot for lot in facts.fleet.lots if lot.unit.site.names & site.names]
        findings = tuple(
            finding for finding in assessment.report.findings
            if (finding.subject.kind, finding.subject.id) == ("site", site.id) and finding.verdict is not Verdict.NOT_APPLICABLE
        )  # fmt: skip
        near = tuple(measures[0].nearness(facts, site, facts.as_of)) if measures else ()
        yield SiteView(site, sum(lot.units for lot in here), findings, near)


def _parties(facts: Facts) -> Iterator[Counterparty]:
    """Operators and owners of sites, then sellers, makers and clients, those of most units first."""
    roles: dict[PartyRef, dict[str, int]] = {}
    for site in facts.sites.sites:
        for role, text in (("operator of a site", site.operator), ("owner of a site", site.owner)):
            for who in named_parties(facts.parties, text).values or ():
                roles.setdefault(who, {}).setdefault(role, 0)
    for lot in facts.fleet.lots:
        for fact, called in _ROLES.items():
            for who in getattr(lot.unit, fact).values or ():
                mine = roles.setdefault(who, {})
                mine[called] = mine.get(called, 0) + lot.units
    regimes_by_id = {name: facts.regime(name, facts.as_of) for name in sorted(facts.regimes)}
    regimes = [name for name, regime in regimes_by_id.items() if regime.in_force and regime.lists]
    ordered = sorted(roles, key=lambda who: (-max(roles[who].values()), facts.title(who)))
    for who in sorted(ordered, key=lambda who: not any("site" in role for role in roles[who])):
        known = facts.parties.get(who.id) if isinstance(who, Known) else None
        yield Counterparty(
            who.id if isinstance(who, Known) else None,
            facts.title(who),
            known.country if known else None,
            tuple(roles[who]),
            max(roles[who].values()),
            {name: _reached(facts, who, name) for name in regimes},
        )


_OF_SITES, _OF_MACHINES = {"operator of a site", "owner of a site"}, {"operator", "owner of machines"}
_PICTURED = (
    ("Operators and owners", (*sorted(_OF_SITES), *sorted(_OF_MACHINES))),
    ("Sellers", ("seller",)),
    ("Makers", ("maker",)),
)
"""Pictures of ownership, and whom each shows."""
_READ_BY = ("bis-affiliates", "us-ofac-50")
"""The regimes by which a picture is coloured: the first of them that is asked and in force."""


def _traces(facts: Facts, parties: Sequence[Counterparty]) -> dict[str, Trace]:
    """What the pictures of ownership show."""
    day = facts.as_of
    regime = next((name for name in _READ_BY if name in facts.regimes and facts.regime(name, day).in_force), None)
    if regime is None:
        return {}
    law, ownership = facts.regime(regime, day), facts.ownership_trace(regime, day)
    owned = {interest.owned for interest in facts.parties.interests if interest.held_on(day)}
    traces = {}
    for title, roles in _PICTURED:
        ids = tuple(party.id for party in parties if party.id in owned and set(party.roles) & set(roles))
        if ids:
            traces[title] = Trace(
                day, law, law.notes, facts.parties, ids, ownership.listed, ownership.possible, ownership.answers,
                uncleared=bool(facts.doubt(*law.lists)),
            )  # fmt: skip
    return traces


def _reached(facts: Facts, party: PartyRef, regime: str) -> str:
    reach = facts.reach(party, regime, facts.as_of)
    if reach.verdict != "clear":
        return f"{reach.verdict}: {reach.because}"
    doubt = facts.doubt(*facts.regime(regime, facts.as_of).lists)
    return UNCLEARED if doubt else "clear"
