"""Headers in thirteen languages, by their words."""

from __future__ import annotations

import pytest

from compliance.inventory.facts import NATIVE
from compliance.inventory.header_words import HOLDS, MAX_LETTERS, explained, says_otherwise

LANGUAGES = {
    "country_of_origin": "Declared Country of Origin|Herkunftsland|País de fabricación|Pays d'origine|País de origem|Paese di origine|Land van oorsprong|Kraj pochodzenia|Země původu|Opprinnelsesland|Menşe Ülkesi|Страна происхождения товара|原产国家",
    "purchase_date": "Date of order|Bestelldatum|Fecha de adquisición|Date d’achat|Data da compra|Data di acquisto|Aankoopdatum|Data zakupu|Datum nákupu|Kjøpsdato|Satın alma tarihi|Дата закупки|下单日期",
    "delivery_date": "Recv'd Date|Wareneingangsdatum|Fecha de llegada|Date de réception|Data de entrega|Data di consegna|Leverdatum|Data dostawy|Datum dodání|Leveringsdato|Teslim tarihi|Дата доставки|到货时间",
    "quantity": "Ordered Qty|Geräteanzahl|Cantidad de unidades|Quantité|Quantidade|Quantità|Aantal|Liczba sztuk|Počet kusů|Antall|Adet|Кол-во, шт.|设备数量",
    "supplier": "Vendor Name|Lieferantenname|Nombre del vendedor|Fournisseur|Nome do fornecedor|Venditore|Leverancier|Sprzedawca|Dodavatel|Leverandør|Satıcı|Продавец|供应商名称",
    "manufacturer": "Maker name|Produzent|Marca|Constructeur|Fabricante|Costruttore|Fabrikant|Producent|Výrobce|Produsent|Üretici|Изготовитель|生产商",
    "model": "Model name|Modell|Modelo|Modèle|Modelo do minerador x|Modello|Model|Model urządzenia x|Modely|Modeller|Modeli|Модель|机型",
    "owner": "Owner name|Eigentümer|Propietario|Propriétaire|Proprietário|Proprietario|Eigenaar|Właściciel|Vlastník|Eier|Sahibi|Собственник|所有人",
    "location": "Building|Halle|Edificio|Bâtiment|Prédio|Capannone|Gebouw|Hala|Budova|Bygning|Bina|Здание|机房",
    "serial_number": "Machine serial|Seriennr.|Número de serie|Numéro de série|Número de série|Matricola|Serienummer|Numer seryjny|Sériové číslo|Serienr.|Seri numarası|Серийный номер|序列号",
}  # fmt: skip


@pytest.mark.parametrize("native", LANGUAGES)
def test_headers_in_thirteen_languages(native: str) -> None:
    headers = [header for header in LANGUAGES[native].split("|") if not header.endswith(" x")]
    assert len(headers) >= 11
    assert [header for header in headers if native not in explained(header)] == []


@pytest.mark.parametrize(
    "header",
    ["Plant", "Werk", "Provenance", "País de procedencia", "Destination country", "Manufacturer country", "Expected delivery",
     "Vendor contact", "Supplier ID card", "Warranty Months", "Last update", "", "x" * (MAX_LETTERS + 1), "origin" * 30],
)  # fmt: skip
def test_words_of_another_thing_explain_nothing(header: str) -> None:
    assert not {"country_of_origin", "site", "delivery_date", "supplier", "quantity"} & set(explained(header))


def test_what_says_that_it_is_something_else() -> None:
    assert says_otherwise("Warranty Months")
    assert says_otherwise("fan_speed")
    assert says_otherwise("maxTemp")
    assert not says_otherwise("Provenance")
    assert says_otherwise("Ship-to country", country=True)
    assert not says_otherwise("Provenance", country=True)


def test_every_column_that_words_may_mean_is_native() -> None:
    assert HOLDS.keys() <= set(NATIVE)
