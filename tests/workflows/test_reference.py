"""The bundled data by id, read once and kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from compliance import __version__
from compliance.core.errors import ComplianceError
from compliance.io.resources import RULES, bundled
from compliance.workflows import reference as module
from compliance.workflows.reference import SMALL, Reference
from tests.effort import examples
from tests.screening.list_formats.test_ofac import SDN


def test_kept_data_is_the_data_that_was_read(tmp_path: Path) -> None:
    fresh, again = Reference(tmp_path / "cache"), Reference(tmp_path / "cache")
    assert fresh.catalogue.recognise("", "Antminer S21") == again.catalogue.recognise("", "Antminer S21")
    assert fresh.countries.resolve("PRC") == again.countries.resolve("PRC")
    assert fresh.parties == again.parties
    for name in bundled("countries"):
        assert fresh.country_set(name) == again.country_set(name)
    for name in bundled("lists"):
        assert fresh.party_list(name) == again.party_list(name)
    for name in bundled("regimes"):
        assert fresh.regime(name) == again.regime(name)
    for name, folder in bundled("policies").items():
        first, second = (each.policy(folder, f"bundled:{name}", None) for each in (fresh, again))
        assert first.sha256 == second.sha256
        assert [rule.document for rule in first.rules] == [rule.document for rule in second.rules]


def test_no_flipped_bit_changes_what_is_kept(tmp_path: Path) -> None:
    """Also none in what is unpickled later: the compiled names of a list."""

    def told() -> tuple[object, ...]:
        reference = Reference(tmp_path)
        policy = reference.policy(bundled("policies")["cleanspark-mineone"], "p", None)
        held = reference.party_list("us-mineone-order")
        return (
            policy.sha256,
            [rule.versions for rule in policy.rules],
            held,
            held.index.names,
            held.name_matches("Bitmain"),
            held.known_matches,
        )

    right = told()
    files = [path for name in ("cleanspark", "us-mineone") for path in tmp_path.rglob(f"{name}-*.pickle")]
    assert len(files) == 2
    for path in files:
        whole = path.read_bytes()
        for place in range(0, len(whole) * 8, len(whole) * 8 // examples(50)):
            damaged = bytearray(whole)
            damaged[place // 8] ^= 1 << place % 8
            path.write_bytes(damaged)
            assert told() == right
            assert path.read_bytes()[:32] == whole[:32]


def test_each_is_read_once() -> None:
    reference = Reference()
    assert reference.party_list("us-bis-90fr4621") is reference.party_list("us-bis-90fr4621")
    assert reference.catalogue is reference.catalogue


def test_parameters_are_part_of_what_is_kept(tmp_path: Path) -> None:
    folder = bundled("policies")["supply-concentration"]
    given = {name: {"limit": 40} for name in ("supply-concentration/maker", "supply-concentration/origin")}
    with_limit = Reference(tmp_path).policy(folder, "p", given)
    open_policy = Reference(tmp_path).policy(folder, "p", None)
    assert [rule.open for rule in with_limit.rules] == [(), ()]
    assert [rule.open for rule in open_policy.rules] == [("limit",), ("limit",)]


@pytest.mark.parametrize("kind", ["country_set", "regime", "party_list"])
def test_what_is_not_bundled_is_an_error_that_names_what_is(kind: str) -> None:
    with pytest.raises(ComplianceError, match=r"unknown .* 'nowhere'.*Bundled: "):
        getattr(Reference(), kind)("nowhere")


def test_what_is_kept_belongs_to_this_version_of_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "CN" in Reference(tmp_path).countries
    (checkout,) = tmp_path.iterdir()
    assert checkout.name.startswith(f"{__version__}-")
    monkeypatch.setattr(module, "PACKAGE", RULES.parent / "compliance")
    assert "CN" in Reference(tmp_path).countries
    assert list(tmp_path.iterdir()) == [checkout]


@pytest.mark.parametrize("installed", [True, False])
@pytest.mark.parametrize("changed", ["compliance/__init__.py", "rules/countries/words.csv", "compliance/core/new.py"])
def test_other_code_of_the_same_version_keeps_its_own(
    changed: str, installed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a file that changed is older than another one; where it is installed, all files are written anew."""
    package = tmp_path / "compliance"
    rules = (package if installed else tmp_path) / "rules"
    for path in (package / "__init__.py", package / "core" / "old.py", rules / "countries" / "words.csv"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (package / "core" / "__pycache__").mkdir()
    monkeypatch.setattr(module, "PACKAGE", package)
    monkeypatch.setattr(module, "RULES", rules)
    before = module._stamp()
    (package / "core" / "__pycache__" / "old.pyc").write_text("x")
    assert module._stamp() == before
    path = package / "__init__.py" if installed else tmp_path / changed
    path.write_text("xy")
    os.utime(path, (1, 1))
    assert module._stamp() != before


def test_a_small_file_of_the_users_is_kept_and_a_large_one_is_not(tmp_path: Path) -> None:
    times: list[str] = []

    def read(path: Path, name: str) -> str:
        times.append(name)
        return path.read_text("utf-8")

    path = tmp_path / "sites.yaml"
    path.write_text("x")
    bundle = Reference(tmp_path / "cache")
    assert [bundle.small(path, name, read) for name in ("a", "a", "b")] == ["x"] * 3
    assert times == ["a", "b"]
    path.write_text("y" * (SMALL + 1))
    assert bundle.small(path, "a", read) == bundle.small(path, "a", read)
    assert times == ["a", "b", "a", "a"]


def test_a_list_is_compiled_again_when_a_table_of_names_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = Reference(tmp_path).party_list("us-bis-90fr4621")
    (other := tmp_path / "table.csv").write_text("another")
    compiling = module._compiling()
    assert RULES / "names" / "trades.csv" in compiling
    monkeypatch.setattr(module, "_compiling", lambda: [*compiling, other])
    before = len(list(tmp_path.rglob("*.pickle")))
    assert Reference(tmp_path).party_list("us-bis-90fr4621") == written
    assert len(list(tmp_path.rglob("*.pickle"))) > before


def test_a_joined_file_that_changes_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "sdn.csv").write_text(SDN, "utf-8", newline="")
    for name, alias in (("alt.csv", "EXAMPLE-AIR"), ("alt.csv", "OTHER NAME")):
        (tmp_path / name).write_text(f'36,12,"aka","{alias}",-0- \r\n\x1a', "utf-8", newline="")
        held = Reference(tmp_path / "cache").edition("mine", tmp_path / "sdn.csv", "sdn.csv")
        assert (alias, "strong") in held.listings[0].aliases


def test_a_list_in_a_folder_is_read_every_time(tmp_path: Path) -> None:
    folder = tmp_path / "list"
    folder.mkdir()
    (folder / "sdn.csv").write_text(SDN, "utf-8", newline="")
    reference = Reference(tmp_path / "cache")
    first = reference.edition("mine", folder, "list")
    assert first.listings
    assert reference.edition("mine", folder, "list") is not first
