"""The words of headers, in thirteen languages: what a header may mean whose cells are yet to be looked at.

A header is explained where each of its words is a key word of one column, or a word that says nothing else. Then the cells
decide (``columns_by_cells``). ``*`` stands for letters before or behind: ``kauf*`` is Kaufdatum. Words are folded as headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Literal

from compliance.inventory.facts.base import fold_header

MAX_LETTERS = 100
"""A longer text is no header."""

CellKind = Literal[
    "country", "day", "count", "name", "maker", "model", "kind", "status", "document", "serial", "mac", "place"
]
"""What the cells of a column are."""

HOLDS: Mapping[str, CellKind] = {
    "country_of_origin": "country", "country_of_assembly": "country", "supplier_country": "country",
    "purchase_date": "day", "delivery_date": "day", "export_date": "day", "entry_date": "day",
    "quantity": "count", "supplier": "name", "owner": "name", "hosting_client": "name", "consignee": "name",
    "importer_of_record": "name", "manufacturer": "maker", "model": "model", "kind": "kind", "status": "status",
    "origin_evidence": "document", "serial_number": "serial", "mac_address": "mac", "location": "place",
}  # fmt: skip
"""What the cells of a native column are, for the columns that a header may mean by its words."""

_KEYS: Mapping[str, str] = {
    "country_of_origin": """fabrication fabbricato_in vervaardigd origin orig coo made_in manufactured_in produced_in of_manufacture of_production where_made origen fabricacion
        fabricado_en hecho_en origine fabrique_en fabbricazione prodotto_in origem fabricacao fabricado_em ursprung* herkunft* herstellung*
        hergestellt_in produktionsland fertigungsland oorsprong* herkomst* gemaakt_in vervaardigd_in pochodzenia pochodzenie produkcji
        wyprodukowano_w puvod* zeme_vyroby vyrobeno_v opprinnelse* produsert_i produksjonsland mensei mense uretim_yeri uretim_ulkesi
        uretildigi происхождения происхождение изготовления производства *原产* *产地* *原產* *原産* *產地* *制造国* *生产国*""",
    "country_of_assembly": """assembly assembled assembled_in ensamblaje ensamblado assemblage assemblaggio assemblato montagem montado
        montage* endmontage* assemblage* montaz* montazu montasje* montaj* сборки *组装* *組裝*""",
    "supplier_country": """supplier_country seller_country vendor_country supplier_s_country lieferantenland pais_del_proveedor
        pays_du_fournisseur paese_del_fornitore pais_do_fornecedor leveranciersland kraj_dostawcy zeme_dodavatele страна_поставщика
        *供应商国家* tedarikci_ulkesi""",
    "purchase_date": """po_date po_dt achete* besteld* zakoup* kupiono kupljeno куплено закуплено приобретено заказано *採購* *購買* *購入* *下單* comprada comprado_el acquistata purchase* bought acquisition acquired acquire* order ordered kauf* *kauf bestell* anschaffung* einkauf* compra
        comprado adquisicion pedido achat commande acquisto ordine acquistato aquisicao encomenda aankoop* inkoop* zakup* nabycia zamowienia
        nakup* porizeni objednani kjop* kjøp* innkjop* innkjøp* anskaffelse* bestilling* satinalma satin_alma satın_alma alis_tarihi
        alıs_tarihi siparis покупки приобретения закупки заказа *采购* *购买* *购入* *下单*""",
    "delivery_date": """deliv geliefert* angekommen eingegangen recibido recibida livre* livree recu* dostarcz* dodan* doruc* поступ* получено доставлено привезено *交貨* *到貨* *收貨* consegnat* ricevut* entregue recebid* geleverd* levert deliver* recv* recd received receiv* receipt arriv* liefer* *lieferung eingang* wareneingang* ankunft* entrega
        entregado recepcion llegada livraison reception arrivee recu consegna ricezione arrivo recebimento chegada levering* *levering leverdatum ontvangst*
        ontvangen aankomst* dostaw* dostarczenia odbioru otrzymania przyjecia dodani dodavky doruceni prijeti mottatt mottak* ankomst*
        teslim* teslimat* varis varıs gelis gelis поставки получения прибытия доставки *交货* *到货* *收货* *交付*""",
    "export_date": "export* exportation loaded loading on_board ausfuhr* verlade* exportacion embarque exportation chargement esportazione exportacao uitvoer* wywozu vyvozu eksport* ihracat* экспорта *出口* *装船*",
    "entry_date": "customs_entry entry_summary customs_clearance verzollung* despacho_aduanero dedouanement sdoganamento desembaraco inklaring* odprawy_celnej celniho gumruk* растаможки *报关* *清关*",
    "quantity": """quant q_ta sayı miktarı *數量* *台數* *件數* количества unites unite jednostek jednostki quantity quantities qty qnty qtty anzahl *anzahl menge *menge stuckzahl *stuckzahl stueckzahl stuck stk cantidad cant
        unidades uds quantite quantites qte nombre nb quantita qta pezzi numero_di_pezzi quantidade qtd qtde unidades aantal stuks hoeveelheid
        ilosc liczba szt sztuk pocet ks kusu kusy mnozstvi antall adet adedi miktar miktari sayi sayisi sayısı количество колво кол_во штук
        шт *数量* *台数* *件数* units unit_count pcs pieces headcount""",
    "supplier": """dodavatel* tedarikci* поставщик* продавц* у_кого у_кого_куплено куплено_у *供應商* *供貨商* *賣方* *經銷商* dostawc* sprzedawc* purchased_of compre_de comprado_a achete_a gekauft_bei bezogen_von gekocht_bij kupiono_od koupeno_od kjopt_fra supplier suppliers vendor vendors seller sellers distributor reseller dealer bought_from purchased_from acquired_from
        sold_by lieferant* *lieferant verkaufer* verkaeufer* handler haendler bezugsquelle proveedor vendedor distribuidor fournisseur vendeur
        revendeur distributeur fornitore venditore rivenditore distributore fornecedor leverancier* verkoper dostawca dostawcy sprzedawca
        sprzedajacy dystrybutor dodavatel prodejce prodavajici leverandor* leverandør* selger forhandler tedarikci satici satıcı bayi
        поставщик продавец дистрибьютор *供应商* *供货商* *卖方* *卖家* *经销商* *销售商*""",
    "owner": """title_holder eigentum_von eigentum_der eigentum im_eigentum_von appartient_a proprieta wlascicie* własciciel* vlastnik* eier* *所有方* *产权* *業主* propriedad propriedade собственника владельца dono titolare bezitter owner owners owned_by eigentumer* eigentuemer* inhaber besitzer propietario dueno titular proprietaire detenteur proprietario
        proprietaria eigenaar wlasciciel własciciel vlastnik majitel eier sahibi sahip mulkiyet владелец собственник *所有者* *所有人* *业主*""",
    "hosting_client": """customer client hosting_client hosted_for hosting_customer kunde kunden* cliente clienti client klant klient
        zakaznik musteri kiraci клиент заказчик арендатор *客户* *租户*""",
    "consignee": "consignee consigned_to empfanger warenempfanger consignatario destinataire destinatario geadresseerde odbiorca prijemce mottaker alici alıcı грузополучатель *收货人*",
    "importer_of_record": "importer importer_of_record ior importeur importador importateur importatore importer dovozce importør ithalatci ithalatcı импортер *进口商*",
    "manufacturer": """*製造商* *廠商* *廠家* *品牌* firma_producent uretici_firma wytworca manufacturer manufacturers maker brand make mfr mfg oem hersteller* produzent fabricante marca fabricant marque
        constructeur produttore costruttore marchio fabrikant merk producent marka vyrobce znacka produsent merke uretici ureticisi markası
        markasi производитель изготовитель *制造商* *厂商* *厂家* *品牌* *生产商*""",
    "model": """*型號* *機型* model models modele modelo modelos modell* modello modelli modelu modely modeller modeli miner_model device_model
        asic_model модель модели *型号* *机型* *型番* *機種*""",
    "kind": """kind category categories class type types typ typen tipo tipos tipi categoria kategorie categorie kategoria kategori tur turu
        art gerateart geratetyp rodzaj druh soort categoria item items unit equipment device asset component тип категория вид *类型* *类别* *种类*""",
    "status": "*status* disposition condicion *狀態* kondycja sostoyanie состояния статуса situacao situacion condizione situation status asset_state device_state machine_state unit_state miner_state lifecycle_state operational_state statut estado etat stato stan stav staat toestand zustand tilstand durum durumu condition состояние статус *状态*",
    "origin_evidence": """doc docs document* dokument* documento* dokumenty evidence proof* paper* papers paperwork certificate* zertifikat*
        certificado* certificat* certificato* zaswiadczen* osvedceni attest* nachweis* beleg* justificatif* prova* bewijs* dowod* doklad*
        dokumentasjon belge* *文件* *证书* *证明* документы документ сертификат coo origin origen origine origem ursprung* herkunft* comments""",
    "serial_number": """ser *序號* *序列號* seri_numarasi serial serials serie serien* serienr seriennr seriennummer* serialnumber serienummer* numero_de_serie matricola
        numero_di_serie seryjny seryjne seriove vyrobni_cislo seri seri_no seri_numarasi seri_numarası серийный серийник заводской *序列号* sn s_n""",
    "mac_address": "mac mac_address macaddress mac_adresse adresse_mac direccion_mac indirizzo_mac endereco_mac adres_mac mac_adresa mac_adresi",
    "location": """*機房* *機櫃* *貨架* *樓* hal regał stojak galpon deposito magazyn entrepot hall halle *halle building buildings bldg gebaude* gebaeude* rack racks row shelf slot slots bay container containers aisle
        pod regal* schrank* edificio nave pasillo bastidor contenedor estante batiment salle baie travee allee conteneur etagere capannone scaffale
        armadio sala corsia predio galpao rua prateleira conteiner gebouw zaal stelling rij budynek hala regal szafa rzad kontener budova
        rada stojan bygning hylle rad bina salon raf koridor konteyner здание зал корпус стойка стеллаж контейнер ряд *机房* *机柜* *机架*
        *厂房* *楼* *集装箱* *货架*""",
}  # fmt: skip
"""Key words by native column. ``_`` joins words that mean it only together."""

_ANYWAY = """nm cd the of in for per and de des du la le les di del della da do dos das der die den van het een et y e i und en w v z na av
    declared stated reported recorded actual original reference listed official full legal primary main current known label
    number no num nr n numero numer numar numarasi cislo nummer nombre номер no_ code codes s our their its
    column field value text info information details list liste"""
"""Words that say nothing else, whatever the cells are."""
_BESIDE: Mapping[CellKind, str] = {
    "country": "ctry cntry ware waren guter gueter mercancia mercadoria marchandise merce goederen towaru zbozi iso iso2 iso3 alpha 1 2 3 3166 country countries land pais pays paese kraj zeme ulke ulkesi страна *国* *国家* *地区* place lugar lieu luogo miejsce misto sted yer yeri nation goods product item machine unit miner manufacture production fabricacion товара оборудования изделия",
    "day": "am le el il f dt la den dne dnia когда date dates day on fecha dia datum tag data giorno jour dato dag dzien den datums tarih tarihi gun gunu дата день *日期* *日* *时间* time timestamp at goods item unit machine",
    "count": "livree livrees commandee commandees entregada entregadas recibidas gelieferte bestellte geleverd besteld dostarczona zamowiona ordered order total shipped delivered received units unit pcs pieces stk ea each machines miners devices geräte geraete gerate equipos mineros appareils machines macchine maquinas apparaten urzadzen koparek zarizeni enheter makine cihaz майнеров устройств единиц 台 个 machine miner count numero asic asics d of lot line",
    "name": "наименование имя nm adı adı ada navn navnet wlasciciela legale legal oficial officiel maskinen sprzetu maszyny maquina maquinas equipo equipos geraets gerats machines macchina apparaat zarizeni makine cihaz оборудования 设备 机器 name names company firm entity party nombre razon social nom raison sociale ragione nome nazwa firmy nazev jmeno navn adi ad naam firma firmenname имя название *名称* *公司* machine of_record record hosting hosted",
    "maker": "name nombre nom nome nazwa nazev navn naam adi *名称* company device miner machine of",
    "model": "name nombre nom nome nazwa nazev navn naam adi *名称* miner machine device asic equipment unit product hardware of",
    "kind": "of name device asset equipment unit item machine hardware geräte gerate",
    "status": "techniczny tecnico technique technisch устройства устройств майнера cd zarizeni sprzetu maskinen maskin makine cihaz macchina maquina apparaat оборудования der of name device asset equipment unit machine operational geräte gerate equipo maszyny",
    "document": "country goods comments comment notes note remarks customs origin coo ref refs reference references and type no of files file link available",
    "serial": "machine miner device asic unit equipment asset hardware product geräte gerate hersteller serial *码* *号*",
    "mac": "address addr adresse physical ethernet eth0 device miner",
    "place": "standort name name id position pos level floor shelf slot unit bay side *号*",
}  # fmt: skip
"""Words that say nothing else where the cells are of this kind."""

_ELSE = """age amount amp amps approver assigned assignee average balance batch battery board boards carrier chain chains charge chip chips
    city company contact cooling core cores cost courier created creator currency decay department depreciation depth description difficulty
    discount email efficiency elapsed employee end engineer eol error errors expiry fan fans fee firmware freight freq frequency gross hash
    hashrate height host hostname hour hours id index insurance invoice ip jth kg last length level life lifetime line manager margin max min
    month months name net noise note notes number order packaging page parent password path percent percentage phone ping pool port power price priority
    project psu purpose rate rating rank rejected remark remarks revision risk room row rpm score seen sequence serial share shares size
    software speed sum tax team technician temp temperature tickets time total uptime url usage user username vat version vlan volt voltage
    volume warranty watt watts weight width worker workers year years zone garantie* garantia* garanzia* gwarancj* zaruka temperatur* temperatura
    precio prix preis* prezzo preco prijs cena pris fiyat цена leistung* potencia puissance potenza moc vykon effekt guc мощность
    gewicht peso poids waga hmotnost vekt agirlik вес position pos u units_high accepted algo accepted rack_unit fw kw kwh th ths gh ths_avg
    zustandig* bearbeiter ansprechpartner remarks comment comments bemerkung* notiz* kommentar* observaciones remarques uwagi poznamk* notat*
    notlar примечание *备注* *价格* *功率* *温度* *金额* *算力* *序号* *编号* lp kolejnosc lfd laufende"""
"""Words of columns that decide nothing: their numbers, names and countries are not those of machines."""
_HOW_MANY = "amount balance batch lot number order size stock total volume"
"""Words that may say how many machines there are, or how much of another thing."""
_NEVER = """*风扇* *風扇* *保修* *质保* *付款* *支付* *电源* *電源* *芯片* *晶片* *算力板* *控制板* *网线* *zahlung* *garantie* *gewahr* *lufter*
    *netzteil* *versand* *versicher* *вентилятор* *гарант* *оплат* *warrant* *garant* *gwaranc* *payment*"""
"""Parts of words that say of which other thing a number, a day or a state is."""
_ELSEWHERE = """destination destino bestimmung* zielland ship shipping shipped dispatch departure export import port customer client kunde* klant
    klient cliente supplier seller vendor site hall facility hq headquarters office billing invoice contact user employee residence current location
    standort* warehouse hosting owner consignee importer manufacturer maker bank tax currency phone lieferant* proveedor fournisseur fornitore
    fornecedor leverancier dostawc* dodavatel* leverand* tedarikci *客户* *目的* *供应商* *收货* заказчик* поставщик* назначения"""
"""Words that say of which other thing a country is."""


@lru_cache(maxsize=4096)
def explained(header: str) -> tuple[str, ...]:
    """The native columns that every word of a header may speak of, of whatever its cells are; none where a word is unknown."""
    words = _words(header) if len(header) <= MAX_LETTERS else []
    if any(map(_pattern((_NEVER,)).fullmatch, words)):
        return ()
    return tuple(native for native in HOLDS if _all_explained(words, native))


def says_otherwise(header: str, *, country: bool = False) -> bool:
    """Whether a header names something that decides nothing; of a ``country``: whose it is, that of another thing."""
    words = _words(header)
    patterns = _pattern((_ELSEWHERE,) if country else (_ELSE,))
    return any(patterns.fullmatch(word) for word in words)


def speaks_of(header: str, native: str) -> bool:
    """Whether a word of a header is a key word of a native column, whatever its other words are."""
    return len(header) <= MAX_LETTERS and _pattern((_KEYS[native],)).search(" ".join(_words(header))) is not None


def may_say_how_many(header: str) -> bool:
    """Whether a header may speak of a number of machines, or says nothing else."""
    words = _words(header)
    return bool(words) and all(map(_pattern((_HOW_MANY, _ANYWAY)).fullmatch, words))


def _words(header: str) -> list[str]:
    """The folded words of a header: at spaces, marks, humps of ``camelCase`` and ``d'``; other apostrophes are in a word."""
    humps = re.sub(r"(?<=[a-z])(?=[A-Z])|(?i:\b[dl])['’`´]", " ", header)
    humps = re.sub("['’`´]", "", humps)
    return [word for word in map(fold_header, re.split(r"[\W_]+", humps)) if word]


def _all_explained(words: Iterable[str], native: str) -> bool:
    keys, beside = _pattern((_KEYS[native],)), _pattern((_ANYWAY, _BESIDE[HOLDS[native]]))
    text = " ".join(words)
    rest = keys.sub("", text)
    return rest != text and all(map(beside.fullmatch, rest.split()))


@cache
def _pattern(groups: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words as a whole word; the longest first, so that words that belong together are met together."""
    words = sorted({word for group in groups for word in group.split()}, key=len, reverse=True)
    parts = ("".join(map(_part, re.split(r"([*_])", word))) for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def _part(text: str) -> str:
    return {"*": r"\w*", "_": " "}.get(text) or re.escape(fold_header(text))
