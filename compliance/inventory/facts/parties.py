"""Who sold a unit, who owns it, for whom it runs, who lends on it, who imported it, to whom it was sent."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from compliance.core.party import PartyRef
from compliance.core.possible import UNKNOWN, Possible
from compliance.core.text import is_empty, squeeze, tidy
from compliance.inventory.facts.base import Canonical, Column, Comparison, Fact, Reading, Row
from compliance.inventory.facts.countries import country
from compliance.inventory.facts.machine import recognised
from compliance.inventory.facts.unlisted import UnknownNames
from compliance.inventory.party_cells import named_parties

_NOBODY = {
    "ebay",
    "privateseller",
    "secondarymarket",
    "direct",
    "various",
    "generic",
    "oem",
    "internal",
    "misc",
    "mixed",
}
"""Folded words that stand in a supplier column and name nobody."""


def names_nobody(supplier: str) -> bool:
    """Whether a supplier cell holds only a word for nobody in particular."""
    return squeeze(supplier) in _NOBODY


def party(row: Row, text: str, seat: str | None = None) -> Possible[PartyRef]:
    """Who may be meant by a text; unknown where it names nobody."""
    return named_parties(row.reader.parties, tidy(text), seat).possible


def _supplier(row: Row) -> Possible[PartyRef]:
    text = row.text("supplier")
    name = row.once(recognised).seller if is_empty(text) else text
    if names_nobody(name):
        return UNKNOWN
    return party(row, name, row.country("supplier_country", row.text("supplier_country")).only)


def _in(column: str) -> Callable[[Row], Possible[PartyRef]]:
    return lambda row: party(row, row.text(column))


@dataclass(frozen=True, slots=True)
class _Named:
    """Names that nobody knows are one name; others stand for themselves."""

    comparison: Comparison
    unknown: UnknownNames

    def shapes(self, texts: list[str]) -> list[Hashable]:
        return list(self.comparison.numbers.shapes(texts))

    def form(self, shape: str) -> tuple[str] | None:
        if is_empty(shape) or names_nobody(shape):
            return None
        name = self.unknown.stands_in(shape)
        return None if name is None else (name,)


def _canonical(fact: str) -> Callable[[Comparison], Canonical | None]:
    def canonical(comparison: Comparison) -> Canonical | None:
        distinction = comparison.read.of(fact)
        return None if distinction.exact else _Named(comparison, UnknownNames(comparison.reader, distinction.words))

    return canonical


SUPPLIER = Reading(
    (
        Column(
            "supplier",
            headers="seller, vendor, provider, distributor, reseller, dealer, seller as written, supplier name, bought from, purchased from, 供应商, 卖方, поставщик, lieferant, verkäufer, proveedor, vendedor, sold by, merchant, supplier of record, seller of record, 供货商, 经销商, 销售商, 卖家, продавец, дистрибьютор, händler, verkäufer name, lieferantenname, distribuidor, nombre del proveedor",
            second="asked",
        ),
    ),
    (Fact("supplier", ("supplier", "supplier_country", "manufacturer", "model"), _supplier),),
    _canonical("supplier"),
)
SUPPLIER_COUNTRY = country(
    Column(
        "supplier_country",
        headers="seller country, vendor country, country of supplier, supplier country code, seller location country, 供应商国家, страна поставщика, lieferantenland, land des lieferanten, país del proveedor",
        second="asked",
    )
)
OWNER = Reading(
    (
        Column(
            "owner",
            headers="owned by, owner name, property of, 所有者, 业主, владелец, eigentümer, propietario, legal owner, asset owner, owning entity, beneficial owner of asset, 业主单位, 资产所有者, собственник, inhaber, besitzer, dueño, dueño legal",
            second="asked",
        ),
    ),
    (Fact("owner", ("owner",), _in("owner")),),
    _canonical("owner"),
)
HOSTING_CLIENT = Reading(
    (
        Column(
            "hosting_client",
            headers="client, customer, hosting customer, hosted for, 客户, 托管客户, клиент, kunde, cliente, hosting client name, client name, customer name, tenant, 客户名称, 租户, заказчик, арендатор, kundenname, mieter, nombre del cliente",
            second="asked",
        ),
    ),
    (Fact("hosting_client", ("hosting_client",), _in("hosting_client")),),
    _canonical("hosting_client"),
)
LENDER = Reading(
    (
        Column(
            "lender",
            headers="lender name, financed by, secured party, lienholder, lien holder, pledged to, pledgee, creditor, 贷款人, 出借人, 抵押权人, кредитор, залогодержатель, kreditgeber, darlehensgeber, finanziert von, prestamista, acreedor, financiado por",
            second="asked",
        ),
    ),
    (Fact("lender", ("lender",), _in("lender")),),
    _canonical("lender"),
)
IMPORTER_OF_RECORD = Reading(
    (
        Column(
            "importer_of_record",
            headers="importer, ior, importer name, importer of record name, importing party, 进口商, 进口人, 登记进口商, импортер, импортёр, importeur, einführer, importador, importador registrado",
            second="asked",
        ),
    ),
    (Fact("importer_of_record", ("importer_of_record",), _in("importer_of_record")),),
    _canonical("importer_of_record"),
)
CONSIGNEE = Reading(
    (
        Column(
            "consignee",
            headers="consignee name, ultimate consignee, consigned to, 收货人, 最终收货人, грузополучатель, konsignatar, warenempfänger, consignatario, destinatario de la mercancía",
            second="asked",
        ),
    ),
    (Fact("consignee", ("consignee",), _in("consignee")),),
    _canonical("consignee"),
)
