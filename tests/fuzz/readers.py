"""Every reader of what strangers wrote, each as a function of a path, with the files that it is tried on."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from compliance.core.errors import ComplianceError
from compliance.evidence.readers import propose
from compliance.evidence.serial_lists import read_serials
from compliance.evidence.sheets import read_sheets
from compliance.inventory.sites import read_sites
from compliance.ownership.formats import read_parties
from compliance.policies.baseline import read_baseline
from compliance.policies.waiver_file import read_waivers
from compliance.reference.installation_file import read_table
from compliance.reference.tariffs import load_tariff
from compliance.screening.decision_file import read_decisions
from compliance.workflows.review import read_review
from compliance.workflows.settings import read_config
from tests.command_line import ROOT
from tests.evidence.readers.papers import pdf
from tests.workbooks import MANIFEST

CORPUS = Path(__file__).parent / "corpus"
DAY = date(2026, 11, 22)
TABLE = (
    "asset_id,serial_number,quantity,manufacturer,model,country_of_origin,purchase_date",
    "A-1,S-1,2,Bitmain,Antminer S21,CN,2024-02-12",
)


@dataclass(frozen=True, slots=True)
class Reader:
    """``read`` gives an answer to any file at a path, or raises ComplianceError; ``slow``: it starts a process for each."""

    name: str
    suffix: str
    read: Callable[[Path], object]
    made: Callable[[], Sequence[bytes]] = tuple
    slow: bool = False

    def seeds(self) -> Sequence[bytes]:
        """The files from which others are made: those of the corpus, and what is no text."""
        return (*(path.read_bytes() for path in sorted((CORPUS / self.name).glob("*"))), *self.made())

    def tried(self, content: bytes, folder: Path) -> bool:
        """Whether a file of this content is read; what is raised but a ComplianceError is a failure."""
        path = folder / f"fleet{self.suffix}"
        path.write_bytes(content)
        try:
            self.read(path)
        except ComplianceError:
            return False
        return True


def called(read: Callable[[Path, str], object]) -> Callable[[Path], object]:
    """The reader, told what messages call the file."""
    return lambda path: read(path, path.name)


def inventory(path: Path) -> object:
    """The way of ``check``, to the lots and their verdicts."""
    from compliance.workflows.check import check

    return check(path, policies=["cleanspark-mineone"], as_of=DAY, allow_not_covered=True)


def converted(path: Path) -> object:
    """The way of ``convert``."""
    from compliance.workflows.convert.conversion import convert

    result = convert(path)
    return list(result.rows()), list(result.summary(".csv"))


def _list(path: Path) -> object:
    from compliance.screening.list_formats import load_edition

    return load_edition("mine", path, name=path.name)


def _documents(path: Path) -> object:
    from compliance.evidence.register_file import read_register

    return read_register([(path, path.name)])


def _map(path: Path) -> object:
    from compliance.workflows.inputs.mapping import read_mapping

    return read_mapping(path)


def _regime(path: Path) -> object:
    from compliance.ownership.regimes import load_regime

    return load_regime(path, DAY, path.name)


def _policy(path: Path) -> object:
    from compliance.policies.policy import load_policy

    folder = path.parent / "cleanspark-mineone"
    folder.mkdir(exist_ok=True)
    (folder / "policy.yaml").write_bytes((ROOT / "rules/policies/cleanspark-mineone/policy.yaml").read_bytes())
    (folder / "origin.yaml").write_bytes(path.read_bytes())
    return [rule.versions for rule in load_policy(folder, "cleanspark-mineone").rules]


def _names(path: Path) -> object:
    from compliance.workflows.name_files import read_queries
    from compliance.workflows.reference import user_reference

    return read_queries(path, path.name, user_reference())


def _pack(path: Path) -> object:
    from compliance.workflows.verify import verify

    return verify(path)


def _key(path: Path) -> object:
    from compliance.evidence.signing import public_key

    return public_key(path.read_bytes(), path.name)


@cache
def xlsx() -> bytes:
    """A small workbook, with a formula, a day and a shared text."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in TABLE:
        sheet.append(line.split(","))
    sheet.append(["A-2", "0012", 3, "MicroBT", "Whatsminer M60S", None, date(2024, 1, 1)])
    sheet["I1"] = "=A1"
    sheet.merge_cells("D4:D5")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@cache
def ods() -> bytes:
    """The same as OpenDocument."""
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in line.split(",")
        )
        + '<table:table-cell table:number-columns-repeated="3"/></table:table-row>'
        for line in TABLE
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Fleet">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": MANIFEST,
        }
    )


