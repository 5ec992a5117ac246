"""Which row is the header: a row of values never is."""

from __future__ import annotations

import pytest

from compliance.inventory.column_map import ColumnMap
from compliance.inventory.formats.header_search import MAX_COLUMNS, find_header
from tests.inventory.test_columns_by_cells import WORDS

NO_MAP = ColumnMap()
DATA = ["tst01", "SN1", "Bitmain", "Antminer S21", "Active", "miner", "Hall A"]


@pytest.mark.parametrize(
    "row",
    [
        DATA,
        ["r1", "10.0.0.1", "asic"],
        ["r1", "aa:bb:cc:00:11:22", "miner"],
        ["miner", "1", "2"],
        ["ASIC", "2024-05-13", "7", "x"],
        ["Miner", "Antminer S21"],
    ],
)
def test_a_row_of_values_is_no_header(row: list[str]) -> None:
    assert find_header([row, ["b", *row[1:]]], NO_MAP, WORDS) == (-1, 0)


def test_what_stands_in_every_row_is_no_header() -> None:
    assert find_header([["a", "Miner"], ["b", "Miner"], ["c", "Miner"]], NO_MAP) == (-1, 0)
    assert find_header([["no", "Miner"], ["b", "X1"], ["c", "Miner"]], NO_MAP) == (0, 1)
    assert find_header([["Item", "Miner", "Model"], ["1", "Miner", "X1"]], NO_MAP) == (0, 2)


@pytest.mark.parametrize(
    "rows",
    [
        [["Miner", "X-1"], ["PSU", "X-2"]],
        [["SN0001", "Miner", "Hall A"], ["SN0002", "Fan", "Hall A"]],
        [["Miner", "Hall A"], ["PSU", "Hall B"], ["Hashboard", ""]],
        [["Machine", "online"], ["Fan", "offline"]],
        [["Asic", "EXAMPLE-77"]],
    ],
)
def test_kinds_of_unit_below_each_other_have_no_header(rows: list[list[str]]) -> None:
    assert find_header(rows, NO_MAP, WORDS) == (-1, 0)


def test_a_single_word_is_a_header_where_nothing_is_named() -> None:
    assert find_header([["Miner", "Notes"], ["Foo X1", "n"]], NO_MAP, WORDS) == (0, 1)
    assert find_header([["Miner", "Pool 1"], ["", "n"], ["Foo X1", ""]], NO_MAP, WORDS) == (0, 1)


def test_known_words_come_before_words_that_may_be_meant_and_those_before_cells() -> None:
    known = [["Pays", "Modèle x"], ["Model", "Qty"], ["S21", "1"]]
    assert find_header(known, NO_MAP, WORDS) == (1, 2)
    assert find_header([["Titre", ""], ["Modèle", "Quantité"], ["S21", "1"]], NO_MAP, WORDS) == (1, 2)
    assert find_header([["Inventory", ""], ["was", "wieviel"], ["Antminer S21", "1"]], NO_MAP, WORDS) == (1, 1)
    assert find_header([["was", "wieviel"], ["Antminer S21", "1"]], NO_MAP) == (-1, 0)


def test_below_cells_need_a_header() -> None:
    assert find_header([["Antminer S21", "1"]], NO_MAP, WORDS) == (-1, 0)
    assert find_header([["", "x"], ["Antminer S21", "1"]], NO_MAP, WORDS) == (-1, 0)
    assert find_header([["was", "10.0.0.1"], ["Antminer S21", "1"]], NO_MAP, WORDS) == (-1, 0)
    assert find_header([["was"], ["nichts"]], NO_MAP, WORDS) == (-1, 0)
    assert find_header([["x"], ["was"], ["Antminer S21"]], NO_MAP, WORDS, 1) == (-1, 0)


@pytest.mark.parametrize(
    "row",
    [["Sealminer", "a machine x", "Hall A"], ["r1", "a machine x", "China"], ["r1", "a machine x", "in use"], ["r1", "x", "PSU"],
     ["r1", "x", "Hall A"]],
)  # fmt: skip
def test_a_row_of_an_unknown_model_above_a_known_one_is_no_header(row: list[str]) -> None:
    assert find_header([row, ["r2", "Antminer S19", "Hall A"]], NO_MAP, WORDS) == (-1, 0)


def test_many_known_words_are_a_header_whatever_else_stands_there() -> None:
    assert find_header([["Model", "Qty", "Origin", "Antminer S21"], ["S19", "1", "CN", "x"]], NO_MAP, WORDS) == (0, 3)
    wide = ["Model", *map(str, range(MAX_COLUMNS))]
    assert find_header([wide], NO_MAP) == (0, 1)
    assert find_header([["typ", "Anz."], ["S19", "1"]], ColumnMap({"model": "Typ"})) == (0, 1)


def test_a_row_that_is_wider_than_the_rows_below() -> None:
    assert find_header([["x", "Model"], ["a"], ["b"]], NO_MAP) == (0, 1)
