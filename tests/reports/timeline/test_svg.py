"""The chart is a drawing that any reader of XML takes, and that obeys nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

from compliance.reports.style import Style
from compliance.reports.timeline.svg import COLOURS, drawing, write
from compliance.workflows.timeline.verdicts import History, Shift
from tests.reports.timeline.sample import course

SVG = "{http://www.w3.org/2000/svg}"


def rects(history: History) -> list[dict[str, str]]:
    return [dict(each.attrib) for each in ElementTree.fromstring(drawing(history)).iter(f"{SVG}rect")]


def test_a_bar_for_each_stretch_and_verdict() -> None:
    found = course()
    drawn = [each for each in rects(found) if float(each["y"]) < 250]
    # One before the rule, two while it forbids, one after; days that do nothing cut no bar.
    assert len(drawn) == 1 + 2 + 1
    assert sum(float(each["width"]) * float(each["height"]) for each in drawn) > 980 * 210 * 0.99
    text = write(found, None, Style())
    assert text.count("<line ") == 2
    assert "<b>" not in text
    assert "\x1b" not in text
    assert ">2</text>" in text


def test_only_verdicts_that_occur_are_in_the_legend() -> None:
    assert len([each for each in rects(course()) if float(each["y"]) > 250]) == 3
    assert len(COLOURS) == 6


def test_very_many_changes_have_no_numbers() -> None:
    found = course()
    first = found.entries[0]
    many = [replace(first, day=first.day + timedelta(days=each), shifts=(Shift("r", {}, {}),)) for each in range(62)]
    assert ">1</text>" not in drawing(replace(found, entries=tuple(many)))


def test_a_span_of_one_day() -> None:
    found = course()
    one = replace(found, last=found.first, entries=found.entries[:1])
    assert ElementTree.fromstring(drawing(one)).tag == f"{SVG}svg"
