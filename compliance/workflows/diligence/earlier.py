"""An earlier dossier, as its JSON says it: what a later one is compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from pydantic import ConfigDict

from compliance.core.bounds import Bounds, cents
from compliance.core.errors import fail
from compliance.core.finding import Finding, Input, Summary, Verdict
from compliance.core.record import NonEmpty, Record, validate
from compliance.policies.baseline import saved_report
from compliance.workflows.diligence.dossier import Counterparty, Dossier
from compliance.workflows.diligence.plan import Amount
from compliance.workflows.diligence.redline import Fields, Name, Redline, State, changes
from compliance.workflows.diligence.target import DocumentFile

FORMAT = "compliance-dossier/1"
ADVICE = "Write it with compliance diligence --format json --output FILE."


class _Part(Record):
    """A part of the JSON, which says more than is compared."""

    model_config = ConfigDict(extra="ignore")


class _Money(_Part):
    minimum: Decimal
    maximum: Decimal | None

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.minimum, self.maximum)


class _Amount(_Part):
    units: int
    value_usd: _Money


class _Named(_Amount):
    name: str


class _Request(_Part):
    what: str
    addressee: str
    units: int


class _Changed(_Part):
    changed: _Amount
    outlay_usd: _Money
    left_undetermined: int


class _Total(_Part):
    duty_usd: _Money
    exposure_usd: _Money
    live_usd: _Money


class _Duty(_Part):
    total: _Total


class _Site(_Part):
    id: str
    units: int


class _Holding(_Part):
    owned: str
    owner: str
    country: str | None
    share: str
    kind: str


class _Dealing(_Part):
    day: date
    rule: str
    verdict: Verdict
    because: str
    units: int
    value: _Money


class SavedTarget(_Part):
    """What of one target is compared."""

    name: str
    verdict: Verdict
    summary: Summary
    decisive: tuple[str, ...]
    fleet: _Amount
    composition: dict[str, tuple[_Named, ...]]
    findings: tuple[Finding, ...]
    parties: tuple[Counterparty, ...]
    holdings: tuple[_Holding, ...]
    past_dealings: tuple[_Dealing, ...]
    sites: tuple[_Site, ...]
    documents_to_request: tuple[_Request, ...]
    our_preparation: tuple[str, ...]
    remediation: _Changed
    duty: _Duty
    claims: tuple[str, ...]
    not_assessed: tuple[str, ...]
    inputs: tuple[Input, ...]
    documents: tuple[DocumentFile, ...] | None


class _Saved(_Part):
    as_of: date
    targets: NonEmpty[SavedTarget]


@dataclass(frozen=True, slots=True)
class EarlierDossier:
    """The targets of an earlier dossier; ``file`` is what messages call it."""

    file: str
    as_of: date
    sha256: str
    targets: Sequence[SavedTarget]

    def redline(self, dossier: Dossier, *, alone: bool) -> Redline:
        """What changed in ``dossier`` since; where it is ``alone`` and the earlier one too, whatever the two are called.

        Raises ComplianceError where the earlier one has no such target.
        """
        saved = [target for target in self.targets if target.name == dossier.name]
        if not saved and alone and len(self.targets) == 1:
            saved = [*self.targets]
        if not saved:
            names = ", ".join(target.name for target in self.targets)
            raise fail(
                f"the earlier dossier has no target {dossier.name!r}, only {names}",
                "Call the folder as it was called then, or compare one target with one.",
                file=self.file,
            )
        return Redline(self.file, self.as_of, self.sha256, tuple(changes(_state(saved[0]), _state(_saved(dossier)))))


def read_earlier(path: Path, file: str) -> EarlierDossier:
    """The dossier in the JSON file ``path``, which messages call ``file``. Raises ComplianceError."""
    document, digest = saved_report(path, file, FORMAT, "dossier", ADVICE)
    saved = validate(_Saved, document, advice=ADVICE)
    return EarlierDossier(file, saved.as_of, digest, saved.targets)


def _saved(dossier: Dossier) -> SavedTarget:
    """A dossier as its JSON says it."""
    plan, total = dossier.plan.certain, dossier.duty.total
    return SavedTarget(
        name=dossier.name,
        verdict=dossier.report.verdict,
        summary=dossier.report.summary,
        decisive=dossier.decisive,
        fleet=_amount(dossier.whole),
        composition={
            group: tuple(
                _Named(name=name, units=part.amount.units, value_usd=_money(part.amount.value))
                for name, part in parts.items()
            )
            for group, parts in dossier.composition.items()
        },
        findings=dossier.report.findings,
        parties=dossier.parties,
        holdings=tuple(
            _Holding(
                owned=held.owned, owner=held.owner, country=held.country,
                share=str(held.interest.share), kind=held.interest.kind,
            )
            for held in dossier.holdings
        ),
        past_dealings=tuple(
            _Dealing(
                day=past.day, rule=past.rule, verdict=past.verdict, because=past.because,
                units=past.units, value=_money(past.value),
            )
            for past in dossier.past
        ),
        sites=tuple(_Site(id=view.site.id, units=view.units) for view in dossier.sites),
        documents_to_request=tuple(
            _Request(what=request.what, addressee=request.addressee, units=request.units) for request in dossier.requests
        ),
        our_preparation=dossier.preparation,
        remediation=_Changed(changed=_amount(plan.changed), outlay_usd=_money(plan.outlay), left_undetermined=plan.open),
        duty=_Duty(
            total=_Total(
                duty_usd=_money(total.duty), exposure_usd=_money(total.exposure), live_usd=_money(total.live)
            )
        ),
        claims=dossier.claims,
        not_assessed=dossier.not_assessed,
        inputs=dossier.report.inputs,
        documents=dossier.documents,
    )  # fmt: skip


def _amount(amount: Amount) -> _Amount:
    return _Amount(units=amount.units, value_usd=_money(amount.value))


def _money(amount: Bounds) -> _Money:
    most = None if amount.most is None else Decimal(cents(amount.most))
    return _Money(minimum=Decimal(cents(amount.least)), maximum=most)


def _state(target: SavedTarget) -> State:
    """What a target says, as it is compared: of each thing what may change of it."""
    plan, total = target.remediation, target.duty.total
    return {
        "answer": {(): {"verdict": target.verdict.value, **_by_verdict(target.summary.by_verdict)}},
        "decisive": _texts(target.decisive),
        "fleet": {(): _worth(target.fleet)},
        "composition": {(group, part.name): _worth(part) for group, parts in target.composition.items() for part in parts},
        "findings": _findings(target.findings),
        "parties": {
            (party.name, party.country or ""): {"is": ", ".join(party.roles), "units": party.units, **party.reached}
            for party in target.parties
        },
        "holdings": {
            (held.owned, held.owner, held.kind): {"share": held.share, "country": held.country} for held in target.holdings
        },
        "past_dealings": {
            (past.rule, str(past.day), past.because): {
                "verdict": past.verdict.value, "units": past.units, "value": past.value.bounds,
            }
            for past in target.past_dealings
        },
        "sites": {(site.id,): {"units": site.units} for site in target.sites},
        "requests": {
            (request.addressee, request.what): {"units": request.units} for request in target.documents_to_request
        },
        "preparation": _texts(target.our_preparation),
        "remediation": {
            (): {**_worth(plan.changed), "outlay": plan.outlay_usd.bounds, "left_undetermined": plan.left_undetermined}
        },
        "duty": {
            (): {
                "duty": total.duty_usd.bounds, "exposure": total.exposure_usd.bounds, "live": total.live_usd.bounds,
            }
        },
        "claims": _texts(target.claims),
        "not_assessed": _texts(target.not_assessed),
        "documents": {(document.name,): {"sha256": document.sha256} for document in target.documents or ()},
        "inputs": {(read.kind, read.path): {"edition": read.edition, "sha256": read.sha256} for read in target.inputs},
    }  # fmt: skip


def _findings(findings: Iterable[Finding]) -> Mapping[Name, Fields]:
    """Findings on the fleet that say the same, with their units by verdict: so one is known again though rows moved or were corrected."""
    units: dict[Name, Counter[Verdict]] = {}
    for finding in findings:
        if finding.concern == "preparation":
            continue
        about = f"{finding.subject.kind} {finding.subject.id}" if finding.subject.kind in ("site", "party") else ""
        by_verdict = units.setdefault((finding.rule, about, finding.because), Counter())
        by_verdict[finding.verdict] += finding.units
    return {name: _by_verdict(by_verdict) for name, by_verdict in units.items()}


def _by_verdict(units: Mapping[Verdict, int]) -> dict[str, int]:
    return {verdict.value: units[verdict] for verdict in Verdict if units.get(verdict)}


def _worth(amount: _Amount) -> Fields:
    return {"units": amount.units, "value": amount.value_usd.bounds}


def _texts(texts: Iterable[str]) -> Mapping[Name, Fields]:
    return {(text,): {} for text in texts}