@cache
def review() -> bytes:
    """A review of names, with a decision filled in."""
    import openpyxl

    from compliance.workflows.review import _NEEDED

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(_NEEDED))
    sheet.append(["Bitriver AG", "us-ofac-sdn", "1", "0" * 16, "same-party", "seen", "A", "2026-11-01", "2027-11-01"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(parts: dict[str, str]) -> bytes:
    """An archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


def parquet(**columns: Sequence[object]) -> bytes:
    """A Parquet file of these columns."""
    import polars as pl

    out = io.BytesIO()
    pl.DataFrame(columns).write_parquet(out, compression="zstd" if len(columns) % 2 else "snappy")
    return out.getvalue()


@cache
def _inventories_parquet() -> Sequence[bytes]:
    return (
        parquet(model=["Antminer S21"] * 9, country_of_origin=["CN", None, "MY"] * 3, quantity=[1, 2, 3] * 3),
        parquet(model=["Antminer S21"], purchase_date=[DAY]),
    )


@cache
def _interests_parquet() -> Sequence[bytes]:
    return (
        parquet(
            owner=["a", "b"], owned=["b", "c"], share=["50", None], minimum=[None, 25.5], kind=["ownership", "votes"]
        ),
    )


@cache
def _packs() -> Sequence[bytes]:
    from compliance.reports.write_report import write_report
    from compliance.workflows.pack import pack

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "p.zip")
        write_report(pack(ROOT / "fleets/old-mill", policies=["us-ear"], as_of=DAY), path, "zip")
        return (path.read_bytes(),)


def _papers() -> Sequence[bytes]:
    return (
        pdf(("Packing list", "Serial number"), table=True),
        pdf(("Serial number|Model", "S-1|Antminer S21", "S-2|Antminer S21"), table=True),
        pdf(("CBP Form 7501 ENTRY SUMMARY", "1. Filer Code/Entry No. B76-0324527-8")),
    )


READERS: tuple[Reader, ...] = (
    Reader("inventory-csv", ".csv", inventory),
    Reader("inventory-tsv", ".tsv", inventory),
    Reader("inventory-json", ".json", inventory),
    Reader("inventory-jsonl", ".jsonl", inventory),
    Reader("inventory-pyasic", ".json", inventory),
    Reader("inventory-cyclonedx", ".json", inventory),
    Reader("inventory-yaml", ".yaml", inventory),
    Reader("inventory-parquet", ".parquet", inventory, _inventories_parquet),
    Reader("inventory-xlsx", ".xlsx", inventory, lambda: (xlsx(),), slow=True),
    Reader("inventory-ods", ".ods", inventory, lambda: (ods(),), slow=True),
    Reader("inventory-xls", ".xls", inventory, slow=True),
    Reader("convert-csv", ".csv", converted),
    Reader("convert-yaml", ".yaml", converted),
    Reader("parties-native", ".yaml", called(read_parties)),
    Reader("parties-interests-csv", ".csv", called(read_parties)),
    Reader("parties-interests-parquet", ".parquet", called(read_parties), _interests_parquet),
    Reader("parties-bods", ".json", called(read_parties)),
    Reader("parties-ftm", ".jsonl", called(read_parties)),
    Reader("parties-gleif", ".xml", called(read_parties)),
    Reader("parties-psc", ".jsonl", called(read_parties)),
    Reader("lists", ".txt", _list),
    Reader("sites", ".yaml", called(read_sites)),
    Reader("waivers", ".yaml", called(read_waivers)),
    Reader("decisions", ".yaml", called(read_decisions)),
    Reader("documents-yaml", ".yaml", _documents),
    Reader("documents-csv", ".csv", _documents),
    Reader("installations-csv", ".csv", called(read_table)),
    Reader("map", ".yaml", _map),
    Reader("settings", ".toml", called(read_config)),
    Reader("regime", ".yaml", _regime),
    Reader("tariff", ".yaml", called(load_tariff)),
    Reader("policy", ".yaml", _policy),
    Reader("names", ".csv", _names),
    Reader("report", ".json", called(read_baseline)),
    Reader("review", ".xlsx", called(read_review), lambda: (review(),), slow=True),
    Reader("answers", ".csv", called(read_sheets)),
    Reader("serials", ".csv", called(read_serials)),
    Reader("papers", ".txt", called(propose)),
    Reader("papers-pdf", ".pdf", called(propose), _papers, slow=True),
    Reader("pack", ".zip", _pack, _packs),
    Reader("key", ".pub", _key),
)
"""What is tried; a new reader of files gets a line here."""
