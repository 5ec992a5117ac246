"""The native inventory's columns, and how foreign headers are recognised as one of them.

Contract: design section 8. A header is recognised exactly, after folding; what is not recognised is kept and said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compliance.errors import ComplianceError, Problem, fail

NATIVE = (
    "asset_id", "serial_number", "mac_address", "parent_id", "kind", "quantity", "manufacturer", "model", "variant",
    "country_of_origin", "origin_basis", "origin_evidence", "country_of_assembly", "control_board", "supplier",
    "supplier_country", "owner", "hosting_client", "purchase_order", "invoice", "purchase_lot", "purchase_date",
    "delivery_date", "unit_price_usd", "site", "location", "status", "hashrate_ths", "power_w", "firmware",
)  # fmt: skip

_ALIASES = {
    "asset_id": "asset, asset tag, asset code, asset no, asset number, tag, equipment number, miner number, 资产编号, инвентарный номер, inventarnummer, etiqueta de activo",
    "serial_number": "serial, serial no, serial num, sn, s/n, 序列号, серийный номер, seriennummer, numero de serie",
    "mac_address": "mac, mac addr, macaddr, MAC地址, mac адрес, mac adresse, direccion mac",
    "parent_id": "parent, parent asset, part of",
    "kind": "type of unit, category, device class, unit kind, 类别, категория, kategorie, categoria",
    "quantity": "qty, count, units, number of units, pcs, pieces, amount of units, quantity as written, 数量, количество, кол-во, anzahl, menge, stückzahl, cantidad, unidades",
    "manufacturer": "maker, brand, make, oem, producer, vendor brand, miner manufacturer, 制造商, 厂商, 品牌, производитель, hersteller, marke, fabricante, marca",
    "model": "model name, miner model, minertype, miner type, device type, asic model, machine model, product, model as written, 型号, 矿机型号, 机型, модель, modell, modelo",
    "variant": "sub model, version, model variant, 变体",
    "country_of_origin": "origin, coo, country of manufacture, made in, manufactured in, origin country, country origin, origin statement, produced in, country of production, 原产国, 原产地, 产地, страна происхождения, ursprungsland, herkunftsland, herstellungsland, pais de origen",
    "origin_basis": "basis of origin, origin source",
    "origin_evidence": "origin documents, origin proof, evidence of origin, certificate of origin, origin document, origin reference",
    "country_of_assembly": "assembled in, assembly country, assembly, final assembly, 组装国, montageland, pais de ensamblaje",
    "control_board": "controlboard, controller, control board version, controller board, soc, 控制板, плата управления, steuerplatine, kontrollplatine, placa de control",
    "supplier": "seller, vendor, provider, distributor, reseller, dealer, seller as written, supplier name, bought from, purchased from, 供应商, 卖方, поставщик, lieferant, verkäufer, proveedor, vendedor",
    "supplier_country": "seller country, vendor country, country of supplier",
    "owner": "owned by, owner name, property of, 所有者, 业主, владелец, eigentümer, propietario",
    "hosting_client": "client, customer, hosting customer, hosted for, 客户, 托管客户, клиент, kunde, cliente",
    "purchase_order": "po, po number, order number, order no, purchase order number, 采购订单, номер заказа, bestellnummer, orden de compra",
    "invoice": "invoice no, invoice number, 发票, 发票号, счет, rechnung, rechnungsnummer, factura",
    "purchase_lot": "lot, lot number, batch, batch number, lot no, 批次, партия, charge, los, lote",
    "purchase_date": "date of purchase, purchased, bought, order date, acquisition date, exhibit date, purchased on, 采购日期, 购买日期, дата покупки, kaufdatum, fecha de compra",
    "delivery_date": "delivered, date of delivery, arrival date, received, delivery, 交货日期, 到货日期, дата поставки, lieferdatum, fecha de entrega",
    "unit_price_usd": "unit price, price usd, price per unit, machine price, purchase cost, unit cost, unit price (usd), machine price ($), 单价, 单价(usd)",
    "site": "facility, data center, datacenter, data centre, mine, farm, site name, plant, 站点, 矿场, 场地, площадка, дата-центр, standort, sitio, instalacion",
    "location": "rack, rack position, position, pos, place, container position, 机架位置, 位置, место, standplatz, ubicacion",
    "status": "state, asset status, 状态, статус, zustand, estado",
    "hashrate_ths": "hashrate, hash rate, hashrate (th/s), hashrate th/s, hashrate ths, th/s, ths, hashrate th, rated hashrate, hashrate as written, 算力, 算力(th/s), хешрейт, хэшрейт, tasa de hash",
    "power_w": "power, power (w), power consumption, watt, watts, consumption w, power as written, 功耗, 功耗(w), мощность, leistung, leistung (w), potencia",
    "firmware": "firmware version, fw, 固件, прошивка",
}  # fmt: skip


def fold_header(text: str) -> str:
    """A header made comparable: width, case, accents, spaces, underscores and punctuation do not count."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", text).casefold())


