"""The dossier for programs: ``compliance-dossier/1``, with all targets in one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, TextIO

from compliance.core.bounds import Bounds, cents
from compliance.policies.constraints.site_proximity import Nearness
from compliance.reports.dossier.summaries import broken_words, open_words
from compliance.reports.duty.json import content as duty_content
from compliance.reports.json_text import json_text
from compliance.reports.style import Style
from compliance.reports.timeline.json import entry_data
from compliance.workflows.diligence.document_requests import DocumentRequest
from compliance.workflows.diligence.dossier import Dossier, SiteView
from compliance.workflows.diligence.holdings import Holding
from compliance.workflows.diligence.plan import Amount, Measure, Plan
from compliance.workflows.diligence.redline import Fields, Redline


def write(dossiers: Sequence[Dossier], out: TextIO, style: Style) -> None:
    """All dossiers; the same targets give the same bytes, whatever the ``style``."""
    del style
    first = dossiers[0]
    data = {
        "format": "compliance-dossier/1",
        "tool": asdict(first.tool),
        "as_of": first.as_of,
        "targets": [_target(dossier) for dossier in dossiers],
    }
    out.write(json_text(data))


def _target(dossier: Dossier) -> dict[str, Any]:
    report, plan = asdict(dossier.report), dossier.plan
    return {
        "name": dossier.name,
        "verdict": dossier.report.verdict,
        "matter": asdict(dossier.matter),
        "summary": report["summary"],
        "decisive": list(dossier.decisive),
        "fleet": {**_amount(dossier.whole), "watts_per_ths": dossier.efficiency},
        "composition": {
            group: [{"name": name, **_amount(part.amount), "by_verdict": part.by_verdict} for name, part in parts.items()]
            for group, parts in dossier.composition.items()
        },
        "findings": report["findings"],
        "our_preparation": list(dossier.preparation),
        "documents_to_request": [_request(request) for request in dossier.requests],
        "remediation": {
            **_plan(plan.certain),
            "conservative": _plan(plan.conservative or plan.certain),
            "by_policy": [
                {
                    "policy": policy.policy,
                    "changed": _amount(policy.changed),
                    "open": policy.open,
                    "open_subjects": list(dict.fromkeys(map(open_words, policy.open_rules))),
                    "not_cured": list(map(broken_words, policy.incurable)),
                }
                for policy in plan.by_policy
            ],
        },
        "duty": duty_content(dossier.duty),
        "ahead": [entry_data(entry) for entry in dossier.ahead.entries],
        "sites": [_site(site) for site in dossier.sites],
        "parties": [asdict(party) for party in dossier.parties],
        "holdings": [_holding(holding) for holding in dossier.holdings],
        "past_dealings": [
            {**asdict(dealing), "value": _money(dealing.value)} for dealing in dossier.past
        ],
        "claims": list(dossier.claims),
        "not_assessed": list(dossier.not_assessed),
        "inputs": report["inputs"],
        "documents": None if dossier.documents is None else [asdict(document) for document in dossier.documents],
        "notes": report["notes"],
        "redline": _redline(dossier.redline) if dossier.redline else None,
    }  # fmt: skip


def _redline(redline: Redline) -> dict[str, Any]:
    return {
        "name": redline.name,
        "as_of": redline.as_of,
        "sha256": redline.sha256,
        "changes": [
            {
                "section": change.section,
                "name": list(change.name),
                "before": _fields(change.before),
                "now": _fields(change.now),
            }
            for change in redline.changes
        ],
    }


def _fields(fields: Fields | None) -> dict[str, Any] | None:
    if fields is None:
        return None
    return {key: _money(value) if isinstance(value, Bounds) else value for key, value in fields.items()}


def _amount(amount: Amount) -> dict[str, Any]:
    return {
        "units": amount.units,
        "value_usd": _money(amount.value),
        "hashrate_ths": amount.hashrate,
        "hashrate_not_recorded": amount.unrated,
    }


def _money(amount: Bounds) -> dict[str, str | None]:
    return {"minimum": cents(amount.least), "maximum": None if amount.most is None else cents(amount.most)}


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "changed": _amount(plan.changed),
        "by_change": plan.by_change(),
        "outlay_usd": _money(plan.outlay),
        "for_rules_on_units": [_measure(measure) for measure in plan.must],
        "for_limits": [_measure(measure) for measure in plan.chosen],
        "cheapest_by": plan.cheapest_by or None,
        "left_undetermined": plan.open,
        "rules_left_undetermined": list(map(broken_words, plan.open_rules)),
        "unsolved": list(map(broken_words, plan.unsolved)),
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "change": measure.change,
        "units": measure.units,
        "of": measure.lot.units,
        "rules": list(measure.rules),
        "locations": [asdict(place) for place in measure.lot.locations],
    }


def _site(view: SiteView) -> dict[str, Any]:
    return {
        "id": view.site.id,
        "name": view.site.name,
        "units": view.units,
        "findings": [
            {"rule": finding.rule, "verdict": finding.verdict, "because": finding.because} for finding in view.findings
        ],
        "near": [_near(near) for near in view.near],
    }


def _request(request: DocumentRequest) -> dict[str, Any]:
    """A request without its lots, of which ``locations`` names the first."""
    return asdict(replace(request, items=())) | {"column": request.column or None, "items": len(request.items)}


def _holding(holding: Holding) -> dict[str, Any]:
    interest = holding.interest
    return {
        "owned": holding.owned,
        "owner": holding.owner,
        "country": holding.country,
        "share": str(interest.share),
        "kind": interest.kind,
        "from": interest.since,
        "until": interest.until,
        "tier": holding.tier,
        "source": interest.source,
    }


def _near(near: Nearness) -> dict[str, Any]:
    return {
        "installation": near.installation.name,
        "part": near.installation.part,
        "limit_miles": near.limit,
        "minimum_miles": round(near.least, 3),
        "maximum_miles": None if near.most is None else round(near.most, 3),
        "near": near.near,
        "found_by": near.finding or None,
        "doubt": near.installation.doubt,
    }
