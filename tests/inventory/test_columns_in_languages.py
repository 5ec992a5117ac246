"""Whole headers in thirteen languages: every column that decides is read, by its words and its cells; no other one is."""

from __future__ import annotations

import pytest

from compliance.inventory.cell_kinds import Sample
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.columns import layout
from compliance.inventory.formats.header_search import find_header
from tests.inventory.test_columns_by_cells import WORDS

COLUMNS = [
    "serial_number", "manufacturer", "model", "quantity", "country_of_origin", "supplier", "purchase_date", "delivery_date", "status",
    "location", "owner",
]  # fmt: skip
ROWS = [
    ["NGSB1234567", "Bitmain", "Antminer S19j Pro", "40", "China", "Example Trading Ltd", "2025-05-13", "2025-06-01", "active",
     "A-1", "Example Mining LLC"],
    ["YNAH7654321", "MicroBT", "Whatsminer M50S", "7", "Malaysia", "Foo GmbH", "2025-05-14", "2025-06-02", "sold", "A-2",
     "Other Holdings Inc"],
]  # fmt: skip
HEADERS = [
    "Serial #|Mfr|Miner|Qty|COO|Vendor Name|Purchased On|Recv'd Date|State|Rack|Owned by",
    "SN|Maker|Model|Ordered Quantity|Declared Country of Origin|Seller|Order Date|Arrival date|Condition|Hall|Legal owner",
    "Machine SN|Brand|Product|No. of units|Country of Manufacture|Purchased from|Acquisition Date|Delivered|Operational status|Container|Owner of record",
    "Seriennr.|Hersteller|Modell|Stück|Herkunftsland|Lieferant|Kaufdatum|Lieferdatum|Zustand|Halle|Eigentümer",
    "Serien-Nummer|Marke|Gerätetyp|Anzahl Geräte|Ursprungsland der Ware|Verkäufer|Bestelldatum|Wareneingang|Status|Regal|Inhaber",
    "N.º de serie|Fabricante|Modelo|Cantidad|País de origen|Proveedor|Fecha de compra|Fecha de entrega|Estado|Nave|Propietario",
    "Número de serie|Marca|Equipo|Unidades|Hecho en|Vendedor|Fecha de adquisición|Fecha de recepción|Estado del equipo|Estante|Dueño",
    "N° de série|Fabricant|Modèle|Quantité|Pays d'origine|Fournisseur|Date d'achat|Date de livraison|État|Salle|Propriétaire",
    "Numéro de série|Marque|Modèle de machine|Nombre d'unités|Pays de fabrication|Vendeur|Date de commande|Date de réception|Statut|Baie|Détenteur",
    "Número de série|Fabricante|Modelo|Quantidade|País de origem|Fornecedor|Data de compra|Data de entrega|Estado|Galpão|Proprietário",
    "Nº de série|Marca|Modelo da máquina|Qtde|Fabricado em|Vendedor|Data de aquisição|Data de recebimento|Situação|Prateleira|Dono",
    "Numero di serie|Produttore|Modello|Quantità|Paese di origine|Fornitore|Data di acquisto|Data di consegna|Stato|Capannone|Proprietario",
    "Matricola|Marca|Modello macchina|Pezzi|Fabbricato in|Venditore|Data ordine|Data ricezione|Condizione|Scaffale|Titolare",
    "Serienummer|Fabrikant|Model|Aantal|Land van herkomst|Leverancier|Aankoopdatum|Leverdatum|Toestand|Hal|Eigenaar",
    "Serienr.|Merk|Type|Aantal stuks|Land van oorsprong|Verkoper|Inkoopdatum|Ontvangstdatum|Status|Stelling|Bezitter",
    "Numer seryjny|Producent|Model|Ilość|Kraj pochodzenia|Dostawca|Data zakupu|Data dostawy|Stan|Hala|Właściciel",
    "Nr seryjny|Marka|Model koparki|Liczba sztuk|Kraj produkcji|Sprzedawca|Data zamówienia|Data odbioru|Status|Regał|Właściciel sprzętu",
    "Sériové číslo|Výrobce|Model|Množství|Země původu|Dodavatel|Datum nákupu|Datum dodání|Stav|Hala|Vlastník",
    "Výrobní číslo|Značka|Typ|Počet kusů|Vyrobeno v|Prodejce|Datum pořízení|Datum přijetí|Stav zařízení|Regál|Majitel",
    "Serienummer|Produsent|Modell|Antall|Opprinnelsesland|Leverandør|Kjøpsdato|Leveringsdato|Tilstand|Hall|Eier",
    "Serienr|Merke|Maskinmodell|Antall enheter|Produksjonsland|Selger|Innkjøpsdato|Mottatt dato|Status|Hylle|Eier av maskinen",
    "Seri No|Üretici|Model|Adet|Menşe Ülke|Tedarikçi|Satın Alma Tarihi|Teslim Tarihi|Durum|Salon|Sahibi",
    "Seri numarası|Marka|Cihaz modeli|Miktar|Üretim yeri|Satıcı|Alış tarihi|Teslimat tarihi|Durumu|Raf|Mülkiyet",
    "Серийный номер|Производитель|Модель|Количество|Страна происхождения|Поставщик|Дата покупки|Дата поставки|Статус|Стеллаж|Владелец",
    "Серийник|Марка|Модель оборудования|Кол-во, шт|Страна изготовления|Продавец|Дата приобретения|Дата получения|Состояние|Зал|Собственник",
    "序列号|制造商|型号|数量|原产国|供应商|采购日期|交货日期|状态|机房|所有者",
    "机器序列号|品牌|矿机型号|台数|产地|卖方|购买时间|到货日期|设备状态|货架|业主",
    "Unit serial|OEM|Machine|Count|Made In|Distributor|Bought on|Receipt date|Unit status|Building|Asset owner",
    "serialNumber|manufacturerName|modelName|unitQty|countryOfOrigin|vendorName|purchaseDate|deliveryDate|deviceStatus|rackName|ownerName",
    "Serial No.|Manufacturer|Miner Model|Pcs|Country (Origin)|Acquired From|PO Date|Received|Disposition|Rack/Shelf|Title holder",
    "SERIAL_NUM|MAKE|MODEL_NO|UNITS|ORIGIN_CTRY|SUPPLIER_NM|ORDER_DT|DELIV_DT|STATUS_CD|BLDG|OWNER_NM",
    "SN|Hersteller/Marke|Modellbezeichnung|Menge (Stk.)|Herstellungsland|Lieferantenname|Bestellt am|Geliefert am|Betriebsstatus|Standort Halle|Eigentum von",
    "Seriennummer|Produzent|Miner|Stückzahl|Land der Herkunft|Händler|Anschaffungsdatum|Eingangsdatum|Gerätestatus|Gebäude|Besitzer",
    "Serie|Marca/fabricante|Modelo de minero|Cant.|Origen|Nombre del proveedor|Fecha compra|Fecha recibido|Condición|Edificio|Titular",
    "No. Serie|Fabricante|Modelo|Nº de unidades|Lugar de fabricación|Distribuidor|F. compra|F. entrega|Situación|Rack|Dueño legal",
    "N° série|Constructeur|Modèle|Qté|Origine|Nom du fournisseur|Date achat|Date réception|Etat|Bâtiment|Propriétaire légal",
    "Numéro de série|Fabricant|Appareil|Quantité livrée|Fabriqué en|Revendeur|Acheté le|Livré le|Statut de la machine|Conteneur|Appartient à",
    "Serial|Marca|Modelo|Quant.|Origem|Nome do fornecedor|Data da compra|Data da entrega|Status|Prédio|Titular",
    "N. serie|Fabbricante|Modello|Q.tà|Origine|Nome fornitore|Data acquisto|Data consegna|Stato macchina|Edificio|Proprietà",
    "SN|Producent|Modelnaam|Hoeveelheid|Gemaakt in|Naam leverancier|Besteldatum|Datum ontvangst|Staat|Gebouw|Naam eigenaar",
    "Nr ser.|Wytwórca|Nazwa modelu|Szt.|Pochodzenie|Nazwa dostawcy|Zakupiono|Dostarczono|Stan techniczny|Budynek|Nazwa właściciela",
    "S/N|Výrobce|Název modelu|Ks|Původ|Název dodavatele|Zakoupeno|Dodáno|Stav|Budova|Jméno vlastníka",
    "S/N|Produsent|Modellnavn|Stk|Opprinnelse|Leverandørnavn|Dato for kjøp|Dato for levering|Driftsstatus|Bygning|Eierens navn",
    "Seri Numarası|Üretici firma|Model adı|Sayı|Menşei|Tedarikçi adı|Sipariş tarihi|Varış tarihi|Durum|Bina|Sahip",
    "Заводской номер|Изготовитель|Наименование модели|Кол-во|Страна-изготовитель|Наименование поставщика|Дата закупки|Дата прибытия|Состояние оборудования|Корпус|Владелец оборудования",
    "С/Н|Бренд|Майнер|Шт.|Происхождение|У кого куплено|Куплено|Поступило|Статус устройства|Стойка|Собственник",
    "SN码|厂家|矿机|件数|原产地|供货商名称|下单日期|收货日期|状态|机柜|所有人",
    "设备序列号|生产厂商|设备型号|数量(台)|制造国|供应商名称|购入日期|到货时间|当前状态|楼栋|资产所有方",
    "序號|製造商|型號|數量|原產國|供應商|採購日期|交貨日期|狀態|機房|所有者",
]


