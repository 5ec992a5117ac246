"""Findings as a person reads them: what stands first, and texts that nobody understands."""

from __future__ import annotations

from compliance.core.finding import Evidence, UnknownText, Verdict
from compliance.reports.sentences import MAX_TEXTS, unknown_sentences
from compliance.reports.summaries import leading
from tests.reports.check.sample import finding


def test_a_listed_party_leads_once_and_every_rule_once() -> None:
    seller = (Evidence("supplier", "Xiamen Sophgo Tech"),)
    listed = [
        finding(Verdict.UNDETERMINED, rule=rule, concern="listed-party", because=f"{rule} {number}", evidence=seller)
        for rule in ("us-ear/sophgo", "us-ear/affiliates") for number in (1, 2)
    ]  # fmt: skip
    broken = finding(rule="example/origin", units=291)
    papers = finding(Verdict.UNDETERMINED, rule="example/papers", concern="papers")
    assert [group.findings[0].rule for group in leading([*listed, broken, papers], 3)] == [
        "us-ear/affiliates", "example/origin", "example/papers",
    ]  # fmt: skip
    assert [group.findings[0].rule for group in leading([broken, papers], 1)] == ["example/origin"]


def test_texts_of_a_column_that_one_thing_would_settle_are_one_sentence() -> None:
    texts = [UnknownText("kind", f"k{number}", 2, "f.csv", number, "write a kind") for number in range(2, 5)]
    site = UnknownText("site", "Hall A", 1, "f.csv", 2, "sites.yaml: aliases: [Hall A]")
    assert [*unknown_sentences([*texts, site])] == [
        "kind 'k2': 2 units (f.csv, first in row 2); 'k3': 2 units (f.csv, first in row 3); "
        "'k4': 2 units (f.csv, first in row 4). To settle it: write a kind",
        "site 'Hall A': 1 unit (f.csv, first in row 2). To settle it: sites.yaml: aliases: [Hall A]",
    ]
    many = [UnknownText("kind", f"k{number}", 1, "f.csv", number, "write a kind") for number in range(MAX_TEXTS + 2)]
    assert "; and 2 more texts. To settle it" in next(unknown_sentences(many))
