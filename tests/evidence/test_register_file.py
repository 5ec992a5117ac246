"""The register as a file: what it says, what lies beside it, what is wrong with it."""

from __future__ import annotations

import os
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.evidence.documents import NO_REGISTER, Register
from compliance.evidence.register_file import read_register
from compliance.io import digests

HEAD = "id,class,reference,issuer,issuer_role,issued_on,file,confirmed,read_by,line,origin,quantity,serials,evidence_page\n"


def register(folder: Path, text: str, name: str = "documents.yaml") -> Register:
    (folder / name).write_text(text, "utf-8")
    return read_register([(folder / name, name)])


def problems(folder: Path, text: str, name: str = "documents.yaml") -> list[str]:
    with pytest.raises(ComplianceError) as caught:
        register(folder, text, name)
    return [str(problem) for problem in caught.value.problems]


def test_yaml_says_everything(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"paper")
    (tmp_path / "serials.csv").write_text("Serial Number\n'S3\ns4\nTotal\n", "utf-8")
    known = register(
        tmp_path,
        """documents:
- id: ENT-1
  class: customs_entry
  reference: B76-0324527-8
  issuer: {name: Broker, role: broker}
  issued_on: 2024-05-02
  file: a.txt
  lines:
  - {line: 1, origin: MY, quantity: 5, value_usd: "100.50", serials: [s1, 2], evidence: {page: 1, box: 10}}
  - {serials_file: serials.csv}
""",
    )
    (entry,) = known.documents
    assert (entry.id, entry.row, entry.file_state, entry.sha256) == ("ENT-1", 2, "", sha256(b"paper").hexdigest())
    assert entry.serials == (frozenset(("S1", "2")), frozenset(("S3", "S4")))
    assert entry.doubts == ()
    assert known.named("b76 0324527 8") == known.named("ent-1") == (entry,)
    assert known
    assert not NO_REGISTER


def test_csv_says_the_same(tmp_path: Path) -> None:
    text = HEAD + (
        "P-1,packing_list,PL 9,Factory,factory,2024-01-02,,true,packing-list,1,TH,2,a; b,3\n"
        "\nP-1,packing_list,PL 9,,,,,,,2,MY,4,,\nL-1,letter,,,,,,,,,,,,\n"
    )
    first, second = register(tmp_path, text, "documents.csv").documents
    assert first.document.is_fact
    assert first.document.issuer.role == "factory"
    assert [(line.line, line.origin, line.quantity) for line in first.document.lines] == [
        ("1", "TH", 2),
        ("2", "MY", 4),
    ]
    assert first.document.lines[0].evidence
    assert first.document.lines[0].evidence.page == 3
    assert (first.serials, second.document.lines, second.row) == ((frozenset("AB"), frozenset()), (), 5)
    assert first.file_state == "no file"


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("", ["documents.csv: is empty. Its columns are"]),
        ("id,class,foo\nA,letter,\n", ["documents.csv:1:foo: unknown column 'foo'"]),
        ("id,id\nA,\n", ["documents.csv:1: column 'class' is missing", "documents.csv:1:id: column 'id' appears twice"]),
        ("id,class\nA,letter\nA,invoice\n", ["documents.csv:3:class: class of document 'A' is another than in a row above"]),
        ("id,class\nA,passport\n", ["documents.csv:2:1: documents.0.class: must be 'customs_ruling'"]),
        ("id,class,line,quantity\nA,letter,1,2\nA,letter,2,x\n", ["documents.csv:3:1: documents.0.lines.1.quantity: must be a whole"]),
        ("id,class\n,letter\n", ["documents.csv:2:1: field 'documents.0.id' is missing"]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_csv(tmp_path: Path, text: str, messages: list[str]) -> None:
    found = problems(tmp_path, text, "documents.csv")
    assert len(found) == len(messages)
    for problem, message in zip(found, messages, strict=True):
        assert problem.startswith(message)


def test_files_outside_the_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x", "utf-8")
    inside = tmp_path / "fleet"
    inside.mkdir()
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    for name in ("../secret.txt", str(tmp_path / "secret.txt"), "link.txt"):
        (problem,) = problems(inside, f"documents: [{{id: A, class: letter, file: '{name}'}}]")
        assert "which is outside the folder of the register" in problem
        (problem,) = problems(inside, f"documents: [{{id: A, class: letter, lines: [{{serials_file: '{name}'}}]}}]")
        assert "which is outside the folder of the register" in problem


def test_a_file_that_is_gone_or_changed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"paper")
    digest = sha256(b"paper").hexdigest()
    text = f"""documents:
- {{id: A, class: letter, file: b.txt}}
- {{id: B, class: letter, file: a.txt, sha256: {digest.upper()}}}
- {{id: C, class: letter, file: a.txt, sha256: {digest[:-1]}x}}
"""
    assert [entry.file_state for entry in register(tmp_path, text).documents] == ["file missing", "", "file changed"]