@pytest.mark.parametrize("header", HEADERS)
def test_every_column_that_decides_is_read(header: str) -> None:
    names = header.split("|")
    assert find_header([["Example Mining LLC"], names, *ROWS], ColumnMap(), WORDS)[0] == 1
    columns = layout(names, {}, file="f", sample=Sample(lambda: ROWS, WORDS))
    assert columns.index == {native: place for place, native in enumerate(COLUMNS)}


@pytest.mark.parametrize(
    "column",
    [
        "Warranty Start Date|2025-05-13",
        "Last updated|2025-05-13",
        "Customer Country|China",
        "Ship-to country|China",
        "Number of fans|40",
        "Hashboard count|40",
        "Export country|China",
        "Model year|2021",
        "Purchase price|40",
        "Kundenland|China",
        "Garantie bis|2025-05-13",
        "Anzahl Lüfter|40",
        "País del cliente|China",
        "Nombre de ventilateurs|40",
        "Data ostatniego serwisu|2025-05-13",
        "风扇数量|40",
        "保修日期|2025-05-13",
        "客户国家|China",
        "Bestimmungsland|China",
        "Date of Manufacture|2025-05-13",
        "Chip vendor|Sophgo",
        "Carrier|Foo Ltd",
        "Technician|Jo Doe",
        "PSU manufacturer|Bitmain",
        "Units per pallet|40",
        "Zahlungsstatus|offen",
        "保修状态|有效",
        "Страна клиента|China",
    ],
)
def test_a_column_of_another_thing_is_not_read(column: str) -> None:
    header, cell = column.split("|")
    rows = [["SN1", "Bitmain", "Antminer S19", cell], ["SN2", "Bitmain", "Antminer S19", cell]]
    columns = layout(["Serial", "Make", "Model", header], {}, file="f", sample=Sample(lambda: rows, WORDS))
    assert 3 not in columns.index.values()
