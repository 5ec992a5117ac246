"""What a unit or its papers are called by. Rules do not read it; a waiver may pick single units by it."""

from __future__ import annotations

from collections.abc import Callable

from compliance.inventory.facts.base import Column, Fact, Reading, Row


def _verbatim(column: str) -> Fact:
    return Fact(column, (column,), _stripped(column), verbatim=True)


def _stripped(column: str) -> Callable[[Row], str]:
    return lambda row: row.text(column).strip()


ASSET_ID = Reading(
    (
        Column(
            "asset_id",
            headers="asset, asset tag, asset code, asset no, asset number, tag, equipment number, miner number, 资产编号, инвентарный номер, inventarnummer, etiqueta de activo, asset tag number, inventory number, barcode, 资产标签, 设备编号, 资产编码, номер актива, инв номер, inv-nr, anlagennummer, número de activo, numero de inventario, inventarnr, inventar-nr, инв №, unit id, miner id, machine id, código de activo, id activo, id de activo",
        ),
    ),
    (_verbatim("asset_id"),),
)
SERIAL_NUMBER = Reading(
    (
        Column(
            "serial_number",
            headers="serial, serial no, serial num, sn, s/n, 序列号, серийный номер, seriennummer, numero de serie, sn number, serial numbers, machine sn, miner sn, сн, серийный №, serien-nr, sn码, 机器序列号, no de serie, número serial, nº serie, nro de serie, nro serie, núm de serie, заводской номер, серийник, зав номер, 机器编号, 设备序列号, 矿机序列号, gerätenummer",
            qualifiers="sn, s/n",
        ),
    ),
    (_verbatim("serial_number"),),
)
PURCHASE_LOT = Reading(
    (
        Column(
            "purchase_lot",
            headers="lot, lot number, batch, batch number, lot no, 批次, партия, charge, los, lote, shipment batch, lot id, batch id, 采购批次, номер партии, chargennummer, partie, número de lote",
        ),
    ),
    (_verbatim("purchase_lot"),),
)
ENTRY_NUMBER = Reading(
    (
        Column(
            "entry_number",
            headers="entry no, entry #, customs entry number, customs entry no, customs entry, entry summary number, cbp entry number, 7501 number, 报关单号, 报关单编号, номер таможенной декларации, zollanmeldungsnummer, nummer der zollanmeldung, número de entrada aduanera, número de despacho",
        ),
    ),
    (_verbatim("entry_number"),),
)
