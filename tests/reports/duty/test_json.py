"""The answer for programs."""

from __future__ import annotations

import json

from compliance.reports.duty.json import write
from compliance.reports.style import Style
from tests.command_line import EVIL
from tests.reports.duty.sample import answer, nothing


def test_the_form() -> None:
    text = write(answer(), Style())
    data = json.loads(text)
    assert list(data) == [
        "format", "tool", "as_of", "tariff", "asserted_origin", "inputs", "total", "by_origin", "by_maker", "by_seller",
        "by_quarter", "by_year", "by_debtor", "by_state", "by_duty", "refunds", "rates", "missing", "notes",
    ]  # fmt: skip
    assert (data["format"], data["as_of"], data["asserted_origin"]) == ("compliance-duty/1", "2026-11-22", "CN")
    assert data["tariff"]["path"] == "bundled:us-8543-70-99"
    assert data["by_origin"][0] == {
        "origin": "Malaysia",
        "units": 10,
        "value_usd": {"minimum": "35001.00", "maximum": "35001.00"},
        "duty_usd": {"minimum": "910.03", "maximum": "910.03"},
        "exposure_usd": {"minimum": "8750.25", "maximum": "8750.25"},
        "live_usd": {"minimum": "8750.25", "maximum": "8750.25"},
        "void_usd": {"minimum": "0.00", "maximum": "0.00"},
        "time_barred_usd": {"minimum": "0.00", "maximum": "0.00"},
        "if_transshipped_usd": {"minimum": "8750.25", "maximum": "8750.25"},
    }
    assert data["by_state"][0]["state"] == "entry final, within limitation"
    assert data["by_debtor"][0]["debtor"] == "Importer Inc"
    void = {duty["duty"]: duty["void"] for duty in data["by_duty"]}
    assert void["section 301"] is None
    assert void["IEEPA (opioids)"] == {"since": "2026-02-20", "by": "learning-resources"}
    assert data["refunds"] == [
        {
            "importer_of_record": "Importer Inc",
            "how": "by declaration",
            "units": 1,
            "amount_usd": {"minimum": "0.00", "maximum": "900.00"},
            "until": "2027-03-22",
        }
    ]
    assert data["tariff"]["reviewed"] == "2026-10-07"
    assert data["tariff"]["former_headings"] == [{"heading": "8543.70.99", "until": "2022-01-26"}]
    assert data["total"]["value_usd"] == {"minimum": "38001.00", "maximum": None}
    assert {each["fact"] for each in data["missing"]} == {
        "unit_price_usd", "country_of_origin", "entry_date", "export_date", "review",
    }  # fmt: skip
    assert {gap["fact"]: gap["settles_usd"] for gap in data["missing"]}["unit_price_usd"] is None
    china = next(each for each in data["rates"] if each["origin"] == "CN")
    assert china["percent"] == {"minimum": "27.6", "maximum": "27.6"}
    assert china["loaded_before"] is None
    assert [part["source"]["id"] for part in china["parts"]] == ["NY-N297495", "section-301"]
    assert data["inputs"][0]["path"] == "fleet.csv"


def test_nothing_in_it_obeys_and_the_bytes_are_the_same() -> None:
    text = write(answer(), Style())
    assert not set(EVIL) - set("]0;owned[31mRuritania2J") & set(text)
    assert text == write(answer(), Style(colour=True))
    assert json.loads(write(nothing(), Style()))["total"]["units"] == 0
