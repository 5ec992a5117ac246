"""XML lists are streamed record by record, and nothing in them expands."""

from __future__ import annotations

import pytest

from compliance.core.errors import ComplianceError
from compliance.screening.list_formats import xml
from tests.screening.list_formats.reading import given

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><list><entry>&b;</entry></list>'


def names(content: str) -> list[tuple[int, str]]:
    read = xml.records(given("l.xml", content), frozenset({"entry"}))
    return [(line, str(element.tag)) for line, element in read]


def test_the_root_comes_first_then_every_outermost_record() -> None:
    content = '<?xml version="1.0"?>\n<x:list xmlns:x="u">\n<x:entry><entry>inner</entry></x:entry>\n<note/><x:entry/></x:list>'
    assert names(content) == [(2, "list"), (3, "entry"), (4, "entry")]
    assert xml.root_name(content.encode()) == "list"


def test_a_record_longer_than_what_is_read_at_once() -> None:
    (_, root), (_, entry) = xml.records(
        given("l.xml", f"<list><entry>{'a ' * 90_000}</entry></list>"), frozenset({"entry"})
    )
    assert (root.tag, len(xml.text(entry))) == ("list", 179_999)


def test_texts_are_on_one_line() -> None:
    (_, _), (_, entry) = xml.records(
        given("l.xml", "<list><entry><a> one\n two </a><a/><a>three</a></entry></list>"), frozenset({"entry"})
    )
    assert (xml.text(entry, "a"), xml.texts(entry, "a"), xml.text(entry, "b")) == ("one two", ["one two", "three"], "")


@pytest.mark.parametrize("content", ["", "name,id", "<!-- x -->", "[]"])
def test_what_is_not_xml_has_no_root(content: str) -> None:
    assert xml.root_name(content.encode()) == ""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (BOMB, "l.xml: declares a document type"),
        ("<list><entry>", "l.xml: is incomplete or damaged: line 1 is not XML"),
        ('<?xml version="1.0" encoding="no-such"?><list/>', "is incomplete or damaged"),
        ("<list>" * 60, "is nested more than 50 deep"),
    ],
)
def test_what_cannot_be_read(content: str, message: str) -> None:
    with pytest.raises(ComplianceError) as caught:
        names(content)
    assert message in str(caught.value)
