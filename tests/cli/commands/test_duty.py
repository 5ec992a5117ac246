"""``compliance duty``: options, errors, outputs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import Compliance, fleet
from tests.reference.test_tariffs import HEAD

COLUMNS = "manufacturer,model,country_of_origin,supplier,delivery_date,unit_price_usd,quantity"
MALAYSIA = "Bitmain,Antminer S21,Malaysia,Bitmain Technologies Delaware Limited,2024-04-20,3500,10"
PRICELESS = "Bitmain,Antminer S21,TH,Bitmain Technologies Delaware Limited,2024-04-20,,10"
AS_OF = ("--as-of", "2026-11-22")


def test_an_inventory(compliance: Compliance) -> None:
    ran = compliance("duty", fleet(MALAYSIA, header=COLUMNS), *AS_OF, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.report["total"]["exposure_usd"] == {"minimum": "8750.00", "maximum": "8750.00"}
    assert [each["path"] for each in ran.report["inputs"]] == ["fleet.csv"]


def test_without_prices_the_answer_is_open_and_says_what_is_missing(compliance: Compliance) -> None:
    ran = compliance("duty", fleet(PRICELESS, header=COLUMNS), *AS_OF)
    assert ran.code == 0
    assert "Duty as declared:  unknown" in ran.out
    assert "10 units: the price of a unit in US dollars, from the invoice" in ran.out


@pytest.mark.parametrize(
    ("price", "note"),
    [("0", "is zero"), ("€ 300", "is not a price in US dollars"), ("about 300", "is not a price in US dollars")],
)
def test_prices_that_are_not_understood_are_named(price: str, note: str, compliance: Compliance) -> None:
    row = f'Bitmain,Antminer S21,MY,x,2024-04-20,"{price}",1'
    ran = compliance("duty", fleet(row, header=COLUMNS), *AS_OF)
    assert "Value:             unknown" in ran.out
    assert note in " ".join(ran.out.split())


def test_countries_by_name(compliance: Compliance) -> None:
    path = fleet(MALAYSIA, PRICELESS, header=COLUMNS)
    ran = compliance("duty", path, *AS_OF, "--assert", "China", "--contest", "Malaysia", "--format", "json")
    assert ran.report["asserted_origin"] == "CN"
    assert ran.report["by_origin"][1]["exposure_usd"] == {"minimum": "0.00", "maximum": "0.00"}
    for option in ("--assert", "--contest"):
        ran = compliance("duty", path, option, "Ruritania")
        assert (ran.code, ran.err) == (
            4,
            "error: 'Ruritania' is not one country. Write an ISO 3166-1 code, such as CN.\n",
        )


def test_a_rate_table_of_ones_own(compliance: Compliance) -> None:
    path = fleet(MALAYSIA, header=COLUMNS)
    Path("rates.yaml").write_text(HEAD + "      - {origins: [others], percent: 10, source: s}\n", "utf-8")
    ran = compliance("duty", path, "--tariff", "rates.yaml", "--format", "json")
    assert ran.report["total"]["duty_usd"]["minimum"] == "3500.00"
    assert ran.report["tariff"]["path"] == "rates.yaml"
    gap = "      - {origins: [MY], until: 2020-01-01, percent: 1, source: s}\n      - {origins: [MY], from: 2020-01-03, percent: 1, source: s}\n"
    Path("rates.yaml").write_text(HEAD + gap, "utf-8")
    ran = compliance("duty", path, "--tariff", "rates.yaml")
    assert ran.code == 4
    assert "has no rate for MY from 2020-01-02 to 2020-01-02" in ran.err
    ran = compliance("duty", path, "--tariff", "nowhere.yaml")
    assert ran.code == 4
    assert "nowhere.yaml" in ran.err


def test_output_goes_to_a_file_and_never_over_an_input(compliance: Compliance) -> None:
    path = fleet(MALAYSIA, header=COLUMNS)
    ran = compliance("duty", path, *AS_OF, "--format", "markdown", "--output", "duty.md")
    assert (ran.code, ran.out) == (0, "")
    assert Path("duty.md").read_text("utf-8").startswith("# US duty")
    ran = compliance("duty", path, "--output", path)
    assert ran.code == 2
    assert "overwritten" in ran.err


def test_a_folder_without_a_fleet(compliance: Compliance) -> None:
    Path("empty").mkdir()
    ran = compliance("duty", "empty")
    assert ran.code == 4
    assert "has no inventory" in ran.err
