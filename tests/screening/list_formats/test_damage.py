"""Whatever happens to a file of a list, reading it gives a list or one error for people, and never an empty list."""

from __future__ import annotations

import json

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from compliance.core.errors import ComplianceError
from compliance.screening.list_formats import FORMATS, parse_edition
from compliance.screening.list_formats.meta import unbundled_meta
from tests.screening.list_formats.reading import given
from tests.screening.list_formats.test_csl import DENIED, ENTITY, PERSON, as_json, table
from tests.screening.list_formats.test_dpl import HEADER, row
from tests.screening.list_formats.test_ecfr import SOPHGO, entity, part, supplement
from tests.screening.list_formats.test_ftm import ADDRESS, BLOCKED, COMPANY, LISTED, lines
from tests.screening.list_formats.test_history_1260h import HEADER as HISTORY
from tests.screening.list_formats.test_history_1260h import ROW as STAY
from tests.screening.list_formats.test_nsfreg import ENTITY as NSFREG
from tests.screening.list_formats.test_nsfreg import document
from tests.screening.list_formats.test_ofac import ADD, ALT, SDN
from tests.screening.list_formats.test_targets_simple import NEW, ROW

BESIDE = {"alt.csv": ALT, "add.csv": ADD}
FULL = dict.fromkeys(ENTITY | dict.fromkeys(("entity_number", "type", "programs", "title", "end_date", "license_policy", "vessel_flag", "remarks", "citizenships", "nationalities", "ids"), ""), "") | ENTITY  # fmt: skip
SAMPLES = {
    "csl": table(ENTITY, PERSON, DENIED).content,
    "csl JSON": as_json(FULL, FULL | PERSON).content,
    "ofac": SDN.encode(),
    "dpl": f"{HEADER}\n{row()}\n".encode(),
    "ecfr": part(supplement(entity("CHINA", SOPHGO), entity("", "Two Ltd., 2 Road, Xian, China."))).content,
    "ftm": lines(LISTED, COMPANY, BLOCKED, ADDRESS).content,
    "targets_simple": f"{NEW}\n{ROW.format('US-BIS-EL,')}".encode(),
    "nsfreg": document(NSFREG, NSFREG).content,
    "history_1260h": f"{HISTORY}\n{STAY}\n".encode(),
    "plain": b"name,aliases,country,from\nA Ltd,B;~C,CN,2020-01-01\n",
}


def read(content: bytes) -> int:
    """The number of entries; ComplianceError counts as none."""
    try:
        held = parse_edition(unbundled_meta("mine", "list"), given("sdn.csv", content, BESIDE), "", None, bundled=False)
    except ComplianceError:
        return 0
    assert held.listings
    assert all(listing.name.strip() and listing.entry for listing in held.listings)
    return len(held.listings)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_whole_sample_is_read(name: str) -> None:
    form = next(key for key, each in FORMATS.items() if each.recognises(SAMPLES[name]))
    assert form == name.split(maxsplit=1)[0]
    assert read(SAMPLES[name])


@settings(max_examples=75, deadline=None)
@examples(name=st.sampled_from(sorted(SAMPLES)), data=st.data())
def test_a_damaged_sample_is_read_or_refused(name: str, data: st.DataObject) -> None:
    content = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(len(content) - 1, 0)))
        end = place + data.draw(st.integers(0, 40))
        content[place:end] = data.draw(
            st.binary(max_size=6) | st.sampled_from([b'"', b"\n", b",", b"\t", b"{", b"]", b"<", b"null", b"-0-"])
        )
    read(bytes(content))


@pytest.mark.parametrize("name", ["csl JSON", "nsfreg", "ftm"])
@settings(max_examples=30, deadline=None)
@examples(data=st.data())
def test_values_of_another_kind_are_refused(name: str, data: st.DataObject) -> None:
    odd: st.SearchStrategy[object] = st.sampled_from(
        [None, 0, -1.5, True, "", "…", [], {}, [None], [[]], [{}], {"a": 1}, "\ud800", 10**400]
    )

    def bent(value: object) -> object:
        if data.draw(st.integers(0, 12)) == 0:
            return data.draw(odd)
        if isinstance(value, dict):
            return {key: bent(inner) for key, inner in value.items()}
        return [bent(inner) for inner in value] if isinstance(value, list) else value

    text = SAMPLES[name].decode()
    parts = text.splitlines() if name == "ftm" else [text]
    read("\n".join(json.dumps(bent(json.loads(each))) for each in parts).encode("utf-8", "surrogatepass"))
