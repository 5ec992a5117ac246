"""Columns of which no fact is made: they are recognised, kept and converted. A quantity counts units, it is none of their facts."""

from __future__ import annotations

from compliance.inventory.facts.base import Column, Reading

MAC_ADDRESS = Reading(
    (
        Column(
            "mac_address",
            headers="mac, mac addr, macaddr, MAC地址, mac адрес, mac adresse, direccion mac, mac addresses, mac-adresse des geräts, mac地址码, физический адрес, мас адрес",
        ),
    )
)
PARENT_ID = Reading(
    (
        Column(
            "parent_id",
            headers="parent, parent asset, part of, 上级设备, родитель, übergeordnet, equipo padre",
        ),
    )
)
QUANTITY = Reading(
    (
        Column(
            "quantity",
            headers="qty, count, units, number of units, pcs, pieces, amount of units, quantity as written, 数量, количество, кол-во, anzahl, menge, stückzahl, cantidad, unidades, qnty, quantities, no of units, unit count, machine count, 台数, 件数, штук, шт, stück, stueckzahl, mengeneinheiten, cant, número de unidades, of units, of miners, of machines, number of miners, number of machines, no of miners, no of machines, miner count, quantity of units, anzahl geräte, anzahl miner, anzahl maschinen, geräteanzahl, cantidad de equipos, cantidad de mineros, número de equipos, кол-во майнеров, кол-во устройств, кол-во единиц, количество майнеров, количество устройств, количество единиц, 机器数量, 矿机数量, 设备数量",
            qualifiers="шт, штук, ед, 台, 件, 个, stk, stück, pcs, pc, pieces, ea, each, unit, units, uds, unidades, machines, miners",
            second="asked",
        ),
    )
)
VARIANT = Reading(
    (
        Column(
            "variant",
            headers="sub model, version, model variant, 变体",
        ),
    )
)
PURCHASE_ORDER = Reading(
    (
        Column(
            "purchase_order",
            headers="po, po number, order number, order no, purchase order number, 采购订单, номер заказа, bestellnummer, orden de compra, po no, po #, order, 订单号, 采购单号, номер po, bestellung, bestell-nr, número de pedido, pedido, 采购订单号",
        ),
    )
)
INVOICE = Reading(
    (
        Column(
            "invoice",
            headers="invoice no, invoice number, 发票, 发票号, счет, rechnung, rechnungsnummer, factura, invoice id, 发票编号, номер счета, инвойс, rechnungs-nr, número de factura",
        ),
    )
)
LOCATION = Reading(
    (
        Column(
            "location",
            headers="rack, rack position, position, pos, place, container position, 机架位置, 位置, место, standplatz, ubicacion, rack location, rack no, slot, shelf, container, 机架, 机柜, 货架, 机房, 位置编号, стойка, стеллаж, расположение, regal, stellplatz, lagerplatz, estante, posición, lagerort, локация, 机位",
        ),
    )
)
FIRMWARE = Reading(
    (
        Column(
            "firmware",
            headers="firmware version, fw, 固件, прошивка, fw version, firmware ver, 固件版本, версия прошивки, firmwareversion, versión de firmware",
        ),
    )
)
