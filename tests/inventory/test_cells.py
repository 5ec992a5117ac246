"""Cells mean one thing, or they are refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.dates import NEVER_RECORDED, Period, period, settles_day_first
from compliance.core.text import MAX_QUOTED, inert, is_empty, one_line, quoted, squeeze, squeeze_all, tidy
from compliance.inventory.cells import MAX_LETTERS, bounded, count, unit_status
from compliance.reference.unit_kinds import KINDS, unit_kind


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", 1), ("  ", 1), ("1", 1), ("007", 7), ("10.0", 10), ("10.00", 10), ("1,000", 1000), ("30,364", 30364), ("1 000", 1000), ("1\u202f234\u202f567", 1234567), ("12'000", 12000),
        ("1,234,567", 1234567), ("ten (10)", 10), ("Thirty thousand (30,000)", 30000), ("１２", 12), ("12\u00a0", 12),
        ("999999999999", 999999999999),
    ],
)  # fmt: skip
def test_a_count(text: str, units: int) -> None:
    assert count(text) == units


@pytest.mark.parametrize(
    "text",
    [
        "0", "0.0", "zero (0)", "-1", "1.5", "1.000", "12.000", "1.0000", "1,00", "1.000,00", "1,0000", "ten", "-", "n/a", "1e3",
        "= 3", "=1+1", "12 units", "1 00", "1 000,000", "1 2", "1000000000000", "1" + ",000" * 2000, "(10)", "ten (1.5)", "½", "²", "10²", "①", "3 (4)",
    ],
)  # fmt: skip
def test_what_is_no_count(text: str) -> None:
    with pytest.raises(ValueError, match=r"whole number of units|is zero") as caught:
        count(text)
    assert len(str(caught.value)) < 2 * MAX_QUOTED


@given(st.text(max_size=30))
def test_a_count_is_at_least_one_or_refused(text: str) -> None:
    try:
        assert count(text) >= 1
    except ValueError as error:
        assert "quantity" in str(error)  # noqa: PT017


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024/2/3", "2024-02-03", "2024-02-03"),
        ("2024.02.03", "2024-02-03", "2024-02-03"),
        ("2024-02-03T10:00:00Z", "2024-02-03", "2024-02-03"),
        ("2024-02-03 00:00", "2024-02-03", "2024-02-03"),
        ("2024-02-03T10:00:00.123+08:00", "2024-02-03", "2024-02-03"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024年2月3日", "2024-02-03", "2024-02-03"),
        ("2024年2月", "2024-02-01", "2024-02-29"),
        ("2024年", "2024-01-01", "2024-12-31"),
        ("23 Feb 2024", "2024-02-23", "2024-02-23"),
        ("23-Feb-2024", "2024-02-23", "2024-02-23"),
        ("1st April 2025", "2025-04-01", "2025-04-01"),
        ("Feb. 23, 2024", "2024-02-23", "2024-02-23"),
        ("September 3rd, 2024", "2024-09-03", "2024-09-03"),
        ("Sept 2024", "2024-09-01", "2024-09-30"),
        ("April 2025", "2025-04-01", "2025-04-30"),
        ("may 2025", "2025-05-01", "2025-05-31"),
        ("13/4/2024", "2024-04-13", "2024-04-13"),
        ("4/13/2024", "2024-04-13", "2024-04-13"),
        ("4/13/24", "2024-04-13", "2024-04-13"),
        ("5/5/2024", "2024-05-05", "2024-05-05"),
        ("4.5.2024", "2024-05-04", "2024-05-04"),
        ("２０２４-０２-０３", "2024-02-03", "2024-02-03"),
        ("02/2024", "2024-02-01", "2024-02-29"),
        ("3. Mai 2024", "2024-05-03", "2024-05-03"),
        ("4 de março de 2025", "2025-03-04", "2025-03-04"),
        ("4 września 2025", "2025-09-04", "2025-09-04"),
        ("4. srpna 2025", "2025-08-04", "2025-08-04"),
        ("4 Mart 2025", "2025-03-04", "2025-03-04"),
        ("20250304", "2025-03-04", "2025-03-04"),
        ("März 2024", "2024-03-01", "2024-03-31"),
        ("3 de mayo de 2024", "2024-05-03", "2024-05-03"),
        ("3 мая 2024 г.", "2024-05-03", "2024-05-03"),
        ("Сентябрь 2024", "2024-09-01", "2024-09-30"),
        ("Q4 2023", "2023-10-01", "2023-12-31"),
        ("2023-Q1", "2023-01-01", "2023-03-31"),
        ("4Q23", "2023-10-01", "2023-12-31"),
        ("3. Quartal 2024", "2024-07-01", "2024-09-30"),
        ("2nd quarter of 2024", "2024-04-01", "2024-06-30"),
        ("2023年第4季度", "2023-10-01", "2023-12-31"),
        ("4 квартал 2023", "2023-10-01", "2023-12-31"),
        ("H1 2024", "2024-01-01", "2024-06-30"),
        ("2. Halbjahr 2024", "2024-07-01", "2024-12-31"),
        ("2024-W05", "2024-01-29", "2024-02-04"),
        ("KW 5/2024", "2024-01-29", "2024-02-04"),
        ("2024-02-03 to 2024-03-01", "2024-02-03", "2024-03-01"),
        ("Jan 2024 – Mar 2024", "2024-01-01", "2024-03-31"),
        ("45001", "2023-03-16", "2023-03-16"),
        ("45001.75", "2023-03-16", "2023-03-16"),
    ],
)
def test_a_period(text: str, first: str, last: str) -> None:
    assert period(text) == Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2024-02-30", "calendar"), ("2024-13-01", "calendar"), ("2024-13", "calendar"), ("2024-00-01", "calendar"),
        ("31.2.2024", "calendar"), ("5.13.2024", "calendar"), ("13/13/2024", "calendar"), ("30 Feb 2024", "calendar"),
        ("2024年13月", "calendar"), ("4/5/2024", "two dates"), ("04-05-2024", "two dates"), ("4/5/24", "two dates"),
        ("36525", "not a date"), ("73051", "not a date"), ("1709251200", "not a date"), ("Q5 2024", "not a date"),
        ("H3 2024", "not a date"), ("2024-W54", "not a date"), ("1999-W05", "not a date"), ("Q4 1999", "between"),
        ("2024-03 to 2024-01", "not a date"), ("n/a to 2024", "not a date"), ("2024 to 2025 to 2026", "not a date"),
        ("3 Marvel 2024", "not a date"), ("Junk 2024", "not a date"), ("Decade 2024", "not a date"), ("1 April 2, 2025", "not a date"),
        ("tomorrow", "not a date"), ("1/2-2024", "not a date"), ("13/2024", "calendar"), ("3 Maimonat 2024", "not a date"), ("3 of 2024", "not a date"), ("20241303", "not a date"),
        ("1900-01-01", "between"), ("1970-01-01", "between"), ("1904", "between"), ("4500", "between"), ("0000", "between"),
        ("x" * 5000, "not a date"),
    ],
)  # fmt: skip
def test_what_is_no_date(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as caught:
        period(text)
    assert len(str(caught.value)) < 2 * MAX_QUOTED


@pytest.mark.parametrize("text", ["", " ", "n/a", "TBD", "-", "未知", "\u00a0"])
def test_nothing_recorded(text: str) -> None:
    found = period(text)
    assert found == NEVER_RECORDED
    assert not found.known
    assert found.day is None


def test_a_column_settles_which_comes_first() -> None:
    assert settles_day_first({"4/5/2024", "23/5/2024"}) is True
    assert settles_day_first({"4/5/2024", "5/23/2024"}) is False
    assert settles_day_first({"4/5/2024", "5/6/2024", "2024-01-23", ""}) is None
    assert settles_day_first({"23/5/2024", "5/23/2024"}) is None
    assert settles_day_first({"23.5.2024", "4/5/2024"}) is None


def test_ambiguous_days_read_as_settled() -> None:
    assert period("4/5/2024", day_first=True).day == date(2024, 5, 4)
    assert period("4/5/2024", day_first=False).day == date(2024, 4, 5)
    assert period("4/13/2024", day_first=True).day == date(2024, 4, 13)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_as_itself(day: date) -> None:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d %b %Y", "%B %d, %Y", "%Y年%m月%d日"):
        assert period(day.strftime(form)).day == day
    assert period(day.strftime("%d/%m/%Y"), day_first=True).day == day
    assert period(day.strftime("%m/%d/%Y"), day_first=False).day == day


@given(st.text(max_size=20))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    try:
        found = period(text)
    except ValueError as error:
        assert str(error)  # noqa: PT017
    else:
        assert found.earliest is None or (found.latest is not None and found.earliest <= found.latest)


def test_words() -> None:
    assert squeeze("Ｓite-0 1 ß") == "site01ss"
    assert one_line(" a \n b ") == "a b"
    assert tidy(" a\u00a0 b\t\nc ") == "a b c"
    assert is_empty(" N/A ")
    assert is_empty("See  Label")
    assert not is_empty("NA-1")
    assert quoted("a\nb") == r"'a\nb'"
    assert quoted("x" * 500) == f"'{'x' * MAX_QUOTED}…'"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "miner"), ("-", "miner"), ("ASIC", "miner"), ("ASICs", "miner"), ("Machines", "miner"), ("矿机", "miner"),
        ("Control Board", "control_board"), ("control boards", "control_board"), ("PSU", "psu"), ("Power Supply", "psu"),
        ("hash-boards", "hashboard"), ("switches", ""), ("Switch", "network"), ("IP Cameras", "camera"), ("CCTV", "camera"), ("Laptop", ""), ("n/a", "miner"), ("psu?", ""), ("miner (tbc)", ""),
        *((kind, kind) for kind in KINDS),
    ],
)  # fmt: skip
def test_kinds(text: str, kind: str) -> None:
    found = unit_kind(text)
    assert (found.only or "", found.unknown, found.text) == (kind, not kind, text)


def test_where_nobody_says_the_kind_it_is_a_miner() -> None:
    assert [unit_kind(text).recorded for text in ("", "-", "n/a", "miner")] == [False, False, False, True]


def test_only_what_has_left_the_house_is_disposed() -> None:
    gone = ("Disposed", "SCRAPPED", "written-off", "sold", "destroyed")
    assert {unit_status(text).only for text in gone} == {"disposed"}
    assert all(unit_status(text).unknown for text in ("retired", "returned", "not disposed", "to be sold"))
    doubtful = ("sold?", "disposed ?", "Sold (tbc)", "probably scrapped", "written off?", "sold/retired")
    assert {unit_status(text).values for text in doubtful} == {frozenset({"disposed", "held"})}
    assert not any(unit_status(text).recorded for text in ("", "n/a", "?"))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", "＠x"])
def test_formulas_are_shown_not_run(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "S19", "a=b", "1-2", "'=1"])
def test_other_text_stays(text: str) -> None:
    assert inert(text) == text


@given(st.lists(st.text(st.sampled_from("aB-1 é\n\u3000㎡"), max_size=6), max_size=5))
def test_many_are_squeezed_as_each_is(texts: list[str]) -> None:
    assert squeeze_all(texts) == list(map(squeeze, texts))


def test_a_text_that_is_too_long_is_unknown() -> None:
    long = "a" * (MAX_LETTERS + 1)
    assert bounded("supplier", long[1:]) == long[1:]
    assert bounded("supplier", long) == ""
    assert bounded("site", long) == "2,001 characters"
    assert bounded("origin_evidence", long) == long
