"""The documents register: papers, what each says of how many machines, and whether a person has confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from compliance.core.record import Record, Text
from compliance.core.text import squeeze

DocumentClass = Literal[
    "customs_ruling", "customs_entry", "factory_record", "certificate", "supplier_statement", "invoice", "label",
    "packing_list", "bill_of_lading", "purchase_order", "licence", "authorisation", "letter", "other",
]  # fmt: skip
"""The classes of origin evidence, and others that a register may hold."""
COUNTS_AS: Mapping[str, str] = {"packing_list": "invoice", "bill_of_lading": "invoice"}
"""Which class of origin evidence a paper is where its own is none."""
IssuerRole = Literal["customs", "broker", "factory", "maker", "seller", "buyer", "laboratory", "third"]
Source = Literal["person", "es003", "packing-list", "bill-of-lading", "ubl", "form-7501", "pdf"]
"""Who read a document: a person, or one of the parsers."""


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int | Decimal | date) and not isinstance(value, bool) else value


Cell = Annotated[str, BeforeValidator(_as_text)]
"""A text, also where YAML reads a number or a day."""


class Issuer(Record):
    """Who issued a document."""

    name: Cell = ""
    role: IssuerRole | None = None


class Place(Record):
    """Where in a file something stands; rows are counted as a spreadsheet counts them."""

    file: Cell = ""
    page: Annotated[int, Field(ge=1)] | None = None
    box: Cell = ""
    row: Annotated[int, Field(ge=1)] | None = None


class Line(Record):
    """A line of a document: what it says of ``quantity`` machines; what it does not say is "" or None."""

    line: Cell = ""
    hts: Cell = ""
    origin: Cell = ""
    quantity: Annotated[int, Field(ge=0)] | None = None
    value_usd: Decimal | None = None
    model: Cell = ""
    maker: Cell = ""
    purchase_lot: Cell = ""
    serials: tuple[Cell, ...] = ()
    serials_file: Cell = ""
    bill_of_lading: Cell = ""
    entry_date: date | None = None
    export_date: date | None = None
    importer: Cell = ""
    consignee: Cell = ""
    liquidated_on: date | None = None
    liquidation: Literal["liquidated", "unliquidated", "suspended", "extended"] | None = None
    evidence: Place | None = None


class Document(Record):
    """A paper. ``sha256`` is that of its file when it was registered; ``confirmed`` makes a parser's proposal a fact."""

    id: Text
    class_: Annotated[DocumentClass, Field(alias="class")]
    reference: Cell = ""
    issuer: Issuer = Issuer()
    issued_on: date | None = None
    file: Cell = ""
    sha256: Cell = ""
    lines: tuple[Line, ...] = ()
    read_by: Source = "person"
    confirmed: bool = False
    evidence: Place | None = None

    @property
    def is_fact(self) -> bool:
        """Whether a person stands behind it."""
        return self.read_by == "person" or self.confirmed

    @property
    def counts_as(self) -> str:
        """The class of origin evidence."""
        return COUNTS_AS.get(self.class_, self.class_)

    @property
    def names(self) -> frozenset[str]:
        """What an inventory may call it by, folded."""
        return frozenset(filter(None, map(squeeze, (self.id, self.reference))))


class DocumentFile(Record):
    """A ``documents.yaml``."""

    documents: tuple[Document, ...]


FileState = Literal["", "no file", "file missing", "file changed"]
"""What is wrong with the file of a document; "" where nothing is."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A document of the register: the file that registers it, its own file's state and digest, serial numbers read in.

    ``serials`` go by the place of the line; they are folded. ``doubts`` say what is odd about it.
    """

    document: Document
    register: str
    row: int | None = None
    file_state: FileState = ""
    sha256: str = ""
    serials: tuple[frozenset[str], ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id


@dataclass(frozen=True, eq=False)
class Register:
    """Every document that somebody registered."""

    documents: tuple[Registered, ...] = ()
    by_name: Mapping[str, tuple[Registered, ...]] = field(init=False)

    def __post_init__(self) -> None:
        names: dict[str, list[Registered]] = {}
        for entry in self.documents:
            for name in sorted(entry.document.names):
                names.setdefault(name, []).append(entry)
        object.__setattr__(self, "by_name", {name: tuple(entries) for name, entries in names.items()})

    def __bool__(self) -> bool:
        return bool(self.documents)

    def named(self, reference: str) -> tuple[Registered, ...]:
        """The documents of this reference or id."""
        return self.by_name.get(squeeze(reference), ())

    def covers(self, purchase_lot: str, document_class: DocumentClass, day: date | None = None) -> bool:
        """Whether a confirmed document of this class, issued by ``day``, covers a purchase lot.

        A document whose lines name no lot covers every lot; one without its file covers nothing.
        """
        return any(
            entry.document.class_ == document_class
            and entry.document.is_fact
            and not entry.file_state
            and (day is None or entry.document.issued_on is None or entry.document.issued_on <= day)
            and _covers_lot(entry.document, purchase_lot)
            for entry in self.documents
        )


def _covers_lot(document: Document, purchase_lot: str) -> bool:
    lots = {squeeze(line.purchase_lot) for line in document.lines} - {""}
    return not lots or squeeze(purchase_lot) in lots


NO_REGISTER = Register()
"""Where nobody registered anything."""
