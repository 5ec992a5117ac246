"""What needs a licence: open without a register, a violation where the register holds none, kept where one covers it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from compliance.core.finding import Finding
from compliance.core.party import Known, Unlisted
from compliance.evidence.documents import Document, FileState, Register, Registered
from compliance.inventory.sites import Site, Sites
from compliance.ownership.parties import Party
from compliance.policies.engine.assessment import assess
from compliance.policies.engine.wording import ASK_FOR_LICENCE
from tests.builders import dated, facts, listed, lot, policy

SENT = date(2026, 3, 1)
HEAD = "title: T\nbecause: B\nsources: [notice]\neffect: licence-required\n"
RULE = "act: export\njudged_on: acquisition\napplies_to: {parties: [consignee]}\nconstraint: {kind: listed-party, lists: [l]}\n"
ANY: dict[str, Any] = {"consignee": "Bad Ltd."}


def registered(*lines: dict[str, Any], state: FileState = "", of_class: str = "licence", **more: Any) -> Registered:
    data = {"id": "LIC-1", "class": of_class, "lines": lines, **more}
    document = TypeAdapter(Document).validate_python(data)
    return Registered(document, "documents.yaml", file_state=state, serials=(frozenset(),) * len(lines))


def sent(*entries: Registered, consignee: str = "Bad Ltd.") -> Finding:
    who = {"Bad Ltd.": Known("bad"), "Other Ltd.": Known("other")}.get(consignee, Unlisted(consignee))
    known = facts(
        lot(consignee=who, exported=SENT),
        lists=[listed("l", "Bad Ltd.", "Other Ltd.", "Nameless Trading")],
        parties=[Party("bad", "Bad Ltd."), Party("other", "Other Ltd.")],
        register=Register(entries),
    )
    (finding,) = assess([policy(dated(RULE, head=HEAD))], known).report.findings
    return finding


def test_without_a_register_nobody_knows() -> None:
    finding = sent()
    assert (finding.verdict, finding.remedy) == ("undetermined", ASK_FOR_LICENCE)
    assert finding.because.endswith("This needs a licence, and no register of documents says whether there is one")


@pytest.mark.parametrize(
    "entry",
    [
        registered({}, of_class="authorisation"),
        registered({"consignee": "Other Ltd."}),
        registered(ANY, issued_on=date(2026, 3, 2)),
    ],
)
def test_a_register_that_holds_none_shows_a_violation(entry: Registered) -> None:
    finding = sent(entry)
    assert (finding.verdict, finding.remedy) == ("violation", ASK_FOR_LICENCE)
    assert "This needs a licence, and the register of documents holds none that covers it" in finding.because


def test_a_licence_for_the_consignee_allows_it() -> None:
    finding = sent(registered({"consignee": "Other Ltd."}, ANY, issued_on=SENT))
    assert (finding.verdict, finding.remedy) == ("compliant", "")
    assert finding.because.endswith("This needs a licence, and LIC-1 covers it")
    assert sent(registered({"consignee": "nameless trading"}), consignee="Nameless Trading").verdict == "compliant"


@pytest.mark.parametrize(
    "entry",
    [
        registered(),
        registered({}),
        registered({**ANY, "quantity": 10}),
        registered({**ANY, "model": "Antminer S21"}),
        registered({**ANY, "serials": ["A-1"]}),
        registered({"consignee": "Somebody"}),
        registered(ANY, state="file changed"),
        registered(ANY, read_by="pdf"),
    ],
)
def test_what_a_person_has_to_compare_is_open(entry: Registered) -> None:
    finding = sent(entry)
    assert finding.verdict == "undetermined"
    assert finding.because.endswith("whether LIC-1 covers it, the register does not say")


def test_of_two_licences_one_is_enough() -> None:
    assert sent(registered({"consignee": "Other Ltd."}), registered(ANY, id="LIC-2")).because.endswith(
        "LIC-2 covers it"
    )


def test_a_site_needs_one_too() -> None:
    rule = dated("act: holding\napplies_to: {parties: [operator]}\n" + FOREIGN, head=HEAD)
    site = Site(id="s", name="S", operator="Bad Ltd.")
    known = facts(
        lot(), sites=Sites((site,)), parties=[Party("bad", "Bad Ltd.", country="CN")], regimes=_any_interest()
    )
    (finding,) = assess([policy(rule)], known).report.findings
    assert finding.verdict == "undetermined"
    assert "This needs a licence" in finding.because


FOREIGN = "constraint: {kind: foreign-ownership, countries: [CN], readings: {any: any-interest}, undisclosed: note}\n"


def _any_interest() -> dict[str, Any]:
    from compliance.io.resources import RULES
    from compliance.ownership.regimes import DatedRegime

    return {"any-interest": DatedRegime.load(RULES / "regimes" / "any-interest.yaml")}