def test_what_is_odd_is_said(tmp_path: Path) -> None:
    text = """documents:
- {id: A, class: customs_entry, reference: B76-0324527-1, lines: [{quantity: 1, serials: [a, b]}]}
- {id: B, class: letter, reference: B76-0324527-1}
"""
    first, second = register(tmp_path, text).documents
    assert first.doubts == (
        "the check digit of entry number B76-0324527-1 should be 8, not 1",
        "line 1 says 1 machines and lists 2 serial numbers",
    )
    assert second.doubts == ()


def test_ids_are_unique_over_all_registers(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("documents: [{id: A, class: letter}]", "utf-8")
    with pytest.raises(ComplianceError, match=r"b.yaml:1: two documents have the id 'A' .the other in a.yaml:1."):
        read_register([(tmp_path / name, name) for name in ("a.yaml", "b.yaml")])


def test_every_wrong_document_is_named(tmp_path: Path) -> None:
    text = "documents:\n- {id: A, class: letter, file: ../a}\n- {id: B, class: letter, file: ../b}\n"
    assert len(problems(tmp_path, text)) == 2


def test_a_register_says_whether_a_licence_covers(tmp_path: Path) -> None:
    (tmp_path / "licence.pdf").write_bytes(b"x")
    known = register(
        tmp_path,
        """documents:
- {id: A, class: licence, file: licence.pdf, issued_on: 2024-05-02, lines: [{purchase_lot: L-1}]}
- {id: B, class: licence, lines: [{purchase_lot: L-2}]}
- {id: C, class: licence, file: licence.pdf, read_by: pdf, lines: [{purchase_lot: L-3}]}
- {id: D, class: authorisation, file: licence.pdf}
""",
    )
    assert known.covers("l 1", "licence")
    assert known.covers("L-1", "licence", date(2024, 5, 2))
    assert not known.covers("L-1", "licence", date(2024, 5, 1))
    assert not known.covers("L-2", "licence")
    assert not known.covers("L-3", "licence")
    assert known.covers("whatever", "authorisation")


@pytest.mark.parametrize(
    ("kind", "what"),
    [("folder", "is not a file"), ("ring", "cannot be read: Too many levels"), ("pipe", "is not a file")],
)
def test_a_document_that_is_no_file(tmp_path: Path, kind: str, what: str) -> None:
    path = tmp_path / "scan.pdf"
    path.mkdir() if kind == "folder" else path.symlink_to(path) if kind == "ring" else os.mkfifo(path)
    assert what in problems(tmp_path, "documents: [{id: E, class: invoice, file: scan.pdf, lines: []}]")[0]


def test_a_document_that_nobody_may_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_: Path) -> str:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "scan.pdf").write_text("x")
    monkeypatch.setattr(digests, "sha256_of", closed)
    text = "documents: [{id: E, class: invoice, file: scan.pdf, lines: []}]"
    assert problems(tmp_path, text) == [
        "documents.yaml: scan.pdf: cannot be read: Permission denied. Check its permissions."
    ]


@pytest.mark.parametrize("name", ["documents.yaml", "documents.csv"])
def test_a_register_that_is_no_file(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(ComplianceError, match="is not a file"):
        read_register([(tmp_path / name, name)])
