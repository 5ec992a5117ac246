"""The native inventory's columns, and how foreign headers are recognised as one of them.

Contract: design section 8. A header is recognised exactly, after folding; what is not recognised is kept and said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.core.text import one_line

NATIVE = (
    "asset_id", "serial_number", "mac_address", "parent_id", "kind", "quantity", "manufacturer", "model", "variant",
    "country_of_origin", "origin_basis", "origin_evidence", "country_of_assembly", "control_board", "supplier",
    "supplier_country", "owner", "hosting_client", "purchase_order", "invoice", "purchase_lot", "purchase_date",
    "delivery_date", "unit_price_usd", "site", "location", "status", "hashrate_ths", "power_w", "firmware",
)  # fmt: skip

_ALIASES = {
    "asset_id": "asset, asset tag, asset code, asset no, asset number, tag, equipment number, miner number, 资产编号, инвентарный номер, inventarnummer, etiqueta de activo, asset tag number, inventory number, barcode, 资产标签, 设备编号, 资产编码, номер актива, инв номер, inv-nr, anlagennummer, número de activo, numero de inventario, inventarnr, inventar-nr, инв №, unit id, miner id, machine id, código de activo, id activo, id de activo",
    "serial_number": "serial, serial no, serial num, sn, s/n, 序列号, серийный номер, seriennummer, numero de serie, sn number, serial numbers, machine sn, miner sn, сн, серийный №, serien-nr, sn码, 机器序列号, no de serie, número serial, nº serie, nro de serie, nro serie, núm de serie, заводской номер, серийник, зав номер, 机器编号, 设备序列号, 矿机序列号, gerätenummer",
    "mac_address": "mac, mac addr, macaddr, MAC地址, mac адрес, mac adresse, direccion mac, mac addresses, mac-adresse des geräts, mac地址码, физический адрес, мас адрес",
    "parent_id": "parent, parent asset, part of, 上级设备, родитель, übergeordnet, equipo padre",
    "kind": "type of unit, category, device class, unit kind, 类别, категория, kategorie, categoria, device category, asset category, equipment type, 设备类型, 设备类别, тип устройства, тип оборудования, geräteart, gerätetyp, tipo de equipo",
    "quantity": "qty, count, units, number of units, pcs, pieces, amount of units, quantity as written, 数量, количество, кол-во, anzahl, menge, stückzahl, cantidad, unidades, qnty, quantities, no of units, unit count, machine count, 台数, 件数, штук, шт, stück, stueckzahl, mengeneinheiten, cant, número de unidades, of units, of miners, of machines, number of miners, number of machines, no of miners, no of machines, miner count, quantity of units, anzahl geräte, anzahl miner, anzahl maschinen, geräteanzahl, cantidad de equipos, cantidad de mineros, número de equipos, кол-во майнеров, кол-во устройств, кол-во единиц, количество майнеров, количество устройств, количество единиц, 机器数量, 矿机数量, 设备数量",
    "manufacturer": "maker, brand, make, oem, producer, vendor brand, miner manufacturer, 制造商, 厂商, 品牌, производитель, hersteller, marke, fabricante, marca, manufacturer name, maker name, miner brand, made by, manufactured by, 生产商, 生产厂家, 制造厂商, 厂家, изготовитель, бренд, марка, herstellername, fabrikant, marke des herstellers, fabricado por, nombre del fabricante, mfr, mfg, mfr name, mfg name, manufacturer/brand, brand name, 生产厂商, 制造厂家, 厂商名称, 品牌名称, hersteller/marke, фирма-производитель",
    "model": "model name, miner model, minertype, miner type, device type, asic model, machine model, product, model as written, 型号, 矿机型号, 机型, модель, modell, modelo, model type, miner models, unit model, device model, equipment model, product name, product model, 矿机型号名称, 设备型号, 产品型号, 产品名称, модель майнера, модель асика, наименование модели, modellname, modellbezeichnung, gerätemodell, typenbezeichnung, nombre del modelo, modelo de minero, modelo del equipo, make/model, make and model, manufacturer/model, miner type/model, 规格型号, 矿机名称, модель оборудования, модель устройства, тип майнера, modell/typ, marca/modelo, marca y modelo",
    "variant": "sub model, version, model variant, 变体",
    "country_of_origin": "origin, coo, country of manufacture, made in, manufactured in, origin country, country origin, origin statement, produced in, country of production, 原产国, 原产地, 产地, страна происхождения, ursprungsland, herkunftsland, herstellungsland, pais de origen, country of origin (coo), origin of goods, manufacturing country, made in country, producing country, 制造国, 生产国, 原产国家, 原产国/地区, страна производства, страна изготовления, страна-производитель, происхождение, ursprung, herkunft, produktionsland, fertigungsland, hergestellt in, país de fabricación, país de procedencia, origen, hecho en, fabricado en, mfg country, country of mfg, country mfg, place of origin, place of manufacture, country of origin code, origin code, coo code, origin iso, country of origin iso, país origen, land der herstellung, страна-изготовитель, 原产地国家",
    "origin_basis": "basis of origin, origin source, 原产依据, основание происхождения, ursprungsgrundlage, base de origen",
    "origin_evidence": "origin documents, origin proof, evidence of origin, certificate of origin, origin document, origin reference, coo certificate, origin certificate, origin evidence documents, 原产地证, 原产地证明, сертификат происхождения, ursprungszeugnis, ursprungsnachweis, certificado de origen, coo doc, coo document, 原产地证书, ursprungszeugnis nr",
    "country_of_assembly": "assembled in, assembly country, assembly, final assembly, 组装国, montageland, pais de ensamblaje, country assembled, assembled, 组装地, страна сборки, место сборки, endmontage, ensamblado en, país de montaje",
    "control_board": "controlboard, controller, control board version, controller board, soc, 控制板, плата управления, steuerplatine, kontrollplatine, placa de control, ctrl board, cb version, 控制板型号, контрольная плата, контроллер, controllerplatine, steuereinheit, tarjeta de control, cb, cb type, control board type, control board model, 控制板类型",
    "supplier": "seller, vendor, provider, distributor, reseller, dealer, seller as written, supplier name, bought from, purchased from, 供应商, 卖方, поставщик, lieferant, verkäufer, proveedor, vendedor, sold by, merchant, supplier of record, seller of record, 供货商, 经销商, 销售商, 卖家, продавец, дистрибьютор, händler, verkäufer name, lieferantenname, distribuidor, nombre del proveedor",
    "supplier_country": "seller country, vendor country, country of supplier, supplier country code, seller location country, 供应商国家, страна поставщика, lieferantenland, land des lieferanten, país del proveedor",
    "owner": "owned by, owner name, property of, 所有者, 业主, владелец, eigentümer, propietario, legal owner, asset owner, owning entity, beneficial owner of asset, 业主单位, 资产所有者, собственник, inhaber, besitzer, dueño, dueño legal",
    "hosting_client": "client, customer, hosting customer, hosted for, 客户, 托管客户, клиент, kunde, cliente, hosting client name, client name, customer name, tenant, 客户名称, 租户, заказчик, арендатор, kundenname, mieter, nombre del cliente",
    "purchase_order": "po, po number, order number, order no, purchase order number, 采购订单, номер заказа, bestellnummer, orden de compra, po no, po #, order, 订单号, 采购单号, номер po, bestellung, bestell-nr, número de pedido, pedido, 采购订单号",
    "invoice": "invoice no, invoice number, 发票, 发票号, счет, rechnung, rechnungsnummer, factura, invoice id, 发票编号, номер счета, инвойс, rechnungs-nr, número de factura",
    "purchase_lot": "lot, lot number, batch, batch number, lot no, 批次, партия, charge, los, lote, shipment batch, lot id, batch id, 采购批次, номер партии, chargennummer, partie, número de lote",
    "purchase_date": "date of purchase, purchased, bought, order date, acquisition date, exhibit date, purchased on, 采购日期, 购买日期, дата покупки, kaufdatum, fecha de compra, buy date, purchase day, 购入日期, 采购时间, дата приобретения, einkaufsdatum, bestelldatum, fecha de adquisición, date purchased, anschaffungsdatum",
    "delivery_date": "delivered, date of delivery, arrival date, received, delivery, 交货日期, 到货日期, дата поставки, lieferdatum, fecha de entrega, receipt date, date received, date delivered, arrived, 收货日期, 交付日期, дата получения, дата прибытия, liefertermin, eingangsdatum, fecha de recepción, received date",
    "unit_price_usd": "unit price, price usd, price per unit, machine price, purchase cost, unit cost, unit price (usd), machine price ($), 单价, 单价(usd), acquisition cost, purchase price usd, price per unit (usd), цена за единицу, 采购单价(usd), stückpreis (usd), precio unitario (usd), стоимость usd, 单价(美元), unit cost (usd), cost per unit (usd)",
    "site": "facility, data center, datacenter, data centre, mine, farm, site name, plant, 站点, 矿场, 场地, площадка, дата-центр, standort, sitio, instalacion, mining site, mine site, facility name, hosting site, 机房, 数据中心, 矿场名称, 站点名称, объект, ферма, anlage, rechenzentrum, werk, centro de datos, granja, emplazamiento",
    "location": "rack, rack position, position, pos, place, container position, 机架位置, 位置, место, standplatz, ubicacion, rack location, rack no, slot, shelf, container, 机架, 机柜, 货架, 位置编号, стойка, стеллаж, расположение, regal, stellplatz, lagerplatz, estante, posición, lagerort, локация, 机位",
    "status": "state, asset status, 状态, статус, zustand, estado, unit status, device status, machine status, 设备状态, 运行状态, состояние, betriebszustand, estado del equipo",
    "hashrate_ths": "hashrate, hash rate, hashrate (th/s), hashrate th/s, hashrate ths, th/s, ths, hashrate th, rated hashrate, hashrate as written, 算力, 算力(th/s), хешрейт, хэшрейт, tasa de hash, nominal hashrate, hashrate nominal, 额定算力, hashleistung, hashleistung (th/s), хешрейт (th/s), хешрейт th/s, tasa de hash (th/s), hashrate (t), терахеш, nameplate hashrate, nameplate th/s",
    "power_w": "power, power (w), power consumption, watt, watts, consumption w, power as written, 功耗, 功耗(w), мощность, leistung, leistung (w), potencia, rated power, power draw, power w, 额定功率, 功率, 功率(w), потребление, потребляемая мощность, мощность (вт), leistungsaufnahme, nennleistung, consumo, consumo (w), potencia (w), leistungsaufnahme (w), потребление (вт), 额定功率(w), power watts, consumo de energía (w)",
    "firmware": "firmware version, fw, 固件, прошивка, fw version, firmware ver, 固件版本, версия прошивки, firmwareversion, versión de firmware",
}  # fmt: skip


_WEAK = {
    "model": "model no, model number, unit type, machine type, hardware, equipment type, gerätetyp, geräteart, тип устройства, тип оборудования, 设备类型, 设备类别, tipo de equipo, 设备名称, наименование, miner, machine, asic, asic miner, mining machine, miner name, equipment, hardware model, 矿机, 设备, майнер, асик, оборудование, gerät, miningrechner, minero, equipo"
}
"""Headers that name the model only where no other column does."""

_QUALIFIERS = {
    "quantity": "шт, штук, ед, 台, 件, 个, stk, stück, pcs, pc, pieces, ea, each, unit, units, uds, unidades, machines, miners",
    "country_of_origin": "iso, iso2, iso3, iso code, iso 3166, alpha2, alpha3, code, coo",
    "country_of_assembly": "iso, iso2, iso3, iso code, iso 3166, alpha2, alpha3, code",
    "serial_number": "sn, s/n",
}
"""What may follow a header in brackets or behind a comma and says nothing else; a unit of measure says more."""

_RATES = "hashrate, hash rate, rated hashrate, nominal hashrate, 算力, 额定算力, хешрейт, хэшрейт, hashleistung, tasa de hash"
_UNITS = ("H/s", "kH/s", "MH/s", "GH/s", "PH/s", "EH/s")
"""Units of a hashrate in a header, other than the native TH/s."""

_EITHER = ("vendor", "provider")
"""Headers that name the seller in one file and the maker in the next."""

_SETTLED = ("country_of_origin", "country_of_assembly")
"""Columns of which a second one is never passed over, even beside the native word: it could say another country."""
_DECIDING = {
    *_SETTLED, "manufacturer", "model", "supplier", "supplier_country", "owner", "hosting_client", "control_board",
    "quantity", "kind", "status", "site", "origin_evidence", "origin_basis", "purchase_date", "delivery_date",
}  # fmt: skip
"""Columns of which two foreign ones are asked about: which of them counts can decide a verdict."""

_NOTHING: Mapping[str, str] = {}


@lru_cache(maxsize=4096)
def fold_header(text: str) -> str:
    """A header made comparable: width, case, accents, spaces, underscores and punctuation do not count."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(filter(str.isalnum, plain.casefold()))


