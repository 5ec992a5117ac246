"""Cells of foreign inventories in the native form: exact, explained, and never another fact than before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.inventory.cells import Cell, as_written, price, rewritten, serial, watts
from compliance.inventory.native import MACHINE, Native, hashrate
from tests.builders import catalogue, countries
from tests.effort import examples


def native(**settled: object) -> Native:
    return Native(catalogue(), countries(), **settled)  # type: ignore[arg-type]


def values(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(cell.value for cell in cells)


def hows(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(cell.how for cell in cells)


@pytest.mark.parametrize(
    ("written", "found", "how"),
    [
        (("", "Antminer S19j Pro 104T", "", ""), ("Bitmain", "Antminer S19j Pro", "104T", ""), ("folded", "folded", "folded", "empty")),
        (("Bitmain", "Antminer S19j Pro", "104T", "eBay"), None, ("exact", "exact", "exact", "exact")),
        (("whatsminer", "M30S++ 112T", "x", ""), ("MicroBT", "Whatsminer M30S++", "x", ""), ("folded", "folded", "exact", "empty")),
        (("BITMAIN", "Antminer S199", "", ""), ("Bitmain", "Antminer S199", "", ""), ("folded", "brand", "empty", "empty")),
        (("Bitmain", "", "", ""), None, ("exact", "empty", "empty", "empty")),
        (("Foo Corp", "Foo 9000", "", ""), None, ("none", "none", "empty", "empty")),
        (("Bitmain", "M30S", "", ""), None, ("none", "none", "empty", "empty")),
        (("n/a", "?", "", ""), None, ("empty", "empty", "empty", "empty")),
        (("Kaboomracks", "S19", "", "n/a"), ("Bitmain", "Antminer S19", "", "Kaboomracks"), ("folded", "folded", "empty", "folded")),
        (("Kaboomracks", "S19", "", "Foo Ltd"), ("Bitmain", "Antminer S19", "", "Foo Ltd"), ("folded", "folded", "empty", "exact")),
        (("Bitmain Technologies Limited", "", "", ""), ("Bitmain", "", "", "Bitmain Technologies Limited"), ("folded", "empty", "empty", "folded")),
        (("", "IceRiver KS3", "", ""), ("IceRiver", "KS3", "", ""), ("folded", "folded", "empty", "empty")),
    ],
)  # fmt: skip
def test_machines(written: tuple[str, ...], found: tuple[str, ...] | None, how: tuple[str, ...]) -> None:
    cells = native().machine(*written)
    assert (values(cells), hows(cells)) == (found or written, how)
    assert tuple(cell.written for cell in cells) == written
    assert values(native().machine(*values(cells))) == values(cells)


def test_what_is_doubtful_is_said() -> None:
    assert "name different makers" in native().machine("Bitmain", "M30S", "", "")[0].note
    assert "is a seller" in native().machine("Kaboomracks", "S19", "", "")[0].note


def test_countries() -> None:
    one = native()
    for text, value, how in (
        ("MY", "MY", "exact"), ("Made in Malaysia", "MY", "folded"), ("TH|MY", "MY|TH", "folded"), ("CN/MY", "AMBIGUOUS", "folded"),
        ("AMBIGUOUS", "AMBIGUOUS", "exact"), ("n/a", "", "empty"), ("Atlantis", "", "none"), ("Non-China", "", "none"),
        ("Namibia", "Namibia", "exact"),
    ):  # fmt: skip
        cell = one.country("country_of_origin", text)
        assert (cell.value, cell.how) == (value, how), text
    assert "counts as unknown" in one.country("country_of_origin", "Atlantis").note


def test_what_codes_mean() -> None:
    def read(text: str, **settled: object) -> str:
        return native(**settled).country("supplier_country", text).value

    column = frozenset(("supplier_country",))
    assert read("CH") == "CH"
    assert read("CH", codes="fips") == "CN"
    assert read("CH", doubtful=column) == "CH|CN"
    assert read("CH", codes="fips", settled=column) == "CH"
    assert read("KS", doubtful=column) == ""


def test_assembly_is_no_origin() -> None:
    assert values(native().origin("Assembled in Malaysia", "")) == ("", "MY")
    assert values(native().origin("Assembled in Malaysia", "TH")) == ("", "TH")
    assert values(native().origin("Assembled in Malaysia", "Atlantis")) == ("", "MY")
    assert values(native().origin("MY", "Thailand")) == ("MY", "TH")


@pytest.mark.parametrize(
    ("text", "value", "how", "said"),
    [
        ("104", "104", "exact", ""), ("104T", "104", "folded", ""), ("1,040.5", "1040.5", "folded", ""), ("234.00 ±10%", "234", "folded", ""),
        ("0.11 PH/s", "110", "folded", "read as 110 TH/s"), ("81000000000000", "81", "folded", "read as 81 TH/s"),
        ("13,5T", "13.5", "folded", "read as 13.5 TH/s"), ("fast", "fast", "none", "not understood"), ("n/a", "", "empty", ""),
        ("2000000000 TH/s", "2000000000 TH/s", "none", "beyond"),
    ],
)  # fmt: skip
def test_hashrates(text: str, value: str, how: str, said: str) -> None:
    cell = hashrate(text)
    assert (cell.value, cell.how) == (value, how)
    assert said in cell.note
    assert bool(said) == bool(cell.note)


def test_every_job_reads_its_columns() -> None:
    known = dict(native(day_first={"purchase_date": True}).jobs())
    for name, text, value in (
        ("quantity", "1,000", "1000"), ("kind", "ASICs", "miner"), ("kind", "gadget", "gadget"), ("kind", "n/a", ""), ("status", "Scrapped", "disposed"),
        ("status", "In service", "In service"), ("purchase_date", "4/5/2024", "2024-05-04"), ("delivery_date", "April 2025", "2025-04"),
        ("delivery_date", "2025", "2025"), ("delivery_date", "n/a", ""), ("supplier_country", "China", "CN"), ("asset_id", "'01", "01"),
        ("quantity", "  ", "  "),
    ):  # fmt: skip
        (cell,) = known[(name,)]((text,))
        assert cell.value == value, (name, text)
    (unclear,) = known[("delivery_date",)](("4/5/2024",))
    assert (unclear.value, unclear.how) == ("4/5/2024", "none")
    assert "could be two dates" in unclear.note
    (period,) = known[("delivery_date",)](("Q4 2023",))
    assert (period.value, period.note) == ("Q4 2023", "")
    (counted,) = known[("delivery_date",)](("45001",))
    assert (counted.value, counted.note) == (
        "2023-03-16",
        "'45001' is read as 2023-03-16, the day that Excel counts so",
    )
    with pytest.raises(ValueError, match="whole number"):
        known[("quantity",)](("x",))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.000,99", "1000.99"), ("1000,99", "1000.99"), ("1,000.99", "1000.99"), ("1,000", "1000"), ("12,5", "12.5"),
        ("1 000,99", "1000.99"), ("1'000.99", "1000.99"), ("1.234.567", "1234567"), ("US$ 1.234,50", "1234.50"),
        ("1500.000", "1500.000"), ("0.125", "0.125"), ("1,234,567.89", "1234567.89"), ("12,345", "12345"),
    ],
)  # fmt: skip
def test_prices_with_points_and_commas(text: str, value: str) -> None:
    assert (price(text).value, price(text).note) == (value, "")


def test_numbers_that_may_be_a_thousand_times_as_much() -> None:
    assert (
        price("1.000").note
        == watts("3.250").note.replace("3.250", "1.000")
        == "'1.000' is one number or a thousand times as much"
    )
    assert (watts("3.250 kW").value, watts("3.250,5 W").value, watts("3,25 kW").value) == ("3250", "3250.5", "3250")
    assert price("1,23,4").note == "'1,23,4' is not a price in US dollars"


def test_ids_prices_power() -> None:
    assert as_written("x", "why") == Cell("x", "x", "none", "why")
    assert rewritten("x", "x").how == "exact"
    assert not rewritten("x", "x").changed
    assert serial("''=\"'001\"").value == "001"
    assert serial('="').value == '="'
    assert serial("'6.37702E+15").value == "'6.37702E+15"
    assert "destroyed" in serial("6.37702E+15").note
    assert price("EUR 5").how == "none"
    assert price("-").how == watts("-").how == "empty"
    assert watts("0.5 kW").value == "500"
    assert watts("much").how == "none"


PIECE = st.sampled_from(
    ("Bitmain", "MicroBT", "Antminer", "Whatsminer", "S19", "M30S++", "S19j Pro", "104T", "KS3", "Kaboomracks", "Bitmain Technologies Limited",
     "Foo", "n/a", "Pro", "+", "control board", "1246", "Avalon", "Q", "S21 XP Hyd", "Apollo", "x")
)  # fmt: skip
TEXTS = st.one_of(st.just(""), st.lists(PIECE, max_size=3).map(" ".join), st.text(max_size=6))


@settings(max_examples=examples(300))
@given(st.tuples(*[TEXTS] * len(MACHINE)))
def test_a_machine_stays_what_it_was(written: tuple[str, str, str, str]) -> None:
    one = native()
    made = values(one.machine(*written))
    before, after = catalogue().recognise(*written[:2]), catalogue().recognise(*made[:2])
    assert (after.makers, after.family) == (before.makers, before.family)
    assert values(one.machine(*made)) == made


COUNTRY = st.one_of(
    st.sampled_from(("CH", "KN|MY", "Assembled in China", "Made in Malaysia", "CN/MY", "Atlantis", "n/a", "Namibia", "NA", "US or CN", "|", "NO", "BO")),
    st.text(max_size=8),
)  # fmt: skip


@settings(max_examples=examples(300))
@given(COUNTRY, COUNTRY, st.sampled_from(("iso", "fips")), st.booleans())
def test_countries_stay_what_they_were(origin: str, assembly: str, codes: str, doubtful: bool) -> None:
    unsure = frozenset(("country_of_origin", "country_of_assembly") if doubtful else ())
    first = values(native(codes=codes, doubtful=unsure).origin(origin, assembly))
    assert values(native().origin(*first)) == first


@given(st.text(max_size=12) | st.from_regex(r"'?=?\"?'?[0-9]{1,6}\"?", fullmatch=True))
def test_rewriting_twice_is_rewriting_once(text: str) -> None:
    for rewrite in (serial, price, watts, hashrate):
        once = rewrite(text).value
        assert rewrite(once).value == once