_KNOWN = {fold_header(name): name for name in NATIVE} | {
    fold_header(alias): name for name, aliases in _ALIASES.items() for alias in aliases.split(",")
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where an inventory's columns stand: native name -> index; the header as written; what was not recognised."""

    header: tuple[str, ...]
    index: Mapping[str, int]
    unread: tuple[str, ...]

    def written(self, column: str) -> str | None:
        """The header of a native column as the file writes it, or None where the file has no such column."""
        return self.header[self.index[column]] if column in self.index else None


def meant(header: str) -> str:
    """The native column that a header stands for, or ""."""
    return _KNOWN.get(fold_header(header), "")


def recognised(header: Sequence[str]) -> int:
    """How many of these headers are known."""
    return sum(map(bool, map(meant, header)))


def layout(header: Sequence[str], mapping: Mapping[str, str], *, file: str, row: int = 1) -> Layout:
    """The layout of a table with this header; ``mapping`` (native name -> foreign header) wins over what is recognised.

    A native name wins over an alias, the first alias over a later one. Raises ComplianceError where a header that is
    read stands twice, a mapped header is not there, or neither manufacturer nor model is.
    """
    names = [" ".join(name.split()) for name in header]
    index: dict[str, int] = {}
    problems: list[Problem] = []
    for native, foreign in mapping.items():
        places = _places(names, foreign)
        if not places:
            advice = f"Its columns are: {', '.join(filter(None, names))}."
            problems.append(Problem(f"has no column {foreign!r}", advice, file, row))
        elif len(places) > 1:
            problems.append(_twice(foreign, file, row))
        elif places[0] in index.values():
            problems.append(Problem(f"column {foreign!r} is mapped twice", "Map each header once.", file, row))
        else:
            index[native] = places[0]
    taken = set(index.values())
    for exact in (True, False):
        for place, name in enumerate(names):
            native = meant(name)
            if not native or place in taken or native in mapping or exact != (fold_header(native) == fold_header(name)):
                continue
            if native not in index:
                index[native] = place
                taken.add(place)
            elif fold_header(names[index[native]]) == fold_header(name):
                problems.append(_twice(name, file, row))
    if problems:
        raise ComplianceError(problems)
    if "model" not in index and "manufacturer" not in index:
        raise fail(
            "is not an inventory: no column names a manufacturer or a model",
            'Name the columns in the first row, or map them with --map FILE (columns: {model: "Their header"}).',
            file=file,
            row=row,
        )
    unread = tuple(name for place, name in enumerate(names) if place not in taken and name)
    return Layout(tuple(names), index, unread)


def _places(names: Sequence[str], foreign: str) -> list[int]:
    """Where a header stands: as it is written, else but for case and punctuation."""
    written, folded = " ".join(foreign.split()), fold_header(foreign)
    same = [place for place, name in enumerate(names) if name == written]
    return same or [place for place, name in enumerate(names) if folded and fold_header(name) == folded]


def _twice(name: str, file: str, row: int) -> Problem:
    return Problem(f"column {name!r} stands here twice", "Rename one of the two.", file, row)
