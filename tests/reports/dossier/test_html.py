"""The dossier as a page."""

from __future__ import annotations

import re
from dataclasses import replace

from compliance.reports.dossier.html import write
from tests.command_line import EVIL
from tests.dossiers import northgate, written


def test_every_section_with_its_pictures() -> None:
    text = written(write, [northgate()])
    for key in (
        "summary", "fleet", "findings", "ownership", "sites", "documents", "remediation", "duty", "ahead", "not-assessed", "annex",
    ):  # fmt: skip
        assert f'id="{key}"' in text
    assert text.count("<figure") >= 5
    assert "Francis E. Warren Air Force Base" in text
    assert 'aria-label="Northgate and the installations near it"' in text
    assert "Sandersville and the installations near it" not in text, "nothing that is known is near it"
    assert not re.search(r'(?:src|href)="(?!#|https://)', text)


def test_what_is_not_there_is_not_told() -> None:
    found = northgate()
    bare = replace(
        found,
        sites=(),
        efficiency=None,
        documents=None,
        not_assessed=(),
        plan=replace(found.plan, certain=replace(found.plan.certain, must=(), chosen=()), conservative=None),
        traces={},
    )
    text = written(write, [bare])
    assert 'id="sites"' not in text
    assert "Limits on the fleet ask" not in text
    assert "Rules on units ask" not in text


def test_several_are_compared_first_and_nothing_is_obeyed() -> None:
    text = written(write, [northgate(), replace(northgate(), name=f"{EVIL}<b>")])
    assert 'id="comparison"' in text
    assert 'id="t1-summary"' in text
    assert 'id="t2-summary"' in text
    assert "<b>" not in text
    assert "\x1b" not in text


def test_the_same_target_gives_the_same_bytes() -> None:
    assert written(write, [northgate()]) == written(write, [northgate()])


def test_what_rests_on_an_announcement_says_so_and_partial_lists_clear_nobody() -> None:
    text = written(write, [northgate()])
    assert "<li>This rule rests on what has only been announced: One-Year Suspension" in text
    assert "Who is not found on the lists held is not cleared: these lists are not complete." in text
    assert "NOT FOUND ON THE LISTS HELD" in text
    assert ">CLEAR<" not in text


def test_a_duty_of_which_nothing_is_missing() -> None:
    found = northgate()
    assert "What is missing" in written(write, [found])
    assert "What is missing" not in written(write, [replace(found, duty=replace(found.duty, missing=()))])