_KNOWN = {fold_header(name): name for name in NATIVE} | {
    fold_header(alias): name for name, aliases in _ALIASES.items() for alias in aliases.split(",")
}
_TOTALS = frozenset(
    map(
        fold_header,
        [
            "total",
            "totals",
            "subtotal",
            "grandtotal",
            "sum",
            "итого",
            "всего",
            "合计",
            "总计",
            "小计",
            "共计",
            "summe",
            "gesamt",
            "zwischensumme",
            "suma",
            "subtotales",
            "totales",
        ],
    )
)
"""What stands where the model would in a row that adds the others up."""

_SAYS_NOTHING = {native: frozenset(map(fold_header, words.split(","))) for native, words in _QUALIFIERS.items()}
_QUALIFIED = re.compile(r"(.+?)\s*(?:[(\[（【]([^)\]）】]+)[)\]）】]|[,，](.+))\s*")
_LONGEST = 200
"""Signs of a header with a qualifier."""
_CUSTOM = re.compile(r"(?:cf_|custom_fields\.)(.+?)(?:\.value)?")
"""How NetBox and Snipe-IT call the fields that their users have added."""
_LAST_RESORT = {fold_header(alias): name for name, aliases in _WEAK.items() for alias in aliases.split(",")}
_UNIT_OF = {fold_header(f"{rate} {unit}"): unit for rate in _RATES.split(",") for unit in _UNITS} | {
    fold_header(f"{rate} {unit[:-2]}"): unit for rate in _RATES.split(",") for unit in _UNITS[1:]
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where an inventory's columns stand: native name -> index; the header as written; what was not recognised.

    ``units`` holds the unit that a header gives to its numbers (``Hashrate (GH/s)``) where it is not the native one;
    ``notes`` what is doubtful about the headers.
    """

    header: tuple[str, ...]
    index: Mapping[str, int]
    unread: tuple[str, ...]
    units: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def written(self, column: str) -> str | None:
        """The header of a native column as the file writes it, or None where the file has no such column."""
        return self.header[self.index[column]] if column in self.index else None


def meant(header: str, profile: Mapping[str, str] = _NOTHING) -> str:
    """The native column that a header stands for, or "". ``profile``: what a tool means by its (folded) headers."""
    folded = fold_header(header)
    if folded in profile:
        return profile[folded]
    return _KNOWN.get(folded) or ("hashrate_ths" if folded in _UNIT_OF else _qualified(header))


def _qualified(header: str) -> str:
    """The native column of a header with a qualifier: ``数量(台)``, ``Кол-во, шт.``, ``Origin (ISO)``, ``cf_origin``."""
    header = one_line(header)
    # Patterns that try every place take hours for a cell of a million signs, which is no header.
    if len(header) > _LONGEST:
        return ""
    if custom := _CUSTOM.fullmatch(header):
        return _KNOWN.get(fold_header(custom[1]), "")
    found = _QUALIFIED.fullmatch(header)
    native = _KNOWN.get(fold_header(found[1]), "") if found else ""
    return native if found and fold_header(found[2] or found[3]) in _SAYS_NOTHING.get(native, ()) else ""


def no_machine(manufacturer: str, model: str) -> str:
    """Why a row with these cells describes no machine, or "": it names none, is a total, or a header once more."""
    words = {fold_header(text) for text in (manufacturer, model) if text.strip()}
    if not words:
        return "names neither manufacturer nor model"
    if words <= _TOTALS:
        return "is a total, not a machine"
    if all(_KNOWN.get(word) in ("manufacturer", "model") for word in words):
        return "is a header, not a machine"
    return ""


def recognised(header: Sequence[str]) -> int:
    """How many of these headers are known."""
    return sum(map(bool, map(meant, header)))


def names_machines(header: Sequence[str], mapping: Mapping[str, str], profile: Mapping[str, str] = _NOTHING) -> int:
    """How many of these headers are known or mapped, or 0 where none of them is a manufacturer or a model."""
    mapped = {fold_header(foreign): native for native, foreign in mapping.items()}
    read = [mapped.get(fold_header(name)) or meant(name, profile) for name in header]
    weak = [_LAST_RESORT.get(fold_header(name)) for name in header]
    found = [first or second for first, second in zip(read, weak, strict=True)]
    return sum(map(bool, found)) if {"manufacturer", "model"} & {*read, *weak} else 0


def layout(
    header: Sequence[str],
    mapping: Mapping[str, str],
    *,
    file: str,
    row: int = 1,
    profile: Mapping[str, str] = _NOTHING,
) -> Layout:
    """The layout of a table with this header; ``mapping`` (native name -> foreign header) wins over what is recognised.

    A native name wins over an alias. Raises ComplianceError where a header that is read stands twice, where two headers
    mean the same deciding column, where a mapped header is not there, or neither manufacturer nor model is.
    """
    names = [one_line(name) for name in header]
    index, problems = _mapped(names, mapping, file, row)
    taken = set(index.values())
    for exact in (True, False):
        for place, name in enumerate(names):
            native = meant(name, profile)
            if not native or place in taken or native in mapping or exact != (fold_header(native) == fold_header(name)):
                continue
            if native not in index:
                index[native] = place
                taken.add(place)
            elif problem := _second(native, names[index[native]], name, file, row):
                problems.append(problem)
    if "model" not in index and "model" not in mapping:
        weak = [place for place, name in enumerate(names) if place not in taken and _weak(name, profile)]
        if not weak and "kind" in index.keys() - mapping.keys() and _weak(names[index["kind"]], profile):
            weak = [index.pop("kind")]
        index.update(zip(("model",), weak, strict=False))
    if problems:
        raise ComplianceError(problems)
    if "model" not in index and "manufacturer" not in index:
        raise fail(
            "is not an inventory: no column names a manufacturer or a model",
            'Name the columns in the first row, or map them with --map FILE (columns: {model: "Their header"}).',
            file=file,
            row=row,
        )
    taken = set(index.values())
    unread = tuple(name for place, name in enumerate(names) if place not in taken and name)
    written = {native: fold_header(names[place]) for native, place in index.items()}
    units = {native: _UNIT_OF[folded] for native, folded in written.items() if folded in _UNIT_OF}
    return Layout(tuple(names), index, unread, units, tuple(_doubts(names, index, mapping, units, file)))


def _mapped(
    names: Sequence[str], mapping: Mapping[str, str], file: str, row: int
) -> tuple[dict[str, int], list[Problem]]:
    index: dict[str, int] = {}
    problems = []
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
    return index, problems


def _weak(name: str, profile: Mapping[str, str]) -> bool:
    return fold_header(name) in _LAST_RESORT and fold_header(name) not in profile


def _second(native: str, first: str, second: str, file: str, row: int) -> Problem | None:
    """What is to be said of a second column for ``native``, or None where it may stay unread."""
    if fold_header(first) == fold_header(second):
        return _twice(second, file, row)
    beside = fold_header(first) == fold_header(native)
    if fold_header(second).endswith("aswritten") and beside:
        return None
    if native in _SETTLED or (native in _DECIDING and not beside):
        return Problem(
            f"columns {first!r} and {second!r} could both be the {native}",
            f'Say which with --map FILE (columns: {{{native}: "{first}"}}).',
            file,
            row,
        )
    return None


def _doubts(
    names: Sequence[str], index: Mapping[str, int], mapping: Mapping[str, str], units: Mapping[str, str], file: str
) -> Iterator[str]:
    for native, place in index.items():
        folded = fold_header(names[place])
        if native in mapping:
            continue
        if native == "supplier" and folded in _EITHER:
            yield (
                f"{file}: column {names[place]!r} is read as the seller; "
                "if it names the maker, map it with --map to manufacturer."
            )
        if native == "model" and folded in _LAST_RESORT:
            yield f"{file}: column {names[place]!r} is read as the model, no other column names one."
    if nameless := [str(place) for place, name in enumerate(names, 1) if not name and place - 1 not in index.values()]:
        yield f"{file}: columns that have no name and are not read: {', '.join(nameless)}."
    for native, unit in units.items():
        yield f"{file}: column {names[index[native]]!r} is read in {unit}, the unit in its header."


def _places(names: Sequence[str], foreign: str) -> list[int]:
    """Where a header stands: as it is written, else but for case and punctuation."""
    written, folded = one_line(foreign), fold_header(foreign)
    same = [place for place, name in enumerate(names) if name == written]
    return same or [place for place, name in enumerate(names) if folded and fold_header(name) == folded]


def _twice(name: str, file: str, row: int) -> Problem:
    return Problem(f"column {name!r} stands here twice", "Rename one of the two.", file, row)
