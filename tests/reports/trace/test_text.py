"""The answer for a person."""

from __future__ import annotations

import pytest

from compliance.core.share import Share
from compliance.ownership.parties import Interest, Parties, Party, collect
from compliance.reports.style import Style, columns
from compliance.reports.trace.text import compare, write
from tests.reports.trace.sample import traced


def test_a_chain_is_a_tree() -> None:
    text = write(traced("a", "g"), Style())
    assert text.startswith(
        "OFAC 50 Percent Rule (us-ofac-50) on 2025-10-01: in force.\n2 parties traced: 2 restricted.\n"
    )
    assert "  └─ Alpha Holding (x) [LISTED] holds 50.5 %, since 2024-01-01, until 2026-01-01\n" in text
    assert "  ├─ A Ltd (a) [restricted] holds 50 %\n  │  └─ Alpha Holding (x) [LISTED]" in text
    assert "its owners are shown above" in " ".join(write(traced("h"), Style()).replace("│", "").split())
    assert "\x1b" not in text


def test_what_to_ask_and_flags() -> None:
    text = " ".join(write(traced("h"), Style()).split())
    assert "POSSIBLY-RESTRICTED h Listed parties may hold at least 50 % of h" in text
    assert "? Ask for the exact share of m in h." in text
    assert "! undisclosed-majority: we do not know who owns half or more of it" in text
    assert "m [may be LISTED] holds less than 10 %" in text


def test_all_of_them_clear_ones_last_and_short() -> None:
    text = write(traced(), Style())
    assert "7 parties traced: 3 restricted, 2 possibly-restricted, 2 clear." in text
    assert text.index("RESTRICTED  A Ltd") < text.index("POSSIBLY-RESTRICTED") < text.index("CLEAR\n  - old:")


def test_a_partial_list_clears_nobody() -> None:
    of_partial = traced(uncleared=True)
    text = write(of_partial, Style(colour=True))
    assert "2 not found on the lists held." in " ".join(text.split())
    assert "\nNOT FOUND ON THE LISTS HELD\n  - old:" in text
    assert "\033[32m" not in text
    assert "clear" not in text.lower()
    table = compare([of_partial, traced(regime="uk-50")], Style(200))
    assert "old" in table
    assert "not found on the lists held" in table
    narrow = compare([of_partial, traced(regime="uk-50", uncleared=True)], Style(40))
    assert "us-ofac-50: not found on the lists held" in " ".join(narrow.split())


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for text in (write(traced(), Style(width)), compare([traced(), traced(regime="uk-50")], Style(width))):
        assert max(map(columns, text.splitlines())) <= width


def test_colours_change_nothing_else() -> None:
    plain, coloured = write(traced(), Style()), write(traced(), Style(colour=True))
    assert "\033[1;31m" in coloured
    for code in ("\033[1;31m", "\033[1;33m", "\033[31m", "\033[33m", "\033[32m", "\033[1m", "\033[0m"):
        coloured = coloured.replace(code, "")
    assert coloured == plain


def chain(length: int, width: int = 1) -> Parties:
    links = [Interest("x" if n == 0 else f"c{n}", f"c{n + 1}", Share.exact(60)) for n in range(length)]
    links += [Interest(f"s{n:03}", "c1", Share()) for n in range(width)]
    return collect((), links)


def test_large_trees_are_cut() -> None:
    deep = write(traced("c30", parties=chain(30)), Style())
    assert "its owners are not shown" in " ".join(deep.split())
    wide = write(traced("c1", parties=chain(1, 90)), Style())
    assert "  … and more owners\n" in wide
    assert len(wide.splitlines()) < 60
    assert "? and 80 more (--format json has them all)" in write(
        traced("c1", parties=collect((), [Interest(f"s{n:03}", "c1", Share()) for n in range(90)]),
               listed=[f"s{n:03}" for n in range(90)]),
        Style(),
    )  # fmt: skip


def test_long_answers_are_cut() -> None:
    many = collect(
        [Party(f"p{n}", f"P {n}") for n in range(150)], [Interest("x", f"r{n}", Share.exact(60)) for n in range(60)]
    )
    text = write(traced(parties=many), Style())
    assert "and 21 more that are not clear (--format json has them all)" in text
    assert "  - and 50 more (--format json has them all)" in text


def test_not_in_force() -> None:
    text = write(traced("a", regime="bis-affiliates", notes=("Because.",)), Style())
    assert "in force." in text
    assert "Notes\n  - Because.\n" in text
    assert "Notes" not in write(traced("a", notes=()), Style())


def test_regimes_side_by_side() -> None:
    lines = compare([traced(), traced(regime="uk-50")], Style()).splitlines()
    assert lines[0] == "7 parties on 2025-10-01 under 2 regimes:"
    assert lines[1].split() == ["party", "us-ofac-50", "uk-50"]
    row = next(line for line in lines if line.startswith("A Ltd (a)"))
    assert row.split()[-2:] == ["restricted", "restricted"]
    assert "UK asset freeze, ownership and control (uk-50)" in lines


def test_a_long_name_has_its_own_line() -> None:
    parties = collect([Party("x", "Very " * 20 + "Long")], [Interest("x", "a", Share.exact(60))])
    lines = compare([traced(parties=parties)] * 2, Style()).splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("Very Very"))
    assert max(map(columns, lines)) <= 80
    assert lines[place + 2].split() == ["restricted", "restricted"]


def test_too_many_regimes_for_columns() -> None:
    lines = compare([traced("a", "h")] * 4, Style()).splitlines()
    assert lines[1:3] == ["A Ltd (a)", "  us-ofac-50: restricted"]
