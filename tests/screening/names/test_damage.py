"""Names that are damaged or in disguise are read as what they were."""

from __future__ import annotations

import pytest

from compliance.screening.names.damage import in_one_script, repaired, unmasked
from compliance.screening.names.index import NameIndex


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("АО Микрон", "cp1251"),
        ("АО Микрон", "latin-1"),
        ("流序 算能科技", "latin-1"),
        ("Société Générale", "cp1252"),
        ("“Foo” Ltd", "latin-1"),
    ],
)
def test_a_wrong_encoding_is_undone(text: str, encoding: str) -> None:
    assert repaired(text.encode().decode(encoding)) == text


@pytest.mark.parametrize("text", ["Sophgo", "Müller GmbH", "АО Микрон", "São Paulo", "北京", "Łódź", "Ã"])
def test_other_texts_are_let_be(text: str) -> None:
    assert repaired(text) == ""


def test_letters_of_another_alphabet_in_a_word_are_those_that_they_look_like() -> None:
    assert in_one_script("S\u043e\u0440hgo T\u0435ch ООО Микрон") == "Sophgo Tech ООО Микрон"
    assert in_one_script("Sophgo") == "Sophgo"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("H1kv1510n Ltd", "hikvision Ltd"),
        ("$ophgo", "sophgo"),
        *((text, text) for text in ("Unit 12345", "A$AP", "H1kv1510x", "Sophgo", "")),
    ],
)
def test_figures_and_signs_for_letters(text: str, read: str) -> None:
    plain, masks = unmasked(text, {"hikvision", "sophgo"}.__contains__)
    assert plain == read
    assert bool(masks) == (text != read)


def test_the_index_reads_what_is_masked() -> None:
    (found,) = NameIndex.of(["Sophgo Technologies Ltd"]).similar("$ophg0 T3chnologies Ltd").values()
    assert found.score == 1.0
    assert found.pairs[0].how == "written in disguise"
