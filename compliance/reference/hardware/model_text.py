"""Texts that name machines, cut into comparable words; and the words that say nothing about the model.

It knows no maker and no model: ``names.py`` knows what the words mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from compliance.core.text import normal, tidy


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is written and as it is compared; or a measure such as ``104T``, ``31J/TH``, ``3250W``.

    ``apart``: a comma, a bracket or the like stands between it and the word before.
    """

    text: str
    word: str
    measure: bool = False
    apart: bool = False


MAX_WORD_LETTERS = 64
"""Letters of a word that is still taken apart: no name is longer, and hostile cells are."""


MAX_CELL_LETTERS = 1000
"""Letters of a cell that is still read; a longer one names no machine."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_LETTER = rf"[^\W_{CJK}]"
_RATE_UNIT = r"[kmg]|[kmgtpe]?h(?:\s*[/-]?\s*s)?|[tт](?:[hх](?:\s*[/-]?\s*[sс])?)?|k?sol(?:/s)?"
_UNIT = rf"(?:[jw]\s*/\s*(?:[gt]h?|т)(?:/s)?|{_RATE_UNIT}|j|k?w|вт|v|hz|nm|gb|kg|db)"
_TOLERANCE = r"(?:\s*±\s*\d+(?:[.,]\d+)?\s*%)?"
_MEASURE = rf"(?P<measure>(?<![\w.])\d+(?:[.,]\d+)?{_TOLERANCE}\s*(?i:{_UNIT})(?![\w+]))"
_PLAIN_TOKEN = rf"{_MEASURE}|[^\W_]+(?:\.[^\W_]+)*\+*|\++"
_TOKEN = rf"{_MEASURE}|[{CJK}]+|{_LETTER}+(?:\.{_LETTER}+)*\+*|\++"
"""The same for all scripts; it takes long to compile, and most texts do not need it."""
_NEAR = re.compile(r"[\s.'’-]*")
"""What stands between the words of one name."""
MINING_OS = r"(?i)\s*miner-([a-z]+)-([a-z0-9]+)(_h)?\s*"
GLUED = (re.compile(r"(m\d+[a-z]{0,2}\+{0,2})(v[a-z]?[0-9a-f]{2,3})"), re.compile(r"(.*[a-z+])(\d{2,3}(?:\.\d+)?th?)"))
VARIANT = re.compile(r"v[a-z]?[0-9a-f]{2,3}|[1-9]\d{1,3}(\.\d+)?|\du|\d{1,4}x|rev\.?\d")
COOLING = _words("hyd imm immersion air aircooled cooled cooling liquid water oil no pic nopic")
IMMERSED = _words("imm immersion")
"""Any machine can be put into oil: the words do not make another family of it, unlike those of a machine built so."""
_LOOKALIKES = str.maketrans("аекмот", "aekmot")
"""Cyrillic letters that look like Latin ones and stand for the same sound: beside a number they are meant as those."""
_SYNONYMS = {"hydro": "hyd", "水冷": "hyd", "гидро": "hyd", "гидра": "hyd"}
NOISE = (
    *_words(
        "miner miners mining asic asics btc bitcoin sha256 sha model series unit units machine new used refurbished"
    ),
    *_words("kas kaspa ltc litecoin doge dogecoin kda kadena ckb alph alephium zcash scrypt equihash kheavyhash"),
    *_words("eth ethash etchash zec dcr batch jan feb mar apr may jun jul aug sep oct nov dec spot stock futures"),
    *_words("带电源 含电源 九成新 八成新 现货 期货 整机"),
    *_words(
        "refurb б/у бу новый новая асик асики майнер 矿机 礦機 二手 全新 中古 マイナー 채굴기 luxos vnish hiveon bos+"
    ),
    *("hash super computing server", "second hand", "2nd hand", "braiins os", "braiins os+", "with power supply"),
    *("with psu", "w psu", "incl psu", "including psu", "psu included"),
)
"""Words, and runs of words, that say nothing of maker or model."""

HEDGES = _words("""
    or and und oder и или 或 和 及 newer older above below later earlier better similar like compatible for für для
    mix mixed mixture various assorted both vs not non ex fake clone replica
    hashboard hashboards board boards psu power supply fan fans controller control cable container rack shroud
    spare spares part parts repair kit adapter chip chips плата блок питания кулер хешплата 算力板 电源 控制板
    pro xp max plus ultra lite mini turbo elite dual se gen
""")
"""Words beside which a family's name does not settle the family: several, a part of one, or a kin of it."""

GENERIC = _words("""
    co ltd limited inc sro s.r.o incorporated corp corporation company llc gmbh pte plc ag sa group holding holdings
    technology technologies tech electronics electronic communication communications international global systems
    blockchain manufacturing the by of made from com antpool ооо компания производитель
""")
"""Words of company names that do not make another company of it."""

