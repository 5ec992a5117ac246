"""The short form: every file of the corpus, and a few damaged ones of each reader. The long form is ``python -m tests.fuzz``."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from compliance.core.errors import ComplianceError
from tests.effort import examples
from tests.fuzz.damage import damaged
from tests.fuzz.readers import CORPUS, READERS, Reader

QUICK = [reader for reader in READERS if not reader.slow]
KEPT = [(reader, path) for reader in QUICK for path in sorted((CORPUS / reader.name).glob("*"))]


def test_nothing_in_the_corpus_is_forgotten() -> None:
    names = {path.name for path in CORPUS.iterdir()}
    assert names == {reader.name for reader in READERS if not reader.made() or (CORPUS / reader.name).exists()}


@pytest.mark.parametrize(("reader", "path"), KEPT, ids=[f"{path.parent.name}/{path.name}" for _, path in KEPT])
def test_the_corpus_is_read_or_refused(tmp_path: Path, reader: Reader, path: Path) -> None:
    # What begins with "seed" is whole; the others failed once.
    assert reader.tried(path.read_bytes(), tmp_path) or not path.name.startswith("seed")


@pytest.mark.parametrize("reader", QUICK, ids=[reader.name for reader in QUICK])
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, reader: Reader) -> None:
    @settings(max_examples=examples(6), deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(damaged(reader.seeds()))
    def tried(content: bytes) -> None:
        reader.tried(content, tmp_path)

    tried()


def test_what_is_no_refusal_is_a_failure(tmp_path: Path) -> None:
    def broken(path: Path) -> object:
        raise KeyError(path.name)

    with pytest.raises(KeyError):
        Reader("broken", ".x", broken).tried(b"", tmp_path)

    def refusing(_: Path) -> object:
        raise ComplianceError(())

    assert not Reader("refusing", ".x", refusing).tried(b"", tmp_path)
