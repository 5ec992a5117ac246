"""Open points by gravity: name matches to be decided beside the listing, and waivers that say what they will cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from compliance.core.errors import fail
from compliance.desk.form import Form
from compliance.desk.state import Desk
from compliance.desk.units import Units
from compliance.desk.view import answer_of, page, then
from compliance.reports.summaries import FindingGroup
from compliance.workflows.candidates import Candidate, candidates_of
from compliance.workflows.check import CheckResult
from compliance.workflows.continued import older_content
from compliance.workflows.decide import decide

if TYPE_CHECKING:
    from compliance.workflows.waive import WaiveResult

PAGE = 25
MAX_CANDIDATES = 20
MAX_PROPOSALS = 200
"""So many points stand on a page, so many matches of one, and so many papers to be confirmed."""
MAX_VALUES = 300
"""So many values of a kind are offered for a waiver."""
YEAR = timedelta(days=365)
SUBJECTS = {
    "asset": "one machine, by its asset id",
    "serial": "one machine, by its serial number",
    "purchase_lot": "a purchase lot",
    "site": "everything at a site",
    "supplier": "everything that a supplier sold",
    "party": "a party, in every role",
}
"""What a waiver may name, in words."""


@dataclass(frozen=True, slots=True)
class Point:
    """An open point: the findings that a person reads as one, and the matches of names that it rests on."""

    group: FindingGroup
    candidates: Sequence[tuple[str, Candidate]]
    """The matches, each with the fingerprint of its finding."""


def show(desk: Desk, request: Request) -> Response:
    """The queue."""
    result, units = answer_of(desk)
    rules = Counter(group.findings[0].rule for group in units.open_points)
    rule, asked = request.query_params.get("rule", ""), request.query_params.get("page", "1")
    groups = [group for group in units.open_points if rule in ("", group.findings[0].rule)]
    pages = max(1, -(-len(groups) // PAGE))
    number = min(max(int(asked) if asked.isdecimal() and len(asked) < 9 else 1, 1), pages)
    register = result.inputs.facts.register.documents
    proposals = [(one.document.id, one.document.file) for one in register if not one.document.is_fact]
    return page(
        "queue.html", desk, request, points=groups[(number - 1) * PAGE : number * PAGE], count=len(groups), rules=rules, rule=rule,
        number=number, pages=pages, proposals=proposals[:MAX_PROPOSALS],
    )  # fmt: skip


def show_point(desk: Desk, request: Request) -> Response:
    """One point, with what can be done about it."""
    result, units = answer_of(desk)
    point = _point(result, units, request.query_params.get("finding", ""))
    values = {kind: texts for kind in SUBJECTS if (texts := _values(result, point.group, kind))}
    return page("point.html", desk, request, point=point, subjects=SUBJECTS, values=values, next_year=desk.today + YEAR)


def _point(result: CheckResult, units: Units, key: str) -> Point:
    """The point with a finding of this fingerprint. Raises ComplianceError."""
    for group in units.open_points:
        if any(finding.fingerprint == key for finding in group.findings):
            return Point(group, _candidates(result, group))
    raise fail("this point is no longer open", "See the queue: the fleet was checked again since.")


def _candidates(result: CheckResult, group: FindingGroup) -> list[tuple[str, Candidate]]:
    """The matches that the findings rest on, each once."""
    matches: dict[str, tuple[str, Candidate]] = {}
    for finding in group.findings:
        if finding.concern == "listed-party" and len(matches) < MAX_CANDIDATES:
            for candidate in candidates_of(finding, result.inputs.policies, result.inputs.facts, result.assessment):
                matches.setdefault(str(candidate), (finding.fingerprint, candidate))
    return list(matches.values())


def _values(result: CheckResult, group: FindingGroup, kind: str) -> list[str]:
    """What the units of a point are called in the columns by which a waiver of this kind may name them."""
    named = {finding.fingerprint for finding in group.findings}
    column = {"asset": "asset_id", "serial": "serial_number"}.get(kind, kind)
    texts = dict.fromkeys(
        lot.written[column][1].strip()
        for lot in result.inputs.facts.fleet.lots
        if column in lot.written
        and any(finding.fingerprint in named for finding in result.assessment.units[lot.unit].findings)
    )
    if group.about is not None and group.about.kind == kind:
        texts[group.about.id] = None
    if kind == "asset":
        texts |= dict.fromkeys(location.id for location in group.locations if location.has_name)
    return [text for text in texts if text][:MAX_VALUES]


def settle(desk: Desk, request: Request, form: Form) -> Response:
    """Writes what a person concluded of a match into the decisions."""
    del request
    concluded = form.needed("decision", "Whether it is the same party")
    if concluded == "later":
        return then("/queue", "Left in the queue.")
    path = desk.companion("decisions")
    older = older_content(path)
    by = form.needed("decided_by", "Who decided")
    result = decide(
        desk.inventories(),
        finding=form.needed("finding", "The finding"),
        party=form.needed("party", "The party"),
        listing=form.needed("listing", "The listing"),
        same_party=concluded == "same",
        reason=form.needed("reason", "The reason"),
        decided_by=by,
        decided_on=desk.today,
        expires=form.day("expires", "The last day") or desk.today + YEAR,
        as_of=desk.day,
        decisions=path,
        settings=desk.folder.root,
    )
    desk.record(path, older, str(result.decisions[0]), by)
    desk.restart()
    return then("/queue", f"Written into {path.name}: {result.decisions[0]}.")


def except_it(desk: Desk, request: Request, form: Form) -> Response:
    """Shows what a waiver would cover, or writes it."""
    from compliance.workflows.waive import waive

    kind = form.needed("kind", "What the waiver names")
    if kind not in SUBJECTS:
        raise fail(f"{kind!r} is nothing that a waiver names", f"One of {', '.join(SUBJECTS)}.")
    value = form.text("value") or form.text(f"value {kind}") or form.needed("value", "What is waived")
    path = desk.companion("waivers")
    older = older_content(path)

    def waived(*, write: bool) -> WaiveResult:
        return waive(
            desk.inventories(),
            rule=form.needed("rule", "The rule"),
            subject={kind: value},
            reason=form.needed("reason", "The reason"),
            approved_by=form.needed("approved_by", "Who approved it"),
            approved_on=form.day("approved_on", "The day of approval") or desk.today,
            expires=form.day("expires", "The last day") or desk.today + YEAR,
            as_of=desk.day,
            evidence=form.text("evidence"),
            waivers=path,
            write=write,
            settings=desk.folder.root,
        )

    if not form.text("write"):
        return page("waiver.html", desk, request, result=waived(write=False), kind=kind, value=value, path=path)
    result = waived(write=True)
    desk.record(path, older, str(result.waiver), result.waiver.approved_by)
    desk.restart()
    return then("/queue", f"Written into {path.name}: {result.waiver}.")


PAGES = (
    ("/queue", show, None),
    ("/queue/point", show_point, None),
    ("/queue/decision", None, settle),
    ("/queue/waiver", None, except_it),
)
