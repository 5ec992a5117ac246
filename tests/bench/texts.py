"""Listed names as they stand in the texts of trade: bills of lading, letters, payment messages, cells of an ERP system.

Each function puts a name into such a text, or returns None where it does not apply. Names, streets and numbers are invented.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

_STREETS = (
    "12 Harbour Road",
    "Room 1203, 88 Keyuan Rd",
    "Plot 7, Al Quoz 3",
    "ul. Lenina 14",
    "Unit 5, 30 Queen's Way",
    "No. 9 Gaoxin 4th Street",
)
_TOWNS = ("Dubai", "Shenzhen", "Novosibirsk", "Hong Kong", "Rotterdam", "Almaty", "Houston")
_OTHERS = (
    "Kessler Freight GmbH", "Bluewater Logistics LLC", "Orient Forwarding Co.", "Pinecrest Holdings", "Mandara Shipping Pte",
    "Hollis & Wrenfield LLP", "Ebbwater Hosting Inc.", "Northline Cargo",
)  # fmt: skip
_ROLES = (
    "SHIPPER: {}", "Shipper/Exporter {}", "CONSIGNEE: {}", "Consignee {}", "NOTIFY PARTY: {}", "Notify: {}", "BUYER: {}", "Sold to: {}", "Ship To: {}",
    "M/S {}", "Messrs. {}", "Attn: {}", "Manufacturer: {}", "Supplier - {}", "Beneficiary: {}", "1) {}", "2. {}", "Vendor name: {}", "Payee {}",
    "Absender: {}", "Empfänger: {}", "Käufer: {}", "Lieferant: {}", "Vendedor: {}", "Proveedor: {}", "Destinatario: {}", "Comprador: {}",
    "Грузоотправитель: {}", "Грузополучатель: {}", "Покупатель: {}", "Поставщик: {}", "收货人：{}", "发货人: {}", "买方：{}", "供应商 {}", "卖方:{}",
)  # fmt: skip
_CARE = (
    "c/o {}", "{other} c/o {}", "{other} C/O {}", "{other} o/b/o {}", "{other} on behalf of {}", "{other} for account of {}", "{other} F/A {}",
    "{other}, as agent for {}", "in care of {}", "{other} FBO {}", "{other} as agents of {}", "{other} a/c {}",
)  # fmt: skip
_MARKS = (
    "{}™", "{}®", "1. {}", "{} INV-2024-001", "{} PO 45001234", "{} (VAT 123456789)", "formerly {}", "{other} / {}", "{other} & {}",
    "{} / {other}", "{}; {other}", "{other}; {}", "{} #00123", "* {}", "{} (dba Quillstar)", "{} | {other}", "{other}\n{}", "new name of {}",
)  # fmt: skip


def role(name: str, chance: Random) -> str:
    """Behind the word for its part in a shipment or a payment."""
    return chance.choice(_ROLES).format(name)


def care_of(name: str, chance: Random) -> str:
    """Behind another party that acts for it."""
    return chance.choice(_CARE).format(name, other=chance.choice(_OTHERS))


def marked(name: str, chance: Random) -> str:
    """With a sign, a number or another party beside it."""
    return chance.choice(_MARKS).format(name, other=chance.choice(_OTHERS))


def addressed(name: str, chance: Random) -> str:
    """With an address, a telephone or a person to speak to behind it."""
    street, town = chance.choice(_STREETS), chance.choice(_TOWNS)
    tail = chance.choice(
        (
            ", {s}, {t}", " {s} {t}", ", {t}", "\n{s}\n{t}", " Attn: J. Doe", ", Tel: +971 4 555 0100", " TEL:+86-755-5550-1234 FAX:+86-755-5550-1235",
            ", P.O. Box 4410, {t}", " Email: ops@example.com", ", SAIF ZONE, SHARJAH", " {s}, {t}, Tel. 555 0199", " Contact: Mr. Lee 13800000000",
        )
    )  # fmt: skip
    return name + tail.format(s=street, t=town)


def lading(name: str, chance: Random) -> str:
    """A whole party box of a bill of lading: role, name, address, telephone, perhaps another box before or behind."""
    box = addressed(role(name, chance), chance)
    other = (
        f"{chance.choice(('SHIPPER', 'NOTIFY PARTY', 'CARRIER'))}: {chance.choice(_OTHERS)}, {chance.choice(_STREETS)}"
    )
    return chance.choice((box, f"{other}\n{box}", f"{box}\n{other}", f"{other}; {box}"))


def swift(name: str, chance: Random) -> str | None:
    """A party field of a payment message: an account, then lines of 35 characters at most, cut anywhere."""
    text = f"{name.upper()}, {chance.choice(_STREETS)}, {chance.choice(_TOWNS)}".upper()
    lines = [text[at : at + 35] for at in range(0, len(text), 35)][:4]
    return (
        "\n".join((chance.choice((f"/{chance.randrange(10**10, 10**11)}", "/RU" + "1" * 18)), *lines))
        if len(name) > 20
        else None
    )


def cut(name: str, chance: Random) -> str | None:
    """Cut where the column of an ERP system ends."""
    width = chance.choice((30, 35, 40))
    return name[:width].strip() if len(name) > width else None


def joined(name: str, chance: Random) -> str:
    """A legal form glued to the name, or a word before it that throws doubt on it."""
    bare = re.sub(r"\s+", "", name)
    return chance.choice((f"LLC{bare.upper()}", f"so-called {name}", f'"{name}"', f"The {name}", f"Company {name}"))


TEXTS: dict[str, Callable[[str, Random], str | None]] = {
    function.__name__: function for function in (role, care_of, marked, addressed, lading, swift, cut)
}
"""By kind; names run together are left to the disguises."""
