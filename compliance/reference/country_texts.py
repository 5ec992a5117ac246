"""The grammar of country texts: how a text is folded, and the phrases that may surround a country's name.

It knows no country: the table (``countries.py``) knows what a name means.
"""

from __future__ import annotations

import re

from compliance.core.text import normal, one_line

_ACCENTS = re.compile("(?<=[a-z])[\u0300-\u036f]+")
_SILENT = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff'’‘‛`´ʼ\"“”„«»#]")
_DASHES = re.compile("[‐‑‒–—―−]")
_SPACING = re.compile(r"[,()\[\]_:·・。]|\.(?=\w\w)|(?<=\S)-(?=\S)")
SEPARATORS = (
    r"[/,;:&+()|>→⇒、]|(?<=\s)-(?=\s)|\b(?:and|or|und|oder|et|ou|y|o|e|и|или|then)\b|(?<=\w)(?:和|或|及|与|與)(?=\w)"
)


def normalised(text: str) -> str:
    """``text`` without case, width, accents and quotes, its punctuation kept."""
    text = normal("NFKC", text.strip()).casefold()
    text = normal("NFC", _ACCENTS.sub("", normal("NFKD", text))).replace("ё", "е")
    text = _DASHES.sub("-", _SILENT.sub("", text)).replace("\n", " ; ")
    return one_line(text)


def words_of(normal: str) -> str:
    """The words of a normalised text. What may join countries or put one in doubt (``/ ; + ? !``) stays, so that no name matches."""
    return " ".join(_SPACING.sub(" ", normal).replace(".", "").replace("&", " and ").split()).strip(" -;")


# Compiled on first use by the cache of re: the table holds most texts, and they need none of these.
MADE = "made|manufactured|produced|fabricated|built|mfd|mfg"
_VERB = f"(?:{MADE}|assembled|designed|engineered|developed|tested|packed|packaged)"
_ANYBODY = "(?:(?! in | for | to | from | with ).)+"
ENGLISH = (
    "(?:all )?(?:of )?(?:which )?(?:(?:will|shall|to|is|are|was|were|be|being|been) )*"
    f"(?P<verbs>{_VERB}(?: and {_VERB})*) (?:by (?P<maker>{_ANYBODY}) )?in (?P<country>.+?)(?: by (?P<by>{_ANYBODY}))?"
)
ORIGIN = (
    "(?:(?:product|products|produce) of|(?:country|place) of (?:origin|manufacture|production)(?: is)?"
    "|origin(?: country)?|coo|(?:hergestellt|gefertigt|produziert) in|produkt aus"
    "|(?:ursprungs|herkunfts|hersteller|herstellungs)land|ursprung|herkunft"
    "|(?:fabrique|produit)e?s? (?:en|au|aux|a)|produit de|pays d ?(?:origine|e fabrication)|origine"
    "|(?:hecho|fabricado|producido)s? en|producto de|pais de (?:origen|fabricacion)|origen"
    "|(?:feito|fabricado|produzido)s? (?:em|na|no|nas|nos)|pais de origem|origem"
    "|(?:fabbricato|prodotto) in|paese d(?:i )?origine"
    "|(?:gemaakt|geproduceerd|vervaardigd) in|land van (?:herkomst|oorsprong)"
    "|wyprodukowano w|kraj pochodzenia|(?:сделано|произведено|изготовлено) (?:во?|на)"
    "|страна(?: происхождения| производства|-изготовитель| изготовитель)|происхождение|производство) (?P<country>.+)"
    "|(?:of )?(?P<before>.+?) (?:made|origin)"
    "|(?:原产国|原產國|原产地|原產地|产地|產地|原产于|产于|产自|制造于|制造国|原産国|원산지) ?(?P<chinese>.+)"
    "|(?:san xuat tai|xuat xu|buatan|dibuat di|(?:зроблено|виготовлено) [ву]) (?P<other>.+)"
    "|[在于於]?(?P<stem>.+?) ?(?:制造|製造|生产|生產|出品|原产|原產|制|製|产|產|産|산)"
)
ASSEMBLY = (
    "(?:(?:final )?assembly(?: in)?|(?:end)?(?:montiert|montage|zusammengebaut|assembliert) in"
    "|(?:ensamblado|montado)s? en|ensamblaje en|montado (?:em|na|no|nos)|(?:assemble|monte)e?s? (?:en|au|aux|a)"
    "|assemblage en|(?:assemblato|montato|geassembleerd) in|собрано (?:во?|на)|сборка) (?P<country>.+)"
    "|[在于於]?(?P<stem>.+?) ?(?:组装|組裝|組立|조립)"
)
ARTICLE = re.compile("(?:the|der|die|das|den|dem|la|le|les|l|el|los|las|as|os) ")
NEGATION = (
    "(?:non|not|no|never|without|outside(?: of)?|excluding|except|other than|anything but|free (?:of|from)|zero"
    "|nicht|keine?|ohne|sans|hors|pas|sin|senza|não|не|без) .+|(?:非|不是|无|無|没有).+"
    "|.+[ -]?(?:free|frei|excluded|compliant)|.+(?:以外|除外)"
)
MIXTURE = r"(?P<country>.+?) (?:with|using|from|plus|incl\w*|contain\w*|mit|aus|con|avec|с|из) .+"
MENTION = (
    f"(?:.+ )?(?:(?:{_VERB}|shipped|sold|sourced|imported|exported|delivered|purchased)(?: in| from| via)|from|via|in)"
    " (?P<country>.+)"
)
NO_COUNTRY = frozenset(
    [
        "and",
        "can",
        "sdn",
        "per",
        "nor",
        "mac",
        "est",
        "lie",
        "fin",
        "pan",
        "jam",
        "com",
        "tan",
        "ben",
        "mar",
        "ant",
        "arm",
        "bra",
        "col",
        "ind",
        "mex",
        "pol",
    ]
)
"""Codes of three letters that are words among others."""
PLACE_WORDS = re.compile(r" (?:city|province|prov|municipality|county|state)$|(?<=\w\w)(?:省|市|州|自治区|自治區)$")
SUBDIVISION = re.compile("([a-z]{2})-([a-z0-9]{1,3})")
