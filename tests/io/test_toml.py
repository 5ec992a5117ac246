"""TOML comes with the line of each key."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.io.toml import load

TEXT = """# a comment = 1
policies = ["a",
  "b = c"]

[parameters."p/r"] # why
limit = 60
  "odd key" = 3

[[list.of]]
x.y = 1
"""


def test_every_key_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    document = load(path, name="x.toml")
    assert document.data["parameters"] == {"p/r": {"limit": 60, "odd key": 3}}
    assert document.place(("policies",)) == (2, 1)
    assert document.place(("policies", 1)) == (2, 1)
    assert document.place(("parameters",)) == document.place(("parameters", "p/r")) == (5, 1)
    assert document.place(("parameters", "p/r", "odd key")) == (7, 3)
    assert document.place(("list", "of", "x", "y")) == (10, 1)
    assert document.place(("nowhere",)) == (None, None)
    assert document.part("parameters").place(("p/r", "limit")) == (6, 1)


@pytest.mark.parametrize(
    "content", [b"\xff", b"a = 1\na = 2", b"a = [", b"a = " + b"[" * 100_000, b"a = " + b"9" * 5000]
)
def test_what_is_no_toml(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(ComplianceError, match=r"^x\.toml: is not TOML"):
        load(path, name="x.toml")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match=r"x\.toml: cannot be read"):
        load(tmp_path / "x.toml", name="x.toml")


def test_a_key_that_is_too_deep_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(".".join("a" * 20_000) + " = 1\n", "utf-8")
    assert len(load(path, name="x.toml").marks) == 5