GENERIC_CJK = "股份|有限|公司|科技|技术|技術|电子|電子|信息|通信|国际|國際|集团|集團|控股|北京|深圳|杭州|浙江|武汉|武漢|香港|新加坡|市|省|矿机|礦機"
NOBODY = _words("""
    various oem odm generic unknown none null nan na n/a tbd other others mixed misc multiple unbranded noname no name
    not applicable available recorded see invoice label ebay private seller secondary market direct yes ok x xx xxx zz
    ref unspecified undefined unlisted brand vendor manufacturer manufacturers different several
    asia china prc cn beijing shenzhen hangzhou zhejiang wuhan hong kong hk taiwan malaysia singapore
    usa us u.s sg cayman islands
    未知 其他 其它 不明 不詳 없음 неизвестно неизвестный разные разное другое нет 中国 китай
""")
"""What people write where they do not know the maker."""

DOUBTS = _words("not no other others mixed 其他 其它 другое")
"""Those of them that leave another maker open where one is named beside them."""


def names_nothing(text: str) -> bool:
    """Whether a cell holds no word, or only one for nobody and nothing in particular."""
    return text.casefold().strip() in NOBODY or not any(map(str.isalnum, text))


def joinable(window: list[Token]) -> bool:
    """Whether the words may be one name: digits never join digits, nor what stands apart, nor a measure anything."""
    pairs = pairwise(window)
    return not any(token.measure for token in window) and not any(
        b.word[0].isdigit() and (b.apart or a.word[-1].isdigit()) for a, b in pairs
    )


def is_place(window: list[Token]) -> bool:
    """Whether the words are one letter and one digit, written apart: ``A 1`` is a shelf, ``x 1`` says how many."""
    return len(window) == 2 and len(window[0].word) == len(window[1].word) == 1


def tokenise(text: str) -> list[Token]:
    """The words of ``text``; ``++`` and *plus* belong to the word before, *Hydro* is *Hyd*."""
    tokens: list[Token] = []
    end = 0
    plain = tidy(text.replace("_", " "))
    for match in re.finditer(_PLAIN_TOKEN if plain.isascii() else _TOKEN, plain):
        raw, apart = match[0], not _NEAR.fullmatch(plain, end, match.start())
        end = match.end()
        word = raw.casefold()
        if match["measure"]:
            tokens.append(Token(raw, re.sub(r"\s", "", word), measure=True))
        elif not (pluses := word.replace("plus", "+")).strip("+"):
            if tokens and not tokens[-1].measure:
                last = tokens.pop()
                tokens.append(Token(last.text + raw, last.word + pluses))
        else:
            if len(word) <= MAX_WORD_LETTERS and re.search(r"\d|pro", word):
                word = word if word.isascii() else word.translate(_LOOKALIKES)
                word = re.sub(
                    r"hydro$", "hyd", re.sub(r"(?:plus)+(?=v[a-z]?\d|$)", lambda plus: "+" * (len(plus[0]) // 4), word)
                )
            tokens.append(Token(raw, _SYNONYMS.get(word, word), apart=apart))
    return tokens


def key_of(text: str) -> str:
    """``text`` without case, width, spaces and punctuation."""
    return "".join(token.word for token in tokenise(text))


_HOMOGLYPHS = str.maketrans("тнхсгпмкэ", "thhsgpmke")
_POWERS = {"": -12, "k": -9, "m": -6, "g": -3, "t": 0, "p": 3, "e": 6, "z": 9}
_RATE = r"[~≈]?\s*([0-9][0-9., ']*)\s*(?:(?:([kmgtpez]?)(?:(?<=[kmgtpez])(?:ilo|ega|iga|era|eta|xa|etta))?h(?:ash(?:es)?)?\s*(?:/\s*s(?:ec)?|s|ps)?)|([kmgtpez])(?:/s)?)?"
_THOUSANDS = r"[0-9]{1,3}([ ',][0-9]{3})+(\.[0-9]+)?"


def parse_hashrate(text: str) -> Decimal | None:
    """The hashrate in TH/s, or None where the text does not say one. A bare number is TH/s, above 1e9 H/s."""
    plain = normal("NFKC", text).casefold().translate(_HOMOGLYPHS).strip()
    plain = re.sub(r"±\s*[0-9.,]+\s*%", "", plain.strip("()")).strip()
    match = re.fullmatch(_RATE, plain) if len(plain) < 60 else None
    number = _number(match[1].strip()) if match else None
    if match is None or number is None:
        return None
    unit = match[2] if match[2] is not None else match[3]
    power = _POWERS[unit] if unit is not None else -12 if number > 10**9 else 0
    return Decimal(f"{number.scaleb(power).normalize():f}")


def _number(text: str) -> Decimal | None:
    if re.fullmatch(_THOUSANDS, text):
        text = re.sub("[ ',]", "", text)
    elif text.count(",") == 1 and "." not in text[text.index(",") :]:
        text = re.sub(r"[ '.]", "", text).replace(",", ".")
    return Decimal(text) if re.fullmatch(r"[0-9]{1,24}(\.[0-9]{0,12})?", text) else None
