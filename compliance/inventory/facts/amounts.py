"""What a unit costs, computes and consumes."""

from __future__ import annotations

from decimal import Decimal

from compliance.core.text import is_empty
from compliance.inventory import cells
from compliance.inventory.facts.base import Column, Fact, Reading, Row
from compliance.inventory.native import hashrate
from compliance.reference.hardware.catalogue import parse_hashrate


def _price(row: Row) -> Decimal | None:
    """What a unit cost in US dollars; None where that is not recorded or not understood."""
    text = row.text("unit_price_usd")
    if is_empty(text):
        return None
    cell = cells.price(text)
    if cell.note:
        row.doubt(f"unit_price_usd {cell.note}")
        return None
    if price := Decimal(cell.value):
        return price
    row.doubt("unit_price_usd is zero, which is read as not recorded")
    return None


def _hashrate(row: Row) -> Decimal | None:
    """The hashrate in TH/s; None where that is not recorded or not understood."""
    cell = hashrate(row.text("hashrate_ths"))
    if cell.note:
        row.doubt(cell.note)
    return parse_hashrate(cell.value)


def _power(row: Row) -> Decimal | None:
    """The electric power in watts; None where that is not recorded or not understood."""
    text = row.text("power_w")
    if is_empty(text):
        return None
    cell = cells.watts(text)
    if cell.note:
        row.doubt(f"power_w {cell.note}")
        return None
    return Decimal(cell.value)


UNIT_PRICE_USD = Reading(
    (
        Column(
            "unit_price_usd",
            headers="unit price, price usd, price per unit, machine price, purchase cost, unit cost, unit price (usd), machine price ($), 单价, 单价(usd), acquisition cost, purchase price usd, price per unit (usd), цена за единицу, 采购单价(usd), stückpreis (usd), precio unitario (usd), стоимость usd, 单价(美元), unit cost (usd), cost per unit (usd)",
        ),
    ),
    (Fact("unit_price_usd", ("unit_price_usd",), _price),),
)
HASHRATE_THS = Reading(
    (
        Column(
            "hashrate_ths",
            headers="hashrate, hash rate, hashrate (th/s), hashrate th/s, hashrate ths, th/s, ths, hashrate th, rated hashrate, hashrate as written, 算力, 算力(th/s), хешрейт, хэшрейт, tasa de hash, nominal hashrate, hashrate nominal, 额定算力, hashleistung, hashleistung (th/s), хешрейт (th/s), хешрейт th/s, tasa de hash (th/s), hashrate (t), терахеш, nameplate hashrate, nameplate th/s",
        ),
    ),
    (Fact("hashrate_ths", ("hashrate_ths",), _hashrate),),
)
POWER_W = Reading(
    (
        Column(
            "power_w",
            headers="power, power (w), power consumption, watt, watts, consumption w, power as written, 功耗, 功耗(w), мощность, leistung, leistung (w), potencia, rated power, power draw, power w, 额定功率, 功率, 功率(w), потребление, потребляемая мощность, мощность (вт), leistungsaufnahme, nennleistung, consumo, consumo (w), potencia (w), leistungsaufnahme (w), потребление (вт), 额定功率(w), power watts, consumo de energía (w)",
        ),
    ),
    (Fact("power_w", ("power_w",), _power),),
)
